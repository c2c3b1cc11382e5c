"""A8: a create whose answer is lost reaches the system once, and is told as unknown, with a key and without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY, Upstream
from coreflow_bridge import Bridge, errors
from process import eventually

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


ITEM = {"name": "SKU-1", "item_code": "SKU-1"}
FILE = {"name": "f1", "file_name": "note.txt", "file_size": 4, "file_url": "/private/files/note.txt"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("key", [None, "note-7"])
def test_a8_of_an_upload(case: dict[str, Any], key: str | None, upstream: Upstream, tmp_path: Path) -> None:
    hostile = upstream.hostile(
        {"method": "GET", "path": "/api/resource/Item/*", "do": [{"answer": {"status": 200, "body": {"data": ITEM}}}]},
        {"method": "GET", "do": [{"answer": {"status": 200, "body": {"data": [FILE]}}}]},
        {"method": "POST", "times": 1, "do": case["do"]},
        {"method": "POST", "do": [{"answer": {"status": 200, "body": {"message": FILE}}}]},
    )

    def hits() -> int:
        return [one["method"] for one in hostile.seen()["requests"]].count("POST")

    store = tmp_path / "bridge.db"
    with Bridge(store, keyring=KEY, policies=POLICIES) as bridge:
        files = connect(bridge, hostile.url).accounting.items.attachments("erpnext:SKU-1")
        for _ in range(2 if key else 1):
            with pytest.raises(errors.OutcomeUnknownError) as raised:
                files.upload("note.txt", b"call", idempotency_key=key)
            assert raised.value.context["record_id"] == "erpnext:SKU-1"
        if key:
            with pytest.raises(errors.ConflictError):
                files.upload("note.txt", b"back", idempotency_key=key)
        assert hits() == 1
    with Bridge(store, keyring=KEY, policies=POLICIES) as bridge:
        acme = bridge.tenant("acme")
        (entry,) = acme.writes.list(state="unknown")
        assert raised.value.context["write"] == entry["key"]
        assert (entry["operation"], entry["given"]) == ("accounting.items.attachments.upload", bool(key))
        assert (entry["record_id"], entry["repeatable"]) == ("erpnext:SKU-1", False)
        assert entry["advice"]
        sent = acme.writes.get(entry["key"])["input"]
        assert (sent["record"], sent["name"], sent["size"]) == ("SKU-1", "note.txt", 4)
        assert acme.writes.resolve(entry["key"])["state"] == "unknown"
        assert hits() == 1
        files = acme.accounting.items.attachments("erpnext:SKU-1")
        if key:
            with pytest.raises(errors.InvalidInputError):
                acme.writes.settle(entry["key"], "applied")
        acme.writes.settle(entry["key"], "not_applied")
        made = files.upload("note.txt", b"call", idempotency_key=key)
        assert (made.id, hits()) == ("erpnext:SKU-1/f1", 2)
        if key:
            assert files.upload("note.txt", b"call", idempotency_key=key).id == made.id
            (known,) = acme.writes.list()
            assert (known["state"], known["record_id"], hits()) == ("known", made.id, 2)
        else:
            # It goes once the answer is there; nobody waits for that.
            assert eventually(lambda: acme.writes.list() == [])


def test_a8_of_a_file_that_is_deleted(upstream: Upstream) -> None:
    hostile = upstream.hostile(
        {"method": "DELETE", "do": [{"reset": True}]},
        {"method": "GET", "path": "/api/resource/File*", "do": [{"answer": {"status": 200, "body": {"data": [FILE]}}}]},
        {"method": "GET", "do": [{"answer": {"status": 200, "body": {"data": ITEM}}}]},
    )
    with Bridge(":memory:", keyring=KEY, policies=POLICIES) as bridge:
        acme = connect(bridge, hostile.url)
        with pytest.raises(errors.BridgeError):
            acme.accounting.items.attachments("erpnext:SKU-1").delete("f1")
        (entry,) = acme.writes.list()
        assert (entry["state"], entry["operation"]) == ("unknown", "accounting.items.attachments.delete")
        assert entry["repeatable"]
        assert acme.writes.get(entry["key"])["input"] == {"record": "SKU-1", "id": "f1"}


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
