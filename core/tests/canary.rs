//! A secret given to the bridge comes out nowhere: not in results, errors, `Debug` output, logs or the store's files,
//! also when the system repeats it.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::sync::{Arc, Mutex};

use coreflow_bridge::bridge::Bridge;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const CANARY: &str = "canary-3f9a1c77-secret";

/// Takes down everything that is logged, at every level, by us and by our dependencies.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

struct Words<'a>(&'a mut Vec<u8>);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut log = self.0.lock().unwrap();
        writeln!(log, "{}", span.metadata().name()).unwrap();
        span.record(&mut Words(&mut log));
        drop(log);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Words(&mut self.0.lock().unwrap()));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Words(&mut self.0.lock().unwrap()));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// A system that says back whatever it was sent, as an error.
async fn parrot() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut sent = vec![0; 16 * 1024];
                while let Ok(read @ 1..) = socket.read(&mut sent).await {
                    let said = String::from_utf8_lossy(&sent[..read]).into_owned();
                    let body = json!({"exc_type": "AuthenticationError", "exception": said, "error": {"code": 401, "message": said}}).to_string();
                    let head = format!(
                        "HTTP/1.1 401 Unauthorized\r\ncontent-length: {}\r\ncontent-type: application/json\r\n\r\n",
                        body.len()
                    );
                    if socket.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    url
}

/// A collector of OpenTelemetry that keeps the bytes that it is sent.
#[cfg(feature = "otlp")]
async fn collector() -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let kept = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&kept);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let taken = Arc::clone(&taken);
            tokio::spawn(async move {
                let (mut request, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
                while let Ok(read @ 1..) = socket.read(&mut piece).await {
                    request.extend_from_slice(&piece[..read]);
                    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
                    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
                    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
                    if request.len() >= end + 4 + length.unwrap().parse::<usize>().unwrap() {
                        taken.lock().unwrap().append(&mut request);
                        socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                    }
                }
            });
        }
    });
    (url, kept)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_comes_out_nowhere() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("bridge.db");
    let url = parrot().await;
    #[cfg(feature = "otlp")]
    let (telemetry, exported) = {
        let (url, exported) = collector().await;
        (json!({"otlp": {"endpoint": url}, "propagate": true}), exported)
    };
    #[cfg(not(feature = "otlp"))]
    let telemetry = json!({});
    let bridge = Bridge::open(&json!({"store": store, "telemetry": telemetry}).to_string()).unwrap();
    let acme = bridge.tenant("acme").unwrap();
    acme.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    let mut out = String::new();
    let say = |out: &mut String, what: Result<String, coreflow_bridge::Error>| match what {
        Ok(text) => out.push_str(&text),
        Err(error) => out.push_str(&format!("{error} {error:?} {:?} {}", error.parts(), error.message())),
    };
    for (system, credential) in [
        ("erpnext", json!({"type": "api_key", "key": format!("{CANARY}-key"), "secret": CANARY})),
        ("dolibarr", json!({"type": "api_key", "key": CANARY})),
        ("dolibarr", json!({"type": "bearer", "token": CANARY})),
        // Mistakes: a secret where another thing belongs.
        ("erpnext", json!({"type": "api_key", "key": CANARY, "secret": [CANARY]})),
        ("erpnext", json!({"type": "api_key", "key": CANARY})),
        ("erpnext", json!(CANARY)),
        ("erpnext", json!({"type": "basic", "username": "u", "password": CANARY})),
        ("erpnext", json!({"type": "api_key", "key": format!("{CANARY}\r\nx: y"), "secret": CANARY})),
    ] {
        for verify in [true, false] {
            let request = json!({"system": system, "instance": url, "credential": credential, "allow_private": true, "verify": verify});
            say(&mut out, acme.connect(&request.to_string()).await);
        }
    }
    for connection in ["erpnext", "dolibarr"] {
        let options = json!({"connection": connection}).to_string();
        let listing = acme.list("accounting.invoices", &options).unwrap();
        say(&mut out, listing.next_page().await.map(|_| String::new()));
        let id = format!("{connection}:sales:1");
        say(&mut out, acme.get("accounting.invoices", &id, "").await.map(|record| record.to_json()));
        say(&mut out, acme.delete("accounting.invoices", &id, "").await.map(|()| String::new()));
        say(&mut out, acme.request(connection, r#"{"method": "GET", "path": "/x"}"#).await);
        say(&mut out, acme.capabilities(&options).await);
    }
    say(&mut out, acme.connections().await);
    say(&mut out, acme.health("{}").await);
    say(&mut out, bridge.health().await);
    say(&mut out, bridge.metrics());
    say(&mut out, bridge.metrics_text());
    let key = json!({"store": ":memory:", "keyring": {"key": CANARY}}).to_string();
    say(&mut out, Bridge::open(&key).map(|_| String::new()));
    assert!(out.contains("UNAUTHENTICATED") && out.contains("[redacted]"), "the parrot was not heard");
    if let Some(at) = out.find(CANARY) {
        panic!("in a result or error: …{}", &out[out.floor_char_boundary(at.saturating_sub(300))..at + CANARY.len()]);
    }
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    for told in ["coreflow.call", "coreflow.attempt", "http.response.status_code=401", "error.type=\"UNAUTHENTICATED\""]
    {
        assert!(log.contains(told), "the log does not tell {told}");
    }
    assert!(!log.contains(CANARY), "in the log");
    bridge.close().await;
    #[cfg(feature = "otlp")]
    {
        let exported = String::from_utf8_lossy(&exported.lock().unwrap()).into_owned();
        assert!(exported.contains("coreflow.call") && exported.contains("UNAUTHENTICATED"), "no spans were exported");
        assert!(!exported.contains(CANARY), "in an exported span");
    }
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "in a file");
        files += 1;
    }
    assert!(files >= 2, "the store and its key");
}
