"""C1: what one tenant holds of another's, its names, ids, positions, keys and plans, gets it what a random one gets."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from acme import POLICIES
from conftest import KEY
from coreflow_bridge import Bridge, Tenant, errors
from process import rounds

RANDOM = rounds(12, 10_000)
"""So many random ids beside each kind of real ones."""
A = "books"
"""The name of A's connection. A's data hold the word canary."""
Attack = Callable[[Tenant, str], object]

ATTACKS: dict[str, dict[str, Attack]] = {
    "connection": {
        "health": lambda b, name: b.health(connection=name),
        "disconnect": lambda b, name: b.disconnect(name),
        "request": lambda b, name: b.connection(name).request("GET", "/api/method/ping"),
        "isolate": lambda b, name: b.connection(name).isolate(),
        "reset": lambda b, name: b.connection(name).reset(),
        "capabilities": lambda b, name: b.capabilities(connection=name),
        "list": lambda b, name: b.accounting.contacts.list(connection=name).first(),
        "create": lambda b, name: b.accounting.contacts.create({"name": "x"}, connection=name),
        "deletions": lambda b, name: b.accounting.contacts.deletions(since="2026-01-01T00:00:00Z", connection=name),
        "provide": lambda b, name: b.modules.change(provider={"accounting": name}),
        "plan modules": lambda b, name: b.modules.plan(provider={"accounting": name}),
        "sync": lambda b, name: b.sync("accounting.contacts", connection=name),
        "forget a feed": lambda b, name: b.syncs.forget("accounting.contacts", connection=name),
        "mirror": lambda b, name: b.accounting.contacts.mirror.list(connection=name),
        "writes": lambda b, name: b.writes.list(connection=name),
        "webhook": lambda b, name: b.webhooks.create(name),
    },
    "record": {
        "get": lambda b, one: b.accounting.contacts.get(one),
        "update": lambda b, one: b.accounting.contacts.update(one, {"name": "x"}),
        "delete": lambda b, one: b.accounting.contacts.delete(one),
        "plan": lambda b, one: b.accounting.contacts.plan.update(one, {"name": "x"}).record_id,
        "attachments": lambda b, one: b.accounting.contacts.attachments(one).list(),
        "mirror": lambda b, one: b.accounting.contacts.mirror.get(one),
        "behind it": lambda b, one: b.accounting.contacts.mirror.list(after=one),
        "links": lambda b, one: b.links.list(from_={"resource": "accounting.contacts", "id": one}),
    },
    "invoice": {
        "get": lambda b, one: b.accounting.invoices.get(one),
        "submit": lambda b, one: b.accounting.invoices.submit(one),
        "delete": lambda b, one: b.accounting.invoices.delete(one),
    },
    "link": {"delete": lambda b, one: b.links.delete(one)},
    "key": {
        "get": lambda b, key: b.writes.get(key),
        "resolve": lambda b, key: b.writes.resolve(key),
        "settle": lambda b, key: b.writes.settle(key, "not_applied"),
        "list": lambda b, key: [one for one in b.writes.list() if one["key"] == key],
    },
    "event": {"publish": lambda b, one: b.events.publish("acme.own", "own", id=one)["duplicate"]},
    "position": {
        "list": lambda b, position: [event.type for _, event in b.events.list(after=int(position))],
        "replay": lambda b, position: b.events.replay("own", int(position)),
    },
    "consumer": {
        "forget": lambda b, one: b.events.forget(one),
        "replay": lambda b, one: b.events.replay(one),
        "letters": lambda b, one: b.events.dead_letters.list(group=one),
        "replay letters": lambda b, one: b.events.dead_letters.replay(group=one),
        "drop letters": lambda b, one: b.events.dead_letters.drop(group=one),
    },
    "letter": {
        "replay": lambda b, one: b.events.dead_letters.replay([int(one)]),
        "drop": lambda b, one: b.events.dead_letters.drop([int(one)]),
    },
    "endpoint": {
        "rotate": lambda b, one: b.webhooks.rotate(one),
        "register": lambda b, one: b.webhooks.register(one, f"https://app.example/{one}"),
        "unregister": lambda b, one: b.webhooks.unregister(one),
        "delete": lambda b, one: b.webhooks.delete(one),
    },
}


@pytest.fixture(scope="module")
def bridge() -> Iterator[Bridge]:
    with Bridge(":memory:", keyring=KEY, policies=POLICIES) as bridge:
        yield bridge


@pytest.fixture(scope="module")
def real(bridge: Bridge) -> Iterator[dict[str, list[str]]]:
    """Everything that A has, by kind."""
    with Bridge.sandbox(systems=["erpnext"], seed=1) as sandbox:
        a = bridge.tenant("a")
        a.connect("erpnext", **sandbox.access("erpnext"), name=A)
        a.modules.change(activate=["accounting"])
        contacts, invoices = a.accounting.contacts, a.accounting.invoices
        made = contacts.create({"name": "canary Kunde", "roles": ["customer"]}, idempotency_key="canary-key-1")
        a.sync("accounting.contacts", mirror=True)
        records = [made.id, *(one.id for one in contacts.list(roles="customer", limit=3))]
        sold = [one.id for one in invoices.list(direction="sales", limit=3)]
        ends = [{"resource": "accounting.contacts", "id": made.id}, {"resource": "accounting.invoices", "id": sold[0]}]
        link = a.links.create(ends[0], ends[1], "canary")
        consumer = a.events.consumer("canary-packing", "canary.*", max_attempts=1)
        told = a.events.publish("canary.told", "canary-subject", data={"note": "canary"})
        delivery = consumer.next(timeout=10)
        assert delivery is not None
        delivery.nack("canary")
        consumer.close()
        (letter,) = a.events.dead_letters.list()
        hook = a.webhooks.create(A, label="canary")
        yield {
            "connection": [A],
            "record": records,
            "invoice": sold,
            "link": [link["id"]],
            "key": ["canary-key-1"],
            "event": [told["id"], *(event.id for _, event in a.events.list(limit=2))],
            "position": [str(told["position"]), "1"],
            "consumer": ["canary-packing"],
            "letter": [str(letter["id"])],
            "endpoint": [hook["id"]],
        }
        # All of it is still there, and as it was.
        assert [one["name"] for one in a.connections()] == [A]
        assert contacts.get(made.id).name == "canary Kunde"
        assert contacts.mirror.get(made.id).record.name == "canary Kunde"
        assert [one["id"] for one in a.links.list(from_=ends[0])] == [link["id"]]
        assert a.writes.get("canary-key-1")["state"] == "known"
        assert [one["id"] for one in a.events.dead_letters.list()] == [letter["id"]]
        assert [one["id"] for one in a.webhooks.list()] == [hook["id"]]
        assert len(a.syncs.list()) == 1


@pytest.fixture(scope="module", params=["another name", "the same name"])
def b(request: pytest.FixtureRequest, bridge: Bridge, real: dict[str, list[str]]) -> Iterator[Tenant]:
    """The other tenant, whose own connection has another name, or the name that A's has."""
    assert real
    with Bridge.sandbox(systems=["erpnext"], seed=2, records=4) as sandbox:
        tenant = bridge.tenant("b" if request.param == "another name" else "c")
        tenant.connect("erpnext", **sandbox.access("erpnext"), name="own" if request.param == "another name" else A)
        tenant.modules.change(activate=["accounting"])
        tenant.events.consumer("own", "acme.*").close()
        yield tenant


