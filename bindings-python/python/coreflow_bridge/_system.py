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
        login: A name and a password, where the system takes these besides.
        options: The options that a connection to it needs.
    """

    url: str
    credential: dict[str, Any]
    limited: dict[str, Any]
    login: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)
