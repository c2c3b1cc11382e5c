//! Many creates by requests that make several records each, against the fakes of Twenty and NocoBase.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::model::Record;
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};

struct Setup {
    sandbox: Sandbox,
    tenant: Tenant,
    _bridge: Bridge,
}

async fn setup_as(system: &str, who: &str) -> Setup {
    let config = SandboxConfig { systems: vec![system.into()], records: 20, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let at = sandbox.describe()[system].clone();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let request =
        json!({"system": system, "name": "ws", "instance": at["url"], "credential": at[who], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    let modules = if system == "twenty" { json!(["crm", "workspace"]) } else { json!(["workspace"]) };
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    Setup { sandbox, tenant, _bridge: bridge }
}

impl Setup {
    /// The ids or codes that came, and how many requests it took.
    async fn make(&self, system: &str, resource: &str, inputs: &[Json], options: Json) -> (Vec<String>, u64) {
        let before = self.sandbox.requests(system).unwrap().total;
        let inputs = Json::from(inputs.to_vec()).to_string();
        let outcomes = self.tenant.create_many(resource, &inputs, &options.to_string()).await.unwrap();
        let told = |outcome: Result<Record, coreflow_bridge::Error>| match outcome {
            Ok(record) => record.id.to_string(),
            Err(error) => {
                let parts = serde_json::to_value(error.parts()).unwrap();
                assert_eq!(
                    (&parts["tenant"], &parts["operation"]),
                    (&json!("acme"), &json!(format!("{resource}.create")))
                );
                error.code().to_string()
            }
        };
        let told = outcomes.into_iter().map(told).collect();
        (told, self.sandbox.requests(system).unwrap().total - before)
    }

    async fn companies(&self, prefix: &str) -> Vec<(String, String)> {
        let options = json!({"where": {"name": {"starts_with": prefix}}, "page_size": 200});
        let listing = self.tenant.list("crm.companies", &options.to_string()).unwrap();
        let mut found = Vec::new();
        while let Some(page) = listing.next_page().await.unwrap() {
            let page: Json = serde_json::from_str(&page.to_json()).unwrap();
            let text = |value: &Json| value.as_str().unwrap().to_owned();
            found.extend(page["records"].as_array().unwrap().iter().map(|one| (text(&one["id"]), text(&one["name"]))));
        }
        found
    }

    fn fault(&self, system: &str, kind: FaultKind, path: &str) {
        let fault = FaultSpec { times: Some(1), path_prefix: Some(path.into()), ..FaultSpec::new(kind) };
        self.sandbox.fault(system, fault).unwrap();
    }
}

fn companies(prefix: &str, count: usize) -> Vec<Json> {
    (0..count).map(|number| json!({"name": format!("{prefix} {number:03}")})).collect()
}

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("key-{number}")).collect()
}

#[tokio::test]
async fn one_request_makes_as_many_as_it_takes_and_each_has_its_outcome() {
    let setup = setup_as("twenty", "credential").await;
    let inputs = companies("Reihe", 130);
    let (ids, requests) = setup.make("twenty", "crm.companies", &inputs, json!({})).await;
    assert_eq!(requests, 3);
    let mut made = setup.companies("Reihe").await;
    made.sort_by(|a, b| a.1.cmp(&b.1));
    assert_eq!(made.len(), 130);
    assert!(made.iter().map(|(id, _)| id).eq(ids.iter()), "the outcomes are in the order of the inputs");
}

#[tokio::test]
async fn a_batch_with_keys_makes_its_records_once() {
    let setup = setup_as("twenty", "credential").await;
    let inputs = companies("Schlüssel", 12);
    let (ids, requests) = setup.make("twenty", "crm.companies", &inputs, json!({"idempotency_keys": keys(12)})).await;
    assert_eq!(requests, 1);
    let mut twice = inputs.clone();
    twice.extend(companies("Mehr", 3));
    twice.push(twice[0].clone());
    let mut again = keys(15);
    again.push("key-0".into());
    // Those that are there are read, each by its id; the new ones are made by one request.
    let (found, requests) = setup.make("twenty", "crm.companies", &twice, json!({"idempotency_keys": again})).await;
    assert_eq!((&found[..12], &found[15]), (&ids[..], &ids[0]));
    assert_eq!(requests, 12 + 1 + 1);
    assert_eq!(setup.companies("Schlüssel").await.len(), 12);
    assert_eq!(setup.companies("Mehr").await.len(), 3);
    // The same keys with other inputs are mistakes of their own, and hold up nothing.
    let mut other = companies("Anders", 2);
    other.extend(companies("Neu", 2));
    let options = json!({"idempotency_keys": ["key-0", "key-1", "new-0", "new-1"]});
    let (told, requests) = setup.make("twenty", "crm.companies", &other, options).await;
    assert_eq!((told[0].as_str(), told[1].as_str(), requests), ("CONFLICT", "CONFLICT", 1), "{told:?}");
    assert_eq!(setup.companies("Neu").await.len(), 2);
}

#[tokio::test]
async fn what_is_refused_is_told_of_its_own_input_alone() {
    let setup = setup_as("twenty", "credential").await;
    let first = json!({"name": "Vorher", "website": "https://taken.example"});
    setup.tenant.create("crm.companies", &first.to_string(), "").await.unwrap();
    let mut inputs = companies("Halb", 60);
    inputs[37]["website"] = json!("https://taken.example");
    inputs[5] = json!({"no_such_field": 1});
    let (told, requests) = setup.make("twenty", "crm.companies", &inputs, json!({})).await;
    assert_eq!((told[37].as_str(), told[5].as_str()), ("ALREADY_EXISTS", "INVALID_INPUT"));
    assert_eq!(told.iter().filter(|told| told.starts_with("ws:")).count(), 58);
    assert_eq!(setup.companies("Halb").await.len(), 58);
    // Halves of 59, until one is left: as many as a search by halves needs, not one for each record.
    assert!(requests <= 14, "{requests}");
}

#[tokio::test]
async fn what_says_nothing_of_a_record_is_not_tried_in_halves() {
    let setup = setup_as("twenty", "limited").await;
    let (told, requests) = setup.make("twenty", "crm.companies", &companies("Nein", 40), json!({})).await;
    assert!(told.iter().all(|told| told == "PERMISSION_DENIED"), "{told:?}");
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_lost_answer_is_found_by_the_ids_with_and_without_keys() {
    let setup = setup_as("twenty", "credential").await;
    for (prefix, options) in [("Ohne", json!({})), ("Mit", json!({"idempotency_keys": keys(40)}))] {
        setup.fault("twenty", FaultKind::LoseAnswer, "/graphql");
        let (ids, requests) = setup.make("twenty", "crm.companies", &companies(prefix, 40), options).await;
        let mut made = setup.companies(prefix).await;
        made.sort_by(|a, b| a.1.cmp(&b.1));
        assert!(made.iter().map(|(id, _)| id).eq(ids.iter()), "{prefix}: {ids:?}");
        assert_eq!(requests, 2, "one that made them, one list that found them");
    }
}

#[tokio::test]
async fn a_lost_request_is_not_sent_again_while_its_outcome_is_open() {
    let setup = setup_as("twenty", "credential").await;
    setup.fault("twenty", FaultKind::Reset, "/graphql");
    let inputs = companies("Weg", 4);
    let options = json!({"idempotency_keys": keys(4)});
    let (told, _) = setup.make("twenty", "crm.companies", &inputs, options.clone()).await;
    assert_eq!(told, ["OUTCOME_UNKNOWN"; 4]);
    // Within the time in which a late one could still come, nothing is sent again.
    let (told, _) = setup.make("twenty", "crm.companies", &inputs, options).await;
    assert_eq!(told, ["OUTCOME_UNKNOWN"; 4]);
    assert_eq!(setup.companies("Weg").await, []);
}

#[tokio::test]
async fn records_without_ids_of_ours_are_told_by_their_order() {
    for (system, collection, name) in [("twenty", "machines", "name"), ("nocobase", "orders", "number")] {
        let setup = setup_as(system, "credential").await;
        let input = |text: String| json!({"collection_id": format!("ws:{collection}"), "values": {name: text}});
        let inputs: Vec<Json> = (0..70).map(|number| input(format!("B-{number:03}"))).collect();
        let inputs = Json::from(inputs).to_string();
        let post = || setup.sandbox.requests(system).unwrap().by_method["POST"];
        let warm = input("B-warm".into()).to_string();
        setup.tenant.create("workspace.records", &warm, "").await.unwrap();
        let before = post();
        let outcomes = setup.tenant.create_many("workspace.records", &inputs, "").await.unwrap();
        let sent = post() - before;
        assert_eq!(sent, if system == "twenty" { 2 } else { 1 }, "{system}");
        for (number, outcome) in outcomes.into_iter().enumerate() {
            let record: Json = serde_json::from_str(&outcome.unwrap().to_json()).unwrap();
            assert_eq!(record["values"][name], format!("B-{number:03}"), "{system}");
        }
    }
}

#[tokio::test]
async fn keys_that_are_no_ids_go_one_by_one() {
    let setup = setup_as("nocobase", "credential").await;
    let field = json!({"method": "POST", "path": "/api/collections/orders/fields:create",
        "body": {"name": "bridge_key", "type": "string", "interface": "input", "unique": true}});
    setup.tenant.request("ws", &field.to_string()).await.unwrap();
    let at = &setup.sandbox.describe()["nocobase"];
    let request = json!({"system": "nocobase", "name": "keyed", "instance": at["url"], "credential": at["credential"],
        "allow_private": true, "options": {"key_field": "bridge_key"}});
    setup.tenant.connect(&request.to_string()).await.unwrap();
    let input = |number: usize| json!({"collection_id": "keyed:orders", "values": {"number": format!("K-{number}")}});
    let inputs: Vec<Json> = (0..3).map(input).collect();
    let options = json!({"connection": "keyed", "idempotency_keys": keys(3)});
    let (first, _) = setup.make("nocobase", "workspace.records", &inputs, options.clone()).await;
    let (again, _) = setup.make("nocobase", "workspace.records", &inputs, options).await;
    assert_eq!(first, again);
    assert!(first.iter().all(|id| id.starts_with("keyed:orders/")), "{first:?}");
}
