"""One process of the tests of flows, on asyncio: `flow_async.py JSON`. The same as flow.py."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from coreflow_bridge import AsyncBridge, AsyncDelivery

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "flows"))
import flows_async


class Hurried(AsyncBridge):
    """A bridge whose flows are soon given to another process."""

    def on(self, *types: Any, **options: Any) -> Any:
        return super().on(*types, **options, lease=0.5)


def deadly(folder: Path) -> None:
    """Lets each step kill the process, the first time."""
    whole = AsyncDelivery.step

    async def step(self: AsyncDelivery, name: str, make: Any, find: Any = None) -> Any:
        async def dies(key: str) -> Any:
            made = await make(key)
            mark = folder / name.replace("/", "-").replace(":", "-")
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return made

        return await whole(self, name, dies, find)

    AsyncDelivery.step = step  # type: ignore[method-assign]


async def main() -> None:
    given = json.loads(sys.argv[1])
    deadly(Path(given["marks"]))
    async with Hurried(given["store"], keyring={"key": given["key"]}) as bridge:
        flows_async.declare(bridge)
        watch = await bridge.events.consumer("watch", "no.such.event")
        while (await bridge.drain())["handled"] == 0:
            await watch.next(timeout=0.1)
        assert await bridge.events.dead_letters.list() == []


asyncio.run(main())
