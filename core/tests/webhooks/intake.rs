//! The intake of a bridge: connections' deliveries, what refuses them, what is published.

use base64::Engine;
use coreflow_bridge::bridge::{Bridge, Reply, Tenant};
use serde_json::{Value as Json, json};

use crate::properties::{hmac, hmac_hex};

pub(crate) fn memory(config: Json) -> Bridge {
    let mut all = json!({"store": ":memory:"});
    all.as_object_mut().unwrap().extend(config.as_object().unwrap().clone());
    Bridge::open(&all.to_string()).unwrap()
}

pub(crate) fn read(text: String) -> Json {
    serde_json::from_str(&text).unwrap()
}

async fn connected(bridge: &Bridge, tenant: &str, system: &str, modules: &[&str]) -> Tenant {
    let tenant = bridge.tenant(tenant).unwrap();
    let credential = match system {
        "erpnext" => json!({"type": "api_key", "key": "canary-key", "secret": "canary-secret"}),
        "plane" => json!({"type": "api_key", "key": "canary-key"}),
        "dolibarr" => json!({"type": "api_key", "key": "canary-key"}),
        _ => json!({"type": "bearer", "token": "canary-token"}),
    };
    // Nobody answers there: what is read on the way is not found.
    let request = json!({"system": system, "instance": "http://127.0.0.1:9", "credential": credential, "verify": false, "allow_private": true,
        "options": if system == "plane" { json!({"workspace": "acme"}) } else { json!({}) }});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    tenant
}

async fn created(tenant: &Tenant, request: Json) -> (String, String) {
    let made = read(tenant.webhooks().create(&request.to_string()).await.unwrap());
    (made["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap_or_default().to_owned())
}

fn frappe(secret: &str, body: &str) -> Vec<(String, String)> {
    let code = base64::engine::general_purpose::STANDARD.encode(hmac(secret.as_bytes(), body.as_bytes()));
    vec![("x-frappe-webhook-signature".to_owned(), code)]
}

fn invoice(event: &str, number: u32) -> String {
    json!({"doctype": "Sales Invoice", "name": format!("SINV-{number}"), "event": event, "modified": format!("m{number}"), "docstatus": 1}).to_string()
}

async fn post(bridge: &Bridge, endpoint: &str, headers: &[(String, String)], body: &str) -> Reply {
    bridge.webhooks().handle(endpoint, "POST", None, headers, body.as_bytes()).await
}

pub(crate) async fn events(bridge: &Bridge) -> Vec<Json> {
    let listed = read(bridge.events().list(r#"{"limit": 10000}"#).await.unwrap());
    let all = listed.as_array().unwrap().iter().map(|one| one["event"].clone());
    all.filter(|event| !event["type"].as_str().unwrap().starts_with("module.")).collect()
}

#[tokio::test]
async fn a_good_delivery_is_an_event_once() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "erpnext"})).await;
    assert!(endpoint.len() >= 43 && secret.len() >= 64);
    let body = invoice("on_change", 1);
    for _ in 0..3 {
        let reply = post(&bridge, &endpoint, &frappe(&secret, &body), &body).await;
        assert_eq!((reply.status, reply.body), (200, r#"{"received":true}"#));
    }
    let all = events(&bridge).await;
    assert_eq!(all.len(), 1, "{all:?}");
    let event = &all[0];
    assert_eq!(event["type"], "accounting.invoice.updated");
    assert_eq!(event["subject"], "erpnext:sales:SINV-1");
    assert_eq!(event["source"], "urn:coreflow:connection:erpnext");
    assert_eq!(event["tenant"], "acme");
    let data = json!({
        "resource": "accounting.invoices", "connection": "erpnext", "change": "updated", "id": "erpnext:sales:SINV-1",
        "by": "webhook", "event": "Sales Invoice.on_change", "before": null, "after": null,
    });
    assert_eq!(event["data"], data);
}

#[tokio::test]
async fn whatever_is_wrong_has_one_answer_and_no_event() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let other = connected(&bridge, "other", "erpnext", &["accounting"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "erpnext"})).await;
    let (foreign, _) = created(&other, json!({"connection": "erpnext"})).await;
    let body = invoice("on_change", 1);
    let good = frappe(&secret, &body);
    let unknown = post(&bridge, &"A".repeat(43), &good, &body).await;
    assert_eq!((unknown.status, unknown.body), (401, r#"{"error":"unauthorized"}"#));
    let mut flipped = good.clone();
    let first = if good[0].1.starts_with('A') { "B" } else { "A" };
    flipped[0].1.replace_range(..1, first);
    for (endpoint, headers, body) in [
        (endpoint.as_str(), &flipped, body.as_str()),
        (&endpoint, &Vec::new(), &body),
        (&endpoint, &good, &body[..body.len() - 1]),
        (&foreign, &good, &body),
        ("", &good, &body),
        ("../../etc", &good, &body),
    ] {
        assert_eq!(post(&bridge, endpoint, headers, body).await, unknown);
    }
    // Another tenant's handle does not take it either.
    let through_other = other.webhooks().handle(&endpoint, "POST", None, &good, body.as_bytes()).await;
    assert_eq!(through_other, unknown);
    for (method, status) in [("GET", 405), ("DELETE", 405), ("post", 405)] {
        assert_eq!(bridge.webhooks().handle(&endpoint, method, None, &good, body.as_bytes()).await.status, status);
    }
    for odd in [
        "not json",
        "[]",
        "{}",
        r#"{"doctype": "Sales Invoice", "event": "on_change"}"#,
        r#"{"doctype": "Sales Invoice", "event": "on_change", "name": ""}"#,
    ] {
        assert_eq!(post(&bridge, &endpoint, &frappe(&secret, odd), odd).await.status, 400, "{odd}");
    }
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &deep), &deep).await.status, 400);
    let large = "x".repeat((1 << 20) + 1);
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &large), &large).await.status, 413);
    assert_eq!(events(&bridge).await, Vec::<Json>::new());
    // What is not known here is taken, so that its sender is content, and tells nothing.
    let todo = json!({"doctype": "ToDo", "name": "1", "event": "on_change"}).to_string();
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &todo), &todo).await.status, 200);
    assert_eq!(events(&bridge).await, Vec::<Json>::new());
    assert_eq!(post(&bridge, &endpoint, &good, &body).await.status, 200);
    assert_eq!(events(&bridge).await.len(), 1);
}

