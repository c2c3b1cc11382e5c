"""Every code has its class, every class its builtin, and all of it survives a pickle."""

from __future__ import annotations

import copy
import importlib
import pickle

import pytest
from coreflow_bridge import BridgeError, _native, errors

BUILTINS = {
    "INVALID_INPUT": ValueError,
    "CONFIG_INVALID": ValueError,
    "MANIFEST_INVALID": ValueError,
    "UNSUPPORTED": NotImplementedError,
    "NOT_FOUND": LookupError,
    "UNAUTHENTICATED": PermissionError,
    "RECONNECT_REQUIRED": PermissionError,
    "PERMISSION_DENIED": PermissionError,
    "MODULE_INACTIVE": PermissionError,
    "TENANT_ISOLATION": PermissionError,
    "EGRESS_DENIED": PermissionError,
    "DEADLINE_EXCEEDED": TimeoutError,
    "UNAVAILABLE": ConnectionError,
    "CLOSED": RuntimeError,
    "FORKED": RuntimeError,
    "UNEXPECTED": RuntimeError,
}
CODES = _native.error_codes()


def parts(code: str) -> dict[str, object]:
    return {
        "code": code,
        "message": "what happened",
        "retryable": True,
        "retry_after_ms": 1500,
        "tenant": "acme",
        "system": "erpnext",
        "connection": "main",
        "operation": "accounting.invoices.list",
        "status": 503,
        "request_id": "r-1",
        "context": {"attempts": "3"},
        "causes": ["outer", "inner"],
    }


def test_the_table_and_the_classes_are_the_same() -> None:
    assert {code for code, *_ in CODES} == set(errors.ERRORS)


@pytest.mark.parametrize(("code", "retryable", "status", "description"), CODES)
def test_a_code_has_a_class_that_can_be_imported_and_says_the_same(
    code: str, retryable: bool, status: int, description: str
) -> None:
    cls = errors.ERRORS[code]
    assert getattr(importlib.import_module(cls.__module__), cls.__qualname__) is cls
    assert issubclass(cls, BUILTINS.get(code, BridgeError))
    assert cls("").retryable is retryable
    assert cls("").code == code
    assert status >= 400
    words = (cls.__doc__ or "").replace("`", "")
    assert words.startswith(description.rstrip(".")), "the docstring repeats the table of core"


@pytest.mark.parametrize("code", [*errors.ERRORS, "FROM_A_NEWER_CORE"])
def test_an_error_keeps_all_parts_through_pickle_and_copy(code: str) -> None:
    error = errors._from_native(parts(code))
    for again in (error, pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is errors.ERRORS.get(code, BridgeError)
        assert again.code == code
        assert again.message == "what happened"
        assert (again.retryable, again.retry_after, again.status) == (True, 1.5, 503)
        assert (again.tenant, again.system, again.connection) == ("acme", "erpnext", "main")
        assert (again.operation, again.request_id) == ("accounting.invoices.list", "r-1")
        assert again.context == {"attempts": "3"}
        assert str(again.__cause__) == "outer"
        assert again.__cause__ is not None
        assert str(again.__cause__.__cause__) == "inner"
        assert "tenant=acme" in str(again)
        assert "status=503" in str(again)


def test_a_panic_is_an_exception_without_the_text_of_the_panic(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(errors.UnexpectedError) as caught:
        _native.panicking_call().wait()
    assert "leak" not in str(caught.value)
    assert "leak" not in capfd.readouterr().err
