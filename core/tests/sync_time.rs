//! Change feeds and time: what is under way when a call's own time ends is given up and fails nobody, and what takes longer
//! than a lease is still one run's.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

/// Longer than any test here lasts.
const HUNG: u64 = 20_000;

struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    tenant: Tenant,
}

async fn setup(system: &str, modules: &[&str], policies: Json, store: &str, verify: bool) -> Setup {
    let config = SandboxConfig { systems: vec![system.to_owned()], records: 60, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let key = json!({"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="});
    let config = json!({"store": store, "policies": policies, "keyring": key});
    let bridge = Bridge::open(&config.to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = &sandbox.describe()[system];
    let request = json!({
        "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true, "verify": verify,
        "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
    });
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    Setup { sandbox, bridge, tenant }
}

async fn accounting(system: &str, policies: Json) -> Setup {
    setup(system, &["accounting"], policies, ":memory:", true).await
}

impl Setup {
    /// From now on requests of this kind are answered late.
    fn slow(&self, system: &str, path: &str, latency_ms: u64) {
        let path_prefix = Some(path.to_owned());
        let slow = FaultSpec { latency_ms: Some(latency_ms), path_prefix, ..FaultSpec::new(FaultKind::LatencyMs) };
        self.sandbox.fault(system, slow).unwrap();
    }

    async fn sync(&self, resource: &str, options: Json) -> Result<Json, Error> {
        let run = self.tenant.sync(resource, &options.to_string())?;
        let mut last = Json::Null;
        while let Some(report) = run.next().await? {
            last = serde_json::from_str(&report).unwrap();
        }
        Ok(last)
    }

    /// Calls again and again, each with so little time, until the run has finished; how many calls that took.
    async fn in_slices(&self, resource: &str, options: Json) -> (Json, usize) {
        for calls in 1..100 {
            let report = self.sync(resource, options.clone()).await.unwrap();
            if report["status"] == "finished" {
                return (report, calls);
            }
            assert_eq!(report["status"], "paused", "{report}");
        }
        panic!("a hundred calls make no progress");
    }

    async fn listed(&self, resource: &str) -> Vec<String> {
        let listing = self.tenant.list(resource, "").unwrap();
        let mut ids = Vec::new();
        while let Some(page) = listing.next_page().await.unwrap() {
            ids.extend(page.records.iter().map(|record| record.id.to_string()));
        }
        ids
    }

    async fn feed(&self) -> Json {
        let feeds: Json = serde_json::from_str(&self.tenant.syncs().await.unwrap()).unwrap();
        feeds[0].clone()
    }
}

#[tokio::test]
async fn a_page_under_way_when_the_time_is_over_pauses_the_run() {
    let setup = accounting("erpnext", json!({})).await;
    let first = json!({"page_size": 5, "max_pages": 2, "every_ms": 1_000});
    let paused = setup.sync("accounting.items", first).await.unwrap();
    setup.slow("erpnext", "/api/resource/Item", HUNG);
    let begun = Instant::now();
    let report = setup.sync("accounting.items", json!({"page_size": 5, "deadline_ms": 300})).await.unwrap();
    assert!(begun.elapsed() < Duration::from_millis(HUNG / 2), "it ends at its own time");
    assert_eq!((&report["status"], &report["pages"]), (&json!("paused"), &paused["pages"]), "{report}");
    // Nobody has failed: the feed is due at once, and is not put off.
    let due = setup.bridge.run_due_syncs(r#"{"deadline_ms": 300}"#).await.unwrap();
    let due: Json = serde_json::from_str(&due).unwrap();
    assert_eq!((&due[0]["report"]["status"], &due[0]["error"]), (&json!("paused"), &Json::Null), "{due}");
    assert_eq!(setup.feed().await["error"], Json::Null);
    setup.sandbox.clear_faults("erpnext").unwrap();
    let due: Json = serde_json::from_str(&setup.bridge.run_due_syncs("").await.unwrap()).unwrap();
    assert_eq!(due[0]["report"]["complete"], true, "{due}");
    assert_eq!(due[0]["report"]["created"], setup.listed("accounting.items").await.len());
}

#[tokio::test]
async fn a_system_that_is_slow_before_the_time_is_over_has_failed() {
    let policies = json!({"attempt_timeout_ms": 1_000, "retry": {"max_attempts": 1}});
    let setup = accounting("erpnext", policies).await;
    setup.sync("accounting.items", json!({"page_size": 5, "max_pages": 1, "every_ms": 1_000})).await.unwrap();
    setup.slow("erpnext", "/api/resource/Item", HUNG);
    let due = setup.bridge.run_due_syncs(r#"{"deadline_ms": 60000}"#).await.unwrap();
    let due: Json = serde_json::from_str(&due).unwrap();
    assert_eq!(due[0]["error"]["code"], "DEADLINE_EXCEEDED", "{due}");
    assert_eq!(setup.feed().await["error"]["code"], "DEADLINE_EXCEEDED");
    assert_eq!(setup.bridge.run_due_syncs("").await.unwrap(), "[]", "it is put off");
}

#[tokio::test]
async fn a_turn_in_the_rate_budget_beyond_the_time_pauses_the_run() {
    let policies = json!({"rate": {"requests": 4, "per_ms": 3_600_000}});
    let setup = setup("erpnext", &["accounting"], policies, ":memory:", false).await;
    let report = setup.sync("accounting.items", json!({"page_size": 1, "deadline_ms": 10_000})).await.unwrap();
    assert_eq!(report["status"], "paused", "{report}");
    assert!(report["pages"].as_u64() > Some(0), "{report}");
    // Without a time of its own, a call that cannot go on has failed.
    let error = setup.sync("accounting.items", json!({"page_size": 1})).await.unwrap_err();
    assert_eq!(error.code(), Code::RateLimited);
}

#[tokio::test]
async fn a_schema_that_is_not_told_in_time_pauses_the_run() {
    let setup = setup("nocobase", &["workspace"], json!({}), ":memory:", true).await;
    let collection = setup.listed("workspace.collections").await[0].clone();
    setup.slow("nocobase", "/api/collections", HUNG);
    let options =
        |deadline_ms: Option<u64>| json!({"where": {"collection_id": collection}, "deadline_ms": deadline_ms});
    let begun = Instant::now();
    let report = setup.sync("workspace.records", options(Some(300))).await.unwrap();
    assert!(begun.elapsed() < Duration::from_millis(HUNG / 2), "it ends at its own time");
    assert_eq!((&report["status"], &report["pages"]), (&json!("paused"), &json!(0)), "{report}");
    setup.sandbox.clear_faults("nocobase").unwrap();
    let report = setup.sync("workspace.records", options(None)).await.unwrap();
    assert_eq!((&report["status"], &report["complete"], &report["run"]), (&json!("finished"), &json!(true), &json!(1)));
}

#[tokio::test]
async fn a_page_of_records_that_are_read_one_by_one_is_read_over_several_calls() {
    let setup = accounting("erpnext", json!({})).await;
    setup.slow("erpnext", "/api/resource/Sales Invoice/", 100);
    setup.slow("erpnext", "/api/resource/Purchase Invoice/", 100);
    let options = json!({"include": ["lines"], "page_size": 50, "deadline_ms": 350, "mirror": true});
    let (report, calls) = setup.in_slices("accounting.invoices", options).await;
    setup.sandbox.clear_faults("erpnext").unwrap();
    let there = setup.listed("accounting.invoices").await.len();
    assert!(calls > 1, "the page is longer than a call");
    assert_eq!((&report["created"], &report["complete"]), (&json!(there), &json!(true)), "{report}");
    assert_eq!((&report["events"], &report["run"]), (&json!(there), &json!(1)), "each is told once: {report}");
    let page = setup.tenant.mirror_page("accounting.invoices", r#"{"limit": 1000}"#).await.unwrap();
    assert!(
        page.records.iter().all(|record| !record.to_json().contains(r#""lines":[]"#)) && page.records.len() == there
    );
}

#[tokio::test]
async fn what_is_missing_is_asked_for_over_several_calls() {
    let setup = accounting("bigcapital", json!({})).await;
    let resource = "accounting.expenses";
    let listing = setup.tenant.list(resource, r#"{"include": ["lines"]}"#).unwrap();
    let page = listing.next_page().await.unwrap().unwrap();
    let like: Json = serde_json::from_str(&page.records[0].to_json()).unwrap();
    let line = json!({"account_id": like["lines"][0]["account_id"], "total": "12.50"});
    let expense = json!({"date": "2026-11-20", "account_id": like["account_id"], "lines": [line]}).to_string();
    let mut made = Vec::new();
    for _ in 0..6 {
        made.push(setup.tenant.create(resource, &expense, "").await.unwrap().id);
    }
    setup.sync(resource, json!({})).await.unwrap();
    for id in &made {
        setup.tenant.delete(resource, id, "").await.unwrap();
    }
    setup.slow("bigcapital", "/api/expenses/", 150);
    let (report, calls) = setup.in_slices(resource, json!({"full": true, "deadline_ms": 400})).await;
    assert!(calls > 1, "{calls}");
    assert_eq!((&report["deleted"], &report["complete"]), (&json!(made.len()), &json!(true)), "{report}");
}

/// Two processes, as far as the store can tell: two bridges on one file.
#[tokio::test]
async fn a_step_that_takes_longer_than_a_lease_is_still_one_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bridge.db").to_str().unwrap().to_owned();
    let setup = setup("erpnext", &["accounting"], json!({}), &file, true).await;
    let key = json!({"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="});
    let other = Bridge::open(&json!({"store": file, "keyring": key}).to_string()).unwrap();
    let other = other.tenant("acme").unwrap();
    // Twice the lease.
    setup.slow("erpnext", "/api/resource/Item", 2_000);
    let run = setup.tenant.sync("accounting.items", r#"{"lease_ms": 1000, "page_size": 1000}"#).unwrap();
    let slow = tokio::spawn(async move {
        let report = run.next().await;
        (run, report)
    });
    while setup.feed().await["running"].is_null() {
        tokio::task::yield_now().await;
    }
    let mut refused = 0;
    while !slow.is_finished() {
        let next = other.sync("accounting.items", r#"{"lease_ms": 1000}"#).unwrap().next().await;
        match next {
            Err(error) if error.code() == Code::Conflict => {
                refused += 1;
                tokio::time::sleep(error.retry_after().unwrap().min(Duration::from_millis(200))).await;
            }
            // The first one has just given it back.
            Ok(_) if slow.is_finished() => {}
            other => panic!("{other:?}"),
        }
    }
    let (run, report) = slow.await.unwrap();
    assert!(refused > 2 && report.unwrap().unwrap().contains("running"), "nobody has taken it over");
    setup.sandbox.clear_faults("erpnext").unwrap();
    while run.next().await.unwrap().is_some() {}
    let feed = setup.feed().await;
    assert_eq!((&feed["last"]["run"], &feed["last"]["complete"]), (&json!(1), &json!(true)), "{feed}");
}
