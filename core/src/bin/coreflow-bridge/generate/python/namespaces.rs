//! `_async/namespaces.py`: one class per module and per resource; the sync twin is made from it by `tools/unasync.py`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use coreflow_bridge::model::{Field, FieldKind, Model};

use super::super::actions;
use super::super::names::{self, enum_name, filters, pascal, words};

const PROLOGUE: &str = r#""""The modules and their resources, as attributes of a tenant or of one of its connections."""

from __future__ import annotations

from .._typing import TYPE_CHECKING
from .resource import AsyncResource, Scope

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta
    from decimal import Decimal
    from typing import Any

    from .query import AsyncQuery
"#;

/// The text of the file, without its header.
pub(super) fn text() -> String {
    let mut out = PROLOGUE.to_owned();
    imports(&mut out);
    for model in Model::all() {
        resource(&mut out, model);
    }
    for module in Model::modules() {
        namespace(&mut out, module);
    }
    mixin(&mut out);
    out.push_str("\n\n# By full name, for code that learns the name at run time.\n");
    out.push_str("RESOURCES: dict[str, type[AsyncResource[Any, Any]]] = {\n");
    for model in Model::all() {
        let _ = writeln!(out, "    \"{}\": {},", model.path(), class_name(model));
    }
    out.push_str("}\n");
    out
}

fn imports(out: &mut String) {
    let mut names = BTreeSet::new();
    for model in Model::all() {
        names.extend([model.record.to_owned(), format!("{}Input", model.record)]);
        let enums = model.fields.iter().filter(|field| words(field.kind).is_some());
        names.extend(enums.map(|field| enum_name(model, field.name)));
    }
    out.push_str("    from ..models import (\n");
    for name in names {
        let _ = writeln!(out, "        {name},");
    }
    out.push_str("    )\n");
}

/// `journal_entries` → `AsyncJournalEntries`.
fn class_name(model: &Model) -> String {
    format!("Async{}", names::class_name(model))
}

fn resource(out: &mut String, model: &Model) {
    let (record, path) = (model.record, model.path());
    let _ = write!(
        out,
        "\n\nclass {}(AsyncResource[\"{record}\", \"{record}Input\"]):\n    \"\"\"`{path}`. {}\"\"\"\n\n    \
         __slots__ = ()\n    _path = \"{path}\"\n\n    def list(\n        self,\n        *,\n",
        class_name(model),
        model.doc
    );
    let filters: Vec<&Field> = model.fields.iter().filter(|field| filters(field.kind)).collect();
    for field in &filters {
        let _ =
            writeln!(out, "        {}: {} | Mapping[str, Any] | None = None,", field.name, filter_type(model, field));
    }
    let _ = write!(
        out,
        r#"        where: Mapping[str, Any] | None = None,
        sort: Sequence[str] | str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        updated_since: datetime | date | str | None = None,
        include: Sequence[str] | None = None,
        custom: Sequence[str] | None = None,
        raw: bool = False,
        prefetch: int | None = None,
        deadline: float | timedelta | None = None,
        background: bool = False,
        hedge: bool | None = None,
        connection: str | None = None,
    ) -> AsyncQuery[{record}]:
        """A lazy query over `{path}`: it asks nothing before it is iterated, and may be iterated again.

        Every field is a filter: a value (equal), or `{{"gte": ..., "lt": ...}}` with the operators `eq ne gt gte lt
        lte in contains starts_with empty`. The other arguments are those of `AsyncResource.query`.

        >>> acme.{path}.list(limit=10)
        AsyncQuery({path}: limit=10)
        """
        return self.query(
"#
    );
    for field in &filters {
        let _ = writeln!(out, "            {0}={0},", field.name);
    }
    for name in [
        "where",
        "sort",
        "limit",
        "page_size",
        "updated_since",
        "include",
        "custom",
        "raw",
        "prefetch",
        "deadline",
        "background",
        "hedge",
        "connection",
    ] {
        let _ = writeln!(out, "            {name}={name},");
    }
    out.push_str("        )\n");
    for action in actions::of(model) {
        let (parameter, argument) = match action.takes_input {
            true => ("        input: Mapping[str, Any],\n", "input"),
            false => ("", "None"),
        };
        let _ = write!(
            out,
            r#"
    async def {name}(
        self,
        id: str,
{parameter}        *,
        deadline: float | timedelta | None = None,
        connection: str | None = None,
    ) -> {record}:
        """{doc}

        Returns the record as it is afterwards. Raises `UnsupportedError` where the system has no such action and
        `ConflictError` where the record's state does not allow it.
        """
        return await self.action(
            id, "{name}", {argument}, deadline=deadline, connection=connection
        )
"#,
            name = action.name,
            doc = action.doc,
        );
    }
}

fn filter_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::Text | FieldKind::Texts | FieldKind::Ref(_) | FieldKind::Refs(_) => "str".to_owned(),
        FieldKind::Integer => "int".to_owned(),
        FieldKind::Decimal => "Decimal | int | str".to_owned(),
        FieldKind::Bool => "bool".to_owned(),
        FieldKind::Date => "date | str".to_owned(),
        FieldKind::Instant => "datetime | str".to_owned(),
        FieldKind::Enum(_) | FieldKind::EnumList(_) => enum_name(model, field.name),
        FieldKind::Rows(_) | FieldKind::Json => "Any".to_owned(),
    }
}

fn namespace(out: &mut String, module: &str) {
    let _ = write!(
        out,
        r#"

class Async{}Module:
    """The module `{module}`: one attribute per resource."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __dir__(self) -> builtins.list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]
"#,
        pascal(module)
    );
    for model in Model::all().filter(|model| model.module == module) {
        let _ = write!(
            out,
            "\n    @property\n    def {}(self) -> {class}:\n        \"\"\"{}\"\"\"\n        return {class}(self._scope)\n",
            model.resource,
            model.doc,
            class = class_name(model)
        );
    }
}

fn mixin(out: &mut String) {
    out.push_str(
        "\n\nclass AsyncNamespaces:\n    \"\"\"What a tenant and a connection share: the modules.\"\"\"\n\n    \
         __slots__ = (\"_scope\",)\n\n    def __init__(self, scope: Scope) -> None:\n        self._scope = scope\n",
    );
    for module in Model::modules() {
        let _ = write!(
            out,
            "\n    @property\n    def {module}(self) -> Async{class}Module:\n        \"\"\"The module `{module}`.\"\"\"\n        \
             return Async{class}Module(self._scope)\n",
            class = pascal(module)
        );
    }
}
