//! The converters, reading: one JSON text of a field → its value. Never through a float.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;

use super::compile::Context;
use super::decode::RowDecoder;
use crate::value::{Value, parse_date, parse_decimal, parse_instant, parse_local};

/// What a field's JSON text becomes.
#[derive(Debug)]
pub(super) enum Reader {
    Text,
    Integer,
    Decimal,
    Bool,
    Bool01,
    NotBool01,
    Date,
    EpochDate,
    Instant,
    NaiveInstant,
    EpochInstant,
    /// The system's word → ours; any other word is `other`, where the model has that. Few words: a list is quicker than a map.
    Enum(Vec<(Box<str>, Value)>, bool),
    /// The id of a record of another resource, with its variant.
    Ref(Option<Box<str>>),
    /// The path inside each item, and what stands there.
    List(Vec<Box<str>>, Box<Reader>),
    Json,
    Rows(Box<RowDecoder>),
}

type Read<T> = std::result::Result<T, String>;

/// The text of a JSON scalar: of a string its content, of a number or truth value its text; nothing for null and "".
pub fn scalar_text(raw: &str) -> Option<Cow<'_, str>> {
    match raw.as_bytes().first()? {
        b'"' => {
            let inner = raw.get(1..raw.len() - 1)?;
            if inner.is_empty() {
                return None;
            }
            if !inner.as_bytes().contains(&b'\\') {
                return Some(Cow::Borrowed(inner));
            }
            serde_json::from_str::<String>(raw).ok().map(Cow::Owned)
        }
        b'n' | b'[' | b'{' => None,
        _ => Some(Cow::Borrowed(raw)),
    }
}

fn composite(raw: &str) -> bool {
    matches!(raw.as_bytes().first(), Some(b'[' | b'{'))
}

impl Reader {
    /// Reads one JSON text.
    pub(super) fn read(&self, raw: &str, context: &Context) -> Read<Value> {
        match self {
            Reader::Rows(rows) => return rows.read(raw, context),
            Reader::List(path, reader) => return list(path, reader, raw, context),
            Reader::Json => return Ok(if raw == "null" { Value::Null } else { Value::Json(raw.into()) }),
            _ => {}
        }
        // Dolibarr and others write an empty array for an empty value.
        if composite(raw) {
            return if matches!(raw, "[]" | "{}") {
                Ok(Value::Null)
            } else {
                Err(format!("{} is no single value", short(raw)))
            };
        }
        let Some(text) = scalar_text(raw) else { return Ok(Value::Null) };
        match self {
            Reader::Text => Ok(Value::Text(text.into())),
            Reader::Decimal => parse_decimal(&text).map(Value::Decimal).map_err(|_| no(raw, "a decimal number")),
            Reader::Integer => integer(&text).map(Value::Int).ok_or_else(|| no(raw, "a whole number")),
            Reader::Bool | Reader::Bool01 => truth(&text).map(Value::Bool).ok_or_else(|| no(raw, "a truth value")),
            Reader::NotBool01 => truth(&text).map(|yes| Value::Bool(!yes)).ok_or_else(|| no(raw, "a truth value")),
            Reader::Enum(table, has_other) => match table.iter().find(|(word, _)| **word == *text) {
                Some((_, value)) => Ok(value.clone()),
                None if *has_other => Ok(Value::Text("other".into())),
                None => Err(no(raw, "a known word")),
            },
            Reader::Ref(variant) => Ok(Value::Text(context.id(variant.as_deref(), &text))),
            Reader::Date => {
                let day = text.get(..10).unwrap_or(&text);
                parse_date(day).map(Value::Date).map_err(|_| no(raw, "a date"))
            }
            Reader::Instant => parse_instant(&text).map(Value::Instant).map_err(|_| no(raw, "an instant")),
            Reader::NaiveInstant => naive(&text, &context.zone).map(Value::Instant).ok_or_else(|| no(raw, "a time")),
            Reader::EpochInstant => epoch(&text).map(Value::Instant).ok_or_else(|| no(raw, "seconds since 1970")),
            Reader::EpochDate => match &*text {
                "0" => Ok(Value::Null),
                // Some answers hold the same date as text.
                day if day.len() >= 10 && day.as_bytes()[4] == b'-' => {
                    parse_date(&day[..10]).map(Value::Date).map_err(|_| no(raw, "a date"))
                }
                _ => epoch(&text)
                    .map(|at| Value::Date(at.to_zoned(context.zone.clone()).date()))
                    .ok_or_else(|| no(raw, "seconds since 1970")),
            },
            Reader::Rows(_) | Reader::List(..) | Reader::Json => Ok(Value::Null),
        }
    }
}

/// The values of an array, without the empty ones; a single value is a list of one.
fn list(path: &[Box<str>], reader: &Reader, raw: &str, context: &Context) -> Read<Value> {
    let items: Vec<&RawValue> = match raw.as_bytes().first() {
        Some(b'[') => serde_json::from_str(raw).map_err(|error| error.to_string())?,
        _ => vec![serde_json::from_str(raw).map_err(|error| error.to_string())?],
    };
    let array = raw.starts_with('[');
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        let found = within(item, path)?;
        let value = found.map_or(Ok(Value::Null), |raw| reader.read(raw.get(), context))?;
        if !value.is_null() {
            values.push(value);
        }
    }
    Ok(if values.is_empty() && !array { Value::Null } else { Value::List(values) })
}

/// What stands at a path inside an item; nothing where it is missing.
fn within<'r>(item: &'r RawValue, path: &[Box<str>]) -> Read<Option<&'r RawValue>> {
    let mut found = item;
    for key in path {
        if !found.get().starts_with('{') {
            return Ok(None);
        }
        let members: HashMap<Cow<'r, str>, &'r RawValue> =
            serde_json::from_str(found.get()).map_err(|error| error.to_string())?;
        match members.get(&**key) {
            Some(member) => found = member,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

fn integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| text.strip_suffix(".0").and_then(|whole| whole.parse().ok()))
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "true" | "1.0" => Some(true),
        "0" | "false" | "0.0" => Some(false),
        _ => None,
    }
}

fn epoch(text: &str) -> Option<Timestamp> {
    Timestamp::from_second(text.parse().ok()?).ok()
}

/// A local time in a zone. An hour that a clock change doubles is read as its first pass, one that it skips is moved
/// on: the "compatible" rule of RFC 5545.
fn naive(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(parse_local(text)?).compatible().ok()
}

fn no(raw: &str, what: &str) -> String {
    format!("{} is not {what}", short(raw))
}

fn short(raw: &str) -> String {
    let mut text: String = raw.chars().take(60).collect();
    if text.len() < raw.len() {
        text.push('…');
    }
    text
}

/// An instant of a feed, as RFC 3339.
pub fn read_instant(map: &crate::manifest::FieldMap, raw: &str, zone: &TimeZone) -> Result<String, String> {
    use crate::manifest::Converter;
    let text = scalar_text(raw).ok_or_else(|| no(raw, "a time"))?;
    let at = match map.converter {
        Some(Converter::NaiveInstant) => naive(&text, zone),
        Some(Converter::EpochInstant) => epoch(&text),
        _ => parse_instant(&text).ok(),
    };
    at.map(|at| at.to_string()).ok_or_else(|| no(raw, "a time"))
}
