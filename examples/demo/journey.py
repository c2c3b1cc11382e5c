"""One customer through ten systems: the deal in the CRM, the project, the stock, the invoice, the news."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coreflow_bridge import Tenant

CUSTOMER = "Nordlicht Beispiel GmbH"
NEWS = "Nordlicht Beispiel GmbH raises its outlook after a strong quarter"
PROVIDERS = {
    "accounting": "erpnext",
    "crm": "twenty",
    "finance_ai": "fingpt",
    "inventory": "inventree",
    "projects": "plane",
    "workspace": "nocobase",
}


def walk(acme: Tenant) -> list[list[str]]:
    """Makes the journey; a row of text for each step."""
    rows: list[list[str]] = []

    def step(system: str, what: str, name: object, more: object = "") -> None:
        rows.append([system, what, str(name), str(more)])

    company = found(acme.crm.companies.list(name=CUSTOMER))
    step("twenty", "company", company.name, company.website)
    deal = found(acme.crm.deals.list(company_id=company.id))
    deal = acme.crm.deals.update(deal.id, {"stage": "won"})
    step("twenty", "deal, set to won", deal.name, f"{deal.amount} {deal.currency}")

    project = found(one for one in acme.projects.projects.list() if "Nordlicht" in (one.name or ""))
    task = found(acme.projects.tasks.list(project_id=project.id))
    step("plane", "project", project.name, f"{task.name}: {task.status}")

    part = found(acme.inventory.parts.list(code="CTRL-7"))
    stock = found(one for one in acme.inventory.stock_items.list(part_id=part.id) if one.quantity)
    acme.inventory.stock_items.action(stock.id, "remove", {"quantity": "40", "reason": "Nordlicht, 40 controllers"})
    left = acme.inventory.stock_items.get(stock.id)
    step("inventree", "stock, 40 taken out", part.name, f"{stock.quantity} before, {left.quantity} now")

    for system in ("bigcapital", "idurar"):
        buyer = found(one for one in acme.accounting.contacts.list(connection=system) if one.name == CUSTOMER)
        invoice = found(acme.accounting.invoices.list(connection=system, direction="sales", contact_id=buyer.id))
        step(system, "invoice", invoice.number, f"{invoice.total} {invoice.currency}, {invoice.status}")
    books = acme.connection("dolibarr").accounting
    buyer = books.contacts.create({"name": CUSTOMER, "roles": ["customer"]})
    item = found(books.items.list(sold=True))
    lines = [{"item_id": item.id, "quantity": "40", "unit_price": "249"}]
    invoice = books.invoices.create({"direction": "sales", "contact_id": buyer.id, "lines": lines})
    step(
        "dolibarr",
        "customer and invoice, made",
        invoice.number,
        f"{invoice.subtotal} {invoice.currency}, {invoice.status}",
    )
    books = acme.connection("erpnext").accounting
    buyer = found(books.contacts.list(roles="customer", name=CUSTOMER))
    for what, documents in (
        ("quote", books.quotes.list(contact_id=buyer.id)),
        ("its order", books.orders.list(direction="sales", contact_id=buyer.id)),
        ("its invoice", books.invoices.list(direction="sales", contact_id=buyer.id)),
    ):
        document = found(documents)
        step("erpnext", what, document.number, f"{document.total} {document.currency}, {document.status}")

    orders = acme.workspace.records.list(collection_id="nocobase:orders")
    order = found(one for one in orders if "Nordlicht" in str(one.values))
    step("nocobase", "record of a collection that the customer made", order.id)

    judged = acme.finance_ai.sentiments.create({"text": NEWS})
    step("fingpt", "sentiment of the news", judged.label, f"by {judged.model}")
    jobs = acme.connection("finrobot").finance_ai.analysis_jobs
    job = jobs.create({"kind": "Financial_Analyst", "task": f"Judge the credit of {CUSTOMER}."})
    while job.status in ("queued", "running", "waiting"):
        time.sleep(0.02)
        job = jobs.get(job.id)
    step("finrobot", "analysis job", job.status, f"cost {job.cost} {job.currency}")
    return rows


def found(records: Any) -> Any:
    """The first of some records; the story cannot go on without it."""
    for record in records:
        return record
    raise LookupError("the sandbox lacks a part of the story")
