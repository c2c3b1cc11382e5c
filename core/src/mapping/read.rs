//! The converters, reading: one JSON text of a field → its value. Never through a float.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::compile::Context;
use super::decode::RowDecoder;
use super::within::{Path, within};
use crate::value::{Value, parse_date, parse_decimal, parse_instant, parse_local};

/// What a field's JSON text becomes.
#[derive(Debug)]
pub(super) enum Reader {
    Text,
    Integer,
    Decimal,
    /// A whole number of units of ten to the minus this.
    Scaled(u32),
    /// true and false, 1 and 0.
    Bool,
    /// The opposite.
    NotBool,
    /// Any usual word for it.
    BoolText,
    Date,
    /// The day that begins, or ends, nearest to a midnight in UTC.
    Day {
        end: bool,
    },
    EpochDate,
    Instant,
    NaiveInstant,
    /// The time since 1970, in units of ten to this nanoseconds.
    Epoch(u32),
    /// The system's word → ours; any other word is `other`, where the model has that. Few words: a list is quicker than a map.
    Enum(Vec<(Box<str>, Value)>, bool),
    /// The id of a record of another resource, perhaps inside an object; `bare` as the system writes it.
    Ref {
        variant: Option<Box<str>>,
        id_at: Path,
        bare: bool,
    },
    /// The path inside each item, and what stands there.
    List(Path, Box<Reader>),
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
        let raw = match self {
            Reader::Ref { id_at, .. } if !id_at.is_empty() => within(raw, id_at)?.unwrap_or("null"),
            _ => raw,
        };
        // Dolibarr and others write an empty array for an empty value.
        if composite(raw) {
            return if empty(raw) { Ok(Value::Null) } else { Err(format!("{} is no single value", short(raw))) };
        }
        let Some(text) = scalar_text(raw) else { return Ok(Value::Null) };
        match self {
            Reader::Text => Ok(Value::Text(text.into())),
            Reader::Decimal => parse_decimal(&text).map(Value::Decimal).map_err(|_| no(raw, "a decimal number")),
            Reader::Integer => integer(&text).map(Value::Int).ok_or_else(|| no(raw, "a whole number")),
            Reader::Scaled(places) => {
                scaled(&text, *places).map(Value::Decimal).ok_or_else(|| no(raw, "a whole number of small units"))
            }
            Reader::Bool => truth(&text).map(Value::Bool).ok_or_else(|| no(raw, "a truth value")),
            Reader::NotBool => truth(&text).map(|yes| Value::Bool(!yes)).ok_or_else(|| no(raw, "a truth value")),
            Reader::BoolText => truth_word(&text).map(Value::Bool).ok_or_else(|| no(raw, "a truth value")),
            Reader::Enum(table, has_other) => match table.iter().find(|(word, _)| **word == *text) {
                Some((_, value)) => Ok(value.clone()),
                None if *has_other => Ok(Value::Text("other".into())),
                None => Err(no(raw, "a known word")),
            },
            Reader::Ref { bare: true, .. } => Ok(Value::Text(text.into())),
            Reader::Ref { variant, .. } => Ok(Value::Text(context.id(variant.as_deref(), &text))),
            Reader::Date => {
                let day = text.get(..10).unwrap_or(&text);
                parse_date(day).map(Value::Date).map_err(|_| no(raw, "a date"))
            }
            Reader::Day { end } => day(&text, *end).map(Value::Date).ok_or_else(|| no(raw, "an instant")),
            Reader::Instant => parse_instant(&text).map(Value::Instant).map_err(|_| no(raw, "an instant")),
            Reader::NaiveInstant => naive(&text, &context.zone).map(Value::Instant).ok_or_else(|| no(raw, "a time")),
            Reader::Epoch(unit) => epoch(&text, *unit).map(Value::Instant).ok_or_else(|| no(raw, "a time since 1970")),
            Reader::EpochDate => match &*text {
                "0" => Ok(Value::Null),
                // Some answers hold the same date as text.
                day if day.len() >= 10 && day.as_bytes()[4] == b'-' => {
                    let day = day.get(..10).unwrap_or(day);
                    parse_date(day).map(Value::Date).map_err(|_| no(raw, "a date"))
                }
                _ => epoch(&text, 9)
                    .map(|at| Value::Date(at.to_zoned(context.zone.clone()).date()))
                    .ok_or_else(|| no(raw, "seconds since 1970")),
            },
            Reader::Rows(_) | Reader::List(..) | Reader::Json => Ok(Value::Null),
        }
    }
}

/// The values of an array, without the empty ones; a single value is a list of one.
fn list(path: &[Box<str>], reader: &Reader, raw: &str, context: &Context) -> Read<Value> {
    let single = !raw.starts_with('[');
    let items: Vec<&RawValue> =
        if single { Vec::new() } else { serde_json::from_str(raw).map_err(|error| error.to_string())? };
    let texts = items.iter().map(|item| item.get()).chain(single.then_some(raw));
    let mut values = Vec::with_capacity(items.len());
    for item in texts {
        let value = match within(item, path)? {
            Some(found) => reader.read(found, context)?,
            None => Value::Null,
        };
        if !value.is_null() {
            values.push(value);
        }
    }
    Ok(if single && values.is_empty() { Value::Null } else { Value::List(values) })
}

/// The day whose first, or last, moment this is somewhere on earth: midnight there is at most half a day from one in UTC.
fn day(text: &str, end: bool) -> Option<jiff::civil::Date> {
    // The day itself, as it is written.
    if text.len() == 10 {
        return parse_date(text).ok();
    }
    let at = parse_instant(text).ok()?;
    // A last moment is up to a minute before midnight.
    let half = jiff::SignedDuration::from_mins(if end { 12 * 60 + 1 } else { 12 * 60 });
    let nearest = at.checked_add(half).ok()?.to_zoned(TimeZone::UTC).date();
    if end { nearest.yesterday().ok() } else { Some(nearest) }
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

fn truth_word(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match truth(text) {
        None if is(["true", "yes", "on"]) => Some(true),
        None if is(["false", "no", "off"]) => Some(false),
        found => found,
    }
}

/// A number of small units as the number of whole ones, exactly.
fn scaled(text: &str, places: u32) -> Option<Decimal> {
    let mut number = parse_decimal(text).ok()?;
    let scale = number.scale() + places;
    number.set_scale(scale).ok()?;
    Some(number.normalize())
}

/// A time since 1970, in units of ten to `unit` nanoseconds; it may have a fraction, of which nanoseconds are kept.
fn epoch(text: &str, unit: u32) -> Option<Timestamp> {
    if let Ok(whole) = text.parse::<i64>() {
        return Timestamp::from_nanosecond(i128::from(whole) * 10_i128.pow(unit)).ok();
    }
    let nanoseconds = parse_decimal(text).ok()?.checked_mul(Decimal::from(10_i64.pow(unit)))?;
    Timestamp::from_nanosecond(nanoseconds.trunc().mantissa()).ok()
}

/// Whether an array or object holds nothing.
pub(super) fn empty(raw: &str) -> bool {
    raw.len() >= 2 && raw[1..raw.len() - 1].trim().is_empty()
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
        Some(Converter::NaiveInstant | Converter::NaiveSecond | Converter::NaiveMinute) => naive(&text, zone),
        Some(Converter::EpochInstant) => epoch(&text, 9),
        Some(Converter::EpochMillis) => epoch(&text, 6),
        _ => parse_instant(&text).ok(),
    };
    at.map(|at| at.to_string()).ok_or_else(|| no(raw, "a time"))
}
