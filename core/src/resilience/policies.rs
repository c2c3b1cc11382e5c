//! The numbers that users may tune. What is done with them stands in the file of each policy.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The resilience policies of a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// The longest a whole call may take, in milliseconds, unless the call names its own.
    pub deadline_ms: u64,
    /// The longest one attempt may take, in milliseconds.
    pub attempt_timeout_ms: u64,
    /// When and how often a failed attempt is repeated.
    pub retry: RetryPolicy,
    /// When a failing system is left alone.
    pub breaker: BreakerPolicy,
    /// How many calls run at once.
    pub bulkhead: BulkheadPolicy,
    /// How many requests a time span may have; without it only the system's own answers slow the calls down.
    pub rate: Option<RatePolicy>,
    /// When a read that is slow to answer is sent a second time; never without it, unless a call asks for it.
    pub hedge: Option<HedgePolicy>,
    /// The most values (members, items) of a raw request's answer: the caller's language makes a tree of it, which is many
    /// times as large as the text.
    pub max_raw_values: u64,
}

/// When and how often a failed attempt is repeated. Whether it may be repeated at all follows from the effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RetryPolicy {
    /// The most attempts of one call, the first included; 1 means no retries.
    pub max_attempts: u32,
    /// The upper bound of the first random wait, in milliseconds; it doubles with every retry.
    pub base_ms: u64,
    /// The same after an answer that asked to slow down.
    pub throttled_base_ms: u64,
    /// The bound never grows beyond this many milliseconds.
    pub max_delay_ms: u64,
    /// The tokens of a full retry budget.
    pub budget: u32,
    /// The tokens that a retry costs; a successful call returns 1.
    pub cost: u32,
    /// The tokens that a retry costs after an answer that asked to slow down.
    pub throttled_cost: u32,
    /// The part of the running calls that may be in a retry at the same time.
    pub concurrent_ratio: f64,
    /// So many calls may be in a retry however few run.
    pub concurrent_min: u32,
}

/// When a failing system is left alone, and how it is tried again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BreakerPolicy {
    /// Whether the breaker opens by itself; it can be isolated by hand in any case.
    pub enabled: bool,
    /// The length of the rolling window, in milliseconds.
    pub window_ms: u64,
    /// The time buckets of the window.
    pub buckets: u32,
    /// The ratios count from this many calls in the window on.
    pub minimum_throughput: u32,
    /// It opens when this part of the window's calls failed.
    pub failure_ratio: f64,
    /// It opens when this part of the window's calls was slow.
    pub slow_ratio: f64,
    /// A call of this many milliseconds or more is slow, also when it succeeds.
    pub slow_call_ms: u64,
    /// It opens after this many failures in a row, however few calls the window has.
    pub consecutive_failures: u32,
    /// How long it stays open the first time, in milliseconds; the time doubles while probes fail.
    pub open_ms: u64,
    /// The time open never grows beyond this many milliseconds (jitter comes on top).
    pub open_max_ms: u64,
    /// Up to this part is added to the time open, at random.
    pub open_jitter: f64,
    /// It closes after this many successful probes in a row.
    pub probe_successes: u32,
    /// Whether the processes on one store tell each other that it has opened.
    pub shared: bool,
}

/// How many calls run at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BulkheadPolicy {
    /// The most calls that run at once.
    pub max_concurrent: u32,
    /// The most calls that wait for a free place.
    pub max_queued: u32,
    /// The longest wait for a free place, in milliseconds; 0 means no waiting.
    pub queue_ms: u64,
}

/// How many requests a time span may have: a token bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatePolicy {
    /// The requests that fit into `per_ms`.
    pub requests: u32,
    /// The time span, in milliseconds.
    #[serde(default = "one_second")]
    pub per_ms: u64,
    /// The most requests in one go after a pause; `requests` when not given.
    #[serde(default)]
    pub burst: Option<u32>,
}

/// When a read that is slow to answer is sent a second time. Whether it may be follows from the effect and the budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HedgePolicy {
    /// After this many milliseconds; without it after as long as 95 % of the connection's attempts have taken.
    pub after_ms: Option<u64>,
    /// The time learned is never taken for less than this many milliseconds.
    pub min_ms: u64,
    /// It is learned from this many attempts at the least; before, nothing is sent a second time.
    pub min_samples: u32,
}

fn one_second() -> u64 {
    1_000
}

impl Policies {
    /// The deadline of a call that names none.
    pub fn deadline(&self) -> Duration {
        Duration::from_millis(self.deadline_ms)
    }

    /// The longest one attempt may take.
    pub fn attempt_timeout(&self) -> Duration {
        Duration::from_millis(self.attempt_timeout_ms)
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            deadline_ms: 30_000,
            attempt_timeout_ms: 10_000,
            retry: RetryPolicy::default(),
            breaker: BreakerPolicy::default(),
            bulkhead: BulkheadPolicy::default(),
            rate: None,
            hedge: None,
            max_raw_values: 500_000,
        }
    }
}

impl Default for HedgePolicy {
    fn default() -> Self {
        Self { after_ms: None, min_ms: 50, min_samples: 20 }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_ms: 50,
            throttled_base_ms: 1_000,
            max_delay_ms: 20_000,
            budget: 500,
            cost: 14,
            throttled_cost: 5,
            concurrent_ratio: 0.2,
            concurrent_min: 3,
        }
    }
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            window_ms: 30_000,
            buckets: 10,
            minimum_throughput: 20,
            failure_ratio: 0.5,
            slow_ratio: 0.8,
            slow_call_ms: 5_000,
            consecutive_failures: 5,
            open_ms: 5_000,
            open_max_ms: 300_000,
            open_jitter: 0.2,
            probe_successes: 3,
            shared: true,
        }
    }
}

impl Default for BulkheadPolicy {
    fn default() -> Self {
        Self { max_concurrent: 10, max_queued: 1_000, queue_ms: 1_000 }
    }
}
