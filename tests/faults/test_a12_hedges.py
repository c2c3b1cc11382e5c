"""A12: a read that is slow to answer is sent a second time, once, and out of the retries' budget; a write never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from behaving import Behaving, Reply
from conftest import Upstream
from host import Host
from process import SOAK, eventually, rounds

STALLS = {"do": [{"hang": True}]}
ANSWERS = {"do": [{"answer": {"status": 200, "body": {"data": []}}}]}
HEDGE = {"hedge": {"after_ms": 100}, "breaker": {"enabled": False}}
EARLY = 2_000.0 if SOAK else 30_000.0
"""An answer that comes by the hedge is early. A busy machine that runs all tests is slow: there only stalling fails."""

Start = Callable[..., Host]


@pytest.fixture(params=["python", "node"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    ends: list[Callable[[], None]] = []

    def begin(url: str, **policies: object) -> Host:
        given = {**HEDGE, "attempt_timeout_ms": 60_000, "deadline_ms": 60_000, **policies}
        host = Host(request.param, tmp_path / "bridge.db", {"acme": url}, given)
        ends.append(host.end)
        return host

    yield begin
    for end in reversed(ends):
        end()


def test_a_stalled_answer_is_asked_for_once_more(start: Start, upstream: Upstream) -> None:
    hostile = upstream.hostile({**STALLS, "times": 1}, ANSWERS)
    host = start(hostile.url)
    found = host.calls(n=1)
    first, second = hostile.seen()["requests"]
    assert found["codes"] == {"ok": 1}
    assert found["slowest"] < EARLY
    assert (first["method"], first["target"], first["body"]) == (second["method"], second["target"], second["body"])
    assert first["connection"] != second["connection"]
    assert host.hedges() == (1, 1)
    assert eventually(lambda: hostile.seen()["open"] == 1, 5), "the stalled request was given up"


def test_a_fast_answer_is_asked_for_once(start: Start, upstream: Upstream) -> None:
    hostile = upstream.hostile(ANSWERS)
    host = start(hostile.url, hedge={"after_ms": 20_000})
    assert host.codes(n=1) == {"ok": 1}
    assert len(hostile.seen()["requests"]) == 1
    assert host.hedges() == (0, 0)


@pytest.mark.parametrize("how", [{"method": "POST", "body": {}}, {"background": True}, {"hedge": False}], ids=str)
def test_a_write_and_what_nobody_waits_for_are_sent_once(
    start: Start, upstream: Upstream, how: dict[str, object]
) -> None:
    slow = {"do": [{"wait_ms": 1_000}, *ANSWERS["do"]]}
    hostile = upstream.hostile(slow)
    host = start(hostile.url)
    assert host.codes(n=1, **how) == {"ok": 1}
    assert len(hostile.seen()["requests"]) == 1
    assert host.hedges() == (0, 0)


def test_a_call_may_ask_for_it_itself(start: Start, upstream: Upstream) -> None:
    """Without a policy the delay is learned: from twenty answers on, and never less than 50 ms."""
    hostile = upstream.hostile({**ANSWERS, "times": 20}, {**STALLS, "times": 1}, ANSWERS)
    host = start(hostile.url, hedge=None)
    assert host.codes(n=20, hedge=True) == {"ok": 20}
    assert len(hostile.seen()["requests"]) == 20
    assert host.codes(n=1, hedge=True) == {"ok": 1}
    assert len(hostile.seen()["requests"]) == 22
    assert host.hedges() == (1, 1)


def test_a_total_stall_stays_within_the_budget(start: Start) -> None:
    many = rounds(60, 500)
    system = Behaving(lambda *_: Reply(after=0.6))
    # A hedge needs a place among the ten that a connection has, and one among the retries: there are both.
    retry = {"max_attempts": 2, "base_ms": 1, "concurrent_min": 20}
    try:
        host = start(system.url, hedge={"after_ms": 20}, attempt_timeout_ms=300, retry=retry)
        codes = host.codes(n=many, at_once=5)
        sent, won = host.hedges()
    finally:
        system.stop()
    print(f"A12: {system.hits} requests for {many} calls, {sent} of them hedges")
    assert codes == {"DEADLINE_EXCEEDED": many}
    assert many < system.hits <= many + 35
    assert (sent > 0, won) == (True, 0)
