"""Metrics that are sent to an OpenTelemetry collector: the upstream of the tests is one, and decodes what comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import KEY, Upstream
from coreflow_bridge import Bridge, Sandbox, errors
from test_traces import CANARY, Collector, connected


@pytest.fixture
def collector(upstream: Upstream) -> Collector:
    return Collector(upstream)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(systems=["erpnext"], records=20) as sandbox:
        yield sandbox


def last(collector: Collector, name: str) -> Any:
    return [metric for metric in collector.metrics() if metric["name"] == f"coreflow_bridge_{name}"][-1]


def test_what_prometheus_is_told_reaches_the_collector(sandbox: Sandbox, collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.with_metrics()) as bridge:
        acme = connected(bridge, sandbox)
        for _ in range(3):
            acme.accounting.items.list(limit=1).to_list()
        with pytest.raises(errors.NotFoundError):
            acme.accounting.items.get("erpnext:none")
        assert bridge.metrics()["metric_export_failures"] == 0
        text, counted = bridge.metrics_text(), bridge.metrics()["connections"][0]["calls"]
        assert collector.metrics() == [], "a minute has not passed"
    # Sent by the end of the bridge.
    sent = collector.metrics()
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    # Of the store, what it did not say in time before may be told now.
    assert names <= {metric["name"] + ("_total" if metric["kind"] == "counter" else "") for metric in sent}
    own = {"tenant": "acme", "connection": "erpnext", "system": "erpnext"}
    calls = last(collector, "call_duration_seconds")
    (point,) = calls["points"]
    assert (calls["kind"], calls["unit"], calls["temporality"]) == ("histogram", "s", 2)
    count = counted["count"]
    assert count >= 4
    assert (point["attributes"], point["count"], sum(point["counts"])) == (own, count, count)
    assert len(point["counts"]) == len(point["bounds"]) + 1
    assert point["sum"] == pytest.approx(counted["sum"])
    assert [bound for bound, _ in counted["buckets"]] == point["bounds"]
    assert time.time_ns() - 120 * 10**9 < point["from"] < point["at"] <= time.time_ns()
    failures = last(collector, "call_failures")
    assert (failures["kind"], failures["temporality"]) == ("counter", 2)
    assert [(one["attributes"], one["value"]) for one in failures["points"]] == [({**own, "code": "NOT_FOUND"}, 1)]
    states = last(collector, "breaker_state")
    assert states["kind"] == "gauge"
    assert {one["attributes"]["state"]: one["value"] for one in states["points"]}["closed"] == 1
    assert (calls["resource"]["service.name"], calls["headers"]["x-key"]) == ("shop", CANARY)
    assert calls["scope"] == "coreflow-bridge"
    assert all(CANARY not in str({**metric, "headers": None}) for metric in sent)


def test_they_are_sent_again_and_again(sandbox: Sandbox, collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.with_metrics(interval_ms=100)) as bridge:
        acme = connected(bridge, sandbox)
        counts: list[int] = []
        until = time.monotonic() + 30
        while len(counts) < 2 and time.monotonic() < until:
            acme.accounting.items.list(limit=1).to_list()
            time.sleep(0.2)
            sent = [one for one in collector.metrics() if one["name"] == "coreflow_bridge_call_duration_seconds"]
            counts = sorted({one["points"][0]["count"] for one in sent})
    assert len(counts) >= 2, "cumulative counts that grow"


def test_without_the_word_no_metrics_are_sent(sandbox: Sandbox, collector: Collector) -> None:
    with Bridge(":memory:", keyring=KEY, telemetry=collector.config) as bridge:
        connected(bridge, sandbox).accounting.items.list(limit=1).to_list()
    assert (collector.spans() != [], collector.metrics()) == (True, [])


def test_a_collector_that_refuses_disturbs_nothing(sandbox: Sandbox) -> None:
    otlp = {"endpoint": "http://127.0.0.1:1", "timeout_ms": 500, "metrics": {"interval_ms": 100}}
    with Bridge(":memory:", keyring=KEY, telemetry={"otlp": otlp}) as bridge:
        acme = connected(bridge, sandbox)
        until = time.monotonic() + 30
        while not bridge.metrics()["metric_export_failures"] and time.monotonic() < until:
            acme.accounting.items.list(limit=1).to_list()
        assert bridge.metrics()["metric_export_failures"] > 0
        assert "coreflow_bridge_metric_export_failures_total" in bridge.metrics_text()
        begun = time.monotonic()
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    "otlp",
    [
        {"endpoint": "http://collector.example/spans", "metrics": {}},
        {"metrics": {"endpoint": "localhost:4318"}},
        {"metrics": {"every": CANARY}},
    ],
)
def test_what_cannot_be_is_refused(otlp: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigError) as refused:
        Bridge(":memory:", keyring=KEY, telemetry={"otlp": otlp})
    assert "canary" not in str(refused.value)
