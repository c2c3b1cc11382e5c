"""Webhooks in Python: the intake as a function, below ASGI and WSGI, between processes (the cases E3, E4, E5, C12)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import hooks
import pytest
import uvicorn
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge
from coreflow_bridge.errors import InvalidInputError, NotFoundError, UnsupportedError
from processes import LANGUAGES, spawn

#: The secret that a sender made itself.
OWN = "plane_wh_of_plane_itself"
PLANE: dict[str, Any] = {
    "instance": "http://127.0.0.1:9",
    "credential": {"type": "api_key", "key": "not-used"},
    "options": {"workspace": "acme"},
    "allow_private": True,
    "verify": False,
}


def signed(secret: str, body: bytes) -> dict[str, str]:
    return {"X-Plane-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def project(number: int) -> bytes:
    return json.dumps({"event": "project", "action": "updated", "data": {"id": f"p{number}"}}).encode()


def plane(bridge: Bridge, tenant: str = "acme") -> dict[str, Any]:
    """An endpoint for Plane, with its module active."""
    acme = bridge.tenant(tenant)
    acme.connect("plane", **PLANE)
    acme.modules.change(activate=["projects"])
    return acme.webhooks.create("plane", label="hook")


def told(bridge: Bridge) -> list[Any]:
    return [event for _, event in bridge.events.list(limit=10_000) if event.type.startswith("projects.")]


def test_a_delivery_becomes_an_event_once(bridge: Bridge) -> None:
    hook = plane(bridge)
    body = project(1)
    for headers in (signed(hook["secret"], body), [*signed(hook["secret"], body).items()]):
        reply = bridge.webhooks.handle(hook["id"], "POST", headers, body)
        assert (reply.status, reply.body, reply.headers["content-type"]) == (
            200,
            b'{"received":true}',
            "application/json",
        )
    (event,) = told(bridge)
    assert (event.type, event.subject, event.source) == (
        "projects.project.updated",
        "plane:p1",
        "urn:coreflow:connection:plane",
    )
    assert event.data["change"] == "updated"
    assert bridge.tenant("acme").webhooks.list()[0]["label"] == "hook"
    assert "secret" not in bridge.tenant("acme").webhooks.list()[0]


def test_what_is_wrong_is_a_status_and_what_a_caller_does_wrong_an_error(bridge: Bridge) -> None:
    hook = plane(bridge)
    body = project(1)
    good = signed(hook["secret"], body)
    foreign = plane(bridge, "other")
    for endpoint, headers, sent in (
        (hook["id"], {}, body),
        (hook["id"], good, body + b" "),
        (foreign["id"], good, body),
        ("unknown", good, body),
    ):
        reply = bridge.webhooks.handle(endpoint, "POST", headers, sent)
        assert (reply.status, reply.body) == (401, b'{"error":"unauthorized"}')
    assert bridge.webhooks.handle(hook["id"], "GET", good, body).status == 405
    assert told(bridge) == []
    with pytest.raises(InvalidInputError):
        bridge.webhooks.handle(hook["id"], "POST", good, "text")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError):
        bridge.webhooks.handle(hook["id"], "POST", [1, 2], body)  # type: ignore[list-item]
    with pytest.raises(NotFoundError):
        bridge.tenant("other").webhooks.delete(hook["id"])
    with pytest.raises(UnsupportedError, match="administrator"):
        bridge.tenant("acme").webhooks.register(hook["id"], f"https://app.test/{hook['id']}")


def test_a_hundred_mebibytes_are_refused_by_their_length(bridge: Bridge) -> None:
    """E5: whoever hands such a body to the function, signed or not."""
    hook = plane(bridge)
    large = bytes(100 << 20)
    for endpoint in (hook["id"], "unknown"):
        reply = bridge.webhooks.handle(endpoint, "POST", {"X-Plane-Signature": "0" * 64}, large)
        assert (reply.status, reply.body) == (413, b'{"error":"too_large"}')
    assert told(bridge) == []


def test_nocobase_is_told_by_workflows_once(bridge: Bridge) -> None:
    """One per collection and kind of change; registering twice makes none twice."""
    with Bridge.sandbox(systems=["nocobase"], records=3) as sandbox:
        acme = bridge.tenant("acme")
        acme.connect("nocobase", **sandbox.access("nocobase"))
        acme.modules.change(activate=["workspace"])
        orders = acme.workspace.collections.create(
            {
                "name": "hooked",
                "fields": [{"name": "title", "kind_native": "string", "interface": "input"}],
            }
        )
        hook = acme.webhooks.create("nocobase")
        url = f"https://app.test/{hook['id']}"
        with pytest.raises(InvalidInputError, match="parents"):
            acme.webhooks.register(hook["id"], url)
        with pytest.raises(NotFoundError):
            acme.webhooks.register(hook["id"], url, parents=["nocobase:nosuch"])

        def flows() -> list[Any]:
            answer = acme.connection("nocobase").request("GET", "/workflows:list", query={"pageSize": "100"})
            return list(answer["body"]["data"])

        assert acme.webhooks.register(hook["id"], url, parents=[orders.id])["registered"] == 3
        made = flows()
        assert acme.webhooks.register(hook["id"], url, parents=[orders.id])["registered"] == 3
        assert [flow["id"] for flow in flows()] == [flow["id"] for flow in made]
        record = acme.workspace.records.create({"collection_id": orders.id, "values": {"title": "Größe 🚀"}})
        (sent,) = sandbox.deliveries("nocobase")
        assert bridge.webhooks.handle(hook["id"], sent.method, sent.headers, sent.body).status == 200
        kinds = [(event.type, event.subject) for _, event in acme.events.list() if event.type.startswith("workspace.")]
        assert kinds == [("workspace.record.created", record.id)]
        assert acme.webhooks.unregister(hook["id"])["registered"] == 0
        assert flows() == []


def test_the_sandbox_delivers_as_the_system_does(bridge: Bridge) -> None:
    """Over HTTP, to a server of this process, and to the function."""
    with Bridge.sandbox(systems=["dolibarr", "plane", "inventree"], records=5) as sandbox, wsgi(bridge) as port:
        acme = bridge.tenant("acme")
        for system in ("dolibarr", "plane"):
            acme.connect(system, **sandbox.access(system))
        acme.modules.change(activate=["crm", "projects"], provider={"crm": "dolibarr", "projects": "plane"})
        books = acme.webhooks.create("dolibarr")
        acme.webhooks.register(books["id"], f"http://127.0.0.1:{port}/{books['id']}", resources=["crm.companies"])
        company = acme.crm.companies.create({"name": "Größe & Söhne"})
        # Dolibarr answers a change only when its target has answered.
        (sent,) = sandbox.deliveries("dolibarr")
        assert (sent.number, sent.method, sent.answers, json.loads(sent.body)["triggercode"]) == (
            1,
            "POST",
            (200,),
            "COMPANY_CREATE",
        )
        assert sandbox.deliveries("dolibarr", after=1) == []
        assert [event.subject for _, event in acme.events.list() if event.type == "crm.company.created"] == [company.id]

        desk = acme.webhooks.create("plane")
        made = sandbox.add_webhook("plane", f"https://app.test/{desk['id']}")
        acme.webhooks.rotate(desk["id"], secret=made["secret"], overlap=0)
        project = acme.projects.projects.list().first()
        assert project is not None
        acme.projects.projects.update(project.id, {"description": "new"})
        (sent,) = sandbox.deliveries("plane")
        assert bridge.webhooks.handle(desk["id"], sent.method, sent.headers, sent.body).status == 200
        assert [event.subject for event in told(bridge)] == [project.id]
        for nothing in (
            lambda: sandbox.deliveries("inventree"),
            lambda: sandbox.add_webhook("dolibarr", "https://x.test"),
        ):
            with pytest.raises(UnsupportedError):
                nothing()


def test_a_secret_is_changed_without_a_gap(bridge: Bridge) -> None:
    hook = plane(bridge)
    webhooks = bridge.tenant("acme").webhooks
    new = webhooks.rotate(hook["id"], overlap=3600)
    for number, secret in enumerate((hook["secret"], new["secret"])):
        body = project(number)
        assert bridge.webhooks.handle(hook["id"], "POST", signed(secret, body), body).status == 200
    webhooks.rotate(hook["id"], secret=OWN, overlap=0)
    body = project(9)
    assert bridge.webhooks.handle(hook["id"], "POST", signed(new["secret"], body), body).status == 401
    assert bridge.webhooks.handle(hook["id"], "POST", signed(OWN, body), body).status == 200


def test_an_inactive_module_is_told_without_an_event(tmp_path: Path) -> None:
    """C12: in another process, too; here another bridge on the same file, which sees the change within two seconds."""
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge, Bridge(tmp_path / "bridge.db", keyring=KEY) as other:
        hook = plane(bridge)
        body = project(1)
        assert other.webhooks.handle(hook["id"], "POST", signed(hook["secret"], body), body).status == 200
        bridge.tenant("acme").modules.change(deactivate=["projects"])
        for number in range(2, 5):
            body = project(number)
            reply = other.webhooks.handle(hook["id"], "POST", signed(hook["secret"], body), body)
            assert (reply.status, json.loads(reply.body)["code"]) == (403, "MODULE_INACTIVE"), (
                "at once: it is looked up"
            )
        assert len(told(bridge)) == 1


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def wsgi(bridge: Bridge) -> Iterator[int]:
    with make_server("127.0.0.1", 0, bridge.webhooks.app(), handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def post(port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_wsgi(bridge: Bridge) -> None:
    hook = plane(bridge)
    body = project(1)
    with wsgi(bridge) as port:
        good = signed(hook["secret"], body)
        assert post(port, f"/hooks/{hook['id']}", body, good) == (200, b'{"received":true}')
        assert post(port, "/hooks/unknown", body, good)[0] == 401
        # What is announced as too large is not waited for.
        large = {"Content-Length": str(100 << 20)}
        assert post(port, f"/hooks/{hook['id']}", b"", large)[0] == 413
    assert len(told(bridge)) == 1


def test_asgi() -> None:
    """E5: bodies that are too large or too slow are given up, while a good sender is served."""

    async def run() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            await acme.connect("plane", **PLANE)
            await acme.modules.change(activate=["projects"])
            hook = await acme.webhooks.create("plane")
            config = uvicorn.Config(bridge.webhooks.app(body_timeout=1.0), port=0, log_level="error", lifespan="on")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve())
            await server_started(server)
            port = server.servers[0].sockets[0].getsockname()[1]
            try:
                await asyncio.to_thread(attack, port, hook)
            finally:
                server.should_exit = True
                await serving
            events = [event for _, event in await bridge.events.list(limit=1000)]
            assert len([event for event in events if event.type == "projects.project.updated"]) == 20

    asyncio.run(run())


async def server_started(server: uvicorn.Server) -> None:
    while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
        await asyncio.sleep(0.01)


def attack(port: int, hook: dict[str, Any]) -> None:
    path = f"/hooks/{hook['id']}"
    slow = socket.create_connection(("127.0.0.1", port))
    slow.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nx".encode())
    large = socket.create_connection(("127.0.0.1", port))
    large.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {100 << 20}\r\n\r\n".encode())
    assert b"413" in large.recv(100), "it is not waited for what is announced"
    chunked = socket.create_connection(("127.0.0.1", port))
    chunked.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    try:
        for _ in range(40):
            chunked.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    except OSError:
        pass  # It hung up in between, as it should.
    chunked.settimeout(30)
    assert b"413" in chunked.recv(100)
    for number in range(20):
        body = project(number)
        assert post(port, path, body, signed(hook["secret"], body))[0] == 200
    slow.settimeout(30)
    assert b"408" in slow.recv(100)
    for connection in (slow, large, chunked):
        connection.close()


def test_the_same_delivery_from_many_processes_is_one_event(tmp_path: Path) -> None:
    """E3: eight processes of both languages, a thousand deliveries of the same."""
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        hook = plane(bridge)
        body = project(1)
        given = {"endpoint": hook["id"], "headers": signed(hook["secret"], body), "body": body.decode(), "count": 125}
        processes = [spawn(LANGUAGES[n % 2], "deliver", tmp_path, **given) for n in range(8)]
        for process in processes:
            out, error = process.communicate(timeout=120)
            assert json.loads(out) == {"200": 125}, error
        assert len(told(bridge)) == 1


def test_what_was_acknowledged_is_there_once_when_servers_are_killed() -> None:
    """E4: small here, large with `make soak`."""
    found = hooks.run(deliveries=60, kills=4)
    assert (found.acknowledged, found.missing, found.twice) == (60, [], [])
    assert found.kills >= 4


def test_an_old_delivery_is_refused(bridge: Bridge) -> None:
    """E3: five minutes are the window of a signed time."""
    hook = bridge.webhooks.create(sender="stripe", secret=OWN)
    body = b'{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1"}}}'
    for off, status in ((-310, 401), (310, 401), (0, 200)):
        at = str(int(time.time()) + off)
        code = hmac.new(OWN.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        reply = bridge.webhooks.handle(hook["id"], "POST", {"stripe-signature": f"t={at},v1={code}"}, body)
        assert reply.status == status, off
