"""The product's main job: one tenant, ten very different systems, one API."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from unicodedata import east_asian_width

import journey
from coreflow_bridge import Bridge
from coreflow_bridge.errors import BridgeError, CircuitOpenError, ModuleInactiveError

# The breaker opens for half a second instead of five, so that nobody has to wait for the story.
POLICIES = {"breaker": {"open_ms": 500, "open_jitter": 0.0}, "retry": {"max_attempts": 1}}


def heading(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m")


def width(text: str) -> int:
    """How many cells a terminal gives a text: two for each wide character."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(head: list[str], rows: list[list[str]], right: set[int]) -> None:
    widths = [max(width(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, ["-" * most for most in widths], *rows]:
        spaces = [" " * (most - width(cell)) for cell, most in zip(row, widths, strict=True)]
        cells = (
            space + cell if i in right else cell + space
            for i, (cell, space) in enumerate(zip(row, spaces, strict=True))
        )
        print("  " + "  ".join(cells).rstrip())


def short(text: str | None, most: int) -> str:
    text = text or ""
    while width(text) > most:
        text = text.removesuffix("…")[:-1] + "…"
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Bridge.sandbox() as sandbox:
        store = Path(folder) / "bridge.db"
        with Bridge(store, policies=POLICIES) as bridge:
            acme = bridge.tenant("acme")

            heading("1. Tenant acme connects ten systems; the credentials are sealed")
            for system in sandbox.systems:
                info = acme.connect(system, **sandbox.access(system)).info or {}
                print(f"  {info['title']:10} {info['version'] or '':22} {info['instance']}")
            acme.modules.change(activate=list(journey.PROVIDERS), provider=journey.PROVIDERS)
            secret = sandbox.systems["erpnext"].credential["secret"].encode()
            files = [path.read_bytes() for path in Path(folder).iterdir() if path.name.startswith("bridge.db")]
            print(f"  the secret stands in the store's files in clear: {any(secret in data for data in files)}")

            heading("2. One customer through ten systems")
            table(["system", "what", "is", ""], journey.walk(acme), set())

            heading("3. The invoices of four systems as one table")
            start = time.perf_counter()
            rows, counts = [], defaultdict(int)
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for system in ("bigcapital", "dolibarr", "erpnext", "idurar"):
                names = {contact.id: contact.name for contact in acme.accounting.contacts.list(connection=system)}
                for invoice in acme.accounting.invoices.list(connection=system):
                    counts[system] += 1
                    if invoice.direction == "sales" and invoice.status not in ("draft", "void"):
                        sums[invoice.currency or "?"] += invoice.total or 0
                    if counts[system] <= 3:
                        due = "" if invoice.amount_due is None else f"{invoice.amount_due:,.2f}"
                        contact = names.get(invoice.contact_id or "")
                        total = f"{invoice.total or 0:,.2f}"
                        date = str(invoice.issue_date or "")
                        number = invoice.number or ""
                        status = invoice.status or ""
                        rows.append(
                            [system, number, status, date, short(contact, 28), total, due, invoice.currency or ""]
                        )
            took = time.perf_counter() - start
            table(["system", "number", "status", "issued", "contact", "total", "due", ""], rows, {5, 6})
            print(f"  … {sum(counts.values())} invoices ({dict(counts)}) in {took * 1000:.0f} ms")
            print("  sold, per currency: " + ", ".join(f"{sums[c]:,.2f} {c}" for c in sorted(sums)))

            heading("4. An invoice is created once, although the answer is lost on the way")
            customer = acme.accounting.contacts.list(connection="dolibarr", roles="customer").first()
            assert customer is not None
            sandbox.fault("dolibarr", "lose_answer", times=1, method="POST")
            before = sandbox.requests("dolibarr")["by_method"].get("POST", 0)
            lines = [{"description": "Consulting", "quantity": "1.5", "unit_price": "99.90", "tax_rate": "20"}]
            order = {"direction": "sales", "contact_id": customer.id, "issue_date": "2026-11-23", "lines": lines}
            for attempt in ("first", "repeated"):
                made = acme.accounting.invoices.create(order, connection="dolibarr", idempotency_key="order-4711")
                print(f"  {attempt} call: invoice {made.id}, {made.total} {made.currency}, key {made.external_ref}")
            posts = sandbox.requests("dolibarr")["by_method"]["POST"] - before
            every = acme.accounting.invoices.list(connection="dolibarr")
            found = sum(1 for invoice in every if invoice.external_ref == "order-4711")
            print(f"  creates that reached Dolibarr: {posts}; invoices with that key there now: {found}")

            heading("5. ERPNext falls over: the breaker opens, and recovers by itself")
            sandbox.fault("erpnext", "status", status=503)
            invoices = acme.accounting.invoices
            for call in range(1, 12):
                try:
                    invoices.list(limit=1).first()
                except CircuitOpenError as error:
                    wait = (error.retry_after or 0) * 1000
                    print(f"  call {call}: {error.code}, not sent; try again in {wait:.0f} ms")
                    break
                except BridgeError as error:
                    print(f"  call {call}: {error.code} (HTTP {error.status})")
            other = acme.connection("dolibarr").accounting.invoices.list(limit=1).first()
            print("  meanwhile Dolibarr answers:", other.number if other else None)
            sandbox.clear_faults("erpnext")
            recovered = time.perf_counter()
            good = 0
            while good < 3:
                try:
                    invoices.list(limit=1).first()
                    good += 1
                except CircuitOpenError as error:
                    time.sleep((error.retry_after or 0.1) + 0.01)
            took = time.perf_counter() - recovered
            print(f"  ERPNext is back after {took:.1f} s: three probes went through, the breaker is closed")

            heading("6. Tenant globex sees nothing of acme")
            globex = bridge.tenant("globex")
            print("  its connections:", globex.connections())
            try:
                globex.accounting.invoices.get(made.id)
            except ModuleInactiveError as error:
                print(f"  acme's invoice: {error.code}: {error.message}")

            heading("7. Health")
            head = ["connection", "status", "breaker", "calls", "failures", "p50 ms", "p95 ms"]
            lines = []
            for one in acme.health():
                pipeline = one["pipeline"]
                latency = pipeline["latency"] or {"p50": 0, "p95": 0}
                numbers = [str(pipeline["calls"]), str(pipeline["failures"])]
                times = [f"{latency['p50']:.1f}", f"{latency['p95']:.1f}"]
                lines.append([one["connection"], one["status"], pipeline["breaker"]["state"], *numbers, *times])
            table(head, lines, {3, 4, 5, 6})


if __name__ == "__main__":
    main()
