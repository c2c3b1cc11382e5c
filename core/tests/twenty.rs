//! The bridge against Twenty's fake: lists, writes, keys, deletions, and objects that the customer made.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Content, Tenant};
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

struct Setup {
    sandbox: Sandbox,
    _bridge: Bridge,
    tenant: Tenant,
}

async fn setup(credential: &str) -> Setup {
    let config = SandboxConfig { systems: vec!["twenty".into()], records: 60, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let at = sandbox.describe()["twenty"].clone();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let request =
        json!({"system": "twenty", "instance": at["url"], "credential": at[credential], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["crm", "workspace"]}"#).await.unwrap();
    Setup { sandbox, _bridge: bridge, tenant }
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

fn read(record: &coreflow_bridge::model::Record) -> Json {
    serde_json::from_str(&record.to_json()).unwrap()
}

#[tokio::test]
async fn every_resource_is_listed_once_whatever_the_page_size() {
    let setup = setup("credential").await;
    for resource in ["companies", "people", "deals", "notes", "tasks", "activities", "users"] {
        let path = format!("crm.{resource}");
        let small = all(&setup.tenant, &path, json!({"page_size": 3})).await.unwrap();
        let large = all(&setup.tenant, &path, json!({"page_size": 200})).await.unwrap();
        assert_eq!(small.len(), large.len(), "{path}");
        assert!(!small.is_empty(), "{path}");
        let sorted = all(&setup.tenant, &path, json!({"page_size": 4, "sort": ["-updated_at"]})).await.unwrap();
        assert_eq!(sorted.len(), large.len(), "{path}");
    }
    let error = all(&setup.tenant, "crm.deals", json!({"sort": ["close_date"]})).await.unwrap_err();
    assert_eq!(error.code(), Code::Unsupported, "an order by a column that may be empty loses rows");
}

#[tokio::test]
async fn a_key_makes_one_company_and_an_upsert_finds_it() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let input = json!({"name": "Ä & Co", "website": "https://a.example", "annual_revenue": "12.5", "currency": "EUR"});
    let options = r#"{"idempotency_key": "order-7"}"#;
    let first = read(&tenant.create("crm.companies", &input.to_string(), options).await.unwrap());
    let second = read(&tenant.create("crm.companies", &input.to_string(), options).await.unwrap());
    assert_eq!((&first["id"], &first["annual_revenue"]), (&second["id"], &json!("12.5")));
    let error = tenant.create("crm.companies", &input.to_string(), "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::AlreadyExists);
    let changed = json!({"name": "Neu", "website": "https://a.example"});
    let upserted = read(&tenant.upsert("crm.companies", &changed.to_string(), "{}").await.unwrap());
    assert_eq!(
        (&upserted["id"], &upserted["name"], &upserted["currency"]),
        (&first["id"], &json!("Neu"), &json!("EUR"))
    );
}

#[tokio::test]
async fn what_is_deleted_is_told_and_comes_back() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let company = all(tenant, "crm.companies", json!({})).await.unwrap().swap_remove(0);
    let id = company["id"].as_str().unwrap();
    tenant.delete("crm.companies", id, "{}").await.unwrap();
    let error = tenant.get("crm.companies", id, "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    let told: Json = serde_json::from_str(&tenant.deletions("crm.companies", "{}").await.unwrap()).unwrap();
    assert!(told.as_array().unwrap().iter().any(|one| one["id"] == id), "{told}");
    tenant.action("crm.companies", id, "restore", "{}", "{}").await.unwrap();
    assert_eq!(read(&tenant.get("crm.companies", id, "{}").await.unwrap())["name"], company["name"]);
}

#[tokio::test]
async fn custom_fields_are_read_by_name_and_custom_objects_by_their_schema() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let companies = all(tenant, "crm.companies", json!({"custom": ["customerNumber"]})).await.unwrap();
    assert!(companies.iter().any(|company| company["custom"]["customerNumber"] == "000004"));
    let machines = read(&tenant.get("workspace.collections", "twenty:machines", "{}").await.unwrap());
    let field = |name: &str| machines["fields"].as_array().unwrap().iter().find(|f| f["name"] == name).unwrap().clone();
    assert_eq!(
        (&field("state")["kind"], &field("state")["options"]),
        (&json!("choice"), &json!(["RUNNING", "BROKEN"]))
    );
    assert_eq!(field("ownerCompany")["foreign_key"], "ownerCompanyId");
    let owner = companies[0]["remote_id"].clone();
    let input = json!({"collection_id": "twenty:machines", "values": {"name": "Presse", "serialNumber": "X-1", "hours": 1.5, "ownerCompany": owner}});
    let made = read(&tenant.create("workspace.records", &input.to_string(), "{}").await.unwrap());
    assert_eq!((&made["values"]["hours"], &made["values"]["ownerCompanyId"]), (&json!(1.5), &owner));
    let listed =
        all(tenant, "workspace.records", json!({"where": {"collection_id": "twenty:machines"}, "page_size": 2})).await;
    assert!(listed.unwrap().iter().any(|record| record["id"] == made["id"]));
    let of = |more: Json| {
        let mut filter = json!({"collection_id": "twenty:machines"});
        filter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"where": filter, "page_size": 2, "updated_since": "2020-01-01T00:00:00Z"})
    };
    let id = made["id"].as_str().unwrap();
    let name = "O'Neill, \"8 Zoll\" (groß)";
    tenant.update("workspace.records", id, &json!({"values": {"name": name}}).to_string(), "{}").await.unwrap();
    let found =
        all(tenant, "workspace.records", of(json!({"values.name": name, "values.ownerCompanyId": owner}))).await;
    assert_eq!(found.unwrap().iter().map(|record| record["id"].clone()).collect::<Vec<_>>(), [made["id"].clone()]);
    let two = all(tenant, "workspace.records", of(json!({"values.name": name, "values.serialNumber": "it's"}))).await;
    assert_eq!(two.unwrap_err().code(), Code::InvalidInput);
    let wrong = json!({"values": {"state": "LOST"}});
    let error = tenant.update("workspace.records", id, &wrong.to_string(), "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    tenant.delete("workspace.records", id, "{}").await.unwrap();
    assert_eq!(tenant.get("workspace.records", id, "{}").await.unwrap_err().code(), Code::NotFound);
    let back = read(&tenant.action("workspace.records", id, "restore", "{}", "{}").await.unwrap());
    assert_eq!((&back["id"], &back["values"]["name"]), (&made["id"], &json!(name)));
    let nothing = "twenty:machines/00000000-0000-4000-8000-000000000000";
    let error = tenant.action("workspace.records", nothing, "restore", "{}", "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
}

#[tokio::test]
async fn records_of_custom_objects_are_made_once_and_found_by_what_is_unique() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let of = |values: Json| json!({"collection_id": "twenty:machines", "values": values}).to_string();
    let input = of(json!({"name": "Presse", "serialNumber": "Z-9"}));
    let key = r#"{"idempotency_key": "machine-9"}"#;
    let made = read(&tenant.create("workspace.records", &input, key).await.unwrap());
    let again = read(&tenant.create("workspace.records", &input, key).await.unwrap());
    assert_eq!(made["id"], again["id"]);
    let twice = tenant.create("workspace.records", &input, "{}").await.unwrap_err();
    assert_eq!(twice.code(), Code::AlreadyExists);
    let own = of(json!({"id": "11111111-2222-4333-8444-555555555555", "name": "zwei Kennungen"}));
    assert_eq!(tenant.create("workspace.records", &own, key).await.unwrap_err().code(), Code::InvalidInput);

    let by_serial = r#"{"by": ["values.serialNumber"]}"#;
    let changed = of(json!({"name": "Neu", "serialNumber": "Z-9"}));
    let upserted = read(&tenant.upsert("workspace.records", &changed, by_serial).await.unwrap());
    assert_eq!((&upserted["id"], &upserted["values"]["name"]), (&made["id"], &json!("Neu")));
    tenant.delete("workspace.records", made["id"].as_str().unwrap(), "{}").await.unwrap();
    let revived = read(&tenant.upsert("workspace.records", &changed, by_serial).await.unwrap());
    assert_eq!(revived["id"], made["id"]);
    let by_key = r#"{"by": ["external_ref"], "idempotency_key": "machine-9"}"#;
    let keyed =
        read(&tenant.upsert("workspace.records", &of(json!({"name": "nach Schlüssel"})), by_key).await.unwrap());
    assert_eq!((&keyed["id"], &keyed["values"]["serialNumber"]), (&made["id"], &json!("Z-9")));

    // The system would find another record by what is not named, and by what is not unique it finds none.
    for (values, by) in [
        (json!({"name": "x", "serialNumber": "Z-9"}), r#"{"by": ["values.name"]}"#),
        (json!({"name": "x", "serialNumber": "Z-9"}), by_key),
        (json!({"name": "x"}), by_serial),
    ] {
        let error = tenant.upsert("workspace.records", &of(values), by).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{by}: {error}");
    }
}

#[tokio::test]
async fn what_an_adapter_cannot_do_is_refused_before_the_schema_is_asked_for() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let before = setup.sandbox.requests("twenty").unwrap().total;
    let error = tenant.action("workspace.records", "twenty:machines/1", "archive", "{}", "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::Unsupported);
    assert!(error.message().contains("restore"), "{error}");
    let files = tenant.attachments("workspace.records", "twenty:machines/1", "{}").await.map(drop).unwrap_err();
    assert_eq!(files.code(), Code::Unsupported);
    assert_eq!(setup.sandbox.requests("twenty").unwrap().total, before);
}

#[tokio::test]
async fn files_hang_on_every_record_that_takes_them() {
    let setup = setup("credential").await;
    let tenant = &setup.tenant;
    let data: Vec<u8> = (0..=255).cycle().take(70_001).collect();
    for resource in ["companies", "people", "deals", "notes", "tasks"] {
        let path = format!("crm.{resource}");
        let records = all(tenant, &path, json!({"limit": 2})).await.unwrap();
        let [id, other] = [&records[0]["id"], &records[1]["id"]].map(|id| id.as_str().unwrap());
        let content = Content::Bytes(data.clone().into());
        let name = "Größe & „x“.bin";
        let made = tenant.upload_attachment(&path, id, name, content, "{}").await.unwrap();
        assert_eq!(read(&made)["name"], name, "{path}");
        let ids = async |record: &str| -> Vec<_> {
            tenant.attachments(&path, record, "{}").await.unwrap().into_iter().map(|file| file.id).collect()
        };
        assert_eq!(ids(id).await, std::slice::from_ref(&made.id), "{path}");
        assert_eq!(ids(other).await, [], "{path}");
        assert!(tenant.download_attachment(&path, id, &made.id, "{}").await.unwrap() == data, "{path}");
        let elsewhere = tenant.download_attachment(&path, other, &made.remote_id, "{}").await.unwrap_err();
        assert_eq!(elsewhere.code(), Code::NotFound, "{path}");
        tenant.delete_attachment(&path, id, &made.id, "{}").await.unwrap();
        assert_eq!(ids(id).await, [], "{path}");
    }
    let company =
        all(tenant, "crm.companies", json!({"limit": 1})).await.unwrap()[0]["id"].as_str().unwrap().to_owned();
    let empty = Content::Bytes(Vec::new().into());
    let error = tenant.upload_attachment("crm.companies", &company, "a.txt", empty, "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    let missing = "00000000-0000-4000-8000-000000000000";
    let content = Content::Bytes(data.into());
    let error = tenant.upload_attachment("crm.companies", missing, "a.txt", content, "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
}

#[tokio::test]
async fn a_reader_may_not_write_nor_see_people() {
    let setup = setup("limited").await;
    let tenant = &setup.tenant;
    assert!(!all(tenant, "crm.companies", json!({})).await.unwrap().is_empty());
    let error = tenant.create("crm.companies", r#"{"name": "x"}"#, "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::PermissionDenied);
    assert_eq!(all(tenant, "crm.people", json!({})).await.unwrap_err().code(), Code::PermissionDenied);
}
