//! Comments, links, and the history that every change of an item leaves.

use serde_json::{Value, json};

use super::desk::{Desk, Object, text};
use super::errors::Outcome;
use super::kinds::Kind;
use super::page;
use super::records::Call;
use crate::sandbox::message::Reply;

pub(crate) fn fill(desk: &mut Desk, kind: &Kind, call: &Call<'_>, row: &mut Object) -> Outcome<()> {
    desk.get("item", &call.route.parent)?;
    row.insert("issue".into(), json!(call.route.parent));
    row.insert("updated_by".into(), json!(call.user));
    if kind.name == "comment" {
        let (text, later) = (desk.uuid(), desk.stamp());
        row.insert("description".into(), json!(text));
        row.insert("actor".into(), json!(call.user));
        // A second save makes it younger than its last change.
        row.insert("created_at".into(), later);
    } else {
        linked(desk, call, "created", "created a link", Value::Null, row.get("url").cloned().unwrap_or_default());
    }
    Ok(())
}

/// What happened to a link. Comments are not told in the history that a client can read.
pub(crate) fn linked(desk: &mut Desk, call: &Call<'_>, verb: &str, said: &str, old: Value, new: Value) {
    let entry = [
        ("verb", json!(verb)),
        ("field", json!("link")),
        ("old_value", old),
        ("new_value", new),
        ("comment", json!(said)),
    ];
    log(desk, call.user, &call.route.parent, &entry);
}

/// Keeps one entry of an item's history.
pub(crate) fn log(desk: &mut Desk, user: &str, item: &str, entry: &[(&str, Value)]) {
    let project = desk.find("item", item).map(|row| text(row, "project").to_owned());
    let mut row = desk.fresh("activity", user, project.as_deref());
    let epoch = desk.clock.now().as_second() as f64;
    row.insert("epoch".into(), json!(epoch));
    row.insert("issue".into(), json!(item));
    row.insert("actor".into(), json!(user));
    row.extend(entry.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    desk.add("activity", row);
}

/// One entry for each field that a change moved; of a list, one for each that came or went.
pub(crate) fn changes(desk: &mut Desk, user: &str, before: &Object, sent: &Object) {
    let id = text(before, "id").to_owned();
    for (name, value) in sent {
        let old = before.get(name).cloned().unwrap_or_default();
        let field = name.trim_end_matches("_html");
        let mut entries = Vec::new();
        if let (Value::Array(old), Value::Array(new)) = (&old, value) {
            let one = field.trim_end_matches('s');
            for came in new.iter().filter(|id| !old.contains(id)) {
                entries.push((format!("added {one} "), Value::Null, came.clone()));
            }
            for went in old.iter().filter(|id| !new.contains(id)) {
                entries.push((format!("removed {one} "), went.clone(), Value::Null));
            }
            for (said, old, new) in entries {
                let entry = [
                    ("field", json!(field)),
                    ("old_value", json!(called(desk, name, &old))),
                    ("new_value", json!(called(desk, name, &new))),
                    ("comment", json!(said)),
                    ("old_identifier", old),
                    ("new_identifier", new),
                ];
                log(desk, user, &id, &entry);
            }
        } else if old != *value {
            let points = |value: &Value| if name == "state" { value.clone() } else { Value::Null };
            let said = format!("updated the {} to", field.replace('_', " "));
            let entry = [
                ("field", json!(field)),
                ("old_value", json!(called(desk, name, &old))),
                ("new_value", json!(called(desk, name, value))),
                ("comment", json!(said)),
                ("old_identifier", points(&old)),
                ("new_identifier", points(value)),
            ];
            log(desk, user, &id, &entry);
        }
    }
    desk.touch_item(&id);
}

/// A value as the history tells it: names for ids.
fn called(desk: &Desk, field: &str, value: &Value) -> String {
    let id = value.as_str().unwrap_or("");
    let kind = match field {
        "labels" => "label",
        "assignees" => return desk.user(id).map(|user| user.name.to_owned()).unwrap_or_default(),
        field => field,
    };
    match (desk.find(kind, id), value) {
        (Some(found), _) => text(found, "name").to_owned(),
        (None, Value::Null) => String::new(),
        (None, Value::String(text)) => text.clone(),
        (None, other) => other.to_string(),
    }
}

pub(crate) fn list(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let mut rows: Vec<Object> = desk.those("activity", "issue", &call.route.parent).cloned().collect();
    page::order(desk, &mut rows, call.request, "created_at")?;
    Ok(Reply::json(200, page::page(desk, rows, call.request, 1000)?))
}

pub(crate) fn read(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = desk.get("activity", &call.route.id)?;
    Ok(Reply::json(200, json!(page::shown(desk, row, call.request))))
}
