"""Stateful fakes of the systems, on this host, with synthetic data."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import decode, options, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Any, Literal

    from typing_extensions import Self

    from .. import _native
    from .._system import SandboxDelivery, SandboxSystem

_RUNNING: set[AsyncSandbox] = set()
"""Whoever takes only an address from a sandbox must not lose it to the garbage collector."""


class AsyncSandbox:
    """A running sandbox, made by `AsyncBridge.sandbox()`. A context manager; it also ends with the process.

    Attributes:
        systems: The systems by name, each with `url`, `credential` and `limited`.

    >>> sandbox.systems["erpnext"].url.startswith("http://127.0.0.1:")
    True
    """

    __slots__ = ("_native", "systems")

    def __init__(self, native: _native.Sandbox) -> None:
        from .._system import SandboxSystem

        self._native = native
        described = decode(native.describe())
        self.systems: Mapping[str, SandboxSystem] = {
            name: SandboxSystem.of(system) for name, system in described.items()
        }
        _RUNNING.add(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={one.url!r}' for name, one in self.systems.items())})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def access(self, system: str) -> dict[str, Any]:
        """What `tenant.connect(system, ...)` needs: `tenant.connect("erpnext", **sandbox.access("erpnext"))`.

        >>> sandbox.access("erpnext")["allow_private"]
        True
        """
        one = self.systems[text("system", system)]
        return {
            "instance": one.url,
            "credential": one.credential,
            "options": one.options,
            "allow_private": True,
        }

    def fault(
        self,
        system: str,
        kind: Literal["latency_ms", "status", "reset", "lose_answer", "malformed", "html"],
        *,
        times: int | None = None,
        method: str | None = None,
        path_prefix: str | None = None,
        latency_ms: int | None = None,
        status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Makes a system misbehave. Faults are tried in the order in which they were added.

        Args:
            system: The system.
            kind: `latency_ms` answers late; `status` does nothing and answers `status`; `reset` does nothing and
                closes; `lose_answer` does it and closes without an answer; `malformed` does it and spoils one record
                of the list; `html` answers a proxy's page.
            times: How often; without it until `clear_faults`.
            method: Only requests with this method.
            path_prefix: Only requests whose decoded path begins with this.
            latency_ms: The wait of `latency_ms`.
            status: The status of `status` and `html`.
            retry_after: The `Retry-After` of `status`, in seconds.

        >>> sandbox.fault("erpnext", "status", status=503, times=1, method="GET")
        """
        fault = options(
            kind=kind,
            times=times,
            method=method,
            path_prefix=path_prefix,
            latency_ms=latency_ms,
            status=status,
            retry_after=retry_after,
        )
        self._native.fault(text("system", system), fault)

    def clear_faults(self, system: str) -> None:
        """Ends all faults of a system.

        >>> sandbox.clear_faults("erpnext")
        """
        self._native.clear_faults(text("system", system))

    def requests(self, system: str) -> dict[str, Any]:
        """What a system was asked: `total`, `by_method`, and `last`, the last requests, oldest first.

        >>> sandbox.requests("erpnext")["total"] > 0
        True
        """
        log: dict[str, Any] = decode(self._native.requests(text("system", system)))
        return log

    def deliveries(self, system: str, *, after: int = 0) -> list[SandboxDelivery]:
        """The deliveries of webhooks that a system has made, oldest first: of the last thousand those behind a number.

        They are signed and shaped as the real system's. A host without a server hands them to `webhooks.handle`
        itself; what is registered with an `http` address of this machine is sent there too, with the tries that the
        system makes.

        Args:
            system: The system.
            after: The `number` of the last one that was seen.

        Raises `UnsupportedError` for a system that sends none.

        >>> sandbox.deliveries("erpnext")
        []
        """
        from .._system import SandboxDelivery

        return [SandboxDelivery.of(one) for one in decode(self._native.deliveries(text("system", system), after))]

    def add_webhook(self, system: str, url: str) -> dict[str, Any]:
        """Does what a person does in the settings of a system whose API takes no registration (Plane): makes a webhook.

        Args:
            system: The system.
            url: Where it is to deliver.

        Returns its `id` and its `secret`, which belongs to the endpoint: `webhooks.rotate(id, secret=..., overlap=0)`.
        Raises `UnsupportedError` where `webhooks.register` does it, and for a system that sends none.

        >>> sorted(sandbox.add_webhook("plane", "https://app.test/hooks/x"))
        ['id', 'secret']
        """
        made: dict[str, Any] = decode(self._native.add_webhook(text("system", system), text("url", url)))
        return made

    def stop(self) -> None:
        """Stops listening and closes all connections. May be called twice.

        >>> (await AsyncBridge.sandbox(records=0)).stop()
        """
        _RUNNING.discard(self)
        self._native.stop()
