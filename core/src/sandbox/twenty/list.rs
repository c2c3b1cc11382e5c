//! Finding rows: filter, order, page, and the connection around them.

use serde_json::{Map, Value, json};

use super::composites::{js_number, parts};
use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::filters;
use super::order::{self, Key, Mark};
use super::schema::{Object, capital};
use super::select;
use super::state::{Caller, Row, Workspace};

/// How many rows come when nobody says how many.
const MOST: usize = 200;
const ARGUMENTS: [&str; 7] = ["first", "last", "before", "after", "offset", "filter", "orderBy"];

/// A page of rows, and all that met the filter.
pub(crate) struct Found<'a> {
    pub(crate) rows: Vec<&'a Row>,
    pub(crate) all: Vec<&'a Row>,
    pub(crate) keys: Vec<Key>,
    pub(crate) more: bool,
    pub(crate) backwards: bool,
}

/// The rows that meet a filter, deleted ones only when the filter speaks of them.
pub(crate) fn meeting<'a>(space: &'a Workspace, object: &Object, filter: &Value) -> Outcome<Vec<&'a Row>> {
    let empty = Map::new();
    let conditions = filter.as_object().unwrap_or(&empty);
    let deleted = filters::names_deleted(filter);
    // A filter is wrong also when there is no row to try it on.
    filters::holds(space, object, &Row::new(), conditions)?;
    let mut out = Vec::new();
    for row in space.rows(&object.singular) {
        if (deleted || row["deletedAt"].is_null()) && filters::holds(space, object, row, conditions)? == Some(true) {
            out.push(row);
        }
    }
    Ok(out)
}

fn number(args: &Map<String, Value>, name: &'static str, sub: &'static str) -> Outcome<Option<usize>> {
    let Some(value) = args.get(name).filter(|v| !v.is_null()) else { return Ok(None) };
    let Some(number) = value.as_i64() else {
        return Err(Fail::plain("INVALID_QUERY_INPUT", format!("Invalid argument: \"{name}\" must be a number")));
    };
    usize::try_from(number)
        .map(Some)
        .map_err(|_| Fail::plain(sub, format!("{} argument must be non-negative", capital(name))))
}

/// Finds a page as the arguments say.
pub(crate) fn find<'a>(space: &'a Workspace, object: &Object, args: &Map<String, Value>) -> Outcome<Found<'a>> {
    if let Some(name) = args.keys().find(|name| !ARGUMENTS.contains(&name.as_str())) {
        return Err(Fail::plain("INVALID_QUERY_INPUT", format!("Argument not allowed: {name}")));
    }
    let first = number(args, "first", "INVALID_ARGS_FIRST")?;
    let last = number(args, "last", "INVALID_ARGS_LAST")?;
    let offset = number(args, "offset", "INVALID_QUERY_INPUT")?.unwrap_or(0);
    let cursor = |name: &str| args.get(name).and_then(Value::as_str);
    for (a, b, both) in [
        ("first", "last", first.is_some() && last.is_some()),
        ("before", "after", cursor("before").is_some() && cursor("after").is_some()),
    ] {
        if both {
            return Err(Fail::plain("ARGS_CONFLICT", format!("Cannot provide both {a} and {b}")));
        }
    }
    let keys = order::keys(object, args.get("orderBy"))?;
    let mut all = meeting(space, object, args.get("filter").unwrap_or(&Value::Null))?;
    order::sort(&mut all, &keys);
    let backwards = cursor("before").is_some();
    let mut rows = all.clone();
    if let Some(text) = cursor("before").or(cursor("after")) {
        let mark = Mark::read(text, &keys)?;
        rows.retain(|row| mark.behind(row, backwards));
    }
    if backwards {
        rows.reverse();
    }
    let limit = first.or(last).unwrap_or(MOST);
    let mut rows: Vec<&Row> = rows.into_iter().skip(offset).collect();
    let more = rows.len() > limit;
    rows.truncate(limit);
    if backwards {
        rows.reverse();
    }
    Ok(Found { rows, all, keys, more, backwards })
}

/// A connection: edges, page, totals, as selected.
pub(crate) fn connection(
    space: &Workspace,
    caller: &Caller,
    object: &Object,
    found: &Found<'_>,
    selected: &[Selected],
    inside: bool,
) -> Outcome<Value> {
    let node: &[Selected] =
        selected.iter().find(|f| f.name == "edges").and_then(|e| e.child("node")).map_or(&[], |n| &n.fields);
    let cursor = |row: &&Row| order::cursor(row, &found.keys, Some(node));
    let mut out = Map::new();
    for field in selected {
        let value = match field.name.as_str() {
            "edges" => {
                let mut edges = Vec::new();
                for row in &found.rows {
                    let mut edge = Map::new();
                    for part in &field.fields {
                        let value = match part.name.as_str() {
                            "node" => select::record(space, caller, object, row, &part.fields, inside)?,
                            "cursor" => cursor(row).into(),
                            _ => Value::Null,
                        };
                        edge.insert(part.key().to_owned(), value);
                    }
                    edges.push(Value::Object(edge));
                }
                Value::Array(edges)
            }
            "pageInfo" => {
                let all = json!({
                    "hasNextPage": found.more && !found.backwards,
                    "hasPreviousPage": found.more && found.backwards,
                    "startCursor": found.rows.first().map(cursor),
                    "endCursor": found.rows.last().map(cursor),
                });
                let member = |f: &Selected| (f.key().to_owned(), all.get(&f.name).cloned().unwrap_or(Value::Null));
                Value::Object(field.fields.iter().map(member).collect())
            }
            name => aggregate(object, &found.all, name),
        };
        out.insert(field.key().to_owned(), value);
    }
    Ok(Value::Object(out))
}

/// A total over rows: `totalCount`, `sumAmountAmountMicros`, `minCloseDate` and their like.
pub(crate) fn aggregate(object: &Object, rows: &[&Row], name: &str) -> Value {
    if name == "totalCount" {
        return rows.len().into();
    }
    let Some((word, rest)) = ["sum", "avg", "min", "max"].iter().find_map(|w| Some((*w, name.strip_prefix(w)?))) else {
        return Value::Null;
    };
    let column = object.fields.iter().find_map(|field| {
        let tail = rest.strip_prefix(&capital(&field.name))?;
        if tail.is_empty() {
            return Some((field.name.clone(), None, field.kind.clone()));
        }
        let part = parts(&field.kind).iter().find(|(part, _)| capital(part) == tail)?;
        Some((field.name.clone(), Some(part.0), "NUMBER".to_owned()))
    });
    let Some((field, part, kind)) = column else { return Value::Null };
    let value = |row: &&Row| {
        let stored = row.get(&field).cloned().unwrap_or(Value::Null);
        part.map_or(stored.clone(), |part| stored.get(part).cloned().unwrap_or(Value::Null))
    };
    let mut values: Vec<Value> = rows.iter().map(value).filter(|v| !v.is_null()).collect();
    if values.is_empty() {
        return Value::Null;
    }
    let sum: f64 = values.iter().filter_map(Value::as_f64).sum();
    match word {
        "sum" => js_number(sum),
        "avg" => js_number(sum / values.len() as f64),
        _ => {
            values.sort_by(|a, b| filters::compare(&kind, a, b).unwrap_or(std::cmp::Ordering::Equal));
            let at = if word == "min" { 0 } else { values.len() - 1 };
            values.swap_remove(at)
        }
    }
}
