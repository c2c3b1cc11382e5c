"""A write that is planned: shown before it is done, kept as plain data, applied later."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

R = TypeVar("R")


class WritePlan(Generic[R]):
    """What a write would do: the request, the changes, the key. Made by `resource.plan`, applied by `resource.apply`.

    It is plain data: `to_json()` is stored, and applied later by any process of the same tenant, in either language.
    """

    __slots__ = ("_data", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._data: dict[str, Any] = json.loads(text)

    @property
    def id(self) -> str:
        """Names the plan. It is also its key in the ledger, unless an idempotency key was given."""
        return str(self._data["plan"])

    @property
    def resource(self) -> str:
        """For example `accounting.invoices`."""
        return str(self._data["resource"])

    @property
    def operation(self) -> str:
        """`create`, `update`, `upsert`, `delete` or `action`."""
        return str(self._data["operation"])

    @property
    def action(self) -> str | None:
        """The name of the action."""
        return self._data["action"]  # type: ignore[no-any-return]

    @property
    def record_id(self) -> str | None:
        """The record's id; `None` for what is made."""
        return self._data["record_id"]  # type: ignore[no-any-return]

    @property
    def connection(self) -> str:
        """The connection that it is sent by."""
        return str(self._data["connection"])

    @property
    def system(self) -> str:
        """The system that it is sent to."""
        return str(self._data["system"])

    @property
    def effect(self) -> str:
        """`idempotent` (twice is like once), `keyed` (found again by its key) or `unsafe`."""
        return str(self._data["effect"])

    @property
    def idempotency_key(self) -> str | None:
        """The caller's key."""
        return self._data["idempotency_key"]  # type: ignore[no-any-return]

    @property
    def input(self) -> dict[str, Any]:
        """The fields that were given."""
        return dict(self._data["input"])

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Per field that changes: `field`, `before`, `after`."""
        return [dict(change) for change in self._data["changes"]]

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What is sent: `method`, `path`, `query` (lists by name), `headers` and `body` (the text as it is sent).

        The credential is `[redacted]`.
        """
        return [dict(request) for request in self._data["requests"]]

    @property
    def warnings(self) -> list[str]:
        """What the system cannot do, and what to think of."""
        return list(self._data["warnings"])

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        return _instant(self._data["created_at"])

    @property
    def expires_at(self) -> datetime:
        """Until when it can be applied."""
        return _instant(self._data["expires_at"])

    def to_json(self) -> str:
        """The plan as JSON text."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain data."""
        data: dict[str, Any] = json.loads(self._text)
        return data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WritePlan) and other._data == self._data

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[type[WritePlan[Any]], tuple[str]]:
        return (WritePlan, (self._text,))

    def __repr__(self) -> str:
        return f"WritePlan({self._title()}: {len(self._data['changes'])} changes)"

    def __str__(self) -> str:
        lines = [f"{self._title()} ({self.effect}, until {self._data['expires_at']})"]
        if self.idempotency_key:
            lines.append(f"  key: {self.idempotency_key}")
        lines += [f"  {one['field']}: {_shown(one['before'])} -> {_shown(one['after'])}" for one in self.changes]
        for request in self._data["requests"]:
            lines.append(_line(request))
            lines += [f"  {name}: {value}" for name, value in request["headers"].items()]
            if request["body"] is not None:
                lines.append(f"  {request['body']}")
        return "\n".join([*lines, *(f"! {warning}" for warning in self.warnings)])

    def _repr_html_(self) -> str:
        from html import escape

        def cell(value: object) -> str:
            return f"<td>{escape(_shown(value))}</td>"

        rows = "".join(
            f"<tr><th>{escape(one['field'])}</th>{cell(one['before'])}{cell(one['after'])}</tr>" for one in self.changes
        )
        head = "<thead><tr><th>field</th><th>before</th><th>after</th></tr></thead>"
        table = f"<table>{head}<tbody>{rows}</tbody></table>" if rows else "<p>no field is known to change</p>"
        sent = ""
        for request in self._data["requests"]:
            lines = [_line(request), *(f"{name}: {value}" for name, value in request["headers"].items())]
            body = [] if request["body"] is None else ["", _pretty(request["body"])]
            sent += f"<pre>{escape(chr(10).join([*lines, *body]))}</pre>"
        key = f"<p>key <code>{escape(self.idempotency_key)}</code></p>" if self.idempotency_key else ""
        notes = "".join(f"<li>{escape(warning)}</li>" for warning in self.warnings)
        until = f"{escape(self.effect)}, until {escape(self._data['expires_at'])}"
        title = f"<p><b>{escape(self._title())}</b> ({until})</p>"
        return f"{title}{key}{table}{sent}" + (f"<ul>{notes}</ul>" if notes else "")

    def _title(self) -> str:
        what = self.action or self.operation
        return f"{what} {self.resource}" + (f" {self.record_id}" if self.record_id else "")


def plan_text(plan: object) -> str:
    """A plan, its dict or its JSON text, as JSON text."""
    from collections.abc import Mapping

    from ._wire import encode, text

    if isinstance(plan, WritePlan):
        return plan.to_json()
    if isinstance(plan, Mapping):
        return encode(dict(plan))
    if isinstance(plan, str):
        return text("plan", plan)
    raise InvalidInputError(f"plan must be a WritePlan, its dict or its JSON text, not {type(plan).__name__}")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _line(request: Mapping[str, Any]) -> str:
    from urllib.parse import urlencode

    query = urlencode(request["query"], doseq=True)
    return f"{request['method']} {request['path']}" + (f"?{query}" if query else "")


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pretty(body: str) -> str:
    try:
        # Numbers stay as they are sent.
        return json.dumps(json.loads(body, parse_float=_Number, parse_int=_Number), indent=2, ensure_ascii=False)
    except (ValueError, TypeError):
        return body


class _Number(float):
    """A number that is written as it was read."""

    def __new__(cls, text: str) -> _Number:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text
