"""One process that runs a change feed, for the crash tests: `sync_worker.py JSON`. The same as sync_worker.mjs."""

from __future__ import annotations

import json
import sys
from typing import Any

from coreflow_bridge import Bridge


def say(report: dict[str, Any]) -> None:
    """One line for the one who may kill this process, after what it tells of is on the disk."""
    sys.stdout.write(f"{report['status']} {report['pages']}\n")
    sys.stdout.flush()


def main() -> None:
    given = json.loads(sys.argv[1])
    with Bridge(given["store"], keyring={"key": given["key"]}) as bridge:
        options = {"mirror": True, "page_size": given["page_size"], "lease": 1, "full": given["full"]}
        bridge.tenant("acme").sync(given["resource"], on_progress=say, **options)


main()
