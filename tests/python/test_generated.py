"""Files that are made from others are as they would be made now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import coreflow_bridge
import pytest
from conftest import ROOT


def test_the_sync_facade_is_made_from_the_async_one() -> None:
    tool = ROOT / "bindings-python" / "tools" / "unasync.py"
    subprocess.run([sys.executable, tool, "--check"], check=True)


def test_the_native_module_is_as_its_stub_says() -> None:
    subprocess.run([sys.executable, "-m", "mypy.stubtest", "coreflow_bridge._native"], cwd=ROOT, check=True)


def test_there_is_one_version() -> None:
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8").partition("[workspace.package]")[2]
    assert manifest.lstrip().startswith(f'version = "{coreflow_bridge.__version__}"')


@pytest.mark.parametrize("tool", [["mypy"], ["ruff", "check", "-q"], ["ruff", "format", "--check", "-q"]])
def test_the_python_code_is_clean(tool: list[str]) -> None:
    paths = [] if tool == ["mypy"] else ["bindings-python", "tests/python"]
    subprocess.run([Path(sys.executable).parent / tool[0], *tool[1:], *paths], cwd=ROOT, check=True)
