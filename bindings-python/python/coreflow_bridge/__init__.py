"""CoreFlow Bridge: one typed, tenant-safe API over many business systems, in the process.

    from coreflow_bridge import Bridge

    with Bridge("bridge.db") as bridge:
        acme = bridge.tenant("acme")
        for invoice in acme.accounting.invoices.list(direction="sales"):
            print(invoice.number, invoice.total, invoice.currency)

`AsyncBridge` has the same names with `await`. Importing this package starts no thread, opens nothing and loads the
rest when it is first asked for. The record types are in `coreflow_bridge.models`, the errors in
`coreflow_bridge.errors`.
"""

from __future__ import annotations

from importlib import import_module

from ._typing import TYPE_CHECKING
from ._version import __version__

if TYPE_CHECKING:
    from ._async import (
        AsyncAttachments,
        AsyncBridge,
        AsyncConnection,
        AsyncDelivery,
        AsyncQuery,
        AsyncResource,
        AsyncSandbox,
        AsyncTenant,
        AsyncWatch,
    )
    from ._event import Event
    from ._outcome import Outcome
    from ._plan import WritePlan
    from ._progress import ProgressBar
    from ._record import Page, Quarantined, Record, Records
    from ._sync import Attachments, Bridge, Connection, Delivery, Query, Resource, Sandbox, Tenant, Watch
    from ._system import SandboxDelivery, SandboxSystem
    from .errors import BridgeError

__all__ = [
    "AsyncAttachments",
    "AsyncBridge",
    "AsyncConnection",
    "AsyncDelivery",
    "AsyncQuery",
    "AsyncResource",
    "AsyncSandbox",
    "AsyncTenant",
    "AsyncWatch",
    "Attachments",
    "Bridge",
    "BridgeError",
    "Connection",
    "Delivery",
    "Event",
    "Outcome",
    "Page",
    "ProgressBar",
    "Quarantined",
    "Query",
    "Record",
    "Records",
    "Resource",
    "Sandbox",
    "SandboxDelivery",
    "SandboxSystem",
    "Tenant",
    "Watch",
    "WritePlan",
    "__version__",
]

_HOME = {
    "_async": (
        "AsyncAttachments",
        "AsyncBridge",
        "AsyncConnection",
        "AsyncDelivery",
        "AsyncQuery",
        "AsyncResource",
        "AsyncSandbox",
        "AsyncTenant",
        "AsyncWatch",
    ),
    "_event": ("Event",),
    "_outcome": ("Outcome",),
    "_progress": ("ProgressBar",),
    "_plan": ("WritePlan",),
    "_record": ("Page", "Quarantined", "Record", "Records"),
    "_sync": ("Attachments", "Bridge", "Connection", "Delivery", "Query", "Resource", "Sandbox", "Tenant", "Watch"),
    "_system": ("SandboxDelivery", "SandboxSystem"),
    "errors": ("BridgeError",),
}


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            value: object = getattr(import_module(f".{module}", __name__), name)
            globals()[name] = value
            return value
    if name in ("errors", "models"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "errors", "models"]
