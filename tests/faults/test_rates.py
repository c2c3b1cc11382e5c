"""Rate budgets that eight processes share: none provokes a refusal, and the window is used."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from behaving import Behaving, Reply
from host import Host, fleet
from process import SOAK, eventually
from throttle import Routes, Throttle, Together, overlay, plain

WINDOW = 20.0 if SOAK else 4.0
LIMIT = 120
WINDOWS = 3 if SOAK else 2


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Any]:
    with fleet(tmp_path) as start:
        yield start


@pytest.mark.parametrize("background", [False, True], ids=["interactive", "background"])
def test_eight_processes_share_a_window(hosts: Any, background: bool) -> None:
    throttle = Throttle(LIMIT, WINDOW)
    system = Behaving(throttle)
    try:
        all_hosts = hosts(system, 8, overlay=overlay(LIMIT, WINDOW))
        seconds, deadline = WINDOW * WINDOWS + 0.5, int(WINDOW * 4000)
        for one in all_hosts:
            one.begin(n=100_000, at_once=8, deadline_ms=deadline, for_ms=int(seconds * 1000), background=background)
        found = [json.loads(one.read())["codes"] for one in all_hosts]
        used = throttle.used(WINDOWS)
        print(f"{found}\nrefused {throttle.refused}, used {used:.3f}")
        assert throttle.refused == 0
        assert {code for codes in found for code in codes} == {"ok"}
        # The machine that runs all tests is busy: there much of the time nobody sends.
        assert used >= (0.95 if SOAK else 0.5)
    finally:
        system.stop()


def test_users_do_not_wait_for_a_backfill(hosts: Any) -> None:
    throttle = Throttle(LIMIT, WINDOW)
    system = Behaving(throttle)
    try:
        backfill, user = hosts(system, 2, overlay=overlay(LIMIT, WINDOW))
        backfill.begin(
            n=100_000, at_once=8, deadline_ms=60_000, for_ms=int(WINDOW * 2000), background=True, path="/api/backfill"
        )
        filled = LIMIT // 2
        assert eventually(lambda: len(throttle.served) >= filled)
        found = user.calls(n=20, deadline_ms=60_000, path="/api/user")
        print(f"the slowest of the user's calls took {found['slowest']:.0f} ms")
        assert (found["codes"], throttle.refused) == ({"ok": 20}, 0)
        # Without its place before the backfill it would wait for the end of the window.
        assert found["slowest"] < (1_000 if SOAK else WINDOW * 800)
        assert json.loads(backfill.read())["codes"].keys() == {"ok"}
    finally:
        system.stop()


def test_a_call_that_gets_no_slot_in_time_fails_at_once(hosts: Any) -> None:
    throttle = Throttle(5, 600)
    system = Behaving(throttle)
    try:
        one, other = hosts(system, 2, overlay=overlay(5, 600))
        assert one.codes(n=5) == {"ok": 5}
        found = other.calls(n=3, deadline_ms=60_000)
        assert (found["codes"], throttle.refused) == ({"RATE_LIMITED": 3}, 0)
        assert 500_000 < found["retry_after"] <= 610_000
        assert found["slowest"] < 30_000, "it waited for its deadline"
        one.begin(do="open")
        budget = json.loads(one.read())[0]["rates"][0]
        assert (budget["limit"], budget["remaining"]) == (5, 0)
    finally:
        system.stop()


def test_a_wish_to_wait_holds_for_all_processes(hosts: Any) -> None:
    system = Behaving(lambda *_: Reply(429, {"retry-after": "600"}))
    try:
        one, other = hosts(system, 2)

        def known() -> bool:
            other.begin(do="open")
            rates = json.loads(other.read())[0]["rates"]
            return any(one.get("not_before") or one.get("notBefore") for one in rates)

        assert one.codes(n=1, deadline_ms=20_000) == {"RATE_LIMITED": 1}
        assert eventually(known)
        found = other.calls(n=5, deadline_ms=20_000)
        assert (found["codes"], system.hits) == ({"RATE_LIMITED": 5}, 1)
        assert 500_000 < found["retry_after"] <= 600_000
    finally:
        system.stop()


def run(all_hosts: list[Host], **calls: Any) -> list[Any]:
    """Lets all of them call for the whole of the windows; what each got."""
    for number, one in enumerate(all_hosts):
        mine = {name: value(number) if callable(value) else value for name, value in calls.items()}
        one.begin(n=100_000, at_once=8, deadline_ms=60_000, for_ms=int((WINDOW * WINDOWS + 0.5) * 1000), **mine)
    return [json.loads(one.read())["codes"] for one in all_hosts]


def test_tenants_get_equal_parts(hosts: Any) -> None:
    """Three processes of one tenant do not get more than one of another, on the same key."""
    throttle = Throttle(LIMIT, WINDOW, tell=False)
    system = Behaving(throttle)
    tenants = {"acme": system.url, "globex": system.url}
    same = {"credential": {"type": "api_key", "key": "k", "secret": "of-both"}}
    try:
        all_hosts = hosts(system, 4, tenants, overlay=plain((LIMIT, WINDOW)), **same)
        found = run(
            all_hosts,
            tenant=lambda number: "acme" if number else "globex",
            path=lambda number: "/api/acme" if number else "/api/globex",
        )
        parts = [sum(path == f"/api/{tenant}" for _, path in throttle.served) for tenant in tenants]
        print(f"{found}, acme and globex {parts}, used {throttle.used(WINDOWS):.3f}")
        assert (throttle.refused, {code for codes in found for code in codes}) == (0, {"ok"})
        assert throttle.used(WINDOWS) >= (0.95 if SOAK else 0.5)
        # Half is its part, by its processes it would have a quarter; starved it must not be in any case.
        part = parts[1] / sum(parts)
        assert part >= 0.15
        if part < 0.33 and not SOAK:
            pytest.xfail(f"tenants do not get equal parts over processes yet: {part:.0%}; docs/rates.md says so")
        assert part >= (0.45 if SOAK else 0.33)
    finally:
        system.stop()


def test_two_windows_hold_at_once(hosts: Any) -> None:
    """A short one for bursts, and a long one that allows less in the end."""
    short, long = Throttle(LIMIT // 4, WINDOW / 8), Throttle(LIMIT, WINDOW)
    system = Behaving(Together(short, long))
    try:
        windows = plain((short.limit, short.window), (long.limit, long.window))
        found = run(hosts(system, 4, overlay=windows))
        print(f"{found}, refused {short.refused} and {long.refused}, used {long.used(WINDOWS):.3f}")
        assert (short.refused, long.refused) == (0, 0)
        assert {code for codes in found for code in codes} == {"ok"}
        assert long.used(WINDOWS) >= (0.9 if SOAK else 0.5)
    finally:
        system.stop()


def test_routes_are_counted_on_their_own(hosts: Any) -> None:
    routes = Routes(LIMIT // 2, WINDOW)
    system = Behaving(routes)
    paths = ["/api/items/1", "/api/orders", "/api/items/2", "/api/orders"]
    try:
        windows = plain((routes.limit, WINDOW), per_route=True)
        found = run(hosts(system, 4, overlay=windows), path=lambda number: paths[number])
        used = {route: window.used(WINDOWS) for route, window in routes.routes.items()}
        print(f"{found}, refused {[window.refused for window in routes.routes.values()]}, used {used}")
        assert {code for codes in found for code in codes} == {"ok"}
        assert [window.refused for window in routes.routes.values()] == [0, 0]
        assert used.keys() == {"/api/items/*", "/api/orders"}
        # Both are used, each by two processes: as one window they would get half of it.
        assert min(used.values()) >= (0.9 if SOAK else 0.5)
    finally:
        system.stop()


def key_of(workspace: str, number: int) -> dict[str, str]:
    """A key as Twenty makes them; the signature is not ours to judge."""

    def part(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    payload = json.dumps({"sub": workspace, "type": "API_KEY", "jti": f"key-{number}"})
    return {"type": "bearer", "token": f"{part('{}')}.{part(payload)}.signature-{number}"}


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Any]:
    """A process with a connection of its own to Twenty, by a key of its own."""
    started: list[Host] = []

    def start(language: str, tenant: str, workspace: str, system: Behaving, **more: Any) -> Host:
        number = len(started) + 1
        credential = key_of(workspace, number)
        connect = {tenant: system.url}
        host = Host(
            language,
            tmp_path / "bridge.db",
            connect,
            {},
            system="twenty",
            module="crm",
            name=f"key{number}",
            credential=credential,
            options={},
            **more,
        )
        started.append(host)
        return host

    yield start
    for one in started:
        one.end()


def test_keys_of_one_workspace_share_its_window(keys: Any) -> None:
    throttle = Throttle(LIMIT, WINDOW, tell=False)
    system = Behaving(throttle)
    try:
        both = [
            keys(language, "acme", "w-1", system, overlay=plain((LIMIT, WINDOW))) for language in ("python", "node")
        ]
        throttle.served.clear()
        found = run(both, path="/rest/x")
        print(f"{found}, refused {throttle.refused}, used {throttle.used(WINDOWS):.3f}")
        assert (throttle.refused, {code for codes in found for code in codes}) == (0, {"ok"})
        assert throttle.used(WINDOWS) >= (0.95 if SOAK else 0.5)
    finally:
        system.stop()


def test_a_claim_takes_nothing_from_another_tenant(keys: Any) -> None:
    """Whoever writes himself a token can claim any workspace: what he uses up is his own."""
    system = Behaving(lambda *_: Reply(headers={}))
    try:
        forger = keys("python", "globex", "w-1", system, overlay=plain((5, 600)))
        owner = keys("node", "acme", "w-1", system, overlay=plain((5, 600)))
        assert forger.codes(tenant="globex", path="/rest/x", n=6, deadline_ms=5_000) == {"ok": 5, "RATE_LIMITED": 1}
        assert owner.codes(path="/rest/x", n=5, deadline_ms=5_000) == {"ok": 5}
    finally:
        system.stop()
