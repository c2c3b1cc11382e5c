//! One change that a webhook and a change feed both tell: it is one event, whoever tells it first.
#![cfg(feature = "sandbox")]

use base64::Engine;
use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::model::Record;
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::intake::{events, memory, read};
use crate::properties::{hmac, hmac_hex};

struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    tenant: Tenant,
    endpoint: String,
    secret: String,
}

impl Setup {
    async fn of(system: &str) -> Setup {
        let config = SandboxConfig { systems: vec![system.to_owned()], records: 20, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let bridge = memory(json!({"policies": {"retry": {"max_attempts": 1}}, "webhooks": {"enrich_ms": 60_000}}));
        let tenant = bridge.tenant("acme").unwrap();
        let at = sandbox.describe()[system].clone();
        let request = json!({
            "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true,
            "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
        });
        tenant.connect(&request.to_string()).await.unwrap();
        tenant.change_modules(r#"{"activate": ["accounting", "crm", "projects"]}"#).await.unwrap();
        let made = json!({"connection": system, "enrich": true}).to_string();
        let made = read(tenant.webhooks().create(&made).await.unwrap());
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Setup { endpoint: text("id"), secret: text("secret"), sandbox, bridge, tenant }
    }

    async fn sync(&self, resource: &str, options: &Json) -> Json {
        let run = self.tenant.sync(resource, &options.to_string()).unwrap();
        let mut last = Json::Null;
        while let Some(report) = run.next().await.unwrap() {
            last = serde_json::from_str(&report).unwrap();
        }
        last
    }

    /// Delivers as the system signs.
    async fn deliver(&self, system: &str, body: &Json) -> u16 {
        let (body, key) = (body.to_string(), self.secret.as_bytes());
        let header = |name: &str, value: String| (name.to_owned(), value);
        let headers = match system {
            "twenty" => {
                let now = Timestamp::now().as_millisecond();
                let code = hmac_hex(key, format!("{now}:{body}").as_bytes());
                vec![header("X-Twenty-Webhook-Timestamp", now.to_string()), header("X-Twenty-Webhook-Signature", code)]
            }
            "plane" => vec![header("X-Plane-Signature", hmac_hex(key, body.as_bytes()))],
            _ => {
                let code = base64::engine::general_purpose::STANDARD.encode(hmac(key, body.as_bytes()));
                vec![header("X-Frappe-Webhook-Signature", code)]
            }
        };
        self.bridge.webhooks().handle(&self.endpoint, "POST", None, &headers, body.as_bytes()).await.status
    }

    /// Updates until the record's time is one that tells states apart: one of a thousand has no fraction by chance.
    async fn update(&self, resource: &str, id: &str, field: &str, value: &str) {
        for attempt in 0..5 {
            let input = json!({ field: format!("{value} {attempt}") });
            let record = self.tenant.update(resource, id, &input.to_string(), "").await.unwrap();
            if record.updated_at.is_some_and(|at| at.subsec_nanosecond() != 0) {
                return;
            }
        }
        panic!("{resource}: no time has a fraction");
    }

    async fn updates(&self, id: &str) -> Vec<Json> {
        let all = events(&self.bridge).await.into_iter();
        all.filter(|one| one["subject"] == id && one["type"].as_str().unwrap().ends_with(".updated")).collect()
    }
}

/// A change that is told by both, in both orders. `body` is what the system delivers for a record and the nth change.
async fn is_one(system: &str, resource: &str, options: Json, field: &str, body: impl Fn(&str, u32) -> Json) {
    let setup = Setup::of(system).await;
    setup.sync(resource, &options).await;
    let page = setup.tenant.mirror_page(resource, "{}").await.unwrap();
    // Of the invoices one that was sold: what the system delivers says which.
    let sold = |one: &&Record| one.id.contains(":sales:") || !one.id.contains(":purchase:");
    let record = page.records.iter().find(sold).unwrap_or_else(|| panic!("{system} has no {resource}")).clone();
    setup.update(resource, &record.id, field, "told by the webhook first").await;
    assert_eq!(setup.deliver(system, &body(&record.remote_id, 1)).await, 200);
    assert_eq!(setup.updates(&record.id).await.len(), 1, "{system}: by the webhook");
    let report = setup.sync(resource, &options).await;
    assert_eq!(report["updated"], 1, "{report}");
    let told = setup.updates(&record.id).await;
    assert_eq!((told.len(), &told[0]["data"]["by"]), (1, &json!("webhook")), "{system}: {told:#?}");
    setup.update(resource, &record.id, field, "told by the feed first").await;
    setup.sync(resource, &options).await;
    let told = setup.updates(&record.id).await;
    assert_eq!((told.len(), &told[1]["data"]["by"]), (2, &json!("record")), "{system}: {told:#?}");
    assert_eq!(setup.deliver(system, &body(&record.remote_id, 2)).await, 200);
    assert_eq!(setup.updates(&record.id).await.len(), 2, "{system}: both told it");
    // Another change is another event.
    setup.update(resource, &record.id, field, "told by the webhook alone").await;
    assert_eq!(setup.deliver(system, &body(&record.remote_id, 3)).await, 200);
    assert_eq!(setup.updates(&record.id).await.len(), 3, "{system}");
}

#[tokio::test]
async fn a_change_is_one_event_in_twenty() {
    let body = |id: &str, n: u32| json!({"eventName": "opportunity.updated", "record": {"id": id}, "n": n});
    is_one("twenty", "crm.deals", json!({"mirror": true}), "name", body).await;
}

#[tokio::test]
async fn a_change_is_one_event_in_plane() {
    let body = |id: &str, n: u32| json!({"event": "project", "action": "updated", "data": {"id": id}, "n": n});
    is_one("plane", "projects.projects", json!({"mirror": true}), "description", body).await;
}

#[tokio::test]
async fn a_change_is_one_event_in_erpnext() {
    // Its lists leave the lines of an invoice out, and its single records do not.
    let body = |id: &str, n: u32| {
        let name = id.rsplit(':').next().unwrap();
        json!({"doctype": "Sales Invoice", "event": "on_change", "name": name, "n": n})
    };
    is_one("erpnext", "accounting.invoices", json!({"mirror": true}), "notes", body).await;
}

#[tokio::test]
async fn a_record_that_is_read_for_its_event_is_in_it_and_one_that_is_not_loses_nothing() {
    let setup = Setup::of("twenty").await;
    let deal = setup.tenant.create("crm.deals", r#"{"name": "Won", "stage": "won"}"#, "").await.unwrap();
    let body = |n: u32| json!({"eventName": "opportunity.updated", "record": {"id": &*deal.remote_id}, "n": n});
    let broken = FaultSpec { status: Some(503), ..FaultSpec::new(FaultKind::Status) };
    setup.sandbox.fault("twenty", broken).unwrap();
    assert_eq!(setup.deliver("twenty", &body(1)).await, 200);
    let told = setup.updates(&deal.id).await;
    assert_eq!((told.len(), &told[0]["data"]["after"]), (1, &Json::Null));
    assert!(told[0]["data"]["unread"].is_string(), "{told:?}");
    setup.sandbox.clear_faults("twenty").unwrap();
    assert_eq!(setup.deliver("twenty", &body(2)).await, 200);
    let told = setup.updates(&deal.id).await;
    assert_eq!((told.len(), &told[1]["data"]["after"]["name"]), (2, &json!("Won")));
    assert_eq!(told[1]["data"].get("unread"), None);
    let all = events(&setup.bridge).await;
    assert_eq!(all.iter().filter(|one| one["type"] == "crm.deal.won").count(), 1, "{all:?}");
}
