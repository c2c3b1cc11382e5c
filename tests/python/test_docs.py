"""Every Python example of the README and of the guides runs as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = [
    pytest.param(code, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, code in enumerate(
        re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
]


def test_the_readme_has_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("code", EXAMPLES)
def test_example(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "an example shows something"


@pytest.mark.parametrize("story", ["story.py", "story_async.py"])
def test_the_flows_run(story: str) -> None:
    """`examples/flows`; what happens when they are killed is in test_flow_processes.py."""
    done = subprocess.run(
        [sys.executable, "-W", "error", f"examples/flows/{story}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("'handled': 1, 'failed': 0") == 3
    assert "55 in the books, 53 there: 240 posted" in done.stdout


def test_the_stories_run() -> None:
    """`make demo`, as far as it is Python."""
    done = subprocess.run(
        [sys.executable, "examples/demo/story.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "invoices with that key there now: 1" in done.stdout
    assert "ERPNext is back" in done.stdout
