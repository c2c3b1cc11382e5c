//! Collections that the customer made: their records are typed by what was discovered, against the sandbox.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

const RECORDS: &str = "workspace.records";

struct Setup {
    sandbox: Sandbox,
    tenant: Tenant,
    _bridge: Bridge,
}

async fn setup_as(who: &str) -> Setup {
    let config = SandboxConfig { systems: vec!["nocobase".into()], records: 60, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = &sandbox.describe()["nocobase"];
    let request = json!({"system": "nocobase", "name": "ws", "instance": at["url"], "credential": at[who], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["workspace"]}"#).await.unwrap();
    Setup { sandbox, tenant, _bridge: bridge }
}

async fn setup() -> Setup {
    setup_as("credential").await
}

async fn all(tenant: &Tenant, options: Json) -> Result<Vec<Json>, Error> {
    let listing = tenant.list(RECORDS, &options.to_string())?;
    let mut records = Vec::new();
    while let Some(page) = listing.next_page().await? {
        let page: Json = serde_json::from_str(&page.to_json()).unwrap();
        assert_eq!(page["quarantined"], json!([]));
        records.extend(page["records"].as_array().unwrap().iter().cloned());
    }
    Ok(records)
}

fn record(json: &str) -> Json {
    serde_json::from_str(json).unwrap()
}

#[tokio::test]
async fn a_collection_tells_the_types_of_its_records() {
    let setup = setup().await;
    let collection = setup.tenant.get("workspace.collections", "ws:orders", "").await.unwrap();
    let collection = record(&collection.to_json());
    assert_eq!(collection["key_field"], "id");
    assert_eq!(collection["built_in"], false);
    let field = |name: &str| collection["fields"].as_array().unwrap().iter().find(|f| f["name"] == name).cloned();
    let kind = |name: &str| field(name).map(|field| field["kind"].clone());
    for (name, wanted) in [
        ("id", "integer"),
        ("createdAt", "instant"),
        ("number", "text"),
        ("status", "choice"),
        ("channels", "choices"),
        ("total", "decimal"),
        ("weight", "float"),
        ("ordered_on", "date"),
        ("shipped_at", "instant"),
        ("extra", "json"),
        ("customer", "reference"),
        ("customer_id", "integer"),
    ] {
        assert_eq!(kind(name), Some(json!(wanted)), "{name}");
    }
    assert_eq!(field("number").unwrap()["required"], true);
    assert_eq!(field("createdAt").unwrap()["read_only"], true);
    assert_eq!(field("status").unwrap()["options"], json!(["open", "paid", "cancelled"]));
    assert_eq!(field("customer").unwrap()["target"], "customers");
}

#[tokio::test]
async fn records_are_read_filtered_and_sorted_by_their_types() {
    let setup = setup().await;
    let story = setup.tenant.get(RECORDS, "ws:orders/1", "").await.unwrap();
    let story = record(&story.to_json());
    assert_eq!(story["id"], "ws:orders/1");
    assert_eq!(story["collection_id"], "ws:orders");
    assert_eq!(story["values"]["total"], "9960");
    assert_eq!(story["values"]["shipped_at"], "2026-11-20T08:30:00Z");
    assert_eq!(story["values"]["quantity"], 40);
    assert!(story["updated_at"].is_string(), "{story}");
    let orders = |more: Json| {
        let mut filter = json!({"collection_id": "ws:orders"});
        filter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        filter
    };
    let whole = all(&setup.tenant, json!({"where": orders(json!({})), "page_size": 7})).await.unwrap();
    assert_eq!(whole.len(), 45);
    let paid = json!({"where": orders(json!({"values.status": "paid", "values.total": {"gte": "1000.50"}})), "sort": ["-values.total"]});
    let paid = all(&setup.tenant, paid).await.unwrap();
    assert!(!paid.is_empty() && paid.len() < whole.len());
    let totals: Vec<f64> = paid.iter().map(|r| r["values"]["total"].as_str().unwrap().parse().unwrap()).collect();
    assert!(totals.is_sorted_by(|a, b| a >= b) && totals.iter().all(|total| *total >= 1000.5), "{totals:?}");
    let empty = json!({"where": orders(json!({"values.weight": null}))});
    assert!(all(&setup.tenant, empty).await.unwrap().iter().all(|r| r["values"]["weight"].is_null()));
    let since = json!({"where": orders(json!({})), "updated_since": "2099-01-01T00:00:00Z"});
    assert!(all(&setup.tenant, since).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_the_system_would_lose_never_leaves() {
    let setup = setup().await;
    let before = setup.sandbox.requests("nocobase").unwrap().by_method["GET"];
    for values in [
        json!({"number": "X", "nosuch": 1}),
        json!({"number": "X", "weight": "viel"}),
        json!({"number": "X", "status": "nosuch"}),
        json!({"number": "X", "channels": ["nosuch"]}),
        json!({"number": "X", "total": "1,5"}),
        json!({"number": "X", "createdAt": "2026-01-01T00:00:00Z"}),
        json!({"title": "without its number"}),
    ] {
        let input = json!({"collection_id": "ws:orders", "values": values});
        let error = setup.tenant.create(RECORDS, &input.to_string(), "").await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{values}: {error}");
        assert!(error.message().starts_with("values."), "{error}");
    }
    let update = json!({"values": {"id": 2, "title": "another row"}});
    let error = setup.tenant.update(RECORDS, "ws:orders/1", &update.to_string(), "").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput, "{error}");
    for (filter, part) in [
        (json!({"values.nosuch": 1}), "has no such field"),
        (json!({"values.weight": {"gt": "viel"}}), "must be a number"),
        (json!({"values.total": {"like": 1}}), "there is no operator"),
        (json!({"values.channels": "web"}), "only empty"),
        (json!({"values.customer": 1}), "values.customer_id"),
    ] {
        let mut filter = filter;
        filter["collection_id"] = json!("ws:orders");
        let error = all(&setup.tenant, json!({"where": filter})).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{error}");
        assert!(error.message().contains(part), "{error}");
    }
    let requests = setup.sandbox.requests("nocobase").unwrap();
    assert!(!requests.by_method.contains_key("POST"), "nothing was written: {requests:?}");
    // The schema is read once, and not for every mistake.
    assert!(requests.by_method["GET"] <= before + 2, "{requests:?}");
    let error = all(&setup.tenant, json!({"where": {"collection_id": "ws:nosuch"}})).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::NotFound, "there is no collection nosuch"));
}

#[tokio::test]
async fn records_are_made_changed_and_deleted() {
    let setup = setup().await;
    let tenant = &setup.tenant;
    let input = json!({"collection_id": "ws:orders", "values": {
        "number": "NEW-1", "total": "12345678901234.56", "weight": 0.1, "channels": ["web", "shop"], "paid": true,
        "ordered_on": "2028-02-29", "shipped_at": "2026-12-31T23:59:59.999+01:00", "customer": 1, "extra": {"ä": [1, null]}}});
    let made = record(&tenant.create(RECORDS, &input.to_string(), "").await.unwrap().to_json());
    let values = &made["values"];
    assert_eq!(values["total"], "12345678901234.56");
    assert_eq!(values["shipped_at"], "2026-12-31T22:59:59.999Z");
    assert_eq!(values["customer_id"], 1);
    assert_eq!(values["extra"], json!({"ä": [1, null]}));
    let id = made["id"].as_str().unwrap();
    let update = json!({"values": {"status": "paid", "weight": null}});
    let changed = record(&tenant.update(RECORDS, id, &update.to_string(), "").await.unwrap().to_json());
    assert_eq!((&changed["values"]["status"], &changed["values"]["weight"]), (&json!("paid"), &Json::Null));
    tenant.delete(RECORDS, id, "").await.unwrap();
    for gone in [tenant.delete(RECORDS, id, "").await, tenant.get(RECORDS, id, "").await.map(drop)] {
        assert_eq!(gone.unwrap_err().code(), Code::NotFound);
    }
    let lost = tenant.update(RECORDS, id, &update.to_string(), "").await.unwrap_err();
    assert_eq!(lost.code(), Code::NotFound);
}

#[tokio::test]
async fn a_new_field_is_found_when_it_is_named() {
    let setup = setup().await;
    let tenant = &setup.tenant;
    tenant.get(RECORDS, "ws:orders/1", "").await.unwrap();
    let field = json!({"method": "POST", "path": "/api/collections/orders/fields:create",
        "body": {"name": "colour", "type": "string", "interface": "input"}});
    tenant.request("ws", &field.to_string()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let update = json!({"values": {"colour": "blau"}});
    let changed = record(&tenant.update(RECORDS, "ws:orders/1", &update.to_string(), "").await.unwrap().to_json());
    assert_eq!(changed["values"]["colour"], "blau");
}

#[tokio::test]
async fn a_schema_is_read_by_one_call_for_all_that_need_it() {
    let setup = setup().await;
    let reads = (0..10).map(|_| setup.tenant.get(RECORDS, "ws:orders/1", ""));
    for record in futures::future::join_all(reads).await {
        record.unwrap();
    }
    let sent = setup.sandbox.requests("nocobase").unwrap().last;
    let of = |what: &str| sent.iter().filter(|(_, path)| path.contains(what)).count();
    assert_eq!((of("/api/collections"), of("/api/orders:")), (1, 10), "{sent:?}");
}

#[tokio::test]
async fn one_broken_record_does_not_stop_a_page() {
    let setup = setup().await;
    setup.tenant.get(RECORDS, "ws:orders/1", "").await.unwrap();
    setup.sandbox.fault("nocobase", FaultSpec::new(FaultKind::Malformed)).unwrap();
    let listing = setup.tenant.list(RECORDS, &json!({"where": {"collection_id": "ws:orders"}}).to_string()).unwrap();
    let page = listing.next_page().await.unwrap().unwrap();
    assert_eq!((page.records.len(), page.quarantined.len()), (44, 1));
    assert!(page.quarantined[0].reason.contains("decimal"), "{}", page.quarantined[0].reason);
}

#[tokio::test]
async fn a_member_sees_less_and_is_told_so() {
    let setup = setup_as("limited").await;
    assert!(all(&setup.tenant, json!({"where": {"collection_id": "ws:orders"}})).await.unwrap().is_empty());
    let input = json!({"collection_id": "ws:orders", "values": {"number": "M-1"}});
    let error = setup.tenant.create(RECORDS, &input.to_string(), "").await.unwrap_err();
    assert_eq!(error.code(), Code::PermissionDenied, "{error}");
}

#[tokio::test]
async fn a_create_with_a_key_finds_what_it_made() {
    let setup = setup().await;
    let tenant = &setup.tenant;
    let field = json!({"method": "POST", "path": "/api/collections/orders/fields:create",
        "body": {"name": "bridge_key", "type": "string", "interface": "input", "unique": true}});
    tenant.request("ws", &field.to_string()).await.unwrap();
    let at = &setup.sandbox.describe()["nocobase"];
    let request = json!({"system": "nocobase", "name": "keyed", "instance": at["url"], "credential": at["credential"],
        "allow_private": true, "options": {"key_field": "bridge_key"}});
    tenant.connect(&request.to_string()).await.unwrap();
    let input = json!({"collection_id": "keyed:orders", "values": {"number": "KEY-1"}}).to_string();
    let options = json!({"connection": "keyed", "idempotency_key": "order-1"}).to_string();
    let lost = FaultSpec {
        times: Some(1),
        path_prefix: Some("/api/orders:create".into()),
        ..FaultSpec::new(FaultKind::LoseAnswer)
    };
    setup.sandbox.fault("nocobase", lost).unwrap();
    let first = record(&tenant.create(RECORDS, &input, &options).await.unwrap().to_json());
    let again = record(&tenant.create(RECORDS, &input, &options).await.unwrap().to_json());
    assert_eq!(first["id"], again["id"]);
    assert_eq!(first["external_ref"], "order-1");
    let upsert =
        json!({"collection_id": "keyed:orders", "values": {"number": "KEY-1", "title": "once more"}}).to_string();
    let by = json!({"connection": "keyed", "by": ["values.number"]}).to_string();
    let changed = record(&tenant.upsert(RECORDS, &upsert, &by).await.unwrap().to_json());
    assert_eq!((&changed["id"], &changed["values"]["title"]), (&first["id"], &json!("once more")));
}

#[tokio::test]
async fn an_upsert_without_update_leaves_what_it_finds_as_it_is() {
    let setup = setup().await;
    let tenant = &setup.tenant;
    let asked = async |values: Json| {
        let input = json!({"collection_id": "ws:orders", "values": values}).to_string();
        let options = json!({"by": ["values.number"], "update": false}).to_string();
        record(&tenant.upsert(RECORDS, &input, &options).await.unwrap().to_json())
    };
    let made = asked(json!({"number": "FOC-1", "title": "first"})).await;
    let found = asked(json!({"number": "FOC-1", "title": "second"})).await;
    assert_eq!((&found["id"], &found["values"]["title"]), (&made["id"], &json!("first")));
    assert_eq!((&made["warnings"], &found["warnings"]), (&json!([]), &json!([])));
    // Nobody can tell whether it was found without it, or lost it: the answer is the same.
    let without = asked(json!({"number": "FOC-1", "total": "12.50"})).await;
    let warning = "values.total: the record was there without it, or the system did not keep the value that was sent";
    assert_eq!(without["warnings"], json!([warning]));
    let plan = json!({"resource": RECORDS, "operation": "upsert",
        "input": {"collection_id": "ws:orders", "values": {"number": "FOC-1", "title": "third"}}});
    let plan = tenant.plan_write(&plan.to_string(), r#"{"by": ["values.number"], "update": false}"#).await.unwrap();
    let applied = record(&tenant.apply_write(&plan, "").await.unwrap().unwrap().to_json());
    assert_eq!(applied["values"]["title"], "first");
}
