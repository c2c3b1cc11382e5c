"""The bar that shows how far a list, a batch or a job is."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from coreflow_bridge import Bridge, ProgressBar, Sandbox, Tenant


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(seed=1, records=20) as sandbox:
        yield sandbox


@pytest.fixture
def tenant(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    tenant = bridge.tenant("acme")
    for system in ("erpnext", "fingpt", "finrobot"):
        tenant.connect(system, **sandbox.access(system))
    tenant.modules.change(activate=["finance_ai", "accounting"])
    return tenant


def test_a_batch_is_drawn_over_one_line_and_tells_what_failed(tenant: Tenant) -> None:
    out = Terminal()
    news: list[Any] = [{"text": "Profits rise"}, {"text": ""}, {"text": "Sales fall"}]
    tenant.finance_ai.sentiments.create_many(news, on_progress=ProgressBar("texts", file=out))
    text = out.getvalue()
    assert text.startswith("\rtexts [")
    assert text.endswith("3/3, 1 failed\n")
    assert text.count("\n") == 1
    lines = text.rstrip("\n").split("\r")[1:]
    assert len(lines) == 3
    assert f"[{'#' * 10}{' ' * 20}] 1/3" in lines[0]
    assert f"[{'#' * 30}] 3/3" in lines[2]


def test_a_list_whose_total_is_not_told_is_counted_and_one_line_is_left_in_a_log(tenant: Tenant) -> None:
    log = io.StringIO()
    query = tenant.accounting.invoices.list(page_size=5, limit=12)
    rows = query.progress(ProgressBar("invoices", file=log)).to_dicts()
    assert len(rows) == 12
    assert log.getvalue().count("\n") == 1
    assert log.getvalue().startswith("invoices")
    assert "12" in log.getvalue()
    bar = ProgressBar("n", file=Terminal())
    bar(7, None)
    assert str(bar) == "n 7"
    assert bar._repr_html_() == "n <progress></progress> 7"


def test_a_bar_without_a_callback_is_of_the_call_itself(tenant: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    tenant.accounting.invoices.list(limit=3).progress().to_list()
    assert capsys.readouterr().err.startswith("accounting.invoices")
    jobs = tenant.finance_ai.analysis_jobs
    job = jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
    jobs.watch(job.id, first_ms=1).progress().wait()
    said = capsys.readouterr().err
    assert said.startswith(job.id)
    assert said.endswith("2/10, succeeded\n")


def test_a_line_ends_also_where_the_call_fails(tenant: Tenant) -> None:
    out = Terminal()
    jobs = tenant.finance_ai.analysis_jobs
    job = jobs.create({"kind": "Market_Analyst", "task": "fail: no data"})
    with pytest.raises(Exception, match="no data"):
        jobs.watch(job.id, first_ms=1).progress(ProgressBar("job", file=out)).wait()
    assert out.getvalue().endswith("\n")
    assert out.getvalue().rstrip().endswith("2/10, failed")


def test_a_notebook_shows_html_that_changes_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Handle:
        def update(self, bar: ProgressBar) -> None:
            shown.append(f"update {bar._repr_html_()}")

    def display(bar: ProgressBar, *, display_id: bool) -> Handle:
        assert display_id
        shown.append(bar._repr_html_())
        return Handle()

    ipython, module = ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]
    module.display = display  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    out = Terminal()
    bar = ProgressBar("<b>", file=out)
    bar(1, 2)
    bar(2, 2)
    bar.close()
    first = '&lt;b&gt; <progress value="1" max="2"></progress> 1/2'
    assert shown == [first, f"update {first.replace('1', '2')}"]
    assert out.getvalue() == ""
