"""Systems behind TLS: whom the bridge trusts, and that connections share nothing but that."""

from __future__ import annotations

import json
import os
import ssl
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

VECTORS = Path(__file__).parent.parent / "vectors" / "tls"

#: Three connections, one call each, one after the other: what became of them, as JSON.
CALLS = """
import json, sys
from coreflow_bridge import Bridge, errors

came = []
with Bridge(":memory:", keyring={"key": "test:" + "A" * 43 + "="}) as bridge:
    acme = bridge.tenant("acme")
    acme.modules.change(activate=["accounting"])
    for name in ("one", "two", "three"):
        credential = {"type": "api_key", "key": "k", "secret": "s"}
        given = {"instance": sys.argv[1], "credential": credential, "allow_private": True, "verify": False}
        acme.connect("erpnext", name=name, **given)
        try:
            came.append(acme.connection(name).request("GET", "/api/method/ping")["status"])
        except errors.BridgeError as error:
            came.append(error.code)
print(json.dumps(came))
"""


@pytest.fixture
def server() -> Iterator[tuple[str, list[bool]]]:
    """A system behind TLS, and whether each of its connections resumed a session."""
    resumed: list[bool] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            resumed.append(bool(self.request.session_reused))

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            body = json.dumps({"message": "pong"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that does not trust us hangs up."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(VECTORS / "server.pem")
    served = Server(("127.0.0.1", 0), Handler)
    served.socket = context.wrap_socket(served.socket, server_side=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{served.server_port}", resumed
    served.shutdown()
    served.server_close()
    thread.join()


def called(url: str, **variables: str) -> Any:
    environment = {**os.environ, **variables}
    done = run(
        [sys.executable, "-c", CALLS, url], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def test_a_private_authority_is_trusted_where_the_machine_does(server: tuple[str, list[bool]]) -> None:
    url, resumed = server
    assert called(url, SSL_CERT_FILE=str(VECTORS / "ca.pem")) == [200, 200, 200]
    assert resumed == [False, False, False], "what one connection learned of the system is no other's"


def test_who_vouches_for_himself_is_trusted_by_nobody(server: tuple[str, list[bool]], tmp_path: Path) -> None:
    url, _ = server
    assert called(url) == ["UNAVAILABLE", "UNAVAILABLE", "UNAVAILABLE"]
    empty = tmp_path / "nobody.pem"
    empty.touch()
    variables = {"SSL_CERT_FILE": str(empty), "SSL_CERT_DIR": str(tmp_path)}
    assert called(url, **variables) == ["CONFIG_INVALID", "CONFIG_INVALID", "CONFIG_INVALID"]
