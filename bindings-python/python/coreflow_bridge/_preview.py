"""How a notebook shows a query."""

from __future__ import annotations

from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_ROWS = 20


class AsyncPreview:
    """How a notebook shows an async query: as what it is, because showing cannot wait."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from html import escape

        return f"<code>{escape(repr(self))}</code>"


class Preview:
    """How a notebook shows a query: its first records."""

    __slots__ = ()

    def preview(self, rows: int = _ROWS) -> list[Any]:
        """The first records; a query has its own."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        from ._table import html

        records = self.preview(_ROWS + 1)
        return html([record.to_dict() for record in records[:_ROWS]], more=len(records) > _ROWS)
