# Generated from `_async/flows.py` by `bindings-python/tools/unasync.py`; do not edit.
"""Flows: handlers that are declared first and called once the bridge listens."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from ..errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .._event import Event
    from .events import Delivery, Events, EventSubscription


class Flow:
    """A handler of `bridge.on`, and its subscription once there is one."""

    __slots__ = ("_began", "_handler", "_named", "_options", "_subscription", "_types", "id")

    def __init__(
        self,
        types: Sequence[str],
        id: str | None,
        handler: Callable[[Event, Delivery], object],
        options: dict[str, Any],
    ) -> None:
        if not callable(handler):
            raise InvalidInputError("handler must be callable")
        self.id = _default(types) if id is None else id
        self._named = id is not None
        self._types = [*types]
        self._handler = handler
        self._options = options
        self._subscription: EventSubscription | None = None
        self._began = False

    def replace(self, newer: Flow) -> None:
        """Takes the handler of a flow of the same name: code that is loaded again declares its flows again."""
        if not (self._named and newer._named and self._types == newer._types):
            raise InvalidInputError(f"there is a handler {self.id!r} already; give each its own id")
        self._handler = newer._handler

    def _call(self, event: Event, delivery: Delivery) -> object:
        return self._handler(event, delivery)

    def open(self, events: Events, *, background: bool) -> EventSubscription:
        """Subscribes, and begins to call the handler in the background unless it is drained."""
        if self._subscription is None or self._subscription not in events._subscriptions:
            self._began = False
            self._subscription = events.subscribe(
                self.id, self._types, self._call, background=False, **self._options
            )
        if background and not self._began:
            self._began = True
            self._subscription._workers.start()
        return self._subscription


def _default(types: Sequence[str]) -> str:
    if len(types) == 1 and "*" not in types[0]:
        return f"on-{types[0]}"
    raise InvalidInputError("a handler of several types of events needs an id: where it stands is kept under that name")
