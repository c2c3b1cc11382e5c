//! Change feeds of the systems, each in its own way: by changes and a list of deletions, by cursors, by reading all.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};

struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    tenant: Tenant,
}

async fn setup(systems: &[&str], modules: &[&str]) -> Setup {
    let systems = systems.iter().map(|system| (*system).to_owned()).collect();
    let config = SandboxConfig { systems, records: 60, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let policies = json!({"retry": {"max_attempts": 1}});
    let bridge = Bridge::open(&json!({"store": ":memory:", "policies": policies}).to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    connect(&sandbox, &tenant).await;
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    Setup { sandbox, bridge, tenant }
}

async fn connect(sandbox: &Sandbox, tenant: &Tenant) {
    for (system, at) in sandbox.describe().as_object().unwrap() {
        let request = json!({
            "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true,
            "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
        });
        tenant.connect(&request.to_string()).await.unwrap();
    }
}

async fn run(tenant: &Tenant, resource: &str, options: Json) -> Result<Json, coreflow_bridge::Error> {
    let run = tenant.sync(resource, &options.to_string())?;
    let mut last = Json::Null;
    while let Some(report) = run.next().await? {
        last = serde_json::from_str(&report).unwrap();
    }
    Ok(last)
}

async fn sync(tenant: &Tenant, resource: &str, options: Json) -> Json {
    run(tenant, resource, options).await.unwrap_or_else(|error| panic!("{resource}: {error:?}"))
}

async fn listed(tenant: &Tenant, resource: &str, options: Json) -> Vec<Json> {
    let listing = tenant.list(resource, &options.to_string()).unwrap();
    let mut records = Vec::new();
    while let Some(page) = listing.next_page().await.unwrap() {
        let page: Json = serde_json::from_str(&page.to_json()).unwrap();
        records.extend(page["records"].as_array().unwrap().iter().cloned());
    }
    records.sort_by_key(|record| record["id"].as_str().unwrap().to_owned());
    records
}

async fn mirrored(tenant: &Tenant, resource: &str, connection: &str) -> Vec<Json> {
    let mut options = json!({"connection": connection, "limit": 13});
    let mut all: Vec<Json> = Vec::new();
    loop {
        let page = tenant.mirror_page(resource, &options.to_string()).await.unwrap();
        all.extend(page.records.iter().map(|record| serde_json::from_str::<Json>(&record.to_json()).unwrap()));
        let Some(next) = page.next else { return all };
        options["after"] = next.into();
    }
}

async fn told(tenant: &Tenant, after: u64) -> Vec<Json> {
    let options = json!({"after": after, "limit": 1000}).to_string();
    let all: Vec<Json> = serde_json::from_str(&tenant.events().list(&options).await.unwrap()).unwrap();
    all.into_iter().filter(|one| one["event"]["data"]["change"].is_string()).collect()
}

fn counts(report: &Json) -> [u64; 3] {
    ["created", "updated", "deleted"].map(|count| report[count].as_u64().unwrap())
}

fn kinds(events: &[Json]) -> Vec<&str> {
    events.iter().map(|one| one["event"]["type"].as_str().unwrap()).collect()
}

/// Makes, changes and deletes a record, and looks at what the feed tells of it.
async fn follows(setup: &Setup, resource: &str, connection: &str, input: Json, update: Json, way: &str) {
    let tenant = &setup.tenant;
    let options = json!({"connection": connection, "mirror": true, "page_size": 7});
    let first = sync(tenant, resource, options.clone()).await;
    assert_eq!(
        (&first["mode"], &first["backfill"], &first["complete"]),
        (&json!("full"), &json!(true), &json!(true)),
        "{first}"
    );
    assert_eq!(first["parts"][0]["certificate"]["way"], way, "{first}");
    let there = listed(tenant, resource, json!({"connection": connection})).await;
    assert_eq!(mirrored(tenant, resource, connection).await, there, "{resource} of {connection}");
    assert_eq!(counts(&first), [there.len() as u64, 0, 0]);
    let since = told(tenant, 0).await.last().unwrap()["position"].as_u64().unwrap();
    let own = json!({"connection": connection}).to_string();
    let made = tenant.create(resource, &input.to_string(), &own).await.unwrap();
    let report = sync(tenant, resource, options.clone()).await;
    assert_eq!(counts(&report), [1, 0, 0], "{report}");
    tenant.update(resource, &made.id, &update.to_string(), &own).await.unwrap();
    let report = sync(tenant, resource, options.clone()).await;
    assert_eq!(counts(&report), [0, 1, 0], "{report}");
    tenant.delete(resource, &made.id, &own).await.unwrap();
    let report = sync(tenant, resource, options.clone()).await;
    assert_eq!(counts(&report), [0, 0, 1], "{report}");
    let report = sync(tenant, resource, json!({"connection": connection, "full": true, "page_size": 7})).await;
    assert_eq!((counts(&report), &report["complete"]), ([0, 0, 0], &json!(true)), "{report}");
    assert_eq!(mirrored(tenant, resource, connection).await, there, "as before");
    let events = told(tenant, since).await;
    let changes: Vec<&Json> = events.iter().collect();
    let name = changes[0]["event"]["type"].as_str().unwrap().strip_suffix(".created").unwrap().to_owned();
    let own: Vec<&Json> =
        changes.iter().copied().filter(|one| one["event"]["type"].as_str().unwrap().starts_with(&name)).collect();
    let [created, updated, deleted] = own.as_slice() else { panic!("{:?}", kinds(&events)) };
    assert_eq!(created["event"]["subject"], *made.id);
    assert_eq!(
        (&created["event"]["data"]["before"], &created["event"]["data"]["backfill"]),
        (&Json::Null, &json!(false))
    );
    assert_eq!(updated["event"]["data"]["before"], created["event"]["data"]["after"]);
    let changed = updated["event"]["data"]["changed"].as_array().unwrap();
    for field in update.as_object().unwrap().keys() {
        assert!(changed.contains(&json!(field)), "{field} is not in {changed:?}");
    }
    assert_eq!(deleted["event"]["data"]["before"], updated["event"]["data"]["after"]);
    assert_eq!(deleted["event"]["data"]["after"], Json::Null);
}

#[tokio::test]
async fn erpnext_is_followed_by_changes_and_its_list_of_deletions() {
    let setup = setup(&["erpnext"], &["accounting", "crm"]).await;
    let input = json!({"code": "FOLLOWED", "name": "Followed", "category": "Products", "unit": "Nos"});
    follows(&setup, "accounting.items", "erpnext", input, json!({"sales_price": "2.50"}), "keyset").await;
}

#[tokio::test]
async fn twenty_is_followed_by_cursors_and_reads_that_know_what_was_deleted() {
    let setup = setup(&["twenty"], &["crm"]).await;
    follows(&setup, "crm.companies", "twenty", json!({"name": "Followed"}), json!({"name": "Led"}), "cursor").await;
}

#[tokio::test]
async fn bigcapital_is_followed_by_reading_all_and_asking() {
    let setup = setup(&["bigcapital"], &["accounting"]).await;
    let there = listed(&setup.tenant, "accounting.expenses", json!({"include": ["lines"]})).await;
    let like = &there[0];
    let line = json!({"account_id": like["lines"][0]["account_id"], "total": "12.50"});
    let expense = json!({"date": "2026-11-20", "account_id": like["account_id"], "lines": [line]});
    let made = setup.tenant.create("accounting.expenses", &expense.to_string(), "").await.unwrap();
    let options = json!({"mirror": true, "page_size": 2});
    let first = sync(&setup.tenant, "accounting.expenses", options.clone()).await;
    assert_eq!((&first["mode"], &first["complete"]), (&json!("full"), &json!(true)), "{first}");
    setup.tenant.delete("accounting.expenses", &made.id, "").await.unwrap();
    let report = sync(&setup.tenant, "accounting.expenses", options).await;
    assert_eq!((&report["mode"], counts(&report)), (&json!("full"), [0, 0, 1]), "{report}");
    let last = told(&setup.tenant, 0).await.pop().unwrap();
    assert_eq!(
        (&last["event"]["type"], &last["event"]["data"]["by"]),
        (&json!("accounting.expense.deleted"), &json!("asked"))
    );
}

#[tokio::test]
async fn idurar_is_followed_by_reading_all_and_a_list_of_deletions_without_times() {
    let setup = setup(&["idurar"], &["accounting"]).await;
    let input = json!({"name": "Followed", "email": "followed@example.test"});
    follows(&setup, "accounting.contacts", "idurar", input, json!({"phone": "+49 30 1"}), "position").await;
}

#[tokio::test]
async fn plane_is_followed_below_a_project() {
    let setup = setup(&["plane"], &["projects"]).await;
    let error = run(&setup.tenant, "projects.tasks", json!({})).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput, "tasks are listed only below a project");
    let projects = listed(&setup.tenant, "projects.projects", json!({})).await;
    let project = projects[0]["id"].clone();
    let options = json!({"where": {"project_id": project}, "mirror": true, "page_size": 5});
    let first = sync(&setup.tenant, "projects.tasks", options.clone()).await;
    assert_eq!((&first["status"], &first["complete"]), (&json!("finished"), &json!(true)), "{first}");
    let there = listed(&setup.tenant, "projects.tasks", json!({"where": {"project_id": project}})).await;
    assert_eq!(mirrored(&setup.tenant, "projects.tasks", "plane").await, there);
    let input = json!({"project_id": project, "name": "Followed"});
    let made = setup.tenant.create("projects.tasks", &input.to_string(), "").await.unwrap();
    assert_eq!(counts(&sync(&setup.tenant, "projects.tasks", options.clone()).await), [1, 0, 0]);
    setup.tenant.delete("projects.tasks", &made.id, "").await.unwrap();
    let report = sync(&setup.tenant, "projects.tasks", json!({"where": {"project_id": project}, "full": true})).await;
    assert_eq!((counts(&report), &report["complete"]), ([0, 0, 1], &json!(true)), "{report}");
    assert_eq!(mirrored(&setup.tenant, "projects.tasks", "plane").await, there);
}

#[tokio::test]
async fn one_process_runs_a_sync_and_another_is_told_who() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    let options = json!({"page_size": 5}).to_string();
    let running = setup.tenant.sync("accounting.contacts", &options).unwrap();
    running.next().await.unwrap();
    let error = run(&setup.tenant, "accounting.contacts", json!({})).await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (Code::Conflict, true));
    assert!(error.context("owner").unwrap().starts_with("process ") && error.context("until").is_some(), "{error:?}");
    let feeds: Json = serde_json::from_str(&setup.tenant.syncs().await.unwrap()).unwrap();
    assert_eq!(feeds[0]["running"]["owner"], error.context("owner").unwrap());
    assert_eq!(setup.tenant.forget_sync("accounting.contacts", "").await.unwrap_err().code(), Code::Conflict);
    // The one who goes away gives it free at once, and what he has read is not read again.
    let pages = feeds[0]["run"]["pages"].as_u64().unwrap();
    drop(running);
    let report = sync(&setup.tenant, "accounting.contacts", json!({"page_size": 5})).await;
    assert!(report["run"] == 1 && report["pages"].as_u64().unwrap() > pages, "{report}");
    let there = listed(&setup.tenant, "accounting.contacts", json!({})).await.len() as u64;
    assert_eq!(counts(&report), [there, 0, 0]);
    assert_eq!(told(&setup.tenant, 0).await.len() as u64, there, "each is told once");
    setup.tenant.forget_sync("accounting.contacts", "").await.unwrap();
    assert_eq!(setup.tenant.forget_sync("accounting.contacts", "").await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn one_who_stood_still_beyond_his_lease_changes_nothing() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    let slow = setup.tenant.sync("accounting.items", r#"{"page_size": 5, "lease_ms": 1000, "mirror": true}"#).unwrap();
    slow.next().await.unwrap();
    // Until the lease has ended: the refusal says how long that is.
    let report = loop {
        match run(&setup.tenant, "accounting.items", json!({"page_size": 5, "mirror": true})).await {
            Ok(report) => break report,
            Err(error) => {
                assert_eq!(error.code(), Code::Conflict);
                tokio::time::sleep(error.retry_after().unwrap()).await;
            }
        }
    };
    let before = (told(&setup.tenant, 0).await, mirrored(&setup.tenant, "accounting.items", "erpnext").await);
    assert_eq!(slow.next().await.unwrap_err().code(), Code::StaleLease);
    assert_eq!(slow.next().await.unwrap_err().code(), Code::Cancelled);
    drop(slow);
    assert_eq!((&report["run"], &report["complete"]), (&json!(1), &json!(true)), "one run, by two");
    assert_eq!((told(&setup.tenant, 0).await, mirrored(&setup.tenant, "accounting.items", "erpnext").await), before);
}

#[tokio::test]
async fn another_instance_begins_anew_and_deletes_nothing() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    sync(&setup.tenant, "accounting.items", json!({"mirror": true})).await;
    let other =
        Sandbox::start(SandboxConfig { systems: vec!["erpnext".into()], records: 0, ..SandboxConfig::default() });
    let other = other.await.unwrap();
    connect(&other, &setup.tenant).await;
    assert_eq!(setup.tenant.mirror_page("accounting.items", "").await.unwrap_err().code(), Code::InvalidInput);
    let report = sync(&setup.tenant, "accounting.items", json!({"mirror": true})).await;
    assert_eq!((&report["backfill"], &report["deleted"]), (&json!(true), &json!(0)), "{report}");
    let there = listed(&setup.tenant, "accounting.items", json!({})).await;
    assert_eq!(mirrored(&setup.tenant, "accounting.items", "erpnext").await, there);
}

