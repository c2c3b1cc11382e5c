"""The files that hang on a record."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .._wire import content, file_path, options, text

if TYPE_CHECKING:
    import builtins
    import os
    from datetime import timedelta
    from typing import BinaryIO

    from ..models import Attachment
    from .resource import Scope


class AsyncAttachments:
    """The files of one record: `tenant.accounting.invoices.attachments(invoice.id)`.

    Nothing is asked before it is used. All methods raise `UnsupportedError` where the system has no such thing;
    `capabilities()` says it under `attachments`.
    """

    __slots__ = ("_connection", "_field", "_path", "_record", "_scope")

    def __init__(
        self, scope: Scope, path: str, record_id: str, connection: str | None = None, field: str | None = None
    ) -> None:
        self._scope = scope
        self._path = path
        self._record = text("record_id", record_id)
        self._connection = connection or scope.connection
        self._field = None if field is None else text("field", field)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path}: {self._record!r})"

    async def list(self, *, raw: bool = False, deadline: float | timedelta | None = None) -> builtins.list[Attachment]:
        """The files that hang on the record, all of them.

        >>> invoices = acme.connection("dolibarr").accounting.invoices
        >>> invoice = await invoices.list(direction="sales", status="open").first()
        >>> await invoices.attachments(invoice.id).list()
        []
        """
        chosen = options(raw=raw or None, deadline=deadline, connection=self._connection, field=self._field)
        found: builtins.list[Attachment] = await self._scope.native.attachments(
            self._path, self._record, chosen
        ).wait_async()
        return found

    async def upload(
        self,
        name: str,
        data: bytes | bytearray | memoryview | os.PathLike[str] | BinaryIO,
        content_type: str | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | timedelta | None = None,
    ) -> Attachment:
        """Hangs a file on the record and returns it as the system keeps it, perhaps under another name.

        Args:
            name: Its name, without a path.
            data: The content: bytes, the path of a file (`pathlib.Path`), or an open binary file, read to its end.
            content_type: Its media type; `application/octet-stream` when not given.
            idempotency_key: Repeating the call with it gives the same attachment, also from another process. Only the
                write ledger knows it; the same key for another content is a `ConflictError`.
            deadline: Seconds, or a `timedelta`.

        The record is read first. Raises `NotFoundError` where it is not there, `AlreadyExistsError` where a system
        keeps one file of a name, and `OutcomeUnknownError` where the answer was lost: an upload is never sent again
        blindly, and `writes` has it until somebody settles it.

        >>> invoices = acme.connection("erpnext").accounting.invoices
        >>> invoice = await invoices.list(direction="sales").first()
        >>> file = await invoices.attachments(invoice.id).upload("Lieferschein Größe.txt", b"2 boxes", "text/plain")
        >>> file.name, file.size
        ('Lieferschein Größe.txt', 7)
        """
        chosen = options(
            content_type=content_type,
            idempotency_key=idempotency_key,
            deadline=deadline,
            connection=self._connection,
            field=self._field,
        )
        native, given = self._scope.native, content(data)
        if isinstance(given, str):
            call = native.upload_attachment_file(self._path, self._record, text("name", name), given, chosen)
        else:
            call = native.upload_attachment(self._path, self._record, text("name", name), given, chosen)
        made: Attachment = await call.wait_async()
        return made

    async def download(
        self, attachment_id: str, *, max_bytes: int | None = None, deadline: float | timedelta | None = None
    ) -> bytes:
        """The content of a file, by its `id` or the system's own id.

        Raises `UpstreamInvalidError` for a file of more than `max_bytes` (64 MiB when not given), and
        `EgressDeniedError` where the system keeps it behind an address that may not be followed.

        >>> invoices = acme.connection("erpnext").accounting.invoices
        >>> invoice = await invoices.list(direction="sales").first()
        >>> files = invoices.attachments(invoice.id)
        >>> note = await files.upload("note.txt", b"call back")
        >>> await files.download(note.id)
        b'call back'
        >>> await files.delete(note.id)
        """
        chosen = options(max_bytes=max_bytes, deadline=deadline, connection=self._connection, field=self._field)
        found: bytes = await self._scope.native.download_attachment(
            self._path, self._record, text("attachment_id", attachment_id), chosen
        ).wait_async()
        return found

    async def save(
        self,
        attachment_id: str,
        path: os.PathLike[str] | str,
        *,
        max_bytes: int | None = None,
        deadline: float | timedelta | None = None,
    ) -> int:
        """Downloads a file to a path, replacing what is there, and returns its size in bytes."""
        chosen = options(max_bytes=max_bytes, deadline=deadline, connection=self._connection, field=self._field)
        size: int = await self._scope.native.save_attachment(
            self._path, self._record, text("attachment_id", attachment_id), file_path(path), chosen
        ).wait_async()
        return size

    async def delete(self, attachment_id: str, *, deadline: float | timedelta | None = None) -> None:
        """Takes a file from the record. Raises `NotFoundError` where the record has no such file."""
        chosen = options(deadline=deadline, connection=self._connection, field=self._field)
        await self._scope.native.delete_attachment(
            self._path, self._record, text("attachment_id", attachment_id), chosen
        ).wait_async()
