"""How fast webhooks are accepted, from a server of each language, beside senders that mean harm.

python tests/events/hooks_rate.py --rate 200 --seconds 30

Good deliveries come at a fixed rate, each signed and of a record of its own; what is measured is the time from the
moment at which one was due to its answer, so that a server that falls behind does not look fast. Beside them come
bodies of 100 MiB, announced and in chunks, bodies of one byte a second, and deliveries to the endpoint of another
tenant. Only the good ones may be events.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import hmac
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from processes import KEY, LANGUAGES, line, spawn

LARGE = 100 << 20
#: Connections that send a byte a second, and how many of the other bad ones go on at once.
SLOW, BAD = 16, 2


@dataclass
class Figures:
    """What was found of one language."""

    language: str
    accepted: int
    alone: str
    beside: str
    events: int
    refused: dict[str, Counter[int]]

    def wrong(self, sent: int) -> list[str]:
        """What must not be, in words."""
        found = []
        if (self.accepted, self.events) != (sent, sent):
            found.append(f"{sent} sent, {self.accepted} accepted, {self.events} events")
        expected = {"announced": {413}, "chunked": {413}, "foreign": {401}}
        found += [
            f"{name}: {dict(self.refused[name])}"
            for name, good in expected.items()
            if not self.refused[name] or set(self.refused[name]) - good
        ]
        if set(self.refused["slow"]) - {408}:
            found.append(f"slow: {dict(self.refused['slow'])}")
        return found


class Attack:
    """Bad senders, until they are told to stop."""

    def __init__(self, port: int, endpoint: str, foreign: tuple[str, bytes, str]) -> None:
        self.port, self.endpoint, self.foreign = port, endpoint, foreign
        self.over = threading.Event()
        self.seen: dict[str, Counter[int]] = {name: Counter() for name in ("announced", "chunked", "slow", "foreign")}
        kinds = [self.announced, self.chunked, self.elsewhere] * BAD + [self.slow] * SLOW
        self.threads = [threading.Thread(target=self.again, args=(kind,), daemon=True) for kind in kinds]

    def __enter__(self) -> Attack:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def again(self, kind: Any) -> None:
        while not self.over.is_set():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 60) as to:
                kind(to)
            self.over.wait(0.2)

    def head(self, more: str) -> bytes:
        return f"POST /hooks/{self.endpoint} HTTP/1.1\r\nHost: h\r\n{more}\r\n\r\n".encode()

    def note(self, name: str, to: socket.socket) -> None:
        answer = to.recv(200)
        if answer.startswith(b"HTTP/1.1 "):
            self.seen[name][int(answer[9:12])] += 1

    def announced(self, to: socket.socket) -> None:
        to.sendall(self.head(f"Content-Length: {LARGE}"))
        self.note("announced", to)

    def chunked(self, to: socket.socket) -> None:
        to.sendall(self.head("Transfer-Encoding: chunked"))
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        to.setblocking(True)
        with contextlib.suppress(OSError):
            for _ in range(LARGE // 0x10000):
                to.sendall(piece)
                if self.over.is_set():
                    break
        with contextlib.suppress(OSError):
            self.note("chunked", to)

    def slow(self, to: socket.socket) -> None:
        to.sendall(self.head("Content-Length: 1000"))
        to.settimeout(1.0)
        while not self.over.is_set():
            to.sendall(b"x")
            with contextlib.suppress(TimeoutError):
                self.note("slow", to)
                return

    def elsewhere(self, to: socket.socket) -> None:
        endpoint, body, code = self.foreign
        head = f"POST /hooks/{endpoint} HTTP/1.1\r\nHost: h\r\nX-Plane-Signature: {code}\r\n"
        to.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self.note("foreign", to)


class Senders:
    """Good deliveries at a rate, over connections that stay open."""

    def __init__(self, port: int, endpoint: str, secret: str, rate: int) -> None:
        self.port, self.endpoint, self.secret, self.rate = port, endpoint, secret, rate
        self.local = threading.local()
        self.times: list[float] = []
        self.accepted = 0
        self.lock = threading.Lock()

    def run(self, count: int, name: str) -> None:
        start = time.monotonic() + 0.1
        with ThreadPoolExecutor(32) as pool:
            for number in range(count):
                due = start + number / self.rate
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(self.send, f"{name}-{number}", due)

    def told(self) -> str:
        """The times since it was asked last."""
        times, self.times = sorted(self.times), []
        p50, p99 = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.99))
        return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {times[-1] * 1000:.1f} ms"

    def send(self, number: str, due: float) -> None:
        body, code = signed(self.secret, number)
        headers = {"X-Plane-Signature": code, "Content-Type": "application/json"}
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", f"/hooks/{self.endpoint}", body, headers)
        answer = connection.getresponse()
        answer.read()
        took = time.monotonic() - due
        with self.lock:
            self.times.append(took)
            self.accepted += answer.status == 200


def signed(secret: str, number: str) -> tuple[bytes, str]:
    """A delivery of Plane."""
    body = json.dumps({"event": "project", "action": "updated", "data": {"id": number}}).encode()
    return body, hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def serve_asgi(store: str) -> None:
    """A server of the async facade, until its input ends."""
    import uvicorn
    from coreflow_bridge import AsyncBridge

    async def serve() -> None:
        async with AsyncBridge(store, keyring={"key": KEY}) as bridge:
            config = uvicorn.Config(bridge.webhooks.app(body_timeout=5.0), port=0, log_level="error", lifespan="on")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve())
            while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
                await asyncio.sleep(0.01)
            sys.stdout.write(f"{server.servers[0].sockets[0].getsockname()[1]}\n")
            sys.stdout.flush()
            await asyncio.to_thread(sys.stdin.read)
            server.should_exit = server.force_exit = True
            await serving

    asyncio.run(serve())


def server(language: str, folder: Path) -> subprocess.Popen[str]:
    """A server of a language on the store of a folder."""
    if language == "node":
        return spawn(language, "serve", folder, body_timeout_ms=5000)
    pipe = subprocess.PIPE
    program = [sys.executable, __file__, "--serve", str(folder / "bridge.db")]
    return subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def measure(language: str, rate: int, seconds: int) -> Figures:
    """One language."""
    from coreflow_bridge import Bridge

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Bridge(folder / "bridge.db", keyring={"key": KEY}) as bridge:
            hooks = {}
            for tenant in ("acme", "other"):
                one = bridge.tenant(tenant)
                given: dict[str, Any] = {"credential": {"type": "api_key", "key": "not-used"}, "allow_private": True}
                given |= {"options": {"workspace": "acme"}, "instance": "http://127.0.0.1:9", "verify": False}
                one.connect("plane", **given)
                one.modules.change(activate=["projects"])
                hooks[tenant] = one.webhooks.create("plane")
            process = server(language, folder)
            try:
                port = int(line(process))
                senders = Senders(port, hooks["acme"]["id"], hooks["acme"]["secret"], rate)
                warm = rate
                senders.run(warm, "warm")
                senders.told()
                senders.accepted = 0
                senders.run(rate * seconds, "alone")
                alone = senders.told()
                # Signed well for one tenant, and sent to the other.
                foreign = (hooks["other"]["id"], *signed(hooks["acme"]["secret"], "foreign"))
                with Attack(port, hooks["acme"]["id"], foreign) as attack:
                    senders.run(rate * seconds, "beside")
                beside = senders.told()
            finally:
                process.kill()
                process.communicate()
            events, after = 0, 0
            while page := bridge.events.list(after=after, limit=10_000):
                after = page[-1][0]
                events += sum(event.type == "projects.project.updated" for _, event in page)
    return Figures(language, senders.accepted, alone, beside, events - warm, attack.seen)


def main() -> int:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve_asgi(given.serve)
        return 0
    failed = False
    for language in [given.language] if given.language else LANGUAGES:
        found = measure(language, given.rate, given.seconds)
        refused = ", ".join(f"{name} {dict(counts)}" for name, counts in found.refused.items())
        times = f"alone {found.alone}; beside senders that mean harm {found.beside}"
        said = f"{found.accepted} accepted; {times}; refused: {refused}"
        sys.stdout.write(f"webhooks at {given.rate}/s, {language}: {said}\n")
        wrong = found.wrong(2 * given.rate * given.seconds)
        for what in wrong:
            sys.stdout.write(f"  wrong: {what}\n")
        failed |= bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
