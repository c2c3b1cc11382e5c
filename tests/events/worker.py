"""One process of the event tests, in Python: `worker.py ROLE JSON`. The same roles as worker.mjs."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from coreflow_bridge import AsyncBridge, Bridge, Event
from coreflow_bridge.errors import BackpressureError, BridgeError

BATCH = 20


def note(file: str, line: str) -> None:
    """One line, with one write: what is noted outlives a kill."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{line}\n".encode())
    finally:
        os.close(handle)


def say(what: object) -> None:
    """One line for the one who started this process."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def publish(bridge: Bridge, name: str, acked: str, count: int, keys: int, **_: Any) -> None:
    """Publishes what is not noted as acknowledged yet, and notes what is."""
    done = len(Path(acked).read_text().split()) if Path(acked).exists() else 0
    events = bridge.tenant("acme").events
    for start in range(done, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        made = events.publish_many(
            [
                {"type": "test.made", "subject": f"{name}-{n % keys}", "data": {"n": n}, "id": f"{name}-{n}"}
                for n in numbers
            ]
        )
        note(acked, "\n".join(one["id"] for one in made))


def noted(event: Event, delivery: Any, name: str, delivered: str, failing: float) -> None:
    """Notes a delivery, and lets some fail."""
    note(delivered, f"{name} {event.subject} {event.data['n']} {event.id} {delivery.attempt}")
    if random.random() < failing:  # noqa: S311
        raise RuntimeError("at random")


GROUP: dict[str, Any] = {"start": "beginning", "lease": 10, "max_attempts": 1000}


def consume(bridge: Bridge, **how: Any) -> None:
    """Notes every delivery, and lets some fail, until its input ends."""
    bridge.events.subscribe("g", "test.*", lambda event, delivery: noted(event, delivery, **how), **GROUP)
    say("ready")
    sys.stdin.read()


async def consume_async(bridge: AsyncBridge, **how: Any) -> None:
    """The same with AsyncBridge."""

    async def handler(event: Event, delivery: Any) -> None:
        noted(event, delivery, **how)

    await bridge.events.subscribe("g", "test.*", handler, **GROUP)
    say("ready")
    await asyncio.to_thread(sys.stdin.read)


def hold(bridge: Bridge, **_: Any) -> None:
    """Takes an event, and acks it when it is told to."""
    consumer = bridge.tenant("acme").events.consumer("g", "test.*", start="beginning", lease=0.5)
    delivery = consumer.next()
    assert delivery is not None
    say("taken")
    sys.stdin.readline()
    try:
        delivery.ack()
        say("acked")
    except BridgeError as error:
        say(error.code)


def toggle(bridge: Bridge, acked: str, **_: Any) -> None:
    """Turns a module on and off, every second time with a change that is refused, until it is killed."""
    modules = bridge.tenant("acme").modules
    say("ready")
    while True:
        active = [one["module"] for one in modules.active()]
        change: dict[str, Any] = {"deactivate": ["crm"]} if "crm" in active else {"activate": ["crm"]}
        try:
            modules.change(**change, provider={"hr": "no-such-connection"})
        except BridgeError as error:
            note(acked, f"refused {error.code}")
        modules.change(**change)
        note(acked, "changed")


def poison(bridge: Bridge, delay: float | None, **_: Any) -> None:
    """Says what it was given, and fails at the event `poison` until that is a dead letter; after that it is mended."""
    consumer = bridge.tenant("acme").events.consumer("g", "test.*", start="beginning")

    def work() -> None:
        mended = False
        while (delivery := consumer.next()) is not None:
            if delivery.event.id != "poison" or mended:
                # Said when it is done: the reader may end this process as soon as it reads it.
                delivery.ack()
                say(delivery.event.id)
                continue
            say(f"poison {delivery.attempt}")
            if delivery.nack(RuntimeError("poison"), delay=delay):
                mended = True
                say("dead")

    threading.Thread(target=work, daemon=True).start()
    sys.stdin.read()
    consumer.close()


def resident() -> int:
    """The memory of this process, in bytes."""
    status = Path("/proc/self/status").read_text()
    return int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmRSS"))) * 1024


def fill(bridge: Bridge, limit: int, **_: Any) -> None:
    """Publishes ten times what the log takes; says how much was taken and refused, and how much memory it cost."""
    events, batch = bridge.tenant("acme").events, 100
    given = [{"type": "test.made", "subject": str(n), "data": "x" * 4_000} for n in range(batch)]
    accepted, refused, memory = 0, 0, 0
    for turn in range(10 * limit // batch):
        try:
            accepted += len(events.publish_many(given))
        except BackpressureError:
            refused += 1
        if turn == limit // batch:
            memory = resident()
            say("full")
    say(json.dumps([accepted, refused, resident() - memory]))


def idle(bridge: Bridge, **_: Any) -> None:
    """Subscribes and comes to its end."""
    bridge.events.subscribe("idle", "test.*", lambda *_: None)
    say(threading.active_count() > 1)


def deliver(bridge: Bridge, endpoint: str, headers: dict[str, str], body: str, count: int, **_: Any) -> None:
    """Takes the same delivery of a webhook over and over, and says how that was answered."""
    with ThreadPoolExecutor(8) as pool:
        replies = pool.map(lambda _: bridge.webhooks.handle(endpoint, "POST", headers, body.encode()), range(count))
        say(json.dumps(Counter(str(reply.status) for reply in replies)))


def serve(bridge: Bridge, **_: Any) -> None:
    """Takes webhooks by HTTP until its input ends."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Threads(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    with make_server("127.0.0.1", 0, bridge.webhooks.app(), Threads, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(server.server_port)
        sys.stdin.read()


async def consume_until_told(store: str, keyring: dict[str, str], **how: Any) -> None:
    async with AsyncBridge(store, keyring=keyring) as bridge:
        await consume_async(bridge, **how)


def main() -> None:
    role, given = sys.argv[1], json.loads(sys.argv[2])
    store, keyring = given.pop("store"), {"key": given.pop("key")}
    if role == "consume_async":
        asyncio.run(consume_until_told(store, keyring, **given))
        return
    bridge = Bridge(store, keyring=keyring, events=given.pop("events", None))
    roles: dict[str, Any] = {"publish": publish, "consume": consume, "hold": hold, "toggle": toggle, "fill": fill}
    roles["poison"] = poison
    roles |= {"deliver": deliver, "serve": serve}
    (roles | {"idle": idle})[role](bridge, **given)
    if role != "idle":
        bridge.close()


main()
