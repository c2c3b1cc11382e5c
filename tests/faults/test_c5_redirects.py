"""C5: a redirect is never followed: the target sees no connection."""

from __future__ import annotations

import pytest
from acme import acme, connect, refused
from conftest import Upstream

STATUSES = (301, 302, 303, 307, 308)


@pytest.mark.parametrize("status", STATUSES)
def test_c5(status: int, upstream: Upstream) -> None:
    target = upstream.hostile({"do": [{"answer": {"body": {"data": {"name": "X", "item_code": "X"}}}}]})
    places = [
        f"{target.url}/stolen",
        f"//{target.address}/stolen",
        f"https://{target.address}/stolen",
        f"http://u:p@{target.address}/stolen",
        f"http://localhost:{target.port}/stolen",
        "/api/resource/Item/here",
        "",
    ]
    with acme() as tenant:
        for place in places:
            redirecting = upstream.hostile({"do": [{"answer": {"status": status, "headers": [["location", place]]}}]})
            connection = connect(tenant, redirecting.url, allow_private=True)
            for error in (
                refused(connection.request, "GET", "/api/x", headers={"x-api-key": "canary"}),
                refused(tenant.accounting.items.get, "erpnext:X"),
                refused(tenant.accounting.items.list().to_dicts),
                refused(connect, tenant, redirecting.url, allow_private=True, verify=True),
            ):
                assert (error.code, error.status) == ("EGRESS_DENIED", status), place
            written = refused(tenant.accounting.items.create, {"code": "canary-body", "name": "X"})
            # Behind "see other" the request was often done.
            assert written.code == ("OUTCOME_UNKNOWN" if status == 303 else "EGRESS_DENIED"), place
            assert len(redirecting.seen()["requests"]) == 5
    assert target.seen() == {"connections": 0, "open": 0, "requests": []}
