"""The write ledger: what is in flight, what nobody knows, and what became of it."""

from __future__ import annotations

from .._typing import TYPE_CHECKING, cast
from .._wire import decode, options, text

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping
    from datetime import timedelta
    from typing import Any

    from .. import _native
    from .._plan import WritePlan
    from .._record import Record


class AsyncWrites:
    """The tenant's write ledger. Each write is entered before it is sent, and its outcome when it is known.

    An entry is a dict of `key`, `given` (whether the key is the caller's), `state`, `connection`, `operation`,
    `effect`, `record_id`, `began_at`, `due_at` (when its call has surely ended), `settled_at`, `repeatable` (whether
    the same call may be made again, with its key if it had one) and `advice`. States: `intent` (surely not sent),
    `sent` (its call may be under way), `unknown` (nobody knows whether it happened) and `known` (done; only writes with
    a key of the caller's stay, for 30 days unless the bridge is told otherwise).
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    async def list(
        self,
        *,
        state: str | None = None,
        connection: str | None = None,
        operation: str | None = None,
        limit: int | None = None,
    ) -> builtins.list[dict[str, Any]]:
        """The writes that fit, the newest first; 100 unless told otherwise, 1,000 at the most.

        >>> await acme.writes.list(state="unknown")
        []
        """
        chosen = options(state=state, connection=connection, operation=operation, limit=limit)
        found: builtins.list[dict[str, Any]] = decode(await self._native.writes(chosen).wait_async())
        return found

    async def get(self, key: str, *, connection: str | None = None, operation: str | None = None) -> dict[str, Any]:
        """One write by its key, with the `input` that was sent while its outcome is open. Raises `NotFoundError`.

        >>> item = {"code": "WIDGET-1", "name": "Widget", "unit": "Nos"}
        >>> made = await acme.connection("dolibarr").accounting.items.create(item, idempotency_key="widget-1")
        >>> entry = await acme.writes.get("widget-1")
        >>> entry["state"], entry["record_id"] == made.id
        ('known', True)
        """
        chosen = options(connection=connection, operation=operation)
        found: dict[str, Any] = decode(await self._native.write(text("key", key), chosen).wait_async())
        return found

    async def resolve(
        self,
        key: str,
        *,
        connection: str | None = None,
        operation: str | None = None,
        deadline: float | timedelta | None = None,
    ) -> dict[str, Any]:
        """Finds out what became of a write: looks for it in the system, by the system's own key or by its record.

        Returns the entry. Its `state` is then `known`, `not_applied` (it surely did not happen; the key is free), or as
        it was: then `record` is the record as it is now, `differs` names the fields that it does not hold, and
        `retry_after_ms` says when another look may tell more.

        >>> (await acme.writes.resolve("widget-1"))["state"]
        'known'
        """
        chosen = options(connection=connection, operation=operation, deadline=deadline)
        found: dict[str, Any] = decode(await self._native.resolve_write(text("key", key), chosen).wait_async())
        return found

    async def settle(
        self,
        key: str,
        outcome: str,
        *,
        record_id: str | None = None,
        connection: str | None = None,
        operation: str | None = None,
    ) -> None:
        """Tells what became of a write, where the bridge cannot find out.

        Args:
            key: The key of the entry: `error.context["write"]`.
            outcome: `applied`, or `not_applied`, which frees the key.
            record_id: The record that a create has made.
            connection: The connection, where the key was used in several.
            operation: The operation, where the key was used in several.

        Raises `ConflictError` where the write is known to have happened, or its call may still be under way.
        """
        chosen = options(outcome=outcome, record_id=record_id, connection=connection, operation=operation)
        await self._native.settle_write(text("key", key), chosen).wait_async()

    async def apply(
        self,
        plan: WritePlan[Any] | Mapping[str, Any] | str,
        *,
        deadline: float | timedelta | None = None,
    ) -> Record | None:
        """Applies a plan of any resource; as `apply` of the resource.

        >>> plan = await acme.accounting.contacts.plan.create({"name": "Plan AG", "roles": ["customer"]})
        >>> (await acme.writes.apply(plan.to_json())).name
        'Plan AG'
        """
        from .._plan import plan_text

        done = self._native.apply_write(plan_text(plan), options(deadline=deadline))
        return cast("Record | None", await done.wait_async())
