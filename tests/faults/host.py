"""A process of a host in either language, driven line by line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from behaving import Behaving
from conftest import KEY

HERE = Path(__file__).parent


class Host:
    """A process of a host, in either language, with a tenant `acme` (and more) connected."""

    def __init__(
        self, language: str, store: Path, connect: dict[str, str], policies: dict[str, object], **more: object
    ) -> None:
        program = (
            [sys.executable, str(HERE / "driver.py")] if language == "python" else ["node", str(HERE / "driver.mjs")]
        )
        text = json.dumps({"store": str(store), "key": KEY["key"], "connect": connect, "policies": policies, **more})
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([*program, text], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        assert self.read() == "ready"

    def read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            raise AssertionError(self.process.communicate()[1])
        return line

    def begin(self, **command: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": "calls", **command}) + "\n")
        self.process.stdin.flush()

    def calls(self, **command: object) -> Any:
        self.begin(**command)
        return json.loads(self.read())

    def codes(self, **command: object) -> dict[str, int]:
        found: dict[str, int] = self.calls(**command)["codes"]
        return found

    def breaker(self, tenant: str = "acme") -> Any:
        self.begin(do="health")
        health = json.loads(self.read())
        return next(one["pipeline"]["breaker"] for one in health["connections"] if one["tenant"] == tenant)

    def hedges(self, tenant: str = "acme") -> tuple[int, int]:
        """How many hedges were sent, and how many of them won."""
        self.begin(do="health")
        health = json.loads(self.read())
        pipeline = next(one["pipeline"] for one in health["connections"] if one["tenant"] == tenant)
        return pipeline["hedges"], pipeline.get("hedges_won", pipeline.get("hedgesWon"))

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def fleet(folder: Path) -> Iterator[Callable[..., list[Host]]]:
    """Starts processes of both languages on one store, in turn; all end with the block."""
    with ExitStack() as stack:

        def start(system: Behaving, count: int, /, tenants: dict[str, str] | None = None, **more: Any) -> list[Host]:
            started: list[Host] = []
            for number in range(count):
                language = "python" if number % 2 == 0 else "node"
                connect = (tenants or {"acme": system.url}) if number == 0 else {}
                started.append(Host(language, folder / "bridge.db", connect, {}, **more))
                stack.callback(started[-1].end)
            for one in started:
                # Each has opened the store and the connection before anything is measured.
                one.begin(do="open")
            for one in started:
                one.read()
            return started

        yield start
