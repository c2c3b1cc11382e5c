//! Attachments: bytes through the fakes of the systems and back, and the mistakes in a manifest, each with its line.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Content, Tenant};
use coreflow_bridge::manifest::load;
use coreflow_bridge::sandbox::{FaultKind, FaultSpec, Sandbox, SandboxConfig};
use serde_json::{Value as Json, json};

async fn setup() -> (Sandbox, Bridge, Tenant) {
    let systems = vec!["erpnext".into(), "dolibarr".into()];
    let sandbox = Sandbox::start(SandboxConfig { systems, ..SandboxConfig::default() }).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    for (system, at) in sandbox.describe().as_object().unwrap() {
        for (name, who) in [(system.clone(), "credential"), (format!("{system}-limited"), "limited")] {
            let request = json!({"system": system, "name": name, "instance": at["url"], "credential": at[who],
                "allow_private": true, "verify": false});
            tenant.connect(&request.to_string()).await.unwrap();
        }
    }
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    (sandbox, bridge, tenant)
}

/// Two sales invoices of a system.
async fn invoices(tenant: &Tenant, connection: &str) -> Vec<String> {
    let options = json!({"connection": connection, "where": {"direction": "sales"}, "limit": 2});
    let page = tenant.list("accounting.invoices", &options.to_string()).unwrap().next_page().await.unwrap().unwrap();
    page.records.iter().map(|record| record.id.to_string()).collect()
}

fn bytes(data: &[u8]) -> Content {
    Content::Bytes(Bytes::copy_from_slice(data))
}

