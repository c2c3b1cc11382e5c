"""A1 to A7 and A10: breaker, retries, Retry-After and bulkhead, from both languages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
from behaving import Behaving, Reply
from host import Host
from process import SOAK, rounds

ONCE = {"retry": {"max_attempts": 1}}
QUICK = 5.0 if SOAK else 5_000.0
"""A refusal takes less than 5 ms. A busy machine that runs all tests is slow: there only waiting fails."""


Start = Callable[..., tuple[Host, Behaving]]


@pytest.fixture(params=["python", "node"])
def language(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def start(language: str, tmp_path: Path) -> Iterator[Start]:
    ends: list[Callable[[], None]] = []

    def begin(behave: Callable[[str, int], Reply], **policies: object) -> tuple[Host, Behaving]:
        system = Behaving(behave)
        ends.append(system.stop)
        host = Host(language, tmp_path / "bridge.db", {"acme": system.url}, policies)
        ends.append(host.end)
        return host, system

    yield begin
    for end in reversed(ends):
        end()


@pytest.mark.parametrize("before", [0, rounds(300, 100_000)], ids=["at once", "after successes"])
def test_a1_the_breaker_opens_after_five_failures(start: Start, before: int) -> None:
    host, system = start(lambda _, hits: Reply(200 if hits < before else 500), **ONCE)
    if before:
        assert host.codes(n=before, at_once=8) == {"ok": before}
    assert host.codes(n=5) == {"UNAVAILABLE": 5}
    refused = host.calls(n=100)
    assert (refused["codes"], system.hits) == ({"CIRCUIT_OPEN": 100}, before + 5)
    assert 0 < refused["retry_after"] <= 6_000
    print(f"A1: the slowest of 100 refusals took {refused['slowest']:.2f} ms")
    assert refused["slowest"] < QUICK


def test_a1_half_of_twenty_calls_open_it(start: Start) -> None:
    host, system = start(lambda _, hits: Reply(500 if hits % 2 else 200), **ONCE)
    codes = host.codes(n=30)
    assert system.hits <= 20
    assert codes["CIRCUIT_OPEN"] == 30 - system.hits


def test_a2_slow_answers_open_it_and_health_says_so(start: Start) -> None:
    breaker = {"slow_call_ms": 30, "minimum_throughput": 10}
    host, system = start(lambda *_: Reply(after=0.06), **ONCE, breaker=breaker)
    assert host.codes(n=10) == {"ok": 10}
    assert host.codes(n=3) == {"CIRCUIT_OPEN": 3}
    assert system.hits == 10
    shown = host.breaker()
    state = {"state": shown["state"], "reason": shown["reason"]}
    assert state == {"state": "open", "reason": "slow_ratio"}


def test_a3_one_probe_at_a_time_three_close_it_and_a_failure_doubles_the_wait(start: Start) -> None:
    breaker = {"open_ms": 400, "open_jitter": 0.0}
    down = [True]
    host, system = start(lambda *_: Reply(500 if down[0] else 200, after=0.05), **ONCE, breaker=breaker)
    host.codes(n=5)
    first = host.calls(n=1)["retry_after"]
    assert 0 < first <= 400
    time.sleep(0.4)
    system.most_at_once = 0
    # Fifty ask while it is half-open: one goes through, fails, and the wait is twice as long.
    codes = host.codes(n=50, at_once=50)
    assert codes == {"UNAVAILABLE": 1, "CIRCUIT_OPEN": 49}
    assert 400 < host.calls(n=1)["retry_after"] <= 800
    down[0] = False
    time.sleep(0.8)
    before = system.hits
    for _ in range(3):
        codes = host.codes(n=50, at_once=50)
        assert codes == {"ok": 1, "CIRCUIT_OPEN": 49}
    assert (system.hits - before, system.most_at_once) == (3, 1)
    assert host.codes(n=10, at_once=10) == {"ok": 10}


def test_a4_a_probe_that_is_given_up_frees_its_place(start: Start) -> None:
    """100 rounds in the soak: each time the probe is cancelled by its caller, and the next one is let through."""
    breaker = {"open_ms": 50, "open_max_ms": 50, "open_jitter": 0.0, "probe_successes": 1}
    hang = [False]
    host, system = start(
        lambda *_: Reply(200, after=30.0) if hang[0] else Reply(500), **ONCE, breaker=breaker, attempt_timeout_ms=500
    )
    host.codes(n=5)
    hang[0] = True
    for _ in range(rounds(3, 100)):
        time.sleep(0.05)
        before = system.hits
        assert host.codes(n=1, cancel_ms=150) == {"given up": 1}
        assert system.hits == before + 1
    # Never answered: the attempt's timeout ends it.
    assert host.codes(n=1) == {"DEADLINE_EXCEEDED": 1}
    system.behave = lambda *_: Reply()
    time.sleep(0.06)
    assert host.codes(n=1) == {"ok": 1}


def test_a4_a_late_result_from_before_the_outage_changes_nothing(start: Start) -> None:
    breaker = {"open_ms": 60_000}
    host, system = start(lambda _, hits: Reply(200, after=5.0) if hits < 3 else Reply(500), **ONCE, breaker=breaker)
    host.begin(n=8, at_once=8)
    codes = json.loads(host.read())["codes"]
    assert codes == {"ok": 3, "UNAVAILABLE": 5}, "the three began before, and ended after it had opened"
    assert host.breaker()["state"] == "open"
    assert host.codes(n=5) == {"CIRCUIT_OPEN": 5}
    assert system.hits == 8


def test_a5_answers_of_a_working_system_never_open_it(start: Start) -> None:
    statuses = [401, 403, 404, 422]
    host, system = start(lambda _, hits: Reply(statuses[hits % 4]), **ONCE)
    many = rounds(200, 10_000)
    codes = host.codes(n=many, at_once=4)
    assert sum(codes.values()) == many
    assert "CIRCUIT_OPEN" not in codes
    assert host.breaker()["state"] == "closed"
    # A 429 holds this connection back, without the breaker.
    system.behave = lambda *_: Reply(429, {"retry-after": "30"})
    assert host.codes(n=1, deadline_ms=2_000) == {"RATE_LIMITED": 1}
    before = system.hits
    assert host.codes(n=20, deadline_ms=2_000) == {"RATE_LIMITED": 20}
    assert system.hits == before
    assert host.breaker()["state"] == "closed"


@pytest.mark.parametrize(
    ("says", "least", "most"),
    [
        ("1", 1.0, None),
        ("date", 0.9, None),
        ("past", 0.0, None),
        ("soon", 0.0, None),
        ("-5", 0.0, None),
        ("1000000000", None, 900_000),
        ("60", None, 60_000),
    ],
)
def test_a6_retry_after(start: Start, says: str, least: float | None, most: int | None) -> None:
    """A wait within the deadline is kept; a longer one fails at once, and is 15 minutes at most."""

    def behave(_: str, hits: int) -> Reply:
        at = {"date": formatdate(time.time() + 2, usegmt=True), "past": "Sun, 06 Nov 1994 08:49:37 GMT"}
        return Reply(429, {"retry-after": at.get(says, says)}) if hits == 0 else Reply()

    host, system = start(behave, retry={"throttled_base_ms": 100})
    found = host.calls(n=1, deadline_ms=20_000)
    if least is not None:
        assert found["codes"] == {"ok": 1}
        assert system.times[1] - system.times[0] >= least
    else:
        assert (found["codes"], system.hits) == ({"RATE_LIMITED": 1}, 1)
        assert most is not None
        assert most - 10_000 < found["retry_after"] <= most
        assert found["slowest"] < 15_000, "it waited for its deadline"


def test_a7_a_total_outage_costs_at_most_35_more_requests(start: Start) -> None:
    many = rounds(150, 1_000)
    retry = {"base_ms": 1, "throttled_base_ms": 1, "max_delay_ms": 5}
    host, system = start(lambda *_: Reply(503), retry=retry, breaker={"enabled": False})
    host.codes(n=many, at_once=10)
    print(f"A7: {system.hits} requests for {many} calls")
    assert many < system.hits <= many + 35
    before = system.hits
    host.codes(n=many, at_once=10)
    assert system.hits - before <= many * 1.02


def test_a10_a_hung_tenant_does_not_touch_another(language: str, tmp_path: Path) -> None:
    hung, well = Behaving(lambda *_: Reply(after=3.0)), Behaving(lambda *_: Reply())
    host = Host(language, tmp_path / "bridge.db", {"acme": hung.url, "globex": well.url}, {**ONCE})
    other = Host(language, tmp_path / "bridge.db", {}, {**ONCE})
    try:
        host.calls(tenant="globex", n=20)
        alone = host.calls(tenant="globex", n=rounds(50, 500))
        host.begin(tenant="acme", n=500, at_once=500)
        beside = other.calls(tenant="globex", n=rounds(50, 500))
        found = json.loads(host.read())
        again = host.calls(tenant="globex", n=20)
    finally:
        host.end()
        other.end()
        hung.stop()
        well.stop()
    assert alone["codes"].keys() == beside["codes"].keys() == again["codes"].keys() == {"ok"}
    assert hung.most_at_once == 10
    assert found["codes"]["OVERLOADED"] >= 450
    assert found["codes"].keys() == {"ok", "OVERLOADED"}
    print(f"A10: slowest of globex alone {alone['slowest']:.1f} ms, beside {beside['slowest']:.1f} ms")
