//! `models.py`: one frozen dataclass per record and child row, one `TypedDict` per input, one `Literal` per enum.

use std::fmt::Write as _;

use coreflow_bridge::model::{Field, FieldKind, Model};

use super::super::names::{enum_name, words};
use super::wrap;

const PROLOGUE: &str = r#""""The unified models: what a record of each resource holds, in every system.

Amounts are exact `decimal.Decimal`, dates are `datetime.date`, instants are aware `datetime.datetime` in UTC. Every
field may be empty (`None`): nothing is invented where a system has no value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from ._record import Record, Row

"#;

/// The text of the file, without its header.
pub(super) fn text() -> String {
    let mut out = PROLOGUE.to_owned();
    let models = with_children();
    let names = models.iter().flat_map(|model| names_of(model)).chain(["Record".to_owned(), "Row".to_owned()]);
    let mut names: Vec<String> = names.collect();
    names.sort();
    out.push_str("__all__ = [\n");
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    for model in &models {
        for field in model.fields {
            if let Some(words) = words(field.kind) {
                let list: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let _ = write!(out, "\n\n{} = Literal[{}]", enum_name(model, field.name), list.join(", "));
            }
        }
        record(&mut out, model);
        input(&mut out, model);
    }
    out
}

/// Children stand before the models that use them.
fn with_children() -> Vec<&'static Model> {
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
    Model::all().for_each(|model| add(&mut list, model));
    list
}

fn names_of(model: &Model) -> Vec<String> {
    let enums = model.fields.iter().filter(|field| words(field.kind).is_some());
    let enums = enums.map(|field| enum_name(model, field.name));
    enums.chain([model.record.to_owned(), format!("{}Input", model.record)]).collect()
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
