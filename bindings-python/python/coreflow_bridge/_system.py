"""A system of the sandbox, and what it sends by itself."""

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


@dataclass(frozen=True, slots=True)
class SandboxDelivery:
    """A delivery of a webhook, as the system sends it.

    Attributes:
        number: Counts the system's deliveries, from 1.
        method: The HTTP method.
        url: Where it goes.
        headers: The headers that the system sets, its signature among them.
        body: The raw bytes.
        answers: The status that was answered to each try; None when nobody answered. Empty for what was not sent.
    """

    number: int
    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    answers: tuple[int | None, ...]

    @classmethod
    def of(cls, told: dict[str, Any]) -> SandboxDelivery:
        """From what the core tells of it."""
        whole = {"headers": dict(told["headers"]), "body": told["body"].encode(), "answers": tuple(told["answers"])}
        return cls(**{**told, **whole})
