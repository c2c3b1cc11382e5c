//! The bridge against the sandbox: the main job, as a host would do it.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    tenant: Tenant,
}

async fn setup() -> Setup {
    let sandbox = Sandbox::start(SandboxConfig {
        systems: vec!["erpnext".into(), "dolibarr".into()],
        ..SandboxConfig::default()
    })
    .await
    .unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    for (system, at) in sandbox.describe().as_object().unwrap() {
        let request = json!({
            "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true,
            "options": if system == "dolibarr" { json!({"bank_account": 1}) } else { json!({}) },
        });
        tenant.connect(&request.to_string()).await.unwrap();
    }
    tenant.change_modules(r#"{"activate": ["accounting", "projects"]}"#).await.unwrap();
    Setup { sandbox, bridge, tenant }
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

#[tokio::test]
async fn every_module_of_the_models_can_be_activated() {
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let modules = coreflow_bridge::model::Model::modules();
    assert_eq!(modules, ["accounting", "crm", "finance_ai", "hr", "inventory", "projects", "workspace"]);
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    let active: Json = serde_json::from_str(&tenant.active_modules().await.unwrap()).unwrap();
    let active: Vec<&str> = active.as_array().unwrap().iter().filter_map(|row| row["module"].as_str()).collect();
    assert_eq!(active, modules);
    let error = tenant.change_modules(r#"{"activate": ["crm", "sales"]}"#).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
}

#[tokio::test]
async fn lists_read_everything_once_whatever_the_page_size() {
    let setup = setup().await;
    let resources = ["organizations", "contacts", "items", "tax_rates", "invoices", "payments", "journal_entries"];
    for (connection, resource) in ["erpnext", "dolibarr"].iter().flat_map(|c| resources.iter().map(move |r| (*c, *r))) {
        let path = format!("accounting.{resource}");
        let listed = all(&setup.tenant, &path, json!({"connection": connection, "page_size": 7})).await;
        let unsupported = connection == "dolibarr" && matches!(resource, "tax_rates" | "payments" | "journal_entries");
        match listed {
            Err(error) if unsupported => {
                assert!(matches!(error.code(), Code::Unsupported | Code::InvalidInput), "{connection} {path}: {error}");
            }
            listed => {
                let records = listed.unwrap_or_else(|error| panic!("{connection} {path}: {error:?}"));
                assert!(!records.is_empty(), "{connection} {path}");
                let mut ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), records.len(), "{connection} {path}: an id comes twice");
                let whole =
                    all(&setup.tenant, &path, json!({"connection": connection, "page_size": 500})).await.unwrap();
                assert_eq!(whole.len(), records.len(), "{connection} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_record_is_read_again_as_it_was_listed() {
    let setup = setup().await;
    for connection in ["erpnext", "dolibarr"] {
        for resource in ["accounting.contacts", "accounting.items", "accounting.invoices"] {
            let listed = all(&setup.tenant, resource, json!({"connection": connection})).await.unwrap();
            let first = &listed[0];
            let record = setup.tenant.get(resource, first["id"].as_str().unwrap(), "").await;
            let record: Json =
                serde_json::from_str(&record.unwrap_or_else(|e| panic!("{resource}: {e:?}")).to_json()).unwrap();
            for (name, value) in first.as_object().unwrap() {
                if !value.is_null() && value != &json!([]) && !matches!(name.as_str(), "remote_url" | "custom") {
                    assert_eq!(&record[name], value, "{connection} {resource} {name}");
                }
            }
        }
    }
}

/// A new invoice for the first customer and item of a connection.
async fn invoice(tenant: &Tenant, connection: &str) -> Json {
    let customers = all(
        tenant,
        "accounting.contacts",
        json!({"connection": connection, "where": {"roles": "customer"}, "limit": 1}),
    );
    let items = all(tenant, "accounting.items", json!({"connection": connection, "limit": 1}));
    let (customers, items) = (customers.await.unwrap(), items.await.unwrap());
    let lines =
        json!([{"item_id": items[0]["id"], "description": "Advice", "quantity": "1.5", "unit_price": "100.10"}]);
    let mut input =
        json!({"direction": "sales", "contact_id": customers[0]["id"], "issue_date": "2026-11-20", "lines": lines});
    if connection == "erpnext" {
        input["due_date"] = json!("2026-12-20");
    }
    input
}

#[tokio::test]
async fn invoices_are_made_submitted_and_paid() {
    let setup = setup().await;
    for connection in ["erpnext", "dolibarr"] {
        let input = invoice(&setup.tenant, connection).await;
        let options = json!({"connection": connection}).to_string();
        let made = setup.tenant.create("accounting.invoices", &input.to_string(), &options).await.unwrap();
        let made: Json = serde_json::from_str(&made.to_json()).unwrap();
        assert_eq!(made["status"], "draft", "{connection}");
        assert_eq!(made["subtotal"], "150.15", "{connection}");
        let id = made["id"].as_str().unwrap();
        let step = |action: &'static str, input: Json| {
            let tenant = setup.tenant.clone();
            let id = id.to_owned();
            async move {
                let record = tenant.action("accounting.invoices", &id, action, &input.to_string(), "").await;
                let record = record.unwrap_or_else(|error| panic!("{action}: {error:?}"));
                serde_json::from_str::<Json>(&record.to_json()).unwrap()
            }
        };
        assert_eq!(step("submit", json!({})).await["status"], "open", "{connection}");
        let pay = match connection {
            "erpnext" => json!({"reference": "R-1", "date": "2026-11-21"}),
            _ => json!({"date": "2026-11-21", "method": 2}),
        };
        assert_eq!(step("pay", pay).await["status"], "paid", "{connection}");
    }
}

#[tokio::test]
async fn a_lost_answer_makes_one_invoice() {
    let setup = setup().await;
    let input = invoice(&setup.tenant, "dolibarr").await.to_string();
    let options = json!({"connection": "dolibarr", "idempotency_key": "order-4711"}).to_string();
    let mut fault = FaultSpec::new(FaultKind::LoseAnswer);
    (fault.times, fault.method) = (Some(1), Some("POST".into()));
    setup.sandbox.fault("dolibarr", fault).unwrap();
    let first = setup.tenant.create("accounting.invoices", &input, &options).await.unwrap();
    let second = setup.tenant.create("accounting.invoices", &input, &options).await.unwrap();
    assert_eq!(first.id, second.id);
    let all = all(&setup.tenant, "accounting.invoices", json!({"connection": "dolibarr"})).await.unwrap();
    let made = all.iter().filter(|invoice| invoice["external_ref"] == "order-4711").count();
    assert_eq!(made, 1);
    let other = input.replace("1.5", "2.5");
    let error = setup.tenant.create("accounting.invoices", &other, &options).await.unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
}

#[tokio::test]
async fn tenants_see_nothing_of_each_other() {
    let setup = setup().await;
    let id = all(&setup.tenant, "accounting.invoices", json!({"connection": "erpnext", "limit": 1})).await.unwrap()[0]
        ["id"]
        .clone();
    let globex = setup.bridge.tenant("globex").unwrap();
    assert_eq!(globex.connections().await.unwrap(), "[]");
    let error = globex.get("accounting.invoices", id.as_str().unwrap(), "").await.unwrap_err();
    assert_eq!(error.code(), Code::ModuleInactive);
    globex.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    let foreign = globex.get("accounting.invoices", id.as_str().unwrap(), "").await.unwrap_err();
    let unknown = globex.get("accounting.invoices", "nowhere:sales:1", "").await.unwrap_err();
    assert_eq!((foreign.code(), foreign.message()), (unknown.code(), unknown.message()));
}

#[tokio::test]
async fn a_malformed_record_is_put_aside() {
    let setup = setup().await;
    setup.sandbox.fault("erpnext", FaultSpec { times: Some(1), ..FaultSpec::new(FaultKind::Malformed) }).unwrap();
    let options = json!({"connection": "erpnext", "where": {"direction": "sales"}, "page_size": 20, "prefetch": 0});
    let listing = setup.tenant.list("accounting.invoices", &options.to_string()).unwrap();
    let page = listing.next_page().await.unwrap().unwrap();
    assert_eq!((page.records.len(), page.quarantined.len()), (19, 1));
    assert!(page.quarantined[0].pointer.starts_with("/data/"), "{}", page.quarantined[0].pointer);
    assert!(listing.next_page().await.unwrap().is_some());
}

#[tokio::test]
async fn deletions_are_told_where_the_system_keeps_them() {
    let setup = setup().await;
    let options = json!({"connection": "erpnext"}).to_string();
    let input = json!({"roles": ["customer"], "name": "Short-lived GmbH", "kind": "company"}).to_string();
    let made = setup.tenant.create("accounting.contacts", &input, &options).await.unwrap();
    setup.tenant.delete("accounting.contacts", &made.id, "").await.unwrap();
    let told: Json =
        serde_json::from_str(&setup.tenant.deletions("accounting.contacts", &options).await.unwrap()).unwrap();
    assert_eq!(told[0]["id"], *made.id);
    let later = json!({"connection": "erpnext", "since": "2099-01-01"}).to_string();
    assert_eq!(setup.tenant.deletions("accounting.contacts", &later).await.unwrap(), "[]");
    let options = json!({"connection": "dolibarr"}).to_string();
    let error = setup.tenant.deletions("accounting.contacts", &options).await.unwrap_err();
    assert_eq!(error.code(), Code::Unsupported);
}

#[tokio::test]
async fn closing_ends_reads_that_are_under_way() {
    let setup = setup().await;
    let mut slow = FaultSpec::new(FaultKind::LatencyMs);
    slow.latency_ms = Some(60_000);
    setup.sandbox.fault("erpnext", slow).unwrap();
    let tenant = setup.tenant.clone();
    let read = tokio::spawn(async move { all(&tenant, "accounting.items", json!({"connection": "erpnext"})).await });
    let before = setup.sandbox.requests("erpnext").unwrap().total;
    while setup.sandbox.requests("erpnext").unwrap().total == before {
        tokio::task::yield_now().await;
    }
    setup.bridge.close().await;
    assert_eq!(read.await.unwrap().unwrap_err().code(), Code::Closed);
}

#[tokio::test]
async fn many_creates_tell_each_outcome_in_order_and_can_be_repeated() {
    let setup = setup().await;
    let order = |description: &str| {
        json!({"direction": "sales", "contact_id": "dolibarr:1",
            "lines": [{"description": description, "quantity": "1", "unit_price": "10"}]})
    };
    let mut inputs: Vec<Json> = (0..9).map(|number| order(&format!("line {number}"))).collect();
    // A mistake in one says nothing of the others.
    inputs[4] = json!({"direction": "sales", "no_such_field": 1});
    let keys: Vec<String> = (0..9).map(|number| format!("many-{number}")).collect();
    let options = json!({"connection": "dolibarr", "concurrency": 3, "idempotency_keys": keys}).to_string();
    let inputs = Json::from(inputs).to_string();
    let many = async || {
        let results = setup.tenant.create_many("accounting.invoices", &inputs, &options).await.unwrap();
        results.into_iter().map(|result| result.map(|record| record.to_json())).collect::<Vec<_>>()
    };
    let mut ids = Vec::new();
    for (index, result) in many().await.into_iter().enumerate() {
        match result {
            Ok(text) => {
                let record: Json = serde_json::from_str(&text).unwrap();
                assert_eq!(record["lines"][0]["description"], format!("line {index}"));
                ids.push(record["id"].clone());
            }
            Err(error) => {
                assert_eq!((index, error.code()), (4, Code::InvalidInput), "{}", error.message());
            }
        }
    }
    assert_eq!(ids.len(), 8);
    let repeated = many().await;
    let again: Vec<Json> =
        repeated.into_iter().flatten().map(|text| serde_json::from_str::<Json>(&text).unwrap()["id"].clone()).collect();
    assert_eq!(again, ids);

    for (inputs, options, says) in [
        ("{}", json!({}), "the inputs must be a list"),
        ("[{}]", json!({"concurrency": 0}), "concurrency must be 1 to 32"),
        ("[{}]", json!({"idempotency_keys": []}), "one key for each input"),
    ] {
        let error = setup.tenant.create_many("accounting.invoices", inputs, &options.to_string()).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput);
        assert!(error.message().contains(says), "{}", error.message());
    }
}

#[tokio::test]
async fn a_batch_that_is_stopped_tells_what_was_made_and_what_was_not_sent() {
    let setup = setup().await;
    let input = json!({"direction": "sales", "contact_id": "dolibarr:1",
        "lines": [{"description": "line", "quantity": "1", "unit_price": "10"}]});
    let inputs = Json::from(vec![input; 6]).to_string();
    let options = json!({"connection": "dolibarr", "concurrency": 1}).to_string();
    let batch = setup.tenant.batch("accounting.invoices", &inputs, &options).unwrap();
    let first = batch.next(0).await.unwrap();
    // A caller whom they did not reach gets them again.
    assert!(std::sync::Arc::ptr_eq(&first, &batch.next(0).await.unwrap()));
    batch.stop();
    let (mut told, mut made) = (Vec::new(), 0);
    let mut next = Some(first);
    while let Some(some) = next {
        for (index, outcome) in some.iter() {
            told.push(*index);
            match outcome {
                Ok(_) => made += 1,
                Err(error) => assert_eq!(error.code(), Code::Cancelled),
            }
        }
        next = batch.next(told.len()).await;
    }
    assert_eq!(told, [0, 1, 2, 3, 4, 5]);
    // One more may have been on its way; it is told, whatever came of it.
    assert!((1..=2).contains(&made), "{made}");
}
