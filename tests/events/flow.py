"""One process of the tests of flows, in Python: `flow.py JSON`. The same as flow.mjs.

It drains the flows of `examples/flows` until an event was handled, and kills itself within each step once: after the
step has had its effect, and before that is remembered.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from coreflow_bridge import Bridge, Delivery

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "flows"))
import flows


class Hurried(Bridge):
    """A bridge whose flows are soon given to another process."""

    def on(self, *types: Any, **options: Any) -> Any:
        return super().on(*types, **options, lease=0.5)


def deadly(folder: Path) -> None:
    """Lets each step kill the process, the first time."""
    whole = Delivery.step

    def step(self: Delivery, name: str, make: Any, find: Any = None) -> Any:
        def dies(key: str) -> Any:
            made = make(key)
            mark = folder / name.replace("/", "-").replace(":", "-")
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return made

        return whole(self, name, dies, find)

    Delivery.step = step  # type: ignore[method-assign]


def main() -> None:
    given = json.loads(sys.argv[1])
    deadly(Path(given["marks"]))
    with Hurried(given["store"], keyring={"key": given["key"]}) as bridge:
        flows.declare(bridge)
        watch = bridge.events.consumer("watch", "no.such.event")
        while bridge.drain()["handled"] == 0:
            watch.next(timeout=0.1)
        assert bridge.events.dead_letters.list() == []


main()
