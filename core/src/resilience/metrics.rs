//! What a pipeline remembers of its calls: counters, latency quantiles, the last error. Bounded memory.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use serde::Serialize;

use super::traffic::{Counts, Traffic};
use crate::error::Error;

/// 8 buckets per doubling: a quantile is at most 12.5 % too high.
const PER_DOUBLING: u32 = 8;
/// Below 64 microseconds everything is one bucket; the last bucket takes what is longer than about 67 seconds.
const FIRST_DOUBLING: u32 = 6;
const DOUBLINGS: u32 = 20;
const BUCKETS: usize = (DOUBLINGS * PER_DOUBLING) as usize;
/// At this many samples all counts are halved, so that old attempts fade and the counters cannot overflow.
const HALVE_AT: u32 = 4_096;
/// A message longer than this is cut.
const MESSAGE_CHARS: usize = 300;

/// Latency quantiles of the attempts, in milliseconds; older attempts count less and less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latency {
    /// Half of the attempts took no longer.
    pub p50: f64,
    /// 95 % of the attempts took no longer.
    pub p95: f64,
    /// 99 % of the attempts took no longer.
    pub p99: f64,
}

/// The last error that a call ended with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LastError {
    /// The code, for example `UNAVAILABLE`.
    pub code: String,
    /// The message.
    pub message: String,
    /// When, as an RFC 3339 instant in UTC.
    pub at: String,
}

/// The counters; there from the first call on, since most connections of a process are never called.
#[derive(Default)]
pub(super) struct Metrics(OnceLock<Box<Kept>>);

#[derive(Default)]
struct Kept {
    calls: AtomicU64,
    failures: AtomicU64,
    latency: Mutex<Histogram>,
    last_error: Mutex<Option<(Error, jiff::Timestamp)>>,
    counts: Counts,
}

impl Metrics {
    fn kept(&self) -> &Kept {
        self.0.get_or_init(Box::default)
    }

    /// An attempt has ended.
    pub(super) fn attempt(&self, took: Duration) {
        let kept = self.kept();
        kept.latency.lock().add(took);
        kept.counts.attempt(took);
    }

    /// An attempt is repeated.
    pub(super) fn repeated(&self) {
        self.kept().counts.retry();
    }

    /// A read is sent a second time.
    pub(super) fn hedged(&self) {
        self.kept().counts.hedge();
    }

    /// The second request was answered first.
    pub(super) fn hedge_won(&self) {
        self.kept().counts.hedge_won();
    }

    /// A call has ended.
    pub(super) fn call(&self, took: Duration, error: Option<&Error>) {
        let kept = self.kept();
        kept.counts.call(took, error.map(Error::code));
        kept.calls.fetch_add(1, Ordering::Relaxed);
        if let Some(error) = error {
            kept.failures.fetch_add(1, Ordering::Relaxed);
            *kept.last_error.lock() = Some((error.clone(), jiff::Timestamp::now()));
        }
    }

    pub(super) fn calls(&self) -> u64 {
        self.0.get().map_or(0, |kept| kept.calls.load(Ordering::Relaxed))
    }

    pub(super) fn failures(&self) -> u64 {
        self.0.get().map_or(0, |kept| kept.failures.load(Ordering::Relaxed))
    }

    /// Quantiles, unless no attempt has ended yet.
    pub(super) fn latency(&self) -> Option<Latency> {
        self.0.get()?.latency.lock().latency()
    }

    /// How long 95 % of the attempts took, once so many have ended.
    pub(super) fn p95(&self, samples: u32) -> Option<Duration> {
        let histogram = self.0.get()?.latency.lock();
        let latency = histogram.latency().filter(|_| histogram.total >= samples)?;
        Some(Duration::from_secs_f64(latency.p95 / 1_000.0))
    }

    pub(super) fn traffic(&self) -> Traffic {
        self.0.get().map_or_else(|| Counts::default().traffic(), |kept| kept.counts.traffic())
    }

    pub(super) fn last_error(&self) -> Option<LastError> {
        let (error, at) = self.0.get()?.last_error.lock().clone()?;
        let message = error.message().chars().take(MESSAGE_CHARS).collect();
        Some(LastError { code: error.code().as_str().to_owned(), message, at: at.to_string() })
    }
}

/// Counts by bucket, from the lowest to the highest that was hit: a system's answers take about as long as each other.
#[derive(Default)]
struct Histogram {
    /// The bucket of the first count.
    first: usize,
    counts: Vec<u16>,
    total: u32,
}

impl Histogram {
    fn add(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        *self.count(bucket(micros)) += 1;
        self.total += 1;
        if self.total >= HALVE_AT {
            self.counts.iter_mut().for_each(|count| *count /= 2);
            self.total = self.counts.iter().map(|count| u32::from(*count)).sum();
        }
    }

