"""`python -m coreflow_bridge`: what needs no program of one's own."""

from __future__ import annotations

import argparse
import sys

from . import Bridge, __version__
from .errors import BridgeError


def main(arguments: list[str] | None = None) -> int:
    """Runs a verb of the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="coreflow-bridge", description="CoreFlow Bridge, version " + __version__)
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    sandbox = verbs.add_parser("sandbox", help="serve stateful fakes of the systems on this host, until Ctrl-C")
    sandbox.add_argument("systems", nargs="*", help="the systems; all known ones unless told otherwise")
    sandbox.add_argument("--seed", type=int, help="the seed of all data")
    sandbox.add_argument("--records", type=int, help="about how many records each system holds")
    sandbox.add_argument("--port", type=int, help="the port of the first system; the next ones follow")
    verbs.add_parser("systems", help="list the systems that can be connected")
    adapter = verbs.add_parser("adapter", help="work on adapter manifests").add_subparsers(dest="work", required=True)
    check = adapter.add_parser("check", help="check manifests, with the line of each mistake")
    check.add_argument("files", nargs="+", metavar="FILE")
    given = parser.parse_args(arguments)
    try:
        return {"sandbox": _sandbox, "systems": _systems, "adapter": _check}[given.verb](given)
    except BridgeError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1


def _sandbox(given: argparse.Namespace) -> int:
    from threading import Event

    with Bridge.sandbox(
        systems=given.systems or None, seed=given.seed, records=given.records, port=given.port
    ) as sandbox:
        for name, system in sandbox.systems.items():
            credential = ", ".join(f"{key} {value}" for key, value in system.credential.items())
            print(f"{name:10} {system.url}  ({credential})")
        print("serving until Ctrl-C", flush=True)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


def _systems(_: argparse.Namespace) -> int:
    with Bridge(":memory:") as bridge:
        for system in bridge.systems():
            print(f"{system['system']:10} {system['title']}: {', '.join(system['resources'])}")
    return 0


def _check(given: argparse.Namespace) -> int:
    return int(False in [_fine(file) for file in given.files])


def _fine(file: str) -> bool:
    try:
        Bridge(":memory:", adapters=[file]).close()
    except BridgeError as error:
        print(f"{file}: {error.message}", file=sys.stderr)
        return False
    print(f"{file}: fine")
    return True


if __name__ == "__main__":
    sys.exit(main())
