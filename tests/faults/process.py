"""What this process holds: sockets, threads, memory. Linux only, as the packages are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

SOAK = bool(os.environ.get("FAULTS_SOAK"))
"""Whether the full counts are run, and the figures of the matrix are demanded (`make soak`)."""


def rounds(few: int, full: int) -> int:
    return full if SOAK else few


def sockets_to(port: int) -> int:
    """The sockets that are connected, or connecting, to a port of this host, and that a process still holds."""
    count = 0
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text().splitlines()[1:]:
            _, _, remote, _, _, _, _, _, _, inode, *_ = row.split()
            count += int(remote.rpartition(":")[2], 16) == port and inode != "0"
    return count


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def peak_over(work: Callable[[], object]) -> int:
    """How much more memory this process used at the worst moment of some work than before it, in bytes."""
    Path("/proc/self/clear_refs").write_text("5")  # The peak begins anew.
    before = _status("VmRSS")
    work()
    return _status("VmHWM") - before


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"the system tells no {name}")


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it holds within that time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
