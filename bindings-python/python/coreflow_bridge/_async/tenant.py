"""A tenant, its connections and its modules."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, encode, milliseconds, options, text, texts
from .events import AsyncEvents
from .modules import AsyncModules
from .namespaces import RESOURCES, AsyncNamespaces
from .resource import AsyncResource, Scope
from .subscription import AsyncSubscription
from .syncs import AsyncSyncs, run
from .usage import AsyncUsage
from .webhooks import AsyncWebhooks
from .writes import AsyncWrites

if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any

    from .. import _native
    from .._record import Record
    from .events import AsyncEventSubscription


class AsyncTenant(AsyncNamespaces):
    """One tenant: a handle that reaches this tenant's data only. Made by `bridge.tenant(id)`, costs nothing.

    The modules are attributes: `tenant.accounting.invoices.list()`.
    """

    __slots__ = ("_id", "_subscriptions")

    def __init__(self, native: _native.Tenant, id: str, subscriptions: builtins.list[AsyncEventSubscription]) -> None:
        super().__init__(Scope(native))
        self._id = id
        self._subscriptions = subscriptions

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._id!r})"

    @property
    def id(self) -> str:
        """The host's own id of its customer."""
        return self._id

    @property
    def modules(self) -> AsyncModules:
        """The modules that the tenant has activated."""
        return AsyncModules(self._scope.native)

    @property
    def subscription(self) -> AsyncSubscription:
        """What the tenant has bought."""
        return AsyncSubscription(self._scope.native)

    @property
    def usage(self) -> AsyncUsage:
        """What the tenant uses up, and how much of it is left."""
        return AsyncUsage(self._scope.native)

    @property
    def writes(self) -> AsyncWrites:
        """The write ledger: what is in flight, what nobody knows, and what became of it."""
        return AsyncWrites(self._scope.native)

    @property
    def events(self) -> AsyncEvents:
        """The tenant's events."""
        return AsyncEvents(self._scope.native.events(), lambda _: self, self._subscriptions)

    @property
    def webhooks(self) -> AsyncWebhooks:
        """The tenant's webhooks."""
        return AsyncWebhooks(self._scope.native.webhooks())

    @property
    def syncs(self) -> AsyncSyncs:
        """The change feeds that the tenant has."""
        return AsyncSyncs(self._scope.native)

    async def sync(
        self,
        resource: str,
        *,
        where: Mapping[str, Any] | None = None,
        mirror: bool | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        full: bool = False,
        events: bool | None = None,
        lookback: float | timedelta | None = None,
        every: float | timedelta | None = None,
        full_every: float | timedelta | None = None,
        page_size: int | None = None,
        max_pages: int | None = None,
        lease: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
        on_progress: Callable[[dict[str, Any]], object] | None = None,
    ) -> dict[str, Any]:
        """Reads what has changed in a resource since it was looked at last, and tells it by events.

        The first run reads everything. A run that stopped, by its budget or by a crash, is gone on with by the next
        call, in whichever process. What is given for `mirror`, `include`, `custom`, `events`, `lookback`, `every` and
        `full_every` is kept for the next runs. Times are in seconds, or `timedelta`s.

        Args:
            resource: For example `accounting.invoices`.
            where: The parent, where the system lists only under one: `{"project_id": ...}`.
            mirror: Whether the records are kept, sealed, so that they can be read from here.
            include: Child rows to read with each record, for example `["lines"]`.
            custom: The system's names of extra fields.
            full: Whether all is read, also where changes could be asked for: finds what no time of a change tells.
            events: Whether changes are told by events; they are unless told otherwise.
            lookback: How much before the last change seen is read again (60).
            every: How often `bridge.drain()` and `bridge.run_syncs()` run it; 0 for not any more.
            full_every: How often all is read (86400); 0 for never by itself.
            page_size: Records per request.
            max_pages: After so many pages the run pauses.
            lease: How long others wait for a process that has died (120).
            deadline: After so long the run pauses.
            connection: The connection to read, where the tenant has several.
            on_progress: Called with the report after each step.

        Returns the report: `status` (`finished` or `paused`), `mode`, `created`, `updated`, `deleted`, `unchanged`,
        `quarantined`, `events`, `pages`, `from`, `to`, and whether the run is `complete`, else `why_not`; per part with
        its `certificate`. Raises `ConflictError` (`owner` and `until` in its context) while another process runs it.

        >>> report = await acme.sync("accounting.invoices", connection="erpnext")
        >>> report["status"], report["complete"], report["created"] > 0
        ('finished', True, True)
        >>> report = await acme.sync("accounting.invoices", connection="erpnext")
        >>> report["mode"], report["created"], report["updated"], report["deleted"]
        ('changes', 0, 0, 0)
        """
        return await run(
            self._scope.native,
            resource,
            where=where,
            mirror=mirror,
            include=include,
            custom=custom,
            full=full,
            events=events,
            lookback=lookback,
            every=every,
            full_every=full_every,
            page_size=page_size,
            max_pages=max_pages,
            lease=lease,
            deadline=deadline,
            connection=connection,
            on_progress=on_progress,
        )

    @property
    def links(self) -> AsyncLinks:
        """The links between the tenant's records."""
        return AsyncLinks(self._scope.native)

    async def connect(
        self,
        system: str,
        *,
        instance: str,
        credential: Mapping[str, Any],
        name: str | None = None,
        options: Mapping[str, str] | None = None,
        overlay: Mapping[str, Any] | None = None,
        allow_private: bool = False,
        allow: Sequence[str] | None = None,
        container: str | Mapping[str, str] | None = None,
        verify: bool = True,
    ) -> AsyncConnection:
        """Connects the tenant to an instance of a system, after trying the credential there, and seals the credential.

        Args:
            system: For example `erpnext`; `bridge.systems()` lists them.
            instance: The address, for example `https://erp.acme.test`.
            credential: For example `{"type": "api_key", "key": ..., "secret": ...}`.
            name: The connection's name; the system's name unless the tenant has several of that system.
            options: The system's own options.
            overlay: A part of a manifest, laid over the system's for this connection (RFC 7396): members replace
                members, `None` takes one away.
            allow_private: Whether the address may be in any private network or on this host.
            allow: Some of them: networks (`10.0.0.0/8`), addresses and hosts, with a port if wanted
                (`erp.internal:8000`). See docs/egress.md.
            container: The container that runs the system, for `health()`: its name, or `project` and `service` of a
                compose file. See docs/services.md.
            verify: Whether the system is asked before the connection is kept.

        Raises `UnauthenticatedError`, `EgressDeniedError`, `UnavailableError`, `InvalidInputError`, and `ManifestError`
        where the overlay does not fit.

        >>> connection = await acme.connect("erpnext", **sandbox.access("erpnext"), name="second")
        >>> connection.info["title"]
        'ERPNext'
        """
        request = {
            "system": text("system", system),
            "instance": text("instance", instance),
            "credential": credential,
            "name": name,
            "options": options,
            "overlay": overlay,
            "allow_private": allow_private,
            "allow": None if allow is None else texts("allow", allow),
            "container": container,
            "verify": verify,
        }
        given = encode({key: value for key, value in request.items() if value is not None})
        info = decode(await self._scope.native.connect(given).wait_async())
        return AsyncConnection(self._scope.native, info["name"], info)

    async def disconnect(self, name: str) -> None:
        """Forgets a connection and its sealed credential. Raises `NotFoundError`.

        >>> connection = await acme.connect("erpnext", **sandbox.access("erpnext"), name="third")
        >>> await acme.disconnect("third")
        """
        await self._scope.native.disconnect(text("name", name)).wait_async()

    async def connections(self) -> list[dict[str, Any]]:
        """The tenant's connections: dicts of `name`, `system`, `instance` and more, never credentials.

        >>> [connection["system"] for connection in await acme.connections() if connection["name"] == "dolibarr"]
        ['dolibarr']
        """
        found: list[dict[str, Any]] = decode(await self._scope.native.connections().wait_async())
        return found

    def connection(self, name: str) -> AsyncConnection:
        """One connection by its name; nothing is asked before it is used.

        >>> acme.connection("erpnext")
        AsyncConnection('erpnext')
        """
        return AsyncConnection(self._scope.native, text("name", name), None)

    async def capabilities(self, *, connection: str | None = None) -> dict[str, Any]:
        """What the tenant's connections can do: resources, operations, fields and filters.

        >>> invoices = (await acme.capabilities(connection="erpnext"))["erpnext"]["resources"]["accounting.invoices"]
        >>> sorted(invoices["variants"])
        ['purchase', 'sales']
        """
        chosen = options(connection=connection)
        found: dict[str, Any] = decode(await self._scope.native.capabilities(chosen).wait_async())
        return found

    async def health(
        self,
        *,
        connection: str | None = None,
        max_age: float | timedelta | None = None,
        probe: bool | None = None,
    ) -> list[dict[str, Any]]:
        """The health of each connection: whether it answers, as of when, breaker, latencies, last error.

        Each connection is asked now, once for all who ask at the same time. With `max_age` (seconds) a check by any
        process on the store will do that is no older; with `probe=False` nothing is sent, and what nobody asked yet
        is `unknown`.

        Dicts of `connection`, `system`, `status` (`healthy`, `degraded`, `unhealthy`, `unknown`), `reasons` (the worst
        first), `checked_at`, `age_ms`, `latency_ms` and `error` of the check, `version`, `clock_skew_ms`, `pipeline`,
        `rates` (what is left of the system's rate budgets), `hints` (which processes on the store have opened their
        breaker), and `container` where the connection names one.

        >>> {one["connection"]: one["status"] for one in await acme.health()}["erpnext"]
        'healthy'
        """
        age = None if max_age is None else milliseconds(max_age)
        wanted = options(connection=connection, max_age_ms=age, probe=probe)
        found: list[dict[str, Any]] = decode(await self._scope.native.health(wanted).wait_async())
        return found

    def resource(self, path: str) -> AsyncResource[Record, Mapping[str, Any]]:
        """A resource by its full name, for example `accounting.invoices`, for code that learns it at run time.

        >>> acme.resource("accounting.invoices")
        AsyncInvoices(accounting.invoices)
        """
        return _resource(self._scope, path)


