"""A8: a create whose answer is lost reaches the system once, and is told as unknown, with a key and without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY, Upstream
from coreflow_bridge import Bridge, errors

CASES = json.loads((Path(__file__).parent / "a8.json").read_text())
POLICIES = {"breaker": {"enabled": False}, "attempt_timeout_ms": 1000}
NONE = {"do": [{"answer": {"status": 200, "body": {"data": []}}}]}


def connect(bridge: Bridge, url: str) -> Any:
    acme = bridge.tenant("acme")
    acme.modules.change(activate=["accounting"])
    acme.connect(
        "erpnext",
        instance=url,
        credential={"type": "api_key", "key": "k", "secret": "s"},
        options={"zone": "UTC", "key_field": "custom_key"},
        allow_private=True,
        verify=False,
    )
    return acme


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a8_of_a_request_of_ones_own(case: dict[str, Any], upstream: Upstream) -> None:
    hostile = upstream.hostile(
        {"method": "POST", "path": "/refused", "do": [{"answer": {"status": 417, "body": {}}}]},
        {"method": "POST", "path": "/done", "do": [{"answer": {"status": 200, "body": {}}}]},
        {"method": "POST", "do": case["do"]},
    )
    with Bridge(":memory:", keyring=KEY, policies=POLICIES) as bridge:
        acme = connect(bridge, hostile.url)
        erpnext = acme.connection("erpnext")
        erpnext.request("POST", "/done", body={"amount": 7})
        with pytest.raises(errors.InvalidInputError):
            erpnext.request("POST", "/refused", body={"amount": 7})
        assert acme.writes.list() == []
        with pytest.raises(errors.BridgeError) as raised:
            erpnext.request("POST", "/pay", body={"amount": 7}, query={"a": "b"}, headers={"x-own": "canary"})
        (entry,) = acme.writes.list()
        assert raised.value.context["write"] == entry["key"]
        assert (entry["state"], entry["operation"], entry["repeatable"]) == ("unknown", "request", False)
        sent = {"method": "POST", "path": "/pay", "query": {"a": "b"}, "body": {"amount": 7}}
        assert acme.writes.get(entry["key"])["input"] == sent
        assert acme.writes.resolve(entry["key"])["state"] == "unknown"
        acme.writes.settle(entry["key"], "applied")
        assert acme.writes.list() == []
    assert [one["target"] for one in hostile.seen()["requests"]] == ["/done", "/refused", "/pay?a=b"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("key", [None, "order-7"])
def test_a8(case: dict[str, Any], key: str | None, upstream: Upstream) -> None:
    hostile = upstream.hostile({"method": "POST", "do": case["do"]}, {"method": "GET", **NONE})
    with Bridge(":memory:", keyring=KEY, policies=POLICIES) as bridge:
        acme = connect(bridge, hostile.url)
        for _ in range(2 if key else 1):
            with pytest.raises(errors.OutcomeUnknownError) as raised:
                acme.accounting.items.create({"code": "SKU-1"}, idempotency_key=key)
            error = raised.value
            assert error.retryable == bool(key)
            (entry,) = acme.writes.list(state="unknown")
            assert error.context["write"] == entry["key"]
            assert entry["given"] == bool(key)
            assert entry["advice"]
        sent = [one for one in hostile.seen()["requests"] if one["method"] == "POST"]
    # With a key, too: the second call looks, and finds that nothing can be said yet.
    assert len(sent) == 1
    assert all(
        ('"custom_key":"order-7"' in str(one["body"]).replace(" ", "").replace("'", '"')) == bool(key) for one in sent
    )