#[tokio::test]
async fn a_run_pauses_at_its_budget_and_goes_on() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    let options = json!({"page_size": 5, "max_pages": 1, "events": false});
    let mut slices = Vec::new();
    while slices.last().is_none_or(|report: &Json| report["status"] == "paused") {
        slices.push(sync(&setup.tenant, "accounting.items", options.clone()).await);
    }
    let (last, paused) = slices.split_last().unwrap();
    assert!(paused.len() > 1, "{slices:?}");
    assert_eq!(paused[0]["why_not"], json!(["not_ended"]));
    assert_eq!((&last["status"], &last["complete"], &last["run"]), (&json!("finished"), &json!(true), &json!(1)));
    let there = listed(&setup.tenant, "accounting.items", json!({})).await.len() as u64;
    assert_eq!((counts(last), told(&setup.tenant, 0).await.len()), ([there, 0, 0], 0));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_kept_and_is_not_taken_for_deleted() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    let options = json!({"mirror": true, "full": true});
    sync(&setup.tenant, "accounting.items", options.clone()).await;
    let before = mirrored(&setup.tenant, "accounting.items", "erpnext").await;
    let malformed =
        FaultSpec { path_prefix: Some("/api/resource/Item".into()), ..FaultSpec::new(FaultKind::Malformed) };
    setup.sandbox.fault("erpnext", malformed).unwrap();
    let report = sync(&setup.tenant, "accounting.items", options.clone()).await;
    assert!(report["quarantined"].as_u64().unwrap() > 0, "{report}");
    assert_eq!(report["deleted"], 0, "{report}");
    assert_eq!(mirrored(&setup.tenant, "accounting.items", "erpnext").await.len(), before.len());
    setup.sandbox.clear_faults("erpnext").unwrap();
    let report = sync(&setup.tenant, "accounting.items", options).await;
    assert_eq!((counts(&report), &report["complete"]), ([0, 0, 0], &json!(true)), "{report}");
    assert_eq!(mirrored(&setup.tenant, "accounting.items", "erpnext").await, before);
}

