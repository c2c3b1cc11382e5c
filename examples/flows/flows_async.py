"""The flows of `flows.py` on asyncio, with the same groups, steps and keys: one goes on where the other stopped."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flows import ADJUSTMENT, STOCK, goods

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable

    from coreflow_bridge import AsyncBridge, AsyncDelivery, AsyncTenant, Event
    from coreflow_bridge.models.accounting import InvoiceInput, JournalEntryInput
    from coreflow_bridge.models.inventory import SalesOrderLineInput


def declare(bridge: AsyncBridge, counted: str = "inventory.inventory.counted") -> None:
    """Declares the flows. `await bridge.listen()` or `await bridge.drain()` calls them.

    Either the host tells what was counted, or a change feed of the stock items does: `inventory.stock_item.updated`.
    """
    bridge.on("crm.deal.won", deal_won, id="deal-won", requires=["crm", "projects", "accounting", "inventory"])
    bridge.on("accounting.invoice.paid", invoice_paid, id="invoice-paid", requires=["crm", "accounting"])
    bridge.on(counted, stock_counted, id="stock-counted", requires=["inventory", "accounting"])


async def deal_won(event: Event, delivery: AsyncDelivery) -> None:
    """A won deal becomes a project, an invoice and a reservation of stock."""
    acme = tenant(delivery)
    deal = await acme.crm.deals.get(str(event.subject))
    sold = goods(event, str(deal.name))
    company = await acme.crm.companies.get(str(deal.company_id))
    rollout = await project(delivery, acme, f"{deal.name}, for {company.name}")
    invoice = await bill(delivery, acme, str(company.name), sold)
    order = await reserve(delivery, acme, str(company.name), str(deal.name), sold)
    # A link is the same link however often it is made.
    won = {"resource": "crm.deals", "id": deal.id}
    for resource, made, kind in (
        ("projects.projects", rollout, "delivered-by"),
        ("accounting.invoices", invoice, "billed-by"),
        ("inventory.sales_orders", order, "supplied-by"),
    ):
        await acme.links.create(won, {"resource": resource, "id": made["id"]}, kind)


async def project(delivery: AsyncDelivery, acme: AsyncTenant, description: str) -> Any:
    """Plane takes no idempotency key for projects, so the step looks for the one that an attempt before has made."""
    projects, number = acme.projects.projects, delivery.key("project")[:10].upper()
    return await delivery.step(
        "project",
        # Plane takes no special characters in names.
        lambda _: projects.create({"name": f"Deal {number}", "number": number, "description": description}),
        find=lambda _: first(projects.list(), lambda one: one.number == number),
    )


async def bill(delivery: AsyncDelivery, acme: AsyncTenant, name: str, sold: dict[str, str]) -> Any:
    """Bigcapital keeps the key with the invoice: repeating the create gives the same one."""
    books = acme.accounting
    customer = await found(books.contacts.list(roles="customer", name=name), f"the customer {name}")
    item = await found(books.items.list(), f"the item {sold['part']}", lambda one: one.code == sold["part"])
    invoice: InvoiceInput = {
        "direction": "sales",
        "contact_id": customer.id,
        "issue_date": date.today(),
        "due_date": date.today() + timedelta(days=30),
        "lines": [{"item_id": item.id, "quantity": sold["quantity"], "unit_price": sold["unit_price"]}],
    }
    return await delivery.step("invoice", lambda key: books.invoices.create(invoice, idempotency_key=key))


async def reserve(delivery: AsyncDelivery, acme: AsyncTenant, name: str, deal: str, sold: dict[str, str]) -> Any:
    """InvenTree keeps no keys: orders have the customer's own reference, lines and stock are found by their order."""
    stock, enough = acme.inventory, Decimal(sold["quantity"])
    buyer = await found(stock.companies.list(), f"the company {name}", lambda one: one.name == name)
    part = await found(stock.parts.list(code=sold["part"]), f"the part {sold['part']}")
    orders = stock.sales_orders
    order = await delivery.step(
        "order",
        lambda key: orders.create({"customer_id": buyer.id, "customer_reference": key, "description": deal}),
        find=lambda key: first(orders.list(customer_id=buyer.id), lambda one: one.customer_reference == key),
    )
    wanted: SalesOrderLineInput = {"order_id": order["id"], "part_id": part.id, "quantity": sold["quantity"]}
    line = await delivery.step(
        "line",
        lambda _: stock.sales_order_lines.create(wanted),
        find=lambda _: stock.sales_order_lines.list(order_id=order["id"]).first(),
    )
    source = await found(
        stock.stock_items.list(part_id=part.id),
        f"{enough} of {part.name} at one place",
        lambda one: (one.quantity or 0) >= enough,
    )
    taken = {"line_id": line["id"], "stock_item_id": source.id, "quantity": sold["quantity"]}

    async def reserved(_: str) -> dict[str, Any] | None:
        there = await stock.sales_order_lines.get(line["id"])
        return {"id": there.order_id} if (there.allocated or 0) >= enough else None

    await delivery.step(
        "reservation", lambda _: orders.action(order["id"], "allocate", {"items": [taken]}), find=reserved
    )
    return order


