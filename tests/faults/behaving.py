"""A system that does what a test says, and may be told otherwise while it runs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """An answer, after some seconds."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    body: str = '{"data": []}'


class Behaving:
    """`behave` is asked for the answer to each request: with its path, and how many came before it.

    With `echo`, an answer says which path was asked for with which credential, and sets a cookie of that credential.
    """

    def __init__(self, behave: Callable[[str, int], Reply], *, echo: bool = False) -> None:
        self.behave, self.echo = behave, echo
        #: The credentials that came over each connection, and all cookies that came.
        self.carried: dict[tuple[str, int], set[str]] = {}
        self.cookies: list[str] = []
        #: What came with the request that is being answered: for `behave`.
        self.credential = ""
        self.lock = threading.Lock()
        self.times: list[float] = []
        self.running = self.most_at_once = 0
        system = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                system.answer(self)

            do_POST = do_GET  # noqa: N815 - named by the library

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def hits(self) -> int:
        return len(self.times)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers.get("content-length", 0)))
        credential = request.headers.get("authorization", "")
        with self.lock:
            self.credential = credential
            reply = self.behave(request.path, len(self.times))
            self.times.append(time.monotonic())
            self.running += 1
            self.most_at_once = max(self.most_at_once, self.running)
            if self.echo:
                self.carried.setdefault(request.client_address, set()).add(credential)
                self.cookies += request.headers.get_all("cookie", [])
        time.sleep(reply.after)
        with self.lock:
            self.running -= 1
        try:
            body = reply.body.encode()
            if self.echo:
                body = json.dumps({"path": request.path, "credential": credential}).encode()
                reply.headers["set-cookie"] = f"session={credential.rpartition(' ')[2]}; Path=/"
            request.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                request.send_header(name, value)
            request.send_header("content-length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            request.close_connection = True

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
