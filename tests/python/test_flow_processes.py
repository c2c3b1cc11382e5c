"""The flows of `examples/flows` in both languages: killed within every step, with answers lost, and begun anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY, ROOT
from coreflow_bridge import Bridge, Sandbox, Tenant
from processes import LANGUAGES

sys.path.insert(0, str(ROOT / "examples" / "flows"))
import flows
import story

LONG = 120
PROVIDERS = {"accounting": "bigcapital", "crm": "twenty", "inventory": "inventree", "projects": "plane"}
SOLD = {"part": "CTRL-7", "quantity": "12", "unit_price": "249"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Of each test: every flow takes of the stock."""
    with Bridge.sandbox(systems=[*PROVIDERS.values()], seed=1, records=30) as sandbox:
        yield sandbox


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        yield bridge


@pytest.fixture
def acme(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    tenant = bridge.tenant("acme")
    for system in sandbox.systems:
        tenant.connect(system, **sandbox.access(system))
    tenant.modules.change(activate=list(PROVIDERS), provider=PROVIDERS)
    # The groups are there before the first event is.
    flows.declare(bridge)
    bridge.drain()
    return tenant


def won(acme: Tenant) -> str:
    """A deal is won; its id."""
    company = acme.crm.companies.list(name=story.CUSTOMER).first()
    assert company is not None
    deal = acme.crm.deals.create({"name": "Controllers", "company_id": company.id, "stage": "won"})
    acme.events.publish("crm.deal.won", deal.id, SOLD)
    return deal.id


def counts(acme: Tenant) -> dict[str, int]:
    """How many records of each kind there are."""
    lists: dict[str, Any] = {
        "projects": acme.projects.projects,
        "invoices": acme.accounting.invoices,
        "orders": acme.inventory.sales_orders,
        "lines": acme.inventory.sales_order_lines,
        "notes": acme.crm.notes,
        "entries": acme.accounting.journal_entries,
    }
    return {name: sum(1 for _ in resource.list()) for name, resource in lists.items()} | {
        "allocated": sum(int(one.allocated or 0) for one in acme.inventory.sales_order_lines.list())
    }


def more(acme: Tenant, before: dict[str, int]) -> dict[str, int]:
    """What there is more than before."""
    return {name: count - before[name] for name, count in counts(acme).items() if count != before[name]}


def die_and_go_on(language: str, folder: Path, kills: int) -> None:
    """Processes that are killed within each step, until one comes to the end."""
    marks = folder / "marks"
    marks.mkdir(exist_ok=True)
    here = ROOT / "tests" / "events"
    programs = {
        "python": [sys.executable, str(here / "flow.py")],
        "asyncio": [sys.executable, str(here / "flow_async.py")],
        "node": ["node", str(here / "flow.mjs")],
    }
    program = programs[language]
    given = json.dumps({"store": str(folder / "bridge.db"), "key": KEY["key"], "marks": str(marks)})
    for _ in range(kills):
        assert subprocess.run([*program, given], timeout=LONG, check=False).returncode == -9
    done = subprocess.run([*program, given], timeout=LONG, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(marks.iterdir())) == kills
    for mark in marks.iterdir():
        mark.unlink()


def linked(acme: Tenant, deal: str) -> dict[str, str]:
    return {link["kind"]: link["to"]["id"] for link in acme.links.list(from_={"resource": "crm.deals", "id": deal})}


MADE = {"projects": 1, "invoices": 1, "orders": 1, "lines": 1, "allocated": 12}


@pytest.mark.parametrize("language", [*LANGUAGES, "asyncio"])
def test_flows_that_are_killed_within_every_step_make_one_of_each(language: str, acme: Tenant, tmp_path: Path) -> None:
    before = counts(acme)
    deal = won(acme)
    die_and_go_on(language, tmp_path, kills=5)
    assert more(acme, before) == MADE
    links = linked(acme, deal)
    assert sorted(links) == ["billed-by", "delivered-by", "supplied-by"]
    invoice = acme.accounting.invoices.get(links["billed-by"])
    assert (invoice.contact_name, str(invoice.total)) == (story.CUSTOMER, "2988")
    assert acme.projects.projects.get(links["delivered-by"]).description == f"Controllers, for {story.CUSTOMER}"
    (line,) = acme.inventory.sales_order_lines.list(order_id=links["supplied-by"])
    assert (str(line.quantity), str(line.allocated)) == ("12", "12")

    before = counts(acme)
    story.pay(acme, invoice.id)
    acme.events.publish("accounting.invoice.paid", invoice.id)
    die_and_go_on(language, tmp_path, kills=3)
    assert more(acme, before) == {"notes": 1}
    company = acme.crm.companies.list(name=story.CUSTOMER).first()
    assert company is not None
    assert (company.annual_revenue, company.currency) == (paid(acme, invoice.contact_id), "USD")
    (note,) = (one for one in acme.crm.notes.list() if invoice.number and invoice.number in (one.body or ""))
    assert note.company_ids == (company.id,)
    assert note.deal_ids == (deal,)

    before = counts(acme)
    part = acme.inventory.parts.list(code="CTRL-7").first()
    assert part is not None
    item = acme.inventory.stock_items.list(part_id=part.id).first()
    assert item is not None
    assert item.quantity is not None
    after = acme.inventory.stock_items.action(item.id, "count", {"quantity": item.quantity - 2})
    counted = {"before": str(item.quantity), "after": str(after.quantity), "unit_cost": "120.25"}
    acme.events.publish("inventory.inventory.counted", item.id, counted, id=f"count-{language}")
    die_and_go_on(language, tmp_path, kills=2)
    assert more(acme, before) == {"entries": 1}
    (link,) = acme.links.list(from_={"resource": "inventory.stock_items", "id": item.id})
    entry = acme.accounting.journal_entries.get(link["to"]["id"])
    assert (str(entry.total_debit), entry.status, len(entry.lines or ())) == ("240.5", "posted", 2)


def paid(acme: Tenant, contact: str | None) -> Any:
    invoices = acme.accounting.invoices.list(direction="sales", contact_id=contact or "")
    return sum(one.total or 0 for one in invoices if one.status == "paid")


def drained(bridge: Bridge) -> int:
    """Drains until an event was handled; how many attempts failed."""
    watch, failed = bridge.events.consumer("watch", "no.such.event"), 0
    while True:
        done = bridge.drain(LONG)
        failed += done["failed"]
        if done["handled"]:
            return failed
        assert bridge.events.dead_letters.list() == []
        watch.next(timeout=0.1)


def test_a_flow_whose_answers_are_lost_finds_what_it_has_made(bridge: Bridge, sandbox: Sandbox, acme: Tenant) -> None:
    before = counts(acme)
    for system, path in (
        ("plane", "/api/v1/workspaces"),
        ("bigcapital", "/api/sale-invoices"),
        ("inventree", "/api/order/so/"),
        ("inventree", "/api/order/so-line/"),
    ):
        sandbox.fault(system, "lose_answer", times=1, method="POST", path_prefix=path)
    deal = won(acme)
    assert drained(bridge) >= 3, "Plane and InvenTree take no keys: these attempts failed"
    for system in PROVIDERS.values():
        sandbox.clear_faults(system)
    assert more(acme, before) == MADE
    assert len(linked(acme, deal)) == 3


def test_a_group_that_begins_anew_makes_nothing_twice(bridge: Bridge, acme: Tenant) -> None:
    before = counts(acme)
    deal = won(acme)
    assert drained(bridge) == 0
    links = linked(acme, deal)
    bridge.events.replay("deal-won")
    assert drained(bridge) == 0
    assert (more(acme, before), linked(acme, deal)) == (MADE, links)
