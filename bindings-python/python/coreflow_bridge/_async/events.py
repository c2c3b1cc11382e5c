"""Events: publishing, subscribing, consuming, and what could not be delivered."""

from __future__ import annotations

import time as _time

from .._event import Event
from .._typing import TYPE_CHECKING
from .._wire import decode, encode, milliseconds, text, texts
from ..errors import InvalidInputError, StaleLeaseError

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from datetime import datetime, timedelta
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from .. import _native
    from .._events import EventType
    from .tenant import AsyncTenant

#: How long `next` waits without a timeout.
_LONG = 10**9


class AsyncEvents:
    """The events of a tenant (`tenant.events`), or of all tenants and the host (`bridge.events`)."""

    __slots__ = ("_native", "_subscriptions", "_tenant")

    def __init__(
        self,
        native: _native.Events,
        tenant: Callable[[str], AsyncTenant],
        subscriptions: builtins.list[AsyncEventSubscription],
    ) -> None:
        self._native = native
        self._tenant = tenant
        self._subscriptions = subscriptions

    async def publish(
        self,
        type: EventType | str,
        subject: str | None = None,
        data: Any = None,
        *,
        id: str | None = None,
        source: str | None = None,
        time: datetime | str | None = None,
        extensions: Mapping[str, str | int | bool] | None = None,
    ) -> dict[str, Any]:
        """Publishes an event. When this returns it is on the disk, and every group that wants it will get it.

        Args:
            type: What happened, for example `crm.deal.won`.
            subject: What it happened to. The events of a subject are delivered in order.
            data: Anything that JSON can say, up to 1 MiB.
            id: Its id within its source; publishing the same id again changes nothing.
            source: Who says so, a URI reference.
            time: When it happened; now without it.
            extensions: Further attributes, for example `correlationid`.

        Returns `id`, `position` in the log, and `duplicate`. Raises `InvalidInputError`, `ModuleInactiveError` where
        the type is a module's that the tenant may not use, and `BackpressureError` when the log, or
        the tenant's part of it, is full.

        >>> made = await acme.events.publish("order.packed", "order-1", {"boxes": 2}, id="packed-1")
        >>> made["duplicate"], (await acme.events.publish("order.packed", "order-1", id="packed-1"))["duplicate"]
        (False, True)
        """
        event = {"type": text("type", type), "subject": subject, "data": data, "id": id, "source": source, "time": time}
        event["extensions"] = extensions
        return (await self.publish_many([{name: value for name, value in event.items() if value is not None}]))[0]

    async def publish_many(self, events: Sequence[Mapping[str, Any]]) -> builtins.list[dict[str, Any]]:
        """Publishes events in this order, all or none: mappings of what `publish` takes.

        >>> made = await acme.events.publish_many([{"type": "order.packed"}, {"type": "order.sent"}])
        >>> made[0]["position"] < made[1]["position"]
        True
        """
        given: builtins.list[dict[str, Any]] = decode(await self._native.publish(encode([*events])).wait_async())
        return given

    async def subscribe(
        self,
        id: str,
        types: EventType | str | Sequence[EventType | str],
        handler: Callable[[Event, AsyncDelivery], Awaitable[object]],
        *,
        requires: Sequence[str] = (),
        start: str | int | datetime = "now",
        concurrency: int = 16,
        max_attempts: int = 10,
        lease: float | timedelta = 30.0,
        renew: float | timedelta = 3600.0,
        background: bool = True,
    ) -> AsyncEventSubscription:
        """Calls a handler for each event, in the background, until the subscription or the bridge is closed.

        The handler returns: the event is done. It raises: the event comes again after a wait that grows, and is a dead
        letter after `max_attempts`. All subscriptions of one `id`, in all processes and languages, share the events.

        Args:
            id: The name of the group. Where it stands is kept under this name.
            types: Types or patterns: `crm.deal.won`, `crm.deal.*`, `*`.
            handler: Called with the event and its delivery (`attempt`, `tenant`, `step`, `key`, `extend`).
            requires: Modules that the event's tenant must be able to use, or the event is passed over.
            start: Where a new group begins: `now`, `beginning`, a time, or a position.
            concurrency: So many events are handled at once; of a subject always one.
            max_attempts: After so many attempts an event is a dead letter.
            lease: Seconds after which the event of a process that died is given to another one.
            renew: Seconds for which the lease of a handler that runs is renewed; 0 for never. A handler that takes
                longer has lost its event, unless it calls `extend`.
            background: Whether to begin at once. Without it, `bridge.drain()` calls the handler.

        >>> async def on_paid(event, delivery):
        ...     print(event.type, event.data["amount"], delivery.tenant.id, delivery.attempt)
        >>> paid = await bridge.events.subscribe("thank", "accounting.invoice.paid", on_paid, background=False)
        >>> _ = await acme.events.publish("accounting.invoice.paid", "invoice-1", {"amount": "9.90"})
        >>> (await paid.drain())["handled"]
        accounting.invoice.paid 9.90 acme 1
        1
        >>> await paid.close()
        """
        if not callable(handler):
            raise InvalidInputError("handler must be callable")
        if concurrency < 1:
            raise InvalidInputError("concurrency must be at least 1")
        consumer = await self.consumer(
            id, types, requires=requires, start=start, max_attempts=max_attempts, lease=lease, renew=renew
        )
        made = AsyncEventSubscription(consumer, handler, concurrency, self._subscriptions)
        if background:
            made._workers.start()
        return made

    async def consumer(
        self,
        id: str,
        types: EventType | str | Sequence[EventType | str],
        *,
        requires: Sequence[str] = (),
        start: str | int | datetime = "now",
        max_attempts: int = 10,
        lease: float | timedelta = 30.0,
        renew: float | timedelta = 0.0,
    ) -> AsyncConsumer:
        """A consumer that asks for events itself, for workers with a loop of their own. Arguments as for `subscribe`.

        Without `renew`, an event that is not settled within its lease is given to another consumer.

        >>> consumer = await acme.events.consumer("packing", "parcel.*")
        >>> _ = await acme.events.publish("parcel.packed", "parcel-1")
        >>> delivery = await consumer.next(timeout=5)
        >>> delivery.event.type
        'parcel.packed'
        >>> await delivery.ack()
        >>> await consumer.close()
        """
        options = {
            "id": text("id", id),
            "types": [types] if isinstance(types, str) else [*types],
            "requires": texts("requires", requires),
            "start": start,
            "max_attempts": max_attempts,
            "lease_ms": milliseconds(lease),
            "renew_ms": milliseconds(renew),
        }
        native = self._native.consumer(encode(options))
        await native.open().wait_async()
        return AsyncConsumer(native, self._tenant)

    async def list(self, *, after: int = 0, limit: int = 100) -> builtins.list[tuple[int, Event]]:
        """The events of the log after a position, oldest first, with their positions.

        >>> [event.type for position, event in await acme.events.list(limit=1)]
        ['module.activated']
        """
        found = decode(await self._native.list(encode({"after": after, "limit": limit})).wait_async())
        return [(one["position"], Event(one["event"])) for one in found]

    async def groups(self) -> builtins.list[dict[str, Any]]:
        """The groups of consumers: dicts of `id`, `types`, `position`, `behind`, `open`, `dead` and more.

        >>> consumer = await acme.events.consumer("counting", "parcel.*")
        >>> [group["types"] for group in await acme.events.groups() if group["id"] == "counting"]
        [['parcel.*']]
        """
        found: builtins.list[dict[str, Any]] = decode(await self._native.groups().wait_async())
        return found

    async def forget(self, id: str) -> None:
        """Forgets a group, where it stands and its dead letters. What nobody consumes any more holds up the log.

        >>> consumer = await acme.events.consumer("leaving", "parcel.*")
        >>> await acme.events.forget("leaving")
        """
        await self._native.forget(text("id", id)).wait_async()

    async def replay(self, id: str, start: str | int | datetime = "beginning") -> None:
        """Lets a group begin anew: at the `beginning`, `now`, at a time, or at a position.

        Raises `ModuleInactiveError` for a tenant's group that would get nothing, for want of a module.

        >>> _ = await acme.events.publish("parcel.lost", "parcel-2")
        >>> consumer = await acme.events.consumer("again", "parcel.lost")
        >>> await acme.events.replay("again", "beginning")
        >>> (await consumer.next(timeout=5)).event.type
        'parcel.lost'
        >>> await consumer.close()
        """
        await self._native.replay(text("id", id), encode(start)).wait_async()

    @property
    def dead_letters(self) -> AsyncDeadLetters:
        """The events that were given up."""
        return AsyncDeadLetters(self._native)


