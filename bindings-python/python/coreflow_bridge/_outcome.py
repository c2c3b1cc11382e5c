"""What became of one input of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from .errors import BridgeError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What became of one input of `create_many`: a record, or the error of this one.

    Attributes:
        index: The place of the input, from 0.
        record: The record as the system holds it; `None` where it failed.
        error: Why it failed; `None` where it did not.
    """

    index: int
    record: R | None
    error: BridgeError | None

    @property
    def ok(self) -> bool:
        """Whether there is a record."""
        return self.error is None

    def get(self) -> R:
        """The record; raises the error where there is none."""
        if self.record is None:
            raise cast("BridgeError", self.error)
        return self.record
