//! The record of a delivery is read before its event is published: what is told then, and what if that goes wrong.
#![cfg(feature = "sandbox")]

use base64::Engine;
use coreflow_bridge::bridge::{Bridge, Reply, Tenant};
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};

use crate::intake::{events, memory, read};
use crate::properties::hmac;

const ITEMS: &str = "/api/resource/Item";

struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    tenant: Tenant,
    endpoint: String,
    secret: String,
    /// An item of the system, as it is listed.
    item: Json,
}

impl Setup {
    async fn new(more: Json) -> Setup {
        let config = SandboxConfig { systems: vec!["erpnext".to_owned()], records: 5, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let mut all = json!({"policies": {"retry": {"max_attempts": 1}}, "webhooks": {"enrich_ms": 60_000}});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let bridge = memory(all);
        let tenant = bridge.tenant("acme").unwrap();
        let at = sandbox.describe()["erpnext"].clone();
        let request = json!({
            "system": "erpnext", "instance": at["url"], "credential": at["credential"], "allow_private": true,
            "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
        });
        tenant.connect(&request.to_string()).await.unwrap();
        tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
        let made = read(tenant.webhooks().create(r#"{"connection": "erpnext", "enrich": true}"#).await.unwrap());
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let page = tenant.list("accounting.items", "{}").unwrap().next_page().await.unwrap().unwrap();
        let item = read(page.to_json())["records"][0].clone();
        Setup { endpoint: text("id"), secret: text("secret"), sandbox, bridge, tenant, item }
    }

    fn id(&self) -> &str {
        self.item["id"].as_str().unwrap()
    }

    /// Delivers what happened to the item, as ERPNext signs.
    async fn deliver(&self, event: &str, moment: &str) -> Reply {
        let name = self.id().strip_prefix("erpnext:").unwrap();
        let body =
            json!({"doctype": "Item", "name": name, "event": event, "modified": moment, "item_name": "Not this"});
        let body = body.to_string();
        let code = hmac(self.secret.as_bytes(), body.as_bytes());
        let code = base64::engine::general_purpose::STANDARD.encode(code);
        let headers = [("X-Frappe-Webhook-Signature".to_owned(), code)];
        self.bridge.webhooks().handle(&self.endpoint, "POST", None, &headers, body.as_bytes()).await
    }

    async fn told(&self) -> Vec<Json> {
        let all = events(&self.bridge).await.into_iter();
        all.filter(|event| event["type"].as_str().unwrap().starts_with("accounting.item.")).collect()
    }

    fn asked(&self) -> u64 {
        self.sandbox.requests("erpnext").unwrap().total
    }
}

#[tokio::test]
async fn an_event_holds_the_record_as_it_is_read() {
    let setup = Setup::new(json!({})).await;
    setup.tenant.update("accounting.items", setup.id(), r#"{"name": "As it is now"}"#, "").await.unwrap();
    assert_eq!(setup.deliver("on_change", "1").await.status, 200);
    let told = setup.told().await;
    let data = &told[0]["data"];
    assert_eq!((told.len(), &told[0]["type"], &data["by"]), (1, &json!("accounting.item.updated"), &json!("webhook")));
    let record = read(setup.tenant.get("accounting.items", setup.id(), "").await.unwrap().to_json());
    assert_eq!(data["after"]["name"], "As it is now", "the system's record, not what the delivery says of it");
    assert_eq!(data["after"], record, "the record of the models, with all of its fields");
    assert_eq!((&data["before"], data.get("unread")), (&Json::Null, None));
    // The same delivery again asks nobody, and tells nothing.
    let asked = setup.asked();
    assert_eq!(setup.deliver("on_change", "1").await.status, 200);
    assert_eq!((setup.asked(), setup.told().await.len()), (asked, 1));
    // What is gone is not asked for.
    assert_eq!(setup.deliver("on_trash", "2").await.status, 200);
    let told = setup.told().await;
    assert_eq!((setup.asked(), &told[1]["type"]), (asked, &json!("accounting.item.deleted")));
    assert_eq!((&told[1]["data"]["after"], told[1]["data"].get("unread")), (&Json::Null, None));
}

#[tokio::test]
async fn a_read_that_fails_leaves_an_event_that_says_so() {
    let setup = Setup::new(json!({})).await;
    let down = FaultSpec { status: Some(503), path_prefix: Some(ITEMS.into()), ..FaultSpec::new(FaultKind::Status) };
    for (moment, fault, code) in [
        ("1", down, "UNAVAILABLE"),
        ("2", FaultSpec { path_prefix: Some(ITEMS.into()), ..FaultSpec::new(FaultKind::LoseAnswer) }, "UNAVAILABLE"),
    ] {
        let before = setup.told().await.len();
        setup.sandbox.fault("erpnext", fault).unwrap();
        assert_eq!(setup.deliver("on_change", moment).await.status, 200);
        setup.sandbox.clear_faults("erpnext").unwrap();
        let told = setup.told().await;
        let last = told.last().unwrap();
        assert_eq!((told.len(), &last["subject"]), (before + 1, &json!(setup.id())));
        assert_eq!((&last["data"]["after"], &last["data"]["unread"]), (&Json::Null, &json!(code)));
    }
    // The next one is read again.
    assert_eq!(setup.deliver("on_change", "3").await.status, 200);
    let told = setup.told().await;
    assert_eq!((told.len(), &told[2]["data"]["after"]["id"]), (3, &json!(setup.id())));
}

/// The sender hears yes only when the event is in the log, whatever was read for it before.
#[tokio::test]
async fn what_was_read_and_could_not_be_written_is_not_taken() {
    let setup = Setup::new(json!({"events": {"max_events": 3, "max_tenant_events": 3}})).await;
    let consumer = setup.bridge.events().consumer(r#"{"id": "slow", "types": ["*"], "start": "beginning"}"#).unwrap();
    consumer.open().await.unwrap();
    let mut refused = None;
    for moment in 0..6 {
        // Each delivery tells another state of the record: a state that was told already is no new event.
        let input = json!({"name": format!("State {moment}")}).to_string();
        setup.tenant.update("accounting.items", setup.id(), &input, "").await.unwrap();
        let reply = setup.deliver("on_change", &moment.to_string()).await;
        if reply.status != 200 {
            refused.get_or_insert((moment.to_string(), reply.status));
        }
    }
    let (moment, status) = refused.expect("the log is full");
    assert_eq!(status, 503);
    let before = setup.told().await.len();
    setup.bridge.events().forget("slow").await.unwrap();
    setup.tenant.update("accounting.items", setup.id(), r#"{"name": "Read anew"}"#, "").await.unwrap();
    assert_eq!(setup.deliver("on_change", &moment).await.status, 200, "it comes again, and is no repetition");
    let told = setup.told().await;
    assert!(told.len() <= before + 1 && !told.is_empty(), "{told:?}");
    assert_eq!(told.last().unwrap()["data"]["after"]["name"], "Read anew");
}
