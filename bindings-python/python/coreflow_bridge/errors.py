"""The errors: one class per code, each also derived from the builtin that fits.

Catch the class, the builtin, or `BridgeError` and look at `code`. No field ever holds a secret.
"""

from __future__ import annotations

from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, ClassVar


class Cause(Exception):  # noqa: N818 - not raised: it stands in the `__cause__` chain
    """A lower error that led to a `BridgeError`; only its text is known."""


class BridgeError(Exception):
    """The base of all errors of the bridge.

    Attributes:
        code: The code from the closed table, for example `NOT_FOUND`.
        message: What happened and what to do.
        retryable: Whether the same call may succeed later without a change.
        retry_after: Seconds to wait before the next try, when known.
        tenant: The tenant whose call it was.
        system: The external system, for example `erpnext`.
        connection: The tenant's connection.
        operation: The operation, for example `accounting.invoices.create`.
        status: The HTTP status that the system answered.
        request_id: The system's own id of the request.
        context: More facts, by name.
    """

    code: str = "UNEXPECTED"
    _default_retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str = "",
        *,
        code: str | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
        tenant: str | None = None,
        system: str | None = None,
        connection: str | None = None,
        operation: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        context: Mapping[str, str] | None = None,
        causes: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.message = message
        self.retryable = self._default_retryable if retryable is None else retryable
        self.retry_after = retry_after
        self.tenant = tenant
        self.system = system
        self.connection = connection
        self.operation = operation
        self.status = status
        self.request_id = request_id
        self.context: dict[str, str] = dict(context or {})
        self._causes = tuple(causes)
        above: BaseException = self
        for text in self._causes:
            above.__cause__ = Cause(text)
            above = above.__cause__

    def __str__(self) -> str:
        names = ("tenant", "connection", "operation", "request_id", "status")
        known = [f"{name}={value}" for name in names if (value := getattr(self, name)) is not None]
        return f"{self.message} [{', '.join(known)}]" if known else self.message

    def __reduce__(self) -> tuple[Callable[..., BridgeError], tuple[type[BridgeError], dict[str, Any]]]:
        return _rebuild, (type(self), self._parts())

    def _parts(self) -> dict[str, Any]:
        names = ("message", "code", "retryable", "retry_after", "tenant", "system", "connection", "operation")
        parts = {name: getattr(self, name) for name in (*names, "status", "request_id", "context")}
        return {**parts, "causes": self._causes}


def _rebuild(cls: type[BridgeError], parts: dict[str, Any]) -> BridgeError:
    return cls(**parts)


class InvalidInputError(BridgeError, ValueError):
    """The caller's input is wrong: an unknown field, a wrong type, a value the system refuses."""

    code = "INVALID_INPUT"


class ConfigError(BridgeError, ValueError):
    """The configuration of the bridge or of a connection is wrong."""

    code = "CONFIG_INVALID"


class ManifestError(BridgeError, ValueError):
    """An adapter manifest does not follow the vocabulary."""

    code = "MANIFEST_INVALID"


class UnsupportedError(BridgeError, NotImplementedError):
    """The system, or this connection, cannot do that; ask `capabilities()` before."""

    code = "UNSUPPORTED"


class NotFoundError(BridgeError, LookupError):
    """There is no such thing, or it belongs to somebody else."""

    code = "NOT_FOUND"


class AlreadyExistsError(BridgeError):
    """Something with that key exists already."""

    code = "ALREADY_EXISTS"


class ConflictError(BridgeError):
    """The record changed since it was read, or its state does not allow the change."""

    code = "CONFLICT"


class UnauthenticatedError(BridgeError, PermissionError):
    """The system refused the credential."""

    code = "UNAUTHENTICATED"


class ReconnectRequiredError(BridgeError, PermissionError):
    """The grant has ended; the tenant must connect again."""

    code = "RECONNECT_REQUIRED"


class PermissionDeniedError(BridgeError, PermissionError):
    """The credential is valid but may not do that."""

    code = "PERMISSION_DENIED"


class ModuleInactiveError(BridgeError, PermissionError):
    """The tenant has not activated the module."""

    code = "MODULE_INACTIVE"


class QuotaExceededError(BridgeError):
    """The tenant's plan does not allow more."""

    code = "QUOTA_EXCEEDED"


class TenantIsolationError(BridgeError, PermissionError):
    """A handle of one tenant was used for another tenant's data."""

    code = "TENANT_ISOLATION"


class EgressDeniedError(BridgeError, PermissionError):
    """The address is not one that this connection may reach."""

    code = "EGRESS_DENIED"


class SecretUnavailableError(BridgeError):
    """A key or a sealed credential cannot be read."""

    code = "SECRET_UNAVAILABLE"


class RateLimitedError(BridgeError):
    """The system, or its budget here, asks to slow down; see `retry_after`."""

    code = "RATE_LIMITED"
    _default_retryable = True


class CircuitOpenError(BridgeError):
    """The breaker is open: the system failed lately and is not asked again before `retry_after`."""

    code = "CIRCUIT_OPEN"
    _default_retryable = True


class OverloadedError(BridgeError):
    """Too many calls at once on this connection or tenant."""

    code = "OVERLOADED"
    _default_retryable = True


class DeadlineExceededError(BridgeError, TimeoutError):
    """The call's deadline, or an attempt's timeout, passed."""

    code = "DEADLINE_EXCEEDED"
    _default_retryable = True


class UnavailableError(BridgeError, ConnectionError):
    """The system cannot be reached or answers with a server error."""

    code = "UNAVAILABLE"
    _default_retryable = True


class UpstreamInvalidError(BridgeError):
    """The system's answer cannot be understood, or breaks a limit."""

    code = "UPSTREAM_INVALID"


class OutcomeUnknownError(BridgeError):
    """A write may or may not have happened; the message says how to find out."""

    code = "OUTCOME_UNKNOWN"


class StorageUnavailableError(BridgeError):
    """The bridge's own store cannot be used."""

    code = "STORAGE_UNAVAILABLE"
    _default_retryable = True


class StaleLeaseError(BridgeError):
    """The lease was taken over by another worker."""

    code = "STALE_LEASE"


class BackpressureError(BridgeError):
    """A backlog has reached its limit."""

    code = "BACKPRESSURE"
    _default_retryable = True


class CancelledError(BridgeError):
    """The caller cancelled the call. A cancelled task raises `asyncio.CancelledError`, not this."""

    code = "CANCELLED"


class ClosedError(BridgeError, RuntimeError):
    """The bridge has been closed."""

    code = "CLOSED"


class ForkedError(BridgeError, RuntimeError):
    """The handle was opened before fork; open a new bridge in the child process."""

    code = "FORKED"


class UnexpectedError(BridgeError, RuntimeError):
    """A defect of the bridge; please report it."""

    code = "UNEXPECTED"


ERRORS: dict[str, type[BridgeError]] = {cls.code: cls for cls in BridgeError.__subclasses__()}
"""The class of each code. An unknown code, from a newer core, is a `BridgeError` that keeps the code."""


def _from_native(parts: dict[str, Any]) -> BridgeError:
    wait = parts.pop("retry_after_ms")
    cls = ERRORS.get(parts["code"], BridgeError)
    return cls(**parts, retry_after=None if wait is None else wait / 1000)
