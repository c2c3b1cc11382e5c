"""What the bridge tells of itself: its log in `logging`, and metrics."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Sandbox, Tenant, _logs, errors

CANARY = "canary-secret-77"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(systems=["erpnext"], records=20) as sandbox:
        yield sandbox


def connected(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    acme = bridge.tenant("acme")
    acme.connect("erpnext", **sandbox.access("erpnext"))
    acme.modules.change(activate=["accounting"])
    return acme


def of_bridge(caplog: pytest.LogCaptureFixture, event: str) -> list[Any]:
    return [one for one in caplog.records if getattr(one, "event", None) == event]


@pytest.fixture
def debug(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[Any]]:
    """The log at debug; gives the records of an event."""
    caplog.set_level(logging.DEBUG, "coreflow_bridge")

    def records(event: str) -> list[Any]:
        _logs.flush()
        return of_bridge(caplog, event)

    return records


def test_a_call_is_a_record_with_its_facts(sandbox: Sandbox, debug: Callable[[str], list[Any]]) -> None:
    with Bridge(":memory:", keyring=KEY) as bridge:
        connected(bridge, sandbox).accounting.items.list(limit=1).to_list()
    one = next(one for one in debug("a call has ended") if getattr(one, "resource", None) == "accounting.items")
    assert (one.name, one.levelname) == ("coreflow_bridge.bridge", "DEBUG")
    assert (one.tenant, one.connection, one.system, one.operation) == ("acme", "erpnext", "erpnext", "list")
    assert (one.effect, one.attempts) == ("read", 1)
    assert one.fields["tenant"] == "acme"
    assert one.getMessage().startswith("a call has ended tenant=acme connection=erpnext system=erpnext resource=")
    answered = debug("the system answered")[-1]
    assert (answered.http_request_method, answered.server_address, answered.http_response_status_code) == (
        "GET",
        "127.0.0.1",
        200,
    )


def test_the_async_bridge_logs_the_same(sandbox: Sandbox, debug: Callable[[str], list[Any]]) -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            await bridge.tenant("globex").connect("erpnext", **sandbox.access("erpnext"))

    asyncio.run(story())
    assert {one.tenant for one in debug("a call has ended")} == {"globex"}


def test_a_repetition_and_a_breaker_are_told(sandbox: Sandbox, debug: Callable[[str], list[Any]]) -> None:
    policies = {"breaker": {"consecutive_failures": 3}, "retry": {"max_attempts": 2, "base_ms": 1}}
    with Bridge(":memory:", keyring=KEY, policies=policies) as bridge:
        acme = connected(bridge, sandbox)
        sandbox.fault("erpnext", "status", status=503)
        try:
            for _ in range(3):
                with pytest.raises(errors.BridgeError):
                    acme.accounting.items.list(limit=1).to_list()
        finally:
            sandbox.clear_faults("erpnext")
        counted = bridge.metrics()["connections"][0]
    (again, *_) = debug("an attempt failed; the call is repeated")
    assert (again.levelname, again.code, again.tenant, again.attempt) == ("INFO", "UNAVAILABLE", "acme", 1)
    (opened,) = debug("the breaker has opened")
    assert (opened.levelname, opened.connection) == ("WARNING", "erpnext")
    assert counted["retries"] >= 1
    assert counted["breaker"] == "open"
    assert counted["failures"]["UNAVAILABLE"] >= 1


def test_levels_are_the_hosts(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "coreflow_bridge")
    assert _logs.wanted() == "info"
    with Bridge(":memory:", keyring=KEY) as bridge:
        acme = connected(bridge, sandbox)
        bridge.close()
        assert of_bridge(caplog, "a call has ended") == []
    caplog.set_level(logging.DEBUG, "coreflow_bridge.bridge")
    assert _logs.wanted() == "debug"
    with Bridge(":memory:", keyring=KEY) as bridge:
        acme = connected(bridge, sandbox)
        assert acme.id == "acme"
    assert of_bridge(caplog, "a call has ended") != []
    caplog.set_level(logging.CRITICAL, "coreflow_bridge")
    caplog.set_level(logging.CRITICAL, "coreflow_bridge.bridge")
    assert _logs.wanted() is None


def test_a_host_without_logging_wants_nothing() -> None:
    code = "import logging; from coreflow_bridge import _logs; print(_logs.wanted()); logging.basicConfig(level=10)"
    code += "; print(_logs.wanted()); logging.disable(30); print(_logs.wanted())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["None", "debug", "error"]


HOST = f"""
import logging, os, sys
from coreflow_bridge import Bridge
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
bridge = Bridge(":memory:", keyring={KEY!r})
bridge.tenant("acme").connect("erpnext", instance="http://127.0.0.1:1", verify=False, allow_private=True,
    credential={{"type": "api_key", "key": "k", "secret": {CANARY!r}}})
