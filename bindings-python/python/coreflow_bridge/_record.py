"""What all records share: the envelope, and the way from and to plain dicts."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from typing_extensions import Self

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A child row of a record, for example a line of an invoice."""

    _rows: ClassVar[dict[str, type[Row]]] = {}
    _json: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The typed form of a plain dict, as `to_dicts()` gives it. Unknown keys are refused with `TypeError`."""
        known = dict(data)
        for name, value in data.items():
            if type(value) is list and name not in cls._json:
                row = cls._rows.get(name)
                known[name] = tuple(value) if row is None else tuple(row.from_dict(item) for item in value)
        return cls(**known)

    def to_dict(self) -> dict[str, Any]:
        """The plain dict: child rows are lists of dicts; amounts and dates stay exact objects."""
        data = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if type(value) is tuple:
                value = [part.to_dict() if isinstance(part, Row) else part for part in value]
            data[item.name] = value
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Row):
    """One item of a resource, in the envelope that all models share.

    Attributes:
        id: Ours and stable: `connection:remote_id`.
        remote_id: The system's own id.
        remote_url: Where a person opens it in the system, when known.
        system: The system, for example `erpnext`.
        connection: The tenant's connection.
        created_at: When it was made (UTC).
        updated_at: When it was last changed (UTC).
        deleted_at: When it was deleted (UTC), for systems that keep deleted records.
        version: The token of an optimistic version check; pass it as `if_version`.
        external_ref: The caller's own key (idempotency key) where the system keeps one.
        custom: The tenant's own extra fields, as the system sends them.
        warnings: What was odd about the record but not fatal.
        raw: The system's own JSON, when asked for with `raw=True`.
    """

    id: str
    remote_id: str
    remote_url: str | None = None
    system: str
    connection: str
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    version: str | None = None
    external_ref: str | None = None
    custom: dict[str, Any] = field(default_factory=dict, hash=False)
    warnings: tuple[str, ...] = ()
    raw: Any = field(default=None, hash=False, repr=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r})"

    def to_dict(self) -> dict[str, Any]:
        """The plain dict, as `to_dicts()` of a query gives it; `raw` is in it only when it was asked for."""
        data = Row.to_dict(self)
        tail = {name: data.pop(name) for name in ("custom", "warnings", "raw")}
        if tail["raw"] is None:
            del tail["raw"]
        return data | tail


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record of the system that could not be understood; the page went on without it.

    Attributes:
        pointer: The JSON pointer of the value that is wrong.
        reason: Why.
        raw: The record's JSON text, as the system sent it.
    """

    pointer: str
    reason: str
    raw: str


class Records(list[R], Generic[R]):
    """A list of records that a notebook shows as a table."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """The plain dicts of the records."""
        return [record.to_dict() for record in self if isinstance(record, Row)]

    def _repr_html_(self) -> str:
        from ._table import html

        return html(self.to_dicts())


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of a run.

    Attributes:
        records: The typed records.
        quarantined: The records that could not be understood.
        total: How many there are in all, where the system says so.
    """

    records: Records[R]
    quarantined: tuple[Quarantined, ...]
    total: int | None

    def __iter__(self) -> Iterator[R]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)
