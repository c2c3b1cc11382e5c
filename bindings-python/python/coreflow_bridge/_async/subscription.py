"""What a tenant has bought."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, options, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from .. import _native


class AsyncSubscription:
    """What a tenant has bought. Without a subscription, whatever is activated may be used."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    async def get(self) -> dict[str, Any] | None:
        """The subscription with its `standing` (`full`, `grace`, `ended`) and `until` when; `None` where there is none.

        >>> await acme.subscription.get()
        """
        found: dict[str, Any] | None = decode(await self._native.subscription().wait_async())
        return found

    async def set(
        self,
        *,
        tier: str | None = None,
        bundle: str | None = None,
        modules: Sequence[str] | None = None,
        status: str | None = None,
        users: int | None = None,
        period_end: datetime | str | None = None,
        grace_days: int | None = None,
        past_due_since: datetime | str | None = None,
        as_of: datetime | str | None = None,
        reference: str | None = None,
    ) -> dict[str, Any]:
        """Says what the tenant has bought now, in place of what was known.

        Modules that are not in it are deactivated with it, and so are those that need them.

        Args:
            tier: The tier; without a bundle, everything in it is bought.
            bundle: The bundle.
            modules: Modules that were bought alone.
            status: `active` unless it is told otherwise; `trialing`, `past_due`, `canceled`, `expired`.
            users: How many people the tenant has.
            period_end: When the trial or the paid period ends.
            grace_days: Days of grace after that, or after a failed payment; the catalogue's without it.
            past_due_since: Since when a payment is owed.
            as_of: As of when this is so: what is older than what is known changes nothing.
            reference: Its name at the one who bills.

        Returns what `get` returns, with `applied` and `deactivated`.

        >>> bought = await acme.subscription.set(tier="professional", users=5)
        >>> bought["standing"], bought["applied"], bought["deactivated"]
        ('full', True, [])
        >>> await acme.subscription.remove()
        """
        request = options(
            tier=tier,
            bundle=bundle,
            modules=modules,
            status=status,
            users=users,
            period_end=period_end,
            grace_days=grace_days,
            past_due_since=past_due_since,
            as_of=as_of,
            reference=reference,
        )
        found: dict[str, Any] = decode(await self._native.set_subscription(request).wait_async())
        return found

    async def install(self, token: str) -> dict[str, Any]:
        """Takes a signed entitlement (a JWT): what it says holds until its end. Returns what `set` returns.

        Raises `InvalidInputError` where its signature is not good, `TenantIsolationError` where it is another tenant's.

        >>> try:
        ...     await acme.subscription.install("no token")
        ... except Exception as error:
        ...     print(error)
        no key is configured for entitlements...
        """
        found: dict[str, Any] = decode(await self._native.install_subscription(text("token", token)).wait_async())
        return found

    async def remove(self) -> None:
        """Forgets the subscription: from then on, what is activated may be used.

        >>> await acme.subscription.remove()
        """
        await self._native.remove_subscription().wait_async()
