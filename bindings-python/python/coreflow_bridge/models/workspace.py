# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `workspace`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


CollectionFieldKind = Literal["text", "integer", "decimal", "float", "bool", "date", "time", "instant", "local_time", "choice", "choices", "list", "json", "reference", "references", "file", "computed", "secret", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionField(Row):
    """One field of a collection's records.

    Attributes:
        name: The name in records.
        title: What people see.
        kind: The type of its values; `local_time` is a date and time without a zone.
        kind_native: The type in the system's own word.
        interface: How people edit it, in the system's word.
        required: Whether it must have a value.
        read_only: Whether only the system writes it.
        unique: Whether two records cannot have the same value.
        is_key: Whether it identifies a record.
        options: The values of a choice.
        target: The collection that a reference points to.
        foreign_key: The field that keeps the key of a reference.
    """

    name: str | None = None
    title: str | None = None
    kind: CollectionFieldKind | None = None
    kind_native: str | None = None
    interface: str | None = None
    required: bool | None = None
    read_only: bool | None = None
    unique: bool | None = None
    is_key: bool | None = None
    options: tuple[str, ...] | None = None
    target: str | None = None
    foreign_key: str | None = None


class CollectionFieldInput(TypedDict, total=False):
    """The fields of a row like `CollectionField` as input; which of them a system takes, `capabilities()` says."""

    # The name in records.
    name: str | None
    # What people see.
    title: str | None
    # The type of its values; `local_time` is a date and time without a zone.
    kind: CollectionFieldKind | None
    # The type in the system's own word.
    kind_native: str | None
    # How people edit it, in the system's word.
    interface: str | None
    # Whether it must have a value.
    required: bool | None
    # Whether only the system writes it.
    read_only: bool | None
    # Whether two records cannot have the same value.
    unique: bool | None
    # Whether it identifies a record.
    is_key: bool | None
    # The values of a choice.
    options: list[str] | None
    # The collection that a reference points to.
    target: str | None
    # The field that keeps the key of a reference.
    foreign_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """A collection that the customer made, with the fields of its records.

    Attributes:
        name: The name that records refer to it by.
        title: What people see.
        description: What it is for.
        kind: The kind of collection, in the system's word.
        key_field: The field that identifies a record.
        title_field: The field that names a record for people.
        built_in: Whether it came with the system.
        hidden: Whether people do not see it.
        fields: The fields of its records, in order.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"fields": CollectionField}

    name: str | None = None
    title: str | None = None
    description: str | None = None
    kind: str | None = None
    key_field: str | None = None
    title_field: str | None = None
    built_in: bool | None = None
    hidden: bool | None = None
    fields: tuple[CollectionField, ...] | None = None


class CollectionInput(TypedDict, total=False):
    """The fields of a record like `Collection` as input; which of them a system takes, `capabilities()` says."""

    # The name that records refer to it by.
    name: str | None
    # What people see.
    title: str | None
    # What it is for.
    description: str | None
    # The kind of collection, in the system's word.
    kind: str | None
    # The field that identifies a record.
    key_field: str | None
    # The field that names a record for people.
    title_field: str | None
    # Whether it came with the system.
    built_in: bool | None
    # Whether people do not see it.
    hidden: bool | None
    # The fields of its records, in order.
    fields: list[CollectionFieldInput] | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceRecord(Record):
    """A record of a collection.

    Attributes:
        collection_id: The collection.
        values: The values by the collection's own names, typed by its fields: decimals are text, instants in UTC,
            whole numbers beyond 2^53 are text.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"values"})

    collection_id: str | None = None
    values: Any = field(default=None, hash=False)


class WorkspaceRecordInput(TypedDict, total=False):
    """The fields of a record like `WorkspaceRecord` as input; which of them a system takes, `capabilities()` says."""

    # The collection.
    collection_id: str | None
    # The values by the collection's own names, typed by its fields: decimals are text, instants in UTC, whole
    # numbers beyond 2^53 are text.
    values: Any
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]
