"""What reading ahead saves: the sandbox answers each request after 50 ms, each list has twenty pages.

python tests/bench/ahead.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from coreflow_bridge import Bridge

LATENCY_MS = 50
ROUNDS = 3
KEY = {"key": "bench:" + "A" * 43 + "="}
LISTS = {
    "by position": ("inventree", "inventory", "parts"),
    "by the last id": ("erpnext", "accounting", "items"),
}


def timed(work: Callable[[], object]) -> float:
    """The median of some rounds, in seconds."""
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return median(took)


def read(records: Any, size: int, prefetch: int | None, work_ms: int) -> None:
    for _ in records.list(page_size=size, prefetch=prefetch).pages():
        time.sleep(work_ms / 1000)


def feed(resource: str, size: int, sandbox: Any) -> None:
    with Bridge(":memory:", keyring=KEY) as bridge:
        connected(bridge, sandbox).sync(resource, page_size=size, mirror=True)


def connected(bridge: Bridge, sandbox: Any) -> Any:
    acme = bridge.tenant("acme")
    for system in ("inventree", "erpnext"):
        acme.connect(system, **sandbox.access(system), verify=False)
    acme.modules.change(
        activate=["inventory", "accounting"], provider={"inventory": "inventree", "accounting": "erpnext"}
    )
    return acme


def main() -> None:
    with (
        Bridge.sandbox(systems=["inventree", "erpnext"], records=60) as sandbox,
        Bridge(":memory:", keyring=KEY) as bridge,
    ):
        acme = connected(bridge, sandbox)
        for way, (system, module, plural) in LISTS.items():
            records = getattr(getattr(acme, module), plural)
            size = max(1, len(records.list().to_dicts()) // 20)
            sandbox.fault(system, "latency_ms", latency_ms=LATENCY_MS)
            for work_ms in (0, LATENCY_MS):
                took = {most: timed(partial(read, records, size, most, work_ms)) for most in (0, 1, None)}
                told = ", ".join(f"prefetch={most}: {seconds:.2f} s" for most, seconds in took.items())
                print(f"{system}, {way}, {work_ms} ms of work per page: {told}")
            print(f"{system}, a feed that mirrors: {timed(partial(feed, f'{module}.{plural}', size, sandbox)):.2f} s")


if __name__ == "__main__":
    main()
