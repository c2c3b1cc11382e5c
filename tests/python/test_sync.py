"""Change feeds from Python: progress, slices, who runs them, the mirror, schedules; and processes that are killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sync_chaos
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Tenant
from coreflow_bridge.errors import (
    CircuitOpenError,
    ConflictError,
    InvalidInputError,
    ModuleInactiveError,
    NotFoundError,
    OutcomeUnknownError,
)

#: A system that takes so long does not answer within any test here.
HUNG_MS = 20_000
#: What a busy machine may add to a deadline, in seconds.
SLACK = 1.0


@pytest.fixture
def acme(bridge: Bridge) -> Iterator[Tenant]:
    with Bridge.sandbox(systems=["erpnext"], records=60) as sandbox:
        tenant = bridge.tenant("acme")
        tenant.connect("erpnext", **sandbox.access("erpnext"))
        tenant.modules.change(activate=["accounting"])
        yield tenant


def changes(tenant: Tenant) -> list[tuple[str, Any]]:
    events = [event for _, event in tenant.events.list(limit=1000)]
    return [(event.type, event.data) for event in events if event.type.startswith("accounting.item.")]


def test_a_feed_tells_what_changed_and_mirrors_it(acme: Tenant) -> None:
    steps: list[dict[str, Any]] = []
    report = acme.sync("accounting.items", mirror=True, page_size=5, on_progress=steps.append)
    there = {item.id: item for item in acme.accounting.items.list()}
    assert (report["status"], report["complete"], report["backfill"]) == ("finished", True, True)
    assert report["created"] == len(there) == len(changes(acme))
    assert steps[-1] == report
    assert [step["pages"] for step in steps] == sorted(step["pages"] for step in steps)
    assert report["parts"][0]["certificate"]["way"] == "keyset"

    item = next(iter(there.values()))
    acme.accounting.items.update(item.id, {"sales_price": "77.70"})
    report = acme.sync("accounting.items")
    assert (report["mode"], report["created"], report["updated"], report["deleted"]) == ("changes", 0, 1, 0)
    kind, data = changes(acme)[-1]
    assert (kind, data["id"], data["after"]["sales_price"]) == ("accounting.item.updated", item.id, "77.7")
    assert data["before"]["sales_price"] == str(item.sales_price)
    assert "sales_price" in data["changed"]

    found: dict[str, Any] = {}
    after = None
    while True:
        page = acme.accounting.items.mirror.list(limit=4, after=after)
        found |= {record.id: record for record in page.records}
        if page.next is None:
            break
        after = page.next
    assert found == {item.id: item for item in acme.accounting.items.list()}
    assert timedelta() <= page.age < timedelta(minutes=5)
    read = acme.accounting.items.mirror.get(item.id, max_age=600)
    assert (read.record, read.source) == (found[item.id], "mirror")
    assert type(read.record) is type(item)


@pytest.mark.parametrize(
    "where",
    [
        {"unit": {"ne": "Nos"}},
        {"sales_price": {"gte": Decimal(100), "lt": 900}},
        {"code": {"starts_with": "item"}, "active": True},
        {"code": ["no such code", "another"]},
    ],
)
def test_the_mirror_is_filtered_as_the_system_is(acme: Tenant, where: dict[str, Any]) -> None:
    acme.sync("accounting.items", mirror=True)
    mirrored: list[str] = []
    after = None
    while True:
        page = acme.accounting.items.mirror.list(where=where, limit=3, after=after)
        assert len(page.records) == 3 or page.next is None
        mirrored += [record.id for record in page.records]
        if (after := page.next) is None:
            break
    everything = list(acme.accounting.items.list())
    asked = acme.accounting.items.list(where=where)
    assert sorted(mirrored) == sorted(item.id for item in asked)
    assert len(mirrored) < len(everything)


def test_what_the_mirror_cannot_filter_by_is_told(acme: Tenant) -> None:
    acme.sync("accounting.items", mirror=True)
    for where in ({"colour": "red"}, {"active": {"gt": True}}, {"name": {"like": "x"}}, {"sales_price": "much"}):
        with pytest.raises(InvalidInputError, match=next(iter(where))):
            acme.accounting.items.mirror.list(where=where)


def test_a_run_pauses_and_goes_on(acme: Tenant) -> None:
    slices = [acme.sync("accounting.items", page_size=5, max_pages=1, events=False)]
    while slices[-1]["status"] == "paused":
        slices.append(acme.sync("accounting.items", page_size=5, max_pages=1))
    assert len(slices) > 2
    assert slices[0]["why_not"] == ["not_ended"]
    assert slices[-1]["run"] == slices[0]["run"]
    assert slices[-1]["created"] == len(list(acme.accounting.items.list()))
    assert changes(acme) == []


def test_who_runs_a_feed_is_told_and_a_callback_that_fails_sets_it_free(acme: Tenant) -> None:
    def meanwhile(_: dict[str, Any]) -> None:
        with pytest.raises(ConflictError) as refused:
            acme.sync("accounting.items")
        assert refused.value.context["owner"].startswith("process ")
        assert refused.value.context["until"].endswith("Z")
        assert acme.syncs.list()[0]["running"]["owner"] == refused.value.context["owner"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        acme.sync("accounting.items", page_size=5, on_progress=meanwhile)
    assert acme.sync("accounting.items", page_size=5)["complete"]


def test_the_mirror_serves_while_the_system_is_down(acme: Tenant) -> None:
    items = acme.accounting.items
    with pytest.raises(InvalidInputError):
        items.mirror.list()
    acme.sync("accounting.items", mirror=True)
    first = items.mirror.list(limit=1).records[0]
    acme.connection("erpnext").isolate()
    with pytest.raises(CircuitOpenError):
        items.get(first.id)
    assert items.mirror.get(first.id).record == first
    with pytest.raises(NotFoundError):
        items.mirror.get("no such item")
    acme.modules.change(deactivate=["accounting"])
    with pytest.raises(ModuleInactiveError):
        items.mirror.get(first.id)


def test_what_is_due_runs_in_a_cron_route(bridge: Bridge, acme: Tenant) -> None:
    acme.sync("accounting.items", every=3600, max_pages=1, page_size=5)
    (due,) = bridge.run_syncs(deadline=60)
    assert (due["tenant"], due["report"]["status"]) == ("acme", "finished")
    assert bridge.run_syncs() == []
    (feed,) = acme.syncs.list()
    assert (feed["every_ms"], feed["error"], feed["last"]["status"]) == (3_600_000, None, "finished")
    acme.syncs.forget("accounting.items")
    assert acme.syncs.list() == []
    with pytest.raises(NotFoundError):
        acme.syncs.forget("accounting.items")


def test_a_drain_runs_what_is_due_and_hands_its_events_on(bridge: Bridge, acme: Tenant) -> None:
    seen: list[str] = []
    bridge.events.subscribe("feed", "accounting.item.*", lambda event, _: seen.append(event.type), background=False)
    acme.sync("accounting.items", every=timedelta(hours=1), max_pages=1, page_size=5)
    bridge.drain(60)
    assert seen == [kind for kind, _ in changes(acme)]
    assert len(seen) == len(list(acme.accounting.items.list()))


def test_a_page_under_way_at_the_deadline_pauses_the_run(bridge: Bridge) -> None:
    with Bridge.sandbox(systems=["erpnext"], records=60) as sandbox:
        acme = bridge.tenant("acme")
        acme.connect("erpnext", **sandbox.access("erpnext"))
        acme.modules.change(activate=["accounting"])
        acme.sync("accounting.items", page_size=5, max_pages=1, every=3600)
        sandbox.fault("erpnext", "latency_ms", latency_ms=HUNG_MS, path_prefix="/api/resource/Item")
        assert acme.sync("accounting.items", deadline=0.3)["status"] == "paused"
        (due,) = bridge.run_syncs(deadline=0.3)
        assert due["report"]["status"] == "paused"
        assert acme.syncs.list()[0]["error"] is None
        sandbox.clear_faults("erpnext")
        (due,) = bridge.run_syncs(deadline=60)
        assert due["report"]["complete"]


def test_a_drain_has_one_deadline_and_handlers_a_share_of_it(bridge: Bridge) -> None:
    seen: list[str] = []
    bridge.on("order.made", lambda event, _: seen.append(event.subject))
    with Bridge.sandbox(systems=["erpnext"], records=60) as sandbox:
        acme = bridge.tenant("acme")
        acme.connect("erpnext", **sandbox.access("erpnext"))
        acme.modules.change(activate=["accounting"])
        bridge.drain()
        acme.sync("accounting.items", page_size=5, max_pages=1, every=3600)
        sandbox.fault("erpnext", "lose_answer", times=1, method="POST", path_prefix="/api/resource/Item")
        with pytest.raises(OutcomeUnknownError):
            acme.accounting.items.create({"code": "LOST", "name": "Lost", "category": "Products", "unit": "Nos"})
        # From now on the system takes what it is asked, and is silent.
        sandbox.fault("erpnext", "latency_ms", latency_ms=HUNG_MS)
        acme.events.publish("order.made", "order-1")
        begun = time.monotonic()
        done = bridge.drain(1.5)
        assert time.monotonic() - begun < 1.5 + SLACK
        assert (seen, done) == (["order-1"], {"handled": 1, "failed": 0, "resolved": 0, "unknown": 1})
        assert acme.syncs.list()[0]["error"] is None


def test_async_has_the_same() -> None:
    async def story() -> None:
        sandbox = await AsyncBridge.sandbox(systems=["erpnext"], records=60)
        async with sandbox, AsyncBridge(":memory:", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            await acme.connect("erpnext", **sandbox.access("erpnext"))
            await acme.modules.change(activate=["accounting"])

            async def cancelled() -> None:
                begun = asyncio.Event()
                running = asyncio.ensure_future(
                    acme.sync("accounting.items", mirror=True, page_size=1, on_progress=lambda _: begun.set())
                )
                await begun.wait()
                running.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await running

            for _ in range(8):
                await cancelled()
            # Whoever was cancelled has given the feed free for the next one, and what he read is kept.
            report = await acme.sync("accounting.items", mirror=True, page_size=2)
            assert (report["run"], report["complete"]) == (1, True)
            page = await acme.accounting.items.mirror.list()
            assert len(page.records) == report["created"]

    asyncio.run(story())


def test_nothing_is_lost_or_told_twice_when_processes_are_killed() -> None:
    """Small here, large with `make soak`."""
    found = sync_chaos.run(records=60, kills=4, page_size=10)
    assert found.wrong == []
    assert found.kills >= 4
    assert found.told > found.records > 0


def test_the_store_holds_no_record_in_clear(tmp_path: Path) -> None:
    with Bridge.sandbox(systems=["twenty"], records=10) as sandbox:
        with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            acme.connect("twenty", **sandbox.access("twenty"))
            acme.modules.change(activate=["crm"])
            acme.crm.companies.create({"name": "Canary Holding"})
            acme.sync("crm.companies", mirror=True, events=False)
            names = [company.name for company in acme.crm.companies.mirror.list(limit=1000).records]
            assert "Canary Holding" in names
        for file in tmp_path.iterdir():
            assert b"Canary Holding" not in file.read_bytes(), file
