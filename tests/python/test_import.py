"""Importing does nothing but import, and not much of that."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


@pytest.mark.parametrize("statement", ["import coreflow_bridge", "from coreflow_bridge import Bridge"])
def test_import_stays_within_its_budget_of_cpu(statement: str) -> None:
    """The budget is 0.03 s; the least of several runs is taken, because other work on the machine only adds."""
    bare, package = cpu("pass"), cpu(statement)
    assert package - bare < 0.03


def cpu(statement: str) -> float:
    code = f"import time\nstart = time.process_time()\n{statement}\nprint(time.process_time() - start)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(7))
    return min(float(run.stdout) for run in runs)
