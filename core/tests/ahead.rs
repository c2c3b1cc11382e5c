//! What is read before it is wanted: in lists as many pages as the consumer's pace asks for, in feeds one.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Listing, Tenant};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const SIZE: u64 = 10;

fn manifest(keyset: bool) -> String {
    format!(
        r#"
system: pages
title: Pages
tested: ["1"]
auth: {{none: {{}}}}
zone: {{default: UTC}}
health: {{get: /items, expect: /data}}
errors: {{}}
page: {{kind: offset, param: start, size_param: size, size: {SIZE}, max_size: 50, total: /total, keyset: {keyset}}}
filter: {{param: filters, dialect: frappe}}
sort: {{param: order_by, separator: ", "}}
resources:
  accounting.items:
    type: items
    id: id
    id_integer: true
    updated_at: {{at: modified, as: naive_instant}}
    fields: {{name: name, sales_price: {{at: price, as: decimal}}}}
    since: {{kind: none}}
    deleted: {{by: sweep}}
    operations:
      list: {{method: GET, path: /items, answer: {{items: /data}}}}
      get: {{method: GET, path: "/items/{{id}}", answer: {{record: /data}}}}
"#
    )
}

/// What the server has seen.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// The first rows of the pages that were asked for, in order.
    asked: Vec<u64>,
    /// How many are held now, and were at once at the most.
    open: usize,
    most: usize,
    /// How many were given up by the client while they were held.
    gone: usize,
}

/// A server of rows whose answers a test can hold.
struct Server {
    url: String,
    seen: watch::Sender<Seen>,
}

type Free = dyn Fn(u64, &Seen) -> bool + Send + Sync;

struct Rules {
    rows: u64,
    /// Whether the answer that begins with a row may be sent, as things are.
    free: Box<Free>,
    /// What is answered in place of a page.
    broken: Option<(u64, u16)>,
}

impl Rules {
    fn of(rows: u64) -> Rules {
        Rules { rows, free: Box::new(|_, _| true), broken: None }
    }
}

impl Server {
    async fn start(rules: Rules) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, _) = watch::channel(Seen::default());
        let (noted, rules) = (seen.clone(), Arc::new(rules));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, Arc::clone(&rules), noted.clone()));
            }
        });
        Server { url, seen }
    }

    async fn until(&self, holds: impl FnMut(&Seen) -> bool) -> Seen {
        self.seen.subscribe().wait_for(holds).await.unwrap().clone()
    }

    fn asked(&self) -> Vec<u64> {
        self.seen.borrow().asked.clone()
    }

    async fn tenant(&self, keyset: bool, policies: Json) -> Tenant {
        let config = json!({
            "store": ":memory:", "keyring": {"key": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
            "adapters": [{"yaml": manifest(keyset)}], "policies": policies,
        });
        let tenant = Bridge::open(&config.to_string()).unwrap().tenant("acme").unwrap();
        let request = json!({
            "system": "pages", "instance": self.url, "allow_private": true, "verify": false, "credential": {"type": "none"},
        });
        tenant.connect(&request.to_string()).await.unwrap();
        tenant.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
        tenant
    }
}

async fn answer(mut socket: TcpStream, rules: Arc<Rules>, seen: watch::Sender<Seen>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = socket.read(&mut bytes).await {
        let said = String::from_utf8_lossy(&bytes[..read]).into_owned();
        let url = url::Url::parse(&format!("http://x{}", said.split(' ').nth(1).unwrap())).unwrap();
        let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let filters: Json = serde_json::from_str(query.get("filters").map_or("[]", String::as_str)).unwrap();
        let edge = filters.as_array().unwrap().first().map(|one| one[2].as_u64().unwrap() + 1);
        let first = edge.unwrap_or_else(|| query["start"].parse().unwrap());
        seen.send_modify(|seen| {
            seen.asked.push(first);
            seen.open += 1;
            seen.most = seen.most.max(seen.open);
        });
        let mut watched = seen.subscribe();
        tokio::select! {
            _ = watched.wait_for(|seen| (rules.free)(first, seen)) => {}
            _ = socket.read_u8() => {
                seen.send_modify(|seen| seen.gone += 1);
                return;
            }
        }
        let status = rules.broken.filter(|(at, _)| *at == first).map_or(200, |(_, status)| status);
        let row = |id: u64| {
            let price = if id == 25 { json!("cheap") } else { json!("1.50") };
            json!({"id": id, "name": format!("Part {id}"), "price": price, "modified": "2026-11-20 10:00:00.000000"})
        };
        let rows: Vec<Json> = (first..(first + SIZE).min(rules.rows)).map(row).collect();
        let body = json!({"data": rows, "total": rules.rows}).to_string();
        let head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        seen.send_modify(|seen| seen.open -= 1);
        if socket.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
            return;
        }
    }
}

fn list(tenant: &Tenant, options: Json) -> Listing {
    tenant.list("accounting.items", &options.to_string()).unwrap()
}

/// The ids, in order, and the places of those that could not be read.
async fn all(list: &Listing) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut bad) = (Vec::new(), Vec::new());
    while let Some(page) = list.next_page().await.unwrap() {
        ids.extend(page.records.iter().map(|record| record.remote_id.to_string()));
        bad.extend(page.quarantined.iter().map(|one| one.pointer.clone()));
    }
    (ids, bad)
}