#[tokio::test]
async fn an_inactive_module_is_told_and_there_is_no_event() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting", "crm"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "erpnext"})).await;
    acme.change_modules(r#"{"deactivate": ["accounting"]}"#).await.unwrap();
    let body = invoice("on_change", 1);
    let reply = post(&bridge, &endpoint, &frappe(&secret, &body), &body).await;
    assert_eq!((reply.status, reply.body), (403, r#"{"error":"module_inactive","code":"MODULE_INACTIVE"}"#));
    // Without the secret nobody learns that.
    assert_eq!(post(&bridge, &endpoint, &[], &body).await.status, 401);
    assert_eq!(events(&bridge).await, Vec::<Json>::new());
    acme.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &body), &body).await.status, 200);
    assert_eq!(events(&bridge).await.len(), 1, "what was refused can come again");
}

#[tokio::test]
async fn a_thing_that_is_several_here_is_told_to_the_modules_that_are_active() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "dolibarr", &["accounting"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "dolibarr"})).await;
    assert_eq!(secret, "", "there is none to be shown");
    let body = r#"{"triggercode":"COMPANY_CREATE","object":{"id":31}}"#;
    assert_eq!(post(&bridge, &endpoint, &[], body).await.status, 200);
    let kinds = |all: Vec<Json>| all.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(kinds(events(&bridge).await), ["accounting.contact.created"]);
    acme.change_modules(r#"{"activate": ["crm"]}"#).await.unwrap();
    assert_eq!(post(&bridge, &endpoint, &[], body).await.status, 200);
    let expected =
        ["accounting.contact.created", "accounting.contact.created", "crm.company.created", "crm.customer.created"];
    assert_eq!(kinds(events(&bridge).await), expected, "Dolibarr sends nothing twice: two deliveries are two events");
    let paid = r#"{"triggercode":"BILL_PAYED","object":{"id":"27"}}"#;
    for _ in 0..2 {
        assert_eq!(post(&bridge, &endpoint, &[], paid).await.status, 200);
    }
    let all = events(&bridge).await;
    let told = all.iter().filter(|event| event["type"] == "accounting.invoice.paid").collect::<Vec<_>>();
    assert_eq!(told.len(), 1, "an invoice is paid once: {told:?}");
    assert_eq!(told[0]["subject"], "dolibarr:sales:27");
}

