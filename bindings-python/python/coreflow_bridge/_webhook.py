"""Webhooks as Python has them: what is answered, and the applications for ASGI and WSGI."""

from __future__ import annotations

from ._typing import TYPE_CHECKING
from ._wire import decode
from .errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
    from typing import Any

    from ._async.webhooks import AsyncWebhooks
    from ._sync.webhooks import Webhooks

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_TOO_LARGE = (413, b'{"error":"too_large"}')
_TOO_SLOW = (408, b'{"error":"too_slow"}')
_MALFORMED = (400, b'{"error":"malformed"}')
_PHRASES = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 405: "Method Not Allowed"}
_PHRASES |= {408: "Request Timeout", 413: "Content Too Large", 503: "Service Unavailable"}


class WebhookReply:
    """What is to be answered to the sender of a webhook: `status`, `headers` and `body`."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self) -> str:
        return f"WebhookReply({self.status}, {self.headers!r}, {self.body!r})"


def reply(text: str) -> WebhookReply:
    """The reply that the core gives."""
    found = decode(text)
    return WebhookReply(found["status"], found["headers"], found["body"].encode())


def pairs(headers: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    """Headers as pairs of text; bytes are taken as ISO 8859-1, as HTTP has them."""
    items = getattr(headers, "items", None)
    try:
        return [(_text(name), _text(value)) for name, value in (items() if items else headers)]
    except (TypeError, ValueError) as error:
        raise InvalidInputError("headers must be a mapping of texts, or pairs of them") from error


def _text(value: str | bytes) -> str:
    if isinstance(value, bytes):
        # Signatures are ASCII; a secret in a header may be UTF-8.
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.decode("latin-1")
    if isinstance(value, str):
        return value
    raise TypeError(value)


class AsyncWebhookApp:
    """An ASGI application: the last part of its path is the endpoint's id. Mount it below a path of your own."""

    __slots__ = ("_limit", "_timeout", "_webhooks")

    def __init__(self, webhooks: AsyncWebhooks, limit: int, timeout: float) -> None:
        self._webhooks, self._limit, self._timeout = webhooks, limit, timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        import asyncio

        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["type"] != "http":
            raise InvalidInputError("webhooks come by HTTP")
        refused = None
        body = bytearray()
        try:
            if _length(dict(scope["headers"]).get(b"content-length")) > self._limit:
                refused = _TOO_LARGE
            else:
                refused = await asyncio.wait_for(self._read(receive, body), self._timeout)
        except asyncio.TimeoutError:
            refused = _TOO_SLOW
        if refused:
            answer = WebhookReply(refused[0], {"content-type": "application/json", "connection": "close"}, refused[1])
        else:
            endpoint = scope["path"].rstrip("/").rpartition("/")[2]
            answer = await self._webhooks.handle(
                endpoint, scope["method"], scope["headers"], bytes(body), url=_url(scope)
            )
        headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
        headers.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _read(self, receive: Receive, body: bytearray) -> tuple[int, bytes] | None:
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return _MALFORMED
            body += message.get("body", b"")
            if len(body) > self._limit:
                return _TOO_LARGE
            if not message.get("more_body"):
                return None


class WebhookApp:
    """A WSGI application: the last part of its path is the endpoint's id. Mount it below a path of your own."""

    __slots__ = ("_limit", "_webhooks")

    def __init__(self, webhooks: Webhooks, limit: int, _timeout: float) -> None:
        self._webhooks, self._limit = webhooks, limit

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answers one request."""
        length = _length(environ.get("CONTENT_LENGTH") or None, environ.get("wsgi.input_terminated"))
        if length > self._limit:
            answer = WebhookReply(_TOO_LARGE[0], {"content-type": "application/json"}, _TOO_LARGE[1])
        else:
            body = environ["wsgi.input"].read(self._limit + 1 if length < 0 else length)
            names = ((name, value) for name, value in environ.items() if name.startswith("HTTP_"))
            headers = [(name[5:].replace("_", "-"), _text(value.encode("latin-1"))) for name, value in names]
            endpoint = environ.get("PATH_INFO", "").rstrip("/").rpartition("/")[2]
            answer = self._webhooks.handle(endpoint, environ["REQUEST_METHOD"], headers, body, url=_wsgi_url(environ))
        headers = [*answer.headers.items(), ("content-length", str(len(answer.body)))]
        start_response(f"{answer.status} {_PHRASES.get(answer.status, 'Status')}", headers)
        return [answer.body]


def _length(text: bytes | str | None, terminated: object = False) -> int:
    """The length that was announced; without one, what comes is read (-1), or there is nothing (0)."""
    try:
        return int(text) if text is not None else (-1 if terminated else 0)
    except ValueError:
        return 0


def _url(scope: Scope) -> str:
    headers = dict(scope["headers"])
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope.get("query_string", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    return f"{scope.get('scheme', 'http')}://{host}{path}{'?' + query if query else ''}"


def _wsgi_url(environ: dict[str, Any]) -> str:
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    query = environ.get("QUERY_STRING", "")
    return f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}{path}{'?' + query if query else ''}"
