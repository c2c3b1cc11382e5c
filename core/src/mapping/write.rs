//! The converters, writing: a value of the unified model, as JSON, → the system's JSON. Types are checked here.

use rust_decimal::Decimal;
use serde_json::{Map, Number, Value as Json};

use super::compile::converter;
use super::path::set_dotted;
use crate::error::{Error, Result};
use crate::manifest::{Converter, FieldMap, FieldSpec};
use crate::model::{Field, FieldKind, Model};
use crate::value::{parse_date, parse_decimal, parse_instant};

/// A value in the system's form. An enum word of ours may stand for several of the system's.
#[derive(Clone, Debug, PartialEq)]
pub enum Native {
    /// One value.
    One(Json),
    /// Any of these, in a filter; the first, in a write.
    AnyOf(Vec<Json>),
}

impl Native {
    /// The value that is written.
    pub fn first(self) -> Json {
        match self {
            Native::One(value) => value,
            Native::AnyOf(values) => values.into_iter().next().unwrap_or(Json::Null),
        }
    }

    /// All values.
    pub fn all(self) -> Vec<Json> {
        match self {
            Native::One(value) => vec![value],
            Native::AnyOf(values) => values,
        }
    }
}

/// What writing needs to know of its connection.
#[derive(Clone, Debug)]
pub(super) struct Writing<'a> {
    pub(super) connection: &'a str,
    pub(super) zone: &'a jiff::tz::TimeZone,
}

/// The form that a value of a field has in filters: that of writes, but days and moments as text of the system's
/// zone, because filters speak to columns and not to JSON.
pub fn filter_value(
    field: &Field,
    map: &FieldMap,
    value: &Json,
    connection: &str,
    zone: &jiff::tz::TimeZone,
) -> Result<Native> {
    let as_column = match converter(field.kind, map) {
        Converter::EpochDate => Some(Converter::Date),
        Converter::EpochInstant => return epoch_column(field, value, zone).map(Native::One),
        Converter::DecimalText => Some(Converter::Decimal),
        // A list is filtered by one of its items.
        Converter::TextList => Some(Converter::Text),
        Converter::RefList => Some(Converter::Ref),
        Converter::Json => return Err(Error::invalid_input(format!("{} cannot be filtered by", field.name))),
        _ => None,
    };
    let map = as_column.map_or_else(|| map.clone(), |converter| FieldMap { converter: Some(converter), ..map.clone() });
    one(field, &map, value, &Writing { connection, zone })
}

/// A moment of a column with whole seconds.
fn epoch_column(field: &Field, value: &Json, zone: &jiff::tz::TimeZone) -> Result<Json> {
    let wrong = |what: &str| Error::invalid_input(format!("{} must be {what}, not {}", field.name, excerpt(value)));
    let at = instant(value.as_str().ok_or_else(|| wrong("text"))?, &wrong)?;
    Ok(Json::from(at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()))
}

