"""`requests` and a mapper by hand: `python_requests.py <url> <mapped | bare | sample> [limit]`."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import requests

PAGE = 1000
FIELDS = Path(__file__).with_name("fields.json").read_text().strip()
KINDS = {0: "standard", 1: "credit_note"}
STATUSES = {"Draft": "draft", "Unpaid": "open", "Partly Paid": "partly_paid", "Paid": "paid", "Overdue": "overdue"}


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def unified(row):
    name, status = row["name"], row["status"]
    return {
        "id": f"erpnext:sales:{name}",
        "remote_id": name,
        "remote_url": f"{url}/app/sales-invoice/{name}",
        "system": "erpnext",
        "connection": "erpnext",
        "created_at": instant(row["creation"]),
        "updated_at": instant(row["modified"]),
        "deleted_at": None,
        "version": row["modified"],
        "external_ref": None,
        "direction": "sales",
        "kind": KINDS[row["is_return"]],
        "number": name,
        "status": STATUSES.get(status, "other"),
        "status_native": status,
        "contact_id": f"erpnext:customer:{row['customer']}",
        "contact_name": row["customer_name"],
        "issue_date": date.fromisoformat(row["posting_date"]),
        "due_date": date.fromisoformat(row["due_date"]),
        "currency": row["currency"],
        "exchange_rate": row["conversion_rate"],
        "subtotal": row["net_total"],
        "tax_total": row["total_taxes_and_charges"],
        "total": row["grand_total"],
        "amount_due": row["outstanding_amount"] if row["conversion_rate"] == 1 else None,
        "reference": row["po_no"],
        "notes": row["remarks"],
        "lines": None,
        "custom": {},
        "warnings": [],
    }


def pull(url, limit, take):
    records = []
    with requests.Session() as session:
        session.headers["Authorization"] = "token key:secret"
        while len(records) < limit:
            query = {"fields": FIELDS, "order_by": "name asc", "limit_start": len(records), "limit_page_length": PAGE}
            response = session.get(f"{url}/api/resource/Sales%20Invoice", params=query, timeout=30)
            response.raise_for_status()
            rows = take(response)
            records += rows
            if len(rows) < PAGE:
                break
    return records[:limit]


def mapped(response):
    # Decimals are made from the text of the numbers: exact, and the quickest way there is.
    return [unified(row) for row in response.json(parse_float=Decimal)["data"]]


def bare(response):
    return response.json()["data"]


url, mode, *limit = sys.argv[1:]
records = pull(url, int(limit[0]) if limit else sys.maxsize, bare if mode == "bare" else mapped)
print(json.dumps(records, default=str) if mode == "sample" else len(records))
