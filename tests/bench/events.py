"""Events per second: `python3 tests/bench/events.py [--rounds 3] [--events 20000]`.

The core, the Python package and the npm package beside the bare engine and a well-known peer of each language, all
with every event on the disk before it counts. Each contender is a process of its own; they take turns, so that a busy
machine troubles all alike, and the table gives medians.
Needs what `make build` makes, and `redis-server` for BullMQ; the peers go
into `.venv-bench` and `.build/bench`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OURS = ROOT / ".venv" / "bin" / "python"
PEERS = ROOT / ".venv-bench"
MODULES = ROOT / ".build" / "bench"
BULLMQ = ("bullmq@6.7.0", "ioredis@6.0.0")

# What is measured, and what it is set against: the bridge's own line of the same language and job.
APPEND = {"rust": "bridge, appended in batches of 64", "python": "python, published in batches of 64"}
APPEND["node"] = "node, published in batches of 64"
SINGLE = {"python": "python, published one by one from 64 threads", "node": "node, published one by one, 64 at once"}
HANDLE = {
    "python": "python, handled by a subscription (64 at once) and acked",
    "node": "node, handled by a subscription (64 at once) and acked",
}
AGAINST = {
    "bare rusqlite, appended in transactions of 64": APPEND["rust"],
    "python sqlite3, inserted in transactions of 64": APPEND["python"],
    "python huey, enqueued one by one": SINGLE["python"],
    "python huey, run by 4 threads": HANDLE["python"],
    "node bullmq, added in batches of 64": APPEND["node"],
    "node bullmq, added one by one, 64 at once": SINGLE["node"],
    "node bullmq, handled by a worker (64 at once)": HANDLE["node"],
}
LINE = re.compile(r"^(.+?) +(\d+) events/s$")


def contenders(events: int) -> list[list[str]]:
    """The command of each process."""
    count = str(events)
    bench = ["cargo", "bench", "--quiet", "--locked", "-p", "coreflow-bridge", "--bench", "events", "--", count]
    return [
        bench,
        [str(OURS), str(HERE / "events_python.py"), count],
        [str(PEERS / "bin" / "python"), str(HERE / "events_sqlite3.py"), count],
        [str(PEERS / "bin" / "python"), str(HERE / "events_huey.py"), count],
        ["node", str(HERE / "events_node.mjs"), count],
        ["node", str(HERE / "events_bullmq.mjs"), count],
    ]


def prepare() -> None:
    """Installs the peers; whatever is missing ends the run."""
    if shutil.which("redis-server") is None:
        sys.exit("redis-server is needed for BullMQ: apt install redis-server")
    if not PEERS.exists():
        subprocess.run([OURS, "-m", "venv", PEERS], check=True)
    pip = [PEERS / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
    if not (MODULES / "node_modules" / "ioredis").exists():
        MODULES.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", MODULES, *BULLMQ]
        subprocess.run(npm, check=True)


def main() -> None:
    """Runs the rounds and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--events", type=int, default=20_000)
    chosen = parser.parse_args()
    prepare()
    rates: dict[str, list[int]] = {}
    for _ in range(chosen.rounds):
        for command in contenders(chosen.events):
            env = {**os.environ, "BENCH_MODULES": str(MODULES)}
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
            if done.returncode != 0:
                sys.exit(f"{command} failed:\n{done.stderr}")
            for line in done.stdout.splitlines():
                if found := LINE.match(line):
                    rates.setdefault(found[1], []).append(int(found[2]))
    if missing := [name for pair in AGAINST.items() for name in pair if name not in rates]:
        sys.exit(f"not measured: {missing}")
    print(f"{chosen.events} events, {chosen.rounds} rounds, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':<58} {'events/s':>9}  the bridge does")
    for name, found in rates.items():
        against = AGAINST.get(name)
        ratio = f"{median(rates[against]) / median(found):>8.2f} x" if against else ""
        print(f"{name:<58} {median(found):>9.0f}  {ratio}".rstrip())


if __name__ == "__main__":
    main()
