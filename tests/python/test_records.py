"""Records, queries and tables, against the sandbox."""

from __future__ import annotations

import copy
import dataclasses
import gc
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from conftest import KEY
from coreflow_bridge import Bridge, Sandbox, Tenant, errors, models
from coreflow_bridge._sync.namespaces import RESOURCES

Line = models.InvoiceLine


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(seed=1, records=120) as sandbox:
        yield sandbox


@pytest.fixture
def acme(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    tenant = bridge.tenant("acme")
    for system in ("erpnext", "dolibarr"):
        sandbox.clear_faults(system)
        assert tenant.connect(system, **sandbox.access(system)).name == system
    tenant.modules.change(activate=["accounting", "projects"], provider={"accounting": "dolibarr"})
    return tenant


def test_values_are_exact_and_typed(acme: Tenant) -> None:
    invoice = acme.accounting.invoices.list(limit=1).first()
    assert isinstance(invoice, models.Invoice)
    assert type(invoice.total) is Decimal
    assert type(invoice.issue_date) is date
    assert isinstance(invoice.updated_at, datetime)
    assert invoice.updated_at.tzinfo is timezone.utc
    assert isinstance(invoice.lines, tuple)
    assert all(type(line) is Line and type(line.quantity) is Decimal for line in invoice.lines)


# What the fakes of two systems hold in accounting: Dolibarr's other resources are read from recordings only.
HELD = {
    "erpnext": (
        *("organizations", "accounts", "contacts", "items", "tax_rates", "invoices", "payments", "journal_entries"),
        *("quotes", "orders"),
    ),
    "dolibarr": ("organizations", "contacts", "items", "invoices"),
}


@pytest.mark.parametrize(("system", "name"), [(system, name) for system, names in HELD.items() for name in names])
def test_typed_records_and_plain_dicts_say_the_same(acme: Tenant, system: str, name: str) -> None:
    query = acme.resource(f"accounting.{name}").query(connection=system)
    typed, plain = query.to_list(), query.to_dicts()
    assert typed
    assert [record.to_dict() for record in typed] == plain
    for record, data in zip(typed, plain, strict=True):
        assert list(record.to_dict()) == list(data)
        assert type(record).from_dict(data) == record


@pytest.mark.parametrize("path", RESOURCES)
def test_what_a_system_does_not_have_is_told(acme: Tenant, path: str) -> None:
    acme.modules.change(activate=[path.split(".", maxsplit=1)[0]])
    if path in acme.capabilities(connection="dolibarr")["dolibarr"]["resources"]:
        return
    with pytest.raises(errors.UnsupportedError):
        acme.resource(path).query(connection="dolibarr").to_list()


def test_a_record_is_frozen_and_survives_pickle_copy_and_hash(acme: Tenant) -> None:
    invoice = acme.accounting.invoices.list(limit=1).to_list()[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        invoice.total = Decimal(0)  # type: ignore[misc]
    assert not hasattr(invoice, "__dict__")
    assert pickle.loads(pickle.dumps(invoice)) == invoice
    assert copy.deepcopy(invoice) == invoice
    assert len({invoice, acme.accounting.invoices.get(invoice.id)}) <= 2
    assert dataclasses.replace(invoice, number="X").number == "X"


def test_a_query_is_lazy_and_asks_anew_each_time(acme: Tenant, sandbox: Sandbox) -> None:
    before = sandbox.requests("dolibarr")["total"]
    query = acme.accounting.invoices.list(direction="sales", page_size=10)
    assert sandbox.requests("dolibarr")["total"] == before
    first = [invoice.id for invoice in query]
    asked = sandbox.requests("dolibarr")["total"] - before
    assert [invoice.id for invoice in query] == first
    assert asked > 1
    assert sandbox.requests("dolibarr")["total"] == before + 2 * asked


def test_pages_progress_and_limit(acme: Tenant) -> None:
    seen: list[int] = []
    query = acme.accounting.invoices.list(direction="sales", page_size=10).progress(lambda done, _: seen.append(done))
    pages = list(query.pages())
    assert all(0 < len(page) <= 10 for page in pages)
    assert seen[-1] == sum(len(page) for page in pages)
    assert len(seen) == len(pages)
    assert len(acme.accounting.invoices.list(limit=3).to_dicts()) == 3
    assert acme.accounting.invoices.list(limit=0).to_list() == []
    assert sum(map(len, query.dict_pages())) == seen[-1]


def test_a_malformed_record_is_quarantined_and_the_rest_goes_on(acme: Tenant, sandbox: Sandbox) -> None:
    query = acme.accounting.invoices.list(direction="sales", sort="number")
    whole = len(query.to_list())
    assert not query.quarantined
    sandbox.fault("dolibarr", "malformed", times=1, method="GET")
    assert len(query.to_list()) == whole - 1
    bad, *others = query.quarantined
    assert others == []
    assert bad.pointer.startswith("/")
    assert bad.reason
    assert json.loads(bad.raw)


def test_the_collector_is_on_again_after_a_page(acme: Tenant) -> None:
    assert gc.isenabled()
    acme.accounting.invoices.list().to_dicts()
    assert gc.isenabled()
    gc.disable()
    try:
        acme.accounting.invoices.list().to_dicts()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_notebook_shows_tables_and_escapes_them(acme: Tenant) -> None:
    records = acme.accounting.invoices.list(direction="sales").to_list()
    records[0] = dataclasses.replace(records[0], number="<script>")
    shown = records._repr_html_()
    assert shown.startswith("<table>")
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert acme.accounting.invoices.list()._repr_html_().startswith("<table>")


def test_a_write_and_its_version_check(acme: Tenant) -> None:
    contacts = acme.accounting.contacts
    made = contacts.create({"name": "Muster & Söhne", "roles": ["customer"]}, idempotency_key="contact-1")
    assert contacts.create({"name": "Muster & Söhne", "roles": ["customer"]}, idempotency_key="contact-1").id == made.id
    with pytest.raises(errors.ConflictError):
        contacts.create({"name": "Another", "roles": ["customer"]}, idempotency_key="contact-1")
    changed = contacts.update(made.id, {"city": "Köln"})
    assert changed.city == "Köln"
    contacts.delete(made.id)
    with pytest.raises(LookupError):
        contacts.get(made.id)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        datetime(2026, 1, 1),
        object(),
        b"x",
        {1: object()},
    ],
)
def test_input_that_is_no_json_is_refused(acme: Tenant, value: object) -> None:
    with pytest.raises(errors.InvalidInputError):
        acme.accounting.contacts.create({"name": value})  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    "id", ["../x", "a/b", "x\r\ny", "\0", "", "dolibarr:", "\ud800", 7, None, "' or 1=1 --", "." * 300]
)
def test_a_hostile_id_is_a_typed_error(acme: Tenant, id: str) -> None:
    with pytest.raises((errors.InvalidInputError, errors.NotFoundError)):
        acme.accounting.contacts.get(id)


