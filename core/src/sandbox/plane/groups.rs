//! Cycles and modules: switches, dates, counters, the items they hold, the archive.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Value, json};

use super::super::clock::utc;
use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome, nothing};
use super::kinds::Kind;
use super::page;
use super::records::Call;
use super::route::{Group, Route};
use crate::sandbox::message::Reply;

/// What is looked at before the fields.
pub(crate) fn before(desk: &Desk, kind: &Kind, route: &Route, body: &Object) -> Outcome<()> {
    let on = |switch: &str| {
        let project = desk.find("project", &route.project);
        project.is_some_and(|project| project.get(switch) == Some(&Value::Bool(true)))
    };
    match kind.name {
        "cycle" => {
            let given = |name: &str| body.get(name).is_some_and(|date| !date.is_null());
            if given("start_date") != given("end_date") {
                return Err(Fail::error("Both start date and end date are either required or are to be null"));
            }
            if !given("project_id") {
                return Err(Fail::overall("Project ID is required"));
            }
            if on("cycle_view") { Ok(()) } else { Err(Fail::overall("Cycles are not enabled for this project")) }
        }
        "module" if !on("module_view") => Err(Fail::overall("Modules are not enabled for this project")),
        _ => Ok(()),
    }
}

/// What the server adds to a new cycle or module.
pub(crate) fn fill(desk: &Desk, kind: &Kind, call: &Call<'_>, row: &mut Object) {
    let rows = desk.those(kind.name, "project", &call.route.project);
    let first = rows.filter_map(|row| row.get("sort_order")?.as_f64()).fold(75_535.0, f64::min);
    row.insert("sort_order".into(), json!(first - 10_000.0));
    if kind.name == "cycle" {
        if row.get("owned_by").is_none_or(Value::is_null) {
            row.insert("owned_by".into(), json!(call.user));
        }
        days(desk, &call.route.project, row);
    }
}

/// Dates of a cycle are the first second and the last minute of their days, in the project's zone.
fn days(desk: &Desk, project: &str, row: &mut Object) {
    let zone = desk.find("project", project).map(|project| text(project, "timezone")).unwrap_or("UTC");
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    for (name, time) in [("start_date", civil::time(0, 0, 1, 0)), ("end_date", civil::time(23, 59, 0, 0))] {
        let day = text(row, name).get(..10).and_then(|day| day.parse::<civil::Date>().ok());
        let at = day.and_then(|day| day.to_datetime(time).to_zoned(zone.clone()).ok());
        if let Some(at) = at {
            row.insert(name.into(), json!(utc(at.timestamp()).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()));
        }
    }
}

fn at(row: &Object, name: &str) -> Option<Timestamp> {
    text(row, name).parse().ok()
}

fn finished(desk: &Desk, row: &Object) -> bool {
    at(row, "end_date").is_some_and(|end| end < desk.clock.now())
}

/// A finished cycle is closed.
pub(crate) fn editable(desk: &Desk, kind: &Kind, row: &Object) -> Outcome<()> {
    match kind.name == "cycle" && finished(desk, row) {
        true => Err(Fail::error("The Cycle has already been completed so it cannot be edited")),
        false => Ok(()),
    }
}

/// A change without an owner hands the cycle to whoever makes it.
pub(crate) fn hand_over(desk: &Desk, call: &Call<'_>, row: &mut Object) {
    if !call.body.contains_key("owned_by") {
        row.insert("owned_by".into(), json!(call.user));
    }
    if call.body.contains_key("start_date") {
        days(desk, &call.route.project, row);
    }
}

/// `cycle_view`; an unknown one shows all.
pub(crate) fn only(desk: &Desk, rows: &mut Vec<Object>, view: &str) {
    let now = desk.clock.now();
    rows.retain(|row| {
        let (start, end) = (at(row, "start_date"), at(row, "end_date"));
        match view {
            "current" => start.is_some_and(|at| at <= now) && end.is_some_and(|at| at >= now),
            "upcoming" => start.is_some_and(|at| at > now),
            "completed" => end.is_some_and(|at| at < now),
            "draft" => start.is_none() && end.is_none(),
            "incomplete" => end.is_none_or(|at| at >= now),
            _ => true,
        }
    });
}

/// How many items it holds, by group of state.
pub(crate) fn count(desk: &Desk, rows: &str, member: &str, row: &mut Object) {
    let id = text(row, "id").to_owned();
    let items: Vec<&Object> =
        desk.those(rows, member, &id).filter_map(|link| desk.find("item", text(link, "issue"))).collect();
    row.insert("total_issues".into(), json!(items.len()));
    for group in ["cancelled", "completed", "started", "unstarted", "backlog"] {
        let inside = |item: &&&Object| {
            desk.find("state", text(item, "state")).is_some_and(|state| text(state, "group") == group)
        };
        row.insert(format!("{group}_issues"), json!(items.iter().filter(inside).count()));
    }
}

/// The group that a path means.
fn holder<'a>(desk: &'a Desk, group: &Group, route: &Route) -> Outcome<&'a Object> {
    let found = desk.get(group.kind.name, &route.parent)?;
    if text(found, "project") == route.project { Ok(found) } else { Err(Fail::missing()) }
}

pub(crate) fn items(desk: &Desk, group: &Group, call: &Call<'_>) -> Outcome<Reply> {
    holder(desk, group, call.route)?;
    let links = desk.those(group.rows, group.kind.name, &call.route.parent);
    let mut rows: Vec<Object> = links.filter_map(|link| desk.find("item", text(link, "issue"))).cloned().collect();
    page::order(desk, &mut rows, call.request, "created_at")?;
    Ok(Reply::json(200, page::page(desk, rows, call.request, 1000)?))
}

