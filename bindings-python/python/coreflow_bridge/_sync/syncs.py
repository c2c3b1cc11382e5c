# Generated from `_async/syncs.py` by `bindings-python/tools/unasync.py`; do not edit.
"""Change feeds of a tenant, and what they mirror."""

from __future__ import annotations

from .._typing import TYPE_CHECKING, Generic
from .._wire import decode, milliseconds, options, text

if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any, TypeVar

    from .. import _native
    from .._mirror import MirrorPage, MirrorRead
    from .._record import Record
    from .resource import Scope

    R = TypeVar("R", bound=Record, covariant=True)
else:
    R = None


def run(
    native: _native.Tenant,
    resource: str,
    *,
    where: Mapping[str, Any] | None,
    mirror: bool | None,
    include: Sequence[str] | None,
    custom: Sequence[str] | None,
    full: bool,
    events: bool | None,
    lookback: float | timedelta | None,
    every: float | timedelta | None,
    full_every: float | timedelta | None,
    page_size: int | None,
    max_pages: int | None,
    lease: float | timedelta | None,
    deadline: float | timedelta | None,
    connection: str | None,
    on_progress: Callable[[dict[str, Any]], object] | None,
) -> dict[str, Any]:
    """Runs a change feed step by step."""
    spans = {"lookback_ms": lookback, "every_ms": every, "full_every_ms": full_every, "lease_ms": lease}
    chosen = options(
        where=where,
        mirror=mirror,
        include=include,
        custom=custom,
        full=full or None,
        events=events,
        page_size=page_size,
        max_pages=max_pages,
        deadline=deadline,
        connection=connection,
        **{name: milliseconds(span) for name, span in spans.items() if span is not None},
    )
    feed = native.sync(text("resource", resource), chosen)
    report: dict[str, Any] = {}
    try:
        while (step := feed.next().wait()) is not None:
            report = decode(step)
            if on_progress is not None:
                on_progress(report)
    finally:
        # The traceback of an error keeps the run alive, and others would wait for it; and a step that was cancelled
        # lives for a moment longer than its future.
        feed.close().wait()
    return report


class Syncs:
    """The change feeds that the tenant has: `tenant.sync(...)` makes and runs one."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    def list(self) -> builtins.list[dict[str, Any]]:
        """The feeds: dicts of `connection`, `resource`, `where`, `mirror`, `events`, `every_ms`, `due_at` and more.

        They know `records` as of `as_of`. `running` tells who runs it (`owner`, `until`), `run` how far a run that is
        under way or paused is, `last` what became of the last finished one, `error` why the last scheduled one failed.

        >>> report = acme.sync("accounting.contacts", connection="erpnext")
        >>> [feed["records"] for feed in acme.syncs.list() if feed["resource"] == "accounting.contacts"] != [0]
        True
        """
        found: builtins.list[dict[str, Any]] = decode(self._native.syncs().wait())
        return found

    def forget(
        self,
        resource: str,
        *,
        where: Mapping[str, Any] | None = None,
        connection: str | None = None,
    ) -> None:
        """Forgets a feed with its mirror and its schedule; the next run begins anew.

        Raises `NotFoundError` where there is none, and `ConflictError` while it runs.

        >>> report = acme.sync("accounting.tax_rates", connection="erpnext")
        >>> acme.syncs.forget("accounting.tax_rates", connection="erpnext")
        """
        chosen = options(where=where, connection=connection)
        self._native.forget_sync(text("resource", resource), chosen).wait()


class Mirror(Generic[R]):
    """What the last run of a resource's change feed has kept: read without asking the system, with its age.

    The mirror is there once a run with `mirror=True` has ended. It also serves while the system cannot be reached.
    """

    __slots__ = ("_path", "_scope")

    def __init__(self, scope: Scope, path: str) -> None:
        self._scope = scope
        self._path = path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path})"

    def list(
        self,
        *,
        where: Mapping[str, Any] | None = None,
        after: str | None = None,
        limit: int | None = None,
        connection: str | None = None,
        **filters: object,
    ) -> MirrorPage[R]:
        """A page of the mirror by id: 100 records, or `limit` (1 to 1000), from behind `after`.

        `after` is the `next` of the page before. `where` and `filters` are those of a list; every field of the model
        can be filtered by here, whatever the system can, and all operators are there.

        Raises `InvalidInputError` where there is no mirror, and `ModuleInactiveError` like the system itself.

        >>> report = acme.sync("accounting.items", mirror=True, connection="erpnext")
        >>> page = acme.accounting.items.mirror.list(limit=2, connection="erpnext")
        >>> len(page.records), page.age.total_seconds() < 600
        (2, True)
        >>> page = acme.accounting.items.mirror.list(sales_price={"gte": 10}, limit=1, connection="erpnext")
        >>> page.records[0].sales_price >= 10
        True
        """
        from .._mirror import MirrorPage

        wanted = {**(where or {}), **{name: value for name, value in filters.items() if value is not None}}
        chosen = options(
            where=wanted or None, after=after, limit=limit, connection=connection or self._scope.connection
        )
        return MirrorPage(*self._scope.native.mirror_page(self._path, chosen).wait())

    def get(
        self,
        id: str,
        *,
        max_age: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> MirrorRead[R]:
        """One record of the mirror; where that is older than `max_age` (seconds), it is read from the system.

        Raises `NotFoundError` where the mirror does not have it.

        >>> report = acme.sync("accounting.items", mirror=True, connection="erpnext")
        >>> item = acme.accounting.items.mirror.list(limit=1, connection="erpnext").records[0]
        >>> read = acme.accounting.items.mirror.get(item.id, max_age=600)
        >>> read.record.id == item.id, read.source
        (True, 'mirror')
        """
        from .._mirror import MirrorRead

        chosen = options(
            max_age_ms=None if max_age is None else max(0, milliseconds(max_age)),
            deadline=deadline,
            connection=connection or self._scope.connection,
        )
        return MirrorRead(*self._scope.native.mirror_get(self._path, text("id", id), chosen).wait())
