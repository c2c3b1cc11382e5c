"""The async facade. The sync one is made from it by `bindings-python/tools/unasync.py`."""

from __future__ import annotations

from .attachments import AsyncAttachments
from .bridge import AsyncBridge
from .events import AsyncConsumer, AsyncDeadLetters, AsyncDelivery, AsyncEvents, AsyncEventSubscription
from .modules import AsyncModules
from .plans import AsyncPlans
from .query import AsyncQuery
from .resource import AsyncResource
from .sandbox import AsyncSandbox
from .subscription import AsyncSubscription
from .syncs import AsyncMirror, AsyncSyncs
from .tenant import AsyncConnection, AsyncLinks, AsyncTenant
from .usage import AsyncUsage
from .watch import AsyncWatch
from .writes import AsyncWrites

__all__ = [
    "AsyncAttachments",
    "AsyncBridge",
    "AsyncConnection",
    "AsyncConsumer",
    "AsyncDeadLetters",
    "AsyncDelivery",
    "AsyncEventSubscription",
    "AsyncEvents",
    "AsyncLinks",
    "AsyncMirror",
    "AsyncModules",
    "AsyncPlans",
    "AsyncQuery",
    "AsyncResource",
    "AsyncSandbox",
    "AsyncSubscription",
    "AsyncSyncs",
    "AsyncTenant",
    "AsyncUsage",
    "AsyncWatch",
    "AsyncWrites",
]
