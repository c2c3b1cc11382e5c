"""A8: what a process that is killed leaves of its writes is reported or resolved, whenever it was killed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Sandbox, Tenant
from coreflow_bridge.errors import NotFoundError, OutcomeUnknownError
from process import eventually
from proxy import Proxy

HERE = Path(__file__).parent
LANGUAGES = ("python", "node")
DEADLINE = 10
"""Seconds for each call of a worker; a little after that its outcome is called unknown."""
CREATES = {"intent": ("GET", "before"), "received": ("POST", "before"), "performed": ("POST", "after")}
"""Where a process is killed: the request that is held for it, before it is passed on or after it was carried out."""
UPDATES = {"change-received": ("PUT", "before"), "change-performed": ("PUT", "after")}
PLACES = {**CREATES, **UPDATES}
REQUESTS = {"request-received": ("POST", "before"), "request-performed": ("POST", "after")}
DELETES = {"delete-received": ("DELETE", "before"), "delete-performed": ("DELETE", "after")}
UPLOADS = {"upload-received": ("POST", "before"), "upload-performed": ("POST", "after")}


def stops(method: str, text: str) -> str | None:
    for language in LANGUAGES:
        for place, (held, where) in {**PLACES, **UPLOADS, **REQUESTS}.items():
            if f"{language}-{place}" in text and method == held:
                return f"{where}:{language}-{place}"
    return None


class Worker:
    """A process that does one write."""

    def __init__(self, language: str, store: Path, name: str, **given: object) -> None:
        program = (
            [sys.executable, HERE / "writes_worker.py"]
            if language == "python"
            else ["node", HERE / "writes_worker.mjs"]
        )
        text = json.dumps({"store": str(store), "key": KEY["key"], "name": name, "deadline": DEADLINE, **given})
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([*map(str, program), text], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        if not said:
            raise AssertionError(self.process.communicate()[1])
        return said

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(systems=["dolibarr"], records=5) as sandbox:
        yield sandbox


@pytest.fixture
def proxy(sandbox: Sandbox) -> Iterator[Proxy]:
    proxy = Proxy(str(sandbox.access("dolibarr")["instance"]), stops)
    yield proxy
    proxy.close()


def connected(bridge: Bridge, sandbox: Sandbox, proxy: Proxy) -> Tenant:
    """A tenant whose workers go through the proxy, and whose test does not."""
    acme = bridge.tenant("acme")
    access = sandbox.access("dolibarr")
    acme.connect("dolibarr", **{**access, "instance": proxy.url})
    acme.connect("dolibarr", name="direct", **access)
    acme.modules.change(activate=["accounting"], provider={"accounting": "dolibarr"})
    return acme


def records(acme: Tenant, key: str) -> list[str]:
    contacts = acme.connection("direct").accounting.contacts.list()
    return [contact.remote_id for contact in contacts if contact.external_ref == key]


def test_the_ledger_survives_kill_9(tmp_path: Path, sandbox: Sandbox, proxy: Proxy) -> None:
    store = tmp_path / "bridge.db"
    killed = {}
    with Bridge(store, keyring=KEY) as bridge:
        acme = connected(bridge, sandbox, proxy)
        target = acme.accounting.contacts.create({"name": "There before", "roles": ["customer"], "city": "before"}).id
    for language in LANGUAGES:
        for place in PLACES:
            name = f"{language}-{place}"
            given = {"id": target} if place in UPDATES else {}
            worker = Worker(language, store, name, **given)
            worker.go()
            assert proxy.held(name), f"{name} was never sent"
            worker.kill()
            killed[name] = place
        finished = Worker(language, store, f"{language}-answered")
        finished.go()
        assert finished.line().startswith("done")
        finished.kill()
    with Bridge(store, keyring=KEY, writes={"settles_after_ms": 0}) as bridge:
        acme = bridge.tenant("acme")
        # Reported: what was in flight, and how far it had come.
        for name, place in killed.items():
            if place in CREATES:
                entry = acme.writes.get(name)
                assert entry["state"] == "intent" if place == "intent" else entry["state"] in ("sent", "unknown"), entry
                assert entry["input"]["name"] == name
            else:
                inputs = [acme.writes.get(one["key"])["input"] for one in changes(acme)]
                assert {"city": name} in inputs
        for language in LANGUAGES:
            assert acme.writes.get(f"{language}-answered")["state"] == "known"
        # Resolved, once their calls have ended for sure.
        proxy.pass_all()
        open_states = ("intent", "sent", "unknown")

        def drained() -> bool:
            # Those whose call has ended before the look are looked at.
            ended = all(one["state"] in ("intent", "unknown", "known") for one in acme.writes.list())
            bridge.drain()
            return ended and not [one for one in acme.writes.list() if one["state"] in open_states and one["given"]]

        assert eventually(drained, 60), acme.writes.list()
        for language in LANGUAGES:
            for place, there in {"intent": 0, "received": 0, "performed": 1, "answered": 1}.items():
                key = f"{language}-{place}"
                assert len(records(acme, key)) == there, key
                # One call with the key, or a hundred: one record.
                made = {
                    acme.accounting.contacts.create({"name": key, "roles": ["customer"]}, idempotency_key=key).remote_id
                    for _ in range(3)
                }
                assert [*made] == records(acme, key), key
        # Of the changes, the last that was carried out is there; of the others nobody can know, so they are reported.
        left = {acme.writes.get(one["key"])["input"]["city"]: one for one in changes(acme)}
        city = acme.accounting.contacts.get(target).city
        assert city == "node-change-performed"
        assert sorted(left) == ["node-change-received", "python-change-performed", "python-change-received"]
        for name, entry in left.items():
            assert entry["repeatable"], name
            resolved = acme.writes.resolve(entry["key"])
            assert (resolved["state"], resolved["differs"]) == ("unknown", ["city"])
            assert resolved["record"]["city"] == city
            acme.writes.settle(entry["key"], "not_applied")
        assert changes(acme) == []


def changes(acme: Tenant) -> list[dict[str, Any]]:
    """The changes whose outcome is open."""
    return [one for one in acme.writes.list() if one["operation"].endswith(".update")]


def test_uploads_survive_kill_9(tmp_path: Path, sandbox: Sandbox, proxy: Proxy) -> None:
    store = tmp_path / "bridge.db"
    names = [f"{language}-{place}" for language in LANGUAGES for place in UPLOADS]
    with Bridge(store, keyring=KEY) as bridge:
        acme = connected(bridge, sandbox, proxy)
        invoice = acme.connection("direct").accounting.invoices.list(direction="sales", status="open").first()
        assert invoice
        of = acme.accounting.invoices.get(f"dolibarr:sales:{invoice.remote_id}").id
    for name in names:
        worker = Worker(name.split("-")[0], store, name, of=of)
        worker.go()
        assert proxy.held(name), f"{name} was never sent"
        worker.kill()
    with Bridge(store, keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        for name in names:
            entry = acme.writes.get(name)
            assert (entry["state"] in ("sent", "unknown"), entry["record_id"]) == (True, of), entry
            assert entry["input"]["name"] == f"{name}.txt"
        proxy.pass_all()
        assert eventually(lambda: {one["state"] for one in acme.writes.list()} == {"unknown"}, 60), acme.writes.list()
        bridge.drain()
        files = acme.accounting.invoices.attachments(of)
        for name in names:
            # Nobody can know by a look: nothing is sent again with the key, until somebody has settled it.
            with pytest.raises(OutcomeUnknownError):
                files.upload(f"{name}.txt", b"kept", idempotency_key=name)
            there = [file.id for file in files.list() if file.name == f"{name}.txt"]
            assert len(there) == (1 if name.endswith("performed") else 0), name
            if there:
                acme.writes.settle(name, "applied", record_id=there[0])
            else:
                acme.writes.settle(name, "not_applied")
            made = files.upload(f"{name}.txt", b"kept", idempotency_key=name)
            assert [file.id for file in files.list() if file.name == f"{name}.txt"] == [made.id]


def test_requests_of_ones_own_are_reported_after_kill_9(tmp_path: Path, sandbox: Sandbox, proxy: Proxy) -> None:
    store = tmp_path / "bridge.db"
    names = [f"{language}-{place}" for language in LANGUAGES for place in REQUESTS]
    with Bridge(store, keyring=KEY) as bridge:
        connected(bridge, sandbox, proxy)
    for name in names:
        worker = Worker(name.split("-")[0], store, name, raw="/thirdparties")
        worker.go()
        assert proxy.held(name), f"{name} was never sent"
        worker.kill()
    with Bridge(store, keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        proxy.pass_all()
        assert eventually(lambda: {one["state"] for one in acme.writes.list()} == {"unknown"}, 60), acme.writes.list()
        bridge.drain()
        entries = {acme.writes.get(one["key"])["input"]["body"]["name"]: one for one in acme.writes.list()}
        # What it was is known, and that nobody can tell whether it was done.
        assert sorted(entries) == sorted(names)
        contacts = [contact.name for contact in acme.connection("direct").accounting.contacts.list()]
        for name, entry in entries.items():
            shown = acme.writes.get(entry["key"])
            assert (shown["input"]["method"], shown["input"]["path"]) == ("POST", "/thirdparties")
            assert (shown["state"], shown["given"], shown["repeatable"]) == ("unknown", False, False), shown
            assert contacts.count(name) == (1 if name.endswith("performed") else 0), name
            acme.writes.settle(entry["key"], "applied" if name.endswith("performed") else "not_applied")
        assert acme.writes.list() == []


def test_deletes_survive_kill_9(tmp_path: Path, sandbox: Sandbox) -> None:
    store = tmp_path / "bridge.db"
    names = [f"{language}-{place}" for language in LANGUAGES for place in DELETES]
    targets: dict[str, str] = {}

    def held(method: str, text: str) -> str | None:
        for name, target in targets.items():
            if method == "DELETE" and text.split(maxsplit=1)[0].endswith(f"/{target.rpartition(':')[2]}"):
                return f"{DELETES[name.partition('-')[2]][1]}:{name}"
        return None

    proxy = Proxy(str(sandbox.access("dolibarr")["instance"]), held)
    try:
        with Bridge(store, keyring=KEY) as bridge:
            contacts = connected(bridge, sandbox, proxy).accounting.contacts
            for name in names:
                targets[name] = contacts.create({"name": name, "roles": ["customer"]}).id
        for name in names:
            worker = Worker(name.split("-")[0], store, name, gone=targets[name])
            worker.go()
            assert proxy.held(name), f"{name} was never sent"
            worker.kill()
        with Bridge(store, keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            entries = acme.writes.list()
            assert sorted(one["record_id"] for one in entries) == sorted(targets.values()), entries
            proxy.pass_all()

            def settled() -> bool:
                bridge.drain()
                return all(one["state"] not in ("intent", "sent") for one in acme.writes.list())

            assert eventually(settled, 60), acme.writes.list()
            left = {contact.name for contact in acme.connection("direct").accounting.contacts.list()}
            for name, target in targets.items():
                assert (name in left) == name.endswith("received"), name
                # Twice is like once: the repetition tells what became of the first.
                if name.endswith("received"):
                    acme.accounting.contacts.delete(target)
                else:
                    with pytest.raises(NotFoundError):
                        acme.accounting.contacts.delete(target)
            left = {contact.name for contact in acme.connection("direct").accounting.contacts.list()}
            assert left.isdisjoint(names)
    finally:
        proxy.close()


def test_two_processes_with_one_key_make_one_record(tmp_path: Path, sandbox: Sandbox, proxy: Proxy) -> None:
    store = tmp_path / "bridge.db"
    with Bridge(store, keyring=KEY) as bridge:
        acme = connected(bridge, sandbox, proxy)
        for number in range(3):
            workers = [Worker(language, store, f"both-{number}") for language in LANGUAGES]
            for worker in workers:
                worker.go()
            said = {worker.line() for worker in workers}
            for worker in workers:
                worker.kill()
            assert len(said) == 1, said
            assert len(records(acme, f"both-{number}")) == 1


def test_a_write_that_is_given_up_is_unknown_at_once(tmp_path: Path, sandbox: Sandbox, proxy: Proxy) -> None:
    async def give_up() -> None:
        async with AsyncBridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
            contacts = bridge.tenant("acme").accounting.contacts
            call = asyncio.create_task(contacts.create({"name": "python-performed", "roles": ["customer"]}))
            assert await asyncio.to_thread(proxy.held, "python-performed")
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    with Bridge(tmp_path / "bridge.db", keyring=KEY) as bridge:
        acme = connected(bridge, sandbox, proxy)
        asyncio.run(give_up())
        assert eventually(lambda: [one["state"] for one in acme.writes.list()] == ["unknown"], 20), acme.writes.list()
        (entry,) = acme.writes.list()
        assert (entry["given"], entry["repeatable"]) == (False, False)
