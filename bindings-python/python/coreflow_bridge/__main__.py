"""`python -m coreflow_bridge`: what needs no program of one's own."""

from __future__ import annotations

import argparse
import sys

from . import Bridge, _native
from .errors import BridgeError


def main(arguments: list[str] | None = None) -> int:
    """Runs a verb of the command line; returns the exit status.

    `sandbox` is served from here; everything else (`adapter new | check | docs | record | try`, `systems`) is the
    command line that all packages share.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["sandbox"]:
        return _sandbox(words[1:])
    status, out, err = _native.run_cli(words)
    sys.stdout.write(out)
    sys.stderr.write(err)
    return status


def _sandbox(words: list[str]) -> int:
    from threading import Event

    parser = argparse.ArgumentParser(
        prog="coreflow-bridge sandbox", description="Serves stateful fakes of the systems on this host, until Ctrl-C."
    )
    parser.add_argument("systems", nargs="*", help="the systems; all known ones unless told otherwise")
    parser.add_argument("--seed", type=int, help="the seed of all data")
    parser.add_argument("--records", type=int, help="about how many records each system holds")
    parser.add_argument("--port", type=int, help="the port of the first system; the next ones follow")
    given = parser.parse_args(words)
    try:
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
    except BridgeError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
