"""What the tests share: the program that serves the systems, and a bridge that leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from coreflow_bridge import Bridge

ROOT = Path(__file__).resolve().parents[1]
KEY = {"key": "test:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}


class Upstream:
    """The program of `tests/rust` that serves recordings and scripts, and judges scenarios."""

    def __init__(self, url: str) -> None:
        self.netloc = urlsplit(url).netloc

    def ask(self, method: str, verb: str, body: object = None, **query: object) -> Any:
        connection = HTTPConnection(self.netloc, timeout=120)
        try:
            connection.request(method, f"/__control__/{verb}?{urlencode(query)}", json.dumps(body))
            answer = connection.getresponse()
            data = json.loads(answer.read())
        finally:
            connection.close()
        assert answer.status == 200, data
        return data

    def load(self, **upstream: object) -> Any:
        return self.ask("POST", "load", upstream)

    def hostile(self, *rules: object, **plan: object) -> Hostile:
        """A hostile upstream; `tests/faults/README.md` has the words."""
        return Hostile(self, self.ask("POST", "hostile", {"rules": rules, **plan}))

    def dns(self, names: object, *, cycle: bool = False) -> NameServer:
        """A name server with these answers."""
        return NameServer(self, self.ask("POST", "dns", {"names": names, "cycle": cycle}))


class Hostile:
    """A hostile upstream, until the tests end."""

    def __init__(self, upstream: Upstream, made: Any) -> None:
        self.url: str = made["url"]
        self.address: str = made["address"]
        self.port: int = made["port"]
        self._seen = partial(upstream.ask, "GET", "hostile", session=made["session"])

    def seen(self) -> Any:
        """`connections`, `open` and `requests` so far."""
        return self._seen()


class NameServer:
    """A name server, until the tests end."""

    def __init__(self, upstream: Upstream, made: Any) -> None:
        self.address: str = made["address"]
        self._seen = partial(upstream.ask, "GET", "dns", session=made["session"])

    def queries(self) -> Any:
        """The questions so far."""
        return self._seen()["queries"]


@pytest.fixture(scope="session")
def upstream() -> Iterator[Upstream]:
    folder = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = folder / "debug" / "upstream"
    if not program.exists():
        subprocess.run(["cargo", "build", "-q", "-p", "bridge-tests", "--bin", "upstream"], cwd=ROOT, check=True)
    with subprocess.Popen([program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Upstream(json.loads(process.stdout.readline())["url"])
        process.stdin.close()


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    with Bridge(":memory:", keyring=KEY) as bridge:
        yield bridge
