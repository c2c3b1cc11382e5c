"""Importing does nothing but import, and not much of that. What it costs, `make bench` says."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import os, sys, threading
before = set(sys.modules)
from coreflow_bridge import Bridge, AsyncBridge
heavy = {"typing", "dataclasses", "decimal", "json", "asyncio", "inspect", "socket", "importlib.metadata"}
print(sorted(heavy & (set(sys.modules) - before)))
print(threading.active_count(), len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""


def test_import_loads_nothing_heavy_and_starts_no_thread() -> None:
    answer = subprocess.run([sys.executable, "-S", "-c", paths() + LOOK], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n1 1\n"


def paths() -> str:
    return f"import sys; sys.path[:] = {sys.path!r}\n"
