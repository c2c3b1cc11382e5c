"""The store's file in bad shape, and shared: each mistake has its error, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from coreflow_bridge import Bridge
from coreflow_bridge.errors import ConfigError, SecretUnavailableError, StorageUnavailableError

# Where a SQLite file keeps its user_version, the schema's version: https://sqlite.org/fileformat.html#the_database_header
USER_VERSION = slice(60, 64)


def connect(bridge: Bridge, name: str = "erp") -> None:
    credential = {"type": "api_key", "key": "k", "secret": "s"}
    bridge.tenant("acme").connect(
        "erpnext", instance="https://erp.acme.test", credential=credential, name=name, verify=False
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.db"
    with Bridge(path) as bridge:
        connect(bridge)
    return path


def test_a_database_of_a_newer_version_is_refused_and_kept(store: Path) -> None:
    data = bytearray(store.read_bytes())
    data[USER_VERSION] = (999).to_bytes(4, "big")
    store.write_bytes(data)
    for log in ("bridge.db-wal", "bridge.db-shm"):  # after a clean close the file alone is complete
        store.with_name(log).unlink()
    with Bridge(store) as bridge, pytest.raises(ConfigError, match=r"999.*newer"):
        bridge.tenant("acme").connections()
    assert store.read_bytes() == data


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but somebody's notes\n" * 100)
    with Bridge(path) as bridge, pytest.raises(StorageUnavailableError):
        bridge.tenant("acme").connections()
    assert path.read_text().startswith("not a database")


def test_a_missing_key_is_never_replaced_by_a_new_one(store: Path) -> None:
    key = store.with_name("bridge.db.key")
    kept = key.read_bytes()
    key.unlink()
    with Bridge(store) as bridge, pytest.raises(SecretUnavailableError, match="key"):
        bridge.tenant("acme").connections()
    assert not key.exists()
    key.write_bytes(kept)
    with Bridge(store) as bridge:
        assert [one["name"] for one in bridge.tenant("acme").connections()] == ["erp"]


def test_two_processes_on_one_store_lose_nothing(store: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests/python'); from pathlib import Path; from coreflow_bridge import Bridge;"
        "from test_store import connect\n"
        "with Bridge(Path(sys.argv[1])) as bridge:\n"
        "    for number in range(25): connect(bridge, f'{sys.argv[2]}-{number}')\n"
    )
    root = Path(__file__).resolve().parents[2]
    writers = [subprocess.Popen([sys.executable, "-c", program, store, name], cwd=root) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with Bridge(store) as bridge:
        names = {one["name"] for one in bridge.tenant("acme").connections()}
    assert names == {"erp", *(f"{writer}-{number}" for writer in "ab" for number in range(25))}
