"""Plans of a resource: each write, shown and not done."""

from __future__ import annotations

from .._typing import TYPE_CHECKING, Generic
from .._wire import encode, milliseconds, options, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta
    from typing import Any, TypeVar

    from .._plan import WritePlan
    from .._record import Record
    from .resource import Scope

    R = TypeVar("R", bound=Record, covariant=True)
    I = TypeVar("I", contravariant=True)  # noqa: E741 - the input, beside R, the record
else:
    R = I = None  # noqa: E741


class AsyncPlans(Generic[R, I]):
    """The writes of a resource, planned: `tenant.accounting.invoices.plan`. Nothing is written.

    Each takes what the write itself takes, and `valid_for`: for how long the plan can be applied, in seconds or as a
    `timedelta`; a day unless told otherwise, 30 days at the most.
    """

    __slots__ = ("_path", "_scope")

    def __init__(self, scope: Scope, path: str) -> None:
        self._scope = scope
        self._path = path

    async def create(
        self,
        input: I,
        *,
        idempotency_key: str | None = None,
        valid_for: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> WritePlan[R]:
        """Plans a create.

        >>> plan = await acme.accounting.contacts.plan.create({"name": "Beispiel AG", "roles": ["customer"]})
        >>> plan.requests[0]["method"], plan.requests[0]["path"]
        ('POST', '/api/resource/Customer')
        """
        chosen = self._options(deadline, valid_for, connection, idempotency_key=idempotency_key)
        return await self._plan("create", None, None, input, chosen)

    async def update(
        self,
        id: str,
        input: I,
        *,
        if_version: str | None = None,
        idempotency_key: str | None = None,
        valid_for: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> WritePlan[R]:
        """Plans a change of the given fields. The record is read, so that `changes` tells before and after.

        >>> contact = await acme.accounting.contacts.create({"name": "Muster GmbH", "roles": ["customer"]})
        >>> plan = await acme.accounting.contacts.plan.update(contact.id, {"website": "https://muster.test"})
        >>> plan.changes
        [{'field': 'website', 'before': None, 'after': 'https://muster.test'}]
        >>> (await acme.accounting.contacts.apply(plan)).website
        'https://muster.test'
        """
        chosen = self._options(deadline, valid_for, connection, if_version=if_version, idempotency_key=idempotency_key)
        return await self._plan("update", id, None, input, chosen)

    async def upsert(
        self,
        input: I,
        *,
        by: Sequence[str] | str | None = None,
        update: bool = True,
        idempotency_key: str | None = None,
        valid_for: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> WritePlan[R]:
        """Plans an upsert. Which record it finds, and whether, is seen when it is applied.

        >>> from coreflow_bridge.errors import UnsupportedError
        >>> try:
        ...     await acme.accounting.contacts.plan.upsert({"name": "Beispiel AG", "roles": ["customer"]}, by="name")
        ... except UnsupportedError as error:
        ...     print(error.code)
        UNSUPPORTED
        """
        by = [by] if isinstance(by, str) else by
        change = None if update else False
        chosen = self._options(deadline, valid_for, connection, by=by, update=change, idempotency_key=idempotency_key)
        return await self._plan("upsert", None, None, input, chosen)

    async def delete(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        valid_for: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> WritePlan[R]:
        """Plans a delete. The record is read, so that `changes` tells what goes.

        >>> contact = await acme.accounting.contacts.create({"name": "Alt & Co", "roles": ["customer"]})
        >>> plan = await acme.accounting.contacts.plan.delete(contact.id)
        >>> await acme.accounting.contacts.apply(plan)
        """
        chosen = self._options(deadline, valid_for, connection, idempotency_key=idempotency_key)
        return await self._plan("delete", id, None, None, chosen)

    async def action(
        self,
        id: str,
        name: str,
        input: Mapping[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
        valid_for: float | timedelta | None = None,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> WritePlan[R]:
        """Plans a named action of the system.

        >>> draft = await acme.accounting.invoices.list(direction="sales", status="draft").first()
        >>> plan = await acme.accounting.invoices.plan.action(draft.id, "submit")
        >>> plan.requests[0]["body"]
        '{"docstatus":1}'
        """
        chosen = self._options(deadline, valid_for, connection, idempotency_key=idempotency_key)
        return await self._plan("action", id, text("name", name), input, chosen)

    def _options(
        self,
        deadline: float | timedelta | None,
        valid_for: float | timedelta | None,
        connection: str | None,
        **named: object,
    ) -> str:
        valid_ms = None if valid_for is None else milliseconds(valid_for)
        return options(deadline=deadline, valid_ms=valid_ms, connection=connection or self._scope.connection, **named)

    async def _plan(
        self, operation: str, id: str | None, action: str | None, input: object, chosen: str
    ) -> WritePlan[R]:
        from .._plan import WritePlan

        request = {"resource": self._path, "operation": operation, "action": action, "input": input}
        if id is not None:
            request["id"] = text("id", id)
        return WritePlan(await self._scope.native.plan_write(encode(request), chosen).wait_async())
