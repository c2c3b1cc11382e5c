//! What comes to a list of a record: told by the delivery itself, with what was before it.
#![cfg(feature = "sandbox")]

use coreflow_bridge::manifest::Registry;
use coreflow_bridge::webhook::besides;
use serde_json::{Value as Json, json};

use crate::recorded::delivered;
use crate::sandboxed::Setup;

/// The recorded delivery takes the only one away; read the other way round it gives him.
#[test]
fn what_comes_is_told_and_what_goes_is_not() {
    let how = Registry::default().get("plane").unwrap().webhooks.clone().unwrap();
    let (_, text) = delivered("plane", "184-webhook-delivery-issue-updated");
    let mut body: Json = serde_json::from_str(&text).unwrap();
    let told = |name: &str, body: &Json| besides(&how, name, body);
    assert_eq!(body["activity"]["field"], "assignees");
    assert_eq!(told("issue.updated", &body), [""; 0]);
    let (old, new) = (body["activity"]["old_value"].take(), body["activity"]["new_value"].take());
    (body["activity"]["old_value"], body["activity"]["new_value"]) = (new, old);
    assert_eq!(told("issue.updated", &body), ["projects.task.assigned"]);
    assert_eq!(told("project.updated", &body), [""; 0]);
    body["activity"]["old_value"] = Json::Null;
    assert_eq!(told("issue.updated", &body), [""; 0], "it does not say who was there");
    body["activity"] = json!({"field": "labels", "old_value": [], "new_value": ["l"]});
    assert_eq!(told("issue.updated", &body), [""; 0]);
}

#[tokio::test]
async fn a_task_is_told_as_assigned_when_somebody_comes_to_it() {
    let setup = Setup::of("plane").await;
    setup.hook().await;
    let of = |page: coreflow_bridge::bridge::Page| page.records[0].id.clone();
    let list = |resource: &'static str| setup.tenant.list(resource, "{}").unwrap();
    let project = of(list("projects.projects").next_page().await.unwrap().unwrap());
    // Who is no member of the project is left out by Plane.
    let users = list("projects.users").next_page().await.unwrap().unwrap();
    let users: Vec<&str> = users.records.iter().map(|user| &*user.id).collect();
    let task = json!({"project_id": project, "name": "Offen"}).to_string();
    let task = setup.tenant.create("projects.tasks", &task, "").await.unwrap();
    for change in [json!({"assignee_ids": users}), json!({"name": "Vergeben"}), json!({"assignee_ids": []})] {
        setup.tenant.update("projects.tasks", &task.id, &change.to_string(), "").await.unwrap();
    }
    assert_eq!(setup.hand_on(&setup.sent(0)).await, [200; 4]);
    let told = setup.told().await;
    let assigned: Vec<_> = told.iter().filter(|(kind, _)| kind == "projects.task.assigned").collect();
    assert_eq!(assigned, [&("projects.task.assigned".to_owned(), task.id.to_string())], "{told:?}");
    assert_eq!(told.iter().filter(|(kind, _)| kind == "projects.task.updated").count(), 3);
}
