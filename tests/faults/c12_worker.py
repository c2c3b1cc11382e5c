"""A process that calls every path to a module until it is told to stop: `c12_worker.py JSON`; as c12_worker.mjs.

Of each path it keeps when the last call that was let through began, how many were refused since, and what else came
of calls; times are of the host's clock, in milliseconds. `{"do": "begin" | "told" | "end" | "change", ...}`.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any

from c12_paths import Paths
from coreflow_bridge import Bridge


def now() -> float:
    return time.time() * 1000


class Calls:
    """One thread for each path."""

    def __init__(self, paths: Paths) -> None:
        self.paths, self.ended = paths, threading.Event()
        self.found: dict[str, dict[str, Any]] = {
            path: {"let": 0, "last": 0.0, "refused": 0, "codes": {}} for path in paths.table
        }
        self.threads = [threading.Thread(target=self.run, args=(path,)) for path in paths.table]
        for thread in self.threads:
            thread.start()

    def run(self, path: str) -> None:
        one = self.found[path]
        while not self.ended.wait(0.05):
            begun = now()
            code = self.paths.outcome(path)
            if code == "MODULE_INACTIVE":
                one["refused"] += 1
            elif code != "nothing":
                one.update(let=one["let"] + 1, last=begun, refused=0)
            one["codes"][code] = one["codes"].get(code, 0) + 1

    def end(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def main() -> None:
    given = json.loads(sys.argv[1])
    with Bridge(given["store"], keyring={"key": given["key"]}) as bridge:
        paths, calls = Paths(bridge, given["known"], given["process"]), None
        print("ready", flush=True)
        for line in sys.stdin:
            command = json.loads(line)
            match command["do"]:
                case "begin":
                    calls = Calls(paths)
                case "end":
                    assert calls is not None
                    calls.end()
                case "change":
                    bridge.tenant("acme").modules.change(**command["change"])
            told = {"at": now(), "found": calls.found if calls else {}, "delivered": paths.delivered}
            print(json.dumps(told), flush=True)


main()