    /// The count of a bucket; makes room for it.
    fn count(&mut self, bucket: usize) -> &mut u16 {
        if self.counts.is_empty() {
            self.first = bucket;
        }
        let below = self.first.saturating_sub(bucket);
        let len = (self.counts.len() + below).max(bucket + 1 - (self.first - below));
        self.counts.reserve_exact(len - self.counts.len());
        drop(self.counts.splice(0..0, std::iter::repeat_n(0, below)));
        self.counts.resize(len, 0);
        self.first -= below;
        &mut self.counts[bucket - self.first]
    }

    fn latency(&self) -> Option<Latency> {
        let quantile = |part: f64| {
            let wanted = (f64::from(self.total) * part).ceil() as u32;
            let mut seen = 0;
            let reached = self.counts.iter().position(|count| {
                seen += u32::from(*count);
                seen >= wanted
            });
            upper_bound(reached.map_or(BUCKETS - 1, |at| self.first + at)) as f64 / 1_000.0
        };
        (self.total > 0).then(|| Latency { p50: quantile(0.50), p95: quantile(0.95), p99: quantile(0.99) })
    }
}

/// The bucket of a time: its highest bit and the three bits after it.
fn bucket(micros: u64) -> usize {
    let micros = micros.max(1 << FIRST_DOUBLING);
    let doubling = micros.ilog2();
    let part = (micros >> (doubling - PER_DOUBLING.ilog2())) as u32 & (PER_DOUBLING - 1);
    (((doubling - FIRST_DOUBLING) * PER_DOUBLING + part) as usize).min(BUCKETS - 1)
}

/// The first microsecond after the bucket.
fn upper_bound(bucket: usize) -> u64 {
    let (doubling, part) = (bucket as u32 / PER_DOUBLING + FIRST_DOUBLING, bucket as u64 % u64::from(PER_DOUBLING));
    (u64::from(PER_DOUBLING) + part + 1) << (doubling - PER_DOUBLING.ilog2())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn every_time_lies_in_its_bucket_within_an_eighth() {
        let mut last = 0;
        for micros in (64..2_000_000).step_by(37).chain([60_000_000, 67_000_000]) {
            let bucket = bucket(micros);
            assert!(bucket >= last, "{micros}");
            last = bucket;
            let bound = upper_bound(bucket);
            assert!(
                bound > micros && bound as f64 <= micros as f64 * 1.125 + 1.0,
                "{micros} in a bucket up to {bound}"
            );
        }
        assert_eq!((bucket(0), bucket(63), bucket(u64::MAX)), (0, 0, BUCKETS - 1));
    }

    #[test]
    fn quantiles_follow_the_attempts() {
        let metrics = Metrics::default();
        assert_eq!(metrics.latency(), None);
        for millis in 1..=100 {
            metrics.attempt(Duration::from_millis(millis));
        }
        let latency = metrics.latency().unwrap();
        for (shown, exact) in [(latency.p50, 50.0), (latency.p95, 95.0), (latency.p99, 99.0)] {
            assert!((exact..=exact * 1.126).contains(&shown), "{shown} for {exact}");
        }
    }

    #[test]
    fn there_is_room_for_what_was_hit_and_what_lies_between() {
        let mut histogram = Histogram::default();
        for (bucket, room) in [(40, 1), (42, 3), (38, 5), (40, 5), (0, 43), (BUCKETS - 1, BUCKETS)] {
            *histogram.count(bucket) += 1;
            assert_eq!((histogram.counts.len(), histogram.counts.capacity()), (room, room), "after {bucket}");
        }
        let hit: Vec<usize> = (0..BUCKETS).filter(|at| histogram.counts[*at] > 0).collect();
        assert_eq!((hit, histogram.counts[40]), (vec![0, 38, 40, 42, BUCKETS - 1], 2));
    }

    #[test]
    fn old_attempts_fade() {
        let mut histogram = Histogram::default();
        (0..100_000).for_each(|_| histogram.add(Duration::from_secs(1)));
        (0..30_000).for_each(|_| histogram.add(Duration::from_millis(10)));
        assert!(histogram.total < HALVE_AT);
        assert!(histogram.latency().unwrap().p99 < 12.0);
    }

    #[test]
    fn the_last_error_is_cut_and_dated() {
        let metrics = Metrics::default();
        metrics.call(Duration::ZERO, None);
        metrics.call(Duration::ZERO, Some(&Error::new(Code::Unavailable, "é".repeat(1_000))));
        assert_eq!((metrics.calls(), metrics.failures()), (2, 1));
        let last = metrics.last_error().unwrap();
        assert_eq!((last.code.as_str(), last.message.chars().count()), ("UNAVAILABLE", MESSAGE_CHARS));
        last.at.parse::<jiff::Timestamp>().unwrap();
    }
}
