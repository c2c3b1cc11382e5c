//! Creates with a key against a system that looks for the key before it creates, but whose database does not hold it
//! unique: two creates at once would make two records. The bridge lets one through.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use futures::future::join_all;
use serde_json::{Value as Json, json};

async fn sandbox() -> Sandbox {
    let config = SandboxConfig { systems: vec!["plane".into()], records: 40, ..SandboxConfig::default() };
    Sandbox::start(config).await.unwrap()
}

/// A bridge with a store of its own, or one that others have too; and the story's project.
async fn connect(sandbox: &Sandbox, store: &str) -> (Bridge, Tenant, String) {
    let bridge = Bridge::open(&json!({"store": store}).to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = &sandbox.describe()["plane"];
    let request = json!({"system": "plane", "instance": at["url"], "credential": at["credential"],
        "options": at["options"], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["projects"]}"#).await.unwrap();
    let projects = all(&tenant, "projects.projects", json!({})).await;
    let story = projects.iter().find(|project| project["number"] == "NORD").unwrap();
    let id = story["id"].as_str().unwrap().to_owned();
    (bridge, tenant, id)
}

async fn all(tenant: &Tenant, resource: &str, options: Json) -> Vec<Json> {
    let listing = tenant.list(resource, &options.to_string()).unwrap();
    let mut records = Vec::new();
    while let Some(page) = listing.next_page().await.unwrap() {
        let page: Json = serde_json::from_str(&page.to_json()).unwrap();
        assert_eq!(page["quarantined"], json!([]), "{resource}");
        records.extend(page["records"].as_array().unwrap().iter().cloned());
    }
    records
}

async fn create(tenant: &Tenant, resource: &str, input: &Json, key: &str) -> Result<Json, Error> {
    let options = json!({"idempotency_key": key}).to_string();
    let record = tenant.create(resource, &input.to_string(), &options).await?;
    Ok(serde_json::from_str(&record.to_json()).unwrap())
}

fn posts(sandbox: &Sandbox) -> u64 {
    sandbox.requests("plane").unwrap().by_method.get("POST").copied().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_creates_at_once_on_one_store_make_one_item() {
    let sandbox = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("bridge.db");
    let store = store.to_str().unwrap();
    // Two processes would have a bridge each.
    let ((_one, a, project), (_two, b, _)) = (connect(&sandbox, store).await, connect(&sandbox, store).await);
    let input = json!({"project_id": project, "name": "Order 4711"});
    let calls = (0..6).map(|n| create(if n % 2 == 0 { &a } else { &b }, "projects.tasks", &input, "order-4711"));
    let mut ids = Vec::new();
    for done in join_all(calls).await {
        match done {
            Ok(record) => ids.push(record["id"].clone()),
            // Another call is at it: the same call again gives its record.
            Err(error) => {
                let code = error.code();
                assert!(matches!(code, Code::OutcomeUnknown | Code::Conflict | Code::StaleLease), "{error:?}");
                ids.push(create(&a, "projects.tasks", &input, "order-4711").await.unwrap()["id"].clone());
            }
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let options = json!({"where": {"project_id": project}});
    let made = all(&a, "projects.tasks", options).await;
    assert_eq!(made.iter().filter(|task| task["external_ref"] == "order-4711").count(), 1);
    assert_eq!(posts(&sandbox), 1);
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_found_where_the_system_has_no_look_up() {
    let sandbox = sandbox().await;
    let (_bridge, tenant, project) = connect(&sandbox, ":memory:").await;
    sandbox
        .fault(
            "plane",
            FaultSpec { times: Some(1), method: Some("POST".into()), ..FaultSpec::new(FaultKind::LoseAnswer) },
        )
        .unwrap();
    let input = json!({"project_id": project, "name": "urgent", "color": "#ff0000"});
    let label = create(&tenant, "projects.labels", &input, "label-1").await.unwrap();
    assert_eq!((&label["name"], &label["external_ref"]), (&json!("urgent"), &json!("label-1")));
    // A bridge that knows nothing of the first: the list tells.
    let (_other, elsewhere, _) = connect(&sandbox, ":memory:").await;
    let again = create(&elsewhere, "projects.labels", &input, "label-1").await.unwrap();
    assert_eq!(again["id"], label["id"]);
    assert_eq!(posts(&sandbox), 1);
}

#[tokio::test]
async fn tasks_go_into_a_cycle_and_lists_come_once() {
    let sandbox = sandbox().await;
    let (_bridge, tenant, project) = connect(&sandbox, ":memory:").await;
    let filter = json!({"where": {"project_id": project}});
    let cycle = all(&tenant, "projects.cycles", filter.clone()).await.remove(0);
    assert_eq!((&cycle["start_date"], &cycle["end_date"]), (&json!("2026-11-20"), &json!("2026-12-05")));
    let input = json!({"project_id": project, "name": "Pack", "priority": "low"});
    let task = create(&tenant, "projects.tasks", &input, "pack").await.unwrap();
    assert_eq!((&task["status"], &task["number"]), (&json!("backlog"), &json!("NORD-2")));
    let id = cycle["id"].as_str().unwrap();
    let act = |action: &'static str, input: Json| {
        let tenant = tenant.clone();
        async move {
            let record = tenant.action("projects.cycles", id, action, &input.to_string(), "").await.unwrap();
            serde_json::from_str::<Json>(&record.to_json()).unwrap()
        }
    };
    assert_eq!(act("add_tasks", json!({"task_ids": [task["id"]]})).await["task_count"], 2);
    assert_eq!(act("remove_task", json!({"task_id": task["id"]})).await["task_count"], 1);
    let since = all(
        &tenant,
        "projects.tasks",
        json!({"where": {"project_id": project}, "updated_since": task["updated_at"], "page_size": 1}),
    )
    .await;
    assert!(since.iter().any(|found| found["id"] == task["id"]) && since.len() == 1, "{since:?}");
    let other = all(&tenant, "projects.projects", json!({"sort": ["created_at"]})).await.remove(1);
    let mut ids: Vec<Json> =
        all(&tenant, "projects.tasks", json!({"where": {"project_id": other["id"]}, "page_size": 9}))
            .await
            .into_iter()
            .map(|task| task["id"].clone())
            .collect();
    assert_eq!(ids.len(), 40);
    ids.sort_by_key(Json::to_string);
    ids.dedup();
    assert_eq!(ids.len(), 40);
}
