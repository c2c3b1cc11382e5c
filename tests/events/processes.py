"""Starts the processes of the event tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("python", "node")
#: Those of consumers: `asyncio` is Python with AsyncBridge.
CONSUMERS = ("python", "node", "asyncio")
KEY = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def spawn(language: str, role: str, folder: Path, **given: object) -> subprocess.Popen[str]:
    """A process on the store of a folder. It ends with its input, at the latest."""
    program = ["node", str(HERE / "worker.mjs")] if language == "node" else [sys.executable, str(HERE / "worker.py")]
    role = f"{role}_async" if language == "asyncio" else role
    text = json.dumps({"store": str(folder / "bridge.db"), "key": KEY, **given})
    pipe = subprocess.PIPE
    return subprocess.Popen([*program, role, text], stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def line(process: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    if not said:
        raise AssertionError(process.communicate()[1])
    return said
