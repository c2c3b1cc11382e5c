//! The events of a module are closed with it: to publishers, to webhooks, to consumers and to replays.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::bridge::{Bridge, EventConsumer, Tenant};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

fn memory() -> (Bridge, Tenant) {
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    (bridge, tenant)
}

fn read(text: String) -> Json {
    serde_json::from_str(&text).unwrap()
}

async fn change(tenant: &Tenant, request: Json) {
    tenant.change_modules(&request.to_string()).await.unwrap();
}

async fn publish(tenant: &Tenant, kind: &str, id: &str) -> Result<String, Error> {
    tenant.events().publish(&json!([{"type": kind, "subject": id, "id": id}]).to_string()).await
}

/// The ids of what comes, each acked.
async fn drained(consumer: &EventConsumer) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let came = read(consumer.next(100, 0).await.unwrap());
        let came = came.as_array().unwrap();
        if came.is_empty() {
            return found;
        }
        for delivery in came {
            found.push(delivery["event"]["id"].as_str().unwrap().to_owned());
            consumer.settle(&json!({"outcome": "ack", "fence": delivery["fence"]}).to_string()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_is_of_a_module_is_published_while_it_is_open() {
    let (_, tenant) = memory();
    change(&tenant, json!({"activate": ["crm"]})).await;
    let closed = ["accounting.invoice.paid", "accounting.invoice.updated", "accounting.of.ones.own", "erp.thing.made"];
    for kind in closed {
        let error = publish(&tenant, kind, kind).await.unwrap_err();
        assert_eq!(error.code(), Code::ModuleInactive, "{kind}: {error}");
        assert_eq!(error.context("required_module"), kind.split('.').next());
    }
    let mixed = json!([{"type": "crm.deal.updated"}, {"type": "accounting.invoice.updated"}]).to_string();
    assert_eq!(tenant.events().publish(&mixed).await.unwrap_err().code(), Code::ModuleInactive, "all or none");
    for kind in ["crm.deal.won", "crm.deal.updated", "crm.of.ones.own", "order.made", "accounts.closed"] {
        publish(&tenant, kind, kind).await.unwrap();
    }
    change(&tenant, json!({"activate": ["accounting"]})).await;
    publish(&tenant, "accounting.invoice.updated", "now").await.unwrap();
}

/// What the bridge itself tells is nobody's to sell, whatever a host calls its modules.
#[tokio::test]
async fn news_of_the_bridge_are_always_told() {
    let yaml = "{catalogue: mine, title: Mine, modules: {stock: {title: S}, module: {title: M}}}";
    let config = json!({"store": ":memory:", "catalogue": {"yaml": yaml}}).to_string();
    let tenant = Bridge::open(&config).unwrap().tenant("acme").unwrap();
    let consumer = tenant.events().consumer(r#"{"id": "g", "types": ["*"]}"#).unwrap();
    consumer.open().await.unwrap();
    change(&tenant, json!({"activate": ["stock"]})).await;
    assert_eq!(publish(&tenant, "module.of.ones.own", "own").await.unwrap_err().code(), Code::ModuleInactive);
    publish(&tenant, "crm.deal.won", "no module here").await.unwrap();
    let came = drained(&consumer).await;
    assert_eq!((came.len(), came.last().unwrap().as_str()), (2, "no module here"), "module.activated, and this");
}

/// A consumer that requires nothing gets no event of a closed module; nothing is lost by that.
#[tokio::test]
async fn consumers_and_replays_get_what_is_open() {
    let (bridge, tenant) = memory();
    change(&tenant, json!({"activate": ["accounting", "crm"]})).await;
    let events = tenant.events();
    let all = events.consumer(r#"{"id": "all", "types": ["*"]}"#).unwrap();
    let books = events.consumer(r#"{"id": "books", "types": ["accounting.*"]}"#).unwrap();
    let crm = events.consumer(r#"{"id": "crm", "types": ["*"], "requires": ["crm"]}"#).unwrap();
    for consumer in [&all, &books, &crm] {
        consumer.open().await.unwrap();
    }
    publish(&tenant, "accounting.invoice.updated", "before").await.unwrap();
    publish(&tenant, "order.made", "own").await.unwrap();
    change(&tenant, json!({"deactivate": ["accounting"]})).await;
    let came = drained(&all).await;
    assert!(!came.contains(&"before".to_owned()) && came.contains(&"own".to_owned()), "{came:?}");
    assert_eq!(drained(&books).await, [""; 0]);

    let refused = events.replay("books", r#""beginning""#).await.unwrap_err();
    assert_eq!((refused.code(), refused.context("required_module")), (Code::ModuleInactive, Some("accounting")));
    let letters = json!({"group": "all"}).to_string();
    let refused = events.replay_dead_letters(&letters).await.unwrap_err();
    assert_eq!((refused.code(), refused.context("why")), (Code::ModuleInactive, Some("not_activated")));
    let of_all = json!({"group": "acme/all"}).to_string();
    assert_eq!(bridge.events().replay_dead_letters(&of_all).await.unwrap_err().code(), Code::ModuleInactive);
    assert_eq!(bridge.events().replay("acme/books", r#""now""#).await.unwrap_err().code(), Code::ModuleInactive);
    // A group that has something to see begins anew, without what is closed.
    events.replay("all", r#""beginning""#).await.unwrap();
    assert!(!drained(&all).await.contains(&"before".to_owned()));
    change(&tenant, json!({"deactivate": ["crm"]})).await;
    assert_eq!(events.replay("crm", r#""now""#).await.unwrap_err().context("required_module"), Some("crm"));

    change(&tenant, json!({"activate": ["accounting"]})).await;
    assert_eq!(events.replay_dead_letters(&json!({"group": "books"}).to_string()).await.unwrap(), 1);
    assert_eq!(drained(&books).await, ["before"]);
    events.replay("books", r#""beginning""#).await.unwrap();
    assert_eq!(drained(&books).await, ["before"]);
}

/// A sender that is no connection tells events of a module while it is open.
#[tokio::test]
async fn webhooks_of_senders_tell_what_is_open() {
    let (bridge, tenant) = memory();
    let how = json!({"verify": {"kind": "secret", "header": "X-Token"}, "dedupe": {"by": "hash"}, "name": "/event"});
    let request = json!({"sender": how, "secret": "a-shared-secret", "prefix": "crm.deal"}).to_string();
    let made = read(tenant.webhooks().create(&request).await.unwrap());
    let endpoint = made["id"].as_str().unwrap();
    let token = [("x-token".to_owned(), "a-shared-secret".to_owned())];
    let hooks = bridge.webhooks();
    // Boxed: what waits below is deeper than a compiler looks.
    let deliver = async |body: &[u8]| Box::pin(hooks.handle(endpoint, "POST", None, &token, body)).await;
    let refused = deliver(br#"{"event": "won"}"#).await;
    assert_eq!((refused.status, refused.body.contains("MODULE_INACTIVE")), (403, true));
    assert!(!tenant.events().list("").await.unwrap().contains("crm.deal"));
    change(&tenant, json!({"activate": ["crm"]})).await;
    assert_eq!(deliver(br#"{"event": "won"}"#).await.status, 200, "the same delivery, for it was not taken");
    assert!(tenant.events().list("").await.unwrap().contains(r#""type":"crm.deal.won""#));
    change(&tenant, json!({"deactivate": ["crm"]})).await;
    assert_eq!(deliver(br#"{"event": "lost"}"#).await.status, 403);
}
