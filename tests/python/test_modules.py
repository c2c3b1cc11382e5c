"""Modules across processes (C12): what one process changes closes every path in another, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import KEY, ROOT
from coreflow_bridge import Bridge, Tenant
from coreflow_bridge.errors import ConflictError, ModuleInactiveError, QuotaExceededError

OTHER = """
import json, sys
from coreflow_bridge import Bridge, BridgeError

store, key = sys.argv[1], json.loads(sys.argv[2])
with Bridge(store, keyring=key) as bridge:
    acme = bridge.tenant("acme")
    running = acme.accounting.invoices.list(page_size=1, prefetch=0).pages()
    assert next(running).records
    print("ready", flush=True)
    # Calls go on until the module is closed here, too: it must be, or this never ends.
    refused = {}
    def until_refused(name, call):
        while name not in refused:
            try:
                call()
            except BridgeError as error:
                refused[name] = [error.code, error.context.get("why"), error.tenant]
            except StopIteration:
                raise SystemExit("the list came to its end")
    until_refused("list of another", lambda: acme.accounting.items.list(limit=1).to_list())
    until_refused("list", lambda: next(running))
    until_refused("create", lambda: acme.accounting.contacts.create({"name": "X", "roles": ["customer"]}))
    until_refused("request", lambda: acme.connection("erpnext").request("GET", "/api/resource/ToDo"))
    print(json.dumps(refused), flush=True)
"""

WRITER = """
import json, sys
from coreflow_bridge import Bridge

store, key, modules = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
with Bridge(store, keyring=key) as bridge:
    acme = bridge.tenant("acme")
    for module in modules:
        acme.modules.change(activate=[module])
        acme.usage.record("ai_operations", 5)
"""


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[tuple[Tenant, Path]]:
    with Bridge.sandbox(systems=["erpnext"], records=60) as sandbox:
        store = tmp_path / "bridge.db"
        with Bridge(store, keyring=KEY) as bridge:
            tenant = bridge.tenant("acme")
            tenant.connect("erpnext", **sandbox.access("erpnext"))
            tenant.modules.change(activate=["accounting"])
            yield tenant, store


def other(store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OTHER, str(store), json.dumps(KEY)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("how", ["deactivated", "ended", "canceled"])
def test_a_module_that_is_closed_in_one_process_is_closed_in_all(acme: tuple[Tenant, Path], how: str) -> None:
    tenant, store = acme
    why = "not_activated" if how == "deactivated" else "subscription_ended"
    process = other(store)
    if how == "deactivated":
        tenant.modules.change(deactivate=["accounting"])
    elif how == "ended":
        tenant.subscription.set(tier="starter", period_end="2020-01-01T00:00:00Z", grace_days=0)
    else:
        tenant.subscription.set(tier="starter", status="canceled")
    with pytest.raises(ModuleInactiveError):
        tenant.accounting.items.list().first()
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    refused = json.loads(out)
    assert list(refused) == ["list of another", "list", "create", "request"]
    assert all(found == ["MODULE_INACTIVE", why, "acme"] for found in refused.values()), refused
    assert tenant.modules.active() == []


def test_activations_and_counts_of_several_processes_all_hold(acme: tuple[Tenant, Path]) -> None:
    tenant, store = acme
    parts = (["crm", "hr"], ["inventory", "projects"], ["finance_ai", "workspace"], ["erp"])
    commands = [[sys.executable, "-c", WRITER, str(store), json.dumps(KEY), *modules] for modules in parts]
    writers = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    plan = tenant.modules.plan()
    assert plan["active"] == sorted(["accounting", *(module for modules in parts for module in modules)])
    assert tenant.usage.check("ai_operations")["used"] == 35


def test_a_suspended_module_is_closed_to_the_consumers_that_require_it() -> None:
    with Bridge(":memory:", keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        acme.subscription.set(tier="starter")
        acme.modules.change(activate=["crm"])
        consumer = bridge.events.consumer("g", "order.*", requires=["crm"])

        def seen() -> list[str]:
            found = []
            while (delivery := consumer.next(timeout=0)) is not None:
                found.append(delivery.event.id)
                delivery.ack()
            return found

        long_ago = "2020-01-01T00:00:00Z"
        acme.subscription.set(tier="starter", status="past_due", past_due_since=long_ago, grace_days=36500)
        acme.events.publish("order.made", "1", id="grace")
        assert seen() == ["grace"]
        acme.subscription.set(tier="starter", status="past_due", past_due_since=long_ago, grace_days=1)
        acme.events.publish("order.made", "2", id="suspended")
        assert seen() == []
        acme.subscription.set(tier="starter")
        acme.events.publish("order.made", "3", id="renewed")
        assert seen() == ["renewed"]


METERED = """
catalogue: metered
title: Metered
tiers: {low: {title: Low}}
modules: {accounting: {title: Books, systems: [erpnext]}}
quotas:
  calls: {title: Calls, counts: calls, per: month, limits: {low: 4}, when_exceeded: refuse, when_unknown: refuse}
