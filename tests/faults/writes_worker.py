"""Makes a contact with a key, changes one, or hangs a file on an invoice, and says what came of it; to be killed."""

from __future__ import annotations

import json
import sys

from coreflow_bridge import Bridge


def main() -> None:
    given = json.loads(sys.argv[1])
    with Bridge(given["store"], keyring={"key": given["key"]}) as bridge:
        accounting = bridge.tenant("acme").accounting
        contacts = accounting.contacts
        print("ready", flush=True)
        sys.stdin.readline()
        name, deadline = given["name"], given["deadline"]
        if "id" in given:
            contacts.update(given["id"], {"city": name}, deadline=deadline)
            made = given["id"]
        elif "of" in given:
            files = accounting.invoices.attachments(given["of"])
            made = files.upload(f"{name}.txt", b"kept", idempotency_key=name, deadline=deadline).id
        else:
            made = contacts.create({"name": name, "roles": ["customer"]}, idempotency_key=name, deadline=deadline).id
        print(f"done {made}", flush=True)
        sys.stdin.readline()


main()
