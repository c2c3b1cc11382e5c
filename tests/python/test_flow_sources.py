"""The flows of `examples/flows` by what the systems tell: a change feed, a signed webhook, or both."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import time
from typing import Any

import pytest
from conftest import ROOT
from coreflow_bridge import Bridge, Sandbox, Tenant

sys.path.insert(0, str(ROOT / "examples" / "flows"))
import flows
import story

LONG = 120
PROVIDERS = {"accounting": "bigcapital", "crm": "twenty", "inventory": "inventree", "projects": "plane"}
FEEDS = ("crm.deals", "accounting.invoices", "inventory.stock_items")


def connected(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    acme = bridge.tenant("acme")
    for system in sandbox.systems:
        acme.connect(system, **sandbox.access(system))
    acme.modules.change(activate=list(PROVIDERS), provider=PROVIDERS)
    flows.declare(bridge, counted="inventory.stock_item.updated")
    bridge.drain()
    for resource in FEEDS:
        assert acme.sync(resource, mirror=True)["complete"]
    return acme


def drained(bridge: Bridge, expected: int = 1) -> None:
    """Nothing fails, and so many events are handled, not more."""
    done = bridge.drain(LONG)
    assert (done["handled"], done["failed"]) == (expected, 0)


def delivered(bridge: Bridge, hook: dict[str, Any], deal: str) -> None:
    """What Twenty sends when a deal was changed."""
    told = {"eventName": "opportunity.updated", "record": {"id": deal}, "updatedFields": ["stage"]}
    body, now = json.dumps(told).encode(), str(int(time.time() * 1000))
    code = hmac.new(hook["secret"].encode(), f"{now}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Twenty-Webhook-Timestamp": now, "X-Twenty-Webhook-Signature": code}
    assert bridge.webhooks.handle(hook["id"], "POST", headers, body).status == 200


@pytest.mark.parametrize("teller", ["feed", "webhook", "both"])
def test_flows_run_once_by_what_the_systems_tell(bridge: Bridge, teller: str) -> None:
    with Bridge.sandbox(systems=[*PROVIDERS.values()], seed=1, records=20) as sandbox:
        acme = connected(bridge, sandbox)
        hook = acme.webhooks.create("twenty", enrich=True)
        company = acme.crm.companies.list(name=story.CUSTOMER).first()
        assert company is not None
        name = "12 x CTRL-7 at 249"
        deal = acme.crm.deals.create({"name": name, "company_id": company.id, "stage": "proposal"})
        assert acme.sync("crm.deals")["created"] == 1
        drained(bridge, 0)

        acme.crm.deals.update(deal.id, {"stage": "won"})
        if teller != "feed":
            delivered(bridge, hook, deal.remote_id)
        if teller == "both":
            drained(bridge)
        if teller != "webhook":
            assert acme.sync("crm.deals")["updated"] == 1
        drained(bridge, 0 if teller == "both" else 1)
        links = {
            link["kind"]: link["to"]["id"] for link in acme.links.list(from_={"resource": "crm.deals", "id": deal.id})
        }
        assert sorted(links) == ["billed-by", "delivered-by", "supplied-by"]
        (line,) = acme.inventory.sales_order_lines.list(order_id=links["supplied-by"])
        assert str(line.allocated) == "12"
        if teller != "feed":
            return

        # The books and the stock have no webhooks: their feeds tell. A new invoice and a reservation start nothing.
        for resource in FEEDS[1:]:
            acme.sync(resource)
        bridge.drain(LONG)
        story.pay(acme, links["billed-by"])
        assert acme.sync("accounting.invoices")["updated"] == 1
        drained(bridge)
        (note,) = (one for one in acme.crm.notes.list() if one.title == "Invoice paid")
        assert note.deal_ids == (deal.id,)

        part = acme.inventory.parts.list(code="CTRL-7").first()
        assert part is not None
        item = acme.inventory.stock_items.list(part_id=part.id).first()
        assert item is not None
        assert item.quantity is not None
        acme.inventory.stock_items.action(item.id, "count", {"quantity": item.quantity - 2})
        assert acme.sync("inventory.stock_items")["updated"] == 1
        drained(bridge)
        (link,) = acme.links.list(from_={"resource": "inventory.stock_items", "id": item.id})
        entry = acme.accounting.journal_entries.get(link["to"]["id"])
        assert (str(entry.total_debit), entry.status) == ("240", "posted")
        for resource in FEEDS:
            acme.sync(resource, full=True)
        bridge.drain(LONG)
        assert bridge.events.dead_letters.list() == []
        assert len(acme.links.list(from_={"resource": "inventory.stock_items", "id": item.id})) == 1
