"""What comes from a mirror: records, and how old they are."""

from __future__ import annotations

from ._typing import TYPE_CHECKING, Generic

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from typing import TypeVar

    from ._record import Record

    R = TypeVar("R", bound=Record, covariant=True)
else:
    R = None


class MirrorPage(Generic[R]):
    """Records as the mirror has them.

    Attributes:
        records: The records, by id.
        as_of: They are at least as new as this, by the clock of this host.
        age: How long that is ago.
        next: Pass it as `after` for the next page; `None` behind the last.
    """

    __slots__ = ("age", "as_of", "next", "records")

    def __init__(self, records: list[R], as_of: str, age_ms: int, next: str | None) -> None:
        self.records = records
        self.as_of: datetime = _instant(as_of)
        self.age: timedelta = _age(age_ms)
        self.next = next

    def __repr__(self) -> str:
        return f"MirrorPage({len(self.records)} records, age={self.age})"


class MirrorRead(Generic[R]):
    """One record, from the mirror or from the system.

    Attributes:
        record: The record.
        as_of: It is at least as new as this, by the clock of this host.
        age: How long that is ago.
        source: `mirror`, or `system` where the mirror was too old.
    """

    __slots__ = ("age", "as_of", "record", "source")

    def __init__(self, record: R, as_of: str, age_ms: int, mirrored: bool) -> None:
        self.record = record
        self.as_of: datetime = _instant(as_of)
        self.age: timedelta = _age(age_ms)
        self.source = "mirror" if mirrored else "system"

    def __repr__(self) -> str:
        return f"MirrorRead({self.record!r}, age={self.age}, source={self.source!r})"


def _instant(text: str) -> datetime:
    from datetime import datetime, timezone

    head, _, fraction = text.removesuffix("Z").partition(".")
    moment = datetime.fromisoformat(head).replace(tzinfo=timezone.utc)
    return moment.replace(microsecond=int(fraction.ljust(6, "0")[:6]))


def _age(milliseconds: int) -> timedelta:
    from datetime import timedelta

    return timedelta(milliseconds=milliseconds)
