"""Three flows over four systems. A handler may fail or die anywhere: what it has made is there once when it is done.

Their events come from the host, from a webhook or from `tenant.sync`, whoever sees the change first.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coreflow_bridge import Bridge, Delivery, Event, Tenant
    from coreflow_bridge.models.accounting import InvoiceInput, JournalEntryInput
    from coreflow_bridge.models.inventory import SalesOrderLineInput

#: The accounts that a difference of stock is booked to, as Bigcapital calls them.
STOCK = "Inventory Asset"
ADJUSTMENT = "Cost of Goods Sold"


def declare(bridge: Bridge, counted: str = "inventory.inventory.counted") -> None:
    """Declares the flows. `bridge.listen()` or `bridge.drain()` calls them.

    Either the host tells what was counted, or a change feed of the stock items does: `inventory.stock_item.updated`.
    """
    bridge.on("crm.deal.won", deal_won, id="deal-won", requires=["crm", "projects", "accounting", "inventory"])
    bridge.on("accounting.invoice.paid", invoice_paid, id="invoice-paid", requires=["crm", "accounting"])
    bridge.on(counted, stock_counted, id="stock-counted", requires=["inventory", "accounting"])


def deal_won(event: Event, delivery: Delivery) -> None:
    """A won deal becomes a project, an invoice and a reservation of stock."""
    acme = tenant(delivery)
    deal = acme.crm.deals.get(str(event.subject))
    sold = goods(event, str(deal.name))
    company = acme.crm.companies.get(str(deal.company_id))

    # Plane takes no idempotency key for projects, so the step looks for the one that an attempt before has made.
    number = delivery.key("project")[:10].upper()
    project = delivery.step(
        "project",
        lambda _: acme.projects.projects.create(
            # Plane takes no special characters in names.
            {"name": f"Deal {number}", "number": number, "description": f"{deal.name}, for {company.name}"}
        ),
        find=lambda _: first(one for one in acme.projects.projects.list() if one.number == number),
    )

    # Bigcapital keeps the key with the invoice: repeating the create gives the same one.
    books = acme.accounting
    customer = found(books.contacts.list(roles="customer", name=company.name), f"the customer {company.name}")
    item = found((one for one in books.items.list() if one.code == sold["part"]), f"the item {sold['part']}")
    bill: InvoiceInput = {
        "direction": "sales",
        "contact_id": customer.id,
        "issue_date": date.today(),
        "due_date": date.today() + timedelta(days=30),
        "lines": [{"item_id": item.id, "quantity": sold["quantity"], "unit_price": sold["unit_price"]}],
    }
    invoice = delivery.step("invoice", lambda key: books.invoices.create(bill, idempotency_key=key))

    # InvenTree keeps no keys either. Its orders have a field for the customer's own reference; lines and stock are
    # found by their order.
    stock = acme.inventory
    buyer = found((one for one in stock.companies.list() if one.name == company.name), f"the company {company.name}")
    part = found(stock.parts.list(code=sold["part"]), f"the part {sold['part']}")
    order = delivery.step(
        "order",
        lambda key: stock.sales_orders.create(
            {"customer_id": buyer.id, "customer_reference": key, "description": str(deal.name)}
        ),
        find=lambda key: first(
            one for one in stock.sales_orders.list(customer_id=buyer.id) if one.customer_reference == key
        ),
    )
    wanted: SalesOrderLineInput = {"order_id": order["id"], "part_id": part.id, "quantity": sold["quantity"]}
    ordered = delivery.step(
        "line",
        lambda _: stock.sales_order_lines.create(wanted),
        find=lambda _: stock.sales_order_lines.list(order_id=order["id"]).first(),
    )
    enough = Decimal(sold["quantity"])
    source = found(
        (one for one in stock.stock_items.list(part_id=part.id) if (one.quantity or 0) >= enough),
        f"{enough} of {part.name} at one place",
    )
    taken = {"line_id": ordered["id"], "stock_item_id": source.id, "quantity": sold["quantity"]}
    delivery.step(
        "reservation",
        lambda _: stock.sales_orders.action(order["id"], "allocate", {"items": [taken]}),
        find=lambda _: reserved(acme, ordered["id"], enough),
    )

    # A link is the same link however often it is made.
    won = {"resource": "crm.deals", "id": deal.id}
    for resource, made, kind in (
        ("projects.projects", project, "delivered-by"),
        ("accounting.invoices", invoice, "billed-by"),
        ("inventory.sales_orders", order, "supplied-by"),
    ):
        acme.links.create(won, {"resource": resource, "id": made["id"]}, kind)


def goods(event: Event, name: str) -> dict[str, str]:
    """What was sold: the host's own event says it; for a change that the CRM tells, the deal's name does."""
    if "part" in event.data:
        return dict(event.data)
    said = re.search(r"(?P<quantity>[0-9.]+) x (?P<part>[\w-]+) at (?P<unit_price>[0-9.]+)", name)
    if said is None:
        raise LookupError(f"the deal {name} does not say what was sold, like: 12 x CTRL-7 at 249")
    return said.groupdict()


def reserved(acme: Tenant, line: str, quantity: Decimal) -> dict[str, Any] | None:
    """What an attempt before has reserved for a line of an order."""
    there = acme.inventory.sales_order_lines.get(line)
    return {"id": there.order_id} if (there.allocated or 0) >= quantity else None


def invoice_paid(event: Event, delivery: Delivery) -> None:
    """A paid invoice is told in the CRM: a note at the company and its deal, and what the company has paid so far."""
    acme = tenant(delivery)
    invoice = acme.accounting.invoices.get(str(event.subject))
    company = found(acme.crm.companies.list(name=invoice.contact_name or ""), f"the company {invoice.contact_name}")
    deals = [
        link["from"]["id"]
        for link in acme.links.list(to={"resource": "accounting.invoices", "id": invoice.id}, kind="billed-by")
    ]
    text = f"Invoice {invoice.number} is paid: {invoice.total} {invoice.currency}."
    note = delivery.step(
        "note",
        lambda key: acme.crm.notes.create({"title": "Invoice paid", "body": text}, idempotency_key=key),
    )
    attach(delivery, acme, note["id"], "company", company.id)
    for deal in deals:
        attach(delivery, acme, note["id"], "deal", deal)
    # What is set to a value, not added to, may be set again.
    customer = invoice.contact_id
    invoices = acme.accounting.invoices.list(direction="sales", contact_id=customer)
    paid = [one for one in invoices if one.status == "paid" and one.currency == invoice.currency]
    revenue = sum((one.total or Decimal(0) for one in paid), Decimal(0))
    acme.crm.companies.update(company.id, {"annual_revenue": revenue, "currency": invoice.currency})


def attach(delivery: Delivery, acme: Tenant, note: str, what: str, one: str) -> None:
    """A note is attached to a record, unless an attempt before has attached it."""

    def attached(_: str) -> dict[str, Any] | None:
        there = getattr(acme.crm.notes.get(note), f"{what}_ids")
        return {"id": note} if one in (there or ()) else None

    delivery.step(
        f"note at {one}",
        lambda _: acme.crm.notes.action(note, "attach", {f"{what}_id": one}),
        find=attached,
    )


def stock_counted(event: Event, delivery: Delivery) -> None:
    """A count that differs from the books becomes a journal entry, which is posted."""
    acme = tenant(delivery)
    less = loss(event, acme)
    if less == 0:
        return
    accounts = {account.name: account.id for account in acme.accounting.accounts.list()}
    debit, credit = (ADJUSTMENT, STOCK) if less > 0 else (STOCK, ADJUSTMENT)
    difference: JournalEntryInput = {
        # Bigcapital keeps the key as the number of the entry, and wants to be given one.
        "number": delivery.key("entry"),
        "date": date.today(),
        "notes": f"Count of {event.subject}",
        "lines": [
            {"account_id": accounts[debit], "debit": abs(less)},
            {"account_id": accounts[credit], "credit": abs(less)},
        ],
    }
    entries = acme.accounting.journal_entries
    entry = delivery.step("entry", lambda key: entries.create(difference, idempotency_key=key))
    delivery.step(
        "posting",
        lambda _: entries.action(entry["id"], "publish"),
        find=lambda _: first(one for one in (entries.get(entry["id"]),) if one.status == "posted"),
    )
    acme.links.create(
        {"resource": "inventory.stock_items", "id": str(event.subject)},
        {"resource": "accounting.journal_entries", "id": entry["id"]},
        "booked-by",
    )


def loss(event: Event, acme: Tenant) -> Decimal:
    """What is missing, in money: as the host says, or by the record before and after it and by what the part costs."""
    counted = event.data
    if "unit_cost" in counted:
        return (Decimal(counted["before"]) - Decimal(counted["after"])) * Decimal(counted["unit_cost"])
    before, after = counted["before"], counted["after"]
    less = Decimal(before["quantity"]) - Decimal(after["quantity"])
    if less == 0:
        return less  # something else has changed
    code = acme.inventory.parts.get(after["part_id"]).code
    item = found((one for one in acme.accounting.items.list() if one.code == code), f"the item {code}")
    return less * (item.cost_price or Decimal(0))


def tenant(delivery: Delivery) -> Tenant:
    """The tenant of an event; with `requires` there is always one."""
    found = delivery.tenant
    assert found is not None
    return found


def first(records: Any) -> Any:
    """The first of some records, or none."""
    return next(iter(records), None)


def found(records: Any, what: str) -> Any:
    """The first of some records; without it the flow cannot go on, and the event is tried again."""
    record = first(records)
    if record is None:
        raise LookupError(f"{what} is not there")
    return record
