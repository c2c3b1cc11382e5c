# Generated from `_async/query.py` by `bindings-python/tools/unasync.py`; do not edit.
"""A list that is asked for lazily, page by page, as often as it is iterated."""

from __future__ import annotations

from .._preview import Preview
from .._typing import TYPE_CHECKING, Generic
from .._wire import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Callable
    from typing import Any, TypeVar

    from .._record import Page, Quarantined, Record, Records
    from .resource import Scope

    R = TypeVar("R", bound=Record, covariant=True)
else:
    R = None


class Query(Preview, Generic[R]):
    """A list of records of one resource: nothing is asked before it is iterated, and each iteration asks anew.

    Iterating gives typed records and holds one page at a time; pages that come next are fetched meanwhile.

    Attributes:
        quarantined: The records of the last run that could not be understood.
        total: How many records the system said there are, in the last run.

    >>> for invoice in acme.accounting.invoices.list(direction="sales", sort="number", limit=1):
    ...     print(type(invoice.total).__name__, invoice.currency)
    Decimal EUR
    """

    __slots__ = ("_options", "_path", "_progress", "_scope", "quarantined", "total")

    def __init__(self, scope: Scope, path: str, options: dict[str, Any]) -> None:
        self._scope = scope
        self._path = path
        self._options = options
        self._progress: Callable[[int, int | None], object] | None = None
        self.quarantined: tuple[Quarantined, ...] = ()
        self.total: int | None = None

    def __repr__(self) -> str:
        names = ", ".join(f"{name}={value!r}" for name, value in self._options.items())
        return f"{type(self).__name__}({self._path}{': ' if names else ''}{names})"

    def __iter__(self) -> Iterator[R]:
        for page in self.pages():
            for record in page.records:
                yield record

    def pages(self) -> Iterator[Page[R]]:
        """The pages of a new run, each with its records, what was quarantined, and the total where it is known.

        >>> [len(page) for page in acme.accounting.invoices.list(limit=30, page_size=20).pages()]
        [20, 10]
        """
        from .._record import Page, Records

        for records, bad, total in self._run(typed=True):
            yield Page(Records(records), bad, total)

    def dict_pages(self) -> Iterator[list[dict[str, Any]]]:
        """The pages of a new run as plain dicts: the quickest way through many records in little memory.

        >>> sum([len(rows) for rows in acme.accounting.invoices.list(limit=30, page_size=20).dict_pages()])
        30
        """
        for rows, _, _ in self._run(typed=False):
            yield rows

    def to_list(self) -> Records[R]:
        """All records of a new run.

        >>> len(acme.accounting.invoices.list(limit=3).to_list())
        3
        """
        from .._record import Records

        records: Records[R] = Records()
        for page in self.pages():
            records.extend(page.records)
        return records

    def to_dicts(self) -> list[dict[str, Any]]:
        """All records of a new run as plain dicts.

        Amounts are `Decimal`, dates are `date`, instants are aware `datetime` in UTC, child rows are lists of dicts.

        >>> [invoice["system"] for invoice in acme.accounting.invoices.list(limit=1).to_dicts()]
        ['erpnext']
        """
        records: list[dict[str, Any]] = []
        for rows in self.dict_pages():
            records += rows
        return records

    def first(self) -> R | None:
        """The first record, or `None`. Asks for one record only.

        >>> (acme.accounting.organizations.list().first()).system
        'erpnext'
        """
        records = self.preview(1)
        return records[0] if records else None

    def preview(self, rows: int = 20) -> Records[R]:
        """At most so many of the first records, with one request where the system allows it.

        >>> len(acme.accounting.items.list().preview(2))
        2
        """
        limit = self._options.get("limit")
        return self._with(limit=rows if limit is None else min(rows, limit)).to_list()

    def progress(self, callback: Callable[[int, int | None], object] | None = None) -> Query[R]:
        """The same query, which calls `callback(done, total)` after each page; the total may be unknown (`None`).

        Without a callback a `ProgressBar` is shown, in a notebook or a terminal.

        >>> query = acme.accounting.invoices.list(limit=30, page_size=20).progress(lambda done, total: print(done))
        >>> _ = query.to_dicts()
        20
        30
        """
        if callback is None:
            from .._progress import ProgressBar

            callback = ProgressBar(self._path)
        query = self._with()
        query._progress = callback
        return query

    def _with(self, **options: object) -> Query[R]:
        query: Query[R] = Query(self._scope, self._path, {**self._options, **options})
        query._progress = self._progress
        return query

    def _run(self, *, typed: bool) -> Iterator[tuple[list[Any], tuple[Quarantined, ...], int | None]]:
        listing = self._scope.native.list(self._path, encode(self._options))
        self.quarantined, self.total, done = (), None, 0
        try:
            while (page := listing.next_page(typed).wait()) is not None:
                rows, bad, total = page
                wrong = _quarantined(bad) if bad else ()
                self.quarantined += wrong
                self.total = total if total is not None else self.total
                done += len(rows)
                if self._progress is not None:
                    self._progress(done, self.total)
                yield rows, wrong, total
        finally:
            if self._progress is not None:
                from .._progress import close

                close(self._progress)


def _quarantined(items: list[dict[str, str]]) -> tuple[Quarantined, ...]:
    from .._record import Quarantined

    return tuple(Quarantined(**item) for item in items)
