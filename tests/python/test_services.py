"""`services compose`: what is written is a compose file by the specification's own schema, and holds no secret."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT

SYSTEMS = ["bigcapital", "dolibarr", "erpnext", "fingpt", "inventree", "nocobase", "plane", "twenty"]
SCHEMA = json.loads((ROOT / "tests" / "services" / "compose-spec.json").read_text("utf-8"))


def compose(folder: Path, *words: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "coreflow_bridge", "services", "compose", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def read(folder: Path) -> Any:
    return yaml.safe_load((folder / "compose.yaml").read_text("utf-8"))


def test_each_system_fits_the_specification(tmp_path: Path) -> None:
    compose(tmp_path, "--systems", ",".join(SYSTEMS), *(word for one in SYSTEMS for word in ("--publish", one)))
    whole = read(tmp_path)
    jsonschema.Draft7Validator(SCHEMA).validate(whole)
    bound = [port for service in whole["services"].values() for port in service.get("ports", [])]
    assert len(bound) == len(SYSTEMS)
    assert all(port.startswith("127.0.0.1:") for port in bound)


def test_the_schema_can_say_no(tmp_path: Path) -> None:
    compose(tmp_path, "--systems", "twenty")
    wrong = read(tmp_path)
    wrong["services"]["twenty-db"]["imagge"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate(wrong)


def test_all_systems_fit_together(tmp_path: Path) -> None:
    said = compose(tmp_path, "--systems", ",".join(SYSTEMS), "--name", "team", "--publish", "twenty=13999")
    whole = read(tmp_path)
    jsonschema.Draft7Validator(SCHEMA).validate(whole)
    bound = [port for service in whole["services"].values() for port in service.get("ports", [])]
    assert bound == ["127.0.0.1:13999:3000"]
    files = sorted((tmp_path / "secrets").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    text = (tmp_path / "compose.yaml").read_text("utf-8")
    for path in files:
        if path.suffix != ".env":
            assert path.read_text("utf-8") not in text + said
    # Every file that is named is there.
    named = [secret["file"] for secret in whole["secrets"].values()]
    named += [file for service in whole["services"].values() for file in service.get("env_file", [])]
    assert named
    assert all((tmp_path / name).is_file() for name in named)


def test_what_cannot_be_run_is_refused(tmp_path: Path) -> None:
    assert "UNSUPPORTED: finrobot cannot be run so" in compose(tmp_path, "--systems", "twenty,finrobot", code=1)
    assert "UNSUPPORTED: idurar cannot be run so" in compose(tmp_path, "--systems", "idurar", code=1)
    assert not list(tmp_path.iterdir())


def test_a_second_reader_takes_it(tmp_path: Path) -> None:
    """podman-compose (a development requirement) resolves the file as it would run it; it needs no engine for that."""
    tool = Path(sys.executable).parent / "podman-compose"
    compose(tmp_path, "--systems", ",".join(SYSTEMS), "--name", "team", "--publish", "twenty=13999")
    # It asks podman for its version; what it does with the file does not depend on the answer.
    podman = shutil.which("podman") or str(_stand_in(tmp_path))
    done = subprocess.run(
        [tool, "--podman-path", podman, "-f", "compose.yaml", "config"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)
    assert set(resolved["services"]) == set(read(tmp_path)["services"])


def _stand_in(folder: Path) -> Path:
    path = folder / "podman"
    path.write_text("#!/bin/sh\necho podman version 5.0.0\n", "utf-8")
    path.chmod(0o755)
    return path
