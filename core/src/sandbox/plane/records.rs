//! What all kinds have in common: list, create, read, change, delete.

use serde_json::{Value, json};

use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome, nothing};
use super::kinds::Kind;
use super::route::Route;
use super::{activities, check, groups, hooks, items, page, projects, states};
use crate::sandbox::message::{Reply, Request};

/// A call: whose, where, with what.
pub(crate) struct Call<'a> {
    pub(crate) route: &'a Route,
    pub(crate) user: &'a str,
    pub(crate) request: &'a Request,
    pub(crate) body: Object,
}

/// The member that says whose a record is.
fn owner(kind: &Kind) -> (&'static str, bool) {
    match kind.name {
        "comment" | "link" => ("issue", true),
        "sticky" | "project" => ("workspace", false),
        _ => ("project", false),
    }
}

fn owned_by<'a>(desk: &'a Desk, kind: &Kind, route: &'a Route) -> (&'static str, &'a str) {
    match owner(kind) {
        (member, true) => (member, &route.parent),
        ("workspace", _) => ("workspace", &desk.workspace),
        (member, _) => (member, &route.project),
    }
}

pub(crate) fn list(desk: &Desk, kind: &'static Kind, call: &Call<'_>) -> Outcome<Reply> {
    let (member, owner) = owned_by(desk, kind, call.route);
    let mut rows: Vec<Object> = desk.those(kind.name, member, owner).map(|row| view(desk, kind, row)).collect();
    match kind.name {
        "item" => {
            if let Some(found) = items::by_pair(&rows, call.request) {
                return found.map(|row| Reply::json(200, json!(page::shown(desk, &row, call.request))));
            }
            rows.retain(|row| items::listed(desk, row));
            page::order(desk, &mut rows, call.request, "-created_at")?;
        }
        "state" => {}
        "cycle" | "module" => {
            rows.retain(|row| row.get("archived_at").is_none_or(Value::is_null));
            rows.reverse();
            if kind.name == "cycle"
                && let Some(view) = call.request.param("cycle_view")
            {
                groups::only(desk, &mut rows, &view);
                if view == "current" {
                    let shown = rows.iter().map(|row| json!(page::shown(desk, row, call.request)));
                    return Ok(Reply::json(200, shown.collect()));
                }
            }
        }
        // `order_by` is not looked at.
        _ => rows.reverse(),
    }
    let usual = if kind.name == "sticky" { 20 } else { 1000 };
    Ok(Reply::json(200, page::page(desk, rows, call.request, usual)?))
}

pub(crate) fn read(desk: &Desk, kind: &'static Kind, call: &Call<'_>) -> Outcome<Reply> {
    let row = own(desk, kind, call.route)?;
    // Not recorded; by its source, the server leaves archived ones out here.
    if matches!(kind.name, "cycle" | "module") && row.get("archived_at").is_some_and(|at| !at.is_null()) {
        return Err(Fail::missing());
    }
    Ok(Reply::json(200, json!(page::shown(desk, &view(desk, kind, row), call.request))))
}

/// The record that a path means, if it is there.
fn own<'a>(desk: &'a Desk, kind: &Kind, route: &Route) -> Outcome<&'a Object> {
    let (member, owner) = owned_by(desk, kind, route);
    desk.get(kind.name, &route.id).and_then(|row| match text(row, member) == owner {
        true => Ok(row),
        false => Err(Fail::missing()),
    })
}

/// What a read adds to what is kept.
fn view(desk: &Desk, kind: &Kind, row: &Object) -> Object {
    let mut row = row.clone();
    match kind.name {
        "cycle" => groups::count(desk, "cycle_issue", "cycle", &mut row),
        "module" => groups::count(desk, "module_issue", "module", &mut row),
        "comment" => {
            row.insert("is_member".into(), json!(true));
            row.insert("updated_by".into(), Value::Null);
        }
        _ => {}
    }
    row
}

pub(crate) fn create(desk: &mut Desk, kind: &'static Kind, call: &Call<'_>) -> Outcome<Reply> {
    let route = call.route;
    groups::before(desk, kind, route, &call.body)?;
    let sent = check::body(desk, kind, &route.project, &call.body, false)?;
    dates(kind, &sent)?;
    if kind.keyed
        && let Some(found) = holder(desk, kind, &route.project, &sent)
    {
        return Err(taken(kind, found.get("id").unwrap_or(&Value::Null)));
    }
    states::unique(desk, kind, route, &sent)?;
    let project = Some(route.project.as_str()).filter(|project| !project.is_empty());
    let mut row = desk.fresh(kind.name, call.user, project);
    row.extend(sent);
    match kind.name {
        "project" => projects::fill(desk, call, &mut row)?,
        "item" => items::fill(desk, call, &mut row)?,
        "state" => states::state(desk, call, &mut row),
        "label" => states::label(desk, call, &mut row),
        "cycle" | "module" => groups::fill(desk, kind, call, &mut row),
        "comment" | "link" => activities::fill(desk, kind, call, &mut row)?,
        "sticky" => {
            row.insert("owner".into(), json!(call.user));
            let plain = super::html::stripped(text(&row, "description_html"));
            row.insert("description_stripped".into(), json!(plain));
        }
        _ => {}
    }
    let answer = if kind.name == "project" { projects::view(desk, call.user, &row, false) } else { row.clone() };
    desk.add(kind.name, row);
    match kind.name {
        "item" => items::settle(desk, call, text(&answer, "id")),
        "comment" | "link" => desk.touch_item(&route.parent),
        _ => {}
    }
    hooks::made(desk, kind, call.user, text(&answer, "id"));
    Ok(Reply::json(kind.created, json!(answer)))
}

