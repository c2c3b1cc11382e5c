# Generated from `_async/watch.py` by `bindings-python/tools/unasync.py`; do not edit.
"""A job that is watched until it has ended."""

from __future__ import annotations

from .._typing import TYPE_CHECKING, Generic, cast
from .._wire import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Callable
    from typing import Any, TypeVar

    from .. import _native
    from .._record import Record
    from .resource import Scope

    R = TypeVar("R", bound=Record)
else:
    R = None


class Watch(Generic[R]):
    """A job: iterating gives its states as they change, `wait` its result. Each run looks anew.

    >>> jobs = globex.finance_ai.analysis_jobs
    >>> job = jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
    >>> for state in jobs.watch(job.id, first_ms=1):
    ...     print(state.status, state.turn)
    running 1
    succeeded 2
    """

    __slots__ = ("_cancel_on_abort", "_id", "_options", "_path", "_progress", "_scope")

    def __init__(self, scope: Scope, path: str, id: str, options: dict[str, Any], cancel_on_abort: bool) -> None:
        self._scope = scope
        self._path = path
        self._id = id
        self._options = options
        self._cancel_on_abort = cancel_on_abort
        self._progress: Callable[[R], object] | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path}, {self._id!r})"

    def __iter__(self) -> Iterator[R]:
        native = self._native()
        try:
            while (state := native.next().wait()) is not None:
                if self._progress is not None:
                    self._progress(state)
                yield state
        except GeneratorExit:
            # Left with `break`: the job goes on.
            raise
        except BaseException:
            self._abort(native)
            raise
        finally:
            self._close()

    def wait(self) -> R:
        """Waits until the job has ended, and returns it.

        Raises `ConflictError` where it failed, `CancelledError` (of `coreflow_bridge.errors`) where it was cancelled in
        the system, and `DeadlineExceededError` where it did not end in time; it may then still go on there.

        >>> jobs = globex.finance_ai.analysis_jobs
        >>> job = jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
        >>> (jobs.watch(job.id, first_ms=1).wait()).status
        'succeeded'
        """
        native = self._native()
        try:
            while (state := native.next().wait()) is not None:
                if self._progress is not None:
                    self._progress(state)
        except BaseException:
            self._abort(native)
            raise
        finally:
            self._close()
        return cast("R", native.result().wait())

    def cancel(self) -> R:
        """Cancels the job in the system, and returns it as it is then.

        >>> jobs = globex.finance_ai.analysis_jobs
        >>> job = jobs.create({"kind": "Market_Analyst", "task": "slow: look at the market"})
        >>> (jobs.watch(job.id).cancel()).status
        'cancelled'
        """
        return cast("R", self._native().cancel().wait())

    def progress(self, callback: Callable[[R], object] | None = None) -> Watch[R]:
        """The same job, with `callback(state)` for each state as it comes; without one a `ProgressBar` is shown.

        >>> jobs = globex.finance_ai.analysis_jobs
        >>> job = jobs.create({"kind": "Market_Analyst", "task": "Look at the market"})
        >>> done = jobs.watch(job.id, first_ms=1).progress(lambda state: print(state.turn)).wait()
        1
        2
        """
        if callback is None:
            from .._progress import ProgressBar

            callback = ProgressBar(self._id)
        watch: Watch[R] = Watch(self._scope, self._path, self._id, self._options, self._cancel_on_abort)
        watch._progress = callback
        return watch

    def _close(self) -> None:
        if self._progress is not None:
            from .._progress import close

            close(self._progress)

    def _abort(self, native: _native.Watch) -> None:
        if self._cancel_on_abort:
            from contextlib import suppress

            from ..errors import BridgeError

            # Why the waiting ended is what the caller must see, also where the system cannot cancel any more.
            with suppress(BridgeError):
                native.cancel().wait()

    def _native(self) -> _native.Watch:
        return self._scope.native.watch(self._path, self._id, options(**self._options))
