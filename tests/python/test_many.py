"""Many creates and watched jobs end early: what was sent is told, what was not is not sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Outcome, Sandbox, Tenant, errors

if TYPE_CHECKING:
    from coreflow_bridge.models import AnalysisJobInput, SentimentInput

# More than come back at once (32), however fast: something is always left when the first outcomes are told.
NEWS: list[SentimentInput] = [{"text": f"Profits rise by {number} percent"} for number in range(40)]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(seed=1, records=20) as sandbox:
        yield sandbox


@pytest.fixture
def tenant(bridge: Bridge, sandbox: Sandbox) -> Tenant:
    tenant = bridge.tenant("acme")
    for system in ("fingpt", "finrobot"):
        tenant.connect(system, **sandbox.access(system))
    tenant.modules.change(activate=["finance_ai"])
    return tenant


def test_a_failing_callback_ends_the_batch_and_the_rest_is_told(tenant: Tenant) -> None:
    told: list[Outcome[Any]] = []

    def progress(done: int, total: int, outcome: Outcome[Any]) -> None:
        assert (done, total) == (len(told) + 1, len(NEWS))
        told.append(outcome)
        if done == 1:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tenant.finance_ai.sentiments.create_many(NEWS, concurrency=1, on_progress=progress)
    assert sorted(outcome.index for outcome in told) == list(range(len(NEWS)))
    assert {type(outcome.error) for outcome in told if not outcome.ok} == {errors.CancelledError}


async def cancelled_half_way(sandbox: Sandbox) -> None:
    told: list[Outcome[Any]] = []
    async with AsyncBridge(":memory:", keyring=KEY) as bridge:
        acme = bridge.tenant("acme")
        await acme.connect("fingpt", **sandbox.access("fingpt"))
        await acme.modules.change(activate=["finance_ai"])

        def progress(done: int, total: int, outcome: Outcome[Any]) -> None:
            assert total == len(NEWS)
            told.append(outcome)
            if done == 1:
                task.cancel()

        many = acme.finance_ai.sentiments.create_many(NEWS, concurrency=1, on_progress=progress)
        task = asyncio.ensure_future(many)
        with pytest.raises(asyncio.CancelledError):
            await task
    assert sorted(outcome.index for outcome in told) == list(range(len(NEWS)))
    assert any(outcome.ok for outcome in told)
    assert any(isinstance(outcome.error, errors.CancelledError) for outcome in told)


def test_a_cancelled_task_tells_every_outcome(sandbox: Sandbox) -> None:
    asyncio.run(cancelled_half_way(sandbox))


def test_keys_come_from_a_list_or_a_function(tenant: Tenant) -> None:
    jobs = tenant.finance_ai.analysis_jobs
    inputs: list[AnalysisJobInput] = [
        {"kind": "Market_Analyst", "task": f"Look at market {number}"} for number in range(3)
    ]
    first = jobs.create_many(inputs, idempotency_key=lambda item: item["task"].replace(" ", "-"))
    again = jobs.create_many(inputs, idempotency_key=[f"Look-at-market-{number}" for number in range(3)])
    assert [one.get().id for one in first] == [one.get().id for one in again]
    with pytest.raises(errors.InvalidInputError):
        jobs.create_many(inputs, idempotency_key="one")


@pytest.mark.parametrize("cancel", [True, False])
def test_a_watch_that_ends_early_cancels_the_job_where_that_is_wanted(tenant: Tenant, cancel: bool) -> None:
    jobs = tenant.finance_ai.analysis_jobs
    job = jobs.create({"kind": "Market_Analyst", "task": "slow: look", "max_turns": 9})

    def enough(state: Any) -> None:
        raise RuntimeError(state.status)

    with pytest.raises(RuntimeError, match="running"):
        jobs.watch(job.id, cancel_on_abort=cancel).progress(enough).wait()
    assert (jobs.get(job.id).status == "cancelled") is cancel


def test_a_failed_job_is_an_error(tenant: Tenant) -> None:
    jobs = tenant.finance_ai.analysis_jobs
    job = jobs.create({"kind": "Market_Analyst", "task": "fail: no data"})
    with pytest.raises(errors.ConflictError, match="no data") as caught:
        jobs.watch(job.id, first_ms=1).wait()
    assert caught.value.context["status"] == "failed"
