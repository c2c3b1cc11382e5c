"""`httpx` and pydantic: `python_httpx.py <url> <unified | types | sample> [limit]`.

`unified` makes the same values as the bridge; `types` only types what ERPNext sends.
"""

import json
import sys
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import httpx
from pydantic import AfterValidator, BaseModel, Field

url, mode, *limit = sys.argv[1:]
PAGE = 1000
FIELDS = Path(__file__).with_name("fields.json").read_text().strip()
KINDS = {0: "standard", 1: "credit_note"}
STATUSES = {"Draft": "draft", "Unpaid": "open", "Partly Paid": "partly_paid", "Paid": "paid", "Overdue": "overdue"}

Instant = Annotated[datetime, AfterValidator(lambda at: at.replace(tzinfo=timezone.utc))]
Status = Annotated[str, AfterValidator(lambda word: STATUSES.get(word, "other"))]


class Unified(BaseModel):
    id: Annotated[str, AfterValidator("erpnext:sales:{}".format)] = Field(validation_alias="name")
    remote_id: str = Field(validation_alias="name")
    remote_url: Annotated[str, AfterValidator(f"{url}/app/sales-invoice/{{}}".format)] = Field(validation_alias="name")
    system: str = "erpnext"
    connection: str = "erpnext"
    created_at: Instant = Field(validation_alias="creation")
    updated_at: Instant = Field(validation_alias="modified")
    deleted_at: Instant | None = None
    version: str = Field(validation_alias="modified")
    external_ref: str | None = None
    direction: str = "sales"
    kind: Annotated[int, AfterValidator(KINDS.__getitem__)] = Field(validation_alias="is_return")
    number: str = Field(validation_alias="name")
    status: Status
    status_native: str = Field(validation_alias="status")
    contact_id: Annotated[str, AfterValidator("erpnext:customer:{}".format)] = Field(validation_alias="customer")
    contact_name: str = Field(validation_alias="customer_name")
    issue_date: date = Field(validation_alias="posting_date")
    due_date: date
    currency: str
    exchange_rate: Decimal = Field(validation_alias="conversion_rate")
    subtotal: Decimal = Field(validation_alias="net_total")
    tax_total: Decimal = Field(validation_alias="total_taxes_and_charges")
    total: Decimal = Field(validation_alias="grand_total")
    amount_due: Decimal | None = Field(validation_alias="outstanding_amount")
    reference: str | None = Field(validation_alias="po_no")
    notes: str | None = Field(validation_alias="remarks")
    lines: list[Any] | None = None
    custom: dict[str, Any] = {}
    warnings: list[str] = []


class Types(BaseModel):
    name: str
    is_return: int
    status: str
    customer: str
    customer_name: str
    posting_date: date
    due_date: date
    currency: str
    conversion_rate: Decimal
    net_total: Decimal
    total_taxes_and_charges: Decimal
    grand_total: Decimal
    outstanding_amount: Decimal
    po_no: str | None
    remarks: str | None
    creation: datetime
    modified: datetime


class UnifiedPage(BaseModel):
    data: list[Unified]


class TypesPage(BaseModel):
    data: list[Types]


def pull(url, limit, page):
    records = []
    with httpx.Client(headers={"Authorization": "token key:secret"}, timeout=30) as client:
        while len(records) < limit:
            query = {"fields": FIELDS, "order_by": "name asc", "limit_start": len(records), "limit_page_length": PAGE}
            response = client.get(f"{url}/api/resource/Sales%20Invoice", params=query)
            response.raise_for_status()
            rows = page.model_validate_json(response.content).data
            records += rows
            if len(rows) < PAGE:
                break
    return records[:limit]


def plain(record):
    values = record.model_dump(warnings=False)
    if values["exchange_rate"] != 1:
        values["amount_due"] = None
    return values


records = pull(url, int(limit[0]) if limit else sys.maxsize, TypesPage if mode == "types" else UnifiedPage)
print(json.dumps([plain(record) for record in records], default=str) if mode == "sample" else len(records))