bridge.tenant("acme").modules.change(activate=["accounting"])
try:
    bridge.tenant("acme").connection("erpnext").request("GET", "/x")
except Exception:
    pass
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_what_was_logged_is_there_at_the_end_of_the_process() -> None:
    out = run(HOST)
    assert "DEBUG coreflow_bridge.bridge a call has failed tenant=acme" in out
    assert "code=UNAVAILABLE" in out
    assert CANARY not in out


def test_a_forked_child_has_its_own_log() -> None:
    out = run(
        HOST
        + f"""
sys.stdout.flush()
child = os.fork()
if child == 0:
    logging.getLogger().handlers[0].setFormatter(logging.Formatter("child: %(message)s"))
    with Bridge(":memory:", keyring={KEY!r}) as other:
        other.tenant("globex").connect("erpnext", instance="http://127.0.0.1:1", verify=False, allow_private=True,
            credential={{"type": "api_key", "key": "k", "secret": "s"}})
        other.tenant("globex").modules.change(activate=["accounting"])
        try:
            other.tenant("globex").connection("erpnext").request("GET", "/x")
        except Exception:
            pass
    logging.shutdown()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
"""
    )
    assert re.search(r"^child: a call has failed.*tenant=globex", out, re.MULTILINE), out


def test_a_handler_that_fails_ends_nothing(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(logging.Handler):
        def handle(self, _record: logging.LogRecord) -> bool:
            raise RuntimeError("no")

    broken, logger = Broken(), logging.getLogger("coreflow_bridge.bridge")
    caplog.set_level(logging.DEBUG, "coreflow_bridge")
    logger.addHandler(broken)
    try:
        with Bridge(":memory:", keyring=KEY) as bridge:
            connected(bridge, sandbox)
    finally:
        logger.removeHandler(broken)
    with Bridge(":memory:", keyring=KEY) as bridge:
        connected(bridge, sandbox)
    assert of_bridge(caplog, "a call has ended") != []


def test_a_handler_that_uses_the_bridge_does_not_hang(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[object] = []
    with Bridge(":memory:", keyring=KEY) as bridge:
        acme = connected(bridge, sandbox)

        class Asking(logging.Handler):
            def emit(self, _record: logging.LogRecord) -> None:
                if len(seen) < 3:
                    seen.append(acme.connection("erpnext").request("GET", "/api/method/ping")["status"])

        asking = Asking()
        logging.getLogger("coreflow_bridge").addHandler(asking)
        caplog.set_level(logging.DEBUG, "coreflow_bridge")
        try:
            _logs.flush()
            acme.accounting.items.list(limit=1).to_list()
            _logs.flush()
        finally:
            logging.getLogger("coreflow_bridge").removeHandler(asking)
    assert seen
    assert all(isinstance(status, int) for status in seen)


def test_metrics_as_data(sandbox: Sandbox, bridge: Bridge) -> None:
    assert bridge.metrics()["connections"] == []
    acme = connected(bridge, sandbox)
    items = acme.accounting.items.list(limit=1)
    items.to_list()
    before = bridge.metrics()["connections"][0]["calls"]["count"]
    items.to_list()
    (one,) = bridge.metrics()["connections"]
    assert (one["tenant"], one["connection"], one["system"], one["breaker"]) == (
        "acme",
        "erpnext",
        "erpnext",
        "closed",
    )
    calls = one["calls"]
    assert calls["count"] > before
    assert calls["buckets"][-1] == [10.0, calls["count"]]
    assert 0 < calls["sum"] < 60
    assert one["attempts"]["count"] >= calls["count"]
    assert (one["in_flight"], one["queued"], one["retries"], one["failures"]) == (0, 0, 0, {})
    with pytest.raises(errors.NotFoundError):
        acme.accounting.items.get("erpnext:none")
    assert bridge.metrics()["connections"][0]["failures"] == {"NOT_FOUND": 1}


def test_the_store_is_watched(sandbox: Sandbox, bridge: Bridge) -> None:
    assert bridge.metrics()["store_read_at"] is None, "metrics do not open the store"
    assert bridge.metrics()["events"] == {"log": None, "tenants": [], "groups": []}
    acme = connected(bridge, sandbox)
    own = acme.events.consumer("own", "order.*", max_attempts=1)
    bridge.events.consumer("all", "order.*")
    for n in range(3):
        acme.events.publish("order.made", f"o-{n}")
    delivery = own.next(timeout=5)
    assert delivery is not None
    delivery.nack("it broke")
    acme.sync("accounting.items", max_pages=1, page_size=1)
    acme.sync("accounting.contacts")

    def groups(found: dict[str, Any]) -> dict[Any, dict[str, Any]]:
        return {(one["tenant"], one["group"]): one for one in found["events"]["groups"]}

    # A slow machine may tell what the store said to the call before.
    ends = time.monotonic() + 60
    while (found := bridge.metrics())["feeds"] == [] or found["feeds"][0]["age_seconds"] is None:
        assert time.monotonic() < ends, found
    assert groups(found)[None, "all"]["behind"] >= 3
    assert (groups(found)["acme", "own"]["dead_letters"], groups(found)["acme", "own"]["open"]) == (1, 0)
    (acmes,) = found["events"]["tenants"]
    assert (acmes["tenant"], acmes["events"]) == ("acme", found["events"]["log"]["events"])
    feeds = {one["resource"]: one for one in found["feeds"]}
    assert feeds["accounting.items"]["states"] == {"idle": 0, "running": 0, "paused": 1, "failed": 0}
    assert feeds["accounting.contacts"]["states"] == {"idle": 1, "running": 0, "paused": 0, "failed": 0}
    assert feeds["accounting.items"]["age_seconds"] is None
    assert 0 <= feeds["accounting.contacts"]["age_seconds"] < 600
    text = bridge.metrics_text()
    assert 'coreflow_bridge_event_group_dead_letters{tenant="acme",group="own"} 1\n' in text
    assert f'coreflow_bridge_event_log_tenant_events{{tenant="acme"}} {acmes["events"]}\n' in text
    of = 'tenant="acme",connection="erpnext",resource="accounting.items"'
    assert f'coreflow_bridge_feeds{{{of},state="paused"}} 1\n' in text
    assert f"coreflow_bridge_feed_age_seconds{{{of}}}" not in text, "no run has finished"
    # What this process has not met, it does not tell.
    assert 'tenant="globex"' not in text


SAMPLE = re.compile(
    r'^(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?P<labels>([a-z_]+="([^"\\\n]|\\["\\n])*",?)*)\})? (?P<value>\S+)$'
)


def test_metrics_as_text_are_what_prometheus_reads(sandbox: Sandbox, bridge: Bridge) -> None:
    acme = connected(bridge, sandbox)
    with pytest.raises(errors.NotFoundError):
        acme.accounting.items.get("erpnext:none")
    text = bridge.metrics_text()
    assert text.endswith("\n")
    types: dict[str, str] = {}
    series: set[str] = set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types
            types[name] = kind
            continue
        found = SAMPLE.match(line)
        assert found, line
        float(found["value"].replace("+Inf", "inf"))
        family = re.sub("_(bucket|sum|count)$", "", found["name"])
        assert types.get(found["name"], types.get(family)) is not None, line
        assert line.rsplit(" ", 1)[0] not in series
        series.add(line.rsplit(" ", 1)[0])
    assert types["coreflow_bridge_call_failures_total"] == "counter"
    assert types["coreflow_bridge_call_duration_seconds"] == "histogram"
    own = 'tenant="acme",connection="erpnext",system="erpnext"'
    assert f'coreflow_bridge_call_failures_total{{{own},code="NOT_FOUND"}} 1' in text
    assert f'coreflow_bridge_breaker_state{{{own},state="closed"}} 1' in text
    assert f'coreflow_bridge_call_duration_seconds_bucket{{{own},le="+Inf"}}' in text
    assert "none" not in text
    with Bridge(":memory:", keyring=KEY) as other:
        pass
    with pytest.raises(errors.ClosedError):
        other.metrics_text()