/// Puts items in; an item of another cycle moves. All links of the group are answered, not only the new ones.
pub(crate) fn put(desk: &mut Desk, group: &'static Group, call: &Call<'_>) -> Outcome<Reply> {
    let cycle = group.kind.name == "cycle";
    let asked: Vec<String> = match call.body.get("issues").and_then(Value::as_array) {
        Some(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if asked.is_empty() {
        let body = match cycle {
            true => json!({"error": "Work items are required", "code": "MISSING_WORK_ITEMS"}),
            false => json!({"error": "Issues are required"}),
        };
        return Err(Fail::new(400, body));
    }
    if cycle && finished(desk, holder(desk, group, call.route)?) {
        let said = "The Cycle has already been completed so no new issues can be added";
        return Err(Fail::new(400, json!({"code": "CYCLE_COMPLETED", "message": said})));
    }
    holder(desk, group, call.route)?;
    let parent = call.route.parent.clone();
    for item in asked {
        if desk.find("item", &item).is_none_or(|row| text(row, "project") != call.route.project) {
            continue;
        }
        let held = desk.those(group.rows, "issue", &item).map(|row| (text(row, "id"), text(row, group.kind.name)));
        let held = held.filter(|(_, of)| cycle || *of == parent).map(|(id, _)| id.to_owned()).next();
        match held {
            Some(id) => drop(desk.get_mut(group.rows, &id)?.insert(group.kind.name.into(), json!(parent))),
            None => {
                let mut row = desk.fresh(group.rows, call.user, Some(&call.route.project));
                row.insert("issue".into(), json!(item));
                row.insert(group.kind.name.into(), json!(parent));
                if cycle {
                    row.insert("created_by".into(), Value::Null);
                } else {
                    row.insert("updated_by".into(), json!(call.user));
                }
                desk.add(group.rows, row);
            }
        }
        desk.touch_item(&item);
    }
    let shown = desk.those(group.rows, group.kind.name, &parent).rev().map(|row| {
        let mut row = row.clone();
        let children = desk.those("item", "parent", text(&row, "issue")).count();
        row.insert("sub_issues_count".into(), json!(children));
        Value::Object(row)
    });
    Ok(Reply::json(200, shown.collect()))
}

pub(crate) fn link(desk: &Desk, group: &Group, call: &Call<'_>) -> Outcome<Reply> {
    let mut rows = desk.those(group.rows, group.kind.name, &call.route.parent);
    let found = rows.find(|row| text(row, "issue") == call.route.id).ok_or_else(Fail::missing)?;
    Ok(Reply::json(200, json!(found)))
}

pub(crate) fn take_out(desk: &mut Desk, group: &Group, call: &Call<'_>) -> Outcome<Reply> {
    link(desk, group, call)?;
    let (member, parent, item) = (group.kind.name, &call.route.parent, &call.route.id);
    desk.drop_where(group.rows, |row| text(row, member) == parent && text(row, "issue") == item);
    desk.touch_item(item);
    Ok(nothing())
}

/// Moves what is not finished to another cycle.
pub(crate) fn transfer(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let Some(to) = call.body.get("new_cycle_id").and_then(Value::as_str) else {
        return Err(Fail::error("New Cycle Id is required"));
    };
    if desk.find("cycle", to).is_some_and(|cycle| finished(desk, cycle)) {
        return Err(Fail::error("The cycle where the issues are transferred is already completed"));
    }
    desk.get("cycle", to)?;
    let open = |desk: &Desk, link: &Object| {
        let state = desk.find("item", text(link, "issue")).and_then(|item| desk.find("state", text(item, "state")));
        state.is_some_and(|state| !["completed", "cancelled"].contains(&text(state, "group")))
    };
    let rows = desk.those("cycle_issue", "cycle", &call.route.parent).filter(|link| open(desk, link));
    let ids: Vec<String> = rows.map(|row| text(row, "id").to_owned()).collect();
    for id in ids {
        desk.get_mut("cycle_issue", &id)?.insert("cycle".into(), json!(to));
    }
    Ok(Reply::json(200, json!({"message": "Success"})))
}

pub(crate) fn archive(desk: &mut Desk, group: &'static Group, call: &Call<'_>) -> Outcome<Reply> {
    let row = holder(desk, group, call.route)?;
    if group.kind.name == "cycle" && !finished(desk, row) {
        return Err(Fail::error("Only completed cycles can be archived"));
    }
    if group.kind.name == "module" && !["completed", "cancelled"].contains(&text(row, "status")) {
        return Err(Fail::error("Only completed or cancelled modules can be archived"));
    }
    away(desk, group, call, true)
}

pub(crate) fn away(desk: &mut Desk, group: &'static Group, call: &Call<'_>, away: bool) -> Outcome<Reply> {
    let stamp = desk.stamp();
    let row = desk.get_mut(group.kind.name, &call.route.parent)?;
    row.insert("archived_at".into(), if away { stamp.clone() } else { Value::Null });
    row.insert("updated_at".into(), stamp);
    Ok(nothing())
}

pub(crate) fn archived(desk: &Desk, group: &Group, call: &Call<'_>) -> Outcome<Reply> {
    let rows = desk.those(group.kind.name, "project", &call.route.project);
    let mut rows: Vec<Object> =
        rows.filter(|row| row.get("archived_at").is_some_and(|at| !at.is_null())).cloned().collect();
    rows.reverse();
    for row in &mut rows {
        count(desk, group.rows, group.kind.name, row);
        if group.kind.name == "cycle" {
            for name in ["total_estimates", "completed_estimates", "started_estimates"] {
                row.insert(name.into(), Value::Null);
            }
        }
    }
    Ok(Reply::json(200, page::page(desk, rows, call.request, 1000)?))
}
