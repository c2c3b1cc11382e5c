"""C12: every path to a module that is closed is refused; what is under way is whole or refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from c12_paths import FEED, MODULES, SYSTEMS, Paths, opened, prepared
from conftest import KEY, Upstream
from coreflow_bridge import Bridge, Tenant, errors
from process import eventually, rounds


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Bridge, dict[str, Any]]]:
    """A bridge, and what the paths need."""
    with Bridge.sandbox(systems=SYSTEMS, records=40) as sandbox, Bridge(":memory:", keyring=KEY) as bridge:
        yield bridge, prepared(bridge, sandbox)


def end(tenant: Tenant) -> None:
    tenant.subscription.set(tier="ultimate", users=5, status="canceled")


def late(tenant: Tenant) -> None:
    """What was bought ends by itself, in a moment."""
    soon = datetime.now(timezone.utc) + timedelta(seconds=0.3)
    tenant.subscription.set(tier="ultimate", users=5, status="canceled", period_end=soon)
    assert eventually(lambda: not tenant.modules.active())


CLOSE: dict[str, tuple[Callable[[Tenant], object], str]] = {
    "deactivated": (lambda tenant: tenant.modules.change(deactivate=MODULES), "not_activated"),
    "canceled": (end, "subscription_ended"),
    "expired": (late, "subscription_ended"),
}


@pytest.mark.parametrize("way", CLOSE)
def test_c12_every_path_is_closed_with_its_module(world: tuple[Bridge, dict[str, Any]], way: str) -> None:
    bridge, known = world
    acme = bridge.tenant("acme")
    opened(acme)
    paths = Paths(bridge, known, f"here-{way}")
    open_outcomes = {path: paths.outcome(path) for path in paths.table}
    # A plan is applied once.
    assert {path for path, code in open_outcomes.items() if code != "ok"} <= {"apply"}, open_outcomes
    paths.outcome("next page")
    paths.outcome("publish")
    letters = dead_letters(acme, f"c12-dead-{way}")
    feed = acme.sync(FEED, every=1)
    assert feed["complete"]
    close, why = CLOSE[way]
    close(acme)
    outcomes = {path: paths.outcome(path) for path in paths.table}
    assert outcomes.pop("deliver") == "nothing"
    assert set(outcomes.values()) == {"MODULE_INACTIVE"}, outcomes
    with pytest.raises(errors.ModuleInactiveError) as raised:
        acme.accounting.contacts.get(known["contact"])
    assert raised.value.context["why"] == why
    with pytest.raises(errors.ModuleInactiveError):
        acme.events.dead_letters.replay(letters)
    due: list[dict[str, Any]] = []

    def fell_due() -> bool:
        due.extend(bridge.run_syncs())
        return bool(due)

    assert eventually(fell_due)
    assert [one["error"]["code"] for one in due] == ["MODULE_INACTIVE"]
    opened(acme)
    # What could not be delivered was not lost.
    assert paths.outcome("deliver") == "nothing"
    assert acme.events.dead_letters.replay(group=paths.group) == 1
    assert eventually(lambda: paths.outcome("deliver") == "ok")
    assert acme.events.dead_letters.replay(letters) == len(letters)
    acme.syncs.forget(FEED)
    acme.sync(FEED, mirror=True)


def dead_letters(tenant: Tenant, group: str) -> list[int]:
    with tenant.events.consumer(group, "accounting.dead.*", max_attempts=1) as consumer:
        tenant.events.publish("accounting.dead.letter", group)
        delivery = consumer.next(timeout=10)
        assert delivery is not None
        delivery.nack("it broke")
    return [letter["id"] for letter in tenant.events.dead_letters.list(group=group)]


ITEM = {"name": "SKU-1", "item_code": "SKU-1"}
POLICIES = {"retry": {"max_attempts": 1}, "breaker": {"enabled": False}}


@contextmanager
def held(url: str, store: Path, **options: str) -> Iterator[tuple[Tenant, Tenant]]:
    """The same tenant in two bridges on one store, its system being slow."""
    with Bridge(store, keyring=KEY, policies=POLICIES) as here, Bridge(store, keyring=KEY) as there:
        acme = here.tenant("acme")
        acme.modules.change(activate=["accounting"])
        acme.connect(
            "erpnext",
            instance=url,
            credential={"type": "api_key", "key": "k", "secret": "s"},
            options={"zone": "UTC", **options},
            allow_private=True,
            verify=False,
        )
        yield acme, there.tenant("acme")


def test_c12_a_write_under_way_is_finished_and_the_next_is_refused(upstream: Upstream, tmp_path: Path) -> None:
    answer = {"answer": {"status": 200, "body": {"data": ITEM}}}
    hostile = upstream.hostile({"method": "POST", "do": [{"wait_ms": 400}, answer]}, {"do": [answer]})

    def posts() -> int:
        return [one["method"] for one in hostile.seen()["requests"]].count("POST")

    with held(hostile.url, tmp_path / "bridge.db") as (here, there):
        items = here.accounting.items
        made: list[Any] = []
        inputs: list[Any] = [{"code": f"SKU-{n}", "name": "x"} for n in range(rounds(40, 200))]
        work = threading.Thread(
            target=lambda: made.extend(
                items.create_many(inputs, concurrency=1, idempotency_key=lambda one: one["code"])
            )
        )
        work.start()
        assert eventually(lambda: posts() == 1)
        there.modules.change(deactivate=["accounting"])
        work.join()
        done = [one for one in made if one.ok]
        assert done, "the one under way is finished"
        assert {one.error.code for one in made if not one.ok} == {"MODULE_INACTIVE"}
        assert len(made) == len(inputs)
        assert posts() == len(done), "whole, or nothing was sent"
        ledger = here.writes.list(limit=1000)
        assert {entry["state"] for entry in ledger} == {"known"}
        assert len(ledger) == len(done)


def test_c12_an_open_write_waits_for_its_module(upstream: Upstream, tmp_path: Path) -> None:
    hostile = upstream.hostile(
        {"method": "POST", "do": [{"reset": True}]},
        {"method": "GET", "do": [{"answer": {"status": 200, "body": {"data": []}}}]},
    )
    with held(hostile.url, tmp_path / "bridge.db", key_field="custom_key") as (here, _):
        with pytest.raises(errors.OutcomeUnknownError):
            here.accounting.items.create({"code": "SKU-1"}, idempotency_key="k")
        here.modules.change(deactivate=["accounting"])
        asked = len(hostile.seen()["requests"])
        with pytest.raises(errors.ModuleInactiveError):
            here.writes.resolve("k")
        assert here.writes.get("k")["state"] == "unknown"
        assert len(hostile.seen()["requests"]) == asked
        here.modules.change(activate=["accounting"])
        assert here.writes.resolve("k")["state"] in {"unknown", "not_applied"}
        assert len(hostile.seen()["requests"]) > asked
