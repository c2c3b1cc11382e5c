"""Makes a contact with a key, changes or deletes one, hangs a file on an invoice, or sends a request of its own, and
says what came of it; to be killed."""

from __future__ import annotations

import json
import sys

from coreflow_bridge import Bridge


def main() -> None:
    given = json.loads(sys.argv[1])
    with Bridge(given["store"], keyring={"key": given["key"]}) as bridge:
        acme = bridge.tenant("acme")
        accounting = acme.accounting
        contacts = accounting.contacts
        print("ready", flush=True)
        sys.stdin.readline()
        name, deadline = given["name"], given["deadline"]
        if "gone" in given:
            contacts.delete(given["gone"], deadline=deadline)
            made = given["gone"]
        elif "raw" in given:
            connection = acme.connection("dolibarr")
            made = connection.request("POST", given["raw"], body={"name": name, "client": "1"}, deadline=deadline)[
                "body"
            ]
        elif "id" in given:
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
