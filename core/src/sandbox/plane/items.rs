//! Work items: numbers, states, the look-up by external pair, the key of people, search.

use serde_json::{Value, json};

use super::super::fold::fold;
use super::activities;
use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome};
use super::page;
use super::records::Call;
use crate::sandbox::message::{Reply, Request};

/// The answer to a list that names id and source: one record, not a page. Either alone is not looked at.
pub(crate) fn by_pair(rows: &[Object], request: &Request) -> Option<Outcome<Object>> {
    let (id, source) = (request.param("external_id")?, request.param("external_source")?);
    if id.is_empty() || source.is_empty() {
        return None;
    }
    let mut found = rows.iter().filter(|row| text(row, "external_id") == id && text(row, "external_source") == source);
    Some(match (found.next(), found.next()) {
        (Some(row), None) => Ok(row.clone()),
        (None, _) => Err(Fail::missing()),
        // Two with one pair are more than the look-up can take.
        (Some(_), Some(_)) => Err(Fail::crash()),
    })
}

/// Whether lists show an item: not archived, no draft, not in triage, its project not archived.
pub(crate) fn listed(desk: &Desk, row: &Object) -> bool {
    let archived = |row: &Object| row.get("archived_at").is_some_and(|at| !at.is_null());
    let project = desk.find("project", text(row, "project"));
    !archived(row)
        && row.get("is_draft") != Some(&Value::Bool(true))
        && desk.find("triage", text(row, "state")).is_none()
        && project.is_some_and(|project| !archived(project))
}

/// What the server adds to a new item.
pub(crate) fn fill(desk: &mut Desk, call: &Call<'_>, row: &mut Object) -> Outcome<()> {
    let project = &call.route.project;
    if row.get("state").is_none_or(Value::is_null) {
        let mut states = desk.those("state", "project", project);
        let first = states.find(|state| state.get("default") == Some(&Value::Bool(true)));
        row.insert("state".into(), first.and_then(|state| state.get("id")).cloned().unwrap_or_default());
    }
    let rows = || desk.those("item", "project", project);
    let last = rows().filter_map(|row| row.get("sequence_id").and_then(Value::as_i64)).max().unwrap_or(0);
    let state = text(row, "state").to_owned();
    let beside = rows().filter(|row| text(row, "state") == state).filter_map(|row| row.get("sort_order")?.as_f64());
    let order = beside.fold(55_535.0, f64::max);
    row.insert("sequence_id".into(), json!(last + 1));
    row.insert("sort_order".into(), json!(order + 10_000.0));
    completed(desk, row);
    Ok(())
}

/// The second save, after the answer: it moves the times, and takes a given author and time.
pub(crate) fn settle(desk: &mut Desk, call: &Call<'_>, id: &str) {
    let (created, updated) = (desk.stamp(), desk.stamp());
    let backdated = call.body.get("created_at").and_then(Value::as_str).and_then(|t| t.parse::<jiff::Timestamp>().ok());
    let author = call.body.get("created_by").filter(|by| by.is_string()).cloned();
    if let Ok(row) = desk.get_mut("item", id) {
        let at = backdated.map(|at| json!(super::super::clock::utc(at).strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()));
        row.insert("created_at".into(), at.unwrap_or(created));
        row.insert("updated_at".into(), updated);
        if let Some(author) = author {
            row.insert("created_by".into(), author);
        }
    }
    activities::log(desk, call.user, id, &[("verb", json!("created")), ("comment", json!("created the issue"))]);
}

/// A change of state sets or clears the time of completion.
pub(crate) fn moved(desk: &mut Desk, call: &Call<'_>, row: &mut Object) {
    if let Some(number) = call.body.get("sequence_id").filter(|n| n.is_number()) {
        row.insert("sequence_id".into(), number.clone());
    }
    completed(desk, row);
}

fn completed(desk: &mut Desk, row: &mut Object) {
    let done = desk.find("state", text(row, "state")).is_some_and(|state| text(state, "group") == "completed");
    let known = row.get("completed_at").is_some_and(|at| !at.is_null());
    if done != known {
        let at = if done { desk.stamp() } else { Value::Null };
        row.insert("completed_at".into(), at);
    }
}

/// A deleted label leaves its items, whose time of change stays as it was.
pub(crate) fn unlabel(desk: &mut Desk, label: &str) {
    let of: Vec<String> = desk.all("item").map(|row| text(row, "id").to_owned()).collect();
    for id in of {
        if let Ok(row) = desk.get_mut("item", &id)
            && let Some(Value::Array(labels)) = row.get_mut("labels")
        {
            labels.retain(|one| one.as_str() != Some(label));
        }
    }
}

/// `PROJ-12`. The identifier is compared as it is written.
pub(crate) fn by_key(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let mut projects = desk.those("project", "identifier", &call.route.project);
    let project = projects.next().map(|row| text(row, "id")).unwrap_or("");
    let number: i64 = call.route.id.parse().unwrap_or(0);
    let mut rows = desk.those("item", "project", project);
    let found = rows.find(|row| row.get("sequence_id").and_then(Value::as_i64) == Some(number));
    Ok(Reply::json(200, json!(page::shown(desk, found.ok_or_else(Fail::missing)?, call.request))))
}

pub(crate) fn search(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let asked = |name: &str| call.request.param(name).unwrap_or_default();
    let words = fold(&asked("search"));
    let limit = asked("limit").parse().unwrap_or(10);
    let only = (asked("workspace_search") != "true").then(|| asked("project_id")).filter(|id| !id.is_empty());
    let mut found = Vec::new();
    for row in desk.all("item").rev().filter(|row| listed(desk, row)) {
        let project = text(row, "project");
        let key = desk.find("project", project).map(|p| text(p, "identifier")).unwrap_or("");
        let number = row.get("sequence_id").map(ToString::to_string).unwrap_or_default();
        let hit =
            fold(text(row, "name")).contains(&words) || number == words || fold(&format!("{key}-{number}")) == words;
        let member = desk.role(project, call.user).is_some();
        if !words.is_empty() && hit && member && only.as_ref().is_none_or(|id| id == project) {
            found.push(json!({"name": row.get("name"), "id": row.get("id"), "sequence_id": row.get("sequence_id"),
                "project__identifier": key, "project_id": project, "workspace__slug": super::WORKSPACE}));
        }
    }
    found.truncate(limit);
    Ok(Reply::json(200, json!({"issues": found})))
}
