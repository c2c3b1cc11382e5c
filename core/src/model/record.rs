//! A record: the envelope that all models share, and the values of its model.

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::value::RawValue;

use super::{FieldKind, Model};
use crate::value::Value;

/// How the names of a model's fields are written as JSON keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStyle {
    /// `issue_date`: the canonical JSON.
    Snake,
    /// `issueDate`: what TypeScript shows, so that it need not rename the keys of every record.
    Camel,
}

/// The address that people open for a record of one entity, without the id.
#[derive(Clone, Debug)]
pub struct PageAddress {
    before: Box<str>,
    after: Box<str>,
}

/// What an id keeps as it is, in a path and in a query alike: the unreserved characters of RFC 3986.
const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl PageAddress {
    /// An address of what stands before and after the id.
    pub fn new(before: &str, after: &str) -> Self {
        PageAddress { before: before.into(), after: after.into() }
    }

    /// The address of a record.
    pub fn fill(&self, id: &str) -> Box<str> {
        format!("{}{}{}", self.before, utf8_percent_encode(id, ID), self.after).into()
    }
}

/// Where a record comes from; shared by all records of a page.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The system, for example `erpnext`.
    pub system: Arc<str>,
    /// The tenant's connection.
    pub connection: Arc<str>,
    /// The unified model.
    pub model: &'static Model,
    /// Where people open its records in the system.
    pub page: Option<PageAddress>,
}

/// One item of a resource, in its envelope.
#[derive(Clone, Debug)]
pub struct Record {
    /// System, connection and model.
    pub origin: Arc<Origin>,
    /// Ours and stable: `connection:remote_id`, or `connection:variant:remote_id` where a resource has variants.
    pub id: Box<str>,
    /// The system's own id.
    pub remote_id: Box<str>,
    /// Where a person opens it in the system, when known.
    pub remote_url: Option<Box<str>>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// When it was deleted, for systems that keep deleted records.
    pub deleted_at: Option<Timestamp>,
    /// The token of an optimistic version check; pass it as `if_version`.
    pub version: Option<Box<str>>,
    /// The caller's own key (idempotency key) where the system keeps one.
    pub external_ref: Option<Box<str>>,
    /// The tenant's own extra fields, as the system sends them.
    pub custom: Vec<(Box<str>, Box<RawValue>)>,
    /// What was odd about the record but not fatal.
    pub warnings: Vec<Box<str>>,
    /// The system's own JSON, on request.
    pub raw: Option<Box<RawValue>>,
    /// One value per field of the model.
    pub values: Box<[Value]>,
}

impl Record {
    /// The value of a field; empty for an unknown one.
    pub fn get(&self, name: &str) -> &Value {
        static NULL: Value = Value::Null;
        self.origin.model.slot(name).map_or(&NULL, |slot| &self.values[slot])
    }

    /// Appends the canonical JSON of the record: envelope, then fields, in the order of the tables.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        self.write_json_as(out, KeyStyle::Snake);
    }

    /// Appends the JSON of the record with keys in the given style; the keys inside `custom` and `raw` stay the system's.
    pub fn write_json_as(&self, out: &mut Vec<u8>, keys: KeyStyle) {
        out.extend_from_slice(b"{\"id\":");
        write_text(out, &self.id);
        write_optional(out, keys, "remote_id", Some(&self.remote_id));
        write_optional(out, keys, "remote_url", self.remote_url.as_deref());
        out.extend_from_slice(b",\"system\":");
        write_text(out, &self.origin.system);
        out.extend_from_slice(b",\"connection\":");
        write_text(out, &self.origin.connection);
        for (name, at) in
            [("created_at", self.created_at), ("updated_at", self.updated_at), ("deleted_at", self.deleted_at)]
        {
            write_key(out, keys, name);
            write_value(out, &at.map_or(Value::Null, Value::Instant));
        }
        write_optional(out, keys, "version", self.version.as_deref());
        write_optional(out, keys, "external_ref", self.external_ref.as_deref());
        write_fields(out, keys, self.origin.model, &self.values);
        write_key(out, keys, "custom");
        out.push(b'{');
        for (index, (name, value)) in self.custom.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, name);
            out.push(b':');
            out.extend_from_slice(value.get().as_bytes());
        }
        out.push(b'}');
        write_key(out, keys, "warnings");
        out.push(b'[');
        for (index, warning) in self.warnings.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, warning);
        }
        out.push(b']');
        if let Some(raw) = &self.raw {
            write_key(out, keys, "raw");
            out.extend_from_slice(raw.get().as_bytes());
        }
        out.push(b'}');
    }

    /// The canonical JSON of the record.
    pub fn to_json(&self) -> String {
        let mut out = Vec::with_capacity(1024);
        self.write_json(&mut out);
        // Only text that was UTF-8 before has been written.
        String::from_utf8_lossy(&out).into_owned()
    }
}

