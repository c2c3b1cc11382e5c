//! What the workspace sends of a change to its webhooks. Of deletions that of a project alone is told, and a change of several
//! fields comes once per field.

use serde_json::{Value, json};

use super::super::delivery::{Outgoing, hex, signature};
use super::super::spelling::python;
use super::desk::{Desk, Object, person, text};
use super::expand::brief;
use super::html;
use super::kinds::Kind;

/// A webhook. Who made it is told its secret.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    id: String,
    url: String,
    secret: String,
}

/// What an administrator does in the settings, for all that is told.
pub(crate) fn add(desk: &mut Desk, url: &str) -> Value {
    let secret = format!("plane_wh_{:016x}{:016x}", desk.random.next(), desk.random.next());
    let hook = Hook { id: desk.uuid(), url: url.to_owned(), secret };
    let told = json!({"id": hook.id, "secret": hook.secret});
    desk.hooks.push(hook);
    told
}

/// A record was made.
pub(crate) fn made(desk: &mut Desk, kind: &Kind, user: &str, id: &str) {
    tell(desk, kind, "created", user, id, None, &Value::Null, &Value::Null);
}

/// A record was changed.
pub(crate) fn changed(desk: &mut Desk, kind: &Kind, user: &str, before: &Object, sent: &Object) {
    let id = text(before, "id").to_owned();
    for (name, value) in sent {
        let old = before.get(name).cloned().unwrap_or_default();
        if old != *value {
            tell(desk, kind, "updated", user, &id, Some(name), &old, value);
        }
    }
}

/// A record is gone.
pub(crate) fn gone(desk: &mut Desk, kind: &Kind, user: &str, id: &str) {
    if kind.name == "project" {
        tell(desk, kind, "deleted", user, id, None, &Value::Null, &Value::Null);
    }
}

#[allow(clippy::too_many_arguments)]
fn tell(
    desk: &mut Desk,
    kind: &Kind,
    action: &str,
    user: &str,
    id: &str,
    field: Option<&str>,
    old: &Value,
    new: &Value,
) {
    let event = match kind.name {
        "project" | "cycle" | "module" => kind.name,
        "item" => "issue",
        "comment" => "issue_comment",
        _ => return,
    };
    let data = desk.find(kind.name, id).map_or_else(|| json!({"id": id}), |row| Value::Object(shown(desk, kind, row)));
    let actor = desk.user(user).map(person);
    let activity = json!({"field": field, "new_value": new, "old_value": old, "actor": actor,
        "old_identifier": null, "new_identifier": null});
    for hook in desk.hooks.clone() {
        let body = json!({"event": event, "action": action, "webhook_id": hook.id, "workspace_id": desk.workspace,
            "data": data, "activity": activity});
        let body = python(&body);
        let code = hex(&signature(&hook.secret, &body));
        let delivery = desk.uuid();
        let made = Outgoing::post(&hook.url, body)
            .with("User-Agent", "Autopilot")
            .with("Accept", "*/*")
            .with("Content-Type", "application/json")
            .with("X-Plane-Delivery", delivery)
            .with("X-Plane-Event", event)
            .with("X-Plane-Signature", code);
        desk.outgoing.push(made);
    }
}

/// The record as deliveries show it.
fn shown(desk: &Desk, kind: &Kind, row: &Object) -> Object {
    let mut out = Object::new();
    for (name, value) in row {
        match (kind.name, name.as_str()) {
            ("project", "sort_order" | "is_deployed") | ("item", "type_id") => {}
            ("item", "labels") => drop(out.insert(name.clone(), each(desk, "label", value, &["id", "name", "color"]))),
            ("item", "assignees") => drop(out.insert(name.clone(), people(desk, value))),
            ("item", "state") => {
                let state = brief(desk, "state", value.as_str().unwrap_or(""), &["id", "name", "color", "group"]);
                out.insert(name.clone(), state);
            }
            ("item", "description_html") => {
                out.insert("description".into(), json!({}));
                out.insert("description_json".into(), json!({}));
                out.insert(name.clone(), value.clone());
                out.insert("description_stripped".into(), json!(html::stripped(value.as_str().unwrap_or(""))));
            }
            _ => drop(out.insert(name.clone(), value.clone())),
        }
    }
    out
}

fn each(desk: &Desk, kind: &str, ids: &Value, names: &[&str]) -> Value {
    let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
    ids.map(|id| brief(desk, kind, id, names)).collect()
}

fn people(desk: &Desk, ids: &Value) -> Value {
    let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
    ids.filter_map(|id| desk.user(id).map(person)).map(Value::Object).collect()
}