class AsyncConnection(AsyncNamespaces):
    """One connection of a tenant: the same modules, bound to this connection, and its raw requests.

    Attributes:
        name: The connection's name.
        info: What `connect` learnt: system, instance and more; `None` when the connection was taken by name.
    """

    __slots__ = ("info", "name")

    def __init__(self, native: _native.Tenant, name: str, info: dict[str, Any] | None) -> None:
        super().__init__(Scope(native, name))
        self.name = name
        self.info = info

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        hedge: bool | None = None,
        as_text: bool = False,
    ) -> dict[str, Any]:
        """A raw request through the same pipeline and isolation. Returns `status`, `headers` and `body`.

        Values of `query` that are not texts are written as JSON: `{"filters": [["name", "=", "x"]]}`.
        `hedge` says whether a GET is sent a second time where its answer is slow to come; without it the policies do.
        With `as_text` the body is the text that came, and is not read. Without, JSON of more values than the policy
        `max_raw_values` (500,000) raises `UpstreamInvalidError`: its tree would be many times as large.

        >>> answer = await acme.connection("erpnext").request("GET", "/api/method/frappe.auth.get_logged_user")
        >>> answer["status"]
        200
        """
        if query is not None:
            query = {name: value if isinstance(value, str) else encode(value) for name, value in query.items()}
        request = options(
            method=text("method", method),
            path=text("path", path),
            query=query,
            headers=headers,
            body=body,
            deadline=deadline,
            background=background or None,
            hedge=hedge,
            as_text=as_text or None,
        )
        answer: dict[str, Any] = decode(await self._scope.native.request(self.name, request).wait_async())
        return answer

    async def capabilities(self) -> dict[str, Any]:
        """What this connection can do: resources, operations, fields and filters.

        >>> sorted(await acme.connection("dolibarr").capabilities())
        ['dolibarr']
        """
        chosen = options(connection=self.name)
        found: dict[str, Any] = decode(await self._scope.native.capabilities(chosen).wait_async())
        return found

    async def isolate(self) -> None:
        """Opens the breaker by hand: calls fail with `CircuitOpenError` until `reset`.

        >>> await acme.connection("erpnext").isolate()
        >>> await acme.connection("erpnext").reset()
        """
        await self._scope.native.isolate(self.name).wait_async()

    async def reset(self) -> None:
        """Closes the breaker by hand and forgets its window.

        >>> await acme.connection("erpnext").reset()
        """
        await self._scope.native.reset(self.name).wait_async()

    async def disconnect(self) -> None:
        """Forgets the connection and its sealed credential.

        >>> connection = await acme.connect("erpnext", **sandbox.access("erpnext"), name="fourth")
        >>> await connection.disconnect()
        """
        await self._scope.native.disconnect(self.name).wait_async()

    def resource(self, path: str) -> AsyncResource[Record, Mapping[str, Any]]:
        """A resource of this connection by its full name, for example `accounting.invoices`.

        >>> acme.connection("dolibarr").resource("accounting.items")
        AsyncItems(accounting.items)
        """
        return _resource(self._scope, path)