pub(super) fn one(field: &Field, map: &FieldMap, value: &Json, writing: &Writing<'_>) -> Result<Native> {
    if value.is_null() {
        return Ok(Native::One(Json::Null));
    }
    let wrong = |what: &str| Error::invalid_input(format!("{} must be {what}, not {}", field.name, excerpt(value)));
    let decimal = || -> Result<_> {
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return Err(wrong("a decimal, best as text like \"12.50\"")),
        };
        parse_decimal(&text).map_err(|_| wrong("a decimal of at most 28 digits, best as text like \"12.50\""))
    };
    let truth = || value.as_bool().ok_or_else(|| wrong("true or false"));
    let text = || value.as_str().ok_or_else(|| wrong("text"));
    let local = |text: &str, format: &str| -> Result<Json> {
        let local = instant(text, &wrong)?.to_zoned(writing.zone.clone());
        Ok(Json::from(local.strftime(format).to_string()))
    };
    let date = || parse_date(text()?).map_err(|_| wrong("a date like 2026-11-23"));
    Ok(Native::One(match converter(field.kind, map) {
        Converter::Text | Converter::Flags | Converter::Rows => Json::from(text()?),
        Converter::Integer => {
            let number = value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            Json::from(number.ok_or_else(|| wrong("a whole number"))?)
        }
        Converter::IntegerText => {
            Json::from(text()?.parse::<i64>().map_err(|_| wrong("the digits of a whole number: the system keeps one"))?)
        }
        Converter::Decimal => Json::Number(decimal()?.to_string().parse::<Number>().map_err(|_| wrong("a decimal"))?),
        Converter::DecimalText => Json::from(decimal()?.to_string()),
        Converter::Micros => Json::from(small_units(decimal()?, 6, &wrong)?),
        Converter::Cents => Json::from(small_units(decimal()?, 2, &wrong)?),
        Converter::Bool => Json::from(truth()?),
        Converter::BoolText => Json::from(truth()?.to_string()),
        Converter::Bool01 => Json::from(u8::from(truth()?)),
        Converter::NotBool01 => Json::from(u8::from(!truth()?)),
        Converter::Date | Converter::DayStart | Converter::DayEnd => Json::from(date()?.to_string()),
        Converter::DateInstant => Json::from(format!("{}T00:00:00.000Z", date()?)),
        Converter::Year => Json::from(date()?.year()),
        Converter::EpochDate => {
            let date = date()?;
            let noon = date.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong("a date"))?;
            Json::from(noon.timestamp().as_second())
        }
        Converter::Instant => Json::from(instant(text()?, &wrong)?.to_string()),
        Converter::EpochInstant => Json::from(instant(text()?, &wrong)?.as_second()),
        Converter::EpochMillis => Json::from(instant(text()?, &wrong)?.as_millisecond()),
        Converter::NaiveInstant => local(text()?, "%Y-%m-%d %H:%M:%S%.6f")?,
        Converter::NaiveSecond => local(text()?, "%Y-%m-%d %H:%M:%S")?,
        Converter::NaiveMinute => local(text()?, "%Y-%m-%d %H:%M")?,
        Converter::Enum => return enum_words(field, map, text()?, &wrong),
        Converter::Ref => return remote_id(field, map, text()?, writing).map(Native::One),
        Converter::TextList | Converter::RefList => return list(field, map, value, writing, &wrong).map(Native::One),
        Converter::Json => value.clone(),
    }))
}

/// The largest whole number that every JSON reader keeps.
const LARGEST: i64 = 1 << 53;

/// A decimal as a whole number of units of ten to the minus `places`; what is finer or larger would be changed silently.
fn small_units(number: Decimal, places: u32, wrong: &dyn Fn(&str) -> Error) -> Result<i64> {
    let units = number.checked_mul(Decimal::from(10_i64.pow(places))).map(|units| units.normalize());
    let units = units.filter(|units| units.scale() == 0).ok_or_else(|| {
        wrong(&format!("a decimal with at most {places} places behind the point: the system keeps no more"))
    })?;
    let units = i64::try_from(units.mantissa()).ok().filter(|units| units.abs() <= LARGEST);
    units.ok_or_else(|| {
        let largest = Decimal::new(LARGEST, places);
        wrong(&format!("a decimal from -{largest} to {largest}: the system rounds larger ones"))
    })
}

/// A list of texts or of references.
fn list(
    field: &Field,
    map: &FieldMap,
    value: &Json,
    writing: &Writing<'_>,
    wrong: &dyn Fn(&str) -> Error,
) -> Result<Json> {
    let refs = converter(field.kind, map) == Converter::RefList;
    let what = if refs { "a list of ids" } else { "a list of texts" };
    let items = value.as_array().ok_or_else(|| wrong(what))?;
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let text = item.as_str().ok_or_else(|| wrong(what))?;
        let native = if refs { remote_id(field, map, text, writing)? } else { Json::from(text) };
        out.push(match &map.item {
            Some(path) => {
                let mut object = Map::new();
                set_dotted(&mut object, path, native);
                Json::Object(object)
            }
            None => native,
        });
    }
    Ok(Json::Array(out))
}

fn instant(text: &str, wrong: &dyn Fn(&str) -> Error) -> Result<jiff::Timestamp> {
    parse_instant(text).map_err(|_| wrong("an instant like 2026-11-23T04:00:00Z"))
}

/// The system's words for ours; digits are written as numbers.
fn enum_words(field: &Field, map: &FieldMap, word: &str, wrong: &dyn Fn(&str) -> Error) -> Result<Native> {
    let FieldKind::Enum(words) = field.kind else { return Err(wrong("text")) };
    if !words.contains(&word) {
        return Err(wrong(&format!("one of {}", words.join(", "))));
    }
    if map.table.is_empty() {
        return Ok(Native::One(Json::from(word)));
    }
    let json = |native: &String| native.parse::<i64>().map_or_else(|_| Json::from(native.as_str()), Json::from);
    let natives: Vec<Json> =
        map.table.iter().filter(|(_, ours)| *ours == word).map(|(native, _)| json(native)).collect();
    if natives.is_empty() {
        return Err(Error::invalid_input(format!("{}: the system has no word for {word:?}", field.name)));
    }
    Ok(Native::AnyOf(natives))
}

