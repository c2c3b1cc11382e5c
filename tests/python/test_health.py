"""Health from Python: one status for all who ask, and rounds over the connections of all tenants."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Sandbox
from coreflow_bridge.errors import InvalidInputError, NotFoundError


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(systems=["erpnext"], records=20) as sandbox:
        yield sandbox


def test_a_tenant_sees_how_its_connections_are(sandbox: Sandbox, bridge: Bridge) -> None:
    acme = bridge.tenant("acme")
    acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
    assert [(one["status"], one["checked_at"]) for one in acme.health(probe=False)] == [("unknown", None)]
    (one,) = acme.health(connection="erpnext")
    assert (one["connection"], one["system"], one["status"], one["reasons"]) == ("erpnext", "erpnext", "healthy", [])
    assert one["version"]
    assert (one["error"], one["pipeline"]["breaker"]["state"]) == (None, "closed")
    (known,) = acme.health(max_age=60)
    assert known["checked_at"] == one["checked_at"]
    acme.connection("erpnext").isolate()
    assert [(one["status"], one["reasons"]) for one in acme.health(probe=False)] == [("unhealthy", ["isolated"])]
    acme.connection("erpnext").reset()
    with pytest.raises(NotFoundError):
        acme.health(connection="other")
    (used,) = bridge.health()["connections"]
    assert (used["tenant"], used["connection"], used["status"]) == ("acme", "erpnext", "healthy")
    assert {
        name: used[name] for name in ("checked_at", "version", "clock_skew_ms", "latency_ms", "error", "reasons")
    } == {name: one[name] for name in ("checked_at", "version", "clock_skew_ms", "latency_ms", "error", "reasons")}
    assert used["age_ms"] >= one["age_ms"]
    assert used["rates"] == []


def test_a_refused_credential_is_told_and_is_an_event(sandbox: Sandbox, bridge: Bridge) -> None:
    acme = bridge.tenant("acme")
    access: dict[str, Any] = sandbox.access("erpnext")
    access["credential"] = {"type": "api_key", "key": "wrong", "secret": "wrong"}
    acme.connect("erpnext", verify=False, **access)
    (one,) = acme.health()
    assert (one["status"], one["reasons"]) == ("unhealthy", ["credential_refused"])
    assert (one["error"]["code"], one["error"]["tenant"]) == ("UNAUTHENTICATED", "acme")
    told = [event for _, event in acme.events.list() if event.type == "connection.health.changed"]
    assert [(event.subject, event.data["from"], event.data["to"]) for event in told] == [
        ("erpnext", "unknown", "unhealthy")
    ]


def test_a_round_checks_what_is_due(sandbox: Sandbox, bridge: Bridge) -> None:
    for tenant in ("acme", "globex"):
        bridge.tenant(tenant).connect("erpnext", verify=False, **sandbox.access("erpnext"))
    assert bridge.check_health(interval=60, deadline=20) == {"checked": 2, "failed": 0, "left": 0}
    assert bridge.check_health() == {"checked": 0, "failed": 0, "left": 0}
    with pytest.raises(InvalidInputError):
        bridge.check_health(interval=0.1)


def test_the_loop_of_a_host_ends_with_the_bridge(sandbox: Sandbox) -> None:
    bridge = Bridge(":memory:", keyring=KEY)
    acme = bridge.tenant("acme")
    acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
    loop = threading.Thread(target=bridge.run, kwargs={"interval": 1})
    loop.start()
    while acme.health(probe=False)[0]["status"] == "unknown":
        pass
    bridge.close()
    loop.join(timeout=60)
    assert not loop.is_alive()


def test_the_loop_of_a_host_can_be_cancelled(sandbox: Sandbox) -> None:
    async def run() -> str:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            await acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
            loop = asyncio.create_task(bridge.run(interval=1))
            while (await acme.health(probe=False))[0]["status"] == "unknown":  # noqa: ASYNC110
                await asyncio.sleep(0)
            loop.cancel()
            with pytest.raises(asyncio.CancelledError):
                await loop
            return str((await acme.health(max_age=60))[0]["status"])

    assert asyncio.run(run()) == "healthy"