/// Who holds the pair of external id and source that a body brings; either alone is not looked at.
fn holder<'a>(desk: &'a Desk, kind: &Kind, project: &'a str, sent: &Object) -> Option<&'a Object> {
    let (id, source) = (text(sent, "external_id"), text(sent, "external_source"));
    if id.is_empty() || source.is_empty() {
        return None;
    }
    let mut rows = desk.those(kind.name, "project", project);
    rows.find(|row| text(row, "external_id") == id && text(row, "external_source") == source)
}

fn taken(kind: &Kind, id: &Value) -> Fail {
    Fail::taken(format!("{} with the same external id and external source already exists", kind.title), id)
}

fn dates(kind: &Kind, sent: &Object) -> Outcome<()> {
    let end = if kind.name == "cycle" { "end_date" } else { "target_date" };
    let (from, to) = (text(sent, "start_date"), text(sent, end));
    if !from.is_empty() && !to.is_empty() && from > to {
        return Err(Fail::overall(&format!("Start date cannot exceed {} date", end.trim_end_matches("_date"))));
    }
    Ok(())
}

pub(crate) fn change(desk: &mut Desk, kind: &'static Kind, call: &Call<'_>) -> Outcome<Reply> {
    let before = own(desk, kind, call.route)?.clone();
    groups::editable(desk, kind, &before)?;
    let sent = check::body(desk, kind, &call.route.project, &call.body, true)?;
    dates(kind, &sent)?;
    let id = text(&before, "id").to_owned();
    if kind.keyed {
        let mut pair = before.clone();
        pair.extend(sent.clone());
        let asked = sent.contains_key("external_id");
        if asked && holder(desk, kind, &call.route.project, &pair).is_some_and(|row| text(row, "id") != id) {
            return Err(taken(kind, &json!(id)));
        }
    }
    states::unique_after(desk, kind, call.route, &before, &sent)?;
    let stamp = desk.stamp();
    let mut row = before.clone();
    row.extend(sent.clone());
    row.insert("updated_at".into(), stamp);
    row.insert("updated_by".into(), json!(call.user));
    match kind.name {
        "item" => items::moved(desk, call, &mut row),
        "state" => states::reslug(&mut row),
        "cycle" => groups::hand_over(desk, call, &mut row),
        _ => {}
    }
    *desk.get_mut(kind.name, &id)? = row.clone();
    match kind.name {
        "item" => activities::changes(desk, call.user, &before, &sent),
        "link" => {
            let told = |row: &Object| row.get("url").cloned().unwrap_or_default();
            activities::linked(desk, call, "updated", "updated the link", told(&before), told(&row));
            desk.touch_item(&call.route.parent);
        }
        "comment" => desk.touch_item(&call.route.parent),
        _ => {}
    }
    hooks::changed(desk, kind, call.user, &before, &sent);
    let answer = match kind.name {
        "project" => projects::view(desk, call.user, &row, false),
        // Recorded: of a module only these come back.
        "module" => {
            const SHOWN: [&str; 8] = [
                "name",
                "description",
                "start_date",
                "target_date",
                "status",
                "lead",
                "external_source",
                "external_id",
            ];
            row.retain(|name, _| SHOWN.contains(&name.as_str()));
            row
        }
        _ => row,
    };
    Ok(Reply::json(200, json!(answer)))
}

pub(crate) fn delete(desk: &mut Desk, kind: &'static Kind, call: &Call<'_>) -> Outcome<Reply> {
    let row = own(desk, kind, call.route)?.clone();
    let id = text(&row, "id").to_owned();
    match kind.name {
        "state" => states::may_go(desk, &row)?,
        "label" => items::unlabel(desk, &id),
        "item" => {
            for kind in ["comment", "link", "activity", "attachment", "cycle_issue", "module_issue"] {
                desk.drop_where(kind, |row| text(row, "issue") == id);
            }
        }
        "project" => {
            const BELOW: [&str; 12] = [
                "state",
                "label",
                "item",
                "comment",
                "link",
                "activity",
                "attachment",
                "cycle",
                "module",
                "cycle_issue",
                "module_issue",
                "intake",
            ];
            for kind in BELOW {
                desk.drop_where(kind, |row| text(row, "project") == id);
            }
        }
        "cycle" => desk.drop_where("cycle_issue", |row| text(row, "cycle") == id),
        "module" => desk.drop_where("module_issue", |row| text(row, "module") == id),
        "link" => {
            let url = row.get("url").cloned().unwrap_or_default();
            activities::linked(desk, call, "deleted", "deleted the link", url, json!(""));
            desk.touch_item(&call.route.parent);
        }
        "comment" => desk.touch_item(&call.route.parent),
        _ => {}
    }
    desk.drop_where(kind.name, |row| text(row, "id") == id);
    hooks::gone(desk, kind, call.user, &id);
    Ok(nothing())
}
