//! Events per second on SQLite, in a file with `synchronous=FULL`: appended one by one by many callers at once, appended in
//! batches, delivered and acked, and all of it at once; beside bare `rusqlite` that inserts the same rows in transactions of 64.
//!
//! `cargo bench -p coreflow-bridge --bench events [-- EVENTS]`
#![allow(clippy::unwrap_used, missing_docs, clippy::print_stdout)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coreflow_bridge::id::TenantId;
use coreflow_bridge::store::{
    Claim, EventLog, GroupSpec, NewEvent, Outcome, Passage, Pattern, Start, Store, open_sqlite,
};
use futures::stream::{self, StreamExt as _};
use jiff::Timestamp;
use rusqlite::Connection;

const GROUP: usize = 64;
const KEYS: usize = 1_000;

fn event(n: usize) -> NewEvent {
    NewEvent {
        tenant: Some(TenantId::new("acme").unwrap()),
        source: "urn:bench".into(),
        id: format!("{n:032}"),
        kind: "crm.deal.won".into(),
        subject: Some(format!("deal-{}", n % KEYS)),
        time: Timestamp::now(),
        data: Some(format!(r#"{{"id":"deal-{n}","amount":"9960.00","currency":"EUR","stage":"won"}}"#)),
        attributes: None,
    }
}

fn told(what: &str, events: usize, time: Duration) {
    println!("{what:<58} {:>9.0} events/s", events as f64 / time.as_secs_f64());
}

fn bare(folder: &Path, events: usize) {
    let mut db = Connection::open(folder.join("bare.db")).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch(
        "CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT, source TEXT, id TEXT, type TEXT,
             subject TEXT, time INTEGER, data TEXT, UNIQUE (tenant, source, id));
         CREATE INDEX by_key ON events (tenant, subject, position);",
    )
    .unwrap();
    let all: Vec<NewEvent> = (0..events).map(event).collect();
    let start = Instant::now();
    for group in all.chunks(GROUP) {
        let transaction = db.transaction().unwrap();
        for one in group {
            let mut insert = transaction
                .prepare_cached(
                    "INSERT INTO events (tenant, source, id, type, subject, time, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
                )
                .unwrap();
            let tenant = one.tenant.as_ref().map(TenantId::as_str);
            let time = one.time.as_microsecond();
            insert.execute((tenant, &one.source, &one.id, &one.kind, &one.subject, time, &one.data)).unwrap();
        }
        transaction.commit().unwrap();
    }
    told("bare rusqlite, appended in transactions of 64", events, start.elapsed());
}

async fn append(log: &Arc<dyn Store>, events: usize) {
    let start = Instant::now();
    stream::iter(0..events)
        .map(|n| log.append(vec![event(n)], Timestamp::now()))
        .buffer_unordered(GROUP)
        .for_each(|placed| async { drop(placed.unwrap()) })
        .await;
    told("bridge, appended one by one by 64 callers", events, start.elapsed());
    let start = Instant::now();
    for first in (events..2 * events).step_by(GROUP) {
        let group = first..(first + GROUP).min(2 * events);
        log.append(group.map(event).collect(), Timestamp::now()).await.unwrap();
    }
    told("bridge, appended in batches of 64", events, start.elapsed());
}

/// Leases some events and acks them; how many there were.
async fn consume(log: &Arc<dyn Store>) -> usize {
    let now = Timestamp::now();
    let until = now.checked_add(Duration::from_secs(30)).unwrap();
    let claim = Claim { group: "g".into(), max: 4 * GROUP, now, until, gate: Arc::new(|_| Ok(Passage::Open)) };
    let claimed = log.claim(claim).await.unwrap().deliveries;
    let acks = claimed.iter().map(|one| log.settle("g", one.fence, Outcome::Ack, Timestamp::now()));
    stream::iter(acks)
        .buffer_unordered(4 * GROUP)
        .for_each(|acked| async {
            let _ = acked.unwrap();
        })
        .await;
    claimed.len()
}

async fn deliver(log: &Arc<dyn Store>, events: usize) {
    let (mut done, start) = (0, Instant::now());
    while done < events {
        done += consume(log).await;
    }
    told("bridge, leased, delivered and acked", done, start.elapsed());
}

/// Both at once: the events of some publishers are delivered while more come in, until all are acked.
async fn through(log: &Arc<dyn Store>, events: usize) {
    let publishers = 4;
    let first = 2 * events;
    let start = Instant::now();
    let published = async {
        stream::iter((first..first + events).step_by(GROUP))
            .map(|from| log.append((from..(from + GROUP).min(first + events)).map(event).collect(), Timestamp::now()))
            .buffer_unordered(publishers)
            .for_each(|placed| async { drop(placed.unwrap()) })
            .await;
    };
    let delivered = async {
        let (mut done, mut commits) = (0, log.commits());
        while done < events {
            commits.mark_unchanged();
            match consume(log).await {
                0 => commits.changed().await.unwrap(),
                some => done += some,
            }
        }
    };
    futures::join!(published, delivered);
    told("bridge, 4 publishers in batches of 64, delivered and acked", events, start.elapsed());
}

fn main() {
    // `cargo bench` passes `--bench`.
    let events = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(50_000);
    let folder = tempfile::tempdir().unwrap();
    bare(folder.path(), events);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let log = open_sqlite(folder.path().join("bridge.db")).await.unwrap();
        let group = GroupSpec {
            name: "g".into(),
            types: vec![Pattern::new("crm.*").unwrap()],
            tenant: None,
            requires: Vec::new(),
            max_attempts: 10,
        };
        EventLog::open_group(&*log, group, Start::Now).await.unwrap();
        append(&log, events).await;
        deliver(&log, 2 * events).await;
        through(&log, events).await;
        log.close().await;
    });
}
