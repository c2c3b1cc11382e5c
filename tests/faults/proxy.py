"""A proxy before a system that stops at chosen requests: before they are passed on, or after they were carried out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


class Proxy:
    """Passes requests on, all but those that are held and never answered.

    `stops` says of a request (its method; its target and body as text) where: `before:<name>` it is passed on,
    `after:<name>` it was carried out, or not at all.
    """

    def __init__(self, url: str, stops: Callable[[str, str], str | None]) -> None:
        self._target = urlsplit(url)
        self._stops = stops
        self._held: dict[str, threading.Event] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def _pass(self) -> None:
                proxy._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def pass_all(self) -> None:
        """Holds nothing more; what is held is dropped."""
        self._over.set()

    def close(self) -> None:
        """Ends it."""
        self.pass_all()
        self._server.shutdown()
        self._server.server_close()

    def held(self, name: str, seconds: float = 60) -> bool:
        """Waits until a request with the name in it is held."""
        return self._event(name).wait(seconds)

    def _event(self, name: str) -> threading.Event:
        with self._lock:
            return self._held.setdefault(name, threading.Event())

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        text = f"{unquote(request.path)} {body.decode()}"
        when = None if self._over.is_set() else self._stops(request.command, text)
        where, name = when.split(":", 1) if when else ("", "")
        if where == "before":
            self._hold(request, name)
            return
        connection = HTTPConnection(self._target.netloc, timeout=60)
        headers = {key: value for key, value in request.headers.items() if key.lower() not in ("host", "connection")}
        connection.request(request.command, request.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if where == "after":
            self._hold(request, name)
            return
        request.send_response(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in ("transfer-encoding", "content-length", "connection", "date", "server"):
                request.send_header(key, value)
        request.send_header("content-length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _hold(self, request: BaseHTTPRequestHandler, name: str) -> None:
        self._event(name).set()
        self._over.wait()
        request.close_connection = True