#[tokio::test]
async fn the_mirror_serves_while_the_system_is_down_and_not_without_its_module() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    let tenant = &setup.tenant;
    let error = tenant.mirror_page("accounting.items", "").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput, "there is none yet");
    sync(tenant, "accounting.items", json!({"mirror": true})).await;
    let id = mirrored(tenant, "accounting.items", "erpnext").await[0]["id"].as_str().unwrap().to_owned();
    tenant.isolate("erpnext").await.unwrap();
    assert_eq!(tenant.get("accounting.items", &id, "").await.unwrap_err().code(), Code::CircuitOpen);
    let read = tenant.mirror_get("accounting.items", &id, "").await.unwrap();
    assert!(read.mirrored && *read.record.id == *id && read.age_ms < 600_000);
    // As soon as it is older than that, the system is asked, and it is down.
    let error = loop {
        match tenant.mirror_get("accounting.items", &id, r#"{"max_age_ms": 0}"#).await {
            Err(error) => break error,
            Ok(read) => assert_eq!(read.age_ms, 0),
        }
    };
    assert_eq!(error.code(), Code::CircuitOpen);
    tenant.reset("erpnext").await.unwrap();
    let read = tenant.mirror_get("accounting.items", &id, r#"{"max_age_ms": 0}"#).await.unwrap();
    assert!(!read.mirrored && *read.record.id == *id);
    assert_eq!(tenant.mirror_get("accounting.items", "none", "").await.unwrap_err().code(), Code::NotFound);
    // Another tenant has no mirror of it, nor a connection of that name.
    let other = setup.bridge.tenant("other").unwrap();
    other.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    assert!(other.mirror_get("accounting.items", &id, "").await.is_err());
    connect(&setup.sandbox, &other).await;
    assert_eq!(other.mirror_page("accounting.items", "").await.unwrap_err().code(), Code::InvalidInput);
    assert_eq!(other.syncs().await.unwrap(), "[]");
    tenant.change_modules(r#"{"deactivate": ["accounting"]}"#).await.unwrap();
    for error in [
        tenant.mirror_page("accounting.items", "").await.unwrap_err(),
        tenant.mirror_get("accounting.items", &id, "").await.unwrap_err(),
        run(tenant, "accounting.items", json!({})).await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Code::ModuleInactive);
    }
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    tenant.disconnect("erpnext").await.unwrap();
    connect(&setup.sandbox, tenant).await;
    assert_eq!(tenant.syncs().await.unwrap(), "[]", "what a connection has told goes with it");
}

