//! The intake: proposals that wait in a hidden state until they are taken (1) or declined (-1).

use serde_json::{Map, Value, json};

use super::desk::{Desk, Object, text};
use super::errors::{Fail, Outcome, nothing};
use super::page;
use super::records::Call;
use super::{check, expand, html, items, kinds};
use crate::sandbox::message::Reply;

pub(crate) fn list(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    let rows = desk.those("intake", "project", &call.route.project).rev().map(|row| view(desk, row)).collect();
    Ok(Reply::json(200, page::page(desk, rows, call.request, 1000)?))
}

fn own<'a>(desk: &'a Desk, call: &'a Call<'_>) -> Outcome<&'a Object> {
    let mut rows = desk.those("intake", "project", &call.route.project);
    rows.find(|row| text(row, "issue") == call.route.id).ok_or_else(Fail::missing)
}

pub(crate) fn read(desk: &Desk, call: &Call<'_>) -> Outcome<Reply> {
    Ok(Reply::json(200, json!(view(desk, own(desk, call)?))))
}

/// An entry with its item; the item shows more of its description here than elsewhere.
fn view(desk: &Desk, row: &Object) -> Object {
    let mut out = row.clone();
    let mut item = desk.find("item", text(row, "issue")).cloned().unwrap_or_default();
    let state = match expand::brief(desk, "state", text(&item, "state"), &["id", "name", "color", "group"]) {
        Value::Object(found) if !found.is_empty() => Value::Object(found),
        _ => expand::brief(desk, "triage", text(&item, "state"), &["id", "name", "color", "group"]),
    };
    let plain = html::stripped(text(&item, "description_html"));
    item.extend([
        ("state".to_owned(), state),
        ("description".to_owned(), json!({})),
        ("description_json".to_owned(), json!({})),
        ("description_stripped".to_owned(), json!(plain)),
    ]);
    item.remove("type_id");
    out.insert("issue_detail".into(), Value::Object(item));
    out
}

fn inner(call: &Call<'_>) -> Object {
    call.body.get("issue").and_then(Value::as_object).cloned().unwrap_or_default()
}

pub(crate) fn create(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let sent = inner(call);
    if text(&sent, "name").is_empty() {
        return Err(Fail::error("Name is required"));
    }
    let project = call.route.project.clone();
    let on = desk.find("project", &project).and_then(|row| row.get("intake_view")) == Some(&Value::Bool(true));
    if !on {
        return Err(Fail::error("Intake is not enabled for this project enable it through the project's api"));
    }
    let sent = match check::body(desk, &kinds::ITEM, &project, &sent, false) {
        Err(fail) if fail.body.get("priority").is_some() => return Err(Fail::error("Invalid priority")),
        sent => sent?,
    };
    let triage = desk.those("triage", "project", &project).next().and_then(|row| row.get("id")).cloned();
    let mut item = desk.fresh("item", call.user, Some(&project));
    item.extend(sent);
    item.insert("state".into(), triage.unwrap_or_default());
    items::fill(desk, call, &mut item)?;
    let id = item.get("id").cloned().unwrap_or_default();
    desk.add("item", item);
    let inbox = desk.uuid();
    let mut row = desk.fresh("intake", call.user, Some(&project));
    row.insert("issue".into(), id);
    row.insert("inbox".into(), json!(inbox));
    row.insert("intake".into(), json!(inbox));
    desk.add("intake", row.clone());
    Ok(Reply::json(201, json!(view(desk, &row))))
}

pub(crate) fn change(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = own(desk, call)?.clone();
    let item = text(&row, "issue").to_owned();
    let sent = check::body(desk, &kinds::ITEM, &call.route.project, &inner(call), true)?;
    let status = call.body.get("status").and_then(Value::as_i64);
    let mut more: Map<String, Value> = sent;
    if status == Some(1) {
        let mut states = desk.those("state", "project", &call.route.project);
        let first = states.find(|state| state.get("default") == Some(&Value::Bool(true)));
        more.extend(first.and_then(|state| state.get("id")).map(|id| ("state".to_owned(), id.clone())));
    }
    let stamp = desk.stamp();
    let held = desk.get_mut("item", &item)?;
    held.extend(more);
    held.insert("updated_at".into(), stamp.clone());
    held.insert("updated_by".into(), json!(call.user));
    let entry = desk.get_mut("intake", text(&row, "id"))?;
    entry.insert("updated_at".into(), stamp);
    entry.insert("updated_by".into(), json!(call.user));
    if let Some(status) = status {
        entry.insert("status".into(), json!(status));
    }
    let entry = entry.clone();
    Ok(Reply::json(200, json!(view(desk, &entry))))
}

/// Takes the entry away, and its item unless that was taken over.
pub(crate) fn delete(desk: &mut Desk, call: &Call<'_>) -> Outcome<Reply> {
    let row = own(desk, call)?.clone();
    desk.drop_where("intake", |other| text(other, "id") == text(&row, "id"));
    if row.get("status").and_then(Value::as_i64) != Some(1) {
        desk.drop_where("item", |item| text(item, "id") == text(&row, "issue"));
    }
    Ok(nothing())
}
