"""Replays what real servers answered, through the Python package, and says how much agreed.

The scenarios of nine systems are served from recordings over a socket; a request that no recording holds, or a
result that is not the expected one, is a disagreement. It is the judge of the tests: see tests/scenarios/README.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "python")]

from conftest import Upstream  # noqa: E402
from coreflow_bridge import Bridge  # noqa: E402
from test_scenarios import finish, outcome, perform  # noqa: E402

# The beginning of the scenarios' names → the server that was recorded. FinGPT's other scenarios are no recordings.
SERVERS = {
    "bigcapital/": "Bigcapital of 2026-02-14",
    "dolibarr/": "Dolibarr 22.0.4",
    "erpnext/": "ERPNext 15.90.0 on Frappe 15.41.0",
    "fingpt/llama-cpp": "FinGPT's requests at llama.cpp's server (a model of random weights)",
    "idurar/": "IDURAR of 2026-08-15 and 4.1.0",
    "inventree/": "InvenTree 1.2.0 dev (API 425)",
    "nocobase/": "NocoBase 2.2.15",
    "plane/": "Plane 1.3.1",
    "twenty/": "Twenty 2.19.0",
}


def replay(upstream: Upstream, scenario: str) -> tuple[int, list[str]]:
    """Plays one scenario: how many calls were made, and what did not agree."""
    calls, answer = 0, upstream.ask("POST", "run", runner="demo", scenario=scenario)
    run = answer["run"]
    with Bridge(**answer["bridge"]) as bridge:
        while (call := answer["call"]) is not None:
            calls += 1
            made = outcome(partial(lambda one: finish(perform(bridge, one)), call))
            answer = upstream.ask("POST", "outcome", made, run=run)
    return calls, answer["failures"]


def main() -> int:
    program = ROOT / "target" / "release" / "upstream"
    wrong: list[str] = []
    with subprocess.Popen([program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        upstream = Upstream(json.loads(process.stdout.readline())["url"])
        names = [one["name"] for one in upstream.ask("GET", "scenarios", runner="demo")]
        for beginning, server in SERVERS.items():
            mine = [name for name in names if name.startswith(beginning)]
            results = [replay(upstream, name) for name in mine]
            bad = [
                f"{name}: {failure}" for name, (_, failures) in zip(mine, results, strict=True) for failure in failures
            ]
            calls = sum(count for count, _ in results)
            agreed = sum(not failures for _, failures in results)
            print(f"  {server}: {agreed} of {len(mine)} scenarios agree ({calls} calls and checks)")
            wrong += bad
        process.stdin.close()
    for line in wrong:
        print("  differs:", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
