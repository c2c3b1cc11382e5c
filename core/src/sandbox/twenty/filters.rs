//! Filters, in the form of the GraphQL dialect; conditions are SQL's, so what compares with null is neither true nor
//! false.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::composites::{Part, parts};
use super::document::UNDEFINED;
use super::errors::{Fail, Outcome, inspect};
use super::schema::{Field, Object, is_uuid};
use super::state::{Row, Workspace, text};
use super::values::instant;

type Truth = Option<bool>;

const TEXTS: &[&str] = &["eq", "neq", "gt", "gte", "lt", "lte", "in", "is", "like", "ilike", "startsWith", "endsWith"];
const NUMBERS: &[&str] = &["eq", "neq", "gt", "gte", "lt", "lte", "in", "is"];

/// The operators of a type.
fn operators(kind: &str) -> &'static [&'static str] {
    match kind {
        "UUID" => &["eq", "neq", "in", "is", "gt", "gte", "lt", "lte"],
        "NUMBER" | "NUMERIC" | "POSITION" | "DATE_TIME" | "DATE" | "RATING" => NUMBERS,
        "BOOLEAN" => &["eq", "is"],
        "SELECT" => &["eq", "neq", "in", "is"],
        "MULTI_SELECT" => &["is", "containsAny", "isEmptyArray"],
        "ARRAY" => &["is", "containsIlike", "isEmptyArray"],
        "RAW_JSON" => &["is", "like"],
        _ => TEXTS,
    }
}

/// Whether a filter speaks of deleted records itself.
pub(crate) fn names_deleted(filter: &Value) -> bool {
    match filter {
        Value::Object(map) => map.iter().any(|(key, value)| {
            key == "deletedAt" || (["and", "or", "not"].contains(&key.as_str()) && names_deleted(value))
        }),
        Value::Array(list) => list.iter().any(names_deleted),
        _ => false,
    }
}

/// Whether a row meets a filter.
pub(crate) fn holds(space: &Workspace, object: &Object, row: &Row, filter: &Map<String, Value>) -> Outcome<Truth> {
    let mut all = Some(true);
    for (key, condition) in filter {
        let met = match key.as_str() {
            "and" | "or" => {
                let list = condition.as_array().map_or_else(|| std::slice::from_ref(condition), Vec::as_slice);
                let mut out = Some(key == "and");
                for inner in list {
                    let met = holds(space, object, row, inner.as_object().unwrap_or(&Map::new()))?;
                    out = if key == "and" { both(out, met) } else { either(out, met) };
                }
                out
            }
            "not" => holds(space, object, row, condition.as_object().unwrap_or(&Map::new()))?.map(|met| !met),
            name => one(space, object, row, name, condition)?,
        };
        all = both(all, met);
    }
    Ok(all)
}

fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn either(a: Truth, b: Truth) -> Truth {
    both(a.map(|v| !v), b.map(|v| !v)).map(|v| !v)
}

fn one(space: &Workspace, object: &Object, row: &Row, name: &str, condition: &Value) -> Outcome<Truth> {
    if object.join(name).is_some() {
        return operator(name, "UUID", row.get(name).unwrap_or(&Value::Null), condition, None);
    }
    let Some(field) = object.field(name) else {
        let message = format!("Object {} doesn't have any \"{name}\" field.", object.singular);
        let friendly = format!("Invalid filter : {} object doesn't have any \"{name}\" field.", object.singular);
        return Err(Fail::input("INVALID_ARGS_FILTER", message, friendly));
    };
    let empty = Map::new();
    if let Some(relation) = field.relation.as_ref().filter(|r| !r.many) {
        let target = space.schema.object(&relation.target);
        let join = relation.join.as_deref().unwrap_or_default();
        let Some((target, found)) = target.zip(space.live(&relation.target, text(row, join))) else {
            return Ok(Some(false));
        };
        return holds(space, target, found, condition.as_object().unwrap_or(&empty));
    }
    let stored = row.get(name).unwrap_or(&Value::Null);
    let subs = parts(&field.kind);
    if subs.is_empty() {
        return operator(name, &field.kind, stored, condition, Some((object, field)));
    }
    let mut all = Some(true);
    for (sub, condition) in condition.as_object().unwrap_or(&empty) {
        let Some((_, part)) = subs.iter().find(|(n, _)| n == sub) else {
            return Err(Fail::crash(format!("Sub field metadata not found for composite type: {}", field.kind)));
        };
        let kind = match part {
            Part::Number => "NUMBER",
            Part::List | Part::Json => "RAW_JSON",
            Part::Uuid => "UUID",
            Part::Text | Part::Code => "TEXT",
        };
        let stored = stored.get(sub.as_str()).unwrap_or(&Value::Null);
        all = both(all, operator(&format!("{name}.{sub}"), kind, stored, condition, None)?);
    }
    Ok(all)
}

