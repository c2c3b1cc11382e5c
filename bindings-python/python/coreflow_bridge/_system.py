"""A system of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SandboxSystem:
    """Where a system of the sandbox listens, and which credentials it takes.

    Attributes:
        url: Its address on this host: the `instance` of `connect`.
        credential: A credential that may do everything.
        limited: The credential of a second user, who may do very little; the first one where the system has only one.
        options: The options that a connection to it needs.
        others: Further credentials that only some systems have, by name.
    """

    url: str
    credential: dict[str, Any]
    limited: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, described: dict[str, Any]) -> SandboxSystem:
        """From what the core tells of it."""
        known = {name: described.pop(name) for name in ("url", "credential", "limited", "options") if name in described}
        return cls(**known, others=described)
