//! Usage and quotas.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use serde_json::{Value as Json, json};

const CATALOGUE: &str = "
catalogue: metered
title: Metered
tiers: {low: {title: Low}, high: {title: High}}
modules: {crm: {title: Customers}}
quotas:
  calls: {title: Calls, per: day, limits: {low: 10, high: unlimited}, when_exceeded: refuse, when_unknown: refuse}
  mails: {title: Mails, per: month, limits: {low: 2, high: 3}, when_exceeded: allow, when_unknown: allow}
  seats: {title: Seats, per: total, limits: {low: 5, high: 50}, without_subscription: 1, when_exceeded: refuse, when_unknown: refuse}
";

fn open(store: &str) -> Bridge {
    let key = format!("k:{}=", "A".repeat(43));
    let config = json!({"store": store, "catalogue": {"yaml": CATALOGUE}, "keyring": {"key": key}});
    Bridge::open(&config.to_string()).unwrap()
}

async fn tenant(tier: &str) -> Tenant {
    let tenant = open(":memory:").tenant("acme").unwrap();
    tenant.set_subscription(&json!({"tier": tier}).to_string()).await.unwrap();
    tenant
}

async fn record(tenant: &Tenant, metric: &str, amount: i64) -> Result<Json, coreflow_bridge::Error> {
    let told = tenant.record_usage(metric, &json!({"amount": amount}).to_string()).await?;
    Ok(serde_json::from_str(&told).unwrap())
}

async fn check(tenant: &Tenant, metric: &str, amount: i64) -> Json {
    let told = tenant.check_usage(metric, &json!({"amount": amount}).to_string()).await.unwrap();
    serde_json::from_str(&told).unwrap()
}

