//! `models/`: one file per module, with a frozen dataclass per record and child row, a `TypedDict` per input, a `Literal` per
//! enum. A file is loaded when one of its names is first used: making all the classes takes longer than everything else that
//! importing does.

use std::fmt::Write as _;

use coreflow_bridge::model::{ATTACHMENT, Field, FieldKind, Model};

use super::super::names::{enum_name, words};
use super::wrap;

const PROLOGUE: &str = r#"

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row
"#;

const INDEX: &str = r#""""The unified models: what a record of each resource holds, in every system.

Amounts are exact `decimal.Decimal`, dates are `datetime.date`, instants are aware `datetime.datetime` in UTC. Every
field may be empty (`None`): nothing is invented where a system has no value.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .._record import Record, Row

if TYPE_CHECKING:
"#;

const LOADING: &str = r#"

def __getattr__(name: str) -> Any:
    try:
        module = _MODULES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
"#;

/// The files, each with its name and its text without the header.
pub(super) fn files() -> Vec<(String, String)> {
    let modules: Vec<&str> = Model::modules().into_iter().chain([ATTACHMENT.module]).collect();
    let mut files = vec![("models/__init__.py".to_owned(), index(&modules))];
    files.extend(modules.iter().map(|module| (format!("models/{module}.py"), text(module))));
    files
}

fn index(modules: &[&'static str]) -> String {
    let mut out = INDEX.to_owned();
    for module in modules {
        let _ = writeln!(out, "    from .{module} import (");
        for name in names(module) {
            let _ = writeln!(out, "        {name},");
        }
        out.push_str("    )\n");
    }
    let homes = modules.iter().flat_map(|module| names(module).into_iter().map(move |name| (name, *module)));
    let mut homes: Vec<(String, &str)> = homes.collect();
    homes.sort();
    let mut all: Vec<&str> = homes.iter().map(|(name, _)| name.as_str()).chain(["Record", "Row"]).collect();
    all.sort_unstable();
    out.push_str("\n__all__ = [\n");
    for name in all {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n\n# Where a name is loaded from when it is first used.\n_MODULES: dict[str, str] = {\n");
    for (name, module) in &homes {
        let _ = writeln!(out, "    \"{name}\": \"{module}\",");
    }
    out.push_str("}\n");
    out + LOADING
}

/// The names that a module's file defines, sorted.
fn names(module: &str) -> Vec<String> {
    let mut names: Vec<String> = with_children(module).iter().flat_map(|model| names_of(model)).collect();
    names.sort();
    names
}

fn text(module: &str) -> String {
    let mut out = format!("\"\"\"The models of the module `{module}`.\"\"\"{PROLOGUE}");
    for model in with_children(module) {
        for field in model.fields {
            if let Some(words) = words(field.kind) {
                let list: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let _ = write!(out, "\n\n{} = Literal[{}]", enum_name(model, field.name), list.join(", "));
            }
        }
        record(&mut out, model);
        // A file is uploaded, not written field by field.
        if model.record != ATTACHMENT.record {
            input(&mut out, model);
        }
    }
    out
}

/// The models of a module; children stand before those that use them.
fn with_children(module: &str) -> Vec<&'static Model> {
    fn add(list: &mut Vec<&'static Model>, model: &'static Model) {
        for field in model.fields {
            if let FieldKind::Rows(child) = field.kind {
                add(list, child);
            }
        }
        if !list.iter().any(|known| known.record == model.record) {
            list.push(model);
        }
    }
    let mut list = Vec::new();
    Model::all().chain([&ATTACHMENT]).filter(|model| model.module == module).for_each(|model| add(&mut list, model));
    list
}

fn names_of(model: &Model) -> Vec<String> {
    let enums = model.fields.iter().filter(|field| words(field.kind).is_some());
    let enums = enums.map(|field| enum_name(model, field.name));
    let input = (model.record != ATTACHMENT.record).then(|| format!("{}Input", model.record));
    enums.chain([model.record.to_owned()]).chain(input).collect()
}

fn record(out: &mut String, model: &Model) {
    let base = if model.module.is_empty() { "Row" } else { "Record" };
    let _ = write!(
        out,
        "\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass {}({base}):\n    \"\"\"{}\n\n    Attributes:\n",
        model.record, model.doc
    );
    for field in model.fields {
        let mut lines = wrap(&format!("{}: {}", field.name, field.doc), 108).into_iter();
        let _ = writeln!(out, "        {}", lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(out, "            {line}");
        }
    }
    out.push_str("    \"\"\"\n\n");
    let rows: Vec<String> = model.fields.iter().filter_map(row_entry).collect();
    if !rows.is_empty() {
        let _ = writeln!(out, "    _rows: ClassVar[dict[str, type[Row]]] = {{{}}}\n", rows.join(", "));
    }
    let json: Vec<String> = model.fields.iter().filter(|f| is_json(f)).map(|f| format!("\"{}\"", f.name)).collect();
    if !json.is_empty() {
        let _ = writeln!(out, "    _json: ClassVar[frozenset[str]] = frozenset({{{}}})\n", json.join(", "));
    }
    for field in model.fields {
        // A dict or a list cannot be hashed.
        let default = if is_json(field) { "field(default=None, hash=False)" } else { "None" };
        let _ = writeln!(out, "    {}: {} = {default}", field.name, optional(value_type(model, field)));
    }
}

fn row_entry(field: &Field) -> Option<String> {
    match field.kind {
        FieldKind::Rows(child) => Some(format!("\"{}\": {}", field.name, child.record)),
        _ => None,
    }
}

fn input(out: &mut String, model: &Model) {
    let what = if model.module.is_empty() { "row" } else { "record" };
    let _ = write!(
        out,
        "\n\nclass {name}Input(TypedDict, total=False):\n    \"\"\"The fields of a {what} like `{name}` as input; \
         which of them a system takes, `capabilities()` says.\"\"\"\n\n",
        name = model.record
    );
    for field in model.fields {
        for line in wrap(field.doc, 110) {
            let _ = writeln!(out, "    # {line}");
        }
        let _ = writeln!(out, "    {}: {}", field.name, optional(input_type(model, field)));
    }
    if !model.module.is_empty() {
        out.push_str("    # The tenant's own extra fields, by the system's name.\n    custom: dict[str, Any]\n");
    }
}

fn is_json(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Json)
}

