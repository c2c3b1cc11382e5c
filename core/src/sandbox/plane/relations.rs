//! Relations between items: kept once, seen from both sides.

use serde_json::{Map, Value, json};

use super::activities;
use super::desk::{Desk, text};
use super::errors::{Fail, Outcome};
use super::records::Call;
use crate::sandbox::message::Reply;

/// Each relation and what it is from the other side.
const TYPES: [(&str, &str); 8] = [
    ("blocking", "blocked_by"),
    ("blocked_by", "blocking"),
    ("duplicate", "duplicate"),
    ("relates_to", "relates_to"),
    ("start_after", "start_before"),
    ("start_before", "start_after"),
    ("finish_after", "finish_before"),
    ("finish_before", "finish_after"),
];

pub(crate) fn list(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let me = &call.route.parent;
    desk.get("item", me)?;
    let seen = |kind: &str| -> Vec<Value> {
        let mine =
            desk.those("relation", "from", me).filter(|row| text(row, "type") == kind).map(|row| text(row, "to"));
        let other = TYPES.iter().find(|(name, _)| *name == kind).map_or("", |(_, other)| other);
        let theirs =
            desk.those("relation", "to", me).filter(|row| text(row, "type") == other).map(|row| text(row, "from"));
        let shown = |id: &str| {
            let project = desk.find("item", id).map(|item| text(item, "project"));
            project.map(|project| json!({"project_id": project, "issue_id": id}))
        };
        mine.chain(theirs).filter_map(shown).collect()
    };
    let body: Map<String, Value> = TYPES.iter().map(|(kind, _)| ((*kind).to_owned(), json!(seen(kind)))).collect();
    Ok(Reply::json(200, Value::Object(body)))
}

/// The answer is about the other items, and says what the relation is from their side.
pub(crate) fn create(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let asked = call.body.get("relation_type").and_then(Value::as_str).unwrap_or("");
    let Some((kind, other)) = TYPES.iter().find(|(name, _)| *name == asked) else {
        let said = match call.body.get("relation_type") {
            None => "This field is required.".to_owned(),
            Some(_) => format!("\"{asked}\" is not a valid choice."),
        };
        return Err(Fail::new(400, json!({"relation_type": [said]})));
    };
    let ids: Vec<String> = match call.body.get("issues") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return Err(Fail::new(400, json!({"issues": ["This field is required."]}))),
    };
    if ids.iter().any(|id| desk.find("item", id).is_none()) {
        return Err(Fail::payload());
    }
    let mut shown = Vec::new();
    for id in ids {
        let stamp = desk.stamp();
        let row = json!({"id": desk.uuid(), "from": call.route.parent, "to": id, "type": kind});
        desk.add("relation", row.as_object().cloned().unwrap_or_default());
        let Some(item) = desk.find("item", &id) else { continue };
        let of = |name: &str| item.get(name).cloned().unwrap_or_default();
        shown.push(json!({"id": id, "project_id": of("project"), "sequence_id": of("sequence_id"),
            "relation_type": other, "name": of("name"), "state_id": of("state"), "priority": of("priority"),
            "created_by": call.user, "created_at": stamp, "updated_by": call.user, "updated_at": stamp}));
    }
    let entry = [("field", json!(kind)), ("comment", json!(format!("added {kind} relation")))];
    activities::log(desk, call.user, &call.route.parent, &entry);
    desk.touch_item(&call.route.parent);
    Ok(Reply::json(201, json!(shown)))
}
