"""The host's span that calls belong to."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from ._core import _native
from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRACEPARENT: ContextVar[str | None] = ContextVar("coreflow_bridge_traceparent", default=None)
_native.read_traceparent_by(_TRACEPARENT.get)


@contextmanager
def traced(traceparent: str) -> Iterator[None]:
    """Makes the calls inside of the block children of a span."""
    _native.check_traceparent(traceparent)
    token = _TRACEPARENT.set(traceparent)
    try:
        yield
    finally:
        _TRACEPARENT.reset(token)
