"""How the native module makes typed records quickly.

A frozen dataclass sets each field through `object.__setattr__`, which takes as long as all the rest of a page. So each
record type gets a twin with the same slots and no guard; the native module fills a twin's object and then makes it a
record by setting `__class__`, which CPython allows between classes of the same layout.
"""

from __future__ import annotations

from . import _record, models


def pair(name: str) -> tuple[type, type[_record.Row]]:
    """The twin and the record type of a model, by the record's name."""
    record: type[_record.Row] = getattr(models, name)
    members = {
        "__slots__": record.__slots__,
        "__init__": object.__init__,
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(f"_{name}Draft", record.__bases__, members), record
