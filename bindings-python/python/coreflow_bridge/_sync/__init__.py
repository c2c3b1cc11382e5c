# Generated from `_async/__init__.py` by `bindings-python/tools/unasync.py`; do not edit.
"""The sync facade.py`."""

from __future__ import annotations

from .attachments import Attachments
from .bridge import Bridge
from .events import Consumer, DeadLetters, Delivery, Events, EventSubscription
from .modules import Modules
from .plans import Plans
from .query import Query
from .resource import Resource
from .sandbox import Sandbox
from .subscription import Subscription
from .syncs import Mirror, Syncs
from .tenant import Connection, Links, Tenant
from .usage import Usage
from .watch import Watch
from .writes import Writes

__all__ = [
    "Attachments",
    "Bridge",
    "Connection",
    "Consumer",
    "DeadLetters",
    "Delivery",
    "EventSubscription",
    "Events",
    "Links",
    "Mirror",
    "Modules",
    "Plans",
    "Query",
    "Resource",
    "Sandbox",
    "Subscription",
    "Syncs",
    "Tenant",
    "Usage",
    "Watch",
    "Writes",
]
