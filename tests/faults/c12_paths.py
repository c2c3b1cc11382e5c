"""The paths to what modules open, each by its name, for C12; the same as c12_paths.mjs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

from coreflow_bridge import Bridge, Page, Sandbox, Tenant
from coreflow_bridge.errors import BridgeError

MODULES = ["accounting", "crm", "finance_ai"]
SYSTEMS = ["erpnext", "finrobot", "twenty"]
SENDER = {"verify": {"kind": "secret", "header": "X-Token"}, "dedupe": {"by": "hash"}, "name": "/event"}
FEED = "accounting.items"
TOKEN = "shared-with-the-sender"  # noqa: S105 - of a test


def prepared(bridge: Bridge, sandbox: Sandbox) -> dict[str, Any]:
    """A tenant `acme` with its modules open, and what the paths need to know of it."""
    acme = bridge.tenant("acme")
    for system in SYSTEMS:
        acme.connect(system, **sandbox.access(system))
    acme.modules.change(activate=MODULES, provider={"accounting": "erpnext", "crm": "twenty", "finance_ai": "finrobot"})
    acme.sync(FEED, mirror=True)
    contact = acme.accounting.contacts.create({"name": "C12", "roles": ["customer"]})
    item = acme.accounting.items.list(limit=1).first()
    invoice = acme.accounting.invoices.list(direction="sales", limit=1).first()
    assert item is not None
    assert invoice is not None
    hook = acme.webhooks.create("erpnext")
    sender = acme.webhooks.create(sender=SENDER, secret=TOKEN, prefix="accounting.told")
    job = acme.finance_ai.analysis_jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
    acme.finance_ai.analysis_jobs.watch(job.id, first_ms=1).wait()
    acme.events.consumer("c12-replayed", "accounting.*").close()
    return {
        "contact": contact.id,
        "item": item.id,
        "plan": acme.accounting.items.plan.update(item.id, {"sales_price": "7.7"}).to_json(),
        "invoice": invoice.id,
        "job": job.id,
        "hook": {"id": hook["id"], "secret": hook["secret"]},
        "sender": sender["id"],
    }


def opened(tenant: Tenant) -> None:
    """Opens the modules again."""
    tenant.subscription.set(tier="ultimate", users=5)
    tenant.modules.change(activate=MODULES)


class Paths:
    """The paths of one process."""

    def __init__(self, bridge: Bridge, known: dict[str, Any], process: str) -> None:
        self.bridge, self.acme, self.known, self.process = bridge, bridge.tenant("acme"), known, process
        self.group = f"c12-{process}"
        self.consumer = self.acme.events.consumer(self.group, "accounting.c12.*")
        self.delivered: list[str] = []
        self.running: Iterator[Page[Any]] = iter(())
        self.numbers = itertools.count()
        accounting, crm, ai = self.acme.accounting, self.acme.crm, self.acme.finance_ai
        contacts, contact = accounting.contacts, known["contact"]
        files = accounting.invoices.attachments(known["invoice"])
        self.table: dict[str, Callable[[], object]] = {
            "get": lambda: contacts.get(contact),
            "list": lambda: contacts.list(limit=1).to_list(),
            "next page": self.next_page,
            "create": lambda: contacts.create({"name": self.name(), "roles": ["customer"]}),
            "create many": self.create_many,
            "plan": lambda: accounting.items.plan.update(known["item"], {"sales_price": self.price()}),
            "apply": lambda: accounting.items.apply(known["plan"]),
            "update": lambda: accounting.items.update(known["item"], {"sales_price": self.price()}),
            "upsert": lambda: crm.companies.upsert({"name": "C12", "website": "https://c12.example"}),
            "raw request": lambda: self.acme.connection("erpnext").request("GET", "/api/resource/Customer"),
            "files": files.list,
            "upload": lambda: files.upload("note.txt", b"kept"),
            "deletions": lambda: contacts.deletions(since="2026-01-01T00:00:00Z"),
            "publish": lambda: self.acme.events.publish("accounting.c12.told", self.name()),
            "deliver": self.deliver,
            "webhook of a connection": self.hook,
            "webhook of a sender": self.sender,
            "replay": lambda: self.acme.events.replay("c12-replayed", "now"),
            "sync": lambda: self.acme.sync(FEED),
            "mirror": lambda: accounting.items.mirror.list(limit=1),
            "watch": lambda: ai.analysis_jobs.watch(known["job"], first_ms=1).wait(),
        }

    def name(self) -> str:
        return f"{self.process}-{next(self.numbers)}"

    def price(self) -> str:
        return f"{next(self.numbers)}.5"

    def outcome(self, path: str) -> str:
        """`ok`, the code of the error, or `nothing` where nothing came."""
        try:
            said = self.table[path]()
        except BridgeError as error:
            return error.code
        return said if path in ("deliver", "webhook of a connection", "webhook of a sender") else "ok"  # type: ignore[return-value]

    def next_page(self) -> object:
        """A list that was begun goes on; at its end another one begins."""
        while (page := next(self.running, None)) is None:
            self.running = self.acme.accounting.items.list(page_size=1).pages()
            next(self.running)
        return page

    def create_many(self) -> None:
        for one in self.acme.accounting.contacts.create_many([{"name": self.name(), "roles": ["customer"]}]):
            one.get()

    def deliver(self) -> str:
        delivery = self.consumer.next(timeout=0.01)
        if delivery is None:
            return "nothing"
        delivery.ack()
        self.delivered.append(delivery.event.id)
        return "ok"

    def hook(self) -> str:
        body = json.dumps({"doctype": "Customer", "event": "on_update", "name": self.name()}).encode()
        code = hmac.new(self.known["hook"]["secret"].encode(), body, hashlib.sha256).digest()
        headers = {"X-Frappe-Webhook-Signature": base64.b64encode(code).decode()}
        return self.handled(self.known["hook"]["id"], headers, body)

    def sender(self) -> str:
        body = json.dumps({"event": "it", "n": self.name()}).encode()
        return self.handled(self.known["sender"], {"X-Token": TOKEN}, body)

    def handled(self, endpoint: str, headers: dict[str, str], body: bytes) -> str:
        reply = self.bridge.webhooks.handle(endpoint, "POST", headers, body)
        said: dict[str, str] = json.loads(reply.body)
        return "ok" if reply.status == 200 else said.get("code", str(reply.status))
