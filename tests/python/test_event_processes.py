"""The event log between processes of both languages: the cases F1, F3, F5 to F8 and F10 of the reliability matrix."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import chaos
import pytest
from conftest import KEY
from coreflow_bridge import Bridge, Delivery, Event
from processes import LANGUAGES, line, spawn

LONG = 120
SOAK = bool(os.environ.get("FAULTS_SOAK"))
"""Whether the full counts of the matrix are run (`make soak`)."""


def test_nothing_is_lost_or_out_of_order_when_processes_are_killed() -> None:
    """F1, F3: small here, large with `make soak`."""
    found = chaos.run(events=1_200, kills=6, failing=0.01)
    assert (found.acknowledged, found.lost, found.out_of_order) == (1_200, [], [])
    assert found.kills >= 3


def test_nothing_comes_twice_when_nothing_fails() -> None:
    """F3, without faults."""
    found = chaos.run(events=1_200)
    assert (found.acknowledged, found.delivered, found.again) == (1_200, 1_200, 0)
    assert (found.lost, found.out_of_order) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consumer_that_stood_still_beyond_its_lease_is_refused(language: str, tmp_path: Path) -> None:
    """F5."""
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        events = bridge.tenant("acme").events
        events.publish("test.made", "a", id="1")
        holder = spawn(language, "hold", tmp_path)
        assert line(holder) == "taken"
        holder.send_signal(signal.SIGSTOP)
        taken_over = events.consumer("g", "test.*").next(timeout=LONG)
        assert taken_over is not None
        assert (taken_over.event.id, taken_over.attempt) == ("1", 2)
        holder.send_signal(signal.SIGCONT)
        assert holder.communicate("go on\n", timeout=LONG)[0].split() == ["STALE_LEASE"]
        taken_over.ack()
        assert events.consumer("g", "test.*").next(timeout=0) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_log_refuses_keeps_its_size_and_loses_nothing(language: str, tmp_path: Path) -> None:
    """F7."""
    limit, batch = 50_000 if SOAK else 5_000, 100
    limits = {"max_events": limit, "max_tenant_events": limit}
    with Bridge(tmp_path / "bridge.db", keyring=KEY, events=limits) as bridge:
        events = bridge.tenant("acme").events
        consumer = events.consumer("g", "test.*")
        filling = spawn(language, "fill", tmp_path, limit=limit, events=limits)
        assert line(filling) == "full"
        size = size_of(tmp_path)
        accepted, refused, memory = json.loads(line(filling))
        assert (accepted, refused) == (limit, 9 * limit // batch)
        assert memory < 64 << 20
        assert size_of(tmp_path) <= 1.2 * size
        assert filling.communicate(timeout=LONG) == ("", "")
        seen = 0
        while (delivery := consumer.next(timeout=0)) is not None:
            delivery.ack()
            seen += 1
        assert seen == limit
        assert events.publish("test.made")["duplicate"] is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poison_event_ends_as_a_dead_letter_and_holds_up_nobody_else(language: str, tmp_path: Path) -> None:
    """F6: given back ten times, then a dead letter, then replayed and done. In the soak with the waits of everybody."""
    delay, pause = (None, 0.25) if SOAK else (0.05, 0.0)
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        events = bridge.tenant("acme").events
        events.publish("test.made", "p-0", {"n": 0}, id="poison")
        worker = spawn(language, "poison", tmp_path, delay=delay)
        published: dict[str, float] = {}
        buried = threading.Event()

        def publish() -> None:
            n = 0
            while n < 19 or (SOAK and not buried.is_set()):
                n += 1
                published[str(n)] = time.monotonic()
                events.publish("test.made", f"p-{n % 4}", {"n": n}, id=str(n))
                buried.wait(pause)

        publisher = threading.Thread(target=publish)
        publisher.start()
        said: list[str] = []
        waited = {}
        while "dead" not in said:
            said.append(line(worker))
            waited[said[-1]] = time.monotonic()
        buried.set()
        publisher.join()
        behind = {n for n in published if int(n) % 4 == 0}
        attempts = [word for word in said if word.startswith("poison")]
        assert attempts == [f"poison {attempt}" for attempt in range(1, 11)]
        last = said.index(attempts[-1])
        assert {str(n) for n in range(1, 20)} - behind <= {*said[:last]}, "other subjects did not wait"
        assert not behind & {*said[:last]}, "its own subject did"
        while not published.keys() <= {*said}:
            said.append(line(worker))
            waited[said[-1]] = time.monotonic()
        (letter,) = events.dead_letters.list()
        assert (letter["event"].id, letter["attempts"]) == ("poison", 10)
        assert events.dead_letters.replay([letter["id"]]) == 1
        while said[-1] != "poison":
            said.append(line(worker))
        worker.communicate("", timeout=LONG)
        assert events.dead_letters.list() == []
        slowest = max(waited[n] - published[n] for n in published.keys() - behind)
        took = waited["dead"] - waited["poison 1"]
        others = f"the slowest of {len(published)} others took {slowest:.3f} s"
        sys.stdout.write(f"F6 {language}: dead after {took:.1f} s; {others}\n")
        assert slowest < (1 if SOAK else LONG), f"another subject's event took {slowest} s"


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_and_its_event_are_one_also_when_the_process_is_killed(language: str, tmp_path: Path) -> None:
    """F8: every committed change has its event, every refused and every torn one has none."""
    acked, kills, each = tmp_path / "acked", 100 if SOAK else 5, 50 if SOAK else 20
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        consumer = acme.events.consumer("g", "module.*")
        seen: list[str] = []
        for _ in range(kills):
            toggle = spawn(language, "toggle", tmp_path, acked=str(acked))
            assert line(toggle) == "ready"
            goal = len(seen) + each
            while len(seen) < goal:
                delivery = consumer.next(timeout=LONG)
                assert delivery is not None
                seen.append(delivery.event.type)
                delivery.ack()
            toggle.kill()
            toggle.communicate()
        while (delivery := consumer.next(timeout=0)) is not None:
            seen.append(delivery.event.type)
            delivery.ack()
        # On and off in turns: an event too many or too few would break the row.
        assert seen == ["module.activated", "module.deactivated"] * (len(seen) // 2) + ["module.activated"] * (
            len(seen) % 2
        )
        assert bool(acme.modules.active()) is (len(seen) % 2 == 1)
        notes = acked.read_text().splitlines()
        assert {note for note in notes if note.startswith("refused")} == {"refused INVALID_INPUT"}
        assert notes.count("changed") <= len(seen) <= notes.count("changed") + kills


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_group_replays_and_then_follows_without_a_gap(language: str, tmp_path: Path) -> None:
    """F10: groups that begin at the beginning, a position, a time, in the middle of what a process publishes."""
    count, keys = 50_000 if SOAK else 700, 10
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        events = bridge.tenant("acme").events
        watch = events.consumer("watch", "test.*", start="beginning")
        log: list[tuple[int, str]] = []

        def follow(until: int) -> Delivery:
            while True:
                delivery = watch.next(timeout=LONG)
                assert delivery is not None, f"{len(log)} of {until} events were seen"
                delivery.ack()
                log.append((delivery.position, delivery.event.id))
                if len(log) >= until:
                    return delivery

        for turn, name in enumerate(("beginning", "position", "time")):
            acked = tmp_path / name
            publisher = spawn(language, "publish", tmp_path, name=name, acked=str(acked), count=count, keys=keys)
            middle = follow(turn * count + count // 2)
            # The publisher may be a batch ahead of what was seen; it is not at its end.
            starts: dict[str, Any] = {"position": middle.position, "time": middle.event.time, "beginning": name}
            consumer = bridge.events.consumer(name, "test.*", start=starts[name])
            got: list[Event] = []
            while not got or got[-1].id != f"{name}-{count - 1}":
                delivery = consumer.next(timeout=LONG)
                assert delivery is not None, f"{len(got)} events came to {name}"
                assert delivery.event.to_dict()["specversion"] == "1.0"
                got.append(delivery.event)
                delivery.ack()
            assert publisher.communicate(timeout=LONG)[1] == ""
            follow((turn + 1) * count)
            while (delivery := consumer.next(timeout=0)) is not None:
                got.append(delivery.event)
                delivery.ack()
            # An event is not appended before its time: what begins at that may begin earlier, never later.
            begin = 0 if name == "beginning" else log.index((middle.position, middle.event.id))
            ids = [one.id for one in got]
            expected = [one for _, one in log[begin:]]
            early = set(ids) - set(expected)
            assert set(expected) <= set(ids), "complete"
            assert len(ids) == len(set(ids)), "none twice"
            assert not early or name == "time"
            last: dict[str, int] = {}
            for one in got:
                assert one.data["n"] > last.get(one.subject or "", -1), "in order"
                last[one.subject or ""] = one.data["n"]
            consumer.close()
