"""A tenant's modules, its subscription and its usage."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, encode, options, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from .. import _native


class AsyncModules:
    """The modules that a tenant has activated, and which connection provides each."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Tenant) -> None:
        self._native = native

    async def change(
        self,
        *,
        activate: Sequence[str] = (),
        deactivate: Sequence[str] = (),
        provider: Mapping[str, str | None] | None = None,
        cascade: bool = False,
    ) -> list[dict[str, Any]]:
        """Activates and deactivates modules in one step, and names the connection that provides a module.

        Args:
            activate: Modules to activate.
            deactivate: Modules to deactivate; refused while an active module needs one of them.
            provider: The connection that provides a module, by module; `None` takes the choice back.
            cascade: Brings along the modules that the activated ones need, and those that need the deactivated ones.

        Returns the modules that are active then. Raises `ConflictError` where a rule stands against it,
        `ModuleInactiveError` where a module is not bought, `InvalidInputError` for a module that is not there.

        >>> await acme.modules.change(activate=["projects"], provider={"projects": "dolibarr"})
        [{'module': 'accounting', 'provider': 'erpnext'}, {'module': 'projects', 'provider': 'dolibarr'}]
        """
        request = _change(activate, deactivate, provider, cascade)
        changed: list[dict[str, Any]] = decode(await self._native.change_modules(request).wait_async())
        return changed

    async def active(self) -> list[dict[str, Any]]:
        """The active modules: dicts of `module` and `provider`.

        >>> [one["provider"] for one in await acme.modules.active() if one["module"] == "accounting"]
        ['erpnext']
        """
        found: list[dict[str, Any]] = decode(await self._native.active_modules().wait_async())
        return found

    async def is_active(self, module: str, *, feature: str | None = None) -> bool:
        """Whether a module is active, and with `feature`, whether that feature is in what was bought.

        >>> await acme.modules.is_active("accounting"), await acme.modules.is_active("marketing")
        (True, False)
        """
        chosen = options(feature=feature)
        active: bool = decode(await self._native.is_module_active(text("module", module), chosen).wait_async())
        return active

    async def capabilities(self, module: str) -> dict[str, Any]:
        """What a module offers to this tenant.

        Returns whether it is `active` and `why` not, its `features`, `events` and `systems`, and by connection what
        that connection can do for it.

        >>> accounting = await acme.modules.capabilities("accounting")
        >>> accounting["active"], accounting["connections"]["erpnext"]["system"]
        (True, 'erpnext')
        >>> accounting["features"]["multi_currency"]
        {'available': True, 'tier': 'professional'}
        """
        found: dict[str, Any] = decode(await self._native.module_capabilities(text("module", module)).wait_async())
        return found

    async def validate(self, modules: Sequence[str]) -> dict[str, Any]:
        """Whether modules could be active together: `valid`, `errors`, `warnings` and `suggestions`.

        >>> report = await acme.modules.validate(["marketing"])
        >>> report["valid"], report["errors"][0]["message"], report["suggestions"][0]["module"]
        (False, 'marketing needs crm, which is not active', 'crm')
        """
        found: dict[str, Any] = decode(await self._native.validate_modules(encode(modules)).wait_async())
        return found

    async def plan(
        self,
        *,
        activate: Sequence[str] = (),
        deactivate: Sequence[str] = (),
        provider: Mapping[str, str | None] | None = None,
        cascade: bool = False,
    ) -> dict[str, Any]:
        """What would come of a `change`. Nothing is changed, and what stands against it is told, not raised.

        Returns its `steps`, the modules that are `active` then, whether it is `valid`, `errors`, `warnings` and
        `suggestions`.

        >>> plan = await acme.modules.plan(activate=["marketing"], cascade=True)
        >>> [(step["module"], step["because"]) for step in plan["steps"]]
        [('crm', 'marketing'), ('marketing', None)]
        """
        request = _change(activate, deactivate, provider, cascade)
        found: dict[str, Any] = decode(await self._native.plan_modules(request).wait_async())
        return found

    async def apply(self, plan: Mapping[str, Any]) -> dict[str, Any]:
        """Makes what a plan says, whole or not at all. Returns `active`, `steps` and the new `revision`.

        Raises `ConflictError` where the modules or the subscription were changed since: then plan again.

        >>> plan = await acme.modules.plan(activate=["inventory"])
        >>> applied = await acme.modules.apply(plan)
        >>> [step["module"] for step in applied["steps"]]
        ['inventory']
        >>> active = await acme.modules.change(deactivate=["inventory"])
        """
        found: dict[str, Any] = decode(await self._native.apply_modules(encode(plan)).wait_async())
        return found


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
        ['api_calls', 'ai_operations']
        """
        found: list[dict[str, Any]] = decode(await self._native.usage().wait_async())
        return found


def _change(
    activate: Sequence[str], deactivate: Sequence[str], provider: Mapping[str, str | None] | None, cascade: bool
) -> str:
    request = {"activate": activate, "deactivate": deactivate, "provider": provider or {}, "cascade": cascade}
    return encode(request)
