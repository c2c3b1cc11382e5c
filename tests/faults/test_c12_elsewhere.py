"""C12 over processes of both languages: a module that is closed in one of them is closed in all."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from c12_paths import MODULES, SYSTEMS, opened, prepared
from conftest import KEY
from coreflow_bridge import Bridge, Tenant
from process import SOAK, eventually, rounds

HERE = Path(__file__).parent
#: How long after a module was closed a call may still begin that is let through, in milliseconds.
EFFECTIVE = 2000 if SOAK else 20_000
LANGUAGES = ("python", "node")


class Process:
    """A process of a host, in either language, that calls every path."""

    def __init__(self, language: str, store: Path, known: dict[str, Any], name: str) -> None:
        python = language == "python"
        program = [sys.executable, str(HERE / "c12_worker.py")] if python else ["node", str(HERE / "c12_worker.mjs")]
        given = json.dumps({"store": str(store), "key": KEY["key"], "known": known, "process": name})
        pipe = subprocess.PIPE
        self.name = name
        self.process = subprocess.Popen([*program, given], stdin=pipe, stdout=pipe, text=True)
        assert self.read() == "ready"

    def read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def do(self, what: str, **more: object) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.read())

    def seen(self, what: str, count: int) -> bool:
        """Whether that came of every path so often. Nothing comes of deliveries that are refused."""
        found = self.do("told")["found"]
        return all(one[what] >= count for path, one in found.items() if what == "let" or path != "deliver")

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


class World:
    """A tenant on a store, two processes that call, and one that closes."""

    def __init__(self, bridge: Bridge, store: Path, known: dict[str, Any]) -> None:
        self.acme = bridge.tenant("acme")
        self.callers = [Process(language, store, known, language) for language in LANGUAGES]
        self.closer = Process("node", store, known, "closer")

    def close(self, way: str) -> float:
        """Closes the modules; when they were closed."""
        if way == "python":
            self.acme.modules.change(deactivate=MODULES)
            return time.time() * 1000
        if way == "node":
            at: float = self.closer.do("change", change={"deactivate": MODULES})["at"]
            return at
        soon = datetime.now(timezone.utc) + timedelta(seconds=1)
        self.acme.subscription.set(tier="ultimate", users=5, status="canceled", period_end=soon)
        return soon.timestamp() * 1000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = tmp_path / "bridge.db"
    with Bridge.sandbox(systems=SYSTEMS, records=40) as sandbox, Bridge(store, keyring=KEY) as bridge:
        world = World(bridge, store, prepared(bridge, sandbox))
        yield world
        for process in (*world.callers, world.closer):
            process.end()


def test_c12_a_module_that_is_closed_elsewhere_is_closed_here(world: World) -> None:
    slowest: dict[str, float] = {}
    published: set[str] = set()
    for _ in range(rounds(1, 20)):
        for way in ("python", "node", "by time"):
            opened(world.acme)
            for caller in world.callers:
                caller.do("begin")
            # During calls: all paths have been let through.
            assert eventually(lambda: all(caller.seen("let", 1) for caller in world.callers), 60)
            events = [{"type": "accounting.c12.told", "subject": f"s{n}"} for n in range(40)]
            published |= {made["id"] for made in world.acme.events.publish_many(events)}
            closed = world.close(way)
            assert eventually(lambda: all(caller.seen("refused", 3) for caller in world.callers), 60)
            for caller in world.callers:
                found = caller.do("end")["found"]
                late = max(one["last"] for one in found.values()) - closed
                pair = f"{way} -> {caller.name}"
                slowest[pair] = max(slowest.get(pair, late), late)
                assert late <= EFFECTIVE, (pair, found)
    opened(world.acme)
    print(f"C12: the last call let through began so long after the closing, in ms: {slowest}")
    for caller in world.callers:
        nothing_is_lost(world.acme, caller, published)


def nothing_is_lost(acme: Tenant, caller: Process, published: set[str]) -> None:
    """What was not delivered comes when it is asked for again, and nothing twice."""
    given: list[str] = caller.do("told")["delivered"]
    came = len(given)
    acme.events.dead_letters.replay(group=f"c12-{caller.name}")
    with acme.events.consumer(f"c12-{caller.name}", "accounting.c12.*") as consumer:
        while (delivery := consumer.next(timeout=0.5)) is not None:
            delivery.ack()
            given.append(delivery.event.id)
    assert came < len(given), "the closing left some"
    assert published <= set(given)
    assert len(set(given)) == len(given)
