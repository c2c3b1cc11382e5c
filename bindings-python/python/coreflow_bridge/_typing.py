"""`typing` for type checkers only: importing it for real would take a third of the package's import time."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Generic, cast, overload
else:

    class Generic:
        """A base that can be subscripted, and nothing else."""

        __slots__ = ()

        def __class_getitem__(cls, item):
            return cls

    def cast(kind, value):
        """Only tells the type checker."""
        return value

    def overload(function):
        """Only tells the type checker."""
        return function


__all__ = ["TYPE_CHECKING", "Generic", "cast", "overload"]
