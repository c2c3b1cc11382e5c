"""C11: what a system says comes into no error with control characters or secrets; cookies go nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from acme import acme, bridge, connect, refused, tenant_of
from conftest import Upstream

CASES = json.loads((Path(__file__).parent / "c11.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_c11(case: dict[str, Any], upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    fields = ("status", "headers", "body")
    hostile = upstream.hostile({"do": [{"answer": {name: case[name] for name in fields if name in case}}]})
    caplog.set_level(5)
    with bridge() as opened:
        tenant = tenant_of(opened)
        connection = connect(tenant, hostile.url, allow_private=True)
        refused(tenant.accounting.items.get, "erpnext:X")
        refused(tenant.accounting.items.list().to_dicts)
        refused(tenant.accounting.items.create, {"code": "X", "name": "X"})
        refused(connect, tenant, hostile.url, allow_private=True, verify=True)
        if case["status"] != 200:
            refused(connection.request, "GET", "/x")
        told = json.dumps([tenant.health(), tenant.connections()], default=str)
        assert "canary" not in told + json.dumps(opened.metrics()) + opened.metrics_text()
    told_by = [one for one in caplog.records if one.name.startswith("coreflow_bridge")]
    assert [one for one in told_by if one.getMessage().startswith("a call has ")]
    for one in told_by:
        told = f"{one.getMessage()} {vars(one)}"
        assert "canary" not in told
        assert told.isprintable(), ascii(told)
    for request in hostile.seen()["requests"]:
        assert "cookie" not in dict(request["headers"])


def test_c11_secrets_in_addresses(upstream: Upstream) -> None:
    hostile = upstream.hostile()
    with acme() as tenant:
        for instance in (
            f"http://canary-user:canary-password@{hostile.address}",
            f"http://{hostile.address}/?token=canary-token",
            f"http://{hostile.address}/#canary-token",
            "http://canary-user:canary-password@\x1b[31m",
        ):
            assert refused(connect, tenant, instance).code == "CONFIG_INVALID"
    assert hostile.seen()["connections"] == 0
