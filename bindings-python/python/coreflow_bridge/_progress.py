"""A bar that shows how far something is: in a notebook as HTML, in a terminal as one line that is written over."""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing import Any, TextIO

WIDTH = 30


class ProgressBar:
    """How far a list, a `create_many` or a job is. It is given to them as their callback, and needs no other package.

    In a notebook it is shown as HTML under the cell and changes in place. In a terminal it is one line of `file`. Where
    neither is (a log, a pipe), one line is written at the end.

    Args:
        label: What is counted, in front of the bar.
        file: Where the text goes; standard error unless told otherwise.

    Attributes:
        done: How many came: records, outcomes, or turns of a job.
        total: How many there will be; `None` where that is not known.
        failed: How many outcomes of a `create_many` are errors.
        status: The state of a job; empty for all else.

    >>> import io
    >>> from coreflow_bridge import ProgressBar
    >>> bar = ProgressBar("letters", file=io.StringIO())
    >>> bar(1, 4)
    >>> bar
    letters [#######                       ] 1/4
    """

    __slots__ = ("_cell", "_file", "_shown", "done", "failed", "label", "status", "total")

    def __init__(self, label: str = "", *, file: TextIO | None = None) -> None:
        self.label = label
        self.done = 0
        self.total: int | None = None
        self.failed = 0
        self.status = ""
        self._file = file
        self._shown = ""
        self._cell: Any = None

    def __call__(self, *told: Any) -> None:
        """Takes `(done, total)` of a list, `(done, total, outcome)` of `create_many`, or the state of a job."""
        if len(told) == 1:
            state = told[0]
            self.done, self.total, self.status = int(state.turn or 0), state.max_turns, str(state.status)
        else:
            self.done, self.total = told[:2]
            self.failed += sum(not outcome.ok for outcome in told[2:])
        self._show()

    def close(self) -> None:
        """Ends the line. The calls that a bar was given to do so at their end; a bar may be used again."""
        cell, self._cell = self._cell, None
        if cell is None and (self._shown or not self._is_terminal()):
            text = "\n" if self._is_terminal() else f"{self}\n"
            self._out().write(text)
            self._out().flush()
        self._shown = ""
        self.failed = 0

    def __repr__(self) -> str:
        known = self.total is not None and self.total > 0
        share = min(self.done / cast("int", self.total), 1.0) if known else 0.0
        bar = f" [{'#' * int(share * WIDTH):{WIDTH}}]" if known else ""
        return f"{self.label}{bar} {self._count()}".strip()

    def _repr_html_(self) -> str:
        value = f' value="{self.done}" max="{max(self.total, self.done, 1)}"' if self.total is not None else ""
        return f"{escape(self.label)} <progress{value}></progress> {escape(self._count())}".strip()

    def _count(self) -> str:
        count = f"{self.done}" if self.total is None else f"{self.done}/{self.total}"
        notes = [self.status, f"{self.failed} failed" if self.failed else ""]
        return ", ".join([count, *filter(None, notes)])

    def _show(self) -> None:
        shell = _kernel()
        if shell is not None:
            # The handle of IPython changes what it displayed.
            if self._cell is None:
                self._cell = shell(self, display_id=True)
            else:
                self._cell.update(self)
        elif self._is_terminal():
            text = str(self)
            if text != self._shown:
                self._out().write(f"\r{text:{len(self._shown)}}")
                self._out().flush()
                self._shown = text

    def _out(self) -> TextIO:
        return self._file or sys.stderr

    def _is_terminal(self) -> bool:
        return self._out().isatty()


def _kernel() -> Any:
    """IPython's `display`, where a notebook runs this; it is never loaded for that."""
    loaded = sys.modules.get("IPython")
    shell = loaded.get_ipython() if loaded is not None and hasattr(loaded, "get_ipython") else None
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display  # type: ignore[import-not-found,unused-ignore]

    return display


def close(progress: object) -> None:
    """Ends the line of a bar; any other callback is left alone."""
    if isinstance(progress, ProgressBar):
        progress.close()
