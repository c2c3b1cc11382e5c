"""A process of a host, in Python: `driver.py JSON`; the same as driver.mjs. It does what each line of its input says.

`{"do": "calls", "n", "at_once", ...}` calls a path and answers the codes, the slowest in milliseconds, and the longest
`retry_after` in milliseconds; with `cancel_ms` each call is given up after that, with `for_ms` none begins after that.
`health` answers `bridge.health()`, `open` what is known of the connections of `acme`.

The connection is one to ERPNext, or to the `system` that is given, and called `erpnext`, or by the `name` that is.

`echo` makes calls of all tenants
in turn to a system that says what it was asked and with which credential, gives some up, and counts the answers that
were not its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from coreflow_bridge import AsyncBridge
from coreflow_bridge.errors import BridgeError

given = json.loads(sys.argv[1])
NAME = given.get("name", "erpnext")


async def calls(bridge: AsyncBridge, command: dict[str, Any]) -> dict[str, Any]:
    codes: Counter[str] = Counter()
    found = {"slowest": 0.0, "retry_after": 0.0}
    connection = bridge.tenant(command.get("tenant", "acme")).connection(NAME)
    deadline = command.get("deadline_ms")
    left = command.get("n", 1)
    end = time.monotonic() + command.get("for_ms", 3_600_000) / 1000

    async def one() -> str:
        call = connection.request(
            command.get("method", "GET"),
            command.get("path", "/api/resource/Item"),
            body=command.get("body"),
            deadline=None if deadline is None else deadline / 1000,
            background=bool(command.get("background")),
            hedge=command.get("hedge"),
        )
        try:
            if "cancel_ms" in command:
                await asyncio.wait_for(call, command["cancel_ms"] / 1000)
            else:
                await call
        except BridgeError as error:
            found["retry_after"] = max(found["retry_after"], (error.retry_after or 0) * 1000)
            return error.code
        except asyncio.TimeoutError:
            return "given up"
        return "ok"

    async def work() -> None:
        nonlocal left
        while left > 0 and time.monotonic() < end:
            left -= 1
            begun = time.perf_counter()
            codes[await one()] += 1
            found["slowest"] = max(found["slowest"], (time.perf_counter() - begun) * 1000)

    await asyncio.gather(*(work() for _ in range(command.get("at_once", 1))))
    return {"codes": codes, **found}


async def echo(bridge: AsyncBridge, command: dict[str, Any]) -> dict[str, Any]:
    codes: Counter[str] = Counter()
    tenants = list(given["connect"])
    numbers = iter(range(command["n"]))

    async def work() -> None:
        for number in numbers:
            tenant, given_up = tenants[number % len(tenants)], number % 20 == 7
            path = f"/api/resource/{tenant}-{number}"
            call = bridge.tenant(tenant).connection("erpnext").request("GET", path)
            try:
                answer = await asyncio.wait_for(call, 0.001 if given_up else None)
            except asyncio.TimeoutError:
                codes["given up"] += 1
            except BridgeError as error:
                codes[error.code] += 1
            else:
                body = answer["body"]
                own = body["path"] == path and body["credential"] == f"token k:secret-of-{tenant}"
                codes["ok" if own else "crossed"] += 1

    await asyncio.gather(*(work() for _ in range(command["at_once"])))
    return {"codes": codes}


async def main() -> None:
    async with AsyncBridge(
        given["store"], keyring={"key": given["key"]}, policies=given.get("policies"), egress=given.get("egress")
    ) as bridge:
        for tenant, url in given.get("connect", {}).items():
            await bridge.tenant(tenant).modules.change(activate=[given.get("module", "accounting")])
            await bridge.tenant(tenant).connect(
                given.get("system", "erpnext"),
                name=NAME,
                instance=url,
                credential=given.get("credential", {"type": "api_key", "key": "k", "secret": f"secret-of-{tenant}"}),
                options=given.get("options", {"zone": "UTC"}),
                allow_private=True,
                verify=False,
                overlay=given.get("overlay"),
            )
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command = json.loads(line)
            answer: Any
            match command["do"]:
                case "health":
                    answer = await bridge.health()
                case "open":
                    answer = await bridge.tenant("acme").health(probe=False)
                case "echo":
                    answer = await echo(bridge, command)
                case _:
                    answer = await calls(bridge, command)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


asyncio.run(main())