CHANCE = random.Random(77)  # noqa: S311 - nothing is kept secret by it


def like(text: str) -> str:
    """Another text of the same shape."""
    while True:
        chars = [
            CHANCE.choice(string.ascii_lowercase)
            if char.islower() and char.isascii()
            else CHANCE.choice(string.ascii_uppercase)
            if char.isupper() and char.isascii()
            else CHANCE.choice("123456789")
            if char.isdigit()
            else char
            for char in text
        ]
        if (other := "".join(chars)) != text:
            return other


def random_id(kind: str, text: str, tenant_has_the_name: bool) -> str:
    """A random one of its kind. Where B has a connection of that name, an id of its own begins with it."""
    if kind in ("record", "invoice") and tenant_has_the_name:
        name, part, own = text.split(":", 2)
        return f"{name}:{part}:{like(own)}"
    if kind in {"link", "endpoint", "event"}:
        digits = "0123456789abcdef" if all(char in string.hexdigits for char in text) else string.ascii_letters
        return "".join(CHANCE.choice(digits) if char.isalnum() else char for char in text)
    return like(text)


def told(attack: Attack, tenant: Tenant, given: str) -> str:
    """All that comes of it, without what was given."""
    try:
        answer: object = {"answer": attack(tenant, given)}
    except errors.BridgeError as error:
        parts = {name: value for name, value in vars(error).items() if name != "request_id"}
        answer = {"code": error.code, "parts": parts, "cause": repr(error.__cause__), "text": str(error)}
    text = json.dumps(answer, default=str, sort_keys=True, ensure_ascii=False)
    pieces = {given, given.partition(":")[2], given.partition(":")[2].partition(":")[2]} - {""}
    for piece in sorted(pieces, key=len, reverse=True):
        for form in (
            piece,
            json.dumps(piece, ensure_ascii=False)[1:-1],
            quote(piece, safe=""),
            quote(piece),
            piece[:64],
        ):
            text = text.replace(form, "<given>")
    return text


