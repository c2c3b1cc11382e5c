//! Projects: names, what a create brings with it, archive, summary.

use serde_json::{Map, Value, json};

use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome, nothing};
use super::page;
use super::records::Call;
use super::states::FIRST;
use crate::sandbox::message::Reply;

const REFUSED: &str = "&+,:;$^}{*=?@#|'<>.()%!-";

/// Refuses signs and names; also a taken identifier is told as a taken name.
pub(crate) fn unique(desk: &Desk, id: &str, sent: &Object) -> Outcome<()> {
    let (name, key) = (text(sent, "name"), text(sent, "identifier").to_uppercase());
    if name.contains(|c| REFUSED.contains(c)) {
        return Err(Fail::overall("Project name cannot contain special characters."));
    }
    let mut others = desk.all("project").filter(|row| text(row, "id") != id);
    match others.any(|row| text(row, "name") == name || text(row, "identifier") == key) {
        true => Err(Fail::new(409, json!({"name": "The project name is already taken"}))),
        false => Ok(()),
    }
}

/// The states and the first member of a new project.
pub(crate) fn fill(desk: &mut Desk, call: &Call<'_>, row: &mut Object) -> Outcome<()> {
    let id = text(row, "id").to_owned();
    row.insert("identifier".into(), json!(text(row, "identifier").to_uppercase()));
    for (index, (name, color, group)) in FIRST.into_iter().enumerate() {
        let mut state = desk.fresh("state", call.user, Some(&id));
        let sequence = 15_000.0 + 10_000.0 * index as f64;
        let (first, triage) = (index == 0, group == "triage");
        for (member, value) in [
            ("name", json!(name)),
            ("color", json!(color)),
            ("group", json!(group)),
            ("sequence", json!(sequence)),
            ("default", json!(first)),
            ("is_triage", json!(triage)),
        ] {
            state.insert(member.into(), value);
        }
        desk.add(if triage { "triage" } else { "state" }, state);
    }
    join(desk, &id, call.user, 20);
    Ok(())
}

/// Makes a user a member of a project.
pub(crate) fn join(desk: &mut Desk, project: &str, user: &str, role: i64) -> Object {
    let mut row = desk.fresh("project_member", user, Some(project));
    row.insert("member".into(), json!(user));
    row.insert("role".into(), json!(role));
    let shown = row.clone();
    row.insert("project".into(), json!(project));
    desk.add("project_member", row);
    shown
}

/// A project as its reader sees it.
pub(crate) fn view(desk: &Desk, user: &str, row: &Object, listed: bool) -> Object {
    let mut row = row.clone();
    let id = text(&row, "id").to_owned();
    let count = |kind: &str| desk.those(kind, "project", &id).count();
    let role = desk.role(&id, user);
    let members = desk.those("project_member", "project", &id).filter(|m| !m.contains_key("gone")).count();
    row.extend([
        ("total_members".to_owned(), json!(members)),
        ("total_cycles".to_owned(), json!(count("cycle"))),
        ("total_modules".to_owned(), json!(count("module"))),
        ("is_member".to_owned(), json!(role.is_some())),
        ("member_role".to_owned(), json!(role)),
    ]);
    if !listed {
        row.remove("sort_order");
    }
    row
}

pub(crate) fn list(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let mut rows: Vec<Object> = desk.all("project").map(|row| view(desk, call.user, row, true)).collect();
    page::order(desk, &mut rows, call.request, "sort_order")?;
    Ok(Reply::json(200, page::page(desk, rows, call.request, 1000)?))
}

pub(crate) fn read(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = desk.get("project", &call.route.project)?;
    Ok(Reply::json(200, json!(page::shown(desk, &view(desk, call.user, row, false), call.request))))
}

pub(crate) fn archive(desk: &mut Desk, call: &Call<'_>, away: bool) -> Outcome<Reply> {
    let stamp = desk.stamp();
    let row = desk.get_mut("project", &call.route.project)?;
    row.insert("archived_at".into(), if away { stamp.clone() } else { Value::Null });
    row.insert("updated_at".into(), stamp);
    Ok(nothing())
}

pub(crate) fn summary(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = desk.get("project", &call.route.project)?;
    let asked = call.request.param("fields").unwrap_or_default();
    let mut counts = Map::new();
    for (name, kind) in [
        ("members", "project_member"),
        ("states", "state"),
        ("labels", "label"),
        ("cycles", "cycle"),
        ("modules", "module"),
        ("issues", "item"),
        ("intakes", "intake"),
        ("pages", "page"),
    ] {
        if asked.is_empty() || asked.split(',').any(|field| field == name) {
            counts.insert(name.into(), json!(desk.those(kind, "project", &call.route.project).count()));
        }
    }
    let of = |name: &str| row.get(name).cloned().unwrap_or_default();
    let body = json!({"id": of("id"), "name": of("name"), "identifier": of("identifier"), "counts": counts});
    Ok(Reply::json(200, body))
}
