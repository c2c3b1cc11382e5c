//! A document as the calls show it.

use serde_json::{Map, Value, json};

use super::schema::Schema;
use super::state::Doc;

/// As `get` shows it: no empty fields, with its doctype and tables at the end.
pub(crate) fn document(schema: &Schema, doctype: &str, doc: &Doc) -> Value {
    let mut out = Map::new();
    let (tables, fields): (Vec<_>, Vec<_>) = doc.iter().partition(|(_, v)| v.is_array());
    out.extend(fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())));
    // The only nulls that are not left out.
    out.extend(form_fields(schema, doctype));
    if let ("Webhook", Some(Value::String(secret))) = (doctype, out.get_mut("webhook_secret")) {
        *secret = "*".repeat(secret.chars().count());
    }
    out.insert("doctype".into(), json!(doctype));
    let lean = |row: &Value| match row {
        Value::Object(row) => {
            Value::Object(row.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect())
        }
        other => other.clone(),
    };
    for (field, rows) in tables {
        let rows = rows.as_array().map(|l| l.iter().map(lean).collect::<Vec<_>>()).unwrap_or_default();
        out.insert(field.clone(), Value::Array(rows));
    }
    Value::Object(out)
}

/// As a create or an update answers it: new rows that the caller sent still carry `__unsaved`.
pub(crate) fn fresh(schema: &Schema, doctype: &str, doc: &Doc, sent: &Map<String, Value>) -> Value {
    let mut out = document(schema, doctype, doc);
    for (field, given) in sent.iter().filter_map(|(field, value)| value.as_array().map(|given| (field, given))) {
        let shown = out.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten();
        for (row, _) in shown.zip(given).filter(|(_, given)| given.get("name").is_none_or(Value::is_null)) {
            row["__unsaved"] = json!(1);
        }
    }
    out
}

/// As the client methods answer it: with its empty fields.
pub(crate) fn whole(schema: &Schema, doctype: &str, doc: Doc) -> Value {
    let mut full = doc;
    full.insert("doctype".into(), json!(doctype));
    full.extend(form_fields(schema, doctype));
    Value::Object(full)
}

fn form_fields(schema: &Schema, doctype: &str) -> impl Iterator<Item = (String, Value)> {
    let fields = schema.get(doctype).map(|m| m.rules.form_fields.clone()).unwrap_or_default();
    fields.into_iter().map(|field| (field, Value::Null))
}
