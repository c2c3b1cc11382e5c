"""The root object of a process."""

from __future__ import annotations

import os
import time

from .._core import _native
from .._typing import TYPE_CHECKING, overload
from .._wire import decode, encode, milliseconds, options, text
from .events import AsyncEvents
from .tenant import AsyncTenant
from .webhooks import AsyncWebhooks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import Self

    from .._event import Event
    from .._events import EventType
    from .events import AsyncDelivery, AsyncEventSubscription
    from .flows import AsyncFlow
    from .sandbox import AsyncSandbox

    H = TypeVar("H", bound=Callable[..., Any])


class AsyncBridge:
    """The bridge: store, keys, pools and adapters of this process. Opening it does no I/O; the first call does.

    Args:
        store: The path of the SQLite file, or `:memory:`.
        keyring: Where the keys that seal credentials come from, for example `{"env": "BRIDGE_KEY"}`.
        policies: Numbers of the pipeline: deadlines, retry, breaker, bulkhead, rate, hedge.
        adapters: More adapter manifests: paths of YAML files, or `{"yaml": text}`.
        catalogue: What is sold to tenants: the path of a YAML file, or `{"yaml": text}`; CoreFlow360's without it.
        entitlement: Whose signed entitlements are good: `keys` by `kid`, `issuer`, and whether one is `required`.
        events: How much the event log keeps: `max_events`, `max_bytes`, `max_age_days`; of one tenant
            `max_tenant_events` and `max_tenant_bytes`, a quarter of the whole when they are not given; and how many
            dead letters: `max_dead_letters`, `max_dead_letter_age_days`.
        egress: Who says which address a name has: `resolver`, a name server (`10.0.0.2:53`), in place of the operating
            system.
        writes: The write ledger: `keep_days` (30) for known outcomes, `settles_after_ms` (300,000): what cannot be
            found in the system so long after its call has ended did not happen.
        webhooks: How webhooks are taken: `max_body_bytes`, `enrich_ms`.
        containers: The engine (Docker, Podman) that is asked about the containers of systems: the path of its `socket`,
            and `timeout_ms` (2,000) for an answer.
        telemetry: What leaves the process of what the bridge tells; nothing without it. `otlp` sends spans to an
            OpenTelemetry collector: `endpoint`, `headers`, `timeout_ms`, `service_name`, `resource_attributes`, or `{}`
            for what the environment says (`OTEL_EXPORTER_OTLP_ENDPOINT` ...); with `metrics` (`endpoint`,
            `interval_ms`, or `{}`) these, too. `propagate`: whether systems are sent the `traceparent` of their
            request.

    Use it as a context manager, or call `close()`. Raises `ConfigError` where the configuration is wrong.

    >>> async with AsyncBridge(":memory:", keyring=key) as bridge:
    ...     print(bridge.tenant("acme").id)
    acme
    """

    __slots__ = ("_flows", "_native", "_subscriptions")

    def __init__(
        self,
        store: str | os.PathLike[str] | None = None,
        *,
        keyring: Mapping[str, Any] | None = None,
        policies: Mapping[str, Any] | None = None,
        adapters: Sequence[str | os.PathLike[str] | Mapping[str, str]] | None = None,
        catalogue: str | os.PathLike[str] | Mapping[str, str] | None = None,
        entitlement: Mapping[str, Any] | None = None,
        events: Mapping[str, int] | None = None,
        egress: Mapping[str, str] | None = None,
        writes: Mapping[str, int] | None = None,
        webhooks: Mapping[str, int] | None = None,
        containers: Mapping[str, str | int] | None = None,
        telemetry: Mapping[str, Any] | None = None,
    ) -> None:
        config = {
            "store": None if store is None else os.fspath(store),
            "keyring": keyring,
            "policies": policies,
            "adapters": None if adapters is None else [_source(adapter) for adapter in adapters],
            "catalogue": None if catalogue is None else _source(catalogue),
            "entitlement": entitlement,
            "events": events,
            "egress": egress,
            "writes": writes,
            "webhooks": webhooks,
            "containers": containers,
            "telemetry": telemetry,
        }
        from .._logs import start

        start()
        self._native = _native.Bridge(encode({key: value for key, value in config.items() if value is not None}))
        self._subscriptions: list[AsyncEventSubscription] = []
        self._flows: dict[str, AsyncFlow] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the bridge: later calls on its handles raise `ClosedError`. Handlers that run are waited for.

        May be called twice.

        >>> await AsyncBridge(":memory:", keyring=key).close()
        """
        from .._logs import flush

        for subscription in [*self._subscriptions]:
            await subscription.close()
        await self._native.close().wait_async()
        flush()

    @staticmethod
    async def sandbox(
        *,
        systems: Sequence[str] | None = None,
        seed: int | None = None,
        records: int | None = None,
        port: int | None = None,
    ) -> AsyncSandbox:
        """Starts the sandbox: stateful fakes of the systems, with synthetic data, on this host.

        For trying things out and for tests. The same seed gives the same records.

        Args:
            systems: The systems; all known ones unless told otherwise.
            seed: The seed of all data.
            records: About how many records each system holds; 0 leaves only company, accounts and groups.
            port: The port of the first system; the next ones follow. 0 takes free ports.

        >>> async with await AsyncBridge.sandbox(systems=["erpnext"], records=10) as sandbox:
        ...     print(list(sandbox.systems))
        ['erpnext']
        """
        from .sandbox import AsyncSandbox

        config = options(systems=systems, seed=seed, records=records, port=port)
        return AsyncSandbox(await _native.Sandbox.start(config).wait_async())

    def tenant(self, id: str) -> AsyncTenant:
        """The handle of one tenant; `id` is the host's own id of its customer.

        Raises `InvalidInputError` unless it is 1 to 128 characters of `A-Z a-z 0-9 . _ - @`.

        >>> bridge.tenant("acme")
        AsyncTenant('acme')
        """
        return AsyncTenant(self._native.tenant(text("id", id)), id, self._subscriptions)

    @property
    def events(self) -> AsyncEvents:
        """The events of all tenants, and the host's own."""
        return AsyncEvents(self._native.events(), self.tenant, self._subscriptions)

    @property
    def webhooks(self) -> AsyncWebhooks:
        """The webhooks of the host, and the intake of all."""
        return AsyncWebhooks(self._native.webhooks())

    @overload
    def on(
        self,
        types: EventType | str | Sequence[EventType | str],
        handler: None = None,
        *,
        id: str | None = None,
        requires: Sequence[str] = (),
        start: str | int | datetime = "now",
        concurrency: int = 16,
        max_attempts: int = 10,
        lease: float | timedelta = 30.0,
        renew: float | timedelta = 3600.0,
    ) -> Callable[[H], H]: ...
    @overload
    def on(
        self,
        types: EventType | str | Sequence[EventType | str],
        handler: H,
        *,
        id: str | None = None,
        requires: Sequence[str] = (),
        start: str | int | datetime = "now",
        concurrency: int = 16,
        max_attempts: int = 10,
        lease: float | timedelta = 30.0,
        renew: float | timedelta = 3600.0,
    ) -> H: ...
    def on(
        self,
        types: EventType | str | Sequence[EventType | str],
        handler: Callable[[Event, AsyncDelivery], Awaitable[object]] | None = None,
        *,
        id: str | None = None,
        requires: Sequence[str] = (),
        start: str | int | datetime = "now",
        concurrency: int = 16,
        max_attempts: int = 10,
        lease: float | timedelta = 30.0,
        renew: float | timedelta = 3600.0,
    ) -> object:
        """Declares a handler for the events of all tenants, as a decorator without `handler`.

        `listen()` begins to call it. This does no I/O, so it may stand at the top level of a module. For hosts without
        resident processes, `drain()` calls the handlers.

        Args:
            types: Types or patterns: `crm.deal.won`, `crm.deal.*`, `*`.
            handler: Called with the event and its delivery: `tenant`, `step`, `key`, `attempt`.
            id: The name of the group; `on-` and the type without it. Declared again with the same `id` and types, the
                new handler takes the place of the old one.
            requires: Modules that the event's tenant must be able to use, or the event is passed over.
            start: Where a new group begins: `now`, `beginning`, a time, or a position.
            concurrency: So many events are handled at once; of a subject always one.
            max_attempts: After so many attempts an event is a dead letter.
            lease: Seconds after which the event of a process that died is given to another one.
            renew: Seconds for which the lease of a handler that runs is renewed.

        >>> @bridge.on("accounting.invoice.created", requires=["accounting"])
        ... async def book(event, delivery):
        ...     print(event.subject, delivery.tenant.id)
        >>> _ = await bridge.drain()
        >>> _ = await acme.events.publish("accounting.invoice.created", "invoice-7")
        >>> await bridge.drain()
        invoice-7 acme
        {'handled': 1, 'failed': 0, 'resolved': 0, 'unknown': 0}
        """
        named = [types] if isinstance(types, str) else [*types]
        options = {
            "requires": requires,
            "start": start,
            "concurrency": concurrency,
            "max_attempts": max_attempts,
            "lease": lease,
            "renew": renew,
        }

        def declare(handler: Any) -> Any:
            # Only who declares flows pays for loading them.
            from .flows import AsyncFlow

            flow = AsyncFlow(named, id, handler, options)
            if (known := self._flows.setdefault(flow.id, flow)) is not flow:
                known.replace(flow)
            return handler

        return declare if handler is None else declare(handler)

    async def listen(self) -> list[AsyncEventSubscription]:
        """Begins to call the handlers of `on`, in the background, until the bridge is closed.

        Returns their subscriptions. May be called again, for handlers that were declared since.

        >>> async def handler(event, delivery):
        ...     print(event.type)
        >>> _ = bridge.on("hr.employee.hired", handler)
        >>> for subscription in await bridge.listen():
        ...     await subscription.close()
        """
        return [await flow.open(self.events, background=True) for flow in [*self._flows.values()]]

    async def drain(self, deadline: float | timedelta = 30.0) -> dict[str, int]:
        """Does the work that is due, for hosts without resident processes: runs the change feeds, handles the events.

        A cron job declares its handlers (`on`) and drains. A feed is due by the `every` of `tenant.sync()`; one that
        fails is tried again by a later call, and its `error` stands in `tenant.syncs.list()`.

        Finds out what became of writes whose answer was lost, and handles the events that are due. Returns when
        nothing is due any more, or after `deadline` seconds, with how many events were `handled` and how many attempts
        `failed`, and of how many writes the outcome was `resolved` or stayed `unknown`. Of the time, handlers have a
        quarter at least, and writes a quarter at most.

        >>> await bridge.drain()
        {'handled': 0, 'failed': 0, 'resolved': 0, 'unknown': 0}
        """
        end = time.monotonic() + milliseconds(deadline) / 1000
        for flow in [*self._flows.values()]:
            await flow.open(self.events, background=False)
        left = max(0.0, end - time.monotonic())
        due = options(deadline=left, handlers=bool(self._subscriptions))
        writes: dict[str, int] = decode(await self._native.drain_due(due).wait_async())
        total = {"handled": 0, "failed": 0}
        while (left := end - time.monotonic()) > 0:
            before = total["handled"] + total["failed"]
            for subscription in [*self._subscriptions]:
                done = await subscription.drain(max(0.001, min(left, end - time.monotonic())))
                total = {name: total[name] + count for name, count in done.items()}
            # A handler may have published what another one is waiting for.
            if total["handled"] + total["failed"] == before:
                break
        return {**total, **writes}

    async def run_syncs(
        self,
        *,
        deadline: float | timedelta | None = None,
        max_pages: int | None = None,
    ) -> list[dict[str, Any]]:
        """Runs the change feeds of all tenants that are due, one after the other, each once.

        Args:
            deadline: Seconds, or a `timedelta`; a run that does not end in time pauses.
            max_pages: After so many pages each run pauses.

        Returns dicts of `tenant`, `connection`, `resource`, and `report`, or the `error` of the one that failed.

        >>> await bridge.run_syncs(deadline=30)
        []
        """
        chosen = options(deadline=deadline, max_pages=max_pages)
        found: list[dict[str, Any]] = decode(await self._native.run_due_syncs(chosen).wait_async())
        return found

    def systems(self) -> list[dict[str, Any]]:
        """The systems that can be connected: dicts of `system`, `title`, `versions`, `auth`, `resources`.

        >>> [system["system"] for system in bridge.systems()][:5]
        ['bigcapital', 'dolibarr', 'erpnext', 'fingpt', 'finrobot']
        """
        found: list[dict[str, Any]] = decode(self._native.systems())
        return found

    def capabilities(self, system: str | None = None) -> dict[str, Any]:
        """What the systems can do, without a connection: resources, operations, fields and filters, by system.

        An instance may differ by its version and options: `tenant.capabilities()` tells that of a connection.

        >>> items = bridge.capabilities("dolibarr")["dolibarr"]["resources"]["accounting.items"]
        >>> "create" in items["operations"], "upsert" in items["operations"]
        (True, False)
        """
        found: dict[str, Any] = decode(self._native.capabilities(None if system is None else text("system", system)))
        return found

    def metrics(self) -> dict[str, Any]:
        """What this process counted since the bridge was opened, and what the store holds. Nothing is sent.

        Returns `connections`, each with `tenant`, `connection`, `system`, `calls` and `attempts` (`count`, and in
        seconds `sum` and `buckets`), `failures` by code, `retries`, `hedges`, `hedges_won`, `in_flight`, `queued`,
        `retry_tokens`, `breaker`; `webhooks`, deliveries by the status of their answer; `log_records_dropped`;
        `span_export_failures`; and `metric_export_failures`. Of the store, for the host and the tenants that this
        process has met: `events`, with `log` (`events`, `bytes`), `tenants` (the same of each) and `groups` (`tenant`,
        `group`, `behind`, `open`, `dead_letters`); and `feeds`, each with `tenant`, `connection`, `resource`, `states`
        (how many are `idle`, `running`, `paused`, `failed`) and `age_seconds` since the last finished run began. They
        are as of `store_read_at`: the store is given 5 ms, and what it answers later is told the next time.

        >>> _ = await acme.accounting.items.list(limit=1).to_list()
        >>> erpnext = next(one for one in bridge.metrics()["connections"] if one["connection"] == "erpnext")
        >>> erpnext["failures"], erpnext["breaker"], erpnext["calls"]["count"] > 0
        ({}, 'closed', True)
        """
        found: dict[str, Any] = decode(self._native.metrics())
        return found

    def metrics_text(self) -> str:
        """The same as text, in the exposition format of Prometheus (`text/plain; version=0.0.4`).

        >>> print(bridge.metrics_text().splitlines()[1])
        # TYPE coreflow_bridge_info gauge
        """
        found: str = self._native.metrics_text()
        return found

    def traced(self, traceparent: str) -> AbstractContextManager[None]:
        """The calls inside of the block belong to a span of the host's.

        `traceparent` names it as W3C Trace Context writes it. A plain `with`, also in async code. Raises
        `InvalidInputError` where it is none.

        >>> with bridge.traced("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"):
        ...     _ = bridge.metrics()
        """
        from .._trace import traced

        return traced(text("traceparent", traceparent))

    def catalogue(self) -> dict[str, Any]:
        """What is sold to tenants: `modules`, `bundles`, `tiers` and `quotas`, by name.

        >>> bridge.catalogue()["bundles"]["starter"]["modules"]
        ['crm', 'accounting']
        """
        found: dict[str, Any] = decode(self._native.catalogue())
        return found

    def subscription_from_stripe(self, event: Mapping[str, Any] | str) -> dict[str, Any] | None:
        """What a webhook event of Stripe says of a subscription: `tenant`, `event` and the `change` to set.

        Nothing is asked, and nothing is verified: check the signature before. `None` where the event is about something
        else. Raises `InvalidInputError` where the event does not say what was bought.

        >>> event = {"id": "evt_1", "type": "invoice.paid", "created": 1680000000, "data": {"object": {}}}
        >>> bridge.subscription_from_stripe(event)
        """
        given = event if isinstance(event, str) else encode(event)
        found: dict[str, Any] | None = decode(self._native.subscription_from_stripe(given))
        return found

    async def health(self) -> dict[str, Any]:
        """The state of the bridge, which is that of its store, and of the connections that this process has used.

        Nothing is sent: of each connection it tells what is known, with the members of `tenant.health()` (but for
        `hints`), and its `tenant`.

        >>> (await bridge.health())["status"]
        'healthy'
        """
        found: dict[str, Any] = decode(await self._native.health().wait_async())
        return found

    async def check_health(
        self, *, interval: float | timedelta = 60.0, deadline: float | timedelta | None = None
    ) -> dict[str, int]:
        """Checks the connections of all tenants that were not checked for `interval` seconds: for a cron route.

        No check is waited for after `deadline` seconds. Answers how many were `checked`, how many of these `failed`,
        and how many are `left`. Changes of status are events (`connection.health.changed`).

        >>> (await bridge.check_health(deadline=20))["failed"]
        0
        """
        wanted = options(interval_ms=milliseconds(interval), deadline=deadline)
        found: dict[str, int] = decode(await self._native.check_health(wanted).wait_async())
        return found

    async def run(self, *, interval: float | timedelta = 60.0) -> None:
        """Checks the connections of all tenants every `interval` seconds, until the bridge is closed.

        Several processes share the checks. Run it in a task (`AsyncBridge`) or a thread (`Bridge`) of its own. Raises
        `InvalidInputError` below a second: each check is a request to a system.

        >>> from coreflow_bridge.errors import InvalidInputError
        >>> try:
        ...     await bridge.run(interval=0.1)
        ... except InvalidInputError as error:
        ...     print(error.message)
        interval_ms must be at least 1000: each check is a request to a system
        """
        await self._native.run(options(interval_ms=milliseconds(interval))).wait_async()


def _source(source: str | os.PathLike[str] | Mapping[str, str]) -> str | Mapping[str, str]:
    return os.fspath(source) if isinstance(source, str | os.PathLike) else source
