"""The story of `story.py` on asyncio: a deal is won, its invoice is paid, the stock is counted."""

from __future__ import annotations

import asyncio
from datetime import date

import flows_async
from coreflow_bridge import AsyncBridge, AsyncTenant

CUSTOMER = "Nordlicht Beispiel GmbH"
PROVIDERS = {"accounting": "bigcapital", "crm": "twenty", "inventory": "inventree", "projects": "plane"}


async def main() -> None:
    """Runs the story."""
    sandbox = await AsyncBridge.sandbox(systems=[*PROVIDERS.values()], seed=1, records=60)
    async with sandbox, AsyncBridge(":memory:") as bridge:
        acme = bridge.tenant("acme")
        for system in sandbox.systems:
            await acme.connect(system, **sandbox.access(system))
        await acme.modules.change(activate=list(PROVIDERS), provider=PROVIDERS)
        flows_async.declare(bridge)
        await bridge.drain()

        company = await acme.crm.companies.list(name=CUSTOMER).first()
        assert company is not None
        deal = await acme.crm.deals.create(
            {"name": "Nordlicht: 12 more controllers", "company_id": company.id, "stage": "won", "amount": "2988"}
        )
        sold = {"part": "CTRL-7", "quantity": "12", "unit_price": "249"}
        await acme.events.publish("crm.deal.won", deal.id, sold, id=f"won-{deal.id}")
        print("deal won:", await bridge.drain())
        links = await acme.links.list(from_={"resource": "crm.deals", "id": deal.id})
        for link in links:
            print(f"  {link['kind']:13} {link['to']['resource']:24} {link['to']['id']}")

        invoice = next(link["to"]["id"] for link in links if link["kind"] == "billed-by")
        await pay(acme, invoice)
        await acme.events.publish("accounting.invoice.paid", invoice, id=f"paid-{invoice}")
        print("invoice paid:", await bridge.drain())
        notes = [note async for note in acme.crm.notes.list() if note.title == "Invoice paid"]
        revenue = await acme.crm.companies.get(company.id)
        print(f"  {len(notes)} note: {notes[0].body}")
        print(f"  {revenue.name} has paid {revenue.annual_revenue} {revenue.currency}")

        part = await acme.inventory.parts.list(code="CTRL-7").first()
        assert part is not None
        item = await acme.inventory.stock_items.list(part_id=part.id).first()
        assert item is not None
        after = await acme.inventory.stock_items.action(item.id, "count", {"quantity": "53", "reason": "yearly count"})
        counted = {"before": str(item.quantity), "after": str(after.quantity), "unit_cost": "120"}
        await acme.events.publish("inventory.inventory.counted", item.id, counted, id="count-2026")
        print("stock counted:", await bridge.drain())
        (link,) = await acme.links.list(from_={"resource": "inventory.stock_items", "id": item.id})
        entry = await acme.accounting.journal_entries.get(link["to"]["id"])
        print(f"  {item.quantity} in the books, {after.quantity} there: {entry.total_debit} {entry.status}")


async def pay(acme: AsyncTenant, invoice: str) -> None:
    """Somebody pays the invoice."""
    due = await acme.accounting.invoices.action(invoice, "deliver")
    banks = [account async for account in acme.accounting.accounts.list() if account.subtype == "bank"]
    await acme.accounting.payments.create(
        {
            "direction": "received",
            "contact_id": due.contact_id,
            "date": date.today(),
            "amount": due.total,
            "account_id": banks[0].id,
            "allocations": [{"invoice_id": invoice, "amount": due.total}],
        }
    )


if __name__ == "__main__":
    asyncio.run(main())