CASES = [(kind, name) for kind, attacks in ATTACKS.items() for name in attacks]


@pytest.mark.parametrize(("kind", "name"), CASES, ids=[f"{kind}: {name}" for kind, name in CASES])
def test_c1_a_real_one_gets_what_a_random_one_gets(b: Tenant, real: dict[str, list[str]], kind: str, name: str) -> None:
    has_the_name = [one["name"] for one in b.connections()] == [A]
    if kind in ("connection", "invoice") and has_the_name:
        # Then the name is B's own, and the numbers of invoices are those of B's system, too.
        return
    attack = ATTACKS[kind][name]
    share = max(2, RANDOM // len(CASES)) if RANDOM > 1000 else RANDOM
    for given in real[kind]:
        got = told(attack, b, given)
        assert "canary" not in got, got
        assert not any(one in got for ids in real.values() for one in ids if len(one) > 10), got
        # A position is a number: B's own events come behind any.
        for _ in range(0 if kind == "position" else share):
            other = random_id(kind, given, has_the_name)
            assert told(attack, b, other) == got, f"{kind} {name}: {given!r} against {other!r}"


def test_c1_a_key_of_another_tenant_makes_a_record_of_ones_own(b: Tenant) -> None:
    made = b.accounting.contacts.create({"name": "mine", "roles": ["customer"]}, idempotency_key="canary-key-1")
    try:
        assert made.name == "mine"
        assert b.writes.get("canary-key-1")["record_id"] == made.id
    finally:
        b.accounting.contacts.delete(made.id)


def test_c1_a_consumer_of_the_same_id_gets_ones_own_events(b: Tenant) -> None:
    with b.events.consumer("canary-packing", "*", start="beginning") as consumer:
        subjects = []
        while (delivery := consumer.next(timeout=0.2)) is not None:
            assert delivery.tenant is not None
            subjects.append((delivery.tenant.id, delivery.event.subject))
            delivery.ack()
    b.events.forget("canary-packing")
    assert subjects
    assert {tenant for tenant, _ in subjects} == {b.id}
    assert not any("canary Kunde" in str(subject) or subject == "canary-subject" for _, subject in subjects)


def test_c1_a_plan_of_another_tenant_is_no_plan(bridge: Bridge, b: Tenant, real: dict[str, list[str]]) -> None:
    contacts = bridge.tenant("a").accounting.contacts
    plan = contacts.plan.update(real["record"][0], {"name": "canary changed"}).to_json()
    sealed = json.loads(plan)
    codes = set()
    for text in (plan, json.dumps({**sealed, "seal": like(sealed["seal"])}) if "seal" in sealed else plan):
        with pytest.raises(errors.BridgeError) as raised:
            b.accounting.contacts.apply(text)
        codes.add((raised.value.code, raised.value.message))
    assert len(codes) == 1, codes
    assert contacts.get(real["record"][0]).name == "canary Kunde"
