//! The sandbox as a client sees it: sockets, credentials, state, and faults.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::Code;
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

struct Client {
    http: reqwest::Client,
    url: String,
    header: (&'static str, String),
}

impl Client {
    fn new(sandbox: &Sandbox, system: &str) -> Client {
        let about = &sandbox.describe()[system];
        let field = |name: &str| about["credential"][name].as_str().unwrap_or("").to_owned();
        let header = match system {
            "erpnext" => ("authorization", format!("token {}:{}", field("key"), field("secret"))),
            "plane" => ("x-api-key", field("key")),
            "bigcapital" => ("authorization", format!("Bearer {}", field("token"))),
            _ => ("dolapikey", field("key")),
        };
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Client { http, url: about["url"].as_str().unwrap().to_owned(), header }
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Result<(StatusCode, Value)> {
        let mut request =
            self.http.request(method, format!("{}{path}", self.url)).header(self.header.0, &self.header.1);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await.unwrap().1
    }
}

async fn start(records: u32) -> Sandbox {
    Sandbox::start(SandboxConfig { records, ..SandboxConfig::default() }).await.unwrap()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_records() {
    let (one, two) = (start(120).await, start(120).await);
    for (system, path) in [
        ("erpnext", "/api/resource/Sales%20Invoice?fields=[%22*%22]&limit_page_length=0"),
        ("dolibarr", "/api/index.php/invoices?limit=0"),
    ] {
        let (a, b) = (Client::new(&one, system).get(path).await, Client::new(&two, system).get(path).await);
        assert_eq!(a, b);
        let list = if system == "erpnext" { &a["data"] } else { &a };
        assert!(list.as_array().unwrap().len() >= 40, "{system}");
    }
    let other = Sandbox::start(SandboxConfig { seed: 2, records: 120, ..SandboxConfig::default() }).await.unwrap();
    let path = "/api/index.php/invoices?limit=0";
    assert_ne!(Client::new(&one, "dolibarr").get(path).await, Client::new(&other, "dolibarr").get(path).await);
}

#[tokio::test]
async fn seeded_invoices_come_in_many_states_and_currencies() {
    let sandbox = start(300).await;
    let erp = Client::new(&sandbox, "erpnext");
    let path =
        "/api/resource/Sales%20Invoice?fields=[%22status%22,%22currency%22,%22grand_total%22]&limit_page_length=0";
    let list = erp.get(path).await["data"].as_array().unwrap().clone();
    let has = |field: &str, value: &str| list.iter().any(|i| i[field] == value);
    for status in ["Draft", "Unpaid", "Overdue", "Partly Paid", "Paid", "Cancelled", "Return"] {
        assert!(has("status", status), "no invoice is {status}");
    }
    assert!(has("currency", "EUR") && has("currency", "USD") && has("currency", "GBP"));
    assert!(list.iter().any(|i| i["grand_total"].as_f64().unwrap() < 0.0));
    let dolibarr = Client::new(&sandbox, "dolibarr");
    let list = dolibarr.get("/api/index.php/invoices?limit=0&properties=id,status,type,paye").await;
    let states: std::collections::BTreeSet<String> =
        list.as_array().unwrap().iter().map(|i| i["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["0", "1", "2"]);
}

#[tokio::test]
async fn a_payment_closes_an_erpnext_invoice() {
    let sandbox = start(0).await;
    let erp = Client::new(&sandbox, "erpnext");
    let post = |path: &'static str, body: Value| erp.send(Method::POST, path, Some(body));
    post("/api/resource/Customer", json!({"customer_name": "Kunde/1", "customer_type": "Company"})).await.unwrap();
    post("/api/resource/Item", json!({"item_code": "X", "item_group": "Services", "stock_uom": "Hour"})).await.unwrap();
    let invoice = json!({"customer": "Kunde/1", "company": "Acme Test Ltd", "due_date": "2026-12-31",
        "items": [{"item_code": "X", "qty": 2, "rate": 50}], "docstatus": 1});
    let (status, made) = post("/api/resource/Sales%20Invoice", invoice).await.unwrap();
    assert_eq!(status, 200, "{made}");
    let name = made["data"]["name"].as_str().unwrap().to_owned();
    let path = format!("/api/resource/Sales%20Invoice/{name}");
    let before = erp.get(&path).await["data"].clone();
    assert_eq!((&before["status"], &before["outstanding_amount"]), (&json!("Unpaid"), &json!(100.0)));
    let prefill = "/api/method/erpnext.accounts.doctype.payment_entry.payment_entry.get_payment_entry";
    let mut payment = erp.get(&format!("{prefill}?dt=Sales%20Invoice&dn={name}")).await["message"].clone();
    payment["reference_no"] = json!("1");
    payment["docstatus"] = json!(1);
    let (status, paid) = erp.send(Method::POST, "/api/resource/Payment%20Entry", Some(payment)).await.unwrap();
    assert_eq!(status, 200, "{paid}");
    let after = erp.get(&path).await["data"].clone();
    assert_eq!((&after["status"], &after["outstanding_amount"]), (&json!("Paid"), &json!(0.0)));
    assert_ne!(before["modified"], after["modified"], "a payment moves the invoice");
    let (status, gone) = erp.send(Method::DELETE, "/api/resource/Customer/Kunde%2F1", None).await.unwrap();
    assert_eq!((status.as_u16(), &gone["exc_type"]), (417, &json!("LinkExistsError")));
}

#[tokio::test]
async fn a_lost_answer_is_a_write_that_happened_and_a_reset_one_is_not() {
    let sandbox = start(0).await;
    let dolibarr = Client::new(&sandbox, "dolibarr");
    let create = |name: &str| {
        let body = json!({"name": name, "client": 1, "code_client": "auto"});
        dolibarr.send(Method::POST, "/api/index.php/thirdparties", Some(body))
    };
    let once = |kind| FaultSpec { times: Some(1), method: Some("POST".into()), ..FaultSpec::new(kind) };
    sandbox.fault("dolibarr", once(FaultKind::LoseAnswer)).unwrap();
    assert!(create("Applied").await.is_err());
    sandbox.fault("dolibarr", once(FaultKind::Reset)).unwrap();
    assert!(create("Not applied").await.is_err());
    let list = dolibarr.get("/api/index.php/thirdparties?properties=id,name").await;
    assert_eq!(list, json!([{"id": "1", "name": "Applied"}]));
    let log = sandbox.requests("dolibarr").unwrap();
    assert_eq!((log.total, log.by_method["POST"]), (3, 2));
    assert_eq!(log.last[0], ("POST".to_owned(), "/api/index.php/thirdparties".to_owned()));
}

#[tokio::test]
async fn statuses_pages_and_broken_records() {
    let sandbox = start(60).await;
    let erp = Client::new(&sandbox, "erpnext");
    let once = |kind, status| FaultSpec { status: Some(status), times: Some(1), ..FaultSpec::new(kind) };
    sandbox.fault("erpnext", FaultSpec { retry_after: Some(7), ..once(FaultKind::Status, 429) }).unwrap();
    let response = erp.http.get(format!("{}/api/method/ping", erp.url)).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "7"));
    sandbox.fault("erpnext", once(FaultKind::Html, 200)).unwrap();
    let (status, page) = erp.send(Method::GET, "/api/method/ping", None).await.unwrap();
    assert!(status == 200 && page.as_str().unwrap().starts_with("<html>"));
    sandbox.fault("erpnext", FaultSpec::new(FaultKind::Malformed)).unwrap();
    let path = "/api/resource/Sales%20Invoice?fields=[%22*%22]";
    let list = erp.get(path).await["data"].as_array().unwrap().clone();
    assert_eq!(list.iter().filter(|r| r["grand_total"].is_string()).count(), 1);
    sandbox.clear_faults("erpnext").unwrap();
    let list = erp.get(path).await["data"].as_array().unwrap().clone();
    assert!(list.iter().all(|r| r["grand_total"].is_number()));
}

#[tokio::test]
async fn faults_come_over_http_too() {
    let sandbox = start(0).await;
    let erp = Client::new(&sandbox, "erpnext");
    let control = "/__sandbox__/erpnext/faults";
    let (status, _) = erp.send(Method::POST, control, Some(json!({"kind": "status", "status": 503}))).await.unwrap();
    assert_eq!(status, 200);
    assert_eq!(erp.send(Method::GET, "/api/method/ping", None).await.unwrap().0, 503);
    erp.send(Method::DELETE, control, None).await.unwrap();
    assert_eq!(erp.get("/api/method/ping").await, json!({"message": "pong"}));
    assert_eq!(erp.get("/__sandbox__/erpnext/requests").await["total"], 2);
    let (status, told) = erp.send(Method::POST, control, Some(json!({"kind": "status", "state": 1}))).await.unwrap();
    assert!(status == 400 && told["message"].as_str().unwrap().contains("state"), "{told}");
}

#[tokio::test]
async fn unknown_systems_are_named_and_a_stopped_one_is_gone() {
    let config = SandboxConfig { systems: vec!["sap".into()], ..SandboxConfig::default() };
    assert_eq!(Sandbox::start(config).await.unwrap_err().code(), Code::ConfigInvalid);
    let sandbox = start(0).await;
    assert_eq!(sandbox.fault("sap", FaultSpec::new(FaultKind::Reset)).unwrap_err().code(), Code::NotFound);
    let erp = Client::new(&sandbox, "erpnext");
    assert!(erp.send(Method::GET, "/api/method/ping", None).await.is_ok());
    drop(sandbox);
    // The open connection ends with the sandbox.
    assert!(erp.send(Method::GET, "/api/method/ping", None).await.is_err());
}

#[tokio::test]
async fn plane_is_seeded_with_the_story_and_with_work_around_it() {
    let (one, two) = (start(120).await, start(120).await);
    let (a, b) = (Client::new(&one, "plane"), Client::new(&two, "plane"));
    let base = "/api/v1/workspaces/acme-test";
    let projects = a.get(&format!("{base}/projects/")).await;
    assert_eq!(projects, b.get(&format!("{base}/projects/")).await);
    let named = |name: &str| projects["results"].as_array().unwrap().iter().find(|p| p["name"] == name).cloned();
    let story = named("Nordlicht rollout").unwrap();
    let items = a.get(&format!("{base}/projects/{}/work-items/", story["id"].as_str().unwrap())).await;
    assert_eq!(items["results"][0]["name"], "Prepare 40 controllers");
    let found = a.get(&format!("{base}/work-items/NORD-1/")).await;
    assert_eq!(found["id"], items["results"][0]["id"]);
    let mut held = 0;
    for project in projects["results"].as_array().unwrap() {
        let path = format!("{base}/projects/{}/work-items/?per_page=1", project["id"].as_str().unwrap());
        held += a.get(&path).await["total_count"].as_u64().unwrap();
    }
    assert!(held >= 100, "only {held} work items");
}

#[tokio::test]
async fn bigcapital_is_seeded_with_the_story_and_keeps_two_organisations_apart() {
    let (one, two) = (start(120).await, start(120).await);
    let (a, b) = (Client::new(&one, "bigcapital"), Client::new(&two, "bigcapital"));
    let list = "/api/sale-invoices?page_size=100";
    let invoices = a.get(list).await;
    assert_eq!(invoices, b.get(list).await);
    assert!(invoices["sales_invoices"].as_array().unwrap().len() >= 30);
    let invoice = &invoices["sales_invoices"][0];
    assert_eq!(
        (&invoice["invoice_no"], &invoice["total"], &invoice["customer"]["display_name"]),
        (&json!("INV-NORDLICHT-1"), &json!(9960), &json!("Nordlicht Beispiel GmbH"))
    );
    assert_eq!(a.get("/api/items").await["items"][0]["quantity_on_hand"], 55);
    let other = one.describe()["bigcapital"]["limited"]["token"].as_str().unwrap().to_owned();
    let other = Client { header: ("authorization", format!("Bearer {other}")), ..a };
    assert_eq!(other.get(list).await["pagination"]["total"], 0);
}
