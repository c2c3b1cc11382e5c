# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `shared`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A file that hangs on a record.

    Attributes:
        name: The file's name, as the system keeps it: it may have changed it.
        size: Its size in bytes.
        content_type: Its media type, for example `application/pdf`.
        url: Where the system keeps it: an address, or a path on the instance; it may need the credential.
        private: Whether only users of the system can read it at `url`.
        comment: What people wrote about it.
        hash: The hash of its content, in the system's own kind.
    """

    name: str | None = None
    size: int | None = None
    content_type: str | None = None
    url: str | None = None
    private: bool | None = None
    comment: str | None = None
    hash: str | None = None