async def invoice_paid(event: Event, delivery: AsyncDelivery) -> None:
    """A paid invoice is told in the CRM: a note at the company and its deal, and what the company has paid so far."""
    acme = tenant(delivery)
    invoice = await acme.accounting.invoices.get(str(event.subject))
    name = invoice.contact_name or ""
    company = await found(acme.crm.companies.list(name=name), f"the company {name}")
    billed = await acme.links.list(to={"resource": "accounting.invoices", "id": invoice.id}, kind="billed-by")
    text = f"Invoice {invoice.number} is paid: {invoice.total} {invoice.currency}."
    note = await delivery.step(
        "note",
        lambda key: acme.crm.notes.create({"title": "Invoice paid", "body": text}, idempotency_key=key),
    )
    for what, one in [("company", company.id), *(("deal", link["from"]["id"]) for link in billed)]:
        await attach(delivery, acme, note["id"], what, one)
    # What is set to a value, not added to, may be set again.
    revenue = Decimal(0)
    async for one in acme.accounting.invoices.list(direction="sales", contact_id=invoice.contact_id):
        if one.status == "paid" and one.currency == invoice.currency:
            revenue += one.total or Decimal(0)
    await acme.crm.companies.update(company.id, {"annual_revenue": revenue, "currency": invoice.currency})


async def attach(delivery: AsyncDelivery, acme: AsyncTenant, note: str, what: str, one: str) -> None:
    """A note is attached to a record, unless an attempt before has attached it."""

    async def attached(_: str) -> dict[str, Any] | None:
        there = getattr(await acme.crm.notes.get(note), f"{what}_ids")
        return {"id": note} if one in (there or ()) else None

    await delivery.step(
        f"note at {one}",
        lambda _: acme.crm.notes.action(note, "attach", {f"{what}_id": one}),
        find=attached,
    )


async def stock_counted(event: Event, delivery: AsyncDelivery) -> None:
    """A count that differs from the books becomes a journal entry, which is posted."""
    acme = tenant(delivery)
    less = await loss(event, acme)
    if less == 0:
        return
    accounts = {account.name: account.id async for account in acme.accounting.accounts.list()}
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
    entry = await delivery.step("entry", lambda key: entries.create(difference, idempotency_key=key))

    async def posted(_: str) -> Any:
        there = await entries.get(entry["id"])
        return there if there.status == "posted" else None

    await delivery.step("posting", lambda _: entries.action(entry["id"], "publish"), find=posted)
    await acme.links.create(
        {"resource": "inventory.stock_items", "id": str(event.subject)},
        {"resource": "accounting.journal_entries", "id": entry["id"]},
        "booked-by",
    )


async def loss(event: Event, acme: AsyncTenant) -> Decimal:
    """What is missing, in money: as the host says, or by the record before and after it and by what the part costs."""
    counted = event.data
    if "unit_cost" in counted:
        return (Decimal(counted["before"]) - Decimal(counted["after"])) * Decimal(counted["unit_cost"])
    before, after = counted["before"], counted["after"]
    less = Decimal(before["quantity"]) - Decimal(after["quantity"])
    if less == 0:
        return less  # something else has changed
    code = (await acme.inventory.parts.get(after["part_id"])).code
    item = await found(acme.accounting.items.list(), f"the item {code}", lambda one: one.code == code)
    return less * (item.cost_price or Decimal(0))


def tenant(delivery: AsyncDelivery) -> AsyncTenant:
    """The tenant of an event; with `requires` there is always one."""
    found = delivery.tenant
    assert found is not None
    return found


async def first(records: AsyncIterable[Any], fits: Callable[[Any], bool] = lambda _: True) -> Any:
    """The first of some records that fits, or none."""
    async for record in records:
        if fits(record):
            return record
    return None


async def found(records: AsyncIterable[Any], what: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
    """The same; without it the flow cannot go on, and the event is tried again."""
    record = await first(records, fits)
    if record is None:
        raise LookupError(f"{what} is not there")
    return record
