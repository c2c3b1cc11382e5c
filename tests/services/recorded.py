"""What a real engine has answered (`engine.json`), over a real socket."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

ANSWERS: dict[str, Any] = json.loads((Path(__file__).parent / "engine.json").read_text("utf-8"))["answers"]


class Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True


class Recorded:
    """Serves on `socket` until `end()`. `now` puts another recorded answer in the place of one."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "engine.sock"
        self.now: dict[str, str] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def address_string(self) -> str:
                return "socket"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                status, body = outer.answer(self.path)
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._server = Server(str(self.socket), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def answer(self, target: str) -> tuple[int, Any]:
        parts = urlsplit(target)
        path = parts.path.lstrip("/")
        self.asked.append(path)
        if path == "containers/json":
            query = parse_qs(parts.query)
            labels = json.loads(query["filters"][0])["label"]
            assert query["all"] == ["true"]
            assert labels[0] == "com.docker.compose.project=team"
            path += " " + labels[1].removeprefix("com.docker.compose.service=")
        known = ANSWERS.get(self.now.get(path, path), ANSWERS["containers/none/json"])
        return known["status"], known["body"]

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.socket.unlink()