fn operator(
    name: &str,
    kind: &str,
    stored: &Value,
    condition: &Value,
    of: Option<(&Object, &Field)>,
) -> Outcome<Truth> {
    let Some((word, value)) = condition.as_object().filter(|c| c.len() == 1).and_then(|c| c.iter().next()) else {
        let message = format!("Filter for field \"{name}\" must have exactly one operator");
        let friendly = "Invalid filter: exactly one operator per field is required";
        return Err(Fail::input("INVALID_ARGS_FILTER", message, friendly));
    };
    let allowed = operators(kind);
    if !allowed.contains(&word.as_str()) {
        let message = format!(
            "Operator \"{word}\" is not valid for field \"{name}\" of type {kind} - Allowed operators: {}",
            allowed.join(", ")
        );
        let friendly = format!("Invalid filter : Operator \"{word}\" is not valid for this \"{name}\" {kind} field");
        return Err(Fail::input("INVALID_ARGS_FILTER", message, friendly));
    }
    match word.as_str() {
        "is" => return Ok(Some(stored.is_null() == (value.as_str() != Some("NOT_NULL")))),
        "isEmptyArray" => return Ok(stored.as_array().map(Vec::is_empty)),
        "containsAny" => {
            let wanted = value.as_array().cloned().unwrap_or_default();
            return Ok(stored.as_array().map(|list| wanted.iter().any(|w| list.contains(w))));
        }
        "containsIlike" => {
            let pattern = value.as_str().unwrap_or_default();
            let meets = |v: &Value| v.as_str().is_some_and(|t| like(t, pattern, true));
            return Ok(stored.as_array().map(|list| list.iter().any(meets)));
        }
        "in" => {
            let Some(list) = value.as_array().filter(|list| !list.is_empty()) else {
                let message = format!("Invalid filter value for field {name}. Expected non-empty array");
                return Err(Fail::input("INVALID_QUERY_INPUT", message, "Invalid filter value: \"\""));
            };
            let mut out = Some(false);
            for value in list {
                let value = operand(name, kind, value, of)?;
                out = either(out, compare(kind, stored, &value).map(|o| o == Ordering::Equal));
            }
            return Ok(out);
        }
        _ => {}
    }
    let value = operand(name, kind, value, of)?;
    // An empty text is kept as null.
    if word == "eq" && value.as_str() == Some("") {
        return Ok(Some(stored.is_null()));
    }
    let pattern = value.as_str().unwrap_or_default();
    let plain = stored.as_str().map(str::to_owned).or_else(|| (!stored.is_null()).then(|| stored.to_string()));
    Ok(match word.as_str() {
        "like" => plain.map(|t| like(&t, pattern, false)),
        "ilike" => plain.map(|t| like(&t, pattern, true)),
        "startsWith" => plain.map(|t| t.starts_with(pattern)),
        "endsWith" => plain.map(|t| t.ends_with(pattern)),
        _ => compare(kind, stored, &value).map(|order| match word.as_str() {
            "eq" => order == Ordering::Equal,
            "neq" => order != Ordering::Equal,
            "gt" => order == Ordering::Greater,
            "gte" => order != Ordering::Less,
            "lt" => order == Ordering::Less,
            _ => order != Ordering::Greater,
        }),
    })
}

