//! States and labels: names are unique in a project, also those of projects and modules.

use serde_json::{Value, json};

use super::super::fold::fold;
use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome};
use super::kinds::Kind;
use super::projects;
use super::records::Call;
use super::route::Route;

/// The five states of a new project, and the hidden one of its intake: name, colour, group.
pub(crate) const FIRST: [(&str, &str, &str); 6] = [
    ("Backlog", "#60646C", "backlog"),
    ("Todo", "#60646C", "unstarted"),
    ("In Progress", "#F59E0B", "started"),
    ("Done", "#46A758", "completed"),
    ("Cancelled", "#9AA4BC", "cancelled"),
    ("Triage", "#4E5355", "triage"),
];

/// Refuses a create with a taken name.
pub(crate) fn unique(desk: &Desk, kind: &Kind, route: &Route, sent: &Object) -> Outcome<()> {
    let name = text(sent, "name");
    let mut rows = desk.those(kind.name, "project", &route.project);
    match kind.name {
        "project" => projects::unique(desk, "", sent),
        "state" | "label" => match rows.find(|row| text(row, "name") == name).and_then(|row| row.get("id")) {
            Some(id) => {
                Err(Fail::taken(format!("{} with the same name already exists in the project", kind.title), id))
            }
            None => Ok(()),
        },
        "module" => match rows.find(|row| text(row, "name") == name).and_then(|row| row.get("id")) {
            Some(id) => {
                let said = "Module with this name already exists";
                let body = json!({"id": id, "code": "MODULE_NAME_ALREADY_EXISTS", "error": said, "message": said});
                Err(Fail::new(400, body))
            }
            None => Ok(()),
        },
        "link" => {
            let mut links = desk.those("link", "issue", &route.parent);
            match links.any(|row| text(row, "url") == text(sent, "url")) {
                true => Err(Fail::error("URL already exists for this Issue")),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Refuses a change to a taken name: for states and labels the database says so.
pub(crate) fn unique_after(desk: &Desk, kind: &Kind, route: &Route, before: &Object, sent: &Object) -> Outcome<()> {
    let (name, id) = (text(sent, "name"), text(before, "id"));
    match kind.name {
        "project" => projects::unique(desk, id, sent),
        "state" | "label" => {
            let mut rows = desk.those(kind.name, "project", &route.project);
            match rows.any(|row| text(row, "name") == name && text(row, "id") != id) {
                true => Err(Fail::payload()),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

pub(crate) fn state(desk: &Desk, call: &Call<'_>, row: &mut Object) {
    let rows = desk.those("state", "project", &call.route.project);
    let last = rows.filter_map(|row| row.get("sequence").and_then(Value::as_f64)).fold(0.0, f64::max);
    if !call.body.contains_key("sequence") {
        row.insert("sequence".into(), json!(last + 15_000.0));
    }
    reslug(row);
}

/// The slug that follows from the name.
pub(crate) fn reslug(row: &mut Object) {
    let folded = fold(text(row, "name"));
    let kept: String = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    row.insert("slug".into(), json!(kept.split_whitespace().collect::<Vec<_>>().join("-")));
}

pub(crate) fn label(desk: &Desk, call: &Call<'_>, row: &mut Object) {
    let rows = desk.those("label", "project", &call.route.project);
    let last = rows.filter_map(|row| row.get("sort_order").and_then(Value::as_f64)).fold(55_535.0, f64::max);
    row.insert("sort_order".into(), json!(last + 10_000.0));
}

/// The default state stays, and so does one that items are in.
pub(crate) fn may_go(desk: &Desk, row: &Object) -> Outcome<()> {
    if row.get("default") == Some(&Value::Bool(true)) {
        return Err(Fail::error("Default state cannot be deleted"));
    }
    match desk.those("item", "state", text(row, "id")).next() {
        Some(_) => Err(Fail::error("The state is not empty, only empty states can be deleted")),
        None => Ok(()),
    }
}