#[tokio::test]
async fn use_is_counted_up_to_the_limit_and_refused_above() {
    let acme = tenant("low").await;
    let told = record(&acme, "calls", 9).await.unwrap();
    assert_eq!((&told["used"], &told["remaining"], &told["per"]), (&json!(9), &json!(1), &json!("day")));
    assert_eq!(check(&acme, "calls", 1).await["allowed"], true);
    assert_eq!(check(&acme, "calls", 2).await["allowed"], false);
    let error = record(&acme, "calls", 2).await.unwrap_err();
    assert_eq!(
        (error.code(), error.context("limit"), error.context("used")),
        (Code::QuotaExceeded, Some("10"), Some("9"))
    );
    assert_eq!(error.context("resets_at").unwrap(), told["resets_at"].as_str().unwrap());
    assert!(error.retry_after().is_some());
    assert_eq!(record(&acme, "calls", 1).await.unwrap()["used"], 10, "what was refused was not counted");
    acme.set_subscription(r#"{"tier": "high"}"#).await.unwrap();
    let more = record(&acme, "calls", 1000).await.unwrap();
    assert_eq!((&more["limit"], &more["remaining"]), (&Json::Null, &Json::Null));
}

#[tokio::test]
async fn a_soft_quota_counts_on_and_tells() {
    let acme = tenant("low").await;
    assert_eq!(record(&acme, "mails", 2).await.unwrap()["over"], false);
    let over = record(&acme, "mails", 1).await.unwrap();
    assert_eq!((&over["over"], &over["used"], &over["allowed"]), (&json!(true), &json!(3), &json!(true)));
}

#[tokio::test]
async fn what_is_kept_can_be_given_back() {
    let acme = tenant("low").await;
    record(&acme, "seats", 5).await.unwrap();
    assert_eq!(record(&acme, "seats", 1).await.unwrap_err().code(), Code::QuotaExceeded);
    assert_eq!(record(&acme, "seats", -2).await.unwrap()["used"], 3);
    acme.set_subscription(r#"{"tier": "low", "status": "expired"}"#).await.unwrap();
    assert_eq!(
        record(&acme, "seats", 1).await.unwrap_err().context("limit"),
        Some("0"),
        "nothing is left of what ended"
    );
    assert_eq!(record(&acme, "seats", -1).await.unwrap()["used"], 2, "giving back is always possible");
    acme.remove_subscription().await.unwrap();
    assert_eq!(check(&acme, "seats", 1).await["limit"], 1);
}

#[tokio::test]
async fn all_metrics_are_told_and_unknown_ones_refused() {
    let acme = tenant("low").await;
    record(&acme, "calls", 3).await.unwrap();
    let all: Json = serde_json::from_str(&acme.usage().await.unwrap()).unwrap();
    let told: Vec<_> = all.as_array().unwrap().iter().map(|one| (one["metric"].clone(), one["used"].clone())).collect();
    assert_eq!(told, [(json!("calls"), json!(3)), (json!("mails"), json!(0)), (json!("seats"), json!(0))]);
    let error = acme.record_usage("nothing", "").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    assert_eq!(acme.record_usage("calls", r#"{"amount": 1.5}"#).await.unwrap_err().code(), Code::InvalidInput);
    assert_eq!(check(&acme, "calls", 1).await["used"], 3, "a check counts nothing");
}

/// Two bridges on one file stand for two processes.
#[tokio::test]
async fn processes_share_the_counters() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("bridge.db");
    let bridges = [open(store.to_str().unwrap()), open(store.to_str().unwrap())];
    let tenants: Vec<Tenant> = bridges.iter().map(|bridge| bridge.tenant("acme").unwrap()).collect();
    tenants[0].set_subscription(r#"{"tier": "low"}"#).await.unwrap();
    let all = (0..40).map(|at| record(&tenants[at % 2], "seats", 1));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 5);
    assert!(results.iter().filter_map(|one| one.as_ref().err()).all(|error| error.code() == Code::QuotaExceeded));
}

/// The file is taken away under the bridge: nothing can be counted.
#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_counted_is_refused_or_let_through_as_declared() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("bridge.db");
    let acme = open(store.to_str().unwrap()).tenant("acme").unwrap();
    acme.set_subscription(r#"{"tier": "low"}"#).await.unwrap();
    acme.usage().await.unwrap();
    std::fs::rename(&store, directory.path().join("moved.db")).unwrap();
    assert_eq!(record(&acme, "calls", 1).await.unwrap_err().code(), Code::StorageUnavailable);
    let told = record(&acme, "mails", 1).await.unwrap();
    assert_eq!((&told["allowed"], &told["used"]), (&json!(true), &Json::Null));
    assert_eq!(check(&acme, "mails", 1).await["allowed"], true);
}

/// Nor can anybody say which modules are active: what was known last holds, or nothing does after two seconds.
#[cfg(unix)]
#[tokio::test]
async fn modules_that_cannot_be_known_are_closed_or_open_as_declared() {
    for (choice, refused) in [("allow", None), ("refuse", Some(Code::StorageUnavailable))] {
        let directory = tempfile::tempdir().unwrap();
        let store = directory.path().join("bridge.db");
        let yaml = format!("when_unknown: {choice}\n{}", CATALOGUE.trim_start());
        let key = format!("k:{}=", "A".repeat(43));
        let config = json!({"store": store, "catalogue": {"yaml": yaml}, "keyring": {"key": key}});
        let acme = Bridge::open(&config.to_string()).unwrap().tenant("acme").unwrap();
        acme.change_modules(r#"{"activate": ["crm"]}"#).await.unwrap();
        assert!(acme.is_module_active("crm", "").await.unwrap());
        let (away, query) = (directory.path().join("moved.db"), json!({"limit": 1}).to_string());
        let asks = async || acme.list("crm.people", &query).unwrap().next_page().await.err().unwrap().code();
        assert_eq!(asks().await, Code::InvalidInput, "it has no connection; the module is open");
        std::fs::rename(&store, &away).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
        assert_eq!(asks().await, refused.unwrap_or(Code::InvalidInput));
        assert_eq!(acme.is_module_active("crm", "").await.map_err(|error| error.code()), refused.map_or(Ok(true), Err));
        assert_eq!(acme.active_modules().await.err().map(|error| error.code()), refused);
    }
}
