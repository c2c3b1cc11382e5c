"""Publishers and consumers of both languages on one file, killed at random; then what must hold is looked for.

python tests/events/chaos.py --events 100000 --kills 200
python tests/events/chaos.py --events 100000 --kills 0 --failing 0    (nothing may come twice then)
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from processes import CONSUMERS, LANGUAGES, spawn

KEYS = 8
#: A soak that stands still for so long has lost something, or hangs.
STUCK = 120


@dataclass
class Outcome:
    """What was found."""

    acknowledged: int
    deliveries: int
    delivered: int
    lost: list[str]
    out_of_order: list[str]
    kills: int
    seconds: float

    @property
    def again(self) -> int:
        return self.deliveries - self.delivered


class Deliveries:
    """What was delivered, as far as it is read; a run reads only what is new."""

    def __init__(self, file: Path) -> None:
        file.touch()
        self.file = file.open()
        self.half, self.count = "", 0
        self.events: set[str] = set()
        self.last: dict[str, int] = {}
        self.out_of_order: list[str] = []

    def read(self) -> None:
        # The last line may be half written.
        *lines, self.half = (self.half + self.file.read()).split("\n")
        for _, subject, number, one, _ in map(str.split, lines):
            self.count += 1
            self.events.add(one)
            # An event may come again, but never after a later one of its subject came.
            if int(number) < self.last.get(subject, -1):
                self.out_of_order.append(one)
            self.last[subject] = max(self.last.get(subject, -1), int(number))


class Run:
    """One run in a folder."""

    def __init__(self, folder: Path, events: int, kills: int, workers: int, failing: float) -> None:
        self.folder, self.kills, self.failing = folder, kills, failing
        self.deliveries = Deliveries(folder / "delivered")
        self.each = events // workers
        self.publishers = {f"p{n}": LANGUAGES[n % 2] for n in range(workers)}
        self.consumers = {f"c{n}": CONSUMERS[n % len(CONSUMERS)] for n in range(workers)}
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def start(self, name: str) -> None:
        if name in self.publishers:
            given = {"name": name, "acked": str(self.folder / name), "count": self.each, "keys": KEYS}
            self.processes[name] = spawn(self.publishers[name], "publish", self.folder, **given)
        else:
            given = {"name": name, "delivered": self.deliveries.file.name, "failing": self.failing}
            self.processes[name] = spawn(self.consumers[name], "consume", self.folder, **given)

    def acked(self) -> list[str]:
        files = (self.folder / name for name in self.publishers)
        return [one for file in files if file.exists() for one in file.read_text().split()]

    def run(self) -> Outcome:
        begun = time.monotonic()
        for name in (*self.consumers, *self.publishers):
            self.start(name)
        killed, total, seen, changed = 0, self.each * len(self.publishers), -1, begun
        finished: set[str] = set()
        while len(finished) < len(self.publishers) or len(self.deliveries.events) < total:
            self.deliveries.read()
            progress = self.deliveries.count
            if progress != seen:
                seen, changed = progress, time.monotonic()
            elif time.monotonic() - changed > STUCK:
                break
            # Kills are spread over the way: so many for so much progress.
            while killed < self.kills * progress // total:
                name = random.choice([name for name in self.processes if name not in finished])  # noqa: S311
                self.processes[name].kill()
                self.processes[name].communicate()
                self.start(name)
                killed += 1
            for name, process in list(self.processes.items()):
                if name not in finished and process.poll() is not None:
                    if process.returncode != 0:
                        raise AssertionError(f"{name} ended by itself: {process.communicate()[1]}")
                    finished.add(name)
            time.sleep(0.02)
        for name in self.consumers:
            self.processes[name].communicate("", timeout=STUCK)
        return self.judge(killed, time.monotonic() - begun)

    def judge(self, killed: int, seconds: float) -> Outcome:
        self.deliveries.read()
        acked, came = set(self.acked()), self.deliveries
        lost = sorted(acked - came.events)
        return Outcome(len(acked), came.count, len(came.events), lost, came.out_of_order, killed, seconds)


def run(events: int, kills: int = 0, workers: int = 4, failing: float = 0.0) -> Outcome:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        chaos = Run(Path(folder), events, kills, workers, failing)
        try:
            return chaos.run()
        finally:
            chaos.deliveries.file.close()
            for process in chaos.processes.values():
                if process.poll() is None:
                    process.kill()
                process.communicate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--failing", type=float, default=0.001, help="how many of the handlers fail")
    chosen = parser.parse_args()
    found = run(chosen.events, chosen.kills, chosen.workers, chosen.failing)
    sys.stdout.write(
        f"{found.acknowledged} acknowledged, {found.delivered} delivered, {found.again} again, {found.kills} kills, "
        f"{len(found.lost)} lost, {len(found.out_of_order)} out of order, {found.seconds:.0f} s\n"
    )
    twice = found.again > 0 and not (chosen.kills or chosen.failing)
    sys.exit(1 if found.lost or found.out_of_order or twice or found.acknowledged < chosen.events else 0)
