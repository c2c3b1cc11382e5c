"""Spans that are exported to an OpenTelemetry collector: the upstream of the tests is one, and decodes what comes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from conftest import KEY, Upstream
from coreflow_bridge import AsyncBridge, AsyncDelivery, Bridge, Delivery, Event, Sandbox, errors

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = PARENT.split("-")[1]
CANARY = "canary-secret-77"


class Collector:
    """A collector: give `config` to a bridge, close it, and see its `spans`."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream, self._session = upstream, uuid4().hex

    @property
    def config(self) -> dict[str, Any]:
        endpoint = f"http://{self._upstream.netloc}/__control__/spans?session={self._session}"
        return {"otlp": {"endpoint": endpoint, "headers": {"x-key": CANARY}, "service_name": "shop"}}

    def with_metrics(self, **given: Any) -> dict[str, Any]:
        endpoint = f"http://{self._upstream.netloc}/__control__/metrics?session={self._session}"
        return {"otlp": {**self.config["otlp"], "metrics": {"endpoint": endpoint, **given}}}

    def metrics(self) -> list[Any]:
        found: list[Any] = self._upstream.ask("GET", "metrics", session=self._session)["metrics"]
        return found

    def spans(self, kind: str | None = None) -> list[Any]:
        found: list[Any] = self._upstream.ask("GET", "spans", session=self._session)["spans"]
        return [span for span in found if kind is None or span["attributes"]["coreflow.span"] == kind]


@pytest.fixture
def collector(upstream: Upstream) -> Collector:
    return Collector(upstream)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(systems=["erpnext"], records=20) as sandbox:
        yield sandbox


def connected(bridge: Bridge, sandbox: Sandbox) -> Any:
    acme = bridge.tenant("acme")
    acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
    acme.modules.change(activate=["accounting"])
    return acme


def test_a_hedge_is_seen_in_the_spans(sandbox: Sandbox, collector: Collector) -> None:
    policies = {"hedge": {"after_ms": 100}}
    with Bridge(":memory:", keyring=KEY, policies=policies, telemetry=collector.config) as bridge:
        acme = connected(bridge, sandbox)
        sandbox.fault("erpnext", "latency_ms", latency_ms=30_000, times=1, path_prefix="/api/resource/Item")
        acme.accounting.items.list(limit=1).to_list()
        counted = bridge.metrics()["connections"][0]
        text = bridge.metrics_text()
    assert (counted["hedges"], counted["hedges_won"]) == (1, 1)
    assert 'coreflow_bridge_hedges_won_total{tenant="acme",connection="erpnext",system="erpnext"} 1' in text
    listed = next(span for span in collector.spans("coreflow.call") if span["name"] == "list accounting.items")
    told = {name: listed["attributes"][f"coreflow.{name}"] for name in ("attempts", "hedges", "hedges_won")}
    assert told == {"attempts": 1, "hedges": 1, "hedges_won": 1}
    requests = [span for span in collector.spans("coreflow.attempt") if span["parent_span_id"] == listed["span_id"]]
    first, second = sorted(requests, key=lambda span: span["attributes"].get("http.request.resend_count", 0))
    assert "coreflow.hedge" not in first["attributes"]
    assert second["attributes"]["coreflow.hedge"] is True
    assert second["attributes"]["http.response.status_code"] == 200
    assert "http.response.status_code" not in first["attributes"], "it was given up"


