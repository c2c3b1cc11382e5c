"""Many creates at once, a few at a time."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import encode, options
from ..errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta
    from typing import Any

    from .. import _native
    from .._outcome import Outcome

    OnProgress = Callable[[int, int, Outcome[Any]], object]
    Keys = Sequence[str] | Callable[[Any], str]


async def create_many(
    native: _native.Tenant,
    path: str,
    inputs: Sequence[Any],
    *,
    concurrency: int | None,
    idempotency_key: Keys | None,
    on_progress: OnProgress | None,
    deadline: float | timedelta | None,
    background: bool,
    connection: str | None,
) -> list[Outcome[Any]]:
    """Runs a batch to its end, also when its caller is cancelled: what is under way is waited for."""
    from .._outcome import Outcome

    inputs = list(inputs)
    chosen = options(
        concurrency=concurrency,
        idempotency_keys=keys(inputs, idempotency_key),
        deadline=deadline,
        background=background or None,
        connection=connection,
    )
    batch = native.batch(path, encode(inputs), chosen)
    came: list[tuple[int, Any, Any]] = []
    found: list[Outcome[Any]] = []

    async def rest() -> None:
        while True:
            # What came already is kept outside: a callback that raises loses nothing of it.
            while len(found) < len(came):
                found.append(Outcome(*came[len(found)]))
                if on_progress is not None:
                    on_progress(len(found), len(inputs), found[-1])
            more = await batch.next(len(came)).wait_async()
            if more is None:
                return
            came.extend(more)

    try:
        await rest()
    except BaseException:
        # What is under way may be made already: nobody would know of it if it were left.
        batch.stop()
        await rest()
        raise
    finally:
        if on_progress is not None:
            from .._progress import close

            close(on_progress)
    return sorted(found, key=lambda outcome: outcome.index)


def keys(inputs: Sequence[Any], given: Keys | None) -> list[str] | None:
    """One key for each input: a list of them, or what a function makes of each input."""
    if given is None:
        return None
    if isinstance(given, str):
        raise InvalidInputError("idempotency_key must be a list of keys or a function: one key is for one record")
    return [given(item) for item in inputs] if callable(given) else list(given)
