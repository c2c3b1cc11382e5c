"""The bridge's log on its way to `logging`: a thread takes the records from the core, in batches."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import threading

from ._core import _native
from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

NAME = "coreflow_bridge"
LEVELS = {"trace": 5, "debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
#: A level that the host changes is seen after this many seconds.
LOOK = 1.0
#: At the end the thread is waited for this many seconds: an interpreter that is gone cannot let it end in peace.
END = 10.0
#: So many batches are delivered in one go: a handler that makes the bridge log must not hold a flush for ever.
BATCHES = 32

# Nothing is printed in hosts that have not set up logging.
logging.getLogger(NAME).addHandler(logging.NullHandler())

#: What a record has anyway; a field of such a name gets a prefix.
_TAKEN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class Feed:
    """Takes the records of this process, in a thread that keeps nothing alive."""

    def __init__(self) -> None:
        self._native = _native.Logs(wanted())
        self._lock = threading.RLock()
        self._thread = threading.Thread(target=self._run, name="coreflow-logs", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._native.wait(LOOK):
            self.look()
            self.deliver()

    def look(self) -> None:
        """Tells the core which level the host wants now: what nobody wants is never made."""
        self._native.set_level(wanted())

    def deliver(self) -> None:
        """Gives what waits to the loggers."""
        # Whoever cannot wait leaves it to the one who is at it.
        if not self._lock.acquire(timeout=LOOK):
            return
        try:
            for _ in range(BATCHES):
                if (batch := self._native.take()) is None:
                    break
                for one in json.loads(batch):
                    handle(one)
        finally:
            self._lock.release()

    def stop(self) -> None:
        """Ends the thread, and delivers what is left."""
        self._native.close()
        # A handler of the host's that hangs must not keep the process; the wait for records ends at once.
        self._thread.join(timeout=END)
        self.deliver()


def wanted() -> str | None:
    """The most talkative level that one of the loggers lets through to a handler; `None` where none does."""
    manager = logging.Logger.manager
    known = [one for name, one in manager.loggerDict.copy().items() if name == NAME or name.startswith(NAME + ".")]
    levels = [one.getEffectiveLevel() for one in known if isinstance(one, logging.Logger) and _has_handler(one)]
    if not levels:
        return None
    lowest = max(min(levels), manager.disable + 1)
    return next((word for word, level in LEVELS.items() if level >= lowest), None)


def _has_handler(logger: logging.Logger) -> bool:
    current: logging.Logger | None = logger
    while current is not None:
        if any(not isinstance(handler, logging.NullHandler) for handler in current.handlers):
            return True
        current = current.parent if current.propagate else None
    return False


def handle(one: dict[str, Any]) -> None:
    """Gives one record to its logger, with the time at which it was made."""
    logger, level = logging.getLogger(one["logger"]), LEVELS[one["level"]]
    if not logger.isEnabledFor(level):
        return
    words = [f"{name}={_shown(value)}" for name, value in one["fields"].items()]
    record = logger.makeRecord(logger.name, level, "", 0, " ".join([one["message"], *words]), (), None)
    record.created = one["time"] / 1000
    record.msecs = one["time"] % 1000
    record.event, record.fields = one["message"], one["fields"]
    for name, value in one["fields"].items():
        plain = name.replace(".", "_")
        setattr(record, f"coreflow_{plain}" if plain in _TAKEN else plain, value)
    # A handler that fails must not end the thread; `logging` tells of it as of every handler.
    with contextlib.suppress(Exception):
        logger.handle(record)


def _shown(value: object) -> str:
    plain = isinstance(value, str) and value and all(part not in value for part in ' "=')
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


_feed: Feed | None = None
_starting = threading.Lock()


def start() -> None:
    """Begins to feed the loggers, once in a process."""
    global _feed  # noqa: PLW0603 - a process has one log
    with _starting:
        if _feed is None:
            _feed = Feed()
    _feed.look()


def flush() -> None:
    """Gives to the loggers what the bridge has logged until now."""
    if _feed is not None:
        _feed.look()
        _feed.deliver()


@atexit.register
def _end() -> None:
    if _feed is not None:
        _feed.stop()


def _forked() -> None:
    # The thread is the parent's.
    global _feed, _starting
    _feed, _starting = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