@pytest.mark.parametrize("system", ["erpnext", "dolibarr"])
@pytest.mark.parametrize(
    "value", ["' or '1'='1", "%", "\\", 'a"b', "x\r\ny", "a') or (1:=:1", '"]] or [["name","like","%']
)
def test_a_filter_value_is_only_ever_a_value(acme: Tenant, system: str, value: str) -> None:
    """It finds nothing; where the system's filters cannot hold it, it is refused before anything is sent."""
    try:
        assert acme.connection(system).accounting.contacts.list(name=value).to_list() == []
    except errors.InvalidInputError as refused:
        assert "filter" in refused.message  # noqa: PT017


def test_unknown_names_are_refused(acme: Tenant) -> None:
    with pytest.raises(errors.InvalidInputError):
        acme.resource("accounting.contacts").query(nonsense=1).to_list()
    with pytest.raises(errors.InvalidInputError):
        acme.resource("accounting.nonsense").query().to_list()


def test_deadlines_may_be_timedeltas(acme: Tenant) -> None:
    assert acme.accounting.invoices.list(limit=1, deadline=timedelta(seconds=20)).first() is not None


def test_a_tenant_sees_nothing_of_another(bridge: Bridge, acme: Tenant) -> None:
    globex = bridge.tenant("globex")
    assert globex.connections() == []
    with pytest.raises(errors.ModuleInactiveError):
        globex.accounting.invoices.list().to_list()
    assert acme.id == "acme"


def test_the_command_line(sandbox: Sandbox) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coreflow_bridge", *arguments], capture_output=True, text=True, check=False
        )

    assert "erpnext" in run("systems").stdout
    wrong = run("adapter", "check", "/does/not/exist.yaml")
    assert wrong.returncode == 1
    assert "/does/not/exist.yaml" in wrong.stderr
    assert {"erpnext", "dolibarr"} <= set(sandbox.systems)


def test_the_key_is_shown_nowhere(bridge: Bridge, acme: Tenant, sandbox: Sandbox) -> None:
    secret = sandbox.systems["erpnext"].credential["secret"]
    with pytest.raises(errors.BridgeError) as caught:
        acme.connect(
            "erpnext",
            instance="http://127.0.0.1:1",
            credential={"type": "api_key", "key": KEY["key"], "secret": secret},
            allow_private=True,
            name="other",
        )
    shown = [repr(acme), repr(acme.connections()), str(caught.value), repr(caught.value), json.dumps(bridge.health())]
    assert all(secret not in text and KEY["key"] not in text for text in shown)


def test_lists_and_json_survive_the_way_to_and_from_plain_dicts() -> None:
    envelope = {"id": "noco:a/1", "remote_id": "a/1", "system": "nocobase", "connection": "noco"}
    note = models.Note.from_dict({**envelope, "company_ids": ["noco:1", "noco:2"]})
    assert note.company_ids == ("noco:1", "noco:2")
    assert note.to_dict()["company_ids"] == ["noco:1", "noco:2"]
    for values in ({"lines": [{"n": Decimal("1.50")}], "none": None}, [1, [2]], "text", None):
        record = models.WorkspaceRecord.from_dict({**envelope, "values": values})
        assert record.values == values
        assert type(record.values) is type(values)
        assert record.to_dict()["values"] == values
        assert hash(record) == hash(record.from_dict(record.to_dict()))
