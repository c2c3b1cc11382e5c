//! `expand`: an id becomes the object it stands for. A null becomes an empty object, not null.

use serde_json::{Map, Value, json};

use super::desk::{Desk, Object, person, text};

const PEOPLE: [&str; 8] =
    ["created_by", "updated_by", "actor", "owned_by", "lead", "project_lead", "default_assignee", "member"];

pub(crate) fn expand(desk: &Desk, row: &mut Object, name: &str) {
    let Some(value) = row.get(name) else { return };
    let id = value.as_str().unwrap_or("");
    let wide = match name {
        _ if PEOPLE.contains(&name) => desk.user(id).map_or_else(|| json!({}), |user| Value::Object(person(user))),
        "assignees" | "members" => each(value, |id| desk.user(id).map(person)),
        // The youngest label comes first.
        "labels" => {
            let here = |id: &str| value.as_array().is_some_and(|ids| ids.iter().any(|one| one.as_str() == Some(id)));
            let labels = desk.all("label").rev().filter(|label| here(text(label, "id")));
            Value::Array(labels.cloned().map(Value::Object).collect())
        }
        "state" => brief(desk, "state", id, &["id", "name", "color", "group"]),
        "project" => {
            const SHOWN: [&str; 8] =
                ["id", "identifier", "name", "cover_image", "icon_prop", "emoji", "description", "cover_image_url"];
            brief(desk, "project", id, &SHOWN)
        }
        "workspace" => json!({"id": id, "name": super::WORKSPACE_NAME, "slug": super::WORKSPACE}),
        "parent" => brief(desk, "item", id, &["id", "sequence_id", "project_id"]),
        "estimate_point" => {
            json!({"deleted_at": null, "key": null, "description": "", "value": "", "created_by": null, "updated_by": null})
        }
        "issue" => desk.find("item", id).map_or_else(|| json!({}), |item| Value::Object(item.clone())),
        _ => return,
    };
    row.insert(name.to_owned(), wide);
}

fn each(value: &Value, show: impl Fn(&str) -> Option<Object>) -> Value {
    let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    Value::Array(ids.filter_map(show).map(Value::Object).collect())
}

pub(crate) fn brief(desk: &Desk, kind: &str, id: &str, names: &[&str]) -> Value {
    let Some(found) = desk.find(kind, id) else { return json!({}) };
    let mut out = Map::new();
    for name in names {
        let value = if *name == "project_id" { Some(json!(text(found, "project"))) } else { found.get(*name).cloned() };
        out.extend(value.map(|value| ((*name).to_owned(), value)));
    }
    Value::Object(out)
}
