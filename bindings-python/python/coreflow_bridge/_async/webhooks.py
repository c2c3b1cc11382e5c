"""Webhooks: endpoints, their secrets, and the intake of deliveries."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._webhook import AsyncWebhookApp, pairs, reply
from .._wire import decode, milliseconds, options, text, texts
from ..errors import InvalidInputError

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any

    from .. import _native
    from .._webhook import WebhookReply


class AsyncWebhooks:
    """The webhooks of a tenant (`tenant.webhooks`), or the host's own with the intake of all (`bridge.webhooks`)."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Webhooks) -> None:
        self._native = native

    async def create(
        self,
        connection: str | None = None,
        *,
        sender: str | Mapping[str, Any] | None = None,
        prefix: str | None = None,
        secret: str | None = None,
        label: str | None = None,
        enrich: bool = False,
    ) -> dict[str, Any]:
        """Makes an endpoint. Its `id` cannot be guessed and belongs into the URL; its `secret` is shown this once.

        Args:
            connection: The connection whose system delivers there.
            sender: Instead of it, a sender that is none: `stripe`, `standard`, `github`, `shopify`, `slack`, `hubspot`,
                or a mapping of `verify`, `dedupe`, `name` and `subject`.
            prefix: What the types of a sender's events begin with; the sender's name without it.
            secret: The sender's own secret; one is made without it.
            label: What people call it.
            enrich: Whether the record is read before its event is published.

        Returns `id`, `connection`, `label`, `enrich`, `prefix`, `url`, `registered`, `previous_until`, `revision`,
        `created_at`, and `secret` where one was made. Raises `UnsupportedError` where the system sends none.

        >>> hook = await bridge.webhooks.create(sender="stripe", secret="whsec_from_the_dashboard")
        >>> len(hook["id"]), hook["prefix"], "secret" in hook
        (43, 'stripe', False)
        """
        request = options(
            connection=connection, sender=sender, prefix=prefix, secret=secret, label=label, enrich=enrich or None
        )
        made: dict[str, Any] = decode(await self._native.create(request).wait_async())
        return made

    async def list(self) -> builtins.list[dict[str, Any]]:
        """The endpoints, oldest first; never a secret.

        >>> await acme.webhooks.list()
        []
        """
        found: builtins.list[dict[str, Any]] = decode(await self._native.list().wait_async())
        return found

    async def rotate(
        self, id: str, *, secret: str | None = None, overlap: float | timedelta | None = None
    ) -> dict[str, Any]:
        """Gives an endpoint another secret: one that is made and shown this once, or the one that is given.

        Args:
            id: The endpoint.
            secret: The sender's own new secret.
            overlap: Seconds for which the old one holds as well; a day without it, seven days at most.

        >>> hook = await bridge.webhooks.create(sender="standard")
        >>> new = await bridge.webhooks.rotate(hook["id"])
        >>> new["secret"] != hook["secret"], new["previous_until"] is not None
        (True, True)
        """
        overlap_ms = None if overlap is None else milliseconds(overlap)
        request = options(secret=secret, overlap_ms=overlap_ms)
        made: dict[str, Any] = decode(await self._native.rotate(text("id", id), request).wait_async())
        return made

    async def delete(self, id: str) -> None:
        """Ends an endpoint: what comes there is refused from now on. Raises `NotFoundError` where there is none.

        >>> hook = await bridge.webhooks.create(sender="github")
        >>> await bridge.webhooks.delete(hook["id"])
        """
        await self._native.delete(text("id", id)).wait_async()

    async def register(
        self,
        id: str,
        url: str,
        *,
        resources: Sequence[str] | None = None,
        parents: Sequence[str] | None = None,
        deadline: float | timedelta | None = None,
    ) -> dict[str, Any]:
        """Tells the system of the endpoint's connection to deliver to `url`, in place of what it was told before.

        Args:
            id: The endpoint.
            url: Where the endpoint is reached; it must hold the endpoint's id.
            resources: The only resources that are of interest, for example `accounting.invoices`.
            parents: The ids of the parents below which changes are told, for a system that is told per parent:
                NocoBase's collections, for example `nocobase:orders`.
            deadline: Seconds for each call.

        Raises `UnsupportedError` where a person has to do it; the message says how.

        >>> await acme.webhooks.register("unknown", "https://app.test/hooks/unknown")
        Traceback (most recent call last):
        coreflow_bridge.errors.NotFoundError: ...
        """
        given = None if resources is None else texts("resources", resources)
        below = None if parents is None else texts("parents", parents)
        request = options(url=text("url", url), resources=given, parents=below, deadline=deadline)
        made: dict[str, Any] = decode(await self._native.register(text("id", id), request).wait_async())
        return made

    async def unregister(self, id: str) -> dict[str, Any]:
        """Tells the system to deliver no more. The endpoint stays.

        >>> await acme.webhooks.unregister("unknown")
        Traceback (most recent call last):
        coreflow_bridge.errors.NotFoundError: ...
        """
        made: dict[str, Any] = decode(await self._native.unregister(text("id", id)).wait_async())
        return made

    async def handle(
        self,
        endpoint: str,
        method: str,
        headers: Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]],
        body: bytes,
        *,
        url: str | None = None,
    ) -> WebhookReply:
        """Takes a delivery: what is to be answered. A status of 200 says that its event is on the disk.

        Args:
            endpoint: The endpoint's id, from the URL.
            method: The method of the request.
            headers: Its headers, a mapping or pairs.
            body: Its raw bytes: not read and written again by anybody.
            url: The URL that was asked for, for senders that sign it.

        Whatever is wrong with the delivery is a status, never an exception: 401 for a signature that is not good, and
        for an endpoint that is not there, 400, 403 (the module is not active), 405, 413, 503 (come again).

        >>> reply = await bridge.webhooks.handle("unknown", "POST", {}, b"{}")
        >>> reply.status, reply.body
        (401, b'{"error":"unauthorized"}')
        """
        if not isinstance(body, bytes):
            raise InvalidInputError(f"body must be the bytes that came, not {type(body).__name__}")
        given = (text("endpoint", endpoint), text("method", method), url, pairs(headers), body)
        return reply(await self._native.handle(*given).wait_async())

    def app(self, *, body_timeout: float = 30.0) -> AsyncWebhookApp:
        """A web application that takes deliveries: of `AsyncBridge` for ASGI, of `Bridge` for WSGI.

        The last part of the path is the endpoint's id, so it can be mounted anywhere. Of a body no more is read than is
        taken, and under ASGI no longer than `body_timeout` seconds; a WSGI server has a time limit of its own.

        >>> app = bridge.webhooks.app()
        """
        return AsyncWebhookApp(self, self._native.max_body_bytes(), body_timeout)
