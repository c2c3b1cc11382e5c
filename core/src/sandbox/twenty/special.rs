//! Duplicates, merges and groups.

use serde_json::{Map, Value, json};

use super::composites::parts;
use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::list::{self, Found, aggregate, meeting};
use super::order;
use super::schema::Object;
use super::state::{Caller, Row, Workspace, text};
use super::write;

/// The rows that are duplicates of a row: some group of columns is equal and not empty.
pub(crate) fn duplicates_of<'a>(space: &'a Workspace, object: &Object, row: &Row) -> Vec<&'a Row> {
    let value = |row: &Row, (field, part): &(String, String)| -> Value {
        let stored = row.get(field).cloned().unwrap_or(Value::Null);
        if part.is_empty() { stored } else { stored.get(part).cloned().unwrap_or(Value::Null) }
    };
    let same = |other: &Row| {
        object.duplicates.iter().any(|group| {
            group.iter().all(|column| {
                let mine = value(row, column);
                !mine.is_null() && mine == value(other, column)
            })
        })
    };
    let others = space.rows(&object.singular).filter(|r| r["deletedAt"].is_null() && r["id"] != row["id"]);
    others.filter(|other| same(other)).collect()
}

/// The rows whose duplicates are wanted: known ones by id, or data that is not stored yet.
pub(crate) fn subjects(space: &Workspace, object: &Object, args: &Map<String, Value>) -> Outcome<Vec<Row>> {
    let list = |name: &str| args.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut out = Vec::new();
    for id in list("ids") {
        let id = id.as_str().unwrap_or_default();
        out.push(space.live(&object.singular, id).cloned().ok_or_else(Fail::not_found)?);
    }
    for data in list("data") {
        let mut row = data.as_object().cloned().unwrap_or_default();
        row.insert("id".into(), Value::Null);
        out.push(row);
    }
    Ok(out)
}

/// `personDuplicates`: a connection for each subject.
pub(crate) fn duplicates(space: &Workspace, caller: &Caller, object: &Object, want: &Selected) -> Outcome<Value> {
    let mut out = Vec::new();
    for row in subjects(space, object, &want.args)? {
        let rows = duplicates_of(space, object, &row);
        let found = Found { all: rows.clone(), rows, keys: order::keys(object, None)?, more: false, backwards: false };
        out.push(list::connection(space, caller, object, &found, &want.fields, false)?);
    }
    Ok(Value::Array(out))
}

/// Merges rows into one; gives the merged row, which a dry run does not keep.
pub(crate) fn merge(
    space: &mut Workspace,
    caller: &Caller,
    object: &Object,
    args: &Map<String, Value>,
) -> Outcome<Row> {
    let ids: Vec<&str> =
        args.get("ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let priority = args.get("conflictPriorityIndex").and_then(Value::as_u64).unwrap_or(0) as usize;
    let rows: Vec<Row> = ids.iter().filter_map(|id| space.live(&object.singular, id).cloned()).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    let Some(mut merged) =
        rows.get(priority).cloned().filter(|_| distinct.len() == ids.len() && rows.len() == ids.len())
    else {
        let friendly = "One or more records were not found.";
        return Err(Fail::missing("One or more records not found", Some("RECORD_NOT_FOUND"), friendly));
    };
    let keep = text(&merged, "id").to_owned();
    for other in rows.iter().filter(|row| text(row, "id") != keep) {
        for field in object.fields.iter().filter(|f| !f.system && !f.is_relation()) {
            let theirs = other.get(&field.name).cloned().unwrap_or(Value::Null);
            let mine = merged.entry(field.name.clone()).or_insert(Value::Null);
            let value = merged_value(&field.kind, mine, &theirs);
            *mine = value;
        }
        for (column, _) in object.fields.iter().flat_map(super::schema::Field::joins) {
            if text(&merged, &column).is_empty() {
                merged.insert(column.clone(), other.get(&column).cloned().unwrap_or(Value::Null));
            }
        }
    }
    if args.get("dryRun") == Some(&Value::Bool(true)) {
        merged.insert("id".into(), space.uuid().into());
        return Ok(merged);
    }
    merged.insert("updatedAt".into(), space.now().into());
    merged.insert("updatedBy".into(), space.author(caller));
    for id in ids.iter().filter(|id| **id != keep) {
        write::destroy(space, object, id)?;
    }
    space.put(&object.singular, merged.clone());
    Ok(merged)
}

fn merged_value(kind: &str, mine: &Value, theirs: &Value) -> Value {
    let (Value::Object(a), Value::Object(b)) = (mine, theirs) else {
        return if mine.is_null() { theirs.clone() } else { mine.clone() };
    };
    let mut out = a.clone();
    for (part, _) in parts(kind) {
        if out.get(*part).is_none_or(Value::is_null) {
            out.insert((*part).to_owned(), b.get(*part).cloned().unwrap_or(Value::Null));
        }
    }
    if kind == "EMAILS" {
        let mut more = a.get("additionalEmails").and_then(Value::as_array).cloned().unwrap_or_default();
        let other = b.get("primaryEmail").filter(|v| !v.is_null() && **v != out["primaryEmail"]).cloned();
        more.extend(other.filter(|v| !more.contains(v)));
        out.insert("additionalEmails".into(), more.into());
    }
    Value::Object(out)
}

/// Groups of equal values, each with its totals. `groups` is `[{field: true}]` or `[{field: {part: true}}]`.
pub(crate) fn groups<'a>(
    space: &'a Workspace,
    object: &Object,
    args: &Map<String, Value>,
) -> Outcome<Vec<(Vec<Value>, Vec<&'a Row>)>> {
    let mut columns = Vec::new();
    for group in args.get("groupBy").and_then(Value::as_array).into_iter().flatten() {
        for (field, by) in group.as_object().into_iter().flatten() {
            if object.field(field).is_none() && object.join(field).is_none() {
                let message = format!("Field \"{field}\" does not exist or is not sortable");
                return Err(Fail::plain("FIELD_NOT_FOUND", message));
            }
            match by.as_object() {
                Some(parts) => columns.extend(parts.keys().map(|part| (field.clone(), Some(part.clone())))),
                None => columns.push((field.clone(), None)),
            }
        }
    }
    let mut out: Vec<(Vec<Value>, Vec<&Row>)> = Vec::new();
    for row in meeting(space, object, args.get("filter").unwrap_or(&Value::Null))? {
        let value = |(field, part): &(String, Option<String>)| {
            let stored = row.get(field).cloned().unwrap_or(Value::Null);
            part.as_ref().map_or(stored.clone(), |part| stored.get(part).cloned().unwrap_or(Value::Null))
        };
        let values: Vec<Value> = columns.iter().map(value).collect();
        match out.iter_mut().find(|(known, _)| *known == values) {
            Some((_, rows)) => rows.push(row),
            None => out.push((values, vec![row])),
        }
    }
    Ok(out)
}

/// `opportunitiesGroupBy`.
pub(crate) fn group_by(space: &Workspace, object: &Object, want: &Selected) -> Outcome<Value> {
    let group = |(values, rows): (Vec<Value>, Vec<&Row>)| {
        let member = |field: &Selected| {
            let value = match field.name.as_str() {
                "groupByDimensionValues" => json!(values),
                name => aggregate(object, &rows, name),
            };
            (field.key().to_owned(), value)
        };
        Value::Object(want.fields.iter().map(member).collect())
    };
    Ok(groups(space, object, &want.args)?.into_iter().map(group).collect())
}
