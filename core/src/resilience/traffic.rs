//! What a pipeline counts for metrics, from its making on: nothing fades, nothing is sampled. A few hundred bytes.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;

use crate::error::Code;

/// Upper bounds of the buckets in seconds: those that OpenTelemetry names for the duration of HTTP requests.
pub const BOUNDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// How long things took.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Durations {
    /// How many.
    pub count: u64,
    /// All of them together, in seconds.
    pub sum: f64,
    /// How many took no longer than each bound of [`BOUNDS`] but longer than the one before; the last took longer than all.
    pub buckets: Vec<u64>,
}

/// What a pipeline has counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Traffic {
    /// The calls that have ended with an error, by code.
    pub failures: BTreeMap<&'static str, u64>,
    /// The attempts that were repeated.
    pub retries: u64,
    /// The reads that were sent a second time because they were slow to answer.
    pub hedges: u64,
    /// Those of them where the second request was answered first.
    pub hedges_won: u64,
    /// How long the calls took, with all waits and repetitions.
    pub calls: Durations,
    /// How long the attempts took.
    pub attempts: Durations,
}

#[derive(Default)]
pub(super) struct Counts {
    /// By code; there from the first failure on.
    failures: OnceLock<Box<[AtomicU64; Code::ALL.len()]>>,
    retries: AtomicU64,
    hedges: AtomicU64,
    hedges_won: AtomicU64,
    calls: Histogram,
    attempts: Histogram,
}

impl Counts {
    pub(super) fn call(&self, took: Duration, error: Option<Code>) {
        self.calls.add(took);
        if let Some(code) = error {
            let failures = self.failures.get_or_init(|| Box::new([const { AtomicU64::new(0) }; Code::ALL.len()]));
            failures[code as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn attempt(&self, took: Duration) {
        self.attempts.add(took);
    }

    pub(super) fn retry(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn hedge(&self) {
        self.hedges.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn hedge_won(&self) {
        self.hedges_won.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn traffic(&self) -> Traffic {
        let failures = self.failures.get().map(|failures| failures.as_slice()).unwrap_or_default();
        let failures = Code::ALL.iter().zip(failures);
        let failures = failures.map(|(code, count)| (code.as_str(), count.load(Ordering::Relaxed)));
        Traffic {
            failures: failures.filter(|(_, count)| *count > 0).collect(),
            retries: self.retries.load(Ordering::Relaxed),
            hedges: self.hedges.load(Ordering::Relaxed),
            hedges_won: self.hedges_won.load(Ordering::Relaxed),
            calls: self.calls.durations(),
            attempts: self.attempts.durations(),
        }
    }
}

#[derive(Default)]
struct Histogram {
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Histogram {
    fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.partition_point(|bound| *bound < seconds);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn durations(&self) -> Durations {
        let buckets: Vec<u64> = self.buckets.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let sum = self.micros.load(Ordering::Relaxed) as f64 / 1_000_000.0;
        // Counted from the buckets, so that the two agree while calls end.
        Durations { count: buckets.iter().sum(), sum, buckets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_count() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert_eq!(*code as usize, index, "{code:?}");
        }
        let counts = Counts::default();
        counts.call(Duration::ZERO, Some(Code::Unexpected));
        counts.call(Duration::ZERO, Some(Code::InvalidInput));
        counts.call(Duration::ZERO, None);
        let traffic = counts.traffic();
        assert_eq!(traffic.failures, BTreeMap::from([("INVALID_INPUT", 1), ("UNEXPECTED", 1)]));
        assert_eq!(traffic.calls.count, 3);
    }

    #[test]
    fn a_time_is_in_the_first_bucket_that_holds_it() {
        let counts = Counts::default();
        for millis in [0, 5, 6, 10_000, 10_001, 3_600_000] {
            counts.attempt(Duration::from_millis(millis));
        }
        let Durations { count, sum, buckets } = counts.traffic().attempts;
        assert_eq!((count, buckets[0], buckets[1], buckets[13], buckets[14]), (6, 2, 1, 1, 2));
        assert!((sum - 3_620.012).abs() < 1e-9, "{sum}");
    }
}
