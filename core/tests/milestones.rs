//! Milestones that change feeds tell, from what the systems say of their records.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};

struct Setup {
    _sandbox: Sandbox,
    _bridge: Bridge,
    tenant: Tenant,
}

async fn setup(system: &str, modules: &[&str]) -> Setup {
    let config = SandboxConfig { systems: vec![system.to_owned()], records: 10, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let bridge = Bridge::open(&json!({"store": ":memory:"}).to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = sandbox.describe()[system].clone();
    let request = json!({
        "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true,
        "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
    });
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    Setup { _sandbox: sandbox, _bridge: bridge, tenant }
}

async fn sync(tenant: &Tenant, resource: &str, options: Json) {
    let run = tenant.sync(resource, &options.to_string()).unwrap();
    while run.next().await.unwrap().is_some() {}
}

/// The first record of a resource.
async fn first(tenant: &Tenant, resource: &str, options: Json) -> Json {
    let page = tenant.list(resource, &options.to_string()).unwrap().next_page().await.unwrap().unwrap();
    serde_json::from_str(&page.records[0].to_json()).unwrap()
}

/// The types and subjects of the events whose type begins so.
async fn told(tenant: &Tenant, prefix: &str) -> Vec<(String, String)> {
    let all: Vec<Json> = serde_json::from_str(&tenant.events().list(r#"{"limit": 1000}"#).await.unwrap()).unwrap();
    let text = |one: &Json, name: &str| one["event"][name].as_str().unwrap_or_default().to_owned();
    let all = all.iter().map(|one| (text(one, "type"), text(one, "subject")));
    all.filter(|(kind, _)| kind.starts_with(prefix)).collect()
}

#[tokio::test]
async fn goods_that_come_for_an_order_are_told_as_received() {
    let setup = setup("inventree", &["inventory"]).await;
    let tenant = &setup.tenant;
    let moves = json!({"lookback_ms": 3_600_000});
    sync(tenant, "inventory.stock_moves", moves.clone()).await;
    let created = told(tenant, "inventory.stock_move.created").await.len();
    let line = first(tenant, "inventory.purchase_order_lines", json!({})).await;
    let order = line["order_id"].as_str().unwrap();
    if tenant.get("inventory.purchase_orders", order, "").await.unwrap().to_json().contains(r#""status":"pending""#) {
        tenant.action("inventory.purchase_orders", order, "issue", "{}", "").await.unwrap();
    }
    // Stock that a person enters was not received for an order.
    let item = first(tenant, "inventory.stock_items", json!({})).await;
    let more = json!({"quantity": "2", "reason": "found"}).to_string();
    tenant.action("inventory.stock_items", item["id"].as_str().unwrap(), "add", &more, "").await.unwrap();
    let place = first(tenant, "inventory.locations", json!({})).await;
    let items = json!({"items": [{"line_id": line["id"], "quantity": "1"}], "location_id": place["id"]}).to_string();
    tenant.action("inventory.purchase_orders", order, "receive", &items, "").await.unwrap();
    for _ in 0..2 {
        sync(tenant, "inventory.stock_moves", moves.clone()).await;
        let told = told(tenant, "inventory.").await;
        let received: Vec<_> = told.iter().filter(|(kind, _)| kind == "inventory.item.received").collect();
        assert_eq!(received.len(), 1, "{told:?}");
        assert!(told.contains(&("inventory.stock_move.created".to_owned(), received[0].1.clone())));
        let all = told.iter().filter(|(kind, _)| kind == "inventory.stock_move.created").count();
        assert_eq!(all, created + 2, "{told:?}");
    }
}

#[tokio::test]
async fn a_supplier_that_changed_is_told_and_a_customer_is_not() {
    let setup = setup("inventree", &["inventory"]).await;
    let tenant = &setup.tenant;
    let company = |name: &str, role: &str| json!({"name": name, "roles": [role]}).to_string();
    let supplier = tenant.create("inventory.companies", &company("Lieferant", "supplier"), "").await.unwrap();
    let customer = tenant.create("inventory.companies", &company("Kunde", "customer"), "").await.unwrap();
    sync(tenant, "inventory.companies", json!({})).await;
    for one in [&supplier, &customer] {
        tenant.update("inventory.companies", &one.id, r#"{"description": "neu"}"#, "").await.unwrap();
    }
    sync(tenant, "inventory.companies", json!({})).await;
    let told: Vec<_> = told(tenant, "inventory.supplier").await;
    assert_eq!(told, [("inventory.supplier.updated".to_owned(), supplier.id.to_string())]);
}

#[tokio::test]
async fn a_milestone_of_a_module_that_is_not_active_is_not_told() {
    for (modules, milestones) in [(&["accounting"][..], 0), (&["accounting", "inventory"], 1)] {
        let setup = setup("erpnext", modules).await;
        let tenant = &setup.tenant;
        let supplier = first(tenant, "accounting.contacts", json!({"where": {"roles": "supplier"}})).await;
        let id = supplier["id"].as_str().unwrap();
        sync(tenant, "accounting.contacts", json!({})).await;
        tenant.update("accounting.contacts", id, r#"{"website": "https://neu.example"}"#, "").await.unwrap();
        sync(tenant, "accounting.contacts", json!({})).await;
        assert_eq!(told(tenant, "accounting.contact.updated").await.len(), 1);
        assert_eq!(told(tenant, "inventory.supplier.updated").await.len(), milestones, "{modules:?}");
    }
}

#[tokio::test]
async fn who_is_new_among_those_who_do_a_task_is_told_with_a_mirror() {
    let setup = setup("plane", &["projects"]).await;
    let tenant = &setup.tenant;
    let project = first(tenant, "projects.projects", json!({})).await;
    // Who is no member of the project is left out by Plane.
    let users = tenant.list("projects.users", "{}").unwrap().next_page().await.unwrap().unwrap();
    let users: Vec<&str> = users.records.iter().map(|user| &*user.id).collect();
    let task = json!({"project_id": project["id"], "name": "Offen"}).to_string();
    let task = tenant.create("projects.tasks", &task, "").await.unwrap();
    let feed = json!({"mirror": true, "where": {"project_id": project["id"]}});
    sync(tenant, "projects.tasks", feed.clone()).await;
    for change in [json!({"assignee_ids": users}), json!({"name": "Vergeben"}), json!({"assignee_ids": []})] {
        tenant.update("projects.tasks", &task.id, &change.to_string(), "").await.unwrap();
        sync(tenant, "projects.tasks", feed.clone()).await;
    }
    assert_eq!(told(tenant, "projects.task.updated").await.len(), 3);
    assert_eq!(
        told(tenant, "projects.task.assigned").await,
        [("projects.task.assigned".to_owned(), task.id.to_string())]
    );
}
