//! Health: one check for all who ask, the same status for all processes on a store, and events when it changes.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU16, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use coreflow_bridge::bridge::{Bridge, Tenant};
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const MANIFEST: &str = r#"
system: clinic
title: Clinic
tested: ["1"]
auth: {bearer: {header: Authorization, value: "Bearer {token}"}}
health: {get: /ok, expect: /ok, version: {get: /version, at: /version}}
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

#[derive(Default)]
struct Upstream {
    checks: AtomicUsize,
    versions: AtomicUsize,
    /// What the health call is answered with.
    status: AtomicU16,
    delay_ms: AtomicI64,
    /// Seconds by which its clock is ahead.
    ahead: AtomicI64,
}

impl Upstream {
    async fn start() -> (Arc<Upstream>, String) {
        let upstream = Arc::new(Upstream { status: 200.into(), ..Upstream::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = Arc::clone(&upstream);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&served).answer(socket));
            }
        });
        (upstream, url)
    }

    async fn answer(self: Arc<Self>, mut socket: TcpStream) {
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = socket.read(&mut bytes).await {
            let said = String::from_utf8_lossy(&bytes[..read]).into_owned();
            let is_check = said.starts_with("GET /ok");
            (if is_check { &self.checks } else { &self.versions }).fetch_add(1, Ordering::SeqCst);
            if is_check {
                tokio::time::sleep(Duration::from_millis(self.delay_ms.load(Ordering::SeqCst) as u64)).await;
            }
            let status = if is_check { self.status.load(Ordering::SeqCst) } else { 200 };
            let ahead = Duration::from_secs(self.ahead.load(Ordering::SeqCst) as u64);
            let date = httpdate::fmt_http_date(SystemTime::now() + ahead);
            let body = json!({"ok": true, "version": "1.4.2"}).to_string();
            let head = format!(
                "HTTP/1.1 {status} X\r\ndate: {date}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            if socket.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn checks(&self) -> usize {
        self.checks.load(Ordering::SeqCst)
    }
}

fn open(store: &str) -> Bridge {
    let config = json!({
        "store": store, "keyring": {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        "adapters": [{"yaml": MANIFEST}], "policies": {"retry": {"max_attempts": 1}},
    });
    Bridge::open(&config.to_string()).unwrap()
}

async fn connect(tenant: &Tenant, url: &str) {
    let request = json!({
        "system": "clinic", "instance": url, "allow_private": true, "verify": false,
        "credential": {"type": "bearer", "token": "synthetic"},
    });
    tenant.connect(&request.to_string()).await.unwrap();
}

async fn health(tenant: &Tenant, options: Json) -> Json {
    let all: Vec<Json> = serde_json::from_str(&tenant.health(&options.to_string()).await.unwrap()).unwrap();
    all.into_iter().next().unwrap()
}

/// The bridge's events of a type, as `from>to`, once there are so many.
async fn told(bridge: &Bridge, kind: &str, count: usize) -> Vec<String> {
    let read = async {
        loop {
            let all: Vec<Json> = serde_json::from_str(&bridge.events().list("{}").await.unwrap()).unwrap();
            let events = all.iter().map(|one| &one["event"]).filter(|event| event["type"] == kind);
            let changes: Vec<String> = events
                .map(|event| {
                    format!("{}>{}", event["data"]["from"].as_str().unwrap(), event["data"]["to"].as_str().unwrap())
                })
                .collect();
            if changes.len() >= count {
                return changes;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_ask_at_once_are_answered_by_one_check() {
    let (upstream, url) = Upstream::start().await;
    upstream.delay_ms.store(300, Ordering::SeqCst);
    let bridge = open(":memory:");
    let tenant = bridge.tenant("acme").unwrap();
    connect(&tenant, &url).await;
    let unknown = health(&tenant, json!({"probe": false})).await;
    assert_eq!((&unknown["status"], &unknown["checked_at"]), (&json!("unknown"), &Json::Null));
    let all = join_all((0..50).map(|_| health(&tenant, json!({})))).await;
    assert_eq!(upstream.checks(), 1);
    assert!(all.iter().all(|one| one["checked_at"] == all[0]["checked_at"]), "{all:?}");
    let one = &all[0];
    assert_eq!((&one["status"], &one["reasons"], &one["error"]), (&json!("healthy"), &json!([]), &Json::Null));
    assert_eq!((&one["version"], &one["clock_skew_ms"]), (&json!("1.4.2"), &json!(0)));
    assert!(one["latency_ms"].as_u64().unwrap() >= 300, "{one}");
    health(&tenant, json!({})).await;
    assert_eq!(upstream.checks(), 2, "without an age each call asks anew");
    assert_eq!(upstream.versions.load(Ordering::SeqCst), 1, "the version is asked for once an hour");
    let wrong = tenant.health(r#"{"connection": "other"}"#).await.unwrap_err();
    assert_eq!(wrong.code(), coreflow_bridge::Code::NotFound);
    bridge.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_on_one_store_share_their_checks() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("bridge.db");
    let (upstream, url) = Upstream::start().await;
    upstream.delay_ms.store(300, Ordering::SeqCst);
    let bridges = [open(store.to_str().unwrap()), open(store.to_str().unwrap())];
    let [one, two] = bridges.each_ref().map(|bridge| bridge.tenant("acme").unwrap());
    connect(&one, &url).await;
    let (first, second) = tokio::join!(health(&one, json!({})), health(&two, json!({})));
    assert_eq!(upstream.checks(), 1, "the second waits for the first");
    assert_eq!(first["checked_at"], second["checked_at"]);
    let known = health(&two, json!({"max_age_ms": 60_000})).await;
    assert_eq!((upstream.checks(), &known["version"]), (1, &json!("1.4.2")));
    assert!(known["age_ms"].as_i64().unwrap() >= 0);
    // A connection that was replaced was not checked yet.
    connect(&one, &url).await;
    assert_eq!(health(&one, json!({"probe": false})).await["status"], "unknown");
    for bridge in &bridges {
        bridge.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_health_and_breaker_are_events() {
    let (upstream, url) = Upstream::start().await;
    let bridge = open(":memory:");
    let tenant = bridge.tenant("acme").unwrap();
    connect(&tenant, &url).await;
    assert_eq!(health(&tenant, json!({})).await["status"], "healthy");
    upstream.status.store(503, Ordering::SeqCst);
    let down = health(&tenant, json!({})).await;
    assert_eq!((&down["status"], &down["reasons"]), (&json!("unhealthy"), &json!(["check_failed"])));
    assert_eq!((&down["error"]["code"], &down["error"]["connection"]), (&json!("UNAVAILABLE"), &json!("clinic")));
    health(&tenant, json!({})).await;
    upstream.status.store(401, Ordering::SeqCst);
    assert_eq!(health(&tenant, json!({})).await["reasons"], json!(["credential_refused"]));
    upstream.status.store(200, Ordering::SeqCst);
    upstream.ahead.store(300, Ordering::SeqCst);
    let skewed = health(&tenant, json!({})).await;
    assert_eq!((&skewed["status"], &skewed["reasons"]), (&json!("degraded"), &json!(["clock_skew"])));
    assert!((298_000..=300_000).contains(&skewed["clock_skew_ms"].as_i64().unwrap()), "{skewed}");
    let expected = ["healthy>unhealthy", "unhealthy>degraded"];
    assert_eq!(told(&bridge, "connection.health.changed", 2).await, expected);

    tenant.isolate("clinic").await.unwrap();
    let isolated = health(&tenant, json!({})).await;
    assert_eq!((&isolated["status"], &isolated["reasons"]), (&json!("unhealthy"), &json!(["isolated"])));
    tenant.reset("clinic").await.unwrap();
    assert_eq!(told(&bridge, "connection.breaker.changed", 2).await, ["closed>isolated", "isolated>closed"]);
    bridge.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_checks_what_is_due_of_all_tenants() {
    let (upstream, url) = Upstream::start().await;
    let bridge = open(":memory:");
    for id in ["acme", "globex", "initech"] {
        connect(&bridge.tenant(id).unwrap(), &url).await;
    }
    let round =
        async |options: &str| -> Json { serde_json::from_str(&bridge.check_health(options).await.unwrap()).unwrap() };
    health(&bridge.tenant("acme").unwrap(), json!({})).await;
    assert_eq!(round("{}").await, json!({"checked": 2, "failed": 0, "left": 0}));
    assert_eq!(round("{}").await, json!({"checked": 0, "failed": 0, "left": 0}));
    assert_eq!(upstream.checks(), 3);
    let wrong = bridge.check_health(r#"{"interval_ms": 10}"#).await.unwrap_err();
    assert_eq!(wrong.code(), coreflow_bridge::Code::InvalidInput);

    upstream.delay_ms.store(60_000, Ordering::SeqCst);
    bridge.tenant("acme").unwrap().disconnect("clinic").await.unwrap();
    connect(&bridge.tenant("hooli").unwrap(), &url).await;
    assert_eq!(round(r#"{"deadline_ms": 200}"#).await, json!({"checked": 0, "failed": 0, "left": 1}));
    // Whoever gave up in the middle of a check has given its turn back; a host's loop ends with the bridge.
    upstream.delay_ms.store(0, Ordering::SeqCst);
    let runs = tokio::spawn({
        let bridge = bridge.clone();
        async move { bridge.run(r#"{"interval_ms": 1000}"#).await }
    });
    let hooli = bridge.tenant("hooli").unwrap();
    let checked = async {
        while health(&hooli, json!({"probe": false})).await["status"] != "healthy" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), checked).await.unwrap();
    bridge.close().await;
    runs.await.unwrap().unwrap();
}
