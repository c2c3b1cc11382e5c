"""A resource of a tenant: list, get, create, update, upsert, delete, and the actions of its system."""

from __future__ import annotations

from .._typing import TYPE_CHECKING, Generic, cast
from .._wire import decode, encode, options, text
from .attachments import AsyncAttachments
from .many import create_many
from .plans import AsyncPlans
from .query import AsyncQuery
from .syncs import AsyncMirror
from .watch import AsyncWatch

if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime, timedelta
    from typing import Any, ClassVar, TypeVar

    from .. import _native
    from .._outcome import Outcome
    from .._plan import WritePlan
    from .._record import Record
    from .many import Keys

    R = TypeVar("R", bound=Record, covariant=True)
    I = TypeVar("I", contravariant=True)  # noqa: E741 - the input, beside R, the record
else:
    R = I = None  # noqa: E741


class Scope:
    """What a call is bound to: the native tenant and, below a connection, that connection's name."""

    __slots__ = ("connection", "native")

    def __init__(self, native: _native.Tenant, connection: str | None = None) -> None:
        self.native = native
        self.connection = connection


class AsyncResource(Generic[R, I]):
    """A named collection of a module, in the tenant's system: `tenant.accounting.invoices`.

    `R` is the record type, `I` the type of its input. All methods raise `coreflow_bridge.errors.BridgeError`s.
    """

    __slots__ = ("_scope",)
    _path: ClassVar[str] = ""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path})"

    @property
    def mirror(self) -> AsyncMirror[R]:
        """What the last run of the change feed has kept of the resource."""
        return AsyncMirror(self._scope, self._path)

    def query(
        self,
        *,
        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
        **filters: object,
    ) -> AsyncQuery[R]:
        """A lazy query; `list` is the same with one typed keyword per field.

        Args:
            where: Filters by field: a value (equal) or `{"gte": ..., "lt": ...}`. All must hold.
            sort: Field names, `-` in front for descending: `["-issue_date", "number"]`.
            limit: At most so many records.
            page_size: Records per request; the system's maximum is respected.
            updated_since: Only records changed at or after this instant.
            include: Child rows to fetch with the list, for example `["lines"]`.
            custom: The system's names of extra fields to fetch into `custom`.
            raw: Whether records carry the system's own JSON.
            prefetch: The most pages that are read ahead, 0 to 4; otherwise it follows how fast they are taken.
            deadline: Seconds, or a `timedelta`, for each page.
            background: Nobody waits for it: it leaves room in the system's rate budget for calls that are waited for.
            hedge: Whether a page that is slow to come is asked for a second time; without it the policies say so.
            connection: The connection to ask, where the tenant has several.
            **filters: More filters, by field.

        >>> query = acme.accounting.invoices.query(sort="-issue_date", limit=5, direction="sales")
        >>> query
        AsyncQuery(accounting.invoices: where={'direction': 'sales'}, sort=['-issue_date'], limit=5)
        """
        wanted = {**(where or {}), **{name: value for name, value in filters.items() if value is not None}}
        named = {
            "where": wanted or None,
            "sort": [sort] if isinstance(sort, str) else sort,
            "limit": limit,
            "page_size": page_size,
            "updated_since": updated_since,
            "include": include,
            "custom": custom,
            "raw": raw or None,
            "prefetch": prefetch,
            "background": background or None,
            "hedge": hedge,
            "connection": connection or self._scope.connection,
        }
        given = {name: value for name, value in named.items() if value is not None}
        if deadline is not None:
            given |= decode(options(deadline=deadline))
        return AsyncQuery(self._scope, self._path, given)

    async def get(
        self,
        id: str,
        *,
        raw: bool = False,
        deadline: float | timedelta | None = None,
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> R:
        """One record by its `id`, or by the system's own id. Raises `NotFoundError`.

        `hedge` says whether it is asked for a second time where the answer is slow to come; without it the policies do.

        >>> item = await acme.accounting.items.list().first()
        >>> (await acme.accounting.items.get(item.id)).code == item.code
        True
        """
        chosen = options(
            raw=raw or None,
            deadline=deadline,
            background=background or None,
            hedge=hedge,
            connection=connection or self._scope.connection,
        )
        return cast("R", await self._scope.native.get(self._path, text("id", id), chosen).wait_async())

    async def create(
        self,
        input: I,
        *,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> R:
        """Creates a record and returns it as the system holds it.

        With an `idempotency_key` the same call, made again, gives the same record, not a second one, also
        when an answer was lost. Raises `InvalidInputError`, `ConflictError` (the key was used for other input) and
        `OutcomeUnknownError` (the system may have done it, and cannot say; see `tenant.writes`).

        >>> dolibarr = acme.connection("dolibarr").accounting
        >>> customer = await dolibarr.contacts.list(roles="customer").first()
        >>> item = await dolibarr.items.list(sold=True).first()
        >>> invoice = await dolibarr.invoices.create(
        ...     {
        ...         "direction": "sales",
        ...         "contact_id": customer.id,
        ...         "lines": [{"item_id": item.id, "quantity": 2, "unit_price": "9.90"}],
        ...     },
        ...     idempotency_key="order-4711",
        ... )
        >>> invoice.status, invoice.subtotal
        ('draft', Decimal('19.8'))
        """
        chosen = options(
            idempotency_key=idempotency_key,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        return cast("R", await self._scope.native.create(self._path, encode(input), chosen).wait_async())

    async def create_many(
        self,
        inputs: Sequence[I],
        *,
        concurrency: int | None = None,
        idempotency_key: Keys | None = None,
        on_progress: Callable[[int, int, Outcome[R]], object] | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> builtins.list[Outcome[R]]:
        """Creates many records, a few at a time. One `Outcome` for each input, in their order: a record or an error.

        Args:
            inputs: The records' fields; at most 10,000.
            concurrency: How many requests are under way at a time, 1 to 32; 4 unless told otherwise. Where the system
                makes several records by one request (`bulk_create` of `capabilities()` tells how many), each does.
            idempotency_key: One key for each input, or a function that makes it of an input; then the call can be
                repeated.
            on_progress: Called as `on_progress(done, total, outcome)` as each outcome comes; a `ProgressBar` fits.
            deadline: Seconds, or a `timedelta`, for each request.
            background: Nobody waits for it: it leaves room in the system's rate budget for calls that are waited for.
            connection: The connection to ask, where the tenant has several.

        When the task is cancelled (or Ctrl-C comes), nothing more is sent; what is under way is waited for and told to
        `on_progress`, what was not sent as a `CANCELLED` error; then the cancellation goes on. Raises
        `InvalidInputError` where the call as a whole is wrong.

        >>> sentiments = globex.finance_ai.sentiments
        >>> news = [{"text": "Profits rise"}, {"text": ""}, {"text": "Sales fall"}]
        >>> for outcome in await sentiments.create_many(news, concurrency=2):
        ...     print(outcome.record.label if outcome.ok else outcome.error.code)
        positive
        INVALID_INPUT
        negative
        """
        return await create_many(
            self._scope.native,
            self._path,
            inputs,
            concurrency=concurrency,
            idempotency_key=idempotency_key,
            on_progress=on_progress,
            deadline=deadline,
            background=background,
            connection=connection or self._scope.connection,
        )

    def watch(
        self,
        id: str,
        *,
        cancel_on_abort: bool = False,
        first_ms: int | None = None,
        most_ms: int | None = None,
        raw: bool = False,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> AsyncWatch[R]:
        """A record that is a job, to be iterated state by state, or waited for; nothing is asked before that.

        Args:
            id: The job's `id`.
            cancel_on_abort: Whether the job is cancelled in the system where waiting ends early: by its deadline, by a
                cancelled task or by Ctrl-C.
            first_ms: Milliseconds before the second look; each wait after it is half as long again.
            most_ms: The longest wait between two looks, in milliseconds.
            raw: Whether records carry the system's own JSON.
            deadline: Seconds, or a `timedelta`, for the whole; half an hour unless told otherwise.
            connection: The connection to ask, where the tenant has several.

        Iterating raises `UnsupportedError` where the resource has no jobs in this system.

        >>> globex.finance_ai.analysis_jobs.watch("finrobot:run_000001")
        AsyncWatch(finance_ai.analysis_jobs, 'finrobot:run_000001')
        """
        chosen = {
            "first_ms": first_ms,
            "most_ms": most_ms,
            "raw": raw or None,
            "deadline": deadline,
            "connection": connection or self._scope.connection,
        }
        return AsyncWatch(self._scope, self._path, text("id", id), chosen, cancel_on_abort)

    @property
    def plan(self) -> AsyncPlans[R, I]:
        """The writes, planned: shown and not done. `apply` does what a plan shows.

        >>> contact = await acme.accounting.contacts.create({"name": "Vorher AG", "roles": ["customer"]})
        >>> plan = await acme.accounting.contacts.plan.update(contact.id, {"website": "https://nachher.test"})
        >>> print(str(plan).splitlines()[1])
          website: - -> https://nachher.test
        """
        return AsyncPlans(self._scope, self._path)

    async def apply(
        self,
        plan: WritePlan[R] | Mapping[str, Any] | str,
        *,
        deadline: float | timedelta | None = None,
    ) -> R | None:
        """Does what a plan shows, and returns the record as it is afterwards; `None` after a delete.

        Applied twice, it is done once: the second time returns what the first one made. Raises `ConflictError` where
        the record has changed since the plan was made, or the plan has expired, and `NotFoundError` where it is no plan
        of this tenant's, or was changed.

        >>> plan = await acme.accounting.contacts.plan.create({"name": "Zweimal AG", "roles": ["customer"]})
        >>> first, second = await acme.accounting.contacts.apply(plan), await acme.accounting.contacts.apply(plan)
        >>> first.id == second.id
        True
        """
        from .._plan import plan_text

        chosen = options(deadline=deadline, resource=self._path)
        return cast("R | None", await self._scope.native.apply_write(plan_text(plan), chosen).wait_async())

    async def update(
        self,
        id: str,
        input: I,
        *,
        if_version: str | None = None,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> R:
        """Changes the given fields and returns the record as it is afterwards.

        With `if_version=record.version` it raises `ConflictError` where the record changed since it was read. With an
        `idempotency_key` the same call, made again, is done once.

        >>> contact = await acme.accounting.contacts.create({"name": "Beispiel AG", "roles": ["customer"]})
        >>> (await acme.accounting.contacts.update(contact.id, {"website": "https://beispiel.test"})).website
        'https://beispiel.test'
        """
        chosen = options(
            if_version=if_version,
            idempotency_key=idempotency_key,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        call = self._scope.native.update(self._path, text("id", id), encode(input), chosen)
        return cast("R", await call.wait_async())

    async def upsert(
        self,
        input: I,
        *,
        by: Sequence[str] | str | None = None,
        update: bool = True,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> R:
        """Creates a record, or changes the one with the same values in the fields of `by`; one step of the system's.

        Args:
            input: The record's fields, those of `by` among them.
            by: The fields by which the record is found. Leave it out where the system has chosen them: then
                `bridge.capabilities()` tells them as `upsert_by`.
            update: Whether a record that is found is changed. With `False` it is answered as it is (find or create),
                where `bridge.capabilities()` says `find_or_create`; nothing tells whether it was found or made.
            idempotency_key: The key, where the record is found by `external_ref`.
            deadline: Seconds, or a `timedelta`, for the whole call.
            background: Nobody waits for it: it leaves room in the system's rate budget for calls that are waited for.
            connection: The connection to ask, where the tenant has several.

        Raises `UnsupportedError` where the system has no such operation: it is never put together from a search and
        a write, which would make two records of two callers.

        >>> from coreflow_bridge.errors import UnsupportedError
        >>> try:
        ...     await acme.accounting.contacts.upsert({"name": "Beispiel AG", "roles": ["customer"]}, by="name")
        ... except UnsupportedError as error:
        ...     print(error.code)
        UNSUPPORTED
        """
        chosen = options(
            by=[by] if isinstance(by, str) else by,
            update=None if update else False,
            idempotency_key=idempotency_key,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        return cast("R", await self._scope.native.upsert(self._path, encode(input), chosen).wait_async())

    async def delete(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> None:
        """Deletes a record. Raises `NotFoundError`, and `ConflictError` where its state does not allow it.

        >>> contact = await acme.accounting.contacts.create({"name": "Kurz & Co", "roles": ["customer"]})
        >>> await acme.accounting.contacts.delete(contact.id)
        """
        chosen = options(
            idempotency_key=idempotency_key,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        await self._scope.native.delete(self._path, text("id", id), chosen).wait_async()

    async def action(
        self,
        id: str,
        name: str,
        input: Mapping[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> R:
        """A named action of the system, for example `submit`. Returns the record as it is afterwards.

        Raises `UnsupportedError` where the system has no such action.

        >>> draft = await acme.accounting.invoices.list(direction="sales", status="draft").first()
        >>> (await acme.accounting.invoices.action(draft.id, "submit")).status != "draft"
        True
        """
        chosen = options(
            idempotency_key=idempotency_key,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        call = self._scope.native.action(self._path, text("id", id), text("name", name), encode(input or {}), chosen)
        return cast("R", await call.wait_async())

    def attachments(
        self, record_id: str, *, field: str | None = None, connection: str | None = None
    ) -> AsyncAttachments:
        """The files that hang on a record; nothing is asked before it is used.

        NocoBase keeps files in fields of its records: `field` says in which, where a collection has several. Elsewhere
        they hang on the record itself, and `field` is refused.

        >>> acme.accounting.invoices.attachments("erpnext:sales:ACC-SINV-2026-00001")
        AsyncAttachments(accounting.invoices: 'erpnext:sales:ACC-SINV-2026-00001')
        >>> acme.workspace.records.attachments("nocobase:orders/1", field="papers")
        AsyncAttachments(workspace.records: 'nocobase:orders/1')
        """
        return AsyncAttachments(self._scope, self._path, record_id, connection, field)

    async def deletions(
        self,
        *,
        since: datetime | date | str | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        connection: str | None = None,
    ) -> builtins.list[dict[str, Any]]:
        """What was deleted since an instant: dicts of `id`, `remote_id`, `deleted_at`.

        Raises `UnsupportedError` where the system cannot say.

        >>> await acme.accounting.contacts.deletions(since="2100-01-01T00:00:00Z")
        []
        """
        chosen = options(
            since=since,
            deadline=deadline,
            background=background or None,
            connection=connection or self._scope.connection,
        )
        found: builtins.list[dict[str, Any]] = decode(
            await self._scope.native.deletions(self._path, chosen).wait_async()
        )
        return found
