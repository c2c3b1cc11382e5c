//! The inputs of an action: a value of ours, checked against the manifest's word for its type → the system's JSON.

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::path::set_path;
use super::write::{Native, Writing, excerpt, one};
use crate::error::{Error, Result};
use crate::manifest::{FieldMap, Input};
use crate::model::{Field, FieldKind};

/// The system's form of an input, at one of the places where it goes.
pub fn action_value(
    name: &str,
    input: &Input,
    map: &FieldMap,
    value: &Json,
    connection: &str,
    zone: &TimeZone,
) -> Result<Json> {
    let wrong = |what: &str| Error::invalid_input(format!("{name} must be {what}, not {}", excerpt(value)));
    let kind = match input.kind.as_str() {
        "rows" => return rows(name, input, value, connection, zone),
        "enum" => return word(map, value, &wrong),
        "decimal" => FieldKind::Decimal,
        "date" => FieldKind::Date,
        "instant" => FieldKind::Instant,
        "integer" => FieldKind::Integer,
        "bool" => FieldKind::Bool,
        "ref" => FieldKind::Ref(""),
        "refs" => FieldKind::Refs(""),
        _ => FieldKind::Text,
    };
    let field = Field { name: "it", kind, doc: "" };
    one(&field, map, value, &Writing { connection, zone })
        .map(Native::first)
        .map_err(|error| Error::invalid_input(format!("{name}: {}", error.message())))
}

/// The system's word for one of ours; digits are written as numbers.
fn word(map: &FieldMap, value: &Json, wrong: &dyn Fn(&str) -> Error) -> Result<Json> {
    let found = value.as_str().and_then(|word| map.table.iter().find(|(_, ours)| *ours == word));
    let Some((native, _)) = found else {
        let mut words: Vec<&str> = map.table.values().map(String::as_str).collect();
        words.dedup();
        return Err(wrong(&format!("one of {}", words.join(", "))));
    };
    Ok(native.parse::<i64>().map_or_else(|_| Json::from(native.as_str()), Json::from))
}

/// Rows: each an object of the inputs that the manifest names.
fn rows(name: &str, input: &Input, value: &Json, connection: &str, zone: &TimeZone) -> Result<Json> {
    let items = value.as_array().ok_or_else(|| Error::invalid_input(format!("{name} must be a list of objects")))?;
    let row = |(index, item): (usize, &Json)| {
        let place = format!("{name}[{index}]");
        let given = item.as_object().ok_or_else(|| Error::invalid_input(format!("{place} must be an object")))?;
        let mut native = Map::new();
        for (field, spec, value) in given_inputs(&place, &input.fields, given, zone)? {
            for map in &spec.to {
                let value = action_value(&format!("{place}.{field}"), spec, map, &value, connection, zone)?;
                if let Some(path) = map.write_at.as_deref().or(map.at.as_deref()) {
                    let path: Vec<_> = path.split('.').map(Into::into).collect();
                    set_path(&mut native, &path, value);
                }
            }
        }
        Ok(Json::Object(native))
    };
    items.iter().enumerate().map(row).collect()
}

/// The inputs that are given or have a default, in the manifest's order. Unknown ones and missing ones are mistakes.
pub fn given_inputs<'i>(
    taker: &str,
    known: &'i indexmap::IndexMap<String, Input>,
    given: &Map<String, Json>,
    zone: &TimeZone,
) -> Result<Vec<(&'i String, &'i Input, Json)>> {
    if let Some(name) = given.keys().find(|name| !known.contains_key(*name)) {
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        return Err(Error::invalid_input(format!("{taker} takes no {name:.64?}; it takes: {names}")));
    }
    let mut all = Vec::new();
    for (name, spec) in known {
        let value = given.get(name).filter(|value| !value.is_null()).cloned().or_else(|| {
            spec.default.as_deref().map(|default| match (default, spec.kind.as_str()) {
                ("today", _) => Json::from(jiff::Zoned::now().with_time_zone(zone.clone()).date().to_string()),
                ("true" | "false", "bool") => Json::from(default == "true"),
                (text, _) => Json::from(text),
            })
        });
        match value {
            Some(value) => all.push((name, spec, value)),
            None if spec.required => return Err(Error::invalid_input(format!("{taker} needs {name}: {}", spec.doc))),
            None => {}
        }
    }
    Ok(all)
}
