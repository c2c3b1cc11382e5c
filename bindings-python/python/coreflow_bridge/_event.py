"""An event, as it was published: CloudEvents 1.0."""

from __future__ import annotations

from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

_OWN = ("specversion", "id", "source", "type", "subject", "time", "data", "tenant", "datacontenttype")


class Event:
    """An event: the attributes of CloudEvents 1.0, its data, and the tenant whose event it is."""

    __slots__ = ("_json",)

    def __init__(self, json: dict[str, Any]) -> None:
        self._json = json

    def __repr__(self) -> str:
        return f"Event(type={self.type!r}, subject={self.subject!r}, id={self.id!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and self._json == other._json

    def __hash__(self) -> int:
        return hash((self.tenant, self.source, self.id))

    @property
    def id(self) -> str:
        """Its id within its source. The same id means the same event: use it as idempotency key."""
        value: str = self._json["id"]
        return value

    @property
    def source(self) -> str:
        """Who says so, a URI reference."""
        value: str = self._json["source"]
        return value

    @property
    def type(self) -> str:
        """What happened, for example `crm.deal.won`."""
        value: str = self._json["type"]
        return value

    @property
    def subject(self) -> str | None:
        """What it happened to."""
        return self._json.get("subject")

    @property
    def time(self) -> datetime:
        """When it happened, in UTC."""
        from datetime import datetime, timezone

        text: str = self._json["time"]
        head, _, fraction = text.removesuffix("Z").partition(".")
        return datetime.fromisoformat(f"{head}.{fraction[:6]:0<6}").replace(tzinfo=timezone.utc)

    @property
    def data(self) -> Any:
        """The data, as JSON has it."""
        return self._json.get("data")

    @property
    def tenant(self) -> str | None:
        """The id of the tenant whose event it is; `None` for an event of the host itself."""
        return self._json.get("tenant")

    @property
    def extensions(self) -> dict[str, Any]:
        """The further attributes."""
        return {name: value for name, value in self._json.items() if name not in _OWN}

    def to_dict(self) -> dict[str, Any]:
        """The event as CloudEvents JSON has it."""
        return dict(self._json)
