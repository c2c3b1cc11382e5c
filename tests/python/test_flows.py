"""Handlers with steps: what is done stays done, whatever happens between."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Event
from coreflow_bridge.errors import InvalidInputError, StaleLeaseError

LONG = 60


def test_a_step_that_is_done_is_not_done_again(bridge: Bridge) -> None:
    acme, made, keys = bridge.tenant("acme"), [], set()

    def handler(_event: Event, delivery: Any) -> None:
        def make(what: str) -> Any:
            def one(key: str) -> dict[str, object]:
                made.append(what)
                keys.add((what, key))
                return {"what": what, "amount": "9.90", "rows": [1, None, {"snake_case": "ü"}]}

            return one

        first = delivery.step("project", make("project"))
        second = delivery.step("invoice", make("invoice"))
        if delivery.attempt == 1:
            raise RuntimeError("between the second step and the third")
        third = delivery.step("order", make("order"))
        for what, result in (("project", first), ("invoice", second), ("order", third)):
            assert result == {"what": what, "amount": "9.90", "rows": [1, None, {"snake_case": "ü"}]}
        assert delivery.step("nothing", lambda _key: None) is None

    bridge.on("order.made", handler, id="flow", max_attempts=2)
    bridge.drain()
    acme.events.publish("order.made", "order-1", id="1")
    total = {"handled": 0, "failed": 0}
    watch = acme.events.consumer("watch", "order.*")
    while total["handled"] == 0:
        done = bridge.drain(LONG)
        total = {name: total[name] + done[name] for name in total}
        assert acme.events.dead_letters.list() == []
        # The second attempt waits for up to a second.
        watch.next(timeout=0.05)
    assert total == {"handled": 1, "failed": 1}
    assert made == ["project", "invoice", "order"]
    assert len({key for _, key in keys}) == 3


def test_an_invoice_in_erpnext_is_made_once_where_it_keeps_the_key(bridge: Bridge) -> None:
    with Bridge.sandbox(systems=["erpnext"], seed=1, records=20) as sandbox:
        acme = bridge.tenant("acme")
        acme.connect("erpnext", **sandbox.access("erpnext") | {"options": {"key_field": "custom_bridge_key"}})
        acme.modules.change(activate=["accounting"], provider={"accounting": "erpnext"})
        books = acme.accounting
        customer, item = books.contacts.list(roles="customer").first(), books.items.list().first()
        assert customer is not None
        assert item is not None
        before = {invoice.id for invoice in books.invoices.list(direction="sales")}
        made = []

        def handler(_event: Event, delivery: Any) -> None:
            def make(key: str) -> Any:
                lines = [{"item_id": item.id, "quantity": "12", "unit_price": "249"}]
                bill: Any = {
                    "direction": "sales",
                    "contact_id": customer.id,
                    "issue_date": "2026-11-23",
                    "lines": lines,
                }
                invoice = books.invoices.create(bill, idempotency_key=key)
                made.append(invoice.id)
                if delivery.attempt == 1:
                    raise RuntimeError("it is made, and nobody remembers it")
                assert invoice.external_ref == key
                return invoice

            delivery.step("invoice", make)

        bridge.on("order.made", handler, id="bill", max_attempts=2)
        bridge.drain()
        sandbox.fault("erpnext", "lose_answer", times=1, method="POST", path_prefix="/api/resource/Sales%20Invoice")
        acme.events.publish("order.made", "order-1")
        watch, handled = acme.events.consumer("watch", "order.*"), 0
        while handled == 0:
            handled = bridge.drain(LONG)["handled"]
            assert acme.events.dead_letters.list() == []
            watch.next(timeout=0.05)
        (invoice,) = {invoice.id for invoice in books.invoices.list(direction="sales")} - before
        assert made == [invoice, invoice]


def test_a_key_is_the_same_for_every_attempt_and_differs_elsewhere(bridge: Bridge) -> None:
    acme, other = bridge.tenant("acme"), bridge.tenant("other")
    consumers = [bridge.events.consumer("g", "order.*"), bridge.events.consumer("h", "order.*")]
    for tenant in (acme, other):
        tenant.events.publish("order.made", "order-1", id="1")
    acme.events.publish("order.made", "order-2", id="2")
    keys = set()
    for consumer in consumers:
        for _ in range(3):
            delivery = consumer.next(timeout=LONG)
            assert delivery is not None
            key = delivery.key("invoice")
            assert len(key) == 32
            assert set(key) <= set("0123456789abcdef")
            assert key == delivery.key("invoice") != delivery.key("project")
            keys.add(key)
            delivery.ack()
    assert len(keys) == 6, "each group, tenant and event has its own"
    bridge.events.replay("g", "beginning")
    delivery = consumers[0].next(timeout=LONG)
    assert delivery is not None
    assert delivery.key("invoice") in keys, "also when it comes again"
    with pytest.raises(InvalidInputError):
        delivery.key("")
    with pytest.raises(InvalidInputError):
        delivery.step("a\nb", lambda key: key)


def test_what_was_begun_is_looked_for_before_it_is_made_again(bridge: Bridge) -> None:
    events, calls = bridge.tenant("acme").events, []
    consumer = events.consumer("g", "order.*")
    events.publish("order.made", "order-1")

    def breaks(_key: str) -> None:
        calls.append("make")
        raise RuntimeError("the answer was lost")

    def find(_key: str) -> Any:
        calls.append("find")
        return found

    found: object = None
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    with pytest.raises(RuntimeError):
        delivery.step("order", breaks, find)
    assert calls == ["make"], "a first attempt has nothing to find"
    delivery.nack("no", delay=0)
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    with pytest.raises(RuntimeError):
        delivery.step("order", breaks, find)
    assert calls == ["make", "find", "make"], "nothing was found, so it is made"
    found = {"id": "so-1"}
    assert delivery.step("order", breaks, find) == found
    assert delivery.step("order", breaks, find) == found
    assert calls == ["make", "find", "make", "find"]
    delivery.ack()


def test_who_lost_the_event_does_no_step(bridge: Bridge) -> None:
    events = bridge.tenant("acme").events
    consumer = events.consumer("g", "order.*", lease=0.1)
    events.publish("order.made", "order-1")
    old = consumer.next(timeout=LONG)
    new = consumer.next(timeout=LONG)
    assert old is not None
    assert new is not None
    assert (old.event, new.attempt) == (new.event, 2)
    with pytest.raises(StaleLeaseError):
        old.step("order", lambda _key: pytest.fail("it is not done"))
    assert new.step("order", lambda _key: "made") == "made"
    new.ack()


def test_a_step_says_what_it_cannot_remember(bridge: Bridge) -> None:
    events = bridge.tenant("acme").events
    consumer = events.consumer("g", "order.*")
    events.publish("order.made", "order-1")
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    with pytest.raises(InvalidInputError, match="JSON"):
        delivery.step("order", lambda _key: object())
    with pytest.raises(InvalidInputError, match="256 KiB"):
        delivery.step("order", lambda _key: "x" * 300_000)
    delivery.ack()


def test_a_handler_that_takes_longer_than_its_lease_keeps_its_event(bridge: Bridge) -> None:
    acme, attempts, done = bridge.tenant("acme"), [], threading.Event()
    watch = acme.events.consumer("watch", "order.*")

    def handler(_event: Event, delivery: Any) -> None:
        attempts.append(delivery.attempt)
        for _ in range(12):
            watch.next(timeout=0.1)
        done.set()

    subscription = acme.events.subscribe("g", "order.*", handler, lease=0.3)
    acme.events.publish("order.made", "order-1")
    assert done.wait(LONG)
    subscription.close()
    assert attempts == [1], "nobody else was given it meanwhile"
    assert (subscription.handled, subscription.failed) == (1, 0)


def test_a_lease_is_renewed_for_so_long_and_no_longer(bridge: Bridge) -> None:
    acme, second = bridge.tenant("acme"), threading.Event()

    def handler(_event: Event, delivery: Any) -> None:
        if delivery.attempt == 1:
            assert second.wait(LONG), "a handler that hangs loses its event in the end"
        second.set()

    subscription = acme.events.subscribe("g", "order.*", handler, lease=0.1, renew=0.5)
    acme.events.publish("order.made", "order-1")
    assert second.wait(LONG)
    subscription.close()
    with pytest.raises(InvalidInputError):
        acme.events.subscribe("h", "*", handler, renew=100_000)


def test_handlers_are_declared_first_and_called_later(bridge: Bridge) -> None:
    acme, seen, came = bridge.tenant("acme"), [], threading.Event()

    @bridge.on("order.made")
    def made(event: Event, _delivery: Any) -> None:
        seen.append(event.id)
        came.set()

    assert callable(made), "the decorator gives the function back"
    assert bridge.events.groups() == [], "nothing was opened"
    (subscription,) = bridge.listen()
    assert [group["id"] for group in bridge.events.groups()] == ["on-order.made"]
    acme.events.publish("order.made", "order-1", id="1")
    assert came.wait(LONG)
    assert bridge.listen() == [subscription], "once is enough"

    with pytest.raises(InvalidInputError, match="own id"):
        bridge.on("order.made", lambda _event, _delivery: None)
    with pytest.raises(InvalidInputError, match="needs an id"):
        bridge.on("order.*", lambda _event, _delivery: None)
    with pytest.raises(InvalidInputError, match="callable"):
        bridge.on("order.made", "handler", id="x")  # type: ignore[call-overload]
    subscription.close()
    assert seen == ["1"]


def test_a_declaration_of_the_same_id_takes_the_place_of_the_one_before(bridge: Bridge) -> None:
    acme, seen = bridge.tenant("acme"), []
    for version in ("old", "new"):
        bridge.on(["order.made", "order.sent"], lambda _event, _, by=version: seen.append(by), id="flow")
    with pytest.raises(InvalidInputError, match="own id"):
        bridge.on("order.made", lambda _event, _delivery: None, id="flow")
    bridge.drain()
    acme.events.publish("order.made", "order-1")
    assert bridge.drain(LONG) == {"handled": 1, "failed": 0, "resolved": 0, "unknown": 0}
    assert seen == ["new"]


def test_a_flow_waits_for_the_modules_it_requires(bridge: Bridge) -> None:
    acme, other, seen = bridge.tenant("acme"), bridge.tenant("other"), []
    acme.modules.change(activate=["crm", "projects"])
    other.modules.change(activate=["crm"])
    bridge.on("crm.deal.won", lambda event, _delivery: seen.append(event.tenant), requires=["crm", "projects"])
    bridge.drain()
    for tenant in (acme, other):
        tenant.events.publish("crm.deal.won", "deal-1")
    bridge.drain(LONG)
    assert seen == ["acme"]


def test_flows_of_the_event_loop() -> None:
    async def main() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            acme, seen, done = bridge.tenant("acme"), [], asyncio.Event()

            @bridge.on("order.made", lease=0.3)
            async def made(_event: Event, delivery: Any) -> None:
                async def project(key: str) -> dict[str, str]:
                    seen.append("project")
                    return {"id": key}

                got = await delivery.step("project", project)
                assert got == {"id": delivery.key("project")}
                if delivery.attempt == 1:
                    await asyncio.sleep(1)
                    raise RuntimeError("after the first step")
                seen.append("end")
                done.set()

            await bridge.listen()
            await acme.events.publish("order.made", "order-1")
            await asyncio.wait_for(done.wait(), LONG)
            assert seen == ["project", "end"]

    asyncio.run(main())
