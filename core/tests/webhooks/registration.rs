//! Telling systems where to deliver: the requests are held against recorded ones, the answers are recorded ones.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use coreflow_bridge::Code;
use coreflow_bridge::bridge::Tenant;
use serde_json::{Value as Json, json};

use crate::intake::{memory, read};
use crate::recorded::create_requests;

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Json,
}

/// A server that answers each request as it is told, and notes it.
pub(crate) struct Server {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(usize, &Asked) -> (u16, String) + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let notes = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let mut words = line.split(' ').map(str::to_owned);
                let (method, path) = (words.next().unwrap(), words.next().unwrap());
                let mut length = 0;
                loop {
                    let mut header = String::new();
                    reader.read_line(&mut header).unwrap();
                    if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if header.trim().is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let one = Asked { method, path, body: serde_json::from_slice(&body).unwrap_or_default() };
                let number = notes.lock().unwrap().len();
                let (status, text) = answer(number, &one);
                notes.lock().unwrap().push(one);
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    text.len()
                );
                stream.write_all(format!("{head}{text}").as_bytes()).unwrap();
            }
        });
        Server { url, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

pub(crate) async fn connected(server: &Server, system: &str, credential: Json, modules: &[&str]) -> (Tenant, String) {
    let tenant = memory(json!({})).tenant("acme").unwrap();
    let request = json!({"system": system, "instance": server.url, "credential": credential, "verify": false, "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(&json!({"activate": modules}).to_string()).await.unwrap();
    let made = read(tenant.webhooks().create(&json!({"connection": system}).to_string()).await.unwrap());
    (tenant, made["id"].as_str().unwrap().to_owned())
}

fn keys(value: &Json) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn erpnext_is_told_per_event() {
    let server = Server::start(|_, asked| match asked.method.as_str() {
        "POST" => (200, json!({"data": {"name": asked.body["name"]}}).to_string()),
        _ => (202, r#"{"data":"ok"}"#.to_owned()),
    });
    let credential = json!({"type": "api_key", "key": "k", "secret": "s"});
    let (tenant, id) = connected(&server, "erpnext", credential, &["accounting"]).await;
    let url = format!("https://app.test/hooks/{id}");
    let error = tenant.webhooks().register(&id, r#"{"url": "https://app.test/hooks/other"}"#).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    let wrong = json!({"url": url, "resources": ["accounting.tax_rates"]}).to_string();
    assert_eq!(tenant.webhooks().register(&id, &wrong).await.unwrap_err().code(), Code::InvalidInput);
    let request = json!({"url": url, "resources": ["accounting.invoices"]}).to_string();
    let told = read(tenant.webhooks().register(&id, &request).await.unwrap());
    assert_eq!((&told["registered"], &told["url"]), (&json!(6), &json!(url)));
    let asked = server.asked();
    assert_eq!(asked.len(), 6, "two document types, three events");
    let recorded: BTreeSet<String> =
        create_requests("erpnext", "/api/resource/Webhook").iter().flat_map(keys).collect();
    for one in &asked {
        assert_eq!((one.method.as_str(), one.path.as_str()), ("POST", "/api/resource/Webhook"));
        let unknown: Vec<String> = keys(&one.body).difference(&recorded).cloned().collect();
        assert!(unknown.is_empty(), "no recorded request has {unknown:?}");
        let event = one.body["webhook_docevent"].as_str().unwrap();
        let expected = r#"{"doctype":{{ doc.doctype|tojson }},"name":{{ doc.name|tojson }},"event":"EVENT","modified":{{ doc.modified|string|tojson }},"docstatus":{{ doc.docstatus }}}"#;
        assert_eq!(one.body["webhook_json"], expected.replace("EVENT", event));
        assert_eq!(one.body["request_url"], url);
        assert!(one.body["webhook_secret"].as_str().unwrap().len() >= 64);
    }
    // Once more: the new ones are made before the old ones are ended.
    tenant.webhooks().register(&id, &json!({"url": url, "resources": ["crm.leads"]}).to_string()).await.unwrap();
    let methods: Vec<String> = server.asked().into_iter().skip(6).map(|one| one.method).collect();
    assert_eq!(methods, ["POST"; 3].into_iter().chain(["DELETE"; 6]).collect::<Vec<_>>());
    // What it was told is taken back also when the module has ended; nothing new is told then.
    tenant.change_modules(r#"{"deactivate": ["accounting"]}"#).await.unwrap();
    let request = json!({"url": url, "resources": ["crm.leads"]}).to_string();
    assert_eq!(tenant.webhooks().register(&id, &request).await.unwrap_err().code(), Code::ModuleInactive);
    let told = read(tenant.webhooks().unregister(&id).await.unwrap());
    assert_eq!((&told["registered"], &told["url"]), (&json!(0), &Json::Null));
    assert_eq!(server.asked().len(), 6 + 9 + 3);
}

#[tokio::test]
async fn what_was_made_is_taken_back_when_the_rest_fails() {
    let server = Server::start(|number, asked| match asked.method.as_str() {
        "POST" if number >= 2 => {
            (403, r#"{"exc_type": "PermissionError", "exception": "frappe.exceptions.PermissionError"}"#.to_owned())
        }
        "POST" => (200, json!({"data": {"name": asked.body["name"]}}).to_string()),
        _ => (202, r#"{"data":"ok"}"#.to_owned()),
    });
    let credential = json!({"type": "api_key", "key": "k", "secret": "s"});
    let (tenant, id) = connected(&server, "erpnext", credential, &["crm"]).await;
    let request = json!({"url": format!("https://app.test/{id}"), "resources": ["crm.deals"]}).to_string();
    let error = tenant.webhooks().register(&id, &request).await.unwrap_err();
    assert_eq!(error.code(), Code::PermissionDenied, "{error}");
    let methods: Vec<String> = server.asked().into_iter().map(|one| one.method).collect();
    assert_eq!(methods, ["POST", "POST", "POST", "DELETE", "DELETE"]);
    assert_eq!(read(tenant.webhooks().list().await.unwrap())[0]["registered"], 0);
}

#[tokio::test]
async fn twenty_and_dolibarr_are_told_at_once() {
    let server = Server::start(|_, asked| match asked.method.as_str() {
        "POST" => (201, r#"{"id": "71812ef9-7bbd-432a-8646-1e52cedcdfcc"}"#.to_owned()),
        _ => (200, "true".to_owned()),
    });
    let (tenant, id) = connected(&server, "twenty", json!({"type": "bearer", "token": "t"}), &["crm"]).await;
    let request = json!({"url": format!("https://app.test/{id}"), "resources": ["crm.deals"]}).to_string();
    tenant.webhooks().register(&id, &request).await.unwrap();
    tenant.webhooks().unregister(&id).await.unwrap();
    let asked = server.asked();
    let recorded: BTreeSet<String> =
        create_requests("twenty", "/rest/metadata/webhooks").iter().flat_map(keys).collect();
    let operations = [
        "opportunity.created",
        "opportunity.updated",
        "opportunity.deleted",
        "opportunity.restored",
        "opportunity.destroyed",
    ];
    assert_eq!(asked[0].body["operations"], json!(operations));
    assert!(recorded.is_subset(&keys(&asked[0].body)), "{recorded:?}");
    assert_eq!(
        (asked[1].method.as_str(), asked[1].path.as_str()),
        ("DELETE", "/rest/metadata/webhooks/71812ef9-7bbd-432a-8646-1e52cedcdfcc")
    );

    let server = Server::start(|_, asked| match asked.method.as_str() {
        "POST" => (200, "4".to_owned()),
        _ => (200, r#"{"success":{"code":200,"message":"Target deleted"}}"#.to_owned()),
    });
    let (tenant, id) = connected(&server, "dolibarr", json!({"type": "api_key", "key": "k"}), &["accounting"]).await;
    let request = json!({"url": format!("https://app.test/{id}"), "resources": ["accounting.quotes"]}).to_string();
    tenant.webhooks().register(&id, &request).await.unwrap();
    tenant.webhooks().unregister(&id).await.unwrap();
    let asked = server.asked();
    let codes = asked[0].body["trigger_codes"].as_str().unwrap();
    assert!(codes.split(',').any(|code| code == "PROPAL_CLOSE_SIGNED") && !codes.contains("BILL"), "{codes}");
    let recorded: BTreeSet<String> = create_requests("dolibarr", "/webhook").iter().flat_map(keys).collect();
    assert!(keys(&asked[0].body).is_subset(&recorded), "{recorded:?}");
    assert_eq!(asked[1].path, "/api/index.php/webhook/4");
}
