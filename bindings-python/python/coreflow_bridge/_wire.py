"""What crosses to the native module: JSON text, made from the values that Python users have."""

from __future__ import annotations

from ._typing import TYPE_CHECKING
from .errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta
    from typing import Any


def encode(value: object) -> str:
    """JSON text. Decimals and dates become strings, `datetime` must be aware; nothing is guessed."""
    import json

    try:
        return json.dumps(value, allow_nan=False, default=_plain)
    except InvalidInputError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInputError(f"cannot be written as JSON: {error}") from error


def decode(text: str) -> Any:
    """The value of a JSON text from the native module."""
    import json

    return json.loads(text)


def options(*, deadline: float | timedelta | None = None, **named: object) -> str:
    """The options of a call: those that are given, and the deadline in milliseconds."""
    given = {name: value for name, value in named.items() if value is not None}
    if deadline is not None:
        given["deadline_ms"] = milliseconds(deadline)
    return encode(given)


def milliseconds(deadline: float | timedelta) -> int:
    """Seconds, or a `timedelta`, as whole milliseconds."""
    seconds = deadline if isinstance(deadline, int | float) else deadline.total_seconds()
    if not abs(seconds) < 10**9:
        raise InvalidInputError(f"the deadline {deadline!r} is not a number of seconds or a timedelta")
    return max(1, round(seconds * 1000)) if seconds > 0 else round(seconds * 1000)


def text(name: str, value: object) -> str:
    """A text argument; anything else is the caller's mistake and is named."""
    if not isinstance(value, str):
        raise InvalidInputError(f"{name} must be a str, not {type(value).__name__}")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InvalidInputError(f"{name} holds half of a surrogate pair, which is not text")
    return value


def texts(name: str, values: Iterable[object]) -> list[str]:
    """Several texts. One text alone would be taken letter by letter: it is the caller's mistake and is named."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        raise InvalidInputError(f"{name} must be a list of str, not {type(values).__name__}")
    return [text(f"{name}[{place}]", value) for place, value in enumerate(values)]


def content(data: object) -> bytes | str:
    """The content of a file: its bytes, or the path that it is read from."""
    import os

    if isinstance(data, bytes):
        return data
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    if isinstance(data, os.PathLike):
        return file_path(data)
    read = getattr(data, "read", None)
    found = read() if callable(read) else None
    if not isinstance(found, bytes):
        kind = "a file that is open as text" if isinstance(found, str) else type(data).__name__
        raise InvalidInputError(f"data must be bytes, a path (pathlib.Path) or an open binary file, not {kind}")
    return found


def file_path(path: object) -> str:
    """A path of this host, absolute, so that it means the same when it is used."""
    import os
    from pathlib import Path

    if not isinstance(path, str | os.PathLike):
        raise InvalidInputError(f"path must be a str or a pathlib.Path, not {type(path).__name__}")
    return text("path", str(Path(path).absolute()))


def _plain(value: object) -> object:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from ._record import Row

    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidInputError(f"{value} is not a finite decimal")
        return format(value, "f")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidInputError(f"{value!r} has no time zone; use for example datetime(..., tzinfo=timezone.utc)")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Row):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"a value of type {type(value).__name__}")
