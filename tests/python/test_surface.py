"""The public surface: the same in sync and async, and as written down in `tests/surface/python.json`."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable

import coreflow_bridge
from conftest import ROOT
from coreflow_bridge import _async, _sync, errors, models

HOMES = (
    "attachments",
    "bridge",
    "tenant",
    "modules",
    "subscription",
    "usage",
    "writes",
    "plans",
    "resource",
    "query",
    "events",
    "watch",
    "sandbox",
    "namespaces",
)
DUMP = ROOT / "tests" / "surface" / "python.json"


def members(cls: type) -> dict[str, list[str] | None]:
    """Public members: a method with its parameters, anything else with none."""
    found: dict[str, list[str] | None] = {}
    for name, value in inspect.getmembers(cls):
        if name.startswith("_"):
            continue
        call = value if inspect.isfunction(value) else None
        found[name] = [part for part in inspect.signature(call).parameters if part != "self"] if call else None
    return found


def classes(package: object) -> dict[str, type]:
    modules = (getattr(package, name) for name in HOMES)
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }


def surface() -> dict[str, object]:
    return {
        "exports": sorted(coreflow_bridge.__all__),
        "classes": {name: members(cls) for name, cls in sorted(classes(_sync).items()) if name != "Scope"},
        "errors": {code: cls.__name__ for code, cls in errors.ERRORS.items()},
        "records": {
            name: sorted(cls.__dataclass_fields__)
            for name in models.__all__
            if hasattr(cls := getattr(models, name), "__dataclass_fields__")
        },
    }


def test_sync_and_async_offer_the_same() -> None:
    drop: Callable[[str], str] = lambda name: name.removeprefix("Async")  # noqa: E731
    async_side = {drop(name): members(cls) for name, cls in classes(_async).items()}
    sync_side = {name: members(cls) for name, cls in classes(_sync).items()}
    assert async_side == sync_side


def test_the_surface_is_the_one_written_down() -> None:
    text = json.dumps(surface(), indent=1, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_SURFACE"):
        DUMP.parent.mkdir(exist_ok=True)
        DUMP.write_text(text, encoding="utf-8")
    assert DUMP.read_text(encoding="utf-8") == text, "run with UPDATE_SURFACE=1 and look at the difference"


def test_everything_public_is_documented() -> None:
    for package in (_async, _sync):
        for cls in classes(package).values():
            assert cls.__doc__, cls
            for name, value in vars(cls).items():
                if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                    assert value.__doc__, f"{cls.__name__}.{name}"


def test_the_exports_exist() -> None:
    for name in [*coreflow_bridge.__all__, *_async.__all__, *_sync.__all__]:
        home = next(part for part in (coreflow_bridge, _async, _sync) if hasattr(part, name))
        assert getattr(home, name) is not None
    assert set(coreflow_bridge.__all__) <= set(dir(coreflow_bridge))
