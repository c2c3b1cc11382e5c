"""C8: an id is one segment or refused; no header is injected; an answer that lies about its length poisons no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from acme import CREDENTIAL, acme, connect, refused, served
from conftest import Upstream
from coreflow_bridge import Bridge

CASES = json.loads((Path(__file__).parent / "c8.json").read_text())
BROKEN = ("UNAVAILABLE", "UPSTREAM_INVALID", "DEADLINE_EXCEEDED")
PREFIX = "/api/resource/Item/"


def test_c8_ids(upstream: Upstream) -> None:
    hostile = upstream.hostile({"do": [{"answer": {"status": 404}}]})
    sent = 0
    with acme() as tenant:
        connect(tenant, hostile.url, allow_private=True)
        for own in CASES["ids"]:
            error = refused(tenant.accounting.items.get, f"erpnext:{own}")
            requests = hostile.seen()["requests"][sent:]
            if error.code == "INVALID_INPUT":
                assert requests == [], own
                continue
            assert (error.code, len(requests)) == ("NOT_FOUND", 1), own
            sent += 1
            segment = requests[0]["target"].removeprefix(PREFIX).partition("?")[0]
            assert requests[0]["target"].startswith(PREFIX), own
            assert "/" not in segment, own
            assert unquote(segment) == own
            assert "x-injected" not in dict(requests[0]["headers"]), own
    assert sent >= 25


@pytest.mark.parametrize("evil", ["a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\rb", "a\0b"], ids=ascii)
def test_c8_headers(evil: str, upstream: Upstream) -> None:
    hostile = upstream.hostile({"do": [{"answer": {"body": {"data": {"name": "X", "item_code": "X"}}}}]})
    with acme() as tenant:
        options = {"zone": "UTC", "key_field": "bridge_key"}
        connection = connect(tenant, hostile.url, allow_private=True, options=options)
        for error in (
            refused(connection.request, "GET", "/x", headers={"x-own": evil}),
            refused(connection.request, "GET", "/x", headers={evil: "x"}),
            refused(connection.request, evil, "/x"),
            refused(connection.request, "GET", f"/{evil}"),
            refused(connect, tenant, hostile.url, credential={**CREDENTIAL, "key": evil}),
            refused(connect, tenant, hostile.url, name=evil),
            refused(connect, tenant, f"{hostile.url}/{evil}?x"),
        ):
            assert error.code in ("INVALID_INPUT", "CONFIG_INVALID")
        assert hostile.seen()["requests"] == []
        # What goes into the query or the body is data there.
        codes = ("INVALID_INPUT", "UPSTREAM_INVALID")
        served(connection.request, "GET", "/x", query={evil: evil}, codes=())
        served(tenant.accounting.items.create, {"code": evil, "name": "X"}, idempotency_key="k1", codes=codes)
        served(tenant.accounting.items.create, {"code": "X", "name": "X"}, idempotency_key=evil, codes=codes)
    assert hostile.seen()["requests"]
    for request in hostile.seen()["requests"]:
        assert "x-injected" not in dict(request["headers"])
        assert "\0" not in request["head"]


def test_c8_names_of_tenants(bridge: Bridge) -> None:
    for evil in ("a\r\nb", "a\nb", "a\0b", "a\x1b[0m", "../a", ""):
        assert refused(bridge.tenant, evil).code == "INVALID_INPUT", ascii(evil)


@pytest.mark.parametrize("lie", CASES["lies"], ids=[lie["name"] for lie in CASES["lies"]])
def test_c8_lengths(lie: dict[str, Any], upstream: Upstream) -> None:
    """Behind the answer to the first request stands another one, for whom it may fool."""
    poison = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{"is": "poison"}'
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{lie['head']}\r\n"
    hostile = upstream.hostile(
        {"path": "/first", "do": [{"send": head + lie["body"] + poison}, {"keep": True}]},
        {"path": "/second", "do": [{"answer": {"body": {"is": "good"}}}]},
    )
    with acme() as tenant:
        connection = connect(tenant, hostile.url, allow_private=True)
        for _ in range(5):
            first = served(connection.request, "GET", "/first", deadline=1, codes=BROKEN)
            assert "poison" not in first
            assert connection.request("GET", "/second", deadline=20)["body"] == {"is": "good"}
