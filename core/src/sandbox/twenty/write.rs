//! Making, changing and taking away rows, with what the database and the server check on the way.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::composites::{parts, unique_part};
use super::errors::{Fail, Outcome};
use super::schema::{Field, Object, is_uuid};
use super::state::{Caller, Row, Workspace, text};
use super::values::kept;
use super::{attached, hooks};

/// What came for a row: its columns, checked and normalised.
type Columns = Vec<(String, Value)>;

/// Checks the input of a write. An update takes a null for a whole composite as nothing said.
fn columns(space: &Workspace, object: &Object, data: &Map<String, Value>, update: bool) -> Outcome<Columns> {
    let mut out = Columns::new();
    for (name, value) in data {
        if name == "id" {
            let Some(id) = value.as_str().filter(|id| is_uuid(id)) else {
                let message = format!("Value {value} is not a valid UUID");
                return Err(Fail::input("INVALID_QUERY_INPUT", message, "Invalid UUID format."));
            };
            out.push((name.clone(), id.to_lowercase().into()));
        } else if let Some((field, _)) = object.join(name) {
            let id = Field { kind: "UUID".into(), name: name.clone(), ..field.clone() };
            out.push((name.clone(), kept(&id, value)?));
        } else if let Some((column, target)) = object.morph(name).or_else(|| one(object, name)) {
            out.push((column, connected(space, &target, value)?));
        } else if let Some(field) = object.field(name).filter(|f| !f.is_relation() && f.kind != "TS_VECTOR") {
            match (field.kind.as_str(), value) {
                ("POSITION", Value::String(_)) | ("ACTOR", _) => {}
                (kind, Value::Null) if update && !parts(kind).is_empty() => {}
                _ => out.push((name.clone(), kept(field, value)?)),
            }
        } else {
            let message = format!("Object {} doesn't have any \"{name}\" field.", object.singular);
            return Err(Fail::plain("INVALID_ARGS_DATA", message));
        }
    }
    Ok(out)
}

/// The column behind a relation to one record.
fn one(object: &Object, name: &str) -> Option<(String, String)> {
    let relation = object.field(name)?.relation.as_ref().filter(|r| !r.many)?;
    Some((relation.join.clone()?, relation.target.clone()))
}

/// `{connect: {where: {unique field}}}` and `{disconnect: true}`.
fn connected(space: &Workspace, target: &str, value: &Value) -> Outcome<Value> {
    let Some(conditions) = value.pointer("/connect/where").and_then(Value::as_object) else {
        return Ok(Value::Null);
    };
    let meets = |row: &&Row| {
        row["deletedAt"].is_null()
            && conditions.iter().all(|(name, wanted)| match wanted.as_object() {
                Some(parts) => parts.iter().all(|(part, v)| row.get(name).and_then(|c| c.get(part)) == Some(v)),
                None => row.get(name) == Some(wanted),
            })
    };
    space.rows(target).find(meets).map(|row| row["id"].clone()).ok_or_else(Fail::not_found)
}

/// Lays columns over a row; a composite keeps the parts that are not named.
fn lay(row: &mut Row, columns: Columns) {
    for (name, value) in columns {
        match (row.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new),
            (_, value) => drop(row.insert(name, value)),
        }
    }
}

/// The values of a row that must not stand twice: field, label, part, value.
fn unique_values(object: &Object, row: &Row) -> Vec<(String, String, Option<&'static str>, Value)> {
    let mut out = Vec::new();
    for field in object.fields.iter().filter(|f| f.unique) {
        let part = unique_part(&field.kind);
        let stored = row.get(&field.name).unwrap_or(&Value::Null);
        let value = part.map_or(stored, |part| stored.get(part).unwrap_or(&Value::Null));
        if !value.is_null() {
            out.push((field.name.clone(), field.label.clone(), part, value.clone()));
        }
    }
    out
}

fn stands(row: &Row, field: &str, part: Option<&str>, value: &Value) -> bool {
    let stored = row.get(field).unwrap_or(&Value::Null);
    part.map_or(stored, |part| stored.get(part).unwrap_or(&Value::Null)) == value
}

/// What PostgreSQL checks: not null, unique, and that ids point somewhere.
fn check(space: &Workspace, object: &Object, row: &Row, beside: &[Row]) -> Outcome<()> {
    for field in object.fields.iter().filter(|f| !f.nullable && !f.system && !f.is_relation()) {
        if row.get(&field.name).is_none_or(Value::is_null) {
            let message = format!(
                "null value in column \"{}\" of relation \"{}\" violates not-null constraint",
                field.name, object.singular
            );
            let friendly = "A required field is missing. Please provide all required values and try again.";
            return Err(Fail::database(message, friendly));
        }
    }
    let id = text(row, "id");
    for (field, label, part, value) in unique_values(object, row) {
        let others = space.rows(&object.singular).chain(beside).filter(|other| text(other, "id") != id);
        if let Some(other) = others.into_iter().find(|other| stands(other, &field, part, &value)) {
            let live = other["deletedAt"].is_null();
            return Err(Fail::duplicate(live.then_some((&label, text(other, "id"), &object.singular))));
        }
    }
    for (column, target) in object.fields.iter().flat_map(Field::joins) {
        let id = text(row, &column);
        if !id.is_empty() && space.row(target, id).is_none() {
            return Err(Fail::foreign_key(&object.singular, &constraint(&object.singular, &column)));
        }
    }
    Ok(())
}

