"""Events per second through Python: published in batches, one by one from threads, and handled by a subscription."""

from __future__ import annotations

import itertools
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from coreflow_bridge import Bridge

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
GROUP, KEYS = 64, 1_000
KEY = {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
DATA = {"amount": "9960.00", "currency": "EUR", "stage": "won"}


def told(what: str, count: int, begun: float) -> None:
    sys.stdout.write(f"{what:<58} {count / (perf_counter() - begun):>9.0f} events/s\n")


with tempfile.TemporaryDirectory() as folder, Bridge(Path(folder) / "bridge.db", keyring=KEY) as bridge:
    events = bridge.tenant("acme").events
    consumer = events.consumer("g", "order.*")
    consumer.close()
    begun = perf_counter()
    for start in range(0, COUNT, GROUP):
        events.publish_many(
            [{"type": "order.made", "subject": f"o-{n % KEYS}", "data": DATA} for n in range(start, start + GROUP)]
        )
    told("python, published in batches of 64", COUNT, begun)
    begun = perf_counter()
    with ThreadPoolExecutor(GROUP) as pool:
        list(pool.map(lambda n: events.publish("order.made", f"o-{n % KEYS}", DATA), range(COUNT // 4)))
    told("python, published one by one from 64 threads", COUNT // 4, begun)
    total, done = -(-COUNT // GROUP) * GROUP + COUNT // 4, threading.Event()
    seen = itertools.count(1)

    def handler(*_: object) -> None:
        if next(seen) >= total:
            done.set()

    begun = perf_counter()
    events.subscribe("g", "order.*", handler, concurrency=GROUP)
    done.wait()
    told("python, handled by a subscription (64 at once) and acked", total, begun)