/// The value of a condition, in the form in which rows keep theirs.
fn operand(name: &str, kind: &str, value: &Value, of: Option<(&Object, &Field)>) -> Outcome<Value> {
    let shown = inspect(value);
    let refused = |what: &str, message: String, format: &str| {
        Err(Fail::input("INVALID_ARGS_FILTER", message, format!("Invalid value for {what}: \"{shown}\"{format}")))
    };
    match kind {
        "UUID" => match value.as_str().filter(|t| is_uuid(t)) {
            Some(text) => Ok(text.to_lowercase().into()),
            None => refused("UUID", format!("Invalid UUID value {shown} for field \"{name}\""), ""),
        },
        "NUMBER" | "NUMERIC" | "POSITION" => {
            let number = value.as_f64().or_else(|| value.as_str().and_then(|t| t.parse().ok()));
            number.map(super::composites::js_number).ok_or_else(|| {
                let message = format!("Invalid number value NaN for field \"{name}\"");
                Fail::input("INVALID_ARGS_FILTER", message, "Invalid value for number: \"NaN\"")
            })
        }
        "DATE_TIME" => match instant(value) {
            Some(at) => Ok(at.into()),
            None => {
                let format = ". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'";
                refused("date-time", format!("Invalid value {shown} for date-time field \"{name}\"{format}"), format)
            }
        },
        "SELECT" => {
            let Some((object, field)) = of else { return Ok(value.clone()) };
            if value.as_str().is_some_and(|t| field.choices().contains(&t)) {
                return Ok(value.clone());
            }
            let given = value.as_str().unwrap_or_default();
            let message =
                format!("invalid input value for enum workspace_sandbox.{}_{name}_enum: \"{given}\"", object.singular);
            Err(Fail::database(message, "Invalid input provided."))
        }
        _ if value.as_str() == Some(UNDEFINED) => Ok(Value::Null),
        _ => Ok(value.clone()),
    }
}

/// How two values stand to each other; nothing when one is null.
pub(crate) fn compare(kind: &str, a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::String(a), Value::String(b)) if kind == "DATE_TIME" => {
            let at = |t: &str| t.parse::<jiff::Timestamp>().ok();
            at(a).partial_cmp(&at(b))
        }
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => a.to_string().partial_cmp(&b.to_string()),
    }
}

/// PostgreSQL's `like` and `ilike`: `%` any run, `_` one character, a backslash takes the next as it is.
pub(crate) fn like(text: &str, pattern: &str, fold: bool) -> bool {
    let read = |t: &str| -> Vec<char> { if fold { t.to_lowercase().chars().collect() } else { t.chars().collect() } };
    matches(&read(text), &read(pattern))
}

fn matches(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|n| matches(&text[n..], rest)),
        ['_', rest @ ..] => !text.is_empty() && matches(&text[1..], rest),
        ['\\', c, rest @ ..] | [c, rest @ ..] => text.first() == Some(c) && matches(&text[1..], rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_postgresql_s() {
        assert!(like("Müller & Söhne", "%müller%", true) && !like("Müller", "%müller%", false));
        assert!(!like("Straße", "%STRASSE%", true) && like("a_c", "a\\_c", false) && !like("abc", "a\\_c", false));
        assert!(like("abc", "a_c", false) && like("", "%", false) && !like("x", "", false));
    }

    #[test]
    fn what_compares_with_null_is_neither() {
        assert_eq!((both(Some(true), None), both(Some(false), None)), (None, Some(false)));
        assert_eq!((either(Some(true), None), either(Some(false), None)), (Some(true), None));
    }
}
