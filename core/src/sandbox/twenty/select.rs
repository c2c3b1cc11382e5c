//! A row as it was asked for: selected fields (GraphQL), or all of them (REST).

use serde_json::{Map, Value, json};

use super::composites::{parts, shown};
use super::document::Field as Selected;
use super::errors::{Fail, Outcome};
use super::list;
use super::schema::{Field, Object, Relation, capital};
use super::state::{Caller, Row, Workspace, text};

/// Whether a caller may read an object.
pub(crate) fn may_read(caller: &Caller, object: &str) -> Outcome<()> {
    if *caller == Caller::Reader && object == "person" { Err(Fail::denied()) } else { Ok(()) }
}

/// The selected fields of a row. Unknown ones are null; a list inside a list is refused.
pub(crate) fn record(
    space: &Workspace,
    caller: &Caller,
    object: &Object,
    row: &Row,
    selected: &[Selected],
    inside: bool,
) -> Outcome<Value> {
    let mut out = Map::new();
    for want in selected {
        let value = match object.field(&want.name) {
            Some(field) => member(space, caller, object, row, field, want, inside)?,
            None if want.name == "__typename" => capital(&object.singular).into(),
            None => match object.morph(&want.name) {
                Some((column, target)) => one(space, caller, &target, text(row, &column), want, inside)?,
                None => row.get(&want.name).cloned().unwrap_or(Value::Null),
            },
        };
        out.insert(want.key().to_owned(), value);
    }
    Ok(Value::Object(out))
}

fn member(
    space: &Workspace,
    caller: &Caller,
    object: &Object,
    row: &Row,
    field: &Field,
    want: &Selected,
    inside: bool,
) -> Outcome<Value> {
    if let Some(relation) = &field.relation {
        if !relation.many {
            let join = relation.join.as_deref().unwrap_or_default();
            return one(space, caller, &relation.target, text(row, join), want, inside);
        }
        if inside {
            let message =
                "Query complexity is too high. One-to-Many relation cannot be nested in another One-to-Many relation.";
            return Err(Fail::plain("TOO_COMPLEX_QUERY", message));
        }
        may_read(caller, &relation.target)?;
        let Some(target) = space.schema.object(&relation.target) else { return Ok(Value::Null) };
        let mut args = want.args.clone();
        let mine = json!({column(object, target, relation): {"eq": text(row, "id")}});
        let asked = args.remove("filter").unwrap_or_else(|| json!({}));
        args.insert("filter".into(), json!({"and": [mine, asked]}));
        let found = list::find(space, target, &args)?;
        return list::connection(space, caller, target, &found, &want.fields, true);
    }
    if field.kind == "TS_VECTOR" {
        return Ok(search_vector(object, row).into());
    }
    let value = shown(&field.kind, row.get(&field.name));
    let subs = parts(&field.kind);
    if subs.is_empty() {
        return Ok(value);
    }
    if want.fields.is_empty() {
        return Ok(Value::Null);
    }
    let mut out = Map::new();
    for sub in &want.fields {
        if !subs.iter().any(|(name, _)| *name == sub.name) {
            return Err(Fail::crash(format!("Sub field metadata not found for composite type: {}", field.kind)));
        }
        out.insert(sub.key().to_owned(), value[&sub.name].clone());
    }
    Ok(Value::Object(out))
}

/// The column on the other side of a list.
fn column(object: &Object, target: &Object, relation: &Relation) -> String {
    let join = target.field(&relation.inverse).and_then(|f| f.relation.as_ref()).and_then(|r| r.join.clone());
    join.unwrap_or_else(|| format!("{}{}Id", relation.inverse, capital(&object.singular)))
}

fn one(space: &Workspace, caller: &Caller, target: &str, id: &str, want: &Selected, inside: bool) -> Outcome<Value> {
    may_read(caller, target)?;
    match space.schema.object(target).zip(space.live(target, id)) {
        Some((object, row)) => record(space, caller, object, row, &want.fields, inside),
        None => Ok(Value::Null),
    }
}

/// Every column of a row; with `depth` also the records beside it, sixty of a list at most.
pub(crate) fn whole(space: &Workspace, object: &Object, row: &Row, depth: bool) -> Value {
    let mut out = Map::new();
    for field in &object.fields {
        for (column, _) in field.joins() {
            let id = row.get(&column).cloned().unwrap_or(Value::Null);
            out.insert(column, id);
        }
        if field.kind == "TS_VECTOR" {
            out.insert(field.name.clone(), search_vector(object, row).into());
        } else if !field.is_relation() {
            out.insert(field.name.clone(), shown(&field.kind, row.get(&field.name)));
        }
        let Some(relation) = field.relation.as_ref().filter(|_| depth) else { continue };
        let Some(target) = space.schema.object(&relation.target) else { continue };
        let value = if relation.many {
            let column = column(object, target, relation);
            let live = space.rows(&relation.target).filter(|r| r["deletedAt"].is_null());
            let mine = live.filter(|r| text(r, &column) == text(row, "id"));
            mine.take(60).map(|r| whole(space, target, r, false)).collect()
        } else {
            let join = relation.join.as_deref().unwrap_or_default();
            space.live(&relation.target, text(row, join)).map_or(Value::Null, |r| whole(space, target, r, false))
        };
        out.insert(field.name.clone(), value);
    }
    Value::Object(out)
}

/// The words of the record's title, as PostgreSQL keeps them for searches.
fn search_vector(object: &Object, row: &Row) -> String {
    let title = title(object, row).to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<String> = words.enumerate().map(|(n, word)| format!("'{word}':{}", n + 1)).collect();
    words.join(" ")
}

/// What names a record.
pub(crate) fn title(object: &Object, row: &Row) -> String {
    match row.get(&object.title) {
        Some(Value::String(text)) => text.clone(),
        Some(name @ Value::Object(_)) => {
            let part = |key: &str| name[key].as_str().unwrap_or_default();
            format!("{} {}", part("firstName"), part("lastName")).trim().to_owned()
        }
        _ => String::new(),
    }
}

/// The answer of the search over all objects: a record whose title holds every word.
pub(crate) fn search(space: &Workspace, want: &Selected) -> Value {
    let words = want.args.get("searchInput").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let most = want.args.get("limit").and_then(Value::as_u64).unwrap_or(30) as usize;
    let mut edges = Vec::new();
    for object in space.schema.objects.iter().filter(|o| !o.system) {
        for row in space.rows(&object.singular).filter(|r| r["deletedAt"].is_null()) {
            let title = title(object, row);
            if words.split_whitespace().all(|word| title.to_lowercase().contains(word)) {
                let node = json!({"recordId": row["id"], "objectNameSingular": object.singular, "label": title});
                edges.push(json!({"cursor": text(row, "id"), "node": node}));
            }
        }
    }
    let more = edges.len() > most;
    edges.truncate(most);
    let end = edges.last().map_or(Value::Null, |e| e["cursor"].clone());
    json!({"edges": edges, "pageInfo": {"hasNextPage": more, "endCursor": end}})
}
