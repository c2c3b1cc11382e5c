//! A session is opened by one caller for all that wait, also when the system forgets it under many at once. A token that the
//! system hands out anew takes the place of its own session's only.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coreflow_bridge::bridge::{Bridge, Tenant};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const MANIFEST: &str = r#"
system: sessions
title: Sessions
tested: ["1"]
auth:
  basic:
    header: Authorization
    value: "Bearer {session}"
    login: {post: /login, body: {name: "{username}", password: "{password}"}, token: /token, renewed_by: x-new-token}
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

/// How many sessions were opened, and the token that is known.
#[derive(Default)]
struct Upstream {
    logins: AtomicUsize,
    known: Mutex<String>,
    /// A request for `slow` has come, and may be answered.
    slow: Notify,
    answer: Notify,
}

impl Upstream {
    fn knows(&self, token: &str) {
        *self.known.lock().unwrap() = token.to_owned();
    }

    fn logins(&self) -> usize {
        self.logins.load(Ordering::SeqCst)
    }
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
        let allowed = said.contains(&format!("Bearer {}\r\n", upstream.known.lock().unwrap()));
        let (mut status, mut body, mut token) = (200, json!({"id": 1, "name": "One"}), "");
        if said.starts_with("POST /login") {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let opened = format!("session-{}", upstream.logins.fetch_add(1, Ordering::SeqCst) + 1);
            upstream.knows(&opened);
            body = json!({"token": opened});
        } else if !allowed {
            (status, body) = (401, json!({}));
        } else if said.contains("/items/renews") {
            token = "x-new-token: renewed\r\n";
            upstream.knows("renewed");
        } else if said.contains("/items/slow") {
            token = "x-new-token: late\r\n";
            upstream.slow.notify_one();
            upstream.answer.notified().await;
        }
        let body = body.to_string();
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{token}content-length: {length}\r\n\r\n");
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

async fn setup(upstream: &Arc<Upstream>) -> (Bridge, Tenant) {
    let url = serve(Arc::clone(upstream)).await;
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
    (bridge, tenant)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_open_one_session() {
    let upstream = Arc::new(Upstream::default());
    let (bridge, tenant) = setup(&upstream).await;
    read_many(&tenant).await;
    assert_eq!(upstream.logins(), 1, "opened once");
    upstream.knows("nothing");
    read_many(&tenant).await;
    assert_eq!(upstream.logins(), 2, "opened once more");
    bridge.close().await;
}

#[tokio::test]
async fn a_token_that_comes_late_leaves_the_newer_session_alone() {
    let upstream = Arc::new(Upstream::default());
    let (bridge, tenant) = setup(&upstream).await;
    let get = |id: &'static str| tenant.get("accounting.items", id, "{}");
    let slow = async {
        upstream.slow.notified().await;
        upstream.knows("nothing");
        get("sessions:1").await.unwrap();
        assert_eq!(upstream.logins(), 2);
        upstream.answer.notify_one();
    };
    let (late, ()) = tokio::join!(get("sessions:slow"), slow);
    late.unwrap();
    get("sessions:1").await.unwrap();
    assert_eq!(upstream.logins(), 2, "the token of the first session has not replaced the second one");
    get("sessions:renews").await.unwrap();
    get("sessions:1").await.unwrap();
    assert_eq!(upstream.logins(), 2, "the token of the second one has");
    bridge.close().await;
}
