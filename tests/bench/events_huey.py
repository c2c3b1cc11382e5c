"""The same events through huey on SQLite with fsync: tasks enqueued one by one (it has no batches), and then run."""

from __future__ import annotations

import itertools
import logging
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter

from huey import SqliteHuey

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
WORKERS = 4
DATA = {"amount": "9960.00", "currency": "EUR", "stage": "won"}


def told(what: str, count: int, begun: float) -> None:
    sys.stdout.write(f"{what:<58} {count / (perf_counter() - begun):>9.0f} events/s\n")


logging.disable(logging.CRITICAL)
with tempfile.TemporaryDirectory() as folder:
    queue = SqliteHuey(filename=str(Path(folder) / "huey.db"), fsync=True, results=False)
    seen, done = itertools.count(1), threading.Event()

    @queue.task()
    def handler(_subject: str, _data: dict[str, str]) -> None:
        if next(seen) >= COUNT:
            done.set()

    begun = perf_counter()
    for n in range(COUNT):
        handler(f"o-{n % 1_000}", DATA)
    told("python huey, enqueued one by one", COUNT, begun)
    consumer = queue.create_consumer(workers=WORKERS, initial_delay=0.001, max_delay=0.01, periodic=False)
    begun = perf_counter()
    consumer.start()
    done.wait()
    told(f"python huey, run by {WORKERS} threads", COUNT, begun)
    consumer.stop(graceful=True)
