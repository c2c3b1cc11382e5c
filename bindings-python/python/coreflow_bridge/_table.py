"""Tables for notebooks."""

from __future__ import annotations

from decimal import Decimal
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
    names = [name for name in names if name not in _LAST and not _twice(name, names)]
    names = names[:_COLUMNS]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(_cell(row.get(name)) for name in names) + "</tr>" for row in shown)
    rest = len(rows) - len(shown)
    note = f"<p>{rest} more</p>" if rest else "<p>and more</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def _shown(value: object) -> bool:
    return value is not None and not isinstance(value, list | dict | tuple)


def _twice(name: str, names: list[str]) -> bool:
    """Whether another column says the same in better words: the id beside a name, the system's word beside ours."""
    own, _, kind = name.rpartition("_")
    return (kind == "id" and f"{own}_name" in names) or (kind == "native" and own in names)


def _cell(value: object) -> str:
    text = escape(str(value)) if _shown(value) else ""
    return f'<td style="text-align: right">{text}</td>' if isinstance(value, int | Decimal) else f"<td>{text}</td>"
