"""The one tenant of the cases, and its connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from conftest import KEY
from coreflow_bridge import Bridge, Connection, Tenant, errors

CREDENTIAL = {"type": "api_key", "key": "canary-key-77", "secret": "canary-secret-77"}
"""What no error may tell."""
POLICIES: dict[str, Any] = {
    "attempt_timeout_ms": 60_000,
    "retry": {"max_attempts": 1},
    "breaker": {"enabled": False},
}


def bridge(**config: Any) -> Bridge:
    """A bridge that tries nothing twice, and opens no breaker."""
    return Bridge(":memory:", keyring=KEY, **{"policies": POLICIES, **config})


def tenant_of(bridge: Bridge) -> Tenant:
    """A tenant with the module accounting."""
    tenant = bridge.tenant("acme")
    tenant.modules.change(activate=["accounting"])
    return tenant


@contextmanager
def acme(**config: Any) -> Iterator[Tenant]:
    """A tenant with the module accounting. Nothing is tried twice, and no breaker opens."""
    with bridge(**config) as opened:
        yield tenant_of(opened)


def connect(tenant: Tenant, instance: str, **access: Any) -> Connection:
    """A connection to an ERPNext that is not asked before."""
    known: dict[str, Any] = {"credential": CREDENTIAL, "options": {"zone": "UTC"}, "verify": False}
    return tenant.connect("erpnext", instance=instance, **{**known, **access})


def refused(call: Callable[..., object], *given: Any, **named: Any) -> errors.BridgeError:
    """The error of a call that must fail, and that tells no secret and no control character."""
    try:
        answer = call(*given, **named)
    except errors.BridgeError as error:
        told = f"{error} {error!r} {error.context} {error.__cause__}"
        assert "canary" not in told, told
        assert told.isprintable(), ascii(told)
        return error
    raise AssertionError(f"it was not refused: {str(answer)[:200]}")


def served(call: Callable[..., object], *given: Any, codes: tuple[str, ...], **named: Any) -> str:
    """What a call gave as text; or nothing, when its error has one of these codes."""
    try:
        return str(call(*given, **named))
    except errors.BridgeError as error:
        if error.code not in codes:
            raise
        return ""
