//! Records as JSON: the envelope, then the fields, in the order of the tables.
//!
//! The keys are made once and then copied, because a page holds thousands of them.

use std::io::Write;

use super::record::Record;
use super::text::{write_date, write_decimal, write_instant};
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

/// Appends records, all of one model, as a JSON array.
pub fn write_records(out: &mut Vec<u8>, records: &[Record], style: KeyStyle) {
    out.push(b'[');
    if let Some(first) = records.first() {
        let writer = Writer::new(first.origin.model, style);
        for (index, record) in records.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            writer.write(record, out);
        }
    }
    out.push(b']');
}

/// Writes records of one model. The keys inside `custom` and `raw` stay the system's.
#[derive(Debug)]
pub(super) struct Writer {
    envelope: Envelope,
    fields: Vec<Column>,
}

/// The keys of the envelope, each with what stands before and behind it: `,"remoteId":`.
#[derive(Debug)]
struct Envelope {
    remote_id: Key,
    remote_url: Key,
    created_at: Key,
    updated_at: Key,
    deleted_at: Key,
    version: Key,
    external_ref: Key,
}

type Key = Box<[u8]>;

#[derive(Debug)]
struct Column {
    key: Key,
    /// The columns of child rows.
    rows: Vec<Column>,
}

impl Writer {
    /// A writer for the records of a model.
    pub(super) fn new(model: &Model, style: KeyStyle) -> Writer {
        let key = |name: &str| key(style, name);
        let envelope = Envelope {
            remote_id: key("remote_id"),
            remote_url: key("remote_url"),
            created_at: key("created_at"),
            updated_at: key("updated_at"),
            deleted_at: key("deleted_at"),
            version: key("version"),
            external_ref: key("external_ref"),
        };
        Writer { envelope, fields: columns(model, style) }
    }

    /// Appends a record of the writer's model.
    pub(super) fn write(&self, record: &Record, out: &mut Vec<u8>) {
        let keys = &self.envelope;
        out.extend_from_slice(b"{\"id\":");
        write_text(out, &record.id);
        write_optional(out, &keys.remote_id, Some(&record.remote_id));
        write_optional(out, &keys.remote_url, record.remote_url.as_deref());
        out.extend_from_slice(b",\"system\":");
        write_text(out, &record.origin.system);
        out.extend_from_slice(b",\"connection\":");
        write_text(out, &record.origin.connection);
        for (key, at) in [
            (&keys.created_at, record.created_at),
            (&keys.updated_at, record.updated_at),
            (&keys.deleted_at, record.deleted_at),
        ] {
            out.extend_from_slice(key);
            match at {
                Some(at) => write_instant(out, at),
                None => out.extend_from_slice(b"null"),
            }
        }
        write_optional(out, &keys.version, record.version.as_deref());
        write_optional(out, &keys.external_ref, record.external_ref.as_deref());
        write_fields(out, &self.fields, &record.values);
        out.extend_from_slice(b",\"custom\":{");
        for (index, (name, value)) in record.custom.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, name);
            out.push(b':');
            out.extend_from_slice(value.get().as_bytes());
        }
        out.extend_from_slice(b"},\"warnings\":[");
        for (index, warning) in record.warnings.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, warning);
        }
        out.push(b']');
        if let Some(raw) = &record.raw {
            out.extend_from_slice(b",\"raw\":");
            out.extend_from_slice(raw.get().as_bytes());
        }
        out.push(b'}');
    }
}

fn columns(model: &Model, style: KeyStyle) -> Vec<Column> {
    let column = |field: &super::Field| Column {
        key: key(style, field.name),
        rows: match field.kind {
            FieldKind::Rows(child) => columns(child, style),
            _ => Vec::new(),
        },
    };
    model.fields.iter().map(column).collect()
}

fn key(style: KeyStyle, name: &str) -> Key {
    let mut out = b",\"".to_vec();
    let mut words = name.split('_');
    match style {
        KeyStyle::Snake => out.extend_from_slice(name.as_bytes()),
        KeyStyle::Camel => {
            out.extend_from_slice(words.next().unwrap_or_default().as_bytes());
            for word in words {
                let (first, rest) = word.split_at(word.len().min(1));
                out.extend(first.to_ascii_uppercase().bytes().chain(rest.bytes()));
            }
        }
    }
    out.extend_from_slice(b"\":");
    out.into()
}

fn write_fields(out: &mut Vec<u8>, columns: &[Column], values: &[Value]) {
    for (column, value) in columns.iter().zip(values) {
        out.extend_from_slice(&column.key);
        match value {
            Value::Rows(rows) => {
                out.push(b'[');
                for (index, row) in rows.iter().enumerate() {
                    out.extend_from_slice(if index > 0 { b",{" } else { b"{" });
                    let start = out.len();
                    write_fields(out, &column.rows, row);
                    out.remove(start); // the comma before the first field
                    out.push(b'}');
                }
                out.push(b']');
            }
            _ => write_value(out, value),
        }
    }
}

fn write_optional(out: &mut Vec<u8>, key: &Key, text: Option<&str>) {
    out.extend_from_slice(key);
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
    match value {
        Value::Null | Value::Rows(_) => out.extend_from_slice(b"null"),
        Value::Bool(yes) => out.extend_from_slice(if *yes { b"true" } else { b"false" }),
        Value::Int(number) => {
            // Writing to a Vec cannot fail.
            let _ = write!(out, "{number}");
        }
        Value::Decimal(number) => write_decimal(out, *number),
        Value::Date(date) => write_date(out, *date),
        Value::Instant(at) => write_instant(out, *at),
        Value::Text(text) => write_text(out, text),
        Value::Json(text) => out.extend_from_slice(text.as_bytes()),
        Value::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
    }
}