#[tokio::test]
async fn bigcapital_links_files_to_sales_invoices_alone() {
    let systems = vec!["bigcapital".into()];
    let sandbox = Sandbox::start(SandboxConfig { systems, ..SandboxConfig::default() }).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = sandbox.describe()["bigcapital"].clone();
    let request =
        json!({"system": "bigcapital", "instance": at["url"], "credential": at["credential"], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    let [first, second] = invoices(&tenant, "bigcapital").await.try_into().unwrap();
    let path = "accounting.invoices";
    let every: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    // The first link after the server's start fails, and is made again.
    let made = tenant.upload_attachment(path, &first, "beleg.bin", bytes(&every), "{}").await.unwrap();
    let shown: Json = serde_json::from_str(&made.to_json()).unwrap();
    assert_eq!((&shown["name"], &shown["size"]), (&json!("beleg.bin"), &json!(5_000)));
    assert!(tenant.download_attachment(path, &first, &made.id, "{}").await.unwrap() == every);
    assert!(tenant.attachments(path, &second, "{}").await.unwrap().is_empty());
    let taken = tenant.delete_attachment(path, &second, &made.remote_id, "{}").await.unwrap_err();
    assert_eq!(taken.code(), Code::NotFound, "{taken}");
    // An update replaces the invoice, and keeps its files.
    tenant.update(path, &first, r#"{"reference": "geändert"}"#, "{}").await.unwrap();
    assert_eq!(tenant.attachments(path, &first, "{}").await.unwrap().len(), 1);
    tenant.delete_attachment(path, &first, &made.id, "{}").await.unwrap();
    assert!(tenant.attachments(path, &first, "{}").await.unwrap().is_empty());
    let page = tenant.list(path, r#"{"where": {"direction": "purchase"}, "limit": 1}"#).unwrap().next_page().await;
    let bill = page.unwrap().unwrap().records[0].id.to_string();
    let refused = tenant.upload_attachment(path, &bill, "a.txt", bytes(b"a"), "{}").await.unwrap_err();
    assert_eq!(refused.code(), Code::Unsupported, "{refused}");
}

#[tokio::test]
async fn nocobase_keeps_files_in_fields_of_its_records() {
    let systems = vec!["nocobase".into()];
    let sandbox = Sandbox::start(SandboxConfig { systems, ..SandboxConfig::default() }).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let at = sandbox.describe()["nocobase"].clone();
    let request =
        json!({"system": "nocobase", "instance": at["url"], "credential": at["credential"], "allow_private": true});
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["workspace"]}"#).await.unwrap();
    let (records, order) = ("workspace.records", "nocobase:orders/1");
    let every: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let made = tenant.upload_attachment(records, order, "Größe & x.bin", bytes(&every), "{}").await.unwrap();
    let most = r#"{"max_bytes": 5000, "field": "papers"}"#;
    assert!(tenant.download_attachment(records, order, &made.id, most).await.unwrap() == every);
    let other = tenant.attachments(records, "nocobase:orders/2", "{}").await.unwrap();
    assert!(other.is_empty());
    let taken = tenant.delete_attachment(records, "nocobase:orders/2", &made.remote_id, "{}").await.unwrap_err();
    assert_eq!(taken.code(), Code::NotFound, "{taken}");
    tenant.delete_attachment(records, order, &made.id, "{}").await.unwrap();
    assert!(tenant.attachments(records, order, "{}").await.unwrap().is_empty());
    let none = tenant.attachments(records, "nocobase:customers/1", "{}").await.unwrap_err();
    assert_eq!(none.code(), Code::Unsupported, "{none}");
}

#[tokio::test]
async fn plane_keeps_its_files_on_another_host_and_inventree_beside_its_own() {
    let systems = vec!["plane".into(), "inventree".into()];
    let sandbox = Sandbox::start(SandboxConfig { systems, ..SandboxConfig::default() }).await.unwrap();
    let bridge = Bridge::open(r#"{"store": ":memory:"}"#).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    for (system, at) in sandbox.describe().as_object().unwrap() {
        let options = at["credential"]["options"].clone();
        let options = if options.is_null() { at["options"].clone() } else { options };
        let request = json!({"system": system, "instance": at["url"], "credential": at["credential"],
            "options": if options.is_null() { json!({}) } else { options }, "allow_private": true});
        tenant.connect(&request.to_string()).await.unwrap();
    }
    tenant.change_modules(r#"{"activate": ["projects", "inventory"]}"#).await.unwrap();
    let first = async |resource: &str, options: Json| {
        let page = tenant.list(resource, &options.to_string()).unwrap().next_page().await.unwrap().unwrap();
        page.records[0].id.to_string()
    };
    let project = first("projects.projects", json!({"limit": 1})).await;
    let task = first("projects.tasks", json!({"limit": 1, "where": {"project_id": project}})).await;
    let every: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let options = json!({"content_type": "text/plain"}).to_string();
    let made =
        tenant.upload_attachment("projects.tasks", &task, "Größe & x.txt", bytes(&every), &options).await.unwrap();
    let back = tenant.download_attachment("projects.tasks", &task, &made.id, "{}").await.unwrap();
    assert!(back == every, "{} bytes came back", back.len());
    let few =
        tenant.download_attachment("projects.tasks", &task, &made.id, r#"{"max_bytes": 4999}"#).await.unwrap_err();
    assert_eq!(few.code(), Code::UpstreamInvalid);
    tenant.delete_attachment("projects.tasks", &task, &made.id, "{}").await.unwrap();
    assert!(tenant.attachments("projects.tasks", &task, "{}").await.unwrap().is_empty());
    let part = first("inventory.parts", json!({"limit": 1})).await;
    let made = tenant.upload_attachment("inventory.parts", &part, "a b.bin", bytes(&every), "{}").await.unwrap();
    let again = tenant.upload_attachment("inventory.parts", &part, "a b.bin", bytes(b"x"), "{}").await.unwrap();
    let names: Vec<String> = tenant
        .attachments("inventory.parts", &part, "{}")
        .await
        .unwrap()
        .iter()
        .map(|file| serde_json::from_str::<Json>(&file.to_json()).unwrap()["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names.len(), 2);
    assert_eq!(names[0], "a_b.bin");
    assert_ne!(names[0], names[1]);
    let back = tenant.download_attachment("inventory.parts", &part, &made.id, "{}").await.unwrap();
    assert!(back == every, "{} bytes came back", back.len());
    assert_eq!(tenant.download_attachment("inventory.parts", &part, &again.id, "{}").await.unwrap(), &b"x"[..]);
    let basic = json!({"system": "inventree", "name": "by_password", "instance": sandbox.describe()["inventree"]["url"],
        "credential": sandbox.describe()["inventree"]["basic"], "allow_private": true});
    tenant.connect(&basic.to_string()).await.unwrap();
    let here = |id: &str| id.replace("inventree:", "by_password:");
    let refused = tenant.download_attachment("inventory.parts", &here(&part), &here(&made.id), "{}").await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated, "the web server in front takes tokens only");
    tenant.delete_attachment("inventory.parts", &part, &again.id, "{}").await.unwrap();
    assert_eq!(tenant.attachments("inventory.parts", &part, "{}").await.unwrap().len(), 1);
    bridge.close().await;
    sandbox.stop();
}

const INVOICES: &str = "accounting.invoices";

#[tokio::test]
async fn every_byte_comes_back_from_each_system() {
    let (sandbox, bridge, tenant) = setup().await;
    let every: Vec<u8> = (0..=255).cycle().take(70_001).collect();
    for system in ["erpnext", "dolibarr"] {
        let [first, second] = invoices(&tenant, system).await.try_into().unwrap();
        let mut seen = Vec::new();
        for (name, data) in
            [("Größe & „x“.bin", &every[..]), ("a;b='c'.txt", b"--x\r\n\r\n\"\\u0000file\\u0000\""), ("1.txt", b"1")]
        {
            let made = tenant.upload_attachment(INVOICES, &first, name, bytes(data), "{}").await.unwrap();
            let file: Json = serde_json::from_str(&made.to_json()).unwrap();
            assert_eq!(file["size"], json!(data.len()), "{system} {name}");
            assert!(made.id.starts_with(&format!("{first}/")), "{}", made.id);
            let back = tenant.download_attachment(INVOICES, &first, &made.id, "{}").await.unwrap();
            assert!(back == data, "{system} {name}: {} bytes came back", back.len());
            seen.push(made.id);
        }
        let list = tenant.attachments(INVOICES, &first, "{}").await.unwrap();
        let mut ids: Vec<_> = list.into_iter().map(|file| file.id).collect();
        ids.sort();
        seen.sort();
        assert_eq!(ids, seen, "{system}");
        // What hangs on one record is not reached through another.
        let own = seen[0].rsplit_once('/').unwrap().1;
        for error in [
            tenant.download_attachment(INVOICES, &second, own, "{}").await.unwrap_err(),
            tenant.delete_attachment(INVOICES, &second, own, "{}").await.unwrap_err(),
        ] {
            assert_eq!(error.code(), Code::NotFound, "{system}: {error}");
        }
        tenant.delete_attachment(INVOICES, &first, own, "{}").await.unwrap();
        let gone = tenant.download_attachment(INVOICES, &first, own, "{}").await.unwrap_err();
        assert_eq!(gone.code(), Code::NotFound, "{system}");
        assert_eq!(tenant.attachments(INVOICES, &first, "{}").await.unwrap().len(), 2, "{system}");
        // Who may not read the record hangs nothing on it, though the system itself would take it.
        let limited = first.replace(&format!("{system}:"), &format!("{system}-limited:"));
        let error = tenant.upload_attachment(INVOICES, &limited, "x.txt", bytes(b"x"), "{}").await.unwrap_err();
        assert_eq!(error.code(), Code::PermissionDenied, "{system}");
    }
    bridge.close().await;
    sandbox.stop();
}

#[tokio::test]
async fn files_of_this_host_are_read_and_written() {
    let (sandbox, bridge, tenant) = setup().await;
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from.bin"), folder.path().join("to.bin"));
    std::fs::write(&from, b"\0\xff").unwrap();
    let invoice = &invoices(&tenant, "erpnext").await[0];
    let made = tenant.upload_attachment(INVOICES, invoice, "f.bin", Content::Path(from), "{}").await.unwrap();
    assert_eq!(tenant.save_attachment(INVOICES, invoice, &made.id, &to, "{}").await.unwrap(), 2);
    assert_eq!(std::fs::read(&to).unwrap(), b"\0\xff");
    let missing = Content::Path(folder.path().join("none"));
    let error = tenant.upload_attachment(INVOICES, invoice, "f.bin", missing, "{}").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    bridge.close().await;
    sandbox.stop();
}

#[tokio::test]
async fn an_upload_whose_answer_is_lost_is_sent_once() {
    let (sandbox, bridge, tenant) = setup().await;
    for system in ["erpnext", "dolibarr"] {
        let invoice = &invoices(&tenant, system).await[0];
        let fault = FaultSpec { method: Some("POST".into()), ..FaultSpec::new(FaultKind::LoseAnswer) };
        sandbox.fault(system, fault).unwrap();
        let error = tenant.upload_attachment(INVOICES, invoice, "one.txt", bytes(b"1"), "{}").await.unwrap_err();
        assert_eq!(error.code(), Code::OutcomeUnknown, "{system}: {error}");
        sandbox.clear_faults(system).unwrap();
        assert_eq!(tenant.attachments(INVOICES, invoice, "{}").await.unwrap().len(), 1, "{system}");
    }
    bridge.close().await;
    sandbox.stop();
}

const WHOLE: &str = r#"
system: files
title: Files
tested: ["1"]
auth: {api_key: {header: X-Key, value: "{key}"}}
health: {get: /api, expect: /ok}
errors: {}
page: {kind: none}
filter: {dialect: none}
sort: {}
operations:
  list: {method: GET, path: "/{type}", answer: {items: ""}}
  get: {method: GET, path: "/{type}/{id}", answer: {record: ""}}
attachments:
  type: file
  id: id
  fields: {name: name, size: bytes, url: link}
  operations:
    list:
      method: GET
      path: "/files"
      query: {of: "{of.kind}", number: "{record.number}"}
      answer: {items: ""}
    upload:
      method: POST
      path: "/files"
      body:
        set: {name: "{file.name}"}
      answer: {hold: {to: /to}, id: /id}
      then:
        - method: PUT
          path: "{held.to}"
          told: elsewhere
          body: {file: {as: whole}}
    download:
      method: GET
      path: "{attachment.url}"
      told: instance
    delete:
      method: DELETE
      path: "/files/{id}"
resources:
  accounting.invoices:
    type: invoices
    id: id
    fields: {number: number}
    attachments: {kind: bill}
"#;

#[test]
fn mistakes_are_told_with_their_line() {
    load("whole", WHOLE).unwrap();
    for (there, instead, line, expected) in [
        ("{held.to}", "{held.where}", 32, "{held.where} cannot be filled here"),
        ("told: elsewhere", "told: nowhere", 33, "unknown variant `nowhere`"),
        ("path: \"{held.to}\"", "path: \"/fixed\"", 24, "`told` needs an address of the system's"),
        ("{file: {as: whole}}", "{file: {as: part}}", 24, "`file` needs `at`"),
        ("body: {file: {as: whole}}", "effect: idempotent", 24, "one request of an upload carries the file"),
        ("{hold: {to: /to}, id: /id}", "{hold: {to: /to}}", 24, "the answer tells no `record` and no `id`"),
        ("{hold: {to: /to}, id: /id}", "{hold: {to: to}, id: /id}", 29, "\"to\" is not a JSON pointer"),
        ("{file.name}", "{file.title}", 28, "{file.title} cannot be filled here"),
        ("    delete:\n", "    remove:\n", 39, "there is no such operation; there is: list, upload, download, delete"),
        ("{attachment.url}", "{attachment.hash}", 37, "{attachment.hash} cannot be filled here"),
        ("attachments: {kind: bill}", "attachments: {}", 47, "needs kind, for the hole {of.kind}"),
        ("attachments: {kind: bill}", "attachments: {kind: bill, x: y}", 47, "x fills no hole"),
        ("{number: number}", "{reference: number}", 47, "the hole {record.number} needs the field number"),
        ("    attachments: {kind: bill}\n", "", 14, "no entity takes part"),
        (
            "path: \"/{type}/{id}\"",
            "told: instance, path: \"/{type}/{id}\"",
            13,
            "`told` is for the operations of attachments",
        ),
        ("size: bytes", "length: bytes", 17, "is not a field of Attachment"),
    ] {
        assert!(WHOLE.contains(there), "{there}");
        let error = load("broken", &WHOLE.replacen(there, instead, 1)).unwrap_err();
        let found = error.message().lines().any(|said| said.contains(&format!(":{line}:")) && said.contains(expected));
        assert!(found, "{instead}: expected line {line}: {expected}\n{}", error.message());
    }
}
