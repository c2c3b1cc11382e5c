//! The bridge against ERPNext's fake: all that the adapter offers is read and made, and the story's customer is followed
//! from the quote to the last task.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::manifest::Registry;
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

struct Setup {
    _sandbox: Sandbox,
    _bridge: Bridge,
    tenant: Tenant,
}

async fn setup(credential: &str) -> Setup {
    let config = SandboxConfig { systems: vec!["erpnext".into()], records: 60, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let at = sandbox.describe()["erpnext"].clone();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let request =
        json!({"system": "erpnext", "instance": at["url"], "credential": at[credential], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    let modules = json!({"activate": ["accounting", "crm", "hr", "inventory", "projects"]});
    tenant.change_modules(&modules.to_string()).await.unwrap();
    Setup { _sandbox: sandbox, _bridge: bridge, tenant }
}

async fn all(tenant: &Tenant, resource: &str, options: Json) -> Result<Vec<Json>, Error> {
    let listing = tenant.list(resource, &options.to_string())?;
    let mut records = Vec::new();
    while let Some(page) = listing.next_page().await? {
        let page: Json = serde_json::from_str(&page.to_json()).unwrap();
        assert_eq!(page["quarantined"], json!([]), "{resource}");
        records.extend(page["records"].as_array().unwrap().iter().cloned());
    }
    Ok(records)
}

/// The one record that meets the condition.
async fn one(tenant: &Tenant, resource: &str, condition: Json) -> Json {
    let found = all(tenant, resource, json!({"where": condition})).await.unwrap();
    assert_eq!(found.len(), 1, "{resource} {condition}: {found:?}");
    found.into_iter().next().unwrap()
}

fn id(record: &Json) -> &str {
    record["id"].as_str().unwrap()
}

fn parsed(record: &coreflow_bridge::model::Record) -> Json {
    serde_json::from_str(&record.to_json()).unwrap()
}

#[tokio::test]
async fn every_resource_of_the_adapter_is_held_and_read_again_as_it_was_listed() {
    let setup = setup("credential").await;
    let registry = Registry::default();
    let manifest = registry.get("erpnext").unwrap();
    for path in manifest.resources.keys() {
        let listed = all(&setup.tenant, path, json!({"page_size": 7})).await.unwrap();
        assert!(!listed.is_empty(), "{path}");
        let ids: BTreeSet<&str> = listed.iter().map(id).collect();
        assert_eq!(ids.len(), listed.len(), "{path}: an id comes twice");
        for listed in [listed.first().unwrap(), listed.last().unwrap()] {
            let read = parsed(&setup.tenant.get(path, id(listed), "").await.unwrap());
            for (name, value) in listed.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()) {
                let told = !matches!(name.as_str(), "remote_url" | "custom") && value != &json!([]);
                assert!(!told || &read[name] == value, "{path} {name}: {value} listed, {} read", read[name]);
            }
        }
    }
}

#[tokio::test]
async fn the_story_runs_from_the_quote_to_the_last_task() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let customer =
        one(tenant, "accounting.contacts", json!({"roles": "customer", "name": "Nordlicht Beispiel GmbH"})).await;
    let deal = one(tenant, "crm.deals", json!({"name": "Nordlicht: 40 controllers"})).await;
    assert_eq!((&deal["amount"], &deal["currency"]), (&json!("9960"), &json!("EUR")));
    let quote = one(tenant, "accounting.quotes", json!({"contact_id": customer["id"]})).await;
    assert_eq!((&quote["status"], &quote["total"]), (&json!("converted"), &json!("9960")));
    let order = one(tenant, "accounting.orders", json!({"direction": "sales", "contact_id": customer["id"]})).await;
    assert_eq!((&order["status"], &order["billed_percent"]), (&json!("open"), &json!("100")));
    let invoice = one(tenant, "accounting.invoices", json!({"direction": "sales", "contact_id": customer["id"]})).await;
    assert_eq!((&invoice["status"], &invoice["total"]), (&json!("open"), &json!("9960")));
    let project = one(tenant, "projects.projects", json!({"contact_id": customer["id"]})).await;
    assert_eq!(project["progress_percent"], "33.33");
    let tasks = all(tenant, "projects.tasks", json!({"where": {"project_id": project["id"]}})).await.unwrap();
    let states: Vec<&str> = tasks.iter().map(|task| task["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["started", "unstarted", "completed"]);
    let part = one(tenant, "inventory.parts", json!({"code": "CTRL-7"})).await;
    let stock = all(tenant, "inventory.stock_items", json!({"where": {"part_id": part["id"]}})).await.unwrap();
    let store = stock.iter().find(|stock| stock["location_id"] == "erpnext:Stores - ATL").unwrap();
    assert_eq!((&store["quantity"], &store["allocated"]), (&json!("55"), &json!("40")));
    let build = one(tenant, "inventory.build_orders", json!({"part_id": part["id"]})).await;
    assert_eq!((&build["quantity"], &build["status"]), (&json!("10"), &json!("pending")));
    let employee = one(tenant, "hr.employees", json!({"number": "0900"})).await;
    assert_eq!(employee["job_title"], "Project Manager");
}

#[tokio::test]
async fn what_the_adapter_makes_is_made_changed_and_deleted() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let customer = "erpnext:customer:Nordlicht Beispiel GmbH";
    let lines = json!([{"item_id": "erpnext:CTRL-7", "quantity": "2", "unit_price": "249"}]);
    let bom = all(tenant, "inventory.build_orders", json!({"limit": 1})).await.unwrap()[0]["bom"].clone();
    let part = all(tenant, "inventory.build_orders", json!({"limit": 1})).await.unwrap()[0]["part_id"].clone();
    for (resource, input, change) in [
        ("accounting.quotes", json!({"contact_id": customer, "lines": lines}), json!({"notes": "neu"})),
        (
            "accounting.orders",
            json!({"direction": "sales", "contact_id": customer, "delivery_date": "2026-12-31", "lines": lines}),
            json!({"reference": "R/2"}),
        ),
        ("accounting.accounts", json!({"name": "Neu", "parent_id": "erpnext:Indirect Expenses - ATL"}), json!({})),
        ("crm.leads", json!({"first_name": "Ute", "email": "ute@muster.example"}), json!({"status": "qualified"})),
        ("crm.users", json!({"first_name": "Ute", "email": "Ute@muster.example"}), json!({"active": false})),
        ("projects.projects", json!({"name": "Neu & gut", "contact_id": customer}), json!({"status": "completed"})),
        ("projects.tasks", json!({"name": "Neu"}), json!({"priority": "urgent", "status": "started"})),
        ("inventory.parts", json!({"code": "NEU-1", "category": "Products", "unit": "Nos"}), json!({"name": "Neu"})),
        (
            "inventory.locations",
            json!({"name": "Neu", "parent_id": "erpnext:All Warehouses - ATL"}),
            json!({"city": "Bonn"}),
        ),
        (
            "inventory.build_orders",
            json!({"part_id": part, "bom": bom, "quantity": "3", "destination_location_id": "erpnext:Finished Goods - ATL"}),
            json!({"quantity": "4"}),
        ),
        (
            "hr.employees",
            json!({"first_name": "Ute", "gender": "Female", "birth_date": "1990-01-31", "start_date": "2026-02-01"}),
            json!({"job_title": "Engineer"}),
        ),
    ] {
        let made = tenant.create(resource, &input.to_string(), "").await;
        let made = parsed(&made.unwrap_or_else(|error| panic!("{resource}: {error:?}")));
        if change != json!({}) {
            let changed = tenant.update(resource, id(&made), &change.to_string(), "").await;
            let changed = parsed(&changed.unwrap_or_else(|error| panic!("{resource}: {error:?}")));
            for (name, value) in change.as_object().unwrap() {
                assert_eq!(&changed[name], value, "{resource} {name}");
            }
        }
        tenant.delete(resource, id(&made), "").await.unwrap_or_else(|error| panic!("{resource}: {error:?}"));
        assert_eq!(tenant.get(resource, id(&made), "").await.unwrap_err().code(), Code::NotFound, "{resource}");
    }
}

#[tokio::test]
async fn an_order_reserves_what_it_sells_until_it_is_cancelled() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let allocated = async || {
        let stock =
            all(tenant, "inventory.stock_items", json!({"where": {"part_id": "erpnext:CTRL-7"}})).await.unwrap();
        stock.iter().find(|s| s["location_id"] == "erpnext:Stores - ATL").unwrap()["allocated"].clone()
    };
    assert_eq!(allocated().await, "40");
    let input = json!({"direction": "sales", "contact_id": "erpnext:customer:Nordlicht Beispiel GmbH", "delivery_date": "2026-12-31",
        "lines": [{"item_id": "erpnext:CTRL-7", "quantity": "5", "unit_price": "249"}]});
    let made = parsed(&tenant.create("accounting.orders", &input.to_string(), "").await.unwrap());
    let step = async |action: &str| {
        parsed(&tenant.action("accounting.orders", id(&made), action, "{}", "").await.unwrap())["status"].clone()
    };
    assert_eq!(step("submit").await, "open");
    assert_eq!(allocated().await, "45");
    assert_eq!(step("cancel").await, "cancelled");
    assert_eq!(allocated().await, "40");
    // The story's order has an invoice.
    let order = one(tenant, "accounting.orders", json!({"direction": "sales", "reference": "NL-4711"})).await;
    let refused = tenant.action("accounting.orders", id(&order), "cancel", "{}", "").await.unwrap_err();
    assert_eq!(refused.code(), Code::Conflict, "{refused:?}");
}

#[tokio::test]
async fn leaves_and_claims_are_decided_once() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let employee = all(tenant, "hr.employees", json!({})).await.unwrap().swap_remove(0);
    let leave = |kind: &str, from: &str, to: &str| {
        json!({"employee_id": employee["id"], "kind": kind, "start_date": from, "end_date": to}).to_string()
    };
    let made =
        parsed(&tenant.create("hr.leaves", &leave("Casual Leave", "2026-12-07", "2026-12-08"), "{}").await.unwrap());
    assert_eq!((&made["status"], &made["days"]), (&json!("open"), &json!("2")));
    for (kind, from, to) in [
        ("Casual Leave", "2026-12-08", "2026-12-08"),
        ("Casual Leave", "2026-12-14", "2026-12-17"),
        ("Casual Leave", "2026-12-09", "2026-12-08"),
        ("No Such", "2026-12-20", "2026-12-20"),
    ] {
        let error = tenant.create("hr.leaves", &leave(kind, from, to), "{}").await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{kind} {from} {to}: {error}");
    }
    let approved = parsed(&tenant.action("hr.leaves", id(&made), "approve", "{}", "{}").await.unwrap());
    assert_eq!(approved["status"], "approved");
    tenant.action("hr.leaves", id(&made), "reject", "{}", "{}").await.unwrap_err();
    let cancelled = parsed(&tenant.action("hr.leaves", id(&made), "cancel", "{}", "{}").await.unwrap());
    assert_eq!(cancelled["status"], "cancelled");
    // Its attendance keeps it.
    tenant.delete("hr.leaves", id(&made), "{}").await.unwrap_err();

    let claim =
        |category: &str| json!({"employee_id": employee["id"], "lines": [{"category": category, "total": "89.90"}]});
    let error = tenant.create("accounting.expenses", &claim("Medical").to_string(), "{}").await.unwrap_err();
    assert!(error.message().contains("Set the default account"), "{error}");
    let made = parsed(&tenant.create("accounting.expenses", &claim("Travel").to_string(), "{}").await.unwrap());
    assert_eq!((&made["status"], &made["total"]), (&json!("draft"), &json!("89.9")));
    let rejected = parsed(&tenant.action("accounting.expenses", id(&made), "reject", "{}", "{}").await.unwrap());
    assert_eq!((&rejected["status"], &rejected["total"]), (&json!("rejected"), &json!("89.9")));
}

#[tokio::test]
async fn who_may_little_is_told_so_and_sees_the_projects() {
    let setup = setup("limited").await;
    let tenant = &setup.tenant;
    for resource in
        ["accounting.quotes", "crm.leads", "crm.deals", "hr.employees", "inventory.locations", "inventory.stock_items"]
    {
        let refused = all(tenant, resource, json!({})).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{resource}: {refused:?}");
    }
    let projects = all(tenant, "projects.projects", json!({})).await.unwrap();
    assert!(projects.iter().any(|project| project["name"] == "Nordlicht rollout"));
    let users = all(tenant, "crm.users", json!({})).await.unwrap();
    assert!(users.iter().any(|user| user["email"] == "limited@example.com"));
    let refused = tenant.get("crm.users", id(&users[0]), "").await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}
