//! A record: the envelope that all models share, and the values of its model.

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::{FieldKind, Model};
use crate::value::Value;

/// Where a record comes from; shared by all records of a page.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The system, for example `erpnext`.
    pub system: Arc<str>,
    /// The tenant's connection.
    pub connection: Arc<str>,
    /// The unified model.
    pub model: &'static Model,
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
        out.extend_from_slice(b"{\"id\":");
        write_text(out, &self.id);
        out.extend_from_slice(b",\"remote_id\":");
        write_text(out, &self.remote_id);
        write_optional(out, "remote_url", self.remote_url.as_deref());
        out.extend_from_slice(b",\"system\":");
        write_text(out, &self.origin.system);
        out.extend_from_slice(b",\"connection\":");
        write_text(out, &self.origin.connection);
        for (name, at) in
            [("created_at", self.created_at), ("updated_at", self.updated_at), ("deleted_at", self.deleted_at)]
        {
            write_key(out, name);
            write_value(out, &at.map_or(Value::Null, Value::Instant));
        }
        write_optional(out, "version", self.version.as_deref());
        write_optional(out, "external_ref", self.external_ref.as_deref());
        write_fields(out, self.origin.model, &self.values);
        write_key(out, "custom");
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
        write_key(out, "warnings");
        out.push(b'[');
        for (index, warning) in self.warnings.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, warning);
        }
        out.push(b']');
        if let Some(raw) = &self.raw {
            write_key(out, "raw");
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

fn write_fields(out: &mut Vec<u8>, model: &Model, values: &[Value]) {
    for (field, value) in model.fields.iter().zip(values) {
        write_key(out, field.name);
        match (field.kind, value) {
            (FieldKind::Rows(child), Value::Rows(rows)) => {
                out.push(b'[');
                for (index, row) in rows.iter().enumerate() {
                    out.extend_from_slice(if index > 0 { b",{" } else { b"{" });
                    let start = out.len();
                    write_fields(out, child, row);
                    out.remove(start); // the comma before the first field
                    out.push(b'}');
                }
                out.push(b']');
            }
            _ => write_value(out, value),
        }
    }
}

fn write_key(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

fn write_optional(out: &mut Vec<u8>, name: &str, text: Option<&str>) {
    write_key(out, name);
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
