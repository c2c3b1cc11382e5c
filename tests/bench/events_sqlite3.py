"""The bare engine from Python: the same rows inserted with the standard library's sqlite3, in transactions of 64."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from time import perf_counter

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
GROUP, KEYS = 64, 1_000
DATA = {"amount": "9960.00", "currency": "EUR", "stage": "won"}

with tempfile.TemporaryDirectory() as folder:
    db = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(
        "CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT, source TEXT, id TEXT, type TEXT,"
        " subject TEXT, time INTEGER, data TEXT, UNIQUE (tenant, source, id))"
    )
    db.execute("CREATE INDEX by_key ON events (tenant, subject, position)")
    begun = perf_counter()
    for start in range(0, COUNT, GROUP):
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            "INSERT INTO events (tenant, source, id, type, subject, time, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    "acme",
                    "urn:bench",
                    f"{n:032}",
                    "order.made",
                    f"o-{n % KEYS}",
                    time.time_ns() // 1_000,
                    json.dumps(DATA),
                )
                for n in range(start, start + GROUP)
            ],
        )
        db.execute("COMMIT")
    took = perf_counter() - begun
    db.close()
sys.stdout.write(f"{'python sqlite3, inserted in transactions of 64':<58} {COUNT / took:>9.0f} events/s\n")
