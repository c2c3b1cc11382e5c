"""What happens while a call waits for a system: threads go on, Ctrl-C and cancellation end the request."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Connection, errors

CREDENTIAL = {"type": "api_key", "key": "k", "secret": "s"}


class Silent:
    """A server that takes a request and never answers; it tells when one came and when its connection ended."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.came = threading.Event()
        self.gone = threading.Event()
        self.peers: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.peers.append(peer)
            with peer:
                while data := receive(peer):
                    if b"\r\n\r\n" in data:
                        self.came.set()
                self.gone.set()

    def hang_up(self) -> None:
        self.listener.close()
        for peer in self.peers:
            peer.shutdown(socket.SHUT_RDWR)


def receive(peer: socket.socket) -> bytes:
    try:
        return peer.recv(65536)
    except OSError:
        return b""


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    yield server
    server.listener.close()


def connect(bridge: Bridge, url: str) -> Connection:
    tenant = bridge.tenant("acme")
    tenant.modules.change(activate=["accounting"])
    return tenant.connect("erpnext", instance=url, credential=CREDENTIAL, allow_private=True, verify=False)


def test_other_threads_go_on_while_a_call_waits(bridge: Bridge, silent: Silent) -> None:
    connection = connect(bridge, silent.url)
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            connection.request("GET", "/api/slow", deadline=30)
        except errors.BridgeError as error:
            failed.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    assert silent.came.wait(30), "this thread runs while the other one waits, so the GIL is free"
    assert thread.is_alive()
    silent.hang_up()
    thread.join(60)
    assert failed


INTERRUPTED = """
import os, signal, sys, threading
sys.path[:0] = {tests!r}
from test_waiting import Silent, connect
from conftest import KEY
from coreflow_bridge import Bridge
# Who runs the tests in the background of a shell hands down an ignored SIGINT.
signal.signal(signal.SIGINT, signal.default_int_handler)
silent = Silent()
connection = connect(Bridge(":memory:", keyring=KEY), silent.url)
def interrupt():
    silent.came.wait()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    connection.request("GET", "/api/slow", deadline=60)
except KeyboardInterrupt:
    print("interrupted", silent.gone.wait(30))
"""


def test_ctrl_c_ends_a_waiting_call_and_its_request() -> None:
    code = INTERRUPTED.format(tests=[str(folder) for folder in Path(__file__).parents[:2]])
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=True)
    assert answer.stdout == "interrupted True\n"


def test_cancelling_a_task_ends_its_request(silent: Silent) -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            tenant = bridge.tenant("acme")
            await tenant.modules.change(activate=["accounting"])
            connection = await tenant.connect(
                "erpnext", instance=silent.url, credential=CREDENTIAL, allow_private=True, verify=False
            )
            task = asyncio.create_task(connection.request("GET", "/api/slow", deadline=60))
            assert await asyncio.to_thread(silent.came.wait, 30), "the loop runs while the call waits"
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(silent.gone.wait, 30)

    asyncio.run(story())


def test_many_calls_of_one_loop_wait_together() -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            tenant = bridge.tenant("acme")
            calls = [tenant.connections() for _ in range(50)]
            assert await asyncio.gather(*calls) == [[]] * 50

    asyncio.run(story())


def test_a_deadline_is_an_error_and_a_timeout(bridge: Bridge, silent: Silent) -> None:
    connection = connect(bridge, silent.url)
    with pytest.raises(TimeoutError) as caught:
        connection.request("GET", "/api/slow", deadline=0.2)
    assert isinstance(caught.value, errors.DeadlineExceededError)
    assert caught.value.connection == "erpnext"


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf"), 1e300])
def test_a_deadline_must_be_a_time(bridge: Bridge, silent: Silent, deadline: float) -> None:
    connection = connect(bridge, silent.url)
    with pytest.raises(errors.InvalidInputError):
        connection.request("GET", "/", deadline=deadline)
