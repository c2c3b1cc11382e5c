//! Relations: how a body sets them, and the actions on `<collection>/<key>/<relation>`.

use serde_json::{Value, json};

use super::super::message::Request;
use super::access::{Right, Who};
use super::fail::{Fail, Outcome};
use super::files;
use super::list::{self, Query};
use super::schema::{Relation, Row, Table, object, plain};
use super::state::Base;
use super::write;

/// The foreign keys that follow from a body: a to-one relation given as a key, or as an object that holds one.
pub(crate) fn keys(table: &Table, body: &Row) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for name in table.relations() {
        let (Some(relation), Some(value)) = (table.relation(&name), body.get(&name)) else { continue };
        if relation.kind == "belongsTo" {
            match value {
                Value::Object(inner) => {
                    if let Some(key) = inner.get(&relation.target_key) {
                        found.push((relation.foreign, key.clone()));
                    }
                }
                key => found.push((relation.foreign, key.clone())),
            }
        }
    }
    found
}

/// Writes the relations of a body. Gives what the answer shows of them.
pub(crate) fn write(base: &mut Base, name: &str, key: &Value, body: &Row, who: &Who) -> Outcome<Row> {
    let mut shown = Row::new();
    for field in base.table(name)?.relations() {
        let (Some(relation), Some(value)) = (base.table(name)?.relation(&field), body.get(&field)) else { continue };
        if relation.many() {
            let items = value.as_array().cloned().unwrap_or_default();
            let row = row_of(base, name, key)?;
            clear(base, &row, &relation, None)?;
            shown.insert(field, Value::Array(attach(base, &row, &relation, &items, who)?));
            continue;
        }
        match value {
            Value::Null => drop(shown.insert(field, Value::Null)),
            Value::Object(inner) if !inner.contains_key(&relation.target_key) => {
                let made = write::create(base, &relation.target, value, who, &Right::default())?;
                let made_key = made.get(&relation.target_key).cloned().unwrap_or(Value::Null);
                set(base, name, key, &relation.foreign, made_key)?;
                shown.insert(field, made);
            }
            _ => {}
        }
    }
    Ok(shown)
}

fn row_of(base: &Base, name: &str, key: &Value) -> Outcome<Row> {
    let table = base.table(name)?;
    table.find(key).map(|index| table.rows[index].clone()).ok_or(Fail::NoRoute)
}

fn set(base: &mut Base, name: &str, key: &Value, field: &str, value: Value) -> Outcome<()> {
    let table = base.table_mut(name)?;
    if let Some(index) = table.find(key) {
        table.rows[index].insert(field.to_owned(), value);
    }
    Ok(())
}

/// Ends links: all, or those to the keys given.
fn clear(base: &mut Base, row: &Row, relation: &Relation, only: Option<&[Value]>) -> Outcome<()> {
    let own = row.get(&relation.source_key).map(plain).unwrap_or_default();
    let hit = |value: Option<&Value>| {
        let key = value.map(plain).unwrap_or_default();
        only.is_none_or(|only| only.iter().any(|k| plain(k) == key))
    };
    if relation.kind == "belongsToMany" {
        let (foreign, other) = (relation.foreign.clone(), relation.other.clone());
        let table = base.table_mut(&relation.through)?;
        table.rows.retain(|join| join.get(&foreign).map(plain) != Some(own.clone()) || !hit(join.get(&other)));
        return Ok(());
    }
    let table = base.table_mut(&relation.target)?;
    for target in &mut table.rows {
        if target.get(&relation.foreign).map(plain) == Some(own.clone()) && hit(target.get(&relation.target_key)) {
            target.insert(relation.foreign.clone(), Value::Null);
        }
    }
    Ok(())
}

/// Links rows, given by key, by an object with a key, or as new rows. The new ones come last.
fn attach(base: &mut Base, row: &Row, relation: &Relation, items: &[Value], who: &Who) -> Outcome<Vec<Value>> {
    let own = row.get(&relation.source_key).cloned().unwrap_or(Value::Null);
    let (mut found, mut made) = (Vec::new(), Vec::new());
    for item in items {
        let key = match item {
            Value::Object(inner) => inner.get(&relation.target_key).cloned(),
            key => Some(key.clone()),
        };
        let new = key.is_none();
        let key = match key {
            Some(key) => key,
            None => {
                let mut body = item.clone();
                if relation.kind == "hasMany" {
                    body[&relation.foreign] = own.clone();
                }
                let row = write::create(base, &relation.target, &body, who, &Right::default())?;
                let key = row.get(&relation.target_key).cloned().unwrap_or(Value::Null);
                made.push(row);
                key
            }
        };
        if relation.kind == "hasMany" {
            set(base, &relation.target, &key, &relation.foreign, own.clone())?;
        } else {
            join(base, relation, &own, &key)?;
        }
        if !new {
            let table = base.table(&relation.target)?;
            let shown = |index: usize| list::plain_row(table, &table.rows[index]);
            found.push(match item {
                Value::Object(_) => item.clone(),
                _ => table.find(&key).map_or(Value::Null, shown),
            });
        }
    }
    found.append(&mut made);
    Ok(found)
}

