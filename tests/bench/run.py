"""The side-by-side benchmark: `python3 tests/bench/run.py [--rounds 7] [--records 100000]`.

Every contender is a process of its own that pulls all records from the same local server, with the same members and
pages. What counts is the CPU time of the whole process (user and system), start included; contenders take turns, so
that a busy machine troubles all of them alike. Needs what `make build` makes; the peers go into `.venv-bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
OURS = ROOT / ".venv" / "bin" / "python"
PEERS = ROOT / ".venv-bench" / "bin" / "python"

# name, command, and the contenders of its language that it is set against
CONTENDERS = {
    "python: bridge, to_dicts()": [OURS, HERE / "python_bridge.py", "{url}", "dicts"],
    "python: requests, mapped": [PEERS, HERE / "python_requests.py", "{url}", "mapped"],
    "python: requests, bare json": [PEERS, HERE / "python_requests.py", "{url}", "bare"],
    "python: httpx + pydantic": [PEERS, HERE / "python_httpx.py", "{url}", "unified"],
    "python: httpx + pydantic, types only": [PEERS, HERE / "python_httpx.py", "{url}", "types"],
    "node: bridge, toArray()": ["node", HERE / "node_bridge.cjs", "{url}", "objects"],
    "node: bridge, for await": ["node", HERE / "node_bridge.cjs", "{url}", "iterate"],
    "node: fetch, mapped": ["node", HERE / "node_fetch.mjs", "{url}", "mapped"],
    "rust: bridge's core": [TARGET / "examples" / "bench-bridge", "{url}", "collect"],
    "rust: reqwest + serde": [TARGET / "examples" / "bench-reqwest", "{url}"],
}
OURS_OF = {
    "python": "python: bridge, to_dicts()",
    "node": "node: bridge, toArray()",
    "rust": "rust: bridge's core",
}
BOUNDED = {
    "python: dict_pages()": [OURS, HERE / "python_bridge.py", "{url}", "pages"],
    "python: iteration, typed": [OURS, HERE / "python_bridge.py", "{url}", "typed"],
    "node: for await": ["node", HERE / "node_bridge.cjs", "{url}", "iterate"],
    "rust: next_page()": [TARGET / "examples" / "bench-bridge", "{url}", "iterate"],
}
IMPORTS = {
    "import coreflow_bridge": ([OURS, "-c", "import coreflow_bridge"], [OURS, "-c", "pass"]),
    "require('@coreflow360/bridge')": (
        ["node", "-e", "require('@coreflow360/bridge')"],
        ["node", "-e", "0"],
    ),
}


def measured(command: list[object]) -> tuple[float, float, float, str]:
    """CPU seconds, peak MiB, seconds by the clock, and the output of a command."""
    begin = perf_counter()
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if platform.system() == "Darwin" else 1)
    return usage.ru_utime + usage.ru_stime, kilobytes / 1024, seconds, output.strip()


@contextmanager
def server(records: int):
    command = [str(TARGET / "list-server"), "--records", str(records)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.stdin.close()
        process.wait()


def at(command: list[object], url: str, *more: object) -> list[object]:
    return [url if part == "{url}" else part for part in command] + list(more)


def prepare() -> None:
    cargo = ["cargo", "build", "--quiet", "--release", "--package", "bridge-tests"]
    subprocess.run([*cargo, "--bin", "list-server", "--examples"], cwd=ROOT, check=True)
    if not PEERS.exists():
        subprocess.run([OURS, "-m", "venv", ROOT / ".venv-bench"], check=True)
    install = [PEERS, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
    subprocess.run([*install, HERE / "requirements.txt"], check=True)


def same_work(url: str) -> None:
    """Stops unless the peers make the same records as the bridge: else there is nothing to compare."""

    def sample(*command: object) -> list[dict[str, object]]:
        return json.loads(measured([*command, url, "sample", 2500])[3])

    def canonical(value: object) -> object:
        text = str(value)
        try:
            return Decimal(text).normalize()
        except ArithmeticError:
            return text

    for ours, peer in [
        ((OURS, HERE / "python_bridge.py"), (PEERS, HERE / "python_requests.py")),
        ((OURS, HERE / "python_bridge.py"), (PEERS, HERE / "python_httpx.py")),
        (("node", HERE / "node_bridge.cjs"), ("node", HERE / "node_fetch.mjs")),
    ]:
        left, right = sample(*ours), sample(*peer)
        if len(left) != 2500 or len(left) != len(right):
            raise SystemExit(f"{peer[1]}: {len(right)} records, and not {len(left)}")
        for a, b in zip(left, right, strict=True):
            wrong = [key for key in a.keys() | b.keys() if canonical(a.get(key)) != canonical(b.get(key))]
            if wrong:
                pairs = ", ".join(f"{key}: {a.get(key)!r} and {b.get(key)!r}" for key in wrong)
                raise SystemExit(f"{peer[1]} makes other records than the bridge: {pairs}")


def contest(url: str, rounds: int, records: int, only: str) -> None:
    names = [name for name in CONTENDERS if only in name]
    results: dict[str, list[tuple[float, float, float, str]]] = {name: [] for name in names}
    for turn in range(rounds + 1):
        for name in names:
            result = measured(at(CONTENDERS[name], url))
            if result[3] != str(records):
                raise SystemExit(f"{name} pulled {result[3]} records, and not {records}")
            if turn > 0:  # the first one fills the server's and the machine's caches
                results[name].append(result)
    print(f"\n{records:,} sales invoices, pages of 1000; median of {rounds} rounds\n")
    print(f"{'':38}{'CPU s':>8}{'least':>8}{'clock s':>9}{'peak MiB':>10}{'ours/peer':>11}")
    for name in names:
        cpu, rss, clock, _ = zip(*results[name], strict=True)
        ours = OURS_OF[name.split(":")[0]]
        ratio = ""
        if ours in results and ours != name and "bridge" not in name:
            ratio = f"{median(result[0] for result in results[ours]) / median(cpu):.2f}"
        figures = f"{median(cpu):8.2f}{min(cpu):8.2f}{median(clock):9.2f}{median(rss):10.0f}"
        print(f"{name:38}{figures}{ratio:>11}", flush=True)


def memory(url: str, only: str) -> None:
    print(f"\nPeak memory of iterating (MiB)\n\n{'':38}{'10,000':>10}{'100,000':>10}")
    for name, command in BOUNDED.items():
        if only in name:
            peaks = [measured(at(command, url, limit))[1] for limit in (10_000, 100_000)]
            print(f"{name:38}{peaks[0]:10.0f}{peaks[1]:10.0f}", flush=True)


def imports(rounds: int) -> None:
    print(f"\nImport, CPU seconds; median of {rounds}\n\n{'':38}{'with':>8}{'bare':>8}{'cost':>8}")
    for name, commands in IMPORTS.items():
        runs = [[measured(list(command))[0] for command in commands] for _ in range(rounds + 1)][1:]
        loaded, bare = (median(column) for column in zip(*runs, strict=True))
        print(f"{name:38}{loaded:8.3f}{bare:8.3f}{loaded - bare:8.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares the bridge with what people write by hand.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--only", default="", help="contenders whose name holds this text, for example node")
    parser.add_argument("--no-breaker", action="store_true", help="leave out the benchmark of the breaker")
    options = parser.parse_args()
    prepare()
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, driver Python {platform.python_version()}")
    with server(options.records) as url:
        if not options.only:
            same_work(url)
        contest(url, options.rounds, options.records, options.only)
        memory(url, options.only)
    if not options.only:
        imports(21)
    if not (options.only or options.no_breaker):
        print("\nThe breaker and the pipeline around a call that waits for nothing\n", flush=True)
        subprocess.run(
            ["cargo", "bench", "--quiet", "-p", "coreflow-bridge", "--bench", "breaker"], cwd=ROOT, check=True
        )


if __name__ == "__main__":
    sys.exit(main())