#[tokio::test]
async fn old_and_new_secret_hold_together_for_a_while() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let (endpoint, old) = created(&acme, json!({"connection": "erpnext"})).await;
    let rotated = read(acme.webhooks().rotate(&endpoint, "").await.unwrap());
    let new = rotated["secret"].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    for (number, secret) in [(1, &old), (2, &new)] {
        let body = invoice("on_change", number);
        assert_eq!(post(&bridge, &endpoint, &frappe(secret, &body), &body).await.status, 200);
    }
    let given =
        read(acme.webhooks().rotate(&endpoint, r#"{"secret": "one-of-the-system", "overlap_ms": 0}"#).await.unwrap());
    assert_eq!(given.get("secret"), None, "what was given is not shown again");
    for (number, secret, status) in [(3, old.as_str(), 401), (4, new.as_str(), 401), (5, "one-of-the-system", 200)] {
        let body = invoice("on_change", number);
        assert_eq!(post(&bridge, &endpoint, &frappe(secret, &body), &body).await.status, status, "{number}");
    }
    for blank in [r#"{"secret": ""}"#, r#"{"secret": "  \t "}"#, r#"{"secret": "short"}"#] {
        let error = acme.webhooks().rotate(&endpoint, blank).await.unwrap_err();
        assert_eq!(error.code(), coreflow_bridge::Code::InvalidInput, "{blank}");
    }
    let list = acme.webhooks().list().await.unwrap();
    for secret in [old.as_str(), new.as_str(), "one-of-the-system"] {
        assert!(!list.contains(secret), "{list}");
    }
    acme.webhooks().delete(&endpoint).await.unwrap();
    let body = invoice("on_change", 6);
    assert_eq!(post(&bridge, &endpoint, &frappe("one-of-the-system", &body), &body).await.status, 401);
    assert_eq!(acme.webhooks().delete(&endpoint).await.unwrap_err().code(), coreflow_bridge::Code::NotFound);
}

#[tokio::test]
async fn endpoints_are_the_tenants_own_and_end_with_their_connection() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let other = connected(&bridge, "other", "erpnext", &["accounting"]).await;
    let (first, secret) = created(&acme, json!({"connection": "erpnext", "label": "one"})).await;
    let (second, _) = created(&acme, json!({"connection": "erpnext"})).await;
    assert_ne!(first, second, "a connection may have several");
    for id in [first.as_str(), &"B".repeat(43)] {
        for code in [
            other.webhooks().delete(id).await.unwrap_err().code(),
            other.webhooks().rotate(id, "").await.unwrap_err().code(),
            other.webhooks().unregister(id).await.unwrap_err().code(),
            bridge.webhooks().delete(id).await.unwrap_err().code(),
        ] {
            assert_eq!(code, coreflow_bridge::Code::NotFound);
        }
    }
    assert_eq!(read(other.webhooks().list().await.unwrap()), json!([]));
    assert_eq!(read(acme.webhooks().list().await.unwrap()).as_array().unwrap().len(), 2);
    acme.disconnect("erpnext").await.unwrap();
    assert_eq!(read(acme.webhooks().list().await.unwrap()), json!([]));
    let body = invoice("on_change", 1);
    assert_eq!(post(&bridge, &first, &frappe(&secret, &body), &body).await.status, 401);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_does_not_lose_its_event() {
    let bridge = memory(json!({"webhooks": {"enrich_ms": 200}}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "erpnext", "enrich": true})).await;
    let body = invoice("on_change", 1);
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &body), &body).await.status, 200);
    let all = events(&bridge).await;
    assert_eq!((all.len(), &all[0]["data"]["after"]), (1, &Json::Null));
    assert!(all[0]["data"]["unread"].is_string(), "{}", all[0]["data"]);
    let error = acme.webhooks().create(r#"{"connection": "nowhere"}"#).await.unwrap_err();
    assert_eq!(error.code(), coreflow_bridge::Code::NotFound);
    let dolibarr = connected(&bridge, "acme", "dolibarr", &[]).await;
    let error = dolibarr.webhooks().create(r#"{"connection": "dolibarr", "enrich": true}"#).await.unwrap_err();
    assert_eq!(error.code(), coreflow_bridge::Code::Unsupported);
}

#[tokio::test]
async fn a_full_log_asks_the_sender_to_come_again() {
    let bridge = memory(json!({"events": {"max_events": 3, "max_tenant_events": 3}}));
    let acme = connected(&bridge, "acme", "erpnext", &["accounting"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "erpnext"})).await;
    let consumer = bridge.events().consumer(r#"{"id": "slow", "types": ["*"], "start": "beginning"}"#).unwrap();
    consumer.open().await.unwrap();
    let mut statuses = Vec::new();
    for number in 0..6 {
        let body = invoice("on_change", number);
        statuses.push(post(&bridge, &endpoint, &frappe(&secret, &body), &body).await);
    }
    let busy = statuses.iter().find(|reply| reply.status == 503).expect("full");
    assert!(busy.headers.contains(&("retry-after", "30")) && busy.body.contains("BACKPRESSURE"));
    let taken = statuses.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(events(&bridge).await.len(), taken);
    // The delivery that was refused was not remembered: it is taken when there is room.
    bridge.events().forget("slow").await.unwrap();
    let body = invoice("on_change", 5);
    assert_eq!(post(&bridge, &endpoint, &frappe(&secret, &body), &body).await.status, 200);
    assert!(events(&bridge).await.iter().any(|event| event["subject"] == "erpnext:sales:SINV-5"));
}

#[tokio::test]
async fn many_of_the_same_at_once_are_one() {
    let bridge = memory(json!({}));
    let acme = connected(&bridge, "acme", "plane", &["projects"]).await;
    let (endpoint, secret) = created(&acme, json!({"connection": "plane"})).await;
    let body = r#"{"event": "project", "action": "created", "data": {"id": "p1"}}"#;
    let headers = vec![("X-Plane-Signature".to_owned(), hmac_hex(secret.as_bytes(), body.as_bytes()))];
    let all = (0..500).map(|_| post(&bridge, &endpoint, &headers, body));
    let replies = futures::future::join_all(all).await;
    assert!(replies.iter().all(|reply| reply.status == 200));
    let events = events(&bridge).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["type"], "projects.project.created");
}
