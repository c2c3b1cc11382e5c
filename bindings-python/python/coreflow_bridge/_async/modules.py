"""A tenant's modules."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, encode, options, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


def _change(
    activate: Sequence[str], deactivate: Sequence[str], provider: Mapping[str, str | None] | None, cascade: bool
) -> str:
    request = {"activate": activate, "deactivate": deactivate, "provider": provider or {}, "cascade": cascade}
    return encode(request)