class AsyncConsumer:
    """A consumer of a group. Iterate over it, or ask with `next`; settle each delivery."""

    __slots__ = ("_closed", "_native", "_tenant")

    def __init__(self, native: _native.Consumer, tenant: Callable[[str], AsyncTenant]) -> None:
        self._native = native
        self._tenant = tenant
        self._closed = False

    async def next(self, *, timeout: float | timedelta | None = None) -> AsyncDelivery | None:
        """The next event; `None` when none came in time, or when the consumer is closed.

        It is this consumer's alone until its lease ends. Without a timeout this waits as long as it takes.

        >>> consumer = await acme.events.consumer("nothing", "no.such.event")
        >>> await consumer.next(timeout=0) is None
        True
        """
        seconds = _LONG if timeout is None else milliseconds(timeout) / 1000
        found = await self._take(1, seconds)
        return found[0] if found else None

    async def _take(self, most: int, seconds: float) -> list[AsyncDelivery]:
        if self._closed:
            return []
        found = decode(await self._native.next(most, max(0, round(seconds * 1000))).wait_async())
        return [AsyncDelivery(self._native, one, self._tenant) for one in found]

    async def __aiter__(self) -> AsyncIterator[AsyncDelivery]:
        while (delivery := await self.next()) is not None:
            yield delivery

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the waits that are under way. What was delivered can still be settled.

        >>> await (await acme.events.consumer("nothing", "no.such.event")).close()
        """
        self._closed = True
        self._native.close()


class AsyncDelivery:
    """An event that is this consumer's for a while.

    Attributes:
        event: The event.
        position: Where it stands in the log.
        attempt: Counts the attempts, from 1.
        traceparent: The span of its handling, for `bridge.traced`; `None` unless spans are exported.
    """

    __slots__ = ("_fence", "_native", "_settled", "_tenant", "attempt", "event", "position", "traceparent")

    def __init__(self, native: _native.Consumer, one: dict[str, Any], tenant: Callable[[str], AsyncTenant]) -> None:
        self._native = native
        self._tenant = tenant
        self._fence: int = one["fence"]
        self._settled = False
        self.event = Event(one["event"])
        self.position: int = one["position"]
        self.attempt: int = one["attempt"]
        self.traceparent: str | None = one.get("traceparent")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.event!r}, attempt={self.attempt})"

    @property
    def tenant(self) -> AsyncTenant | None:
        """The handle of the tenant whose event it is; `None` for an event of the host itself."""
        return None if self.event.tenant is None else self._tenant(self.event.tenant)

    def key(self, step: str) -> str:
        """The idempotency key of a step: it follows from the group, the event and the name of the step.

        Every attempt at the event has the same one, so a create with it makes one record.

        >>> consumer = await acme.events.consumer("keyed", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-keyed")
        >>> delivery = await consumer.next(timeout=5)
        >>> len(delivery.key("invoice")), delivery.key("invoice") == delivery.key("project")
        (32, False)
        >>> await delivery.ack()
        """
        event = self.event
        of = {"name": text("step", step), "id": event.id, "source": event.source, "tenant": event.tenant}
        return self._native.step_key(encode({name: value for name, value in of.items() if value is not None}))

    async def step(
        self,
        name: str,
        make: Callable[[str], Awaitable[Any]],
        find: Callable[[str], Awaitable[Any]] | None = None,
    ) -> Any:
        """Does a step of the handling of the event, unless an attempt before has done it.

        Args:
            name: Names the step within the handler.
            make: Does it. Called with the step's idempotency key (`key(name)`): pass it on to a create.
            find: For what takes no key. Called before `make` where the step may have been begun before and did not come
                to its end: it returns what was made then, or `None` if there is nothing.

        Returns what `make` or `find` returned, as JSON has it: a record becomes a dict. What a step came to is
        remembered until the event is settled. The step begins the lease anew.
        Raises `StaleLeaseError` when the event is another consumer's by now.

        >>> async def make(key):
        ...     print("made with", len(key), "letters")
        ...     return {"id": "parcel-7"}
        >>> consumer = await acme.events.consumer("steps", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-steps")
        >>> delivery = await consumer.next(timeout=5)
        >>> await delivery.step("label", make)
        made with 32 letters
        {'id': 'parcel-7'}
        >>> await delivery.step("label", make)
        {'id': 'parcel-7'}
        >>> await delivery.ack()
        """
        step: dict[str, Any] = {"fence": self._fence, "name": text("name", name)}
        known = decode(await self._native.begin_step(encode(step)).wait_async())
        if known["done"]:
            return known["result"]
        key = self.key(name)
        made = await find(key) if known["begun"] and find is not None else None
        if made is None:
            made = await make(key)
        step["result"] = made
        answer = encode(step)
        await self._native.finish_step(answer).wait_async()
        return decode(answer)["result"]

    async def ack(self) -> None:
        """The event is done. Raises `StaleLeaseError` when the lease ended and another consumer has the event now.

        >>> consumer = await acme.events.consumer("acked", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-acked")
        >>> delivery = await consumer.next(timeout=5)
        >>> await delivery.ack()
        """
        await self._settle("ack")

    async def nack(self, error: BaseException | str = "", *, delay: float | timedelta | None = None) -> bool:
        """The event failed: it comes again after `delay` seconds, or after a wait that grows with the attempts.

        Returns whether that was the last attempt, so that the event is a dead letter now.

        >>> consumer = await acme.events.consumer("failed", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-failed")
        >>> delivery = await consumer.next(timeout=5)
        >>> await delivery.nack("the printer is out of paper", delay=60)
        False
        """
        why = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        wait = None if delay is None else milliseconds(delay)
        return await self._settle("nack", attempt=self.attempt, error=why, delay_ms=wait)

    async def release(self) -> None:
        """The event was not tried: others may have it at once, and the attempt does not count.

        >>> consumer = await acme.events.consumer("released", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-released")
        >>> delivery = await consumer.next(timeout=5)
        >>> await delivery.release()
        """
        await self._settle("release")

    async def extend(self, lease: float | timedelta | None = None) -> None:
        """It takes longer: the lease begins anew, of the same length or of this one.

        >>> consumer = await acme.events.consumer("extended", "parcel.*")
        >>> _ = await acme.events.publish("parcel.sent", "parcel-extended")
        >>> delivery = await consumer.next(timeout=5)
        >>> await delivery.extend(120)
        """
        await self._answer("extend", lease_ms=None if lease is None else milliseconds(lease))

    async def _settle(self, outcome: str, **more: object) -> bool:
        dead = await self._answer(outcome, **more)
        self._settled = True
        return dead

    async def _answer(self, outcome: str, **more: object) -> bool:
        given = {"outcome": outcome, "fence": self._fence, **more}
        answer = encode({name: value for name, value in given.items() if value is not None})
        dead: bool = decode(await self._native.settle(answer).wait_async())["dead"]
        return dead


class AsyncEventSubscription:
    """A handler that is called for events. Made by `events.subscribe`."""

    __slots__ = ("__weakref__", "_all", "_consumer", "_handler", "_workers")

    def __init__(
        self,
        consumer: AsyncConsumer,
        handler: Callable[[Event, AsyncDelivery], Awaitable[object]],
        concurrency: int,
        all: list[AsyncEventSubscription],
    ) -> None:
        self._consumer = consumer
        self._handler = handler
        self._all = all
        # Only who subscribes pays for loading asyncio and threads.
        from .._workers import AsyncWorkers

        self._workers = AsyncWorkers(consumer._take, self._handle, concurrency)
        self._workers.on_exit = self.close
        all.append(self)

    @property
    def handled(self) -> int:
        """How many events this subscription has handled."""
        return self._workers.counts.handled

    @property
    def failed(self) -> int:
        """How many attempts have failed here."""
        return self._workers.counts.failed

    @property
    def error(self) -> Exception | None:
        """The last error of the log itself; not one of the handler, which is kept with the event."""
        return self._workers.error

    async def _handle(self, delivery: AsyncDelivery) -> bool:
        try:
            await self._called(delivery)
        except Exception as error:  # noqa: BLE001 - whatever the handler raises is kept with the event
            if not delivery._settled:
                await _unless_stale(delivery.nack, error)
            return False
        if not delivery._settled:
            await _unless_stale(delivery.ack)
        return True

    async def _called(self, delivery: AsyncDelivery) -> None:
        """Calls the handler: its calls are children of the span of the handling, where spans are exported."""
        if delivery.traceparent is None:
            await self._handler(delivery.event, delivery)
            return
        from .._trace import traced

        with traced(delivery.traceparent):
            await self._handler(delivery.event, delivery)

    async def drain(self, deadline: float | timedelta = 30.0) -> dict[str, int]:
        """Handles what is due now, and returns when nothing is, or after `deadline` seconds: `handled`, `failed`.

        >>> async def handler(event, delivery):
        ...     print(event.type)
        >>> subscription = await acme.events.subscribe("idle", "no.such.event", handler, background=False)
        >>> await subscription.drain()
        {'handled': 0, 'failed': 0}
        >>> await subscription.close()
        """
        counts = await self._workers.drain(_time.monotonic() + milliseconds(deadline) / 1000)
        return {"handled": counts.handled, "failed": counts.failed}

    async def close(self) -> None:
        """Takes no more events and waits for the handlers that run. The group stays, and where it stands.

        >>> async def handler(event, delivery):
        ...     print(event.type)
        >>> subscription = await acme.events.subscribe("short", "no.such.event", handler)
        >>> await subscription.close()
        """
        if self in self._all:
            self._all.remove(self)
        await self._consumer.close()
        await self._workers.stop()


class AsyncDeadLetters:
    """The events that were given up after their last attempt, with the reason."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Events) -> None:
        self._native = native

    async def list(
        self, *, group: str | None = None, after: int = 0, limit: int = 100
    ) -> builtins.list[dict[str, Any]]:
        """The dead letters, oldest first: dicts of `id`, `group`, `event`, `attempts`, `error`, `died_at`, `replaying`.

        >>> await acme.events.dead_letters.list(group="packing")
        []
        """
        options = {"after": after, "limit": limit, **({} if group is None else {"group": group})}
        found: builtins.list[dict[str, Any]] = decode(await self._native.dead_letters(encode(options)).wait_async())
        return [{**one, "event": Event(one["event"])} for one in found]

    async def replay(self, ids: Sequence[int] | None = None, *, group: str | None = None) -> int:
        """Delivers dead letters again, to their group, with as many attempts as new events. Returns how many.

        Those of a module that their tenant may not use now stay; `ModuleInactiveError` when that leaves none.

        >>> await acme.events.dead_letters.replay(group="packing")
        0
        """
        count: int = await self._native.replay_dead_letters(_chosen(ids, group)).wait_async()
        return count

    async def drop(self, ids: Sequence[int] | None = None, *, group: str | None = None) -> int:
        """Gives dead letters up for good. Returns how many.

        >>> await acme.events.dead_letters.drop([1, 2])
        0
        """
        count: int = await self._native.drop_dead_letters(_chosen(ids, group)).wait_async()
        return count


def _chosen(ids: Sequence[int] | None, group: str | None) -> str:
    chosen: dict[str, object] = {"ids": None if ids is None else [*ids], "group": group}
    return encode({name: value for name, value in chosen.items() if value is not None})


async def _unless_stale(settle: Callable[..., Awaitable[object]], *given: object) -> None:
    """Settles, unless another consumer has the event by now: then the outcome is that one's to tell."""
    try:
        await settle(*given)
    except StaleLeaseError:
        return
