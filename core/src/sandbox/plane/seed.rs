//! The records of the start: the story's project with its task, and synthetic projects around it.

use serde_json::{Value, json};

use super::super::names;
use super::super::story;
use super::desk::{Desk, text};
use super::kinds::{COMMENT, CYCLE, ITEM, Kind, LABEL, MODULE, PROJECT};
use super::records::{self, Call};
use super::route::{Route, What};
use super::{WORKSPACE, groups, projects};
use crate::sandbox::message::{Body, Request};

const PRIORITIES: [&str; 5] = ["urgent", "high", "medium", "low", "none"];

/// About so many records; none leaves the workspace and its users.
pub(crate) fn fill(desk: &mut Desk, records: u32) {
    if records == 0 {
        return;
    }
    desk.clock.jump("2026-09-01T08:00:00Z");
    let story = project(desk, story::PROJECT, "NORD", "For Nordlicht Beispiel GmbH");
    let task = make(
        desk,
        &ITEM,
        &story,
        "",
        json!({"name": story::TASK, "priority": "high",
        "description_html": format!("<p>{} pieces of {}</p>", story::QUANTITY, story::PART.1),
        "start_date": "2026-11-24", "target_date": "2026-12-04"}),
    );
    make(desk, &COMMENT, &story, &task, json!({"comment_html": "<p>The parts are in stock.</p>"}));
    let cycle = make(
        desk,
        &CYCLE,
        &story,
        "",
        json!({"name": "Delivery", "project_id": story,
        "start_date": "2026-11-20", "end_date": "2026-12-05"}),
    );
    put_in(desk, &story, &cycle, &task);
    let count = (records / 100).clamp(1, 5);
    let items = records / count;
    for number in 0..count {
        let name: String = names::company(&mut desk.random, number)
            .chars()
            .filter(|c| !"&+,:;$^}{*=?@#|'<>.()%!-".contains(*c))
            .collect();
        let key = format!("SYN{number}");
        let id = project(desk, name.trim(), &key, "Synthetic");
        fill_project(desk, &id, items);
    }
    desk.clock.jump("2026-11-23T09:00:00Z");
}

fn project(desk: &mut Desk, name: &str, key: &str, about: &str) -> String {
    let body = json!({"name": name, "identifier": key, "description": about, "module_view": true, "cycle_view": true,
        "intake_view": true, "timezone": "Europe/Berlin"});
    let id = make(desk, &PROJECT, "", "", body);
    for index in [2, 3] {
        let member = desk.users.get(index).map(|user| user.id.clone()).unwrap_or_default();
        projects::join(desk, &id, &member, 15);
    }
    id
}

fn fill_project(desk: &mut Desk, id: &str, items: u32) {
    let labels: Vec<String> = [("bug", "#d73a4a"), ("größe", "#0e8a16"), ("標籤 🏷️", "#5319e7")]
        .iter()
        .map(|(name, color)| make(desk, &LABEL, id, "", json!({"name": name, "color": color})))
        .collect();
    let module = make(desk, &MODULE, id, "", json!({"name": "Rollout", "status": "in-progress"}));
    let cycle = make(desk, &CYCLE, id, "", json!({"name": "Sprint", "project_id": id}));
    let states: Vec<String> = desk.those("state", "project", id).map(|row| text(row, "id").to_owned()).collect();
    let mut last = String::new();
    for number in 0..items {
        let day = 1 + number % 28;
        let mut body = json!({
            "name": names::thing(&mut desk.random, number),
            "priority": PRIORITIES[desk.random.below(5) as usize],
            "state": states[desk.random.below(states.len() as u64) as usize],
            "labels": [labels[desk.random.below(labels.len() as u64) as usize]],
            "assignees": [desk.users[2 + desk.random.below(2) as usize].id],
            "description_html": format!("<p>Line {number} &amp; „ü“</p>"),
        });
        if number % 3 == 0 {
            body["target_date"] = json!(format!("2026-12-{day:02}"));
        }
        if number % 5 == 4 {
            body["parent"] = json!(last);
        }
        last = make(desk, &ITEM, id, "", body);
        if number % 4 == 0 {
            make(desk, &COMMENT, id, &last, json!({"comment_html": format!("<p>Note {number}</p>")}));
        }
        if number % 10 == 0 {
            put_in(desk, id, &cycle, &last);
        }
    }
    let _ = module;
}

/// Creates as a client would; gives the id.
fn make(desk: &mut Desk, kind: &'static Kind, project: &str, parent: &str, body: Value) -> String {
    let user = desk.users.first().map(|user| user.id.clone()).unwrap_or_default();
    let route = route(What::Records(kind), project, parent);
    let body = body.as_object().cloned().unwrap_or_default();
    let call = Call { route: &route, user: &user, request: &Request::default(), body };
    match records::create(desk, kind, &call).map(|reply| reply.body) {
        Ok(Body::Json(made)) => made.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn put_in(desk: &mut Desk, project: &str, cycle: &str, item: &str) {
    let user = desk.users.first().map(|user| user.id.clone()).unwrap_or_default();
    let route = route(What::Links(&super::route::CYCLES), project, cycle);
    let body = json!({"issues": [item]}).as_object().cloned().unwrap_or_default();
    let call = Call { route: &route, user: &user, request: &Request::default(), body };
    let _ = groups::put(desk, &super::route::CYCLES, &call);
}

fn route(what: What, project: &str, parent: &str) -> Route {
    Route { what, workspace: WORKSPACE.into(), project: project.into(), parent: parent.into(), id: String::new() }
}