/// `Any` holds `None` already.
fn optional(kind: String) -> String {
    if kind == "Any" { kind } else { kind + " | None" }
}

fn value_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::Text | FieldKind::Ref(_) => "str".to_owned(),
        FieldKind::Integer => "int".to_owned(),
        FieldKind::Decimal => "Decimal".to_owned(),
        FieldKind::Bool => "bool".to_owned(),
        FieldKind::Date => "date".to_owned(),
        FieldKind::Instant => "datetime".to_owned(),
        FieldKind::Enum(_) => enum_name(model, field.name),
        FieldKind::EnumList(_) => format!("tuple[{}, ...]", enum_name(model, field.name)),
        FieldKind::Texts | FieldKind::Refs(_) => "tuple[str, ...]".to_owned(),
        FieldKind::Json => "Any".to_owned(),
        FieldKind::Rows(child) => format!("tuple[{}, ...]", child.record),
    }
}

fn input_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::Decimal => "Decimal | int | str".to_owned(),
        FieldKind::Date => "date | str".to_owned(),
        FieldKind::Instant => "datetime | str".to_owned(),
        FieldKind::EnumList(_) => format!("list[{}]", enum_name(model, field.name)),
        FieldKind::Texts | FieldKind::Refs(_) => "list[str]".to_owned(),
        FieldKind::Rows(child) => format!("list[{}Input]", child.record),
        _ => value_type(model, field),
    }
}
