"""C10: bombs, deep and huge JSON and strange numbers are a typed error or come through exactly, in bounded memory."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from acme import acme, connect, refused, served
from conftest import Upstream
from process import peak_over

CASES = json.loads((Path(__file__).parent / "c10.json").read_text())
MIB = 1024 * 1024
LIMIT = 64 * MIB
"""The largest body; the matrix allows as much again above it."""


def answer(case: dict[str, Any]) -> dict[str, Any]:
    return {"do": [{"answer": {"headers": case.get("headers", []), "body": case["body"]}}]}


def once(call: Any) -> str:
    return served(call, codes=("UPSTREAM_INVALID",))


@pytest.mark.parametrize("case", CASES["bombs"], ids=[case["name"] for case in CASES["bombs"]])
def test_c10_bombs(case: dict[str, Any], upstream: Upstream) -> None:
    hostile = upstream.hostile(answer(case))
    with acme() as tenant:
        connection = connect(tenant, hostile.url, allow_private=True)

        def calls() -> None:
            for call in (
                tenant.accounting.items.list().to_dicts,
                lambda: tenant.accounting.items.get("erpnext:X"),
                lambda: connection.request("GET", "/x")["body"],
            ):
                # A body that is only strange may come through a raw request, as the text that it is.
                assert len(once(call)) < MIB, case["name"]

        over = peak_over(calls)
    print(f"C10 {case['name']}: {over / MIB:.0f} MiB above what was there")
    assert over <= LIMIT + 64 * MIB


@pytest.mark.parametrize("case", CASES["trees"], ids=[case["name"] for case in CASES["trees"]])
def test_c10_trees(case: dict[str, Any], upstream: Upstream) -> None:
    hostile = upstream.hostile(answer(case))
    with acme() as tenant:
        connection = connect(tenant, hostile.url, allow_private=True)

        def calls() -> None:
            once(lambda: tenant.accounting.items.get("erpnext:X").to_dict())
            once(tenant.accounting.items.list().to_dicts)
            once(lambda: connection.request("GET", "/x"))

        over = peak_over(calls)
        whole = peak_over(lambda: once(lambda: tenant.accounting.items.get("erpnext:X", raw=True).to_dict()))
    print(f"C10 {case['name']}: {over / MIB:.0f} MiB above what was there, {whole / MIB:.0f} with raw")
    assert over <= LIMIT + 64 * MIB
    assert whole <= LIMIT + 64 * MIB


@pytest.mark.parametrize("shape", ["keys", "items"])
def test_c10_as_many_values_as_are_allowed(shape: str, upstream: Upstream) -> None:
    """Half a million come, in bounded memory; one more is refused before there is a tree, and comes as a text."""

    def body(values: int) -> dict[str, Any]:
        # The whole is one, and so is what it holds first.
        items = [{"text": "["}, {"repeat": ["0,", values - 2]}, {"text": "0]"}]
        return {"parts": [{"keys": values - 1}] if shape == "keys" else items}

    many = {"path": "/many", **answer({"body": body(500_000)})}
    hostile = upstream.hostile(many, answer({"body": body(500_001)}))
    with acme() as tenant:
        connection = connect(tenant, hostile.url, allow_private=True)

        def calls() -> None:
            assert len(connection.request("GET", "/many")["body"]) == 499_999
            error = refused(connection.request, "GET", "/more")
            assert error.code == "UPSTREAM_INVALID"
            assert all(word in str(error) for word in ("as_text", "max_raw_values"))
            assert len(json.loads(connection.request("GET", "/more", as_text=True)["body"])) == 500_000

        over = peak_over(calls)
    print(f"C10 500,000 {shape}: {over / MIB:.0f} MiB above what was there")
    assert over <= LIMIT + 64 * MIB


def test_c10_a_record_with_raw_is_bounded_by_its_values(upstream: Upstream) -> None:
    """As many as in a raw request; one more is refused before there is a tree, in a list for that record only."""

    def record(values: int) -> dict[str, Any]:
        # The record is one, its three members are, and so is the first item of each of the two that hold some.
        head = '{"name": "X", "item_code": "X", "other": ['
        return {"parts": [{"text": head}, {"repeat": ["0,", values - 5]}, {"text": "0]}"}]}

    def within(text: str, body: dict[str, Any], end: str) -> dict[str, Any]:
        return answer({"body": {"parts": [{"text": text}, *body["parts"], {"text": end}]}})

    small = '{"name": "S", "item_code": "S"},'
    hostile = upstream.hostile(
        {"path": "/api/resource/Item/M", **within('{"data": ', record(500_000), "}")},
        {"path": "/api/resource/Item/X", **within('{"data": ', record(500_001), "}")},
        within(f'{{"data": [{small}', record(500_001), "]}"),
    )
    with acme() as tenant:
        connect(tenant, hostile.url, allow_private=True)
        items = tenant.accounting.items

        def calls() -> None:
            assert len(items.get("erpnext:M", raw=True).raw["other"]) == 499_996
            error = refused(items.get, "erpnext:X", raw=True)
            assert error.code == "UPSTREAM_INVALID"
            assert "max_raw_values" in str(error)
            assert items.get("erpnext:X").remote_id == "X"
            listing = items.list(raw=True, limit=2)
            assert [item.remote_id for item in listing] == ["S"]
            assert [("max_raw_values" in bad.reason, len(bad.raw) > 1_000_000) for bad in listing.quarantined] == [
                (True, True)
            ]

        over = peak_over(calls)
    print(f"C10 a record of 500,000 values with raw: {over / MIB:.0f} MiB above what was there")
    assert over <= LIMIT + 64 * MIB


@pytest.mark.parametrize("case", CASES["exact"], ids=[case["name"] for case in CASES["exact"]])
def test_c10_numbers_come_through(case: dict[str, Any], upstream: Upstream) -> None:
    text = f'{{"data": {{"name": "X", "item_code": "X", "standard_rate": {case["rate"]}}}}}'
    hostile = upstream.hostile({"do": [{"answer": {"body": {"parts": [{"text": text}]}}}]})
    with acme() as tenant:
        connect(tenant, hostile.url, allow_private=True)
        assert tenant.accounting.items.get("erpnext:X").sales_price == Decimal(case["price"])


def test_c10_a_page_of_good_and_bad(upstream: Upstream) -> None:
    """A record that cannot be read goes into quarantine; the others come."""
    rows = '{"name": "%s", "item_code": "%s", "standard_rate": %s}'
    good, bad = rows % ("A", "A", "1.50"), rows % ("B", "B", "1e400")
    body = {"parts": [{"text": f'{{"data": [{good}, {bad}]}}'}]}
    hostile = upstream.hostile({"do": [{"answer": {"body": body}}]})
    with acme() as tenant:
        connect(tenant, hostile.url, allow_private=True)
        listing = tenant.accounting.items.list()
        assert [item["sales_price"] for item in listing.to_dicts()] == [Decimal("1.50")]
        assert len(listing.quarantined) == 1


def test_c10_the_limit_is_the_documented_one(upstream: Upstream) -> None:
    just = {"parts": [{"text": '{"message": "'}, {"repeat": ["x", 60 * MIB]}, {"text": '"}'}]}
    more = {"parts": [{"text": '{"message": "'}, {"repeat": ["x", 64 * MIB]}, {"text": '"}'}]}
    hostile = upstream.hostile({"path": "/just", **answer({"body": just})}, answer({"body": more}))
    with acme() as tenant:
        connection = connect(tenant, hostile.url, allow_private=True)
        assert len(connection.request("GET", "/just", deadline=120)["body"]["message"]) == 60 * MIB
        assert refused(connection.request, "GET", "/more").code == "UPSTREAM_INVALID"
