"""What a tenant uses up."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, options, text

if TYPE_CHECKING:
    from typing import Any

    from .. import _native


class AsyncUsage:
    """What a tenant uses up, held against the quotas of the catalogue. All processes on one store count together."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    async def record(self, metric: str, amount: int = 1) -> dict[str, Any]:
        """Counts use. Less than 0 gives back.

        Returns `used`, `limit`, `remaining`, `over`, `per` and `resets_at`. Raises `QuotaExceededError`, and counts
        nothing, where the limit would be passed and the catalogue says to refuse.

        >>> (await acme.usage.record("ai_operations", 3))["used"]
        3
        """
        found: dict[str, Any] = decode(
            await self._native.record_usage(text("metric", metric), options(amount=amount)).wait_async()
        )
        return found

    async def check(self, metric: str, amount: int = 1) -> dict[str, Any]:
        """Whether use would be let through: as `record`, with `allowed`, and nothing is counted.

        >>> (await acme.usage.check("api_calls", 10))["allowed"]
        True
        """
        found: dict[str, Any] = decode(
            await self._native.check_usage(text("metric", metric), options(amount=amount)).wait_async()
        )
        return found

    async def get(self) -> list[dict[str, Any]]:
        """The use of every metric of the catalogue in its window.

        >>> [one["metric"] for one in await acme.usage.get()]
        ['api_calls', 'ai_operations', 'users', 'storage', 'records']
        """
        found: list[dict[str, Any]] = decode(await self._native.usage().wait_async())
        return found
