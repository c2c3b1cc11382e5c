"""A system that allows so many requests in a time, and refuses the rest."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from behaving import Reply


class Throttle:
    """A sliding window, as Plane and Django count: what was refused is not counted."""

    def __init__(self, limit: int, window: float, tell: bool = True) -> None:
        self.limit, self.window, self.tell = limit, window, tell
        self.taken: deque[float] = deque()
        self.served: list[tuple[float, str]] = []
        self.refused = 0

    def __call__(self, path: str, _: int) -> Reply:
        now = time.monotonic()
        while self.taken and self.taken[0] <= now - self.window:
            self.taken.popleft()
        if len(self.taken) >= self.limit:
            self.refused += 1
            return Reply(429, {"retry-after": str(int(self.taken[0] + self.window - now) + 1)})
        self.taken.append(now)
        self.served.append((now, path))
        return Reply(headers={"x-left": str(self.limit - len(self.taken))} if self.tell else {}, after=0.01)

    def used(self, windows: int) -> float:
        """The part of the requests that fitted into so many windows from the first request on."""
        begun = self.served[0][0]
        count = sum(at < begun + windows * self.window for at, _ in self.served)
        return count / (windows * self.limit)


def overlay(limit: int, window: float) -> dict[str, Any]:
    one = {"requests": limit, "per_ms": int(window * 1000), "headers": {"remaining": "x-left"}}
    return {"limits": {"windows": [one]}}


def plain(limit: int, window: float) -> dict[str, Any]:
    """A window of which the system tells nothing, by credential."""
    return {"limits": {"windows": [{"requests": limit, "per_ms": int(window * 1000)}]}}
