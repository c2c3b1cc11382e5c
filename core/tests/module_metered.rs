//! Calls that the bridge counts by itself.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

const CATALOGUE: &str = "
catalogue: metered
title: Metered
tiers: {low: {title: Low}, high: {title: High}}
modules: {accounting: {title: Books, systems: [erpnext]}, crm: {title: Customers, systems: [erpnext]}}
quotas:
  calls: {title: Calls, counts: calls, per: month, limits: {low: 8, high: unlimited}, when_exceeded: refuse, when_unknown: refuse}
  crm_calls: {title: Calls of the CRM, counts: calls, modules: [crm], per: month, limits: {low: 2, high: 100}, when_exceeded: allow, when_unknown: allow}
  mails: {title: Mails, per: month, limits: {low: 5, high: 5}, when_exceeded: refuse, when_unknown: refuse}
";

struct Setup {
    sandbox: Sandbox,
    directory: tempfile::TempDir,
}

impl Setup {
    async fn new() -> Setup {
        let config = SandboxConfig { systems: vec!["erpnext".into()], ..SandboxConfig::default() };
        Setup { sandbox: Sandbox::start(config).await.unwrap(), directory: tempfile::tempdir().unwrap() }
    }

    fn store(&self) -> String {
        self.directory.path().join("bridge.db").display().to_string()
    }

    /// Two bridges on one file stand for two processes.
    fn bridge(&self) -> Bridge {
        let key = format!("k:{}=", "A".repeat(43));
        let config = json!({"store": self.store(), "catalogue": {"yaml": CATALOGUE}, "keyring": {"key": key}});
        Bridge::open(&config.to_string()).unwrap()
    }