#[tokio::test]
async fn what_is_due_is_run_and_a_failure_does_not_keep_others_from_running() {
    let setup = setup(&["erpnext", "twenty"], &["accounting", "crm"]).await;
    for (resource, connection) in [("accounting.items", "erpnext"), ("crm.companies", "twenty")] {
        let options = json!({"connection": connection, "every_ms": 1_000, "max_pages": 1, "page_size": 10});
        assert_eq!(sync(&setup.tenant, resource, options).await["status"], "paused");
    }
    let down = FaultSpec { status: Some(503), ..FaultSpec::new(FaultKind::Status) };
    setup.sandbox.fault("erpnext", down).unwrap();
    let due: Json =
        serde_json::from_str(&setup.bridge.run_due_syncs(r#"{"deadline_ms": 60000}"#).await.unwrap()).unwrap();
    let of = |resource: &str| due.as_array().unwrap().iter().find(|one| one["resource"] == resource).cloned().unwrap();
    assert_eq!(of("accounting.items")["error"]["code"], "UNAVAILABLE", "{due}");
    assert_eq!(of("crm.companies")["report"]["status"], "finished", "{due}");
    let feeds: Json = serde_json::from_str(&setup.tenant.syncs().await.unwrap()).unwrap();
    let feed = feeds.as_array().unwrap().iter().find(|one| one["resource"] == "accounting.items").unwrap();
    assert_eq!(feed["error"]["code"], "UNAVAILABLE");
    assert!(feed["due_at"].is_string() && feed["run"]["status"] == "paused", "{feed}");
    assert_eq!(setup.bridge.run_due_syncs("").await.unwrap(), "[]", "nothing more is due");
}

#[tokio::test]
async fn milestones_are_told_when_they_are_reached_and_not_of_what_was_there() {
    let setup = setup(&["twenty"], &["crm"]).await;
    let deal = setup.tenant.create("crm.deals", r#"{"name": "Won", "stage": "proposal"}"#, "").await.unwrap();
    sync(&setup.tenant, "crm.deals", json!({"mirror": true})).await;
    let backfilled = told(&setup.tenant, 0).await;
    assert!(kinds(&backfilled).iter().all(|kind| *kind == "crm.deal.created"), "{:?}", kinds(&backfilled));
    let since = backfilled.last().unwrap()["position"].as_u64().unwrap();
    setup.tenant.update("crm.deals", &deal.id, r#"{"stage": "won"}"#, "").await.unwrap();
    sync(&setup.tenant, "crm.deals", json!({})).await;
    assert_eq!(kinds(&told(&setup.tenant, since).await), ["crm.deal.updated", "crm.deal.won"]);
    setup.tenant.update("crm.deals", &deal.id, r#"{"name": "Won for long"}"#, "").await.unwrap();
    sync(&setup.tenant, "crm.deals", json!({})).await;
    assert_eq!(kinds(&told(&setup.tenant, since).await), ["crm.deal.updated", "crm.deal.won", "crm.deal.updated"]);
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused() {
    let setup = setup(&["erpnext"], &["accounting"]).await;
    for (resource, options) in [
        ("accounting.items", json!({"where": {"name": "x"}})),
        ("accounting.items", json!({"max_pages": 0})),
        ("accounting.items", json!({"every_ms": 10})),
        ("accounting.items", json!({"lease_ms": 1})),
        ("accounting.nothing", json!({})),
    ] {
        let error = run(&setup.tenant, resource, options.clone()).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{resource} {options}");
    }
}
