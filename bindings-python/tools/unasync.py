"""Makes the sync facade (`_sync/`) from the async one (`_async/`), so that the two cannot drift apart.

python bindings-python/tools/unasync.py [--check]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "python" / "coreflow_bridge"
HEADER = "# Generated from `_async/{name}` by `bindings-python/tools/unasync.py`; do not edit.\n"

RULES = [
    (r"\(await (\w[\w.]*\([^()]*\))\)\.", r"\1."),
    (r"\bawait\s+", ""),
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
    (r"\bStopAsyncIteration\b", "StopIteration"),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
    (r"\bAwaitable, ", ""),
    (r"\bwait_async\b", "wait"),
    (r"\baclose\b", "close"),
    (r"\b_async\b", "_sync"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"The async facade\. The sync one is made from it by.*?\.", "The sync facade."),
]


def sync(text: str) -> str:
    """The sync form of an async source."""
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text


def main(arguments: list[str]) -> int:
    """Writes the files, or with `--check` says which are not as they would be written."""
    check = "--check" in arguments
    stale = []
    for source in sorted((PACKAGE / "_async").glob("*.py")):
        target = PACKAGE / "_sync" / source.name
        made = HEADER.format(name=source.name) + sync(source.read_text(encoding="utf-8"))
        if target.exists() and target.read_text(encoding="utf-8") == made:
            continue
        stale.append(target.name)
        if not check:
            target.write_text(made, encoding="utf-8")
            print("wrote", f"_sync/{target.name}")
    if check and stale:
        print("not as generated:", ", ".join(stale), "(run bindings-python/tools/unasync.py)", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