    async fn connected(&self, tier: Option<&str>) -> (Bridge, Tenant) {
        let bridge = self.bridge();
        let tenant = bridge.tenant("acme").unwrap();
        if let Some(tier) = tier {
            tenant.set_subscription(&json!({"tier": tier}).to_string()).await.unwrap();
        }
        let at = self.sandbox.describe()["erpnext"].clone();
        let request =
            json!({"system": "erpnext", "instance": at["url"], "credential": at["credential"], "allow_private": true});
        tenant.connect(&request.to_string()).await.unwrap();
        tenant.change_modules(r#"{"activate": ["accounting", "crm"]}"#).await.unwrap();
        (bridge, tenant)
    }

    fn hits(&self) -> u64 {
        self.sandbox.requests("erpnext").unwrap().total
    }
}

async fn first(tenant: &Tenant, resource: &str) -> Result<String, Error> {
    let options = json!({"limit": 1}).to_string();
    let page = tenant.list(resource, &options)?.next_page().await?.unwrap();
    Ok(page.records[0].id.to_string())
}

async fn used(tenant: &Tenant) -> Json {
    let all: Json = serde_json::from_str(&tenant.usage().await.unwrap()).unwrap();
    let pairs = all.as_array().unwrap().iter();
    pairs.map(|one| (one["metric"].as_str().unwrap().to_owned(), one["used"].clone())).collect()
}

fn raw() -> String {
    json!({"method": "GET", "path": "/api/resource/Customer"}).to_string()
}

#[tokio::test]
async fn every_call_counts_once_and_the_one_too_many_sends_nothing() {
    let setup = Setup::new().await;
    let (bridge, acme) = setup.connected(Some("low")).await;
    assert_eq!(used(&acme).await, json!({"calls": 0, "crm_calls": 0, "mails": 0}), "connecting is no call");
    let id = first(&acme, "accounting.invoices").await.unwrap();
    acme.get("accounting.invoices", &id, "{}").await.unwrap();
    acme.get("accounting.invoices", "erpnext:..", "{}").await.unwrap_err();
    acme.list("crm.deals", r#"{"limit": 1}"#).unwrap().next_page().await.unwrap();
    let input = r#"{"name": "Zählwerk GmbH", "roles": ["customer"]}"#;
    let made = acme.create("accounting.contacts", input, "{}").await.unwrap();
    acme.update("accounting.contacts", &made.id, r#"{"website": "https://zaehlwerk.example"}"#, "{}").await.unwrap();
    acme.request("erpnext", &raw()).await.unwrap();
    acme.health("{}").await.unwrap();
    assert_eq!(used(&acme).await, json!({"calls": 6, "crm_calls": 1, "mails": 0}), "what was never sent is no call");
    acme.list("crm.deals", r#"{"limit": 1}"#).unwrap().next_page().await.unwrap();
    acme.get("accounting.invoices", &id, "{}").await.unwrap();
    let before = setup.hits();
    for refused in [
        acme.get("accounting.invoices", &id, "{}").await.map(drop),
        first(&acme, "accounting.invoices").await.map(drop),
        acme.create("accounting.contacts", input, "{}").await.map(drop),
        acme.request("erpnext", &raw()).await.map(drop),
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.code(), Code::QuotaExceeded);
        let context = (error.context("metric"), error.context("used"), error.context("limit"));
        assert_eq!(context, (Some("calls"), Some("8"), Some("8")));
        assert!(error.retry_after().is_some() && error.parts().tenant.as_deref() == Some("acme"));
    }
    assert_eq!(setup.hits(), before, "refused before the network");
    let told: Json = serde_json::from_str(&acme.check_usage("crm_calls", "{}").await.unwrap()).unwrap();
    assert_eq!((&told["used"], &told["over"], &told["allowed"]), (&json!(2), &json!(false), &json!(true)), "{told}");
    acme.set_subscription(r#"{"tier": "high"}"#).await.unwrap();
    acme.get("accounting.invoices", &id, "{}").await.unwrap();
    bridge.close().await;
}

/// A plan reads the record, perhaps more than once to make its request: it is one call all the same, and so is applying it.
#[tokio::test]
async fn a_plan_is_a_call_and_applying_it_is_another() {
    let setup = Setup::new().await;
    let (_bridge, acme) = setup.connected(Some("low")).await;
    let input = json!({"name": "Planwerk GmbH", "roles": ["customer"]});
    let made = acme.create("accounting.contacts", &input.to_string(), "{}").await.unwrap();
    let calls = || async { used(&acme).await["calls"].as_u64().unwrap() };
    assert_eq!(calls().await, 1);
    let update = json!({"resource": "accounting.contacts", "operation": "update", "id": &*made.id, "input": {"website": "https://plan.example"}});
    let plan = acme.plan_write(&update.to_string(), "{}").await.unwrap();
    assert_eq!(calls().await, 2, "planned");
    acme.apply_write(&plan, "{}").await.unwrap();
    assert_eq!(calls().await, 3, "applied");
    let another = json!({"resource": "accounting.contacts", "operation": "create", "input": {"name": "Planwerk II", "roles": ["customer"]}});
    let plan = acme.plan_write(&another.to_string(), "{}").await.unwrap();
    acme.apply_write(&plan, "{}").await.unwrap();
    assert_eq!(calls().await, 5);
}

/// Pages that are read ahead count when they are sent for; the one that is too many is told to who asks for it.
#[tokio::test]
async fn each_page_of_a_list_is_a_call() {
    let setup = Setup::new().await;
    let (_bridge, acme) = setup.connected(Some("low")).await;
    let listing = acme.list("accounting.invoices", r#"{"page_size": 1, "prefetch": 0}"#).unwrap();
    for _ in 0..3 {
        listing.next_page().await.unwrap().unwrap();
    }
    assert_eq!(used(&acme).await["calls"], 3);
    let ahead = acme.list("accounting.invoices", r#"{"page_size": 1}"#).unwrap();
    let mut pages = 0;
    let refused = loop {
        match ahead.next_page().await {
            Ok(Some(_)) => pages += 1,
            Ok(None) => panic!("the sandbox has more invoices than that"),
            Err(error) => break error,
        }
    };
    assert_eq!((refused.code(), pages), (Code::QuotaExceeded, 5));
    assert_eq!(used(&acme).await["calls"], 8);
}

#[tokio::test]
async fn without_a_subscription_nothing_is_counted() {
    let setup = Setup::new().await;
    let (_bridge, acme) = setup.connected(None).await;
    for _ in 0..12 {
        acme.request("erpnext", &raw()).await.unwrap();
    }
    assert_eq!(used(&acme).await, json!({"calls": 0, "crm_calls": 0, "mails": 0}));
}

/// What one process has counted the others know after the next write; closing writes, too.
#[tokio::test]
async fn processes_count_together() {
    let setup = Setup::new().await;
    let (one, acme) = setup.connected(Some("low")).await;
    for _ in 0..3 {
        acme.request("erpnext", &raw()).await.unwrap();
    }
    one.close().await;
    let (two, three) = (setup.bridge(), setup.bridge());
    let [second, third] = [&two, &three].map(|bridge| bridge.tenant("acme").unwrap());
    second.request("erpnext", &raw()).await.unwrap();
    // Nobody asks for it: it is written by itself.
    let written = async {
        while used(&third).await["calls"] != 4 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), written).await.expect("a call is written without being asked for");
    let together = (0..40).map(|at| {
        let tenant = if at % 2 == 0 { &second } else { &third };
        tenant.request("erpnext", r#"{"method": "GET", "path": "/api/resource/Customer"}"#)
    });
    let let_through = futures::future::join_all(together).await.iter().filter(|one| one.is_ok()).count();
    assert!((4..=8).contains(&let_through), "each lets through what it knows of at the most: {let_through}");
    used(&second).await;
    let total = used(&third).await["calls"].as_u64().unwrap();
    assert_eq!(total, 4 + let_through as u64, "none is lost, none is counted twice");
    // What the host gives back is there for the next call, in each of them.
    let back = json!({"amount": 7 - i64::try_from(total).unwrap()}).to_string();
    third.record_usage("calls", &back).await.unwrap();
    third.request("erpnext", &raw()).await.unwrap();
    assert_eq!(third.request("erpnext", &raw()).await.unwrap_err().code(), Code::QuotaExceeded);
}
