"""C7: a name that changes its address while it is used never leads to one that is not granted."""

from __future__ import annotations

from acme import POLICIES, acme, connect, refused
from conftest import Hostile, Upstream
from process import rounds

CLOSING = {"do": [{"answer": {"headers": [["connection", "close"]], "body": {"message": 1}}}, {"close": True}]}
GOOD = {"do": [{"answer": {"body": {"message": 1}}}]}


def pair(upstream: Upstream, *rules: object) -> tuple[Hostile, Hostile]:
    """One that is granted, and one on another address of this host, at the same port."""
    good = upstream.hostile(*rules)
    return good, upstream.hostile(GOOD, bind=f"127.0.0.2:{good.port}")


def test_c7_every_connect_asks_and_checks_again(upstream: Upstream) -> None:
    good, bad = pair(upstream, CLOSING)
    dns = upstream.dns({"rebind.test": [{"a": ["127.0.0.1"]}, {"a": ["127.0.0.2"]}]}, cycle=True)
    with acme(egress={"resolver": dns.address}) as tenant:
        connection = connect(tenant, f"http://rebind.test:{good.port}", allow=["127.0.0.1"])
        count = rounds(20, 1000)
        for _ in range(count):
            assert connection.request("GET", "/x")["status"] == 200
            error = refused(connection.request, "GET", "/x")
            assert (error.code, error.context["allow"]) == ("EGRESS_DENIED", f"rebind.test:{good.port}")
    print(f"C7 rebinding: {count} rounds, {bad.seen()['connections']} connections to what is not granted")
    assert (good.seen()["connections"], bad.seen()["connections"]) == (count, 0)
    assert len(dns.queries()) >= 2 * count


def test_c7_a_pooled_connection_stays_where_it_was_judged(upstream: Upstream) -> None:
    good, bad = pair(upstream, {"times": 3, **GOOD}, CLOSING)
    dns = upstream.dns({"rebind.test": [{"a": ["127.0.0.1"]}, {"a": ["127.0.0.2"]}]})
    with acme(egress={"resolver": dns.address}) as tenant:
        connection = connect(tenant, f"http://rebind.test:{good.port}", allow=["127.0.0.1"])
        for _ in range(4):
            assert connection.request("GET", "/x")["status"] == 200
        assert refused(connection.request, "GET", "/x").code == "EGRESS_DENIED"
    assert (good.seen()["connections"], bad.seen()["connections"]) == (1, 0)


def test_c7_between_two_attempts(upstream: Upstream) -> None:
    good, bad = pair(upstream)
    dns = upstream.dns({"rebind.test": [{"a": ["127.0.0.1"]}, {"a": ["127.0.0.2"]}]})
    policies = {**POLICIES, "retry": {"max_attempts": 3, "base_ms": 1}}
    with acme(egress={"resolver": dns.address}, policies=policies) as tenant:
        connection = connect(tenant, f"http://rebind.test:{good.port}", allow=["127.0.0.1"])
        assert refused(connection.request, "GET", "/x").code == "EGRESS_DENIED"
    assert (good.seen()["connections"], bad.seen()["connections"]) == (1, 0)


def test_c7_one_bad_address_spoils_a_name(upstream: Upstream) -> None:
    good, bad = pair(upstream, GOOD)
    names = {
        "two.test": [{"a": ["127.0.0.1", "127.0.0.2"]}],
        "six.test": [{"a": ["127.0.0.1"], "aaaa": ["::1"]}],
        "public.test": [{"a": ["8.8.8.8", "127.0.0.2"]}],
        "mapped.test": [{"aaaa": ["::ffff:127.0.0.2"]}],
        "metadata.test": [{"a": ["169.254.169.254"]}],
        "good.test": [{"a": ["127.0.0.1"], "aaaa": ["::ffff:127.0.0.1"]}],
    }
    dns = upstream.dns(names)
    with acme(egress={"resolver": dns.address}) as tenant:
        for name in names:
            connection = connect(tenant, f"http://{name}:{good.port}", allow=["127.0.0.1"])
            if name == "good.test":
                assert connection.request("GET", "/x")["status"] == 200
            else:
                assert refused(connection.request, "GET", "/x").code == "EGRESS_DENIED", name
        named = connect(tenant, f"http://two.test:{good.port}", allow=[f"two.test:{good.port}"])
        assert named.request("GET", "/x")["status"] == 200, "a host that is granted by its name"
        nowhere = connect(tenant, "http://nowhere.test", allow_private=True)
        assert refused(nowhere.request, "GET", "/x").code == "UNAVAILABLE"
    assert bad.seen()["connections"] == 0