/// The system's id in one of our ids; a bare id of the system is taken as it is.
fn remote_id(field: &Field, map: &FieldMap, id: &str, writing: &Writing<'_>) -> Result<Json> {
    let Some(rest) = id.strip_prefix(writing.connection).and_then(|rest| rest.strip_prefix(':')) else {
        return whole(field, map, id);
    };
    let target = map.to.as_ref();
    let remote = match target.and_then(|target| target.variant.as_deref()) {
        Some(variant) => rest
            .strip_prefix(variant)
            .and_then(|rest| rest.strip_prefix(':'))
            .ok_or_else(|| Error::invalid_input(format!("{}: {id:.120?} is not the id of a {variant}", field.name)))?,
        None if target.is_some_and(|target| target.variant_at.is_some()) => {
            rest.split_once(':').map_or(rest, |(_, remote)| remote)
        }
        None => rest,
    };
    // A target under a parent is written by its own id alone.
    let nested = target.is_some_and(|target| target.same_parent || target.parent_at.is_some());
    let remote = if nested { remote.rsplit('/').next().unwrap_or(remote) } else { remote };
    whole(field, map, remote)
}

/// An id as the system wants it.
fn whole(field: &Field, map: &FieldMap, id: &str) -> Result<Json> {
    if !map.to.as_ref().is_some_and(|target| target.integer) {
        return Ok(Json::from(id));
    }
    let number = id.parse::<i64>();
    number
        .map(Json::from)
        .map_err(|_| Error::invalid_input(format!("{}: {id:.120?} is not an id of this system", field.name)))
}

/// Writes one value of a record or of a row, with what goes along with it.
pub(super) fn put(
    field: &Field,
    map: &FieldMap,
    value: &Json,
    writing: &Writing<'_>,
    body: &mut Map<String, Json>,
) -> Result<()> {
    for also in map.also.iter().filter(|_| !value.is_null()) {
        let form = FieldMap { converter: also.converter.or(map.converter), ..map.clone() };
        set_dotted(body, &also.at, one(field, &form, value, writing)?.first());
    }
    if let Some(path) = map.write_at.as_deref().or(map.at.as_deref()) {
        set_dotted(body, path, one(field, map, value, writing)?.first());
    }
    if let Some(target) = map.to.as_ref().filter(|target| target.variant_at.is_some()) {
        // The id of ours names the variant; the system wants its own word for it beside.
        let variant =
            value.as_str().and_then(|id| id.strip_prefix(writing.connection)).and_then(|id| id.split(':').nth(1));
        let word = target.table.iter().find(|(_, ours)| Some(ours.as_str()) == variant).map(|(word, _)| word);
        if let (Some(word), Some(at)) = (word, target.variant_at.as_deref()) {
            set_dotted(body, at, Json::from(word.as_str()));
        }
    }
    Ok(())
}

/// The system's form of the child rows.
pub(super) fn rows(child: &Model, spec: &FieldMap, value: &Json, name: &str, writing: &Writing<'_>) -> Result<Json> {
    let items = value.as_array().ok_or_else(|| Error::invalid_input(format!("{name} must be a list of rows")))?;
    let mut out = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = format!("{name}[{index}]");
        let row =
            item.as_object().ok_or_else(|| Error::invalid_input(format!("{place} must be an object of fields")))?;
        let mut native = Map::new();
        for (path, constant) in &spec.row_set {
            set_dotted(&mut native, path, constant.clone());
        }
        if let Some(path) = &spec.row_number {
            set_dotted(&mut native, path, Json::from(index + 1));
        }
        for (key, value) in row {
            let slot = child.slot(key).ok_or_else(|| super::encode::unknown_field(child, key, &place))?;
            let map = spec.rows.get(key).map(FieldSpec::map);
            let Some(mut map) = map.filter(|map| map.write && (map.at.is_some() || map.write_at.is_some())) else {
                if value.is_null() {
                    continue;
                }
                return Err(Error::invalid_input(format!(
                    "{place}.{key} cannot be written: the system computes it or has no such field"
                )));
            };
            let said = |other: &String| row.get(other).is_some_and(|value| !value.is_null());
            if let Some(path) = map.write_beside.iter().find_map(|(other, path)| said(other).then_some(path)) {
                map.write_at = Some(path.clone());
            }
            put(&child.fields[slot], &map, value, writing, &mut native)
                .map_err(|error| Error::invalid_input(format!("{place}.{}", error.message())))?;
        }
        out.push(Json::Object(native));
    }
    Ok(Json::Array(out))
}

/// A value for a message, cut short.
pub(super) fn excerpt(value: &Json) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
