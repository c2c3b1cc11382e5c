//! Records on their way to a listener: bounded, so that a host that does not read costs a count and no memory.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::{Map, json};
use tokio::sync::Notify;

use super::record::{Level, LogRecord, now_ms};

/// So many records wait for a listener.
const MOST: usize = 4_096;
/// So many are handed over at once.
const BATCH: usize = 512;

/// Hears the log of this process from its making until it is dropped or closed.
#[derive(Debug)]
pub struct Listener {
    /// What was inherited by a fork hears nothing: nobody reads it there, and its lock may be held for ever.
    pid: u32,
    /// 0 is off.
    level: AtomicU8,
    waiting: Mutex<VecDeque<LogRecord>>,
    /// How many were dropped and not told yet, and how many in all.
    untold: AtomicU64,
    dropped: AtomicU64,
    closed: AtomicBool,
    wake: Notify,
}

impl Listener {
    pub(super) fn new(level: Option<Level>) -> Listener {
        Listener {
            pid: std::process::id(),
            level: AtomicU8::new(number(level)),
            waiting: Mutex::default(),
            untold: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            wake: Notify::new(),
        }
    }

    /// The level in numbers: 0 is off, 1 `error`, 5 `trace`.
    pub(super) fn level(&self) -> u8 {
        self.level.load(Ordering::Relaxed)
    }

    pub(super) fn is(&self, level: Option<Level>) -> bool {
        self.level() == number(level)
    }

    pub(super) fn put_level(&self, level: Option<Level>) {
        self.level.store(number(level), Ordering::Relaxed);
    }

    pub(super) fn hears(&self, level: Level) -> bool {
        (level as u8) < self.level() && self.pid == std::process::id()
    }

    /// Takes a record down, or counts it as dropped.
    pub(super) fn push(&self, record: LogRecord) {
        let mut waiting = self.waiting.lock();
        if waiting.len() < MOST {
            waiting.push_back(record);
            drop(waiting);
            self.wake.notify_one();
        } else {
            drop(waiting);
            self.untold.fetch_add(1, Ordering::Relaxed);
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many records were dropped in all.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// The records that wait, some hundred at the most; the last one tells of those that were dropped.
    pub fn take(&self) -> Vec<LogRecord> {
        let mut records: Vec<LogRecord> = {
            let mut waiting = self.waiting.lock();
            let some = waiting.len().min(BATCH);
            waiting.drain(..some).collect()
        };
        let lost = if records.is_empty() { 0 } else { self.untold.swap(0, Ordering::Relaxed) };
        if lost > 0 {
            records.push(LogRecord {
                time: now_ms(),
                level: Level::Warn,
                logger: "coreflow_bridge.telemetry".to_owned(),
                message: "log records were dropped: the host reads them too slowly".to_owned(),
                fields: Map::from_iter([("dropped".to_owned(), json!(lost))]),
            });
        }
        records
    }

    /// Waits until there are records, or so long. Says whether there may be some, or more to come: `false` once it is closed.
    pub async fn ready(&self, most: Duration) -> bool {
        if self.waiting.lock().is_empty() && !self.closed.load(Ordering::Acquire) {
            let _ = tokio::time::timeout(most, self.wake.notified()).await;
        }
        !self.closed.load(Ordering::Acquire) || !self.waiting.lock().is_empty()
    }

    /// Hears no more and ends the wait. What was heard can still be taken.
    pub fn close(&self) {
        self.put_level(None);
        self.closed.store(true, Ordering::Release);
        self.wake.notify_one();
        super::hub::refresh();
    }
}

fn number(level: Option<Level>) -> u8 {
    level.map_or(0, |level| level as u8 + 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn record(number: usize) -> LogRecord {
        let logger = "coreflow_bridge.test".to_owned();
        LogRecord { time: 0.0, level: Level::Info, logger, message: number.to_string(), fields: Map::new() }
    }

    #[test]
    fn what_has_no_room_is_counted_and_told() {
        let listener = Listener::new(Some(Level::Info));
        (0..MOST + 3).for_each(|number| listener.push(record(number)));
        assert_eq!(listener.dropped(), 3);
        let first = listener.take();
        assert_eq!((first.len(), first[0].message.as_str()), (BATCH + 1, "0"));
        assert_eq!(first.last().unwrap().fields["dropped"], 3);
        let rest: usize = std::iter::from_fn(|| Some(listener.take().len()).filter(|some| *some > 0)).sum();
        assert_eq!(rest, MOST - BATCH);
    }

    #[test]
    fn a_level_hears_itself_and_what_is_worse() {
        let listener = Listener::new(Some(Level::Warn));
        assert!(listener.hears(Level::Error) && listener.hears(Level::Warn) && !listener.hears(Level::Info));
        listener.put_level(None);
        assert!(!listener.hears(Level::Error));
    }

    #[tokio::test]
    async fn a_wait_ends_with_a_record_and_with_the_end() {
        let listener = std::sync::Arc::new(Listener::new(Some(Level::Info)));
        let waiter = std::sync::Arc::clone(&listener);
        let wait = tokio::spawn(async move { waiter.ready(Duration::from_secs(60)).await });
        listener.push(record(1));
        assert!(wait.await.unwrap());
        listener.close();
        assert!(listener.ready(Duration::from_secs(60)).await, "there is one left");
        assert_eq!(listener.take().len(), 1);
        assert!(!listener.ready(Duration::from_secs(60)).await);
    }
}
