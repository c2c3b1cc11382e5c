"""The examples of the docstrings run, sync and async."""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from types import ModuleType
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, Sandbox, _async, _sync

NAMES = (
    "bridge",
    "tenant",
    "modules",
    "subscription",
    "usage",
    "resource",
    "query",
    "events",
    "watch",
    "sandbox",
    "namespaces",
)


def examples(package: ModuleType) -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder()
    found = [test for name in NAMES for test in finder.find(getattr(package, name))]
    return [test for test in found if test.examples]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Bridge.sandbox(seed=1, records=120) as sandbox:
        yield sandbox


async def prepare(bridge: Any, sandbox: Sandbox) -> dict[str, Any]:
    acme = bridge.tenant("acme")
    for system in ("erpnext", "dolibarr"):
        await settle(acme.connect(system, **sandbox.access(system)))
    await settle(acme.modules.change(activate=["accounting"], provider={"accounting": "erpnext"}))
    globex = bridge.tenant("globex")
    for system in ("fingpt", "finrobot"):
        await settle(globex.connect(system, **sandbox.access(system)))
    await settle(globex.modules.change(activate=["finance_ai"]))
    names = {"acme": acme, "globex": globex, "bridge": bridge, "sandbox": sandbox, "key": KEY}
    return names | {"Bridge": Bridge, "AsyncBridge": AsyncBridge}


async def settle(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def run_all(tests: list[doctest.DocTest], names: dict[str, Any], loop: asyncio.AbstractEventLoop | None) -> list[str]:
    failures: list[str] = []
    for test in tests:
        scope = dict(names)
        for example in test.examples:
            got = output(example.source, scope, loop)
            if not doctest.OutputChecker().check_output(example.want, got, doctest.ELLIPSIS):
                failures.append(f"{test.name}:\n{example.source}expected {example.want!r}\ngot      {got!r}")
    return failures


def output(source: str, names: dict[str, Any], loop: asyncio.AbstractEventLoop | None) -> str:
    """What a Python prompt shows for the source; a prompt like IPython's, where `await` works."""
    shown = StringIO()
    with redirect_stdout(shown):
        code = compile(source, "example", "single", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        value = eval(code, names)  # noqa: S307 - the examples are ours
        if inspect.iscoroutine(value):
            assert loop is not None
            loop.run_until_complete(value)
    return shown.getvalue()


def test_sync_examples(bridge: Bridge, sandbox: Sandbox) -> None:
    names = asyncio.run(prepare(bridge, sandbox))
    assert run_all(examples(_sync), names, None) == []


def test_async_examples(sandbox: Sandbox) -> None:
    loop = asyncio.new_event_loop()
    try:
        names = loop.run_until_complete(prepare(AsyncBridge(":memory:", keyring=KEY), sandbox))
        assert run_all(examples(_async), names, loop) == []
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def test_every_public_method_has_an_example() -> None:
    with_example = {test.name for test in examples(_sync)}
    for name in NAMES[:-1]:
        module = getattr(_sync, name)
        for cls in (value for value in vars(module).values() if inspect.isclass(value)):
            if cls.__module__ != module.__name__ or cls.__name__ in ("Scope", "R"):
                continue
            for member, value in vars(cls).items():
                if not member.startswith("_") and inspect.isfunction(value):
                    assert f"{module.__name__}.{cls.__name__}.{member}" in with_example, f"{cls.__name__}.{member}"