/// A row between two others; nothing when there is one.
pub(crate) fn join(base: &mut Base, relation: &Relation, own: &Value, other: &Value) -> Outcome<()> {
    let now = base.now();
    let table = base.table_mut(&relation.through)?;
    let same = |row: &Row| {
        row.get(&relation.foreign).map(plain) == Some(plain(own))
            && row.get(&relation.other).map(plain) == Some(plain(other))
    };
    if !table.rows.iter().any(same) {
        let mut row = object(json!({"createdAt": now, "updatedAt": now}));
        if relation.through == "rolesUsers" {
            row.insert("default".into(), Value::Null);
        }
        row.insert(relation.foreign.clone(), own.clone());
        row.insert(relation.other.clone(), other.clone());
        table.rows.push(row);
    }
    Ok(())
}

/// A tree's row cannot hang below its own descendants.
pub(crate) fn no_cycle(table: &Table, key: &Value, body: &Row) -> Outcome<()> {
    let Some(parent) = body.get("parentId").filter(|_| table.about.contains_key("tree")) else { return Ok(()) };
    let mut below = vec![plain(key)];
    with_children(table, &mut below);
    match below.contains(&plain(parent)) {
        true => Err(Fail::new(500, "Cannot set a descendant node as the parent node")),
        false => Ok(()),
    }
}

/// Adds the keys of all rows below those of a tree.
pub(crate) fn with_children(table: &Table, keys: &mut Vec<String>) {
    if !table.about.contains_key("tree") {
        return;
    }
    let mut index = 0;
    while let Some(key) = keys.get(index).cloned() {
        let below = table.rows.iter().filter(|r| r.get("parentId").is_some_and(|v| plain(v) == key));
        keys.extend(below.filter_map(|r| r.get(table.key()).map(plain)));
        index += 1;
    }
}

/// An action on a relation of one row.
pub(crate) fn act(
    base: &mut Base,
    path: (&str, &str, &str),
    action: &str,
    request: &Request,
    body: &Value,
    who: &Who,
) -> Outcome<Value> {
    let (name, key, field) = path;
    let key = json!(key);
    let relation = base.table(name)?.relation(field);
    let unknown = || Fail::new(500, "Cannot read properties of undefined (reading 'collection')");
    let relation = relation.ok_or_else(unknown)?;
    let mut query = Query::of(request);
    let row = row_of(base, name, &key).ok();
    let items = match body {
        Value::Array(list) => list.clone(),
        Value::Null => query.keys(base.table(&relation.target)?)?.unwrap_or_default(),
        one => vec![one.clone()],
    };
    match (action, row) {
        ("list" | "get", row) => {
            let mut rows = row.map(|row| base.related(&row, &relation)).unwrap_or_default();
            if relation.kind == "belongsToMany" {
                query.extras.extend([relation.through.clone(), "_pivot_".to_owned()]);
                rows.iter_mut().for_each(|row| drop(row.insert("_pivot_".into(), Value::Null)));
            }
            let table = base.table(&relation.target)?;
            let answer = match action {
                "list" => list::list(base, table, rows, &query, &Right::default()),
                _ => list::get(base, table, rows, &query, &Right::default()),
            };
            if relation.target == "attachments" { answer.map(files::local) } else { answer }
        }
        ("create", Some(row)) if relation.many() => {
            let made = attach(base, &row, &relation, &items, who)?;
            Ok(json!({"data": made.last()}))
        }
        ("add", Some(row)) => attach(base, &row, &relation, &items, who).map(|_| json!({})),
        ("remove", Some(row)) => clear(base, &row, &relation, Some(&items)).map(|()| json!({})),
        ("set", Some(row)) => {
            clear(base, &row, &relation, None)?;
            attach(base, &row, &relation, &items, who).map(|_| json!({}))
        }
        ("toggle", Some(row)) => {
            let there: Vec<String> =
                base.related(&row, &relation).iter().filter_map(|r| r.get(&relation.target_key).map(plain)).collect();
            let (old, new): (Vec<Value>, Vec<Value>) = items.into_iter().partition(|k| there.contains(&plain(k)));
            clear(base, &row, &relation, Some(&old))?;
            attach(base, &row, &relation, &new, who)?;
            Ok(json!({"data": "ok"}))
        }
        ("update", Some(_)) => write::update(base, &relation.target, &query, body, who, &Right::default())
            .map(|data| json!({"data": data})),
        // Recorded: it says that it is done, and nothing is.
        ("destroy", Some(_)) if relation.target == "attachments" => Ok(json!({"data": true})),
        ("destroy", Some(_)) => {
            write::destroy(base, &relation.target, &query, &Right::default()).map(|count| json!({"data": count}))
        }
        _ => Err(Fail::NoRoute),
    }
}