fn write_fields(out: &mut Vec<u8>, keys: KeyStyle, model: &Model, values: &[Value]) {
    for (field, value) in model.fields.iter().zip(values) {
        write_key(out, keys, field.name);
        match (field.kind, value) {
            (FieldKind::Rows(child), Value::Rows(rows)) => {
                out.push(b'[');
                for (index, row) in rows.iter().enumerate() {
                    out.extend_from_slice(if index > 0 { b",{" } else { b"{" });
                    let start = out.len();
                    write_fields(out, keys, child, row);
                    out.remove(start); // the comma before the first field
                    out.push(b'}');
                }
                out.push(b']');
            }
            _ => write_value(out, value),
        }
    }
}

fn write_key(out: &mut Vec<u8>, keys: KeyStyle, name: &str) {
    out.extend_from_slice(b",\"");
    match keys {
        KeyStyle::Snake => out.extend_from_slice(name.as_bytes()),
        KeyStyle::Camel => {
            for (index, word) in name.split('_').enumerate() {
                let start = out.len();
                out.extend_from_slice(word.as_bytes());
                if index > 0 {
                    out[start..].iter_mut().take(1).for_each(|letter| letter.make_ascii_uppercase());
                }
            }
        }
    }
    out.extend_from_slice(b"\":");
}

fn write_optional(out: &mut Vec<u8>, keys: KeyStyle, name: &str, text: Option<&str>) {
    write_key(out, keys, name);
    match text {
        Some(text) => write_text(out, text),
        None => out.extend_from_slice(b"null"),
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    // Writing to a Vec cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// Appends one value: decimals, dates and instants are strings.
fn write_value(out: &mut Vec<u8>, value: &Value) {
    let _ = match value {
        Value::Null | Value::Rows(_) => out.write_all(b"null"),
        Value::Bool(yes) => write!(out, "{yes}"),
        Value::Int(number) => write!(out, "{number}"),
        Value::Decimal(number) => write!(out, "\"{number}\""),
        Value::Date(date) => write!(out, "\"{date}\""),
        Value::Instant(at) => write!(out, "\"{at}\""),
        Value::Text(text) => {
            write_text(out, text);
            Ok(())
        }
        Value::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.write_all(b"]")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice() -> Record {
        let model = Model::find("accounting.invoices").unwrap();
        let mut values = vec![Value::Null; model.fields.len()];
        values[model.slot("issue_date").unwrap()] = Value::Date("2026-11-23".parse().unwrap());
        let lines = model.slot("lines").unwrap();
        let FieldKind::Rows(child) = model.fields[lines].kind else { panic!("lines are rows") };
        let mut row = vec![Value::Null; child.fields.len()].into_boxed_slice();
        row[child.slot("unit_price").unwrap()] = Value::Decimal("1.50".parse().unwrap());
        values[lines] = Value::Rows(vec![row]);
        Record {
            origin: Arc::new(Origin { system: "erpnext".into(), connection: "erp".into(), model, page: None }),
            id: "erp:1".into(),
            remote_id: "1".into(),
            remote_url: None,
            created_at: None,
            updated_at: None,
            deleted_at: None,
            version: None,
            external_ref: None,
            custom: vec![("own_field".into(), RawValue::from_string("{\"in_it\":1}".into()).unwrap())],
            warnings: Vec::new(),
            raw: None,
            values: values.into(),
        }
    }

    #[test]
    fn both_styles_of_every_name_can_be_told_from_each_other() {
        fn check(model: &Model) {
            for field in model.fields {
                let words: Vec<&str> = field.name.split('_').collect();
                let plain = words.iter().all(|word| word.starts_with(|first: char| first.is_ascii_lowercase()));
                assert!(plain, "{}.{}: TypeScript could not turn the name back", model.record, field.name);
                if let FieldKind::Rows(child) = field.kind {
                    check(child);
                }
            }
        }
        Model::all().for_each(check);
    }

    #[test]
    fn styles_differ_in_the_keys_of_the_model_only() {
        let mut camel = Vec::new();
        invoice().write_json_as(&mut camel, KeyStyle::Camel);
        let camel: serde_json::Value = serde_json::from_slice(&camel).unwrap();
        let snake: serde_json::Value = serde_json::from_str(&invoice().to_json()).unwrap();
        assert_eq!((&snake["issue_date"], &snake["remote_id"]), (&"2026-11-23".into(), &"1".into()));
        assert_eq!((&camel["issueDate"], &camel["remoteId"]), (&"2026-11-23".into(), &"1".into()));
        assert_eq!(camel["lines"][0]["unitPrice"], snake["lines"][0]["unit_price"]);
        assert_eq!(camel["custom"], snake["custom"]);
        assert_eq!(camel.as_object().unwrap().len(), snake.as_object().unwrap().len());
    }
}
