"""The three flows in the sandbox: a deal is won, its invoice is paid, the stock is counted."""

from __future__ import annotations

from datetime import date

import flows
from coreflow_bridge import Bridge, Tenant

CUSTOMER = "Nordlicht Beispiel GmbH"


def main() -> None:
    """Runs the story."""
    providers = {"accounting": "bigcapital", "crm": "twenty", "inventory": "inventree", "projects": "plane"}
    with Bridge.sandbox(systems=[*providers.values()], seed=1, records=60) as sandbox, Bridge(":memory:") as bridge:
        acme = bridge.tenant("acme")
        for system in sandbox.systems:
            acme.connect(system, **sandbox.access(system))
        acme.modules.change(activate=list(providers), provider=providers)
        flows.declare(bridge)
        bridge.drain()

        company = acme.crm.companies.list(name=CUSTOMER).first()
        assert company is not None
        deal = acme.crm.deals.create(
            {"name": "Nordlicht: 12 more controllers", "company_id": company.id, "stage": "won", "amount": "2988"}
        )
        sold = {"part": "CTRL-7", "quantity": "12", "unit_price": "249"}
        acme.events.publish("crm.deal.won", deal.id, sold, id=f"won-{deal.id}")
        print("deal won:", bridge.drain())
        of_deal = {"resource": "crm.deals", "id": deal.id}
        links = acme.links.list(from_=of_deal)
        for link in links:
            print(f"  {link['kind']:13} {link['to']['resource']:24} {link['to']['id']}")

        invoice = next(link["to"]["id"] for link in links if link["kind"] == "billed-by")
        pay(acme, invoice)
        acme.events.publish("accounting.invoice.paid", invoice, id=f"paid-{invoice}")
        print("invoice paid:", bridge.drain())
        notes = [note for note in acme.crm.notes.list() if note.title == "Invoice paid"]
        revenue = acme.crm.companies.get(company.id)
        print(f"  {len(notes)} note: {notes[0].body}")
        print(f"  {revenue.name} has paid {revenue.annual_revenue} {revenue.currency}")

        part = acme.inventory.parts.list(code="CTRL-7").first()
        assert part is not None
        item = acme.inventory.stock_items.list(part_id=part.id).first()
        assert item is not None
        after = acme.inventory.stock_items.action(item.id, "count", {"quantity": "53", "reason": "yearly count"})
        counted = {"before": str(item.quantity), "after": str(after.quantity), "unit_cost": "120"}
        acme.events.publish("inventory.inventory.counted", item.id, counted, id="count-2026")
        print("stock counted:", bridge.drain())
        (link,) = acme.links.list(from_={"resource": "inventory.stock_items", "id": item.id})
        entry = acme.accounting.journal_entries.get(link["to"]["id"])
        print(f"  {item.quantity} in the books, {after.quantity} there: {entry.total_debit} {entry.status}")


def pay(acme: Tenant, invoice: str) -> None:
    """Somebody pays the invoice."""
    due = acme.accounting.invoices.action(invoice, "deliver")
    bank = next(account for account in acme.accounting.accounts.list() if account.subtype == "bank")
    acme.accounting.payments.create(
        {
            "direction": "received",
            "contact_id": due.contact_id,
            "date": date.today(),
            "amount": due.total,
            "account_id": bank.id,
            "allocations": [{"invoice_id": invoice, "amount": due.total}],
        }
    )


if __name__ == "__main__":
    main()
