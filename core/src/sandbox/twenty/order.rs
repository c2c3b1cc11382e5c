//! Orders and cursors. A cursor holds the order's columns that were selected, and the id; what compares with null is
//! never behind a cursor, so rows with nulls are lost on later pages: recorded, and kept.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::composites::{parts, with};
use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::filters::compare;
use super::schema::Object;
use super::state::Row;

const DIRECTIONS: [&str; 4] = ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"];

/// One column of an order.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) field: String,
    pub(crate) part: Option<String>,
    kind: String,
    descending: bool,
    nulls_first: bool,
}

impl Key {
    fn value<'a>(&self, row: &'a Row) -> &'a Value {
        let stored = row.get(&self.field).unwrap_or(&Value::Null);
        self.part.as_ref().map_or(stored, |part| stored.get(part).unwrap_or(&Value::Null))
    }

    fn order(&self, a: &Row, b: &Row) -> Ordering {
        let (a, b) = (self.value(a), self.value(b));
        let order = match (a.is_null(), b.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) => return if self.nulls_first { Ordering::Less } else { Ordering::Greater },
            (false, true) => return if self.nulls_first { Ordering::Greater } else { Ordering::Less },
            _ => compare(&self.kind, a, b).unwrap_or(Ordering::Equal),
        };
        if self.descending { order.reverse() } else { order }
    }
}

/// The columns of an order, the id last.
pub(crate) fn keys(object: &Object, order: Option<&Value>) -> Outcome<Vec<Key>> {
    let mut out = Vec::new();
    let list = match order {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    for (name, direction) in list.iter().filter_map(Value::as_object).flatten() {
        let is_join = object.join(name).is_some();
        let Some(kind) =
            object.field(name).filter(|f| !f.is_relation()).map(|f| f.kind.as_str()).or(is_join.then_some("UUID"))
        else {
            return Err(Fail::plain("FIELD_NOT_FOUND", format!("Field \"{name}\" does not exist or is not sortable")));
        };
        let subs = parts(kind);
        if subs.is_empty() {
            out.push(key(name, None, kind, direction)?);
            continue;
        }
        for (part, direction) in direction.as_object().into_iter().flatten() {
            if !subs.iter().any(|(n, _)| n == part) {
                let message = format!("Field \"{name}.{part}\" does not exist or is not sortable");
                return Err(Fail::plain("FIELD_NOT_FOUND", message));
            }
            out.push(key(name, Some(part), kind, direction)?);
        }
    }
    if !out.iter().any(|k: &Key| k.field == "id") {
        out.push(key("id", None, "UUID", &"AscNullsFirst".into())?);
    }
    Ok(out)
}

fn key(field: &str, part: Option<&str>, kind: &str, direction: &Value) -> Outcome<Key> {
    let Some(word) = direction.as_str().filter(|word| DIRECTIONS.contains(word)) else {
        let message = format!("Scalar field \"{field}\" requires a direction value ({})", DIRECTIONS.join(", "));
        return Err(Fail::plain("INVALID_QUERY_INPUT", message));
    };
    Ok(Key {
        field: field.into(),
        part: part.map(str::to_owned),
        kind: kind.into(),
        descending: word.starts_with("Desc"),
        nulls_first: word.ends_with("First"),
    })
}

/// Sorts rows by an order.
pub(crate) fn sort(rows: &mut [&Row], keys: &[Key]) {
    rows.sort_by(|a, b| keys.iter().map(|key| key.order(a, b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal));
}

/// The cursor of a row. Without a selection (REST) it holds every column of the order.
pub(crate) fn cursor(row: &Row, keys: &[Key], selected: Option<&[Selected]>) -> String {
    let mut out = Map::new();
    for key in keys {
        let shown = selected.is_none_or(|fields| {
            key.field == "id"
                || fields
                    .iter()
                    .any(|f| f.name == key.field && key.part.as_ref().is_none_or(|part| f.child(part).is_some()))
        });
        if !shown {
            continue;
        }
        let value = key.value(row).clone();
        match &key.part {
            None => drop(out.insert(key.field.clone(), value)),
            Some(part) => match out.get_mut(&key.field) {
                Some(Value::Object(inside)) => drop(inside.insert(part.clone(), value)),
                _ => drop(out.insert(key.field.clone(), with(part, value))),
            },
        }
    }
    STANDARD.encode(Value::Object(out).to_string())
}

/// Whether a row stands behind a cursor (or before it).
pub(crate) struct Mark<'a> {
    keys: &'a [Key],
    values: Vec<Value>,
}

impl Mark<'_> {
    pub(crate) fn read<'a>(text: &str, keys: &'a [Key]) -> Outcome<Mark<'a>> {
        let invalid = |message: String| Fail::plain("INVALID_CURSOR", message);
        let decoded =
            STANDARD.decode(text).ok().and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(&bytes).ok());
        let Some(cursor) = decoded else { return Err(invalid(format!("Invalid cursor: {text}"))) };
        let value = |key: &Key| {
            let value = cursor.get(&key.field)?;
            key.part.as_ref().map_or(Some(value), |part| value.get(part)).cloned()
        };
        let values: Option<Vec<Value>> = keys.iter().map(value).collect();
        let values = values.ok_or_else(|| invalid("Invalid cursor".into()))?;
        Ok(Mark { keys, values })
    }

    pub(crate) fn behind(&self, row: &Row, backwards: bool) -> bool {
        for (key, value) in self.keys.iter().zip(&self.values) {
            let Some(order) = compare(&key.kind, key.value(row), value) else { return false };
            let order = if key.descending != backwards { order.reverse() } else { order };
            match order {
                Ordering::Equal => {}
                other => return other == Ordering::Greater,
            }
        }
        false
    }
}