/// The name of a foreign key: TypeORM makes it from table and column.
fn constraint(table: &str, column: &str) -> String {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{table}_{column}").as_bytes());
    let hex: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("FK_{}", &hex[..27])
}

/// Makes rows: all or none. With `upsert` a row of the same id or unique value is changed, and comes back to life.
pub(crate) fn create(
    space: &mut Workspace,
    caller: &Caller,
    object: &Object,
    list: &[Value],
    upsert: bool,
) -> Outcome<Vec<String>> {
    let author = space.author(caller);
    let now = space.now();
    let mut made: Vec<Row> = Vec::new();
    let mut new = BTreeSet::new();
    for data in list {
        let given = data.as_object().cloned().unwrap_or_default();
        let columns = columns(space, object, &given, false)?;
        let mut row = space.blank(object, &now, &author);
        let lower = made.iter().filter(|r| new.contains(text(r, "id"))).count() as f64;
        let position = row["position"].as_f64().unwrap_or_default() - lower;
        row.insert("position".into(), super::composites::js_number(position));
        lay(&mut row, columns.clone());
        let old = if upsert { matching(space, object, &row, given.contains_key("id"))? } else { None };
        match old {
            Some(old) => {
                row = old;
                row.insert("deletedAt".into(), Value::Null);
                row.insert("updatedAt".into(), now.clone().into());
                row.insert("updatedBy".into(), author.clone());
                // A row that was found by its unique value keeps its id.
                lay(&mut row, columns.into_iter().filter(|(name, _)| name != "id").collect());
            }
            None => {
                let id = text(&row, "id");
                if space.row(&object.singular, id).is_some() || made.iter().any(|r| text(r, "id") == id) {
                    return Err(Fail::duplicate(None));
                }
                new.insert(id.to_owned());
            }
        }
        check(space, object, &row, &made)?;
        attached::check(space, object, &row)?;
        made.push(row);
    }
    let ids: Vec<String> = made.iter().map(|row| text(row, "id").to_owned()).collect();
    for row in made {
        space.put(&object.singular, row);
    }
    for id in &ids {
        let action = if new.contains(id) { "created" } else { "updated" };
        if let Some(row) = space.row(&object.singular, id).cloned() {
            hooks::tell(space, object, &row, action, None);
        }
        space.tell(&object.singular, id, action, json!({}));
    }
    Ok(ids)
}

/// The one row, live or deleted, that an upsert means.
fn matching(space: &Workspace, object: &Object, row: &Row, by_id: bool) -> Outcome<Option<Row>> {
    let mut found = BTreeSet::new();
    let mut tried = Vec::new();
    if by_id {
        tried.push(format!("id: {}", text(row, "id")));
        found.extend(space.row(&object.singular, text(row, "id")).map(|r| text(r, "id").to_owned()));
    }
    for (field, _, part, value) in unique_values(object, row) {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        tried.push(format!("{field}{}: {shown}", part.map(|p| format!(".{p}")).unwrap_or_default()));
        let meets = space.rows(&object.singular).filter(|r| stands(r, &field, part, &value));
        found.extend(meets.map(|r| text(r, "id").to_owned()));
    }
    if found.len() > 1 {
        let message = format!(
            "Multiple records found with the same unique field values for {}. Cannot determine which record to update.",
            tried.join(", ")
        );
        return Err(Fail::input("UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT", message.clone(), message));
    }
    Ok(found.iter().next().and_then(|id| space.row(&object.singular, id)).cloned())
}

/// Changes a row in part.
pub(crate) fn update(
    space: &mut Workspace,
    caller: &Caller,
    object: &Object,
    id: &str,
    data: &Value,
    now: &str,
) -> Outcome<()> {
    let given = data.as_object().cloned().unwrap_or_default();
    let columns = columns(space, object, &given, true)?;
    let old = space.live(&object.singular, id).cloned().ok_or_else(Fail::not_found)?;
    let mut row = old.clone();
    row.insert("updatedAt".into(), now.into());
    row.insert("updatedBy".into(), space.author(caller));
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    lay(&mut row, columns);
    check(space, object, &row, &[])?;
    let changed = names.iter().filter(|name| old.get(*name) != row.get(*name));
    let diff: Map<String, Value> =
        changed.map(|name| (name.clone(), json!({"before": old.get(name), "after": row.get(name)}))).collect();
    hooks::tell(space, object, &row, "updated", Some(diff.keys().cloned().collect()));
    space.put(&object.singular, row);
    space.tell(&object.singular, id, "updated", json!({"diff": diff}));
    Ok(())
}

/// Deletes a row so that it can come back, or brings it back.
pub(crate) fn mark(space: &mut Workspace, object: &Object, id: &str, deleted: bool, now: &str) -> Outcome<()> {
    let mut row = space.row(&object.singular, id).cloned().ok_or_else(Fail::not_found)?;
    row.insert("updatedAt".into(), now.into());
    row.insert("deletedAt".into(), if deleted { now.into() } else { Value::Null });
    let action = if deleted { "deleted" } else { "restored" };
    hooks::tell(space, object, &row, action, Some(vec!["deletedAt".to_owned()]));
    space.put(&object.singular, row);
    space.tell(&object.singular, id, action, json!({}));
    Ok(())
}

/// Takes a row away for good, and gives it a last time.
pub(crate) fn destroy(space: &mut Workspace, object: &Object, id: &str) -> Outcome<Row> {
    let row = space.remove(&object.singular, id).ok_or_else(Fail::not_found)?;
    attached::forget(space, object, &row);
    hooks::tell(space, object, &row, "destroyed", None);
    Ok(row)
}
