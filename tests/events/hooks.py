"""Servers of both languages that take webhooks on one file, killed at random while a sender tries until it hears yes.

python tests/events/hooks.py --deliveries 5000 --kills 200
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from processes import KEY, LANGUAGES, line, spawn

#: A sender that hears nothing good for so long has met a defect.
STUCK = 120


@dataclass
class Outcome:
    """What was found."""

    acknowledged: int
    kills: int
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


class Run:
    """One run in a folder."""

    def __init__(self, folder: Path, deliveries: int, kills: int) -> None:
        self.folder, self.deliveries, self.kills = folder, deliveries, kills
        self.killed = 0
        self.acknowledged: list[str] = []
        self.servers: dict[str, tuple[subprocess.Popen[str], int]] = {}
        self.lock = threading.Lock()

    def start(self, language: str) -> None:
        process = spawn(language, "serve", self.folder)
        self.servers[language] = (process, int(line(process)))

    def run(self) -> Outcome:
        from coreflow_bridge import Bridge

        with Bridge(self.folder / "bridge.db", keyring={"key": KEY}) as bridge:
            acme = bridge.tenant("acme")
            credential, options = {"type": "api_key", "key": "not-used"}, {"workspace": "acme"}
            given: dict[str, Any] = {"credential": credential, "options": options, "allow_private": True}
            acme.connect("plane", instance="http://127.0.0.1:9", verify=False, **given)
            acme.modules.change(activate=["projects"])
            hook = acme.webhooks.create("plane")
            for language in LANGUAGES:
                self.start(language)
            senders = [threading.Thread(target=self.send, args=(hook, n)) for n in range(4)]
            for sender in senders:
                sender.start()
            while self.killed < self.kills or any(sender.is_alive() for sender in senders):
                time.sleep(random.uniform(0.05, 0.3))  # noqa: S311
                if self.killed < self.kills:
                    self.kill(random.choice(LANGUAGES))  # noqa: S311
            for sender in senders:
                sender.join()
            for process, _ in self.servers.values():
                process.kill()
                process.communicate()
            events, after = Counter[str](), 0
            while page := bridge.events.list(after=after, limit=10_000):
                after = page[-1][0]
                told = (event for _, event in page if event.type == "projects.project.updated")
                events.update(str(event.subject) for event in told)
        return Outcome(
            acknowledged=len(self.acknowledged),
            kills=self.killed,
            missing=[one for one in self.acknowledged if events[one] == 0],
            twice=[one for one, count in events.items() if count > 1],
        )

    def kill(self, language: str) -> None:
        with self.lock:
            process, _ = self.servers[language]
            process.kill()
            process.communicate()
            self.killed += 1
            self.start(language)

    def send(self, hook: dict[str, Any], number: int) -> None:
        for n in range(number, self.deliveries, 4):
            body = json.dumps({"event": "project", "action": "updated", "data": {"id": str(n)}}).encode()
            code = hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()
            end = time.monotonic() + STUCK
            while not self.taken(hook["id"], body, code):
                if time.monotonic() > end:
                    raise AssertionError(f"nobody took {n}")
            self.acknowledged.append(f"plane:{n}")

    def taken(self, endpoint: str, body: bytes, code: str) -> bool:
        language = random.choice(LANGUAGES)  # noqa: S311
        with self.lock:
            port = self.servers[language][1]
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", f"/hooks/{endpoint}", body, {"X-Plane-Signature": code})
            return 200 <= connection.getresponse().status < 300
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def run(deliveries: int, kills: int) -> Outcome:
    """One run; what it found."""
    with tempfile.TemporaryDirectory() as folder:
        return Run(Path(folder), deliveries, kills).run()


def main() -> int:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    found = run(given.deliveries, given.kills)
    said = f"{found.acknowledged} acknowledged, {found.kills} kills, missing {found.missing}, twice {found.twice}"
    sys.stdout.write(f"webhooks: {said}\n")
    return 1 if found.missing or found.twice or found.acknowledged != given.deliveries else 0


if __name__ == "__main__":
    sys.exit(main())
