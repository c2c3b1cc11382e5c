"""A system that allows so many requests in a time, and refuses the rest."""

from __future__ import annotations

import re
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
        if self.full(now):
            return self.refuse(now)
        self.take(now, path)
        return Reply(headers={"x-left": str(self.limit - len(self.taken))} if self.tell else {}, after=0.01)

    def full(self, now: float) -> bool:
        while self.taken and self.taken[0] <= now - self.window:
            self.taken.popleft()
        return len(self.taken) >= self.limit

    def take(self, now: float, path: str) -> None:
        self.taken.append(now)
        self.served.append((now, path))

    def refuse(self, now: float) -> Reply:
        self.refused += 1
        return Reply(429, {"retry-after": str(int(self.taken[0] + self.window - now) + 1)})

    def used(self, windows: int) -> float:
        """The part of the requests that fitted into so many windows from the first request on."""
        begun = self.served[0][0]
        count = sum(at < begun + windows * self.window for at, _ in self.served)
        return count / (windows * self.limit)


class Together:
    """Several windows over the same requests: each of them may refuse."""

    def __init__(self, *windows: Throttle) -> None:
        self.windows = windows

    def __call__(self, path: str, _: int) -> Reply:
        now = time.monotonic()
        full = [window for window in self.windows if window.full(now)]
        if full:
            return full[0].refuse(now)
        for window in self.windows:
            window.take(now, path)
        return Reply(after=0.01)


class Routes:
    """A window for each route of its own; the digits of a path are an id."""

    def __init__(self, limit: int, window: float) -> None:
        self.limit, self.window = limit, window
        self.routes: dict[str, Throttle] = {}

    def __call__(self, path: str, count: int) -> Reply:
        route = re.sub(r"\d+", "*", path)
        return self.routes.setdefault(route, Throttle(self.limit, self.window, tell=False))(path, count)


def overlay(limit: int, window: float) -> dict[str, Any]:
    one = {"requests": limit, "per_ms": int(window * 1000), "headers": {"remaining": "x-left"}}
    return {"limits": {"windows": [one]}}


def plain(*windows: tuple[int, float], **more: Any) -> dict[str, Any]:
    """Windows of which the system tells nothing."""
    return {"limits": {"windows": [{"requests": limit, "per_ms": int(per * 1000), **more} for limit, per in windows]}}
