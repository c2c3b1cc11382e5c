//! `models.ts`: an interface per record, child row, input and filter, a union per enum.

use std::fmt::Write as _;

use coreflow_bridge::model::{ATTACHMENT, Field, FieldKind, Model};

use super::super::names::{enum_name, filters, words};
use super::camel;

/// The text of the file, without its header.
pub(super) fn text() -> String {
    let mut out = String::new();
    let mut written = Vec::new();
    for model in Model::all() {
        with_children(&mut out, &mut written, model);
    }
    record(&mut out, &ATTACHMENT);
    let names = ["Condition", "DecimalInput", "EnvelopeFilter", "InstantInput", "RecordEnvelope"];
    let used: Vec<&str> = names.into_iter().filter(|name| out.contains(name)).collect();
    format!("import type {{ {} }} from '../record.js'\n{out}", used.join(", "))
}

/// The members whose values are JSON as the system writes it: nothing inside is renamed on its way to the core.
pub(super) fn json_fields() -> String {
    let json = |field: &&Field| matches!(field.kind, FieldKind::Json);
    let mut names: Vec<&str> =
        Model::all().flat_map(|model| model.fields.iter().filter(json)).map(|field| field.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut out = String::from(
        "/** The fields, in the core's spelling, whose values are JSON as a system writes it. */\nexport const JSON_FIELDS: readonly string[] = [\n",
    );
    for name in names {
        let _ = writeln!(out, "  '{name}',");
    }
    out + "]\n"
}

fn with_children(out: &mut String, written: &mut Vec<&'static str>, model: &Model) {
    // Several models may share their rows.
    if written.contains(&model.record) {
        return;
    }
    written.push(model.record);
    for field in model.fields {
        if let FieldKind::Rows(child) = field.kind {
            with_children(out, written, child);
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
            "  /** {} */\n  readonly {}: {}\n",
            field.doc,
            camel(field.name),
            or(value_type(model, field), "null")
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
            "  /** {} */\n  readonly {}?: {}\n",
            field.doc,
            camel(field.name),
            or(input_type(model, field), "null | undefined")
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
    for field in model.fields.iter().filter(|field| filters(field.kind)) {
        let _ = writeln!(out, "  readonly {}?: Condition<{}>", camel(field.name), filter_type(model, field));
    }
    out.push_str("}\n");
}

/// `unknown` holds everything already.
fn or(kind: String, more: &str) -> String {
    if kind == "unknown" { kind } else { format!("{kind} | {more}") }
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
        FieldKind::Texts | FieldKind::Refs(_) => "readonly string[]".to_owned(),
        FieldKind::Json => "unknown".to_owned(),
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
        FieldKind::Texts | FieldKind::Refs(_) => "string".to_owned(),
        _ => input_type(model, field),
    }
}