def test_a_call_and_its_attempts_reach_the_collector(sandbox: Sandbox, collector: Collector) -> None:
    policies = {"retry": {"max_attempts": 2, "base_ms": 1}}
    with Bridge(":memory:", keyring=KEY, policies=policies, telemetry=collector.config) as bridge:
        acme = connected(bridge, sandbox)
        sandbox.fault("erpnext", "status", status=503, times=1, path_prefix="/api/resource/Item")
        acme.accounting.items.list(limit=1).to_list()
        with pytest.raises(errors.NotFoundError):
            acme.accounting.items.get("erpnext:none")
        assert bridge.metrics()["span_export_failures"] == 0
    listed = next(span for span in collector.spans("coreflow.call") if span["name"] == "list accounting.items")
    assert listed["kind"] == 1
    assert (
        listed["attributes"].items()
        >= {
            "coreflow.tenant": "acme",
            "coreflow.connection": "erpnext",
            "coreflow.system": "erpnext",
            "coreflow.resource": "accounting.items",
            "coreflow.operation": "list",
            "coreflow.effect": "read",
            "coreflow.attempts": 2,
        }.items()
    )
    assert listed["resource"]["service.name"] == "shop"
    assert listed["headers"]["x-key"] == CANARY
    assert listed["parent_span_id"] == ""
    attempts = [span for span in collector.spans("coreflow.attempt") if span["parent_span_id"] == listed["span_id"]]
    assert [span["attributes"]["http.response.status_code"] for span in attempts] == [503, 200]
    first, second = (span["attributes"] for span in attempts)
    assert (attempts[0]["name"], attempts[0]["kind"], attempts[0]["status"]) == ("GET", 3, 2)
    assert attempts[0]["trace_id"] == listed["trace_id"]
    assert first.items() >= {"http.request.method": "GET", "server.address": "127.0.0.1", "error.type": "503"}.items()
    assert first["server.port"] > 0
    assert "http.request.resend_count" not in first
    assert second["http.request.resend_count"] == 1
    (failed,) = [span for span in collector.spans("coreflow.call") if span["name"] == "get accounting.items"]
    assert (failed["status"], failed["attributes"]["error.type"]) == (2, "NOT_FOUND")
    for span in collector.spans():
        own = json.dumps([span["name"], span["attributes"], span["resource"]])
        assert "none" not in own.replace("coreflow.", "")
        assert CANARY not in own
        assert "api_key" not in own
        assert not {"url.full", "url.query", "url.path"} & set(span["attributes"])


