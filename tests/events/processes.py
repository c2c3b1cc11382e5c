"""Starts the processes of the event tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("python", "node")
KEY = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def spawn(language: str, role: str, folder: Path, **given: object) -> subprocess.Popen[str]:
    """A process on the store of a folder. It ends with its input, at the latest."""
    program = [sys.executable, str(HERE / "worker.py")] if language == "python" else ["node", str(HERE / "worker.mjs")]
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
