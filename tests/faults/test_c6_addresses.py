"""C6: no spelling of a private or reserved address is dialled without a grant, and no proxy of the environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from acme import acme, connect, refused
from conftest import Upstream

ADDRESSES = json.loads((Path(__file__).parent / "c6.json").read_text())
PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
GOOD = {"do": [{"answer": {"body": {"message": "canary"}}}]}


def test_c6(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    here, proxy = upstream.hostile(GOOD), upstream.hostile(GOOD)
    six = upstream.hostile(GOOD, bind=f"[::1]:{here.port}")
    for name in PROXIES:
        monkeypatch.setenv(name, proxy.url)
    tried = 0
    with acme() as tenant:
        for kind, hosts in ADDRESSES.items():
            for host in hosts:
                for scheme in ("http", "https"):
                    instance = f"{scheme}://{host}:{here.port}"
                    error = refused(connect, tenant, instance, verify=True)
                    expected = {"CONFIG_INVALID"} if kind == "no_url" else {"EGRESS_DENIED", "CONFIG_INVALID"}
                    if host == "localhost.":
                        expected.add("UNAVAILABLE")  # Some operating systems do not know it with the dot.
                    assert error.code in expected, instance
                    assert error.context.get("allow", f":{here.port}").endswith(f":{here.port}"), instance
                    tried += 1
        for host in ADDRESSES["reserved"]:
            instance = f"http://{host}:{here.port}"
            error = refused(connect, tenant, instance, verify=True, allow_private=True)
            assert error.code == "EGRESS_DENIED", f"{instance}: never, whatever is granted"
        assert [server.seen()["connections"] for server in (here, six, proxy)] == [0, 0, 0]
        assert tried > 130
        # The listeners do hear: with what the error says, the same address is reached, and nobody asks the proxy.
        for instance, server in ((here.url, here), (f"http://localhost:{here.port}", here), (six.url, six)):
            entry = refused(connect, tenant, instance, verify=True).context["allow"]
            connection = connect(tenant, instance, allow=[entry])
            assert connection.request("GET", "/x")["status"] == 200
            assert tenant.connections()[0]["allow"] == [entry]
            assert server.seen()["connections"] > 0
        assert proxy.seen()["connections"] == 0


def test_a_grant_is_no_more_than_it_says(upstream: Upstream) -> None:
    here, other = upstream.hostile(GOOD), upstream.hostile(GOOD)
    with acme() as tenant:
        for entry, code in (
            (here.address, None),
            ("127.0.0.0/8", None),
            ("127.0.0.1", None),
            (f"127.0.0.1:{other.port}", "EGRESS_DENIED"),
            ("10.0.0.0/8", "EGRESS_DENIED"),
            ("localhost", "EGRESS_DENIED"),
        ):
            connection = connect(tenant, here.url, allow=[entry])
            if code is None:
                assert connection.request("GET", "/x")["status"] == 200, entry
            else:
                assert refused(connection.request, "GET", "/x").code == code, entry
        for entry in ("*", "169.254.169.254", "http://erp.internal", "10.0.0.0/99", ""):
            error = refused(connect, tenant, here.url, allow=[entry])
            assert error.code == "CONFIG_INVALID", entry
    assert other.seen()["connections"] == 0