class AsyncLinks:
    """Links between the tenant's records, across modules and systems: a deal's invoice, an invoice's project.

    An end is a dict of `resource` and `id`: `{"resource": "crm.deals", "id": deal.id}`.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    async def create(self, from_: Mapping[str, str], to: Mapping[str, str], kind: str) -> dict[str, Any]:
        """Links two records. Twice is like once. No system is asked: the link is the tenant's own.

        Args:
            from_: Where it begins.
            to: Where it leads.
            kind: What it means, for example `invoice`: 1 to 64 characters of `a-z 0-9 _ - .`.

        Raises `InvalidInputError` where an end is not the id of a record.

        >>> invoice = await acme.accounting.invoices.list(direction="sales").first()
        >>> begin = {"resource": "projects.projects", "id": "dolibarr:1"}
        >>> link = await acme.links.create(begin, {"resource": "accounting.invoices", "id": invoice.id}, "invoice")
        >>> [one["kind"] for one in await acme.links.list(from_=begin)]
        ['invoice']
        >>> await acme.links.delete(link["id"])
        """
        request = encode({"from": from_, "to": to, "kind": text("kind", kind)})
        made: dict[str, Any] = decode(await self._native.create_link(request).wait_async())
        return made

    async def list(
        self,
        *,
        from_: Mapping[str, str] | None = None,
        to: Mapping[str, str] | None = None,
        kind: str | None = None,
    ) -> builtins.list[dict[str, Any]]:
        """The links from a record, to a record, of a kind: dicts of `id`, `from`, `to`, `kind`, `created_at`.

        The oldest comes first.

        >>> await acme.links.list(kind="nothing")
        []
        """
        wanted = {name: value for name, value in (("from", from_), ("to", to), ("kind", kind)) if value is not None}
        found: builtins.list[dict[str, Any]] = decode(await self._native.links(encode(wanted)).wait_async())
        return found

    async def delete(self, id: str) -> None:
        """Ends a link; the records stay. Raises `NotFoundError`.

        >>> project = {"resource": "projects.projects", "id": "dolibarr:2"}
        >>> link = await acme.links.create(project, {"resource": "projects.projects", "id": "dolibarr:3"}, "follows")
        >>> await acme.links.delete(link["id"])
        """
        await self._native.delete_link(text("id", id)).wait_async()


def _resource(scope: Scope, path: str) -> AsyncResource[Record, Mapping[str, Any]]:
    known: type[AsyncResource[Any, Any]] | None = RESOURCES.get(text("path", path))
    if known is None:
        known = type("AsyncUnknown", (AsyncResource,), {"__slots__": (), "_path": path})
    return known(scope)
