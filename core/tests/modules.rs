//! Modules and subscriptions through the bridge: the bugs that the client's module manager had, and every path that a
//! module opens, closed when it is not active.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use coreflow_bridge::bridge::{Bridge, Content, EventConsumer, Tenant};
use coreflow_bridge::sandbox::{Sandbox, SandboxConfig};
use coreflow_bridge::{Code, Error};
use serde_json::{Value as Json, json};

fn memory() -> Tenant {
    Bridge::open(r#"{"store": ":memory:"}"#).unwrap().tenant("acme").unwrap()
}

fn read(text: String) -> Json {
    serde_json::from_str(&text).unwrap()
}

async fn active(tenant: &Tenant) -> Vec<String> {
    let active = read(tenant.active_modules().await.unwrap());
    active.as_array().unwrap().iter().map(|one| one["module"].as_str().unwrap().to_owned()).collect()
}

async fn change(tenant: &Tenant, request: Json) -> Result<String, Error> {
    tenant.change_modules(&request.to_string()).await
}

async fn subscribe(tenant: &Tenant, request: Json) -> Json {
    read(tenant.set_subscription(&request.to_string()).await.unwrap())
}

async fn sandboxed() -> (Sandbox, Tenant) {
    let config = SandboxConfig { systems: vec!["erpnext".into(), "fingpt".into()], ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let tenant = memory();
    for (system, at) in sandbox.describe().as_object().unwrap() {
        let (url, credential) = (&at["url"], &at["credential"]);
        let request = json!({"system": system, "instance": url, "credential": credential, "allow_private": true});
        tenant.connect(&request.to_string()).await.unwrap();
    }
    change(&tenant, json!({"activate": ["accounting", "finance_ai"]})).await.unwrap();
    (sandbox, tenant)
}

#[tokio::test]
async fn the_first_activation_does_not_bypass_the_rules() {
    let tenant = memory();
    let error = change(&tenant, json!({"activate": ["marketing"]})).await.unwrap_err();
    assert_eq!((error.code(), error.context("required_module")), (Code::Conflict, Some("crm")));
    assert_eq!(active(&tenant).await, Vec::<String>::new(), "nothing was made of it");
}

#[tokio::test]
async fn concurrent_activations_all_hold() {
    let directory = tempfile::tempdir().unwrap();
    let config =
        json!({"store": directory.path().join("bridge.db"), "keyring": {"key": format!("k:{}=", "A".repeat(43))}});
    // Two bridges on one file stand for two processes: they share nothing but the store.
    let tenants: Vec<Tenant> =
        (0..2).map(|_| Bridge::open(&config.to_string()).unwrap().tenant("acme").unwrap()).collect();
    let modules = ["accounting", "crm", "finance_ai", "hr", "inventory", "projects", "workspace", "erp"];
    let changes =
        modules.iter().enumerate().map(|(at, module)| change(&tenants[at % 2], json!({"activate": [module]})));
    for changed in futures::future::join_all(changes).await {
        changed.unwrap();
    }
    // What both know at once is what they changed last; a plan tells the revision of the store.
    tenants[0].change_modules("{}").await.unwrap();
    let mut wanted: Vec<String> = modules.iter().map(|module| (*module).to_owned()).collect();
    wanted.sort();
    assert_eq!(active(&tenants[0]).await, wanted);
    let plan = read(tenants[0].plan_modules("{}").await.unwrap());
    assert_eq!(plan["revision"], modules.len());
}

#[tokio::test]
async fn of_two_plans_on_one_revision_one_is_applied() {
    let tenant = memory();
    let plan = |module: &str| {
        let request = json!({"activate": [module]}).to_string();
        let tenant = tenant.clone();
        async move { tenant.plan_modules(&request).await.unwrap() }
    };
    let (crm, hr) = (plan("crm").await, plan("hr").await);
    let applied = read(tenant.apply_modules(&crm).await.unwrap());
    assert_eq!((&applied["revision"], &applied["active"]), (&json!(1), &json!([{"module": "crm", "provider": null}])));
    let error = tenant.apply_modules(&hr).await.unwrap_err();
    assert_eq!((error.code(), error.context("revision")), (Code::Conflict, Some("1")));
    assert_eq!(tenant.apply_modules(&crm).await.unwrap_err().code(), Code::Conflict, "not twice");
    assert_eq!(active(&tenant).await, ["crm"]);
    // A plan is looked at again: steps that were put into it are not made.
    let mut forged = read(plan("hr").await);
    forged["steps"] = json!([{"module": "marketing", "action": "activate", "because": null}]);
    assert_eq!(tenant.apply_modules(&forged.to_string()).await.unwrap_err().code(), Code::Conflict);
    let refused = plan("legal_industry").await;
    let error = tenant.apply_modules(&refused).await.unwrap_err();
    assert_eq!((error.code(), error.context("required_module")), (Code::Conflict, Some("accounting")));
    assert_eq!(active(&tenant).await, ["crm"]);
}

#[tokio::test]
async fn a_bulk_change_is_whole_or_nothing() {
    let tenant = memory();
    change(&tenant, json!({"activate": ["crm", "marketing"]})).await.unwrap();
    let request = json!({"activate": ["accounting", "hvac_industry"], "deactivate": ["marketing"]});
    assert_eq!(change(&tenant, request).await.unwrap_err().code(), Code::Conflict);
    assert_eq!(active(&tenant).await, ["crm", "marketing"], "neither half was made");
    let request = json!({"activate": ["hvac_industry", "projects"], "deactivate": ["crm", "marketing"]});
    assert_eq!(change(&tenant, request).await.unwrap_err().code(), Code::Conflict, "hvac_industry needs crm");
    let request = json!({"activate": ["hvac_industry"], "deactivate": ["marketing"], "cascade": true});
    change(&tenant, request).await.unwrap();
    assert_eq!(active(&tenant).await, ["crm", "hvac_industry", "projects"]);
}

#[tokio::test]
async fn a_change_is_seen_at_once_here_and_soon_elsewhere() {
    let directory = tempfile::tempdir().unwrap();
    let config =
        json!({"store": directory.path().join("bridge.db"), "keyring": {"key": format!("k:{}=", "A".repeat(43))}});
    let open = || Bridge::open(&config.to_string()).unwrap().tenant("acme").unwrap();
    let (here, there) = (open(), open());
    change(&here, json!({"activate": ["crm"]})).await.unwrap();
    assert!(there.is_module_active("crm", "").await.unwrap());
    change(&here, json!({"deactivate": ["crm"]})).await.unwrap();
    assert!(!here.is_module_active("crm", "").await.unwrap(), "nothing stale is served here");
    while there.is_module_active("crm", "").await.unwrap() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Of many calls at once after a pause, one reads what is active now; the others wait for it, for what was known before the
/// pause says nothing.
#[tokio::test(flavor = "multi_thread")]
async fn calls_at_once_after_a_pause_see_what_was_changed_in_it() {
    let directory = tempfile::tempdir().unwrap();
    let config =
        json!({"store": directory.path().join("bridge.db"), "keyring": {"key": format!("k:{}=", "A".repeat(43))}});
    let open = || Bridge::open(&config.to_string()).unwrap().tenant("acme").unwrap();
    let (here, there) = (open(), open());
    // On a busy machine the store may be late, and what was known last is used; not each time.
    for _ in 0..10 {
        change(&here, json!({"activate": ["crm"]})).await.unwrap();
        while !there.is_module_active("crm", "").await.unwrap() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        change(&here, json!({"deactivate": ["crm"]})).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2_100)).await;
        let calls = (0..50).map(|_| {
            let there = there.clone();
            tokio::spawn(async move { there.is_module_active("crm", "").await.unwrap() })
        });
        if futures::future::join_all(calls).await.into_iter().all(|active| !active.unwrap()) {
            return;
        }
    }
    panic!("calls are let through by what was known before the pause");
}

#[tokio::test]
async fn a_cancelled_subscription_deactivates_its_modules() {
    let tenant = memory();
    subscribe(&tenant, json!({"bundle": "growth", "users": 5})).await;
    change(&tenant, json!({"activate": ["crm", "projects"]})).await.unwrap();
    let ended = subscribe(&tenant, json!({"bundle": "growth", "status": "canceled"})).await;
    assert_eq!((&ended["standing"], &ended["deactivated"]), (&json!("ended"), &json!(["crm", "projects"])));
    assert_eq!(active(&tenant).await, Vec::<String>::new());
    let error = change(&tenant, json!({"activate": ["crm"]})).await.unwrap_err();
    assert_eq!((error.code(), error.context("why")), (Code::ModuleInactive, Some("subscription_ended")));
    subscribe(&tenant, json!({"bundle": "growth"})).await;
    assert_eq!(active(&tenant).await, Vec::<String>::new(), "who comes back chooses anew");
}

#[tokio::test]
async fn what_is_cancelled_for_later_ends_by_itself() {
    let tenant = memory();
    subscribe(&tenant, json!({"bundle": "growth"})).await;
    change(&tenant, json!({"activate": ["crm"]})).await.unwrap();
    let soon = jiff::Timestamp::now() + Duration::from_millis(300);
    let kept =
        subscribe(&tenant, json!({"bundle": "growth", "status": "canceled", "period_end": soon.to_string()})).await;
    assert_eq!(kept["deactivated"], json!([]), "what is paid for is given");
    while tenant.is_module_active("crm", "").await.unwrap() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    loop {
        let known = read(tenant.subscription().await.unwrap());
        assert_eq!(known["standing"], "ended");
        // It is settled by whoever looks next: the modules are gone for good.
        if known["revision"] == kept["revision"].as_u64().unwrap() + 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    subscribe(&tenant, json!({"bundle": "growth"})).await;
    assert_eq!(active(&tenant).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_not_renewed_is_suspended_and_comes_back_with_the_renewal() {
    let tenant = memory();
    subscribe(&tenant, json!({"tier": "starter"})).await;
    change(&tenant, json!({"activate": ["crm", "marketing"]})).await.unwrap();
    let late = json!({"tier": "starter", "period_end": "2020-01-01T00:00:00Z", "grace_days": 0});
    assert_eq!(subscribe(&tenant, late).await["standing"], "ended");
    assert_eq!(active(&tenant).await, Vec::<String>::new());
    let owed = json!({"tier": "starter", "status": "past_due", "grace_days": 36500});
    let graced = subscribe(&tenant, owed).await;
    assert_eq!(graced["standing"], "grace");
    assert!(graced["past_due_since"].is_string());
    assert_eq!(active(&tenant).await, ["crm", "marketing"]);
    let again = subscribe(&tenant, json!({"tier": "starter", "status": "past_due", "grace_days": 36500})).await;
    assert_eq!(again["past_due_since"], graced["past_due_since"], "grace runs from the first failure");
    tenant.remove_subscription().await.unwrap();
    assert_eq!(tenant.subscription().await.unwrap(), "null");
    assert_eq!(active(&tenant).await, ["crm", "marketing"], "without a subscription what is activated may be used");
}

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

/// A consumer that requires a module is like every other path: what is not paid for is closed to it, events that come
/// meanwhile are passed over, also on a later attempt, and the renewal opens it again.
#[tokio::test]
async fn a_suspended_module_is_closed_to_the_consumers_that_require_it() {
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let past_due = |days: u32, since: String| json!({"tier": "starter", "status": "past_due", "past_due_since": since, "grace_days": days});
    let now = jiff::Timestamp::now;
    subscribe(&tenant, json!({"tier": "starter"})).await;
    change(&tenant, json!({"activate": ["crm"]})).await.unwrap();
    let options = json!({"id": "g", "types": ["order.*"], "requires": ["crm"]}).to_string();
    let consumer = bridge.events().consumer(&options).unwrap();
    consumer.open().await.unwrap();
    let publish = async |id: &str| {
        let event = json!([{"type": "order.made", "subject": id, "id": id}]).to_string();
        tenant.events().publish(&event).await.unwrap();
    };
    publish("paid").await;
    subscribe(&tenant, past_due(36500, now().to_string())).await;
    publish("grace").await;
    assert_eq!(drained(&consumer).await, ["paid", "grace"]);
    publish("open").await;
    let open = read(consumer.next(1, 0).await.unwrap());
    assert_eq!(open[0]["event"]["id"], "open");
    let suspended = subscribe(&tenant, past_due(1, "2020-01-01T00:00:00Z".into())).await;
    assert_eq!(suspended["standing"], "ended");
    publish("suspended").await;
    let again = json!({"outcome": "release", "fence": open[0]["fence"]});
    consumer.settle(&again.to_string()).await.unwrap();
    assert_eq!(drained(&consumer).await, [""; 0], "neither the new one nor the one that was open");
    subscribe(&tenant, json!({"tier": "starter"})).await;
    publish("renewed").await;
    assert_eq!(drained(&consumer).await, ["renewed"]);

    // The end of the grace comes by time: nobody writes anything, and the log closes all the same.
    let soon = now() - jiff::SignedDuration::from_hours(24) + jiff::SignedDuration::from_secs(3);
    assert_eq!(subscribe(&tenant, past_due(1, soon.to_string())).await["standing"], "grace");
    let closed = async {
        for number in 0.. {
            let id = format!("late-{number}");
            publish(&id).await;
            if drained(&consumer).await != [id] {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), closed).await.expect("the grace has ended");
    assert_eq!(active(&tenant).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_downgrade_takes_what_is_not_in_it_and_what_stands_on_that() {
    let tenant = memory();
    subscribe(&tenant, json!({"tier": "enterprise", "users": 9})).await;
    let modules = json!(["crm", "accounting", "analytics_enterprise", "workspace", "legal_industry"]);
    change(&tenant, json!({"activate": modules})).await.unwrap();
    let lower = subscribe(&tenant, json!({"tier": "starter", "users": 9})).await;
    assert_eq!(lower["deactivated"], json!(["analytics_enterprise", "workspace"]));
    let single = subscribe(&tenant, json!({"modules": ["accounting", "legal_industry"]})).await;
    assert_eq!(single["deactivated"], json!(["crm", "legal_industry"]), "legal_industry needs crm");
    assert_eq!(active(&tenant).await, ["accounting"]);
}

#[tokio::test]
async fn older_news_change_nothing() {
    let tenant = memory();
    let news = |tier: &str, at: &str| json!({"tier": tier, "as_of": at});
    assert_eq!(subscribe(&tenant, news("enterprise", "2026-11-02T00:00:00Z")).await["applied"], true);
    let old = subscribe(&tenant, news("starter", "2026-11-01T00:00:00Z")).await;
    assert_eq!((&old["applied"], &old["tier"]), (&json!(false), &json!("enterprise")));
    assert_eq!(subscribe(&tenant, news("ultimate", "2026-11-02T00:00:00Z")).await["applied"], true);
    for wrong in [json!({}), json!({"tier": "gold"}), json!({"bundle": "gold"}), json!({"modules": ["gold"]})] {
        let error = tenant.set_subscription(&wrong.to_string()).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{wrong}");
    }
    for own in ["token", "lapsed"] {
        let error = tenant.set_subscription(&json!({"tier": "starter", own: null}).to_string()).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput);
    }
}

fn refused<T>(result: Result<T, Error>) {
    let error = result.err().unwrap_or_else(|| panic!("it went through"));
    assert_eq!(error.code(), Code::ModuleInactive, "{error}");
    assert_eq!(error.parts().tenant.as_deref(), Some("acme"));
    assert!(error.context("required_module").is_some());
}

#[tokio::test]
async fn every_path_is_closed_without_its_module() {
    let (sandbox, tenant) = sandboxed().await;
    let contact = json!({"name": "Müller & Söhne GmbH", "roles": ["customer"]});
    let made = tenant.create("accounting.contacts", &contact.to_string(), "").await.unwrap();
    let id = read(made.to_json())["id"].as_str().unwrap().to_owned();
    let running = tenant.list("accounting.invoices", r#"{"page_size": 5, "prefetch": 0}"#).unwrap();
    assert!(running.next_page().await.unwrap().is_some());
    let fresh = tenant.list("accounting.items", "").unwrap();
    change(&tenant, json!({"deactivate": ["accounting", "finance_ai"]})).await.unwrap();
    let sent = || ["erpnext", "fingpt"].map(|system| sandbox.requests(system).unwrap().total);
    let before = sent();
    refused(running.next_page().await);
    refused(fresh.next_page().await);
    refused(tenant.get("accounting.contacts", &id, "").await);
    refused(tenant.create("accounting.contacts", &contact.to_string(), "").await);
    refused(tenant.update("accounting.contacts", &id, r#"{"name": "Other"}"#, "").await);
    refused(tenant.upsert("accounting.contacts", &contact.to_string(), r#"{"by": ["name"]}"#).await);
    refused(tenant.delete("accounting.contacts", &id, "").await);
    refused(tenant.action("accounting.invoices", "erpnext:sales:X", "submit", "", "").await);
    refused(tenant.deletions("accounting.invoices", r#"{"since": "2026-01-01T00:00:00Z"}"#).await);
    refused(tenant.request("erpnext", r#"{"method": "GET", "path": "/api/resource/ToDo"}"#).await);
    refused(tenant.attachments("accounting.contacts", &id, "").await);
    refused(tenant.download_attachment("accounting.contacts", &id, "x", "").await);
    refused(tenant.delete_attachment("accounting.contacts", &id, "x", "").await);
    let content = Content::Bytes(bytes::Bytes::from_static(b"x"));
    refused(tenant.upload_attachment("accounting.contacts", &id, "x.txt", content, "").await);
    let texts = json!({"texts": ["Profits rose."]}).to_string();
    refused(tenant.create("finance_ai.sentiments", &texts, "").await);
    let many = tenant.create_many("accounting.contacts", &json!([contact, contact]).to_string(), "").await.unwrap();
    assert_eq!(many.len(), 2);
    many.into_iter().for_each(refused);
    assert_eq!(sent(), before, "nothing was sent");
}

#[tokio::test]
async fn a_raw_request_needs_one_module_that_its_system_provides() {
    let (_sandbox, tenant) = sandboxed().await;
    let ask = || tenant.request("erpnext", r#"{"method": "GET", "path": "/api/method/frappe.auth.get_logged_user"}"#);
    ask().await.unwrap();
    change(&tenant, json!({"deactivate": ["accounting"]})).await.unwrap();
    refused(ask().await);
    change(&tenant, json!({"activate": ["inventory"]})).await.unwrap();
    ask().await.unwrap();
    subscribe(&tenant, json!({"modules": ["inventory"], "period_end": "2020-01-01T00:00:00Z", "grace_days": 0})).await;
    let error = ask().await.unwrap_err();
    assert_eq!(error.context("why"), Some("subscription_ended"), "what was activated says most");
}

#[tokio::test]
async fn a_module_tells_what_it_offers() {
    let (_sandbox, tenant) = sandboxed().await;
    subscribe(&tenant, json!({"tier": "starter"})).await;
    let told = read(tenant.module_capabilities("accounting").await.unwrap());
    assert_eq!(told["active"], true);
    assert_eq!(told["features"]["multi_currency"], json!({"available": false, "tier": "professional"}));
    assert_eq!(told["connections"]["erpnext"]["system"], "erpnext");
    assert!(told["connections"]["erpnext"]["resources"]["accounting.invoices"].is_object());
    assert!(told["connections"]["erpnext"]["resources"]["inventory.parts"].is_null(), "only what the module has");
    assert!(told["connections"]["fingpt"].is_null());
    assert!(!tenant.is_module_active("accounting", r#"{"feature": "multi_currency"}"#).await.unwrap());
    assert!(tenant.is_module_active("accounting", r#"{"feature": "invoicing"}"#).await.unwrap());
    let error = tenant.is_module_active("accounting", r#"{"feature": "nothing"}"#).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    let locked = read(tenant.module_capabilities("workspace").await.unwrap());
    assert_eq!((&locked["why"], &locked["required_tier"]), (&json!("tier"), &json!("enterprise")));
    assert_eq!(tenant.module_capabilities("nothing").await.unwrap_err().code(), Code::InvalidInput);
}

#[tokio::test]
async fn a_host_sells_by_its_own_catalogue() {
    let yaml =
        "catalogue: mine\ntitle: Mine\nmodules:\n  crm: {title: Customers}\n  lab: {title: Lab, requires: [crm]}\n";
    let bridge = Bridge::open(&json!({"store": ":memory:", "catalogue": {"yaml": yaml}}).to_string()).unwrap();
    assert_eq!(read(bridge.catalogue().unwrap())["modules"]["lab"]["requires"], json!(["crm"]));
    let tenant = bridge.tenant("acme").unwrap();
    change(&tenant, json!({"activate": ["lab"], "cascade": true})).await.unwrap();
    assert_eq!(active(&tenant).await, ["crm", "lab"]);
    let error = change(&tenant, json!({"activate": ["accounting"]})).await.unwrap_err();
    assert!(error.message().contains("there is: crm, lab"), "{error}");
    let wrong = json!({"store": ":memory:", "catalogue": {"yaml": "catalogue: x"}}).to_string();
    assert_eq!(Bridge::open(&wrong).err().unwrap().code(), Code::ConfigInvalid);
    let missing = json!({"store": ":memory:", "catalogue": "./not-there.yaml"}).to_string();
    assert_eq!(Bridge::open(&missing).err().unwrap().code(), Code::ConfigInvalid);
}

async fn told(tenant: &Tenant) -> Vec<(String, String, Json)> {
    let all = read(tenant.events().list("").await.unwrap());
    let all = all.as_array().unwrap();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let all = all.iter().map(|one| &one["event"]);
    all.map(|one| (text(&one["type"]), text(&one["subject"]), one["data"].clone())).collect()
}

#[tokio::test]
async fn every_change_is_told_by_events_in_its_transaction() {
    let tenant = memory();
    subscribe(&tenant, json!({"tier": "starter"})).await;
    change(&tenant, json!({"activate": ["marketing"], "cascade": true})).await.unwrap();
    assert!(change(&tenant, json!({"deactivate": ["crm"]})).await.is_err(), "what is refused is not told");
    subscribe(&tenant, json!({"tier": "starter"})).await;
    subscribe(&tenant, json!({"tier": "starter", "period_end": "2020-01-01T00:00:00Z", "grace_days": 0})).await;
    active(&tenant).await;
    subscribe(&tenant, json!({"tier": "starter"})).await;
    subscribe(&tenant, json!({"tier": "starter", "status": "canceled"})).await;
    let told = told(&tenant).await;
    let kinds: Vec<(&str, &str)> = told.iter().map(|(kind, subject, _)| (kind.as_str(), subject.as_str())).collect();
    let (on, off, sold) = ("module.activated", "module.deactivated", ("subscription.changed", "subscription"));
    let wanted = [
        sold,
        (on, "crm"),
        (on, "marketing"),
        // The same subscription again is no news; one that has ended suspends, one that is renewed brings back.
        sold,
        (off, "crm"),
        (off, "marketing"),
        sold,
        (on, "crm"),
        (on, "marketing"),
        sold,
        (off, "crm"),
        (off, "marketing"),
    ];
    assert_eq!(kinds, wanted);
    assert_eq!(told[1].2, json!({"module": "crm", "because": "change"}));
    assert_eq!(told[4].2, json!({"module": "crm", "because": "subscription"}));
    assert_eq!(told[0].2["subscription"]["tier"], "starter");
    assert!(told.iter().all(|(_, _, data)| data["subscription"].get("lapsed").is_none()));
}