def test_the_hosts_span_is_the_parent(sandbox: Sandbox, collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
        acme = connected(bridge, sandbox)
        with bridge.traced(PARENT):
            query = acme.accounting.items.list(page_size=2, limit=6)
            assert len(query.to_list()) == 6
            other = threading.Thread(target=lambda: acme.accounting.accounts.list(limit=1).to_list())
            other.start()
            other.join()
        acme.accounting.contacts.list(limit=1).to_list()
        with pytest.raises(errors.InvalidInputError), bridge.traced("00-x"):
            pass
    calls = collector.spans("coreflow.call")
    items = [span for span in calls if span["attributes"].get("coreflow.resource") == "accounting.items"]
    assert len(items) >= 3
    for span in items:
        assert (span["trace_id"], span["parent_span_id"]) == (TRACE, PARENT.split("-")[2])
    rest = [span for span in calls if span["attributes"].get("coreflow.resource") != "accounting.items"]
    assert rest
    own = {span["trace_id"] for span in rest if span["attributes"].get("coreflow.resource")}
    assert TRACE not in own


def test_async_tasks_have_their_own_parents(sandbox: Sandbox, collector: Collector) -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
            acme = bridge.tenant("acme")
            await acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
            await acme.modules.change(activate=["accounting"])

            async def one(number: int) -> None:
                with bridge.traced(f"00-{number:032x}-00f067aa0ba902b7-01"):
                    for _ in range(2):
                        await acme.connection("erpnext").request("GET", f"/api/method/ping{number}")

            await asyncio.gather(*(one(number) for number in range(1, 6)), return_exceptions=True)

    asyncio.run(story())
    raw = [span for span in collector.spans("coreflow.call") if span["attributes"]["coreflow.operation"] == "request"]
    assert {int(span["trace_id"], 16) for span in raw} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("propagate", [False, True])
def test_a_system_is_sent_the_span_only_when_asked(upstream: Upstream, collector: Collector, propagate: bool) -> None:
    hostile = upstream.hostile({"do": [{"answer": {"status": 200, "body": {"message": "pong"}}}]})
    with Bridge(":memory:", keyring=KEY, telemetry={**collector.config, "propagate": propagate}) as bridge:
        acme = bridge.tenant("acme")
        acme.modules.change(activate=["accounting"])
        acme.connect(
            "erpnext",
            instance=hostile.url,
            credential={"type": "api_key", "key": "k", "secret": CANARY},
            allow_private=True,
            verify=False,
        )
        with bridge.traced(PARENT):
            acme.connection("erpnext").request("GET", "/x")
    (request,) = hostile.seen()["requests"]
    sent = dict(request["headers"]).get("traceparent")
    (attempt,) = collector.spans("coreflow.attempt")
    assert sent == (f"00-{TRACE}-{attempt['span_id']}-01" if propagate else None)


def test_the_environment_names_the_collector(
    sandbox: Sandbox, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.config["otlp"]["endpoint"])
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-of=environment")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "of-the-environment")
    with Bridge(":memory:", keyring=KEY) as bridge:
        connected(bridge, sandbox).accounting.items.list(limit=1).to_list()
    assert collector.spans() == [], "nothing leaves the process unasked"
    with Bridge(":memory:", keyring=KEY, telemetry={"otlp": {}}) as bridge:
        connected(bridge, sandbox).accounting.items.list(limit=1).to_list()
    (span, *_) = collector.spans("coreflow.call")
    assert span["resource"]["service.name"] == "of-the-environment"
    assert span["headers"]["x-of"] == "environment"


def test_two_bridges_have_their_own_collectors(sandbox: Sandbox, upstream: Upstream) -> None:
    collectors = [Collector(upstream), Collector(upstream)]
    bridges = [Bridge(":memory:", keyring=KEY, telemetry=one.config) for one in collectors]
    for name, bridge in zip(("acme", "globex"), bridges, strict=True):
        tenant = bridge.tenant(name)
        tenant.connect("erpnext", **sandbox.access("erpnext"))
        bridge.close()
    for name, one in zip(("acme", "globex"), collectors, strict=True):
        assert {span["attributes"]["coreflow.tenant"] for span in one.spans("coreflow.call")} == {name}


def test_a_collector_that_is_not_there_disturbs_nothing(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", "coreflow_bridge")
    telemetry = {"otlp": {"endpoint": "http://127.0.0.1:1", "headers": {"x-key": CANARY}}}
    with Bridge(":memory:", keyring=KEY, telemetry=telemetry) as bridge:
        assert connected(bridge, sandbox).accounting.items.list(limit=1).to_list()
    told = [one.getMessage() for one in caplog.records if one.name == "coreflow_bridge.telemetry"]
    assert told[0].startswith("spans cannot be exported")
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "telemetry",
    [
        {"otlp": {"endpoint": "localhost:4318"}},
        {"otlp": {"endpoint": f"http://user:{CANARY}@localhost"}},
        {"otlp": {"headers": {"x-key": [CANARY]}}},
        {"otlp": {"key": CANARY}},
        {"otlq": {}},
    ],
)
def test_what_cannot_be_a_collector_is_refused(telemetry: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigError) as refused:
        Bridge(":memory:", keyring=KEY, telemetry=telemetry)
    assert CANARY not in str(refused.value)


def handled(collector: Collector) -> dict[str, Any]:
    """The spans of handlers, by their outcome."""
    return {span["attributes"]["coreflow.outcome"]: span for span in collector.spans("coreflow.handle")}


def test_a_handler_has_a_span_and_its_calls_are_in_it(sandbox: Sandbox, collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
        acme = connected(bridge, sandbox)

        def handler(event: Event, _: Delivery) -> None:
            acme.accounting.items.list(limit=1).to_list()
            if event.subject == CANARY:
                raise RuntimeError(CANARY)

        packing = acme.events.subscribe("packing", "parcel.*", handler, max_attempts=1, background=False)
        acme.events.publish("parcel.packed", "parcel-1")
        acme.events.publish("parcel.lost", CANARY)
        assert packing.drain() == {"handled": 1, "failed": 1}
    spans = handled(collector)
    assert set(spans) == {"ack", "dead"}
    done, dead = spans["ack"], spans["dead"]
    assert (done["name"], done["kind"], done["status"]) == ("handle parcel.packed", 5, 0)
    assert done["attributes"] == {
        "coreflow.span": "coreflow.handle",
        "coreflow.tenant": "acme",
        "coreflow.group": "packing",
        "coreflow.event": "parcel.packed",
        "coreflow.attempt": 1,
        "coreflow.outcome": "ack",
    }
    assert (dead["name"], dead["status"], dead["attributes"]["error.type"]) == ("handle parcel.lost", 2, "_OTHER")
    for span in (done, dead):
        calls = [one for one in collector.spans("coreflow.call") if one["parent_span_id"] == span["span_id"]]
        assert "list accounting.items" in {call["name"] for call in calls}
        assert {call["trace_id"] for call in calls} == {span["trace_id"]}
        took = sum(call["nanos"] for call in calls)
        assert 0 < took <= span["nanos"], "the span is there as long as its handler works"
        assert CANARY not in json.dumps([span["name"], span["attributes"], span["message"]])


def test_a_loop_of_ones_own_says_how_each_event_ended(collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
        acme = bridge.tenant("acme")
        one, other = (acme.events.consumer("packing", "parcel.*", lease=1.0) for _ in range(2))
        for subject in ("again", "back", "late"):
            acme.events.publish("parcel.packed", subject)
            taken = one.next(timeout=5)
            assert taken is not None
            assert taken.event.subject == subject
            assert taken.traceparent is not None
            if subject == "again":
                taken.nack("no paper", delay=3600)
            elif subject == "back":
                taken.release()
                back = one.next(timeout=5)
                assert back is not None
                back.extend(60)
                back.ack()
            else:
                # Its lease ends, and another consumer has it.
                again = other.next(timeout=5)
                assert again is not None
                assert again.event.subject == subject
                with pytest.raises(errors.StaleLeaseError):
                    taken.ack()
                again.release()
    spans = handled(collector)
    assert {name: span["attributes"].get("error.type") for name, span in spans.items()} == {
        "retry": "_OTHER",
        "release": None,
        "ack": None,
        "lost": "STALE_LEASE",
    }
    with Bridge(":memory:", keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        consumer = acme.events.consumer("packing", "parcel.*")
        acme.events.publish("parcel.packed", "parcel-1")
        quiet = consumer.next(timeout=5)
        assert quiet is not None
        assert quiet.traceparent is None, "no span is exported"


def test_async_handlers_that_run_at_once_have_their_own_spans(sandbox: Sandbox, collector: Collector) -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
            acme = bridge.tenant("acme")
            await acme.connect("erpnext", verify=False, **sandbox.access("erpnext"))
            await acme.modules.change(activate=["accounting"])

            async def handler(event: Event, _: AsyncDelivery) -> None:
                await acme.connection("erpnext").request("GET", f"/api/method/{event.subject}")

            called = await acme.events.subscribe("all", "parcel.*", handler, max_attempts=1, background=False)
            for number in range(3):
                await acme.events.publish("parcel.packed", f"parcel-{number}")
            assert sum((await called.drain()).values()) == 3

    asyncio.run(story())
    raw = [span for span in collector.spans("coreflow.call") if span["attributes"]["coreflow.operation"] == "request"]
    spans = collector.spans("coreflow.handle")
    assert len(spans) == 3
    assert {(span["trace_id"], span["span_id"]) for span in spans} == {
        (span["trace_id"], span["parent_span_id"]) for span in raw
    }


def test_a_webhook_says_whose_it_is(collector: Collector, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "coreflow_bridge")
    body = json.dumps({"event": "project", "action": "updated", "data": {"id": "p1"}}).encode()
    with Bridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
        acme = bridge.tenant("acme")
        acme.connect(
            "plane",
            instance="http://127.0.0.1:9",
            credential={"type": "api_key", "key": CANARY},
            options={"workspace": "acme"},
            allow_private=True,
            verify=False,
        )
        acme.modules.change(activate=["projects"])
        hook = acme.webhooks.create("plane")
        code = hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        for endpoint, signature in ((hook["id"], code), (hook["id"], "0" * 64), ("nobodys", code)):
            bridge.webhooks.handle(endpoint, "POST", {"X-Plane-Signature": signature}, body)
    found = [
        (span["attributes"]["http.response.status_code"], span["attributes"].get("coreflow.tenant"))
        for span in collector.spans("coreflow.webhook")
    ]
    assert sorted(found, key=str) == [(200, "acme"), (401, "acme"), (401, None)]
    refused = [one for one in caplog.records if one.getMessage().startswith("a webhook is refused")]
    assert [getattr(one, "tenant", None) for one in refused] == ["acme", None]
