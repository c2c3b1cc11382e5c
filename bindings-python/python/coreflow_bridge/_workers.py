"""What calls the handler of a subscription: tasks of the event loop, or threads. Both behave alike."""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
import weakref
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from ._typing import TYPE_CHECKING
from .errors import BridgeError, ClosedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

#: How long one wait for events takes; it ends when an event comes, and when the subscription is closed.
WAIT = 3_600.0
#: After an error of the store the events are asked for again, unless the error is one that stays.
PAUSE = 1.0

_running: weakref.WeakSet[Workers] = weakref.WeakSet()


class Counts:
    """How many events were handled, and how many attempts failed."""

    __slots__ = ("failed", "handled")

    def __init__(self) -> None:
        self.handled = 0
        self.failed = 0


class AsyncWorkers:
    """Tasks of the event loop in which the subscription was made."""

    def __init__(
        self,
        fetch: Callable[[int, float], Awaitable[list[Any]]],
        work: Callable[[Any], Awaitable[bool]],
        concurrency: int,
    ) -> None:
        self._fetch = fetch
        self._work = work
        self._most = concurrency
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop_task: asyncio.Task[None] | None = None
        self.counts = Counts()
        self.error: BridgeError | None = None
        self._closed = False
        self.on_exit: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Begins to work in the background."""
        self._loop_task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        while not self._closed:
            try:
                for one in await self._fetch(self._most - len(self._tasks), WAIT):
                    self._begin(one)
            except ClosedError:
                return
            except BridgeError as error:
                self.error = error
                if not error.retryable:
                    return
                await asyncio.sleep(PAUSE)
            while len(self._tasks) >= self._most:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    def _begin(self, one: Any) -> None:
        task = asyncio.ensure_future(self._one(one))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, one: Any) -> None:
        try:
            if await self._work(one):
                self.counts.handled += 1
            else:
                self.counts.failed += 1
        except BridgeError as error:
            # The outcome could not be written down: the lease ends, and the event comes again.
            self.error = error

    async def drain(self, end: float) -> Counts:
        """Handles what is due until nothing is, or until that moment of the monotonic clock."""
        before = (self.counts.handled, self.counts.failed)
        while not self._closed and time.monotonic() < end:
            free = self._most - len(self._tasks)
            found = await self._fetch(free, 0.0) if free > 0 else []
            for one in found:
                self._begin(one)
            if not found:
                if not self._tasks:
                    break
                left = max(0.0, end - time.monotonic())
                await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=max(0.0, end - time.monotonic()))
        return _since(self.counts, before)

    async def stop(self) -> None:
        """Takes no more events and waits for the handlers that run."""
        self._closed = True
        mine = asyncio.current_task()
        running = [task for task in (self._loop_task, *self._tasks) if task is not None and task is not mine]
        if running:
            await asyncio.wait(running)


class Workers:
    """Threads. None of them keeps the process alive; at its end, handlers that run are waited for."""

    def __init__(
        self,
        fetch: Callable[[int, float], list[Any]],
        work: Callable[[Any], bool],
        concurrency: int,
    ) -> None:
        self._fetch = fetch
        self._work = work
        self._most = concurrency
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="coreflow-events")
        self._futures: set[Future[None]] = set()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.counts = Counts()
        self.error: BridgeError | None = None
        self._closed = False
        self.on_exit: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Begins to work in the background."""
        _running.add(self)
        self._thread = threading.Thread(target=self._run, name="coreflow-events", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._closed:
            try:
                for one in self._fetch(self._most - len(self._pending()), WAIT):
                    self._begin(one)
            except ClosedError:
                return
            except BridgeError as error:
                self.error = error
                if not error.retryable:
                    return
                time.sleep(PAUSE)
            while len(pending := self._pending()) >= self._most:
                wait(pending, return_when=FIRST_COMPLETED)

    def _pending(self) -> set[Future[None]]:
        with self._lock:
            self._futures = {future for future in self._futures if not future.done()}
            return set(self._futures)

    def _begin(self, one: Any) -> None:
        try:
            future = self._pool.submit(self._one, one)
        except RuntimeError:
            # The interpreter ends.
            self._closed = True
            one.release()
            return
        with self._lock:
            self._futures.add(future)

    def _one(self, one: Any) -> None:
        try:
            done = self._work(one)
        except BridgeError as error:
            self.error = error
            return
        with self._lock:
            if done:
                self.counts.handled += 1
            else:
                self.counts.failed += 1

    def drain(self, end: float) -> Counts:
        """Handles what is due until nothing is, or until that moment of the monotonic clock."""
        before = (self.counts.handled, self.counts.failed)
        while not self._closed and time.monotonic() < end:
            pending = self._pending()
            free = self._most - len(pending)
            found = self._fetch(free, 0.0) if free > 0 else []
            for one in found:
                self._begin(one)
            if not found:
                if not pending:
                    break
                wait(pending, timeout=max(0.0, end - time.monotonic()), return_when=FIRST_COMPLETED)
        wait(self._pending(), timeout=max(0.0, end - time.monotonic()))
        return _since(self.counts, before)

    def stop(self) -> None:
        """Takes no more events and waits for the handlers that run."""
        self._closed = True
        _running.discard(self)
        me = threading.current_thread()
        if self._thread is not None and self._thread is not me:
            self._thread.join()
        if not me.name.startswith("coreflow-events_"):
            wait(self._pending())
        self._pool.shutdown(wait=False)


def _since(counts: Counts, before: tuple[int, int]) -> Counts:
    done = Counts()
    done.handled, done.failed = counts.handled - before[0], counts.failed - before[1]
    return done


@atexit.register
def _end() -> None:
    for workers in list(_running):
        workers.on_exit()
