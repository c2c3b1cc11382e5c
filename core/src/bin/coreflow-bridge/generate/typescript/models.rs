//! `models.ts`: an interface per record, child row, input and filter, a union per enum.

use std::fmt::Write as _;

use coreflow_bridge::model::{Field, FieldKind, Model};

use super::{camel, enum_name, words};

/// The text of the file, without its header.
pub(super) fn text() -> String {
    let mut out = String::new();
    for model in Model::all() {
        with_children(&mut out, model);
    }
    let names = ["Condition", "DecimalInput", "EnvelopeFilter", "InstantInput", "RecordEnvelope"];
    let used: Vec<&str> = names.into_iter().filter(|name| out.contains(name)).collect();
    format!("import type {{ {} }} from '../record.js'\n{out}", used.join(", "))
}

fn with_children(out: &mut String, model: &Model) {
    for field in model.fields {
        if let FieldKind::Rows(child) = field.kind {
            with_children(out, child);
        }
    }
    for field in model.fields {
        if let Some(words) = words(field.kind) {
            let list: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            let name = enum_name(model, field.name);
            let _ = write!(out, "\n/** {} */\nexport type {name} = {}\n", field.doc, list.join(" | "));
        }
    }
    record(out, model);
    input(out, model);
    if !model.module.is_empty() {
        filter(out, model);
    }
}

fn record(out: &mut String, model: &Model) {
    let base = if model.module.is_empty() { "" } else { " extends RecordEnvelope" };
    let _ = write!(out, "\n/** {} */\nexport interface {}{base} {{\n", model.doc, model.record);
    for field in model.fields {
        let _ = write!(
            out,
            "  /** {} */\n  readonly {}: {} | null\n",
            field.doc,
            camel(field.name),
            value_type(model, field)
        );
    }
    out.push_str("}\n");
}

fn input(out: &mut String, model: &Model) {
    let _ = write!(
        out,
        "\n/** `{0}` as input; which fields a system takes, `capabilities()` says. */\nexport interface {0}Input {{\n",
        model.record
    );
    for field in model.fields {
        let _ = write!(
            out,
            "  /** {} */\n  readonly {}?: {} | null | undefined\n",
            field.doc,
            camel(field.name),
            input_type(model, field)
        );
    }
    if !model.module.is_empty() {
        out.push_str("  /** The tenant's own extra fields, by the system's name. */\n  readonly custom?: Readonly<Record<string, unknown>> | undefined\n");
    }
    out.push_str("}\n");
}

fn filter(out: &mut String, model: &Model) {
    let _ = write!(
        out,
        "\n/** What a list of `{0}` can be filtered by. */\nexport interface {0}Filter extends EnvelopeFilter {{\n",
        model.record
    );
    for field in model.fields.iter().filter(|field| !matches!(field.kind, FieldKind::Rows(_))) {
        let _ = writeln!(out, "  readonly {}?: Condition<{}>", camel(field.name), filter_type(model, field));
    }
    out.push_str("}\n");
}

fn value_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::Text | FieldKind::Ref(_) | FieldKind::Decimal | FieldKind::Date | FieldKind::Instant => {
            "string".to_owned()
        }
        FieldKind::Integer => "number".to_owned(),
        FieldKind::Bool => "boolean".to_owned(),
        FieldKind::Enum(_) => enum_name(model, field.name),
        FieldKind::EnumList(_) => format!("readonly {}[]", enum_name(model, field.name)),
        FieldKind::Rows(child) => format!("readonly {}[]", child.record),
    }
}

fn input_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::Decimal => "DecimalInput".to_owned(),
        FieldKind::Instant => "InstantInput".to_owned(),
        FieldKind::Rows(child) => format!("readonly {}Input[]", child.record),
        _ => value_type(model, field),
    }
}

fn filter_type(model: &Model, field: &Field) -> String {
    match field.kind {
        FieldKind::EnumList(_) => enum_name(model, field.name),
        _ => input_type(model, field),
    }
}
