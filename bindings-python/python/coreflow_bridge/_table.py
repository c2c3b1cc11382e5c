"""Tables for notebooks."""

from __future__ import annotations

from html import escape
from typing import Any

_ROWS = 20
_COLUMNS = 12
_LAST = ("id", "remote_id", "remote_url", "system", "connection", "created_at", "updated_at", "version", "warnings")


def html(rows: list[dict[str, Any]], *, more: bool = False) -> str:
    """An HTML table of the first rows, with the columns that hold something. Everything is escaped."""
    if not rows:
        return "<p>no records</p>"
    shown = rows[:_ROWS]
    names = [name for name in shown[0] if any(_shown(row.get(name)) for row in shown)]
    names = [name for name in names if name not in _LAST] + [name for name in ("connection",) if name in names]
    names = names[:_COLUMNS]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in names) + "</tr>" for row in shown)
    rest = len(rows) - len(shown)
    note = f"<p>{rest} more</p>" if rest else "<p>and more</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def _shown(value: object) -> bool:
    return value is not None and not isinstance(value, list | dict | tuple)


def _cell(value: object) -> str:
    return escape(str(value)) if _shown(value) else ""
