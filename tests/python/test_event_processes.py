"""The event log between processes of both languages: the cases F1, F3, F5 to F8 and F10 of the reliability matrix."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import chaos
import pytest
from conftest import KEY
from coreflow_bridge import Bridge
from processes import LANGUAGES, line, spawn

LONG = 120


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
    limit, batch = 5_000, 100
    with Bridge(tmp_path / "bridge.db", keyring=KEY, events={"max_events": limit}) as bridge:
        events = bridge.tenant("acme").events
        consumer = events.consumer("g", "test.*")
        filling = spawn(language, "fill", tmp_path, limit=limit, events={"max_events": limit})
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
    """F6."""
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        events = bridge.tenant("acme").events
        events.publish("test.made", "p-0", {"n": 0}, id="poison")
        worker = spawn(language, "poison", tmp_path)
        others = [f"p-{n % 4}" for n in range(1, 20)]
        for n, subject in enumerate(others, start=1):
            events.publish("test.made", subject, {"n": n}, id=str(n))
        said: list[str] = []
        while "dead" not in said:
            said.append(line(worker))
        behind = {str(n) for n, subject in enumerate(others, start=1) if subject == "p-0"}
        attempts = [word for word in said if word.startswith("poison")]
        assert attempts == [f"poison {attempt}" for attempt in range(1, 11)]
        last = said.index(attempts[-1])
        assert {str(n) for n in range(1, 20)} - behind <= {*said[:last]}, "other subjects did not wait"
        assert not behind & {*said[:last]}, "its own subject did"
        while not behind <= {*said}:
            said.append(line(worker))
        (letter,) = events.dead_letters.list()
        assert (letter["event"].id, letter["attempts"]) == ("poison", 10)
        assert events.dead_letters.replay([letter["id"]]) == 1
        while said[-1] != "poison 1":
            said.append(line(worker))
        worker.communicate("", timeout=LONG)
        assert events.dead_letters.list()[0]["replaying"] is True


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_and_its_event_are_one_also_when_the_process_is_killed(language: str, tmp_path: Path) -> None:
    """F8: every committed change has its event, every refused and every torn one has none."""
    acked, kills = tmp_path / "acked", 5
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        consumer = acme.events.consumer("g", "module.*")
        seen: list[str] = []
        for _ in range(kills):
            toggle = spawn(language, "toggle", tmp_path, acked=str(acked))
            assert line(toggle) == "ready"
            goal = len(seen) + 20
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
    """F10: groups that begin at the beginning, at a time and at a position, while a process publishes."""
    count, keys = 2_000, 10
    acked = tmp_path / "acked"
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        events = bridge.tenant("acme").events
        watch = events.consumer("watch", "test.*", start="beginning")
        publisher = spawn(language, "publish", tmp_path, name="p", acked=str(acked), count=count, keys=keys)
        first = watch.next(timeout=LONG)
        assert first is not None
        starts: dict[str, str | int] = {
            "beginning": "beginning",
            "position": first.position,
            "time": "2026-01-01T00:00:00Z",
        }
        for name, start in starts.items():
            consumer = bridge.events.consumer(name, "test.*", start=start)
            numbers: list[int] = []
            while len(numbers) < count:
                delivery = consumer.next(timeout=LONG)
                assert delivery is not None, f"{len(numbers)} of {count} came to {name}"
                assert delivery.event.to_dict()["specversion"] == "1.0"
                numbers.append(delivery.event.data["n"])
                delivery.ack()
            assert sorted(numbers) == list(range(count)), "complete, and none twice"
            for key in range(keys):
                of_key = [n for n in numbers if n % keys == key]
                assert of_key == sorted(of_key), "in order"
            assert consumer.next(timeout=0) is None
        assert publisher.communicate(timeout=LONG)[1] == ""
