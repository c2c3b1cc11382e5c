//! The deliveries of the sandbox: told to it as to the real system, taken as those of the real system, shaped as recorded ones.
#![cfg(feature = "sandbox")]

use std::collections::BTreeSet;

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use coreflow_bridge::sandbox::{Delivery, Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::intake::{events, memory, read};
use crate::recorded::delivered;

pub(crate) struct Setup {
    sandbox: Sandbox,
    bridge: Bridge,
    pub(crate) tenant: Tenant,
    pub(crate) endpoint: String,
    system: &'static str,
}

impl Setup {
    pub(crate) async fn of(system: &'static str) -> Setup {
        let config = SandboxConfig { systems: vec![system.to_owned()], records: 20, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let bridge = memory(json!({"webhooks": {"enrich_ms": 60_000}}));
        let tenant = bridge.tenant("acme").unwrap();
        let at = sandbox.describe()[system].clone();
        let request = json!({
            "system": system, "instance": at["url"], "credential": at["credential"], "allow_private": true,
            "options": at.get("options").cloned().unwrap_or_else(|| json!({})),
        });
        tenant.connect(&request.to_string()).await.unwrap();
        tenant
            .change_modules(r#"{"activate": ["accounting", "crm", "projects", "inventory", "workspace"]}"#)
            .await
            .unwrap();
        let made = read(tenant.webhooks().create(&json!({"connection": system}).to_string()).await.unwrap());
        Setup { endpoint: made["id"].as_str().unwrap().to_owned(), sandbox, bridge, tenant, system }
    }

    async fn register(&self, url: &str, resources: &[&str]) {
        let request = json!({"url": format!("{url}/{}", self.endpoint), "resources": resources});
        self.tenant.webhooks().register(&self.endpoint, &request.to_string()).await.unwrap();
    }

    /// What a person does in the settings of a system that takes no registration.
    pub(crate) async fn hook(&self) {
        let made = self.sandbox.add_webhook(self.system, "https://app.test/hooks").unwrap();
        let secret = json!({"secret": made["secret"], "overlap_ms": 0}).to_string();
        self.tenant.webhooks().rotate(&self.endpoint, &secret).await.unwrap();
    }

    pub(crate) fn sent(&self, after: u64) -> Vec<Delivery> {
        self.sandbox.deliveries(self.system, after).unwrap()
    }

    pub(crate) async fn hand_on(&self, sent: &[Delivery]) -> Vec<u16> {
        let mut statuses = Vec::new();
        let webhooks = self.bridge.webhooks();
        for one in sent {
            let reply = webhooks.handle(&self.endpoint, &one.method, None, &one.headers, one.body.as_bytes()).await;
            statuses.push(reply.status);
        }
        statuses
    }

    pub(crate) async fn told(&self) -> Vec<(String, String)> {
        let text = |event: &Json, name: &str| event[name].as_str().unwrap().to_owned();
        let all = events(&self.bridge).await;
        let own = all.iter().filter(|event| event["data"]["by"] == "webhook");
        own.map(|event| (text(event, "type"), text(event, "subject"))).collect()
    }
}

fn body(one: &Delivery) -> Json {
    serde_json::from_str(&one.body).unwrap()
}

/// The members that two objects do not share, or have in other types; null is of every type.
fn differences(at: &str, recorded: &Json, sent: &Json, found: &mut BTreeSet<String>) {
    let kind = |value: &Json| match value {
        Json::Null => "null",
        Json::Bool(_) => "bool",
        Json::Number(_) => "number",
        Json::String(_) => "text",
        Json::Array(_) => "list",
        Json::Object(_) => "object",
    };
    match (recorded, sent) {
        (Json::Object(recorded), Json::Object(sent)) => {
            for name in recorded.keys().chain(sent.keys()).collect::<BTreeSet<_>>() {
                match (recorded.get(name), sent.get(name)) {
                    (Some(one), Some(other)) => differences(&format!("{at}.{name}"), one, other, found),
                    (Some(_), None) => drop(found.insert(format!("{at}.{name} is missing"))),
                    _ => drop(found.insert(format!("{at}.{name} is not recorded"))),
                }
            }
        }
        (Json::Array(recorded), Json::Array(sent)) => {
            if let (Some(one), Some(other)) = (recorded.first(), sent.first()) {
                differences(&format!("{at}[]"), one, other, found);
            }
        }
        (Json::Null, _) | (_, Json::Null) => {}
        _ if kind(recorded) == kind(sent) => {}
        _ => drop(found.insert(format!("{at} is {}, was {}", kind(sent), kind(recorded)))),
    }
}

/// A delivery has the headers and the shape of a recorded one, but for what is named.
fn is_shaped(one: &Delivery, system: &str, recording: &str, but: &[&str]) {
    let (headers, text) = delivered(system, recording);
    let names = |headers: &[(String, String)]| {
        // What every HTTP client sets, and what some recordings leave out.
        let noise = ["host", "connection", "content-length", "accept-encoding", "user-agent"];
        let lower = headers.iter().map(|(name, _)| name.to_lowercase());
        lower.filter(|name| !noise.contains(&name.as_str()) && name != "x-tenant").collect::<BTreeSet<_>>()
    };
    assert_eq!(names(&one.headers), names(&headers), "{recording}");
    let mut found = BTreeSet::new();
    differences("", &serde_json::from_str(&text).unwrap(), &body(one), &mut found);
    assert_eq!(found, but.iter().map(|text| (*text).to_owned()).collect(), "{recording}\n{}", one.body);
    // The same way to write JSON: blanks, escapes.
    assert_eq!(one.body.contains("\": "), text.contains("\": "), "{}", one.body);
    assert!(!text.is_ascii() || one.body.is_ascii(), "{}", one.body);
}

#[tokio::test]
async fn twenty() {
    let setup = Setup::of("twenty").await;
    setup.register("https://app.test/hooks", &["crm.companies", "crm.people"]).await;
    let company = setup.tenant.create("crm.companies", r#"{"name": "Größe \"1\""}"#, "").await.unwrap();
    setup.tenant.update("crm.companies", &company.id, r#"{"name": "Neu"}"#, "").await.unwrap();
    setup.tenant.delete("crm.companies", &company.id, "").await.unwrap();
    setup.tenant.create("crm.people", r#"{"first_name": "Web", "last_name": "Höök"}"#, "").await.unwrap();
    // Nobody asked for deals.
    setup.tenant.create("crm.deals", r#"{"name": "Deal"}"#, "").await.unwrap();
    let sent = setup.sent(0);
    let names: Vec<Json> = sent.iter().map(|one| body(one)["eventName"].clone()).collect();
    assert_eq!(names, ["company.created", "company.updated", "company.deleted", "person.created"]);
    // The sandbox's companies have a field of the customer's own.
    let own: &[&str] = &[".record.customerNumber is not recorded"];
    is_shaped(&sent[0], "twenty", "552-webhook-delivery-company-created-all-v2.19.0", own);
    is_shaped(&sent[1], "twenty", "535-webhook-delivery-company-updated-all-v2.19.0", own);
    is_shaped(&sent[2], "twenty", "537-webhook-delivery-company-deleted-all-v2.19.0", own);
    is_shaped(&sent[3], "twenty", "543-webhook-delivery-person-created-all-v2.19.0", &[]);
    assert_eq!(body(&sent[1])["updatedFields"], json!(["name"]));
    assert_eq!(setup.hand_on(&sent).await, [200; 4]);
    let told = setup.told().await;
    let kinds: Vec<&str> =
        told.iter().map(|(kind, _)| kind.as_str()).filter(|kind| !kind.contains("customer")).collect();
    assert_eq!(kinds, ["crm.company.created", "crm.company.updated", "crm.company.deleted", "crm.person.created"]);
    assert_eq!(*told[0].1, *company.id);
    assert!(sent.iter().all(|one| one.answers.is_empty()), "it goes nowhere");
    setup.tenant.webhooks().unregister(&setup.endpoint).await.unwrap();
    setup.tenant.create("crm.companies", r#"{"name": "After"}"#, "").await.unwrap();
    assert_eq!(setup.sent(4).len(), 0);
}

#[tokio::test]
async fn erpnext() {
    let setup = Setup::of("erpnext").await;
    setup.register("https://app.test/hooks", &["accounting.contacts", "accounting.invoices"]).await;
    let contact = json!({"name": "Kurz „& Co“", "roles": ["supplier"]}).to_string();
    let contact = setup.tenant.create("accounting.contacts", &contact, "").await.unwrap();
    setup.tenant.update("accounting.contacts", &contact.id, r#"{"name": "Lang"}"#, "").await.unwrap();
    let sent = setup.sent(0);
    let events: Vec<(Json, Json)> =
        sent.iter().map(|one| (body(one)["event"].clone(), body(one)["name"].clone())).collect();
    assert_eq!(events.first().map(|(event, _)| event), Some(&json!("after_insert")), "{events:?}");
    assert!(events.iter().skip(1).all(|(event, _)| event == "on_change") && events.len() == 2, "{events:?}");
    // What is registered here has one field more than what was recorded of this document.
    is_shaped(&sent[0], "erpnext", "1571-webhook-supplier-after-insert", &[".docstatus is not recorded"]);
    assert_eq!(setup.hand_on(&sent).await, [200; 2]);
    // A payment writes into the invoice that it pays, and that is told.
    let listed = setup.tenant.list("accounting.invoices", r#"{"where": {"direction": "sales"}, "limit": 50}"#).unwrap();
    let page = read(listed.next_page().await.unwrap().unwrap().to_json());
    let open =
        page["records"].as_array().unwrap().iter().find(|one| one["status"] == "open" || one["status"] == "overdue");
    let open = open.unwrap_or_else(|| panic!("{page}"));
    let input = json!({"amount": open["balance"], "date": "2026-11-23", "reference": "T-1"}).to_string();
    let before = setup.sent(0).last().unwrap().number;
    setup.tenant.action("accounting.invoices", open["id"].as_str().unwrap(), "pay", &input, "").await.unwrap();
    let sent = setup.sent(before);
    let told: Vec<Json> = sent.iter().map(|one| body(one)["event"].clone()).collect();
    assert!(!told.is_empty() && told.iter().all(|event| event == "on_change"), "{sent:?}");
    let name = open["id"].as_str().unwrap().rsplit(':').next().unwrap();
    assert_eq!(body(&sent[0])["name"], name);
    is_shaped(&sent[0], "erpnext", "1293-webhook-invoice-on-change-by-payment", &[]);
    assert_eq!(setup.hand_on(&sent).await, vec![200; sent.len()]);
}

#[tokio::test]
async fn plane() {
    let setup = Setup::of("plane").await;
    setup.hook().await;
    let page = setup.tenant.list("projects.projects", "{}").unwrap().next_page().await.unwrap().unwrap();
    let project = page.records[0].id.clone();
    let task = json!({"project_id": project, "name": "Größe \"1\"", "priority": "urgent"}).to_string();
    let task = setup.tenant.create("projects.tasks", &task, "").await.unwrap();
    let change = json!({"name": "Neu", "priority": "low"}).to_string();
    setup.tenant.update("projects.tasks", &task.id, &change, "").await.unwrap();
    setup.tenant.update("projects.projects", &project, r#"{"description": "für den Haken"}"#, "").await.unwrap();
    setup.tenant.delete("projects.tasks", &task.id, "").await.unwrap();
    let sent = setup.sent(0);
    let names: Vec<String> =
        sent.iter().map(|one| format!("{}.{}", body(one)["event"], body(one)["action"]).replace('"', "")).collect();
    // Two fields, two deliveries; a task that is gone is told to nobody.
    assert_eq!(names, ["issue.created", "issue.updated", "issue.updated", "project.updated"]);
    is_shaped(&sent[0], "plane", "139-webhook-delivery-issue-created", &[]);
    is_shaped(&sent[1], "plane", "180-webhook-delivery-issue-updated", &[]);
    is_shaped(&sent[3], "plane", "137-webhook-delivery-project-updated", &[]);
    assert_eq!(setup.hand_on(&sent).await, [200; 4]);
    let told = setup.told().await;
    assert_eq!((told[0].0.as_str(), told[0].1.as_str()), ("projects.task.created", &*task.id));
    let (kind, subject) = told.last().unwrap();
    assert_eq!((kind.as_str(), subject.as_str()), ("projects.project.updated", &*project));
}

#[tokio::test]
async fn dolibarr() {
    let setup = Setup::of("dolibarr").await;
    setup.register("https://app.test/hooks", &["accounting.contacts", "accounting.invoices"]).await;
    let contact = json!({"name": "Haken „Ä“ / 漢字", "roles": ["customer"]}).to_string();
    let contact = setup.tenant.create("accounting.contacts", &contact, "").await.unwrap();
    setup.tenant.update("accounting.contacts", &contact.id, r#"{"phone": "030/123"}"#, "").await.unwrap();
    setup.tenant.delete("accounting.contacts", &contact.id, "").await.unwrap();
    let sent = setup.sent(0);
    let codes: Vec<Json> = sent.iter().map(|one| body(one)["triggercode"].clone()).collect();
    assert_eq!(codes, ["COMPANY_CREATE", "COMPANY_MODIFY", "COMPANY_DELETE"]);
    for (one, recording, id) in [
        (&sent[0], "904-webhook-thirdparty-company-create", json!(31)),
        (&sent[2], "908-webhook-thirdparty-company-delete", json!("31")),
    ] {
        let (headers, text) = delivered("dolibarr", recording);
        let recorded: Json = serde_json::from_str(&text).unwrap();
        let keys = |value: &Json| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&body(one)), keys(&recorded));
        assert_eq!(recorded["object"]["id"], id);
        assert_eq!(body(one)["object"]["id"].is_string(), id.is_string(), "new objects have a number, others a text");
        assert!(one.body.is_ascii() && one.body.contains("\\/") && text.is_ascii(), "{}", one.body);
        assert!(one.headers.iter().all(|(name, _)| headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))));
    }
    assert_eq!(setup.hand_on(&sent).await, [200; 3]);
    let told = setup.told().await;
    assert_eq!(told.iter().filter(|(kind, _)| kind == "accounting.contact.created").count(), 1, "{told:?}");
    assert!(told.iter().any(|(kind, id)| kind == "crm.company.deleted" && **id == *contact.id), "{told:?}");
}

#[tokio::test]
async fn nocobase() {
    let setup = Setup::of("nocobase").await;
    let secret = json!({"secret": "a-shared-secret", "overlap_ms": 0}).to_string();
    setup.tenant.webhooks().rotate(&setup.endpoint, &secret).await.unwrap();
    let post = async |path: &str, query: Json, body: Json| {
        let request = json!({"method": "POST", "path": path, "query": query, "body": body}).to_string();
        read(setup.tenant.request("nocobase", &request).await.unwrap())["body"]["data"].clone()
    };
    // As a person does it, and as it was recorded.
    let fields = json!([{"name": "name", "type": "string", "interface": "input"}]);
    post("/collections:create", json!({}), json!({"name": "hooked", "fields": fields})).await;
    for (mode, word) in [(1, "created"), (2, "updated"), (4, "deleted")] {
        let config =
            json!({"collection": "hooked", "mode": mode, "changed": [], "condition": {"$and": []}, "appends": []});
        let flow = json!({"title": word, "type": "collection", "sync": false, "enabled": false, "config": config});
        let id = post("/workflows:create", json!({}), flow).await["id"].clone();
        let config = json!({"url": "https://app.test/hooks", "method": "POST", "contentType": "application/json",
            "headers": [{"name": "X-Webhook-Secret", "value": "a-shared-secret"}], "params": [{"name": "t", "value": "ä 1"}],
            "data": {"event": format!("record.{word}"), "collection": "hooked", "data": "{{$context.data}}"},
            "timeout": 5000, "ignoreFail": false, "onlyData": false});
        let node =
            json!({"type": "request", "title": "Call", "upstreamId": null, "branchIndex": null, "config": config});
        post(&format!("/workflows/{id}/nodes:create"), json!({}), node).await;
        post("/workflows:update", json!({"filterByTk": id.to_string()}), json!({"enabled": true})).await;
    }
    let row = post("/hooked:create", json!({}), json!({"name": "Wörkflow 🚀"})).await["id"].clone();
    post("/hooked:update", json!({"filterByTk": row.to_string()}), json!({"name": "neu"})).await;
    post("/hooked:destroy", json!({"filterByTk": row.to_string()}), json!({})).await;
    let sent = setup.sent(0);
    let names: Vec<Json> = sent.iter().map(|one| body(one)["event"].clone()).collect();
    assert_eq!(names, ["record.created", "record.updated", "record.deleted"]);
    assert_eq!(sent[0].url, "https://app.test/hooks?t=%C3%A4+1");
    let (_, text) = delivered("nocobase", "306-workflow-call-deleted");
    let recorded: Json = serde_json::from_str(&text).unwrap();
    let keys = |value: &Json| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let own: BTreeSet<String> = keys(&recorded["data"]).into_iter().filter(|name| name != "code").collect();
    assert!(own.is_superset(&keys(&body(&sent[2])["data"])), "{}", sent[2].body);
    assert_eq!(setup.hand_on(&sent).await, [200; 3]);
    let told = setup.told().await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["workspace.record.created", "workspace.record.updated", "workspace.record.deleted"]);
}

/// ERPNext tries three times; the receiver is a real one.
#[tokio::test]
async fn it_is_sent_to_this_machine_with_the_tries_of_the_system() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let setup = Setup::of("erpnext").await;
    setup.register(&url, &["crm.leads"]).await;
    let lead = r#"{"first_name": "Ada", "last_name": "Lead"}"#;
    setup.tenant.create("crm.leads", lead, "").await.unwrap();
    let mut seen = Vec::new();
    for status in ["503 Busy", "500 Broken", "200 OK"] {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut text = Vec::new();
        let mut buffer = [0; 4096];
        while !String::from_utf8_lossy(&text).contains("\"after_insert\"") {
            let read = stream.read(&mut buffer).await.unwrap();
            assert!(read > 0);
            text.extend_from_slice(&buffer[..read]);
        }
        stream
            .write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes())
            .await
            .unwrap();
        seen.push(String::from_utf8(text).unwrap());
    }
    assert_eq!((&seen[0], &seen[1]), (&seen[1], &seen[2]), "the same delivery each time");
    let sent = setup.sent(0);
    let head = seen[0].to_lowercase();
    assert!(head.starts_with(&format!("post /hooks/{} http/1.1", setup.endpoint.to_lowercase())), "{head}");
    assert!(seen[0].ends_with(&sent[0].body));
    assert!(head.contains("x-frappe-webhook-signature: ") && head.contains("host: 127.0.0.1:"), "{head}");
    // The last answer is noted when it has come.
    while setup.sent(0)[0].answers.len() < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(setup.sent(0)[0].answers, [Some(503), Some(500), Some(200)]);
}

/// Dolibarr answers a change only when its target has answered.
#[tokio::test]
async fn what_is_sent_inside_of_a_request_is_there_before_its_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let setup = Setup::of("dolibarr").await;
    setup.register(&url, &["accounting.contacts"]).await;
    drop(listener);
    setup.tenant.create("accounting.contacts", r#"{"name": "Nobody there", "roles": ["customer"]}"#, "").await.unwrap();
    assert_eq!(setup.sent(0)[0].answers, [None], "a target that is down is nothing to it");
}

#[tokio::test]
async fn who_sends_nothing_says_so() {
    let config = SandboxConfig { records: 0, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    for system in ["bigcapital", "fingpt", "finrobot", "idurar", "inventree"] {
        assert_eq!(sandbox.deliveries(system, 0).unwrap_err().code(), Code::Unsupported, "{system}");
        assert_eq!(sandbox.add_webhook(system, "https://app.test").unwrap_err().code(), Code::Unsupported);
    }
    for system in ["erpnext", "twenty", "nocobase", "dolibarr"] {
        assert_eq!(sandbox.deliveries(system, 0).unwrap().len(), 0);
        assert_eq!(sandbox.add_webhook(system, "https://app.test").unwrap_err().code(), Code::Unsupported, "{system}");
    }
    assert_eq!(sandbox.deliveries("sap", 0).unwrap_err().code(), Code::NotFound);
}
