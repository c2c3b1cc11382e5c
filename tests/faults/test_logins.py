"""Logins count in a rate budget as all requests do, also where the system forgets its sessions all the time."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from behaving import Behaving, Reply
from host import fleet
from process import SOAK
from throttle import Throttle, overlay

LIMIT = 60
WINDOW = 20.0 if SOAK else 4.0
WINDOWS = 3 if SOAK else 2
GOOD_FOR = 6
"""So many requests are taken with a session; then it is forgotten."""


class Forgetful:
    """A window over all requests, logins too, and sessions that do not last."""

    def __init__(self) -> None:
        self.throttle = Throttle(LIMIT, WINDOW)
        self.system = Behaving(self.answer)
        self.left: dict[str, int] = {}
        self.answers: Counter[str] = Counter()

    def answer(self, path: str, count: int) -> Reply:
        reply = self.throttle(path, count)
        if reply.status == 429:
            self.answers["refused"] += 1
            return reply
        login, token = path == "/api/login", self.system.credential
        if login:
            token = f"Bearer session-{len(self.left)}"
            self.left[token] = GOOD_FOR + 1
        elif not self.left.get(token):
            self.answers["forgotten"] += 1
            reply.status, reply.body = 401, '{"success": false, "message": "log in"}'
            return reply
        self.left[token] -= 1
        self.answers["login" if login else "served"] += 1
        reply.body = json.dumps({"success": True, "result": {"token": token.removeprefix("Bearer ")}})
        return reply


def test_logins_and_what_is_sent_anew_take_slots(tmp_path: Path) -> None:
    world = Forgetful()
    idurar = {"system": "idurar", "credential": {"type": "basic", "username": "u", "password": "secret"}, "options": {}}
    try:
        with fleet(tmp_path) as start:
            # Connecting asks for what instances differ in: that is not measured.
            all_hosts = start(world.system, 4, overlay=overlay(LIMIT, WINDOW), **idurar)
            world.answers.clear()
            world.throttle.served.clear()
            seconds = WINDOW * WINDOWS + 0.5
            for one in all_hosts:
                one.begin(n=10_000, at_once=2, path="/api/x", deadline_ms=60_000, for_ms=int(seconds * 1000))
            found = [json.loads(one.read())["codes"] for one in all_hosts]
        used = world.throttle.used(WINDOWS)
        print(f"{found}\n{dict(world.answers)}, used {used:.3f}")
        assert {code for codes in found for code in codes} == {"ok"}
        assert world.throttle.refused == 0
        assert sum(codes["ok"] for codes in found) == world.answers["served"]
        # Without slots for these the window would have been passed by as many.
        assert min(world.answers["login"], world.answers["forgotten"]) >= world.answers["served"] // (2 * GOOD_FOR)
        assert used >= (0.9 if SOAK else 0.5)
    finally:
        world.system.stop()
