"""The event log from Python: what a caller sees in one process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY, ROOT
from coreflow_bridge import AsyncBridge, Bridge, Event
from coreflow_bridge.errors import (
    BackpressureError,
    ClosedError,
    InvalidInputError,
    ModuleInactiveError,
    NotFoundError,
    StaleLeaseError,
)

LONG = 60


def drained(consumer: Any) -> list[Event]:
    found = []
    while (delivery := consumer.next(timeout=0)) is not None:
        found.append(delivery.event)
        delivery.ack()
    return found


def test_an_event_arrives_as_it_was_published(bridge: Bridge) -> None:
    acme = bridge.tenant("acme")
    consumer = acme.events.consumer("g", "order.*")
    time = datetime(2026, 11, 29, 10, 0, 0, 250_000, tzinfo=timezone.utc)
    made = acme.events.publish(
        "order.packed",
        "order-1",
        {"boxes": 2, "snake_case": "ü", "amount": "1.10"},
        id="1",
        source="urn:shop",
        time=time,
        extensions={"correlationid": "x"},
    )
    assert made == {"id": "1", "position": made["position"], "duplicate": False}
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    event = delivery.event
    assert (event.type, event.subject, event.id, event.source) == ("order.packed", "order-1", "1", "urn:shop")
    assert (event.time, event.tenant, event.extensions) == (time, "acme", {"correlationid": "x"})
    assert event.data == {"boxes": 2, "snake_case": "ü", "amount": "1.10"}
    assert (delivery.attempt, delivery.position) == (1, made["position"])
    assert delivery.tenant is not None
    assert delivery.tenant.id == "acme"
    delivery.ack()
    with pytest.raises(StaleLeaseError):
        delivery.ack()


def test_a_tenant_sees_its_own_events_and_groups_only(bridge: Bridge) -> None:
    acme, other = bridge.tenant("acme"), bridge.tenant("other")
    consumers = [place.events.consumer("g", "order.*") for place in (acme, other, bridge)]
    acme.events.publish("order.packed")
    other.events.publish("order.packed")
    bridge.events.publish("order.packed")
    seen = [[event.tenant for event in drained(consumer)] for consumer in consumers]
    assert [set(tenants) for tenants in seen] == [{"acme"}, {"other"}, {"acme", "other", None}]
    assert [group["id"] for group in acme.events.groups()] == ["g"]
    assert [group["id"] for group in bridge.events.groups()] == ["acme/g", "g", "other/g"]
    assert [event.tenant for _, event in other.events.list()] == ["other"]
    with pytest.raises(InvalidInputError):
        acme.events.consumer("other/g", "*")
    with pytest.raises(InvalidInputError):
        bridge.events.consumer("other/g", "*")
    other.events.forget("g")
    with pytest.raises(NotFoundError):
        other.events.forget("g")


def test_a_failing_handler_is_asked_again_and_then_given_up(bridge: Bridge) -> None:
    acme, calls, good = bridge.tenant("acme"), [], threading.Event()

    def handler(event: Event, delivery: Any) -> None:
        calls.append((event.id, delivery.attempt))
        if event.id == "bad":
            raise ValueError("no such thing")
        good.set()

    subscription = acme.events.subscribe("g", "order.*", handler, max_attempts=2)
    acme.events.publish("order.packed", "a", id="bad")
    acme.events.publish("order.packed", "b", id="good")
    assert good.wait(LONG), "another subject is not held up"
    watch = acme.events.consumer("watch", "order.*", start="beginning")
    while not acme.events.dead_letters.list():
        watch.next(timeout=0.05)
    (letter,) = acme.events.dead_letters.list(group="g")
    assert (letter["event"].id, letter["attempts"], letter["error"]) == ("bad", 2, "ValueError: no such thing")
    assert [call for call in calls if call[0] == "bad"] == [("bad", 1), ("bad", 2)]
    assert (subscription.handled, subscription.failed) == (1, 2)
    subscription.close()
    assert acme.events.dead_letters.replay([letter["id"]]) == 1
    consumer = acme.events.consumer("g", "order.*")
    assert [event.id for event in drained(consumer)] == ["bad"]
    assert acme.events.dead_letters.list() == []


def test_ten_attempts_and_then_a_dead_letter(bridge: Bridge) -> None:
    events = bridge.tenant("acme").events
    consumer = events.consumer("g", "order.*")
    events.publish_many([{"type": "order.packed", "subject": "a", "id": one} for one in ("poison", "next")])
    for attempt in range(1, 11):
        delivery = consumer.next(timeout=LONG)
        assert delivery is not None
        assert (delivery.event.id, delivery.attempt) == ("poison", attempt)
        assert delivery.nack(RuntimeError("broken"), delay=0) is (attempt == 10)
    assert [event.id for event in drained(consumer)] == ["next"]
    assert events.dead_letters.drop(group="g") == 1
    with pytest.raises(InvalidInputError):
        events.dead_letters.drop()


def test_modules_decide_what_is_published_and_seen(bridge: Bridge) -> None:
    acme = bridge.tenant("acme")
    with pytest.raises(ModuleInactiveError):
        acme.events.publish("crm.deal.won", "deal-1")
    with pytest.raises(InvalidInputError, match="no module"):
        acme.events.consumer("g", "*", requires=["no-such-module"])
    consumer = bridge.events.consumer("g", "*", requires=["crm"])
    acme.modules.change(activate=["crm"])
    acme.events.publish("crm.deal.won", "deal-1", id="seen")
    acme.events.publish("crm.deal.won", "deal-2", id="unseen")
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    assert delivery.event.type == "module.activated", "it came with the change"
    delivery.ack()
    delivery = consumer.next(timeout=LONG)
    assert delivery is not None
    delivery.ack()
    acme.modules.change(deactivate=["crm"])
    assert drained(consumer) == []


def test_a_replay_begins_where_it_is_told(bridge: Bridge) -> None:
    events = bridge.tenant("acme").events
    made = events.publish_many([{"type": "order.packed", "id": str(n)} for n in range(3)])
    consumer = events.consumer("g", "*")
    for start, ids in [
        ("beginning", ["0", "1", "2"]),
        (made[1]["position"], ["1", "2"]),
        (datetime.now(timezone.utc) + timedelta(days=1), []),
        (datetime.now(timezone.utc) - timedelta(days=1), ["0", "1", "2"]),
        ("now", []),
    ]:
        events.replay("g", start)
        assert [event.id for event in drained(consumer)] == ids, start
    with pytest.raises(InvalidInputError):
        events.replay("g", "yesterday")


def test_drain_follows_what_handlers_publish(bridge: Bridge) -> None:
    acme, seen = bridge.tenant("acme"), []

    def pack(event: Event, delivery: Any) -> None:
        delivery.tenant.events.publish("parcel.packed", event.subject, id=event.id, source="urn:packing")

    bridge.events.subscribe("pack", "order.*", pack, background=False)
    bridge.events.subscribe("send", "parcel.*", lambda event, _: seen.append(event.id), background=False)
    for n in range(5):
        acme.events.publish("order.made", f"order-{n}", id=f"order-{n}")
    assert bridge.drain(LONG) == {"handled": 10, "failed": 0, "resolved": 0, "unknown": 0}
    assert sorted(seen) == [f"order-{n}" for n in range(5)]
    assert bridge.drain(LONG) == {"handled": 0, "failed": 0, "resolved": 0, "unknown": 0}


def test_a_full_log_says_so() -> None:
    with Bridge(":memory:", keyring=KEY, events={"max_events": 10}) as bridge:
        events = bridge.events
        consumer = events.consumer("g", "*")
        for n in range(10):
            events.publish("order.packed", "a", id=str(n))
        with pytest.raises(BackpressureError, match=r"^the event log is full") as refused:
            events.publish("order.packed", "a")
        assert refused.value.retryable
        assert [event.id for event in drained(consumer)] == [str(n) for n in range(10)]
        events.publish("order.packed", "a")


@pytest.mark.parametrize(("limits", "room"), [({"max_events": 20}, 5), ({"max_tenant_events": 3}, 3)])
def test_a_tenant_that_floods_the_log_is_refused_alone(limits: dict[str, int], room: int) -> None:
    with Bridge(":memory:", keyring=KEY, events=limits) as bridge:
        loud, quiet = bridge.tenant("loud").events, bridge.tenant("quiet").events
        consumer = bridge.events.consumer("g", "*")
        for n in range(room):
            loud.publish("order.packed", "a", id=str(n))
        with pytest.raises(BackpressureError, match=r"^the tenant's part of the event log is full") as refused:
            loud.publish("order.packed", "a")
        assert refused.value.retryable
        quiet.publish("order.packed", "a", id="quiet")
        bridge.events.publish("order.packed", "a", id="host")
        assert sorted(event.id for event in drained(consumer)) == sorted([*map(str, range(room)), "quiet", "host"])
        loud.publish("order.packed", "a")


def test_what_is_no_event_is_refused(bridge: Bridge) -> None:
    events = bridge.tenant("acme").events
    for wrong in (
        {"type": "Order"},
        {"type": "a.*"},
        {"type": "a", "time": "now"},
        {"type": "a", "extensions": {"id": 1}},
    ):
        with pytest.raises(InvalidInputError):
            events.publish(**wrong)
    with pytest.raises(InvalidInputError):
        events.consumer("g", [])
    with pytest.raises(InvalidInputError):
        events.consumer("g", "order*")


def test_closing_waits_for_handlers_and_ends_waits(bridge: Bridge) -> None:
    begun, go_on, done = threading.Event(), threading.Event(), []

    def handler(event: Event, _: Any) -> None:
        begun.set()
        go_on.wait(LONG)
        done.append(event.id)

    acme = bridge.tenant("acme")
    acme.events.subscribe("g", "order.*", handler)
    acme.events.publish("order.packed", id="1")
    waiting = acme.events.consumer("other", "no.such.event")
    ended: list[object] = []
    thread = threading.Thread(target=lambda: ended.append(waiting.next()))
    thread.start()
    assert begun.wait(LONG)
    threading.Thread(target=go_on.set).start()
    waiting.close()
    thread.join(LONG)
    bridge.close()
    assert (done, ended) == (["1"], [None])
    with pytest.raises(ClosedError):
        acme.events.publish("order.packed")


def test_async_handlers_run_together_and_a_subject_in_order() -> None:
    async def story() -> list[str]:
        seen: list[str] = []
        both, all_done = asyncio.Event(), asyncio.Event()
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")

            async def handler(event: Event, _: Any) -> None:
                seen.append(event.id)
                if len(seen) == 2:
                    both.set()
                await both.wait()
                if len(seen) == 4:
                    all_done.set()

            await acme.events.subscribe("g", "order.*", handler)
            await acme.events.publish_many(
                [{"type": "order.made", "subject": one[0], "id": one} for one in ("a1", "a2", "b1", "b2")]
            )
            await asyncio.wait_for(all_done.wait(), LONG)
            consumer = await acme.events.consumer("iterated", "order.*", start="beginning")
            count = 0
            async for delivery in consumer:
                await delivery.ack()
                count += 1
                if count == 4:
                    await consumer.close()
        return seen

    seen = asyncio.run(story())
    assert set(seen[:2]) == {"a1", "b1"}
    assert seen.index("a1") < seen.index("a2")
    assert seen.index("b1") < seen.index("b2")


def test_a_subscription_does_not_keep_the_process_alive(tmp_path: Path) -> None:
    worker = ROOT / "tests" / "events" / "worker.py"
    given = f'{{"store": "{tmp_path}/bridge.db", "key": "{KEY["key"]}"}}'
    ended = subprocess.run(
        [sys.executable, worker, "idle", given], check=False, capture_output=True, text=True, timeout=LONG
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "True\n", "")


@pytest.mark.parametrize("requires", ["crm", ["crm", 7], 7])
def test_one_text_is_not_several(bridge: Bridge, requires: Any) -> None:
    with pytest.raises(InvalidInputError, match=r"requires.* must be a (list of )?str, not"):
        bridge.events.consumer("one", "crm.*", requires=requires)
