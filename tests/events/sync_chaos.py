"""Change feeds whose processes are killed between any two pages: `python tests/events/sync_chaos.py --records 2000`.

A worker of either language in turn runs one feed, is killed after a random number of pages, and the next one goes on.
Meanwhile records are made, changed and deleted in the system. At the end the mirror is what the system has, what was
told adds up to it, and nothing was told twice.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coreflow_bridge import Bridge, Sandbox, Tenant
from coreflow_bridge.errors import BridgeError

HERE = Path(__file__).parent
KEY = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
RESOURCE = "crm.companies"
LONG = 120


@dataclass
class Found:
    """What came of it."""

    kills: int
    runs: int
    told: int
    records: int
    wrong: list[str]


def run(*, records: int, kills: int, page_size: int, seed: int = 1) -> Found:
    """Runs the feed until so many workers were killed and one came to the end."""
    chance = random.Random(seed)  # noqa: S311 - a story that can be told again
    with tempfile.TemporaryDirectory() as folder, Bridge.sandbox(systems=["twenty"], records=records) as sandbox:
        store = str(Path(folder) / "bridge.db")
        with Bridge(store, keyring={"key": KEY}) as bridge:
            acme = bridge.tenant("acme")
            connect(acme, sandbox)
            killed = runs = 0
            while killed < kills or runs == 0:
                change(acme, chance)
                ended = work(("python", "node")[(killed + runs) % 2], store, chance.randrange(1, 4), page_size)
                killed, runs = killed + (not ended), runs + ended
            # At rest: everything is read once more, by nobody who is killed.
            assert work("python", store, None, page_size)
            wrong, told = judge(acme)
            return Found(killed, runs, told, len(mirrored(acme)), wrong)


def connect(acme: Tenant, sandbox: Sandbox) -> None:
    acme.connect("twenty", **sandbox.access("twenty"))
    acme.modules.change(activate=["crm"])


def change(acme: Tenant, chance: random.Random) -> None:
    """Makes, changes and deletes a record."""
    made = acme.crm.companies.create({"name": f"Made {chance.random()}"})
    there = [company.id for company in acme.crm.companies.list()]
    acme.crm.companies.update(chance.choice(there), {"name": f"Changed {chance.random()}"})
    gone = chance.choice(there)
    if gone != made.id:
        acme.crm.companies.delete(gone)


def work(language: str, store: str, pages: int | None, page_size: int) -> bool:
    """One worker, killed after so many steps; whether it came to the end before."""
    program = [sys.executable, str(HERE / "sync_worker.py")]
    if language == "node":
        program = ["node", str(HERE / "sync_worker.mjs")]
    given = {"store": store, "key": KEY, "resource": RESOURCE, "page_size": page_size, "full": pages is None}
    while True:
        pipe = subprocess.PIPE
        with subprocess.Popen([*program, json.dumps(given)], stdout=pipe, stderr=pipe, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for steps, said in enumerate(process.stdout, 1):
                if steps == pages and not said.startswith("finished"):
                    process.kill()
                    process.wait(LONG)
                    return False
            failed = process.stderr.read()
        if process.returncode == 0:
            return True
        # The lease of the one who was killed goes on for a second.
        if "ConflictError" not in failed and "CONFLICT" not in failed:
            raise AssertionError(failed)


def mirrored(acme: Tenant) -> dict[str, Any]:
    found: dict[str, Any] = {}
    after = None
    while True:
        page = acme.crm.companies.mirror.list(after=after, limit=1000)
        found |= {record.id: record.name for record in page.records}
        if page.next is None:
            return found
        after = page.next


def judge(acme: Tenant) -> tuple[list[str], int]:
    """What is wrong with the mirror and with what was told."""
    wrong: list[str] = []
    state: dict[str, Any] = {}
    after = told = 0
    while page := acme.events.list(after=after, limit=1000):
        after = page[-1][0]
        for _, event in page:
            if not event.type.startswith("crm.company."):
                continue
            data, told = event.data, told + 1
            key, change = data["id"], data["change"]
            if (change == "created") == (key in state):
                wrong.append(f"{key} was told to be {change} when it was {'there' if key in state else 'not there'}")
            if change == "deleted":
                state.pop(key, None)
            else:
                state[key] = data["after"]["name"]
    there = {company.id: company.name for company in acme.crm.companies.list()}
    mirror = mirrored(acme)
    wrong += [f"{key} is {mirror.get(key)!r} in the mirror" for key in there if mirror.get(key) != there[key]]
    wrong += [f"{key} is gone" for key in mirror.keys() - there.keys()]
    wrong += [
        f"{key} was told to be {state.get(key)!r}"
        for key in mirror.keys() | state.keys()
        if state.get(key) != mirror.get(key)
    ]
    return wrong, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--page-size", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        found = run(records=given.records, kills=given.kills, page_size=given.page_size, seed=given.seed)
    except BridgeError as error:
        sys.exit(f"{error!r}")
    sys.stdout.write(f"{found}\n")
    sys.exit(1 if found.wrong else 0)


if __name__ == "__main__":
    main()