/// From the third page on each is answered only when another one was asked for beside it: one after the other, the list
/// would never end.
#[tokio::test]
async fn who_waits_is_read_ahead_for_side_by_side_and_in_order() {
    let free = |first: u64, seen: &Seen| first < 20 || first == 90 || seen.asked.iter().any(|other| *other > first);
    let server = Server::start(Rules { free: Box::new(free), ..Rules::of(95) }).await;
    let tenant = server.tenant(false, json!({})).await;
    let (ids, bad) = all(&list(&tenant, json!({}))).await;
    let expected: Vec<String> = (0..95).filter(|id| *id != 25).map(|id| id.to_string()).collect();
    assert_eq!(ids, expected);
    let asked = server.asked();
    let each: BTreeSet<u64> = asked.iter().copied().collect();
    assert_eq!(
        (asked.len(), each),
        (10, (0..10).map(|page| page * SIZE).collect()),
        "each once, and none beyond the end"
    );
    let most = server.seen.borrow().most;
    assert!((2..=4).contains(&most), "{most}");

    let plain = Server::start(Rules::of(95)).await;
    let tenant = plain.tenant(false, json!({})).await;
    assert_eq!(all(&list(&tenant, json!({"prefetch": 0}))).await, (ids, bad), "as without reading ahead");
    assert_eq!(plain.seen.borrow().most, 1);
}

#[tokio::test]
async fn who_stops_has_one_page_read_ahead_and_who_goes_none() {
    let server = Server::start(Rules { free: Box::new(|first, _| first == 0), ..Rules::of(95) }).await;
    let tenant = server.tenant(false, json!({})).await;
    let running = list(&tenant, json!({}));
    assert_eq!(running.next_page().await.unwrap().unwrap().records.len(), 10);
    server.until(|seen| seen.asked.len() == 2).await;
    assert_eq!(server.seen.borrow().gone, 0);
    drop(running);
    let seen = server.until(|seen| seen.gone == 1).await;
    assert_eq!(seen.asked, [0, 10], "no more than that");
}

#[tokio::test]
async fn a_page_that_failed_is_told_at_its_place() {
    let free = |first: u64, seen: &Seen| first < 20 || seen.asked.iter().any(|other| *other > first);
    let server = Server::start(Rules { free: Box::new(free), broken: Some((30, 500)), ..Rules::of(95) }).await;
    let tenant = server.tenant(false, json!({"retry": {"max_attempts": 1}})).await;
    let running = list(&tenant, json!({}));
    for page in 0..3 {
        let records = running.next_page().await.unwrap().unwrap().records;
        assert_eq!(*records[0].remote_id, *(page * SIZE).to_string());
    }
    let error = running.next_page().await.map(|_| ()).unwrap_err();
    assert_eq!(error.code(), Code::Unavailable, "{error}");
    assert_eq!(running.next_page().await.map(|_| ()).unwrap_err().code(), Code::Cancelled);
}

#[tokio::test]
async fn nothing_is_read_beyond_the_limit() {
    let server = Server::start(Rules::of(95)).await;
    let tenant = server.tenant(false, json!({})).await;
    let (ids, _) = all(&list(&tenant, json!({"limit": 24}))).await;
    assert_eq!((ids.len(), server.asked().into_iter().max()), (24, Some(20)));
    let error = tenant.list("accounting.items", r#"{"prefetch": 5}"#).map(|_| ()).unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
}

/// What moves by the page before it, by its last id or its cursor, is read one after the other.
#[tokio::test]
async fn a_keyset_is_read_one_page_ahead() {
    let server = Server::start(Rules::of(95)).await;
    let tenant = server.tenant(true, json!({})).await;
    let (ids, _) = all(&list(&tenant, json!({}))).await;
    assert_eq!((ids.len(), server.seen.borrow().most), (94, 1));
}

/// The next page is on its way before its step is asked for; a call that may make no more steps leaves it.
#[tokio::test]
async fn a_feed_reads_one_page_ahead_while_it_keeps_the_one_before() {
    for keyset in [false, true] {
        let server = Server::start(Rules::of(45)).await;
        let tenant = server.tenant(keyset, json!({})).await;
        let run = tenant.sync("accounting.items", "{}").unwrap();
        while server.asked().is_empty() {
            run.next().await.unwrap();
        }
        server.until(|seen| seen.asked.len() == 2).await;
        let mut last = String::new();
        while let Some(report) = run.next().await.unwrap() {
            last = report;
        }
        let whole: Json = serde_json::from_str(&last).unwrap();
        let asked = server.asked();
        assert_eq!((&whole["created"], asked.len()), (&json!(44), 5), "{whole}");

        // Page by page in calls of their own: each is read once.
        let server = Server::start(Rules::of(45)).await;
        let tenant = server.tenant(keyset, json!({})).await;
        let slices = loop {
            let run = tenant.sync("accounting.items", r#"{"max_pages": 1}"#).unwrap();
            let mut last = Json::Null;
            while let Some(report) = run.next().await.unwrap() {
                last = serde_json::from_str(&report).unwrap();
            }
            if last["status"] == "finished" {
                break last;
            }
        };
        assert_eq!(server.asked(), asked);
        for member in ["created", "complete", "proof", "pages"] {
            assert_eq!(slices[member], whole[member], "{member}: {whole}");
        }
    }
}
