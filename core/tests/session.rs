//! A session is opened by one caller for all that wait, also when the system forgets it under many at once.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coreflow_bridge::bridge::{Bridge, Tenant};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const MANIFEST: &str = r#"
system: sessions
title: Sessions
tested: ["1"]
auth:
  basic:
    header: Authorization
    value: "Bearer {session}"
    login: {post: /login, body: {name: "{username}", password: "{password}"}, token: /token}
health: {get: /ok, expect: /ok}
errors: {}
page: {kind: none}
filter: {param: filter, dialect: frappe}
sort: {param: sort}
resources:
  accounting.items:
    type: items
    id: id
    fields: {name: name}
    operations:
      list: {method: GET, path: /items, answer: {items: ""}}
      get: {method: GET, path: "/items/{id}", answer: {record: ""}}
"#;

/// How many sessions were opened, and the number of the one that is known.
#[derive(Default)]
struct Upstream {
    logins: AtomicUsize,
    known: AtomicUsize,
}

async fn serve(upstream: Arc<Upstream>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(answer(socket, Arc::clone(&upstream)));
        }
    });
    url
}

async fn answer(mut socket: TcpStream, upstream: Arc<Upstream>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = socket.read(&mut bytes).await {
        let said = String::from_utf8_lossy(&bytes[..read]).into_owned();
        let (status, body) = if said.starts_with("POST /login") {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let number = upstream.logins.fetch_add(1, Ordering::SeqCst) + 1;
            upstream.known.store(number, Ordering::SeqCst);
            (200, json!({"token": format!("session-{number}")}))
        } else if said.contains(&format!("Bearer session-{}\r\n", upstream.known.load(Ordering::SeqCst))) {
            (200, json!({"id": 1, "name": "One"}))
        } else {
            (401, json!({}))
        };
        let body = body.to_string();
        let head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        if socket.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read_many(tenant: &Tenant) {
    let calls = (0..20).map(|_| tenant.get("accounting.items", "sessions:1", "{}"));
    for record in futures::future::join_all(calls).await {
        assert_eq!(&*record.unwrap().remote_id, "1");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_open_one_session() {
    let upstream = Arc::new(Upstream::default());
    let url = serve(Arc::clone(&upstream)).await;
    let config = json!({
        "store": ":memory:", "keyring": {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        "adapters": [{"yaml": MANIFEST}],
    });
    let bridge = Bridge::open(&config.to_string()).unwrap();
    let tenant = bridge.tenant("acme").unwrap();
    let request = json!({
        "system": "sessions", "instance": url, "allow_private": true, "verify": false,
        "credential": {"type": "basic", "username": "u", "password": "password"},
    });
    tenant.connect(&request.to_string()).await.unwrap();
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    read_many(&tenant).await;
    assert_eq!(upstream.logins.load(Ordering::SeqCst), 1, "opened once");
    upstream.known.store(usize::MAX, Ordering::SeqCst);
    read_many(&tenant).await;
    assert_eq!(upstream.logins.load(Ordering::SeqCst), 2, "opened once more");
    bridge.close().await;
}