"""


def test_calls_are_counted_by_the_bridge_and_refused_above_the_quota(tmp_path: Path) -> None:
    def opened() -> Bridge:
        return Bridge(tmp_path / "bridge.db", keyring=KEY, catalogue={"yaml": METERED})

    with Bridge.sandbox(systems=["erpnext"], records=20) as sandbox:
        with opened() as bridge:
            acme = bridge.tenant("acme")
            acme.connect("erpnext", **sandbox.access("erpnext"))
            acme.subscription.set(tier="low")
            acme.modules.change(activate=["accounting"])
            (invoice,) = acme.accounting.invoices.list(limit=1).to_list()
            acme.accounting.invoices.get(invoice.id)
            assert acme.usage.check("calls")["used"] == 2
            acme.connection("erpnext").request("GET", "/api/resource/Customer")
        with opened() as bridge:  # closing has written what was counted
            acme = bridge.tenant("acme")
            acme.accounting.invoices.get(invoice.id)
            asked = sandbox.requests("erpnext")["total"]
            with pytest.raises(QuotaExceededError) as caught:
                acme.accounting.invoices.get(invoice.id)
            assert (caught.value.context["used"], caught.value.context["limit"]) == ("4", "4")
            assert sandbox.requests("erpnext")["total"] == asked, "nothing was sent"


def test_a_catalogue_is_checked_from_the_command_line(tmp_path: Path) -> None:
    def check(yaml: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "mine.yaml"
        file.write_text(yaml)
        command = [sys.executable, "-m", "coreflow_bridge", "catalogue", "check", str(file)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    fine = check(METERED)
    assert fine.returncode == 0, fine.stderr
    assert "fine: 1 modules, 1 tiers, 0 bundles, 1 quotas (1 counted by the bridge)" in fine.stdout
    wrong = check(METERED.replace("low: 4", "high: 4"))
    assert wrong.returncode == 1
    assert "mine.yaml:7: quotas > calls > limits: there is no limit for low" in wrong.stderr


def test_of_two_plans_one_is_applied(acme: tuple[Tenant, Path]) -> None:
    tenant, _ = acme
    first, second = tenant.modules.plan(activate=["crm"]), tenant.modules.plan(activate=["hr"])
    tenant.modules.apply(first)
    with pytest.raises(ConflictError) as caught:
        tenant.modules.apply(second)
    assert caught.value.context["planned_revision"] == str(first["revision"])


def test_the_parts_of_an_upgrade_page_are_in_the_errors(acme: tuple[Tenant, Path]) -> None:
    tenant, _ = acme
    tenant.subscription.set(bundle="starter")
    with pytest.raises(ModuleInactiveError) as caught:
        tenant.modules.change(activate=["workspace"])
    parts = caught.value.context
    assert (parts["required_module"], parts["required_tier"], parts["why"]) == ("workspace", "enterprise", "tier")
    with pytest.raises(QuotaExceededError) as over:
        tenant.usage.record("ai_operations", 101)
    assert (over.value.context["limit"], over.value.context["used"]) == ("100", "0")
    assert over.value.retry_after is not None


def test_what_coreflow360_counts_itself_and_what_only_the_host_knows(bridge: Bridge) -> None:
    with Bridge.sandbox(systems=["erpnext", "finrobot"], records=4) as sandbox:
        acme = bridge.tenant("acme")
        acme.subscription.set(tier="starter", users=2)
        for system in ("erpnext", "finrobot"):
            acme.connect(system, **sandbox.access(system))
        acme.modules.change(activate=["accounting", "finance_ai"])
        acme.accounting.items.list(limit=1).to_list()
        acme.finance_ai.analysis_jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
        used = {one["metric"]: (one["used"], one["limit"]) for one in acme.usage.get()}
        assert used == {
            "api_calls": (2, 1000),
            "ai_operations": (1, 100),
            "users": (0, 10),
            "storage": (0, 1024),
            "records": (0, None),
        }
        acme.usage.record("ai_operations", 99)
        with pytest.raises(QuotaExceededError):
            acme.finance_ai.analysis_jobs.create({"kind": "Market_Analyst", "task": "One too many"})
        acme.accounting.items.list(limit=1).to_list()
        for metric, most in (("users", 10), ("storage", 1024)):
            acme.usage.record(metric, most)
            with pytest.raises(QuotaExceededError):
                acme.usage.record(metric)
            assert acme.usage.record(metric, -1)["remaining"] == 1
        assert acme.usage.record("records", 1_000_000)["over"] is False
