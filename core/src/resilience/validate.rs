//! The ranges of the policies: every error names the field, its range and the value given.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::breaker::MAX_BUCKETS;
use super::policies::{BreakerPolicy, BulkheadPolicy, HedgePolicy, Policies, RatePolicy, RetryPolicy};
use crate::error::{Code, Error, Result};

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;

impl Policies {
    /// `CONFIG_INVALID`, naming the field and its range, unless every number makes sense.
    pub fn validate(&self) -> Result<()> {
        within("deadline_ms", self.deadline_ms, 1..=DAY_MS)?;
        within("attempt_timeout_ms", self.attempt_timeout_ms, 1..=HOUR_MS)?;
        within("max_raw_values", self.max_raw_values, 1..=100_000_000)?;
        self.retry.validate()?;
        self.breaker.validate()?;
        self.bulkhead.validate()?;
        self.rate.as_ref().map_or(Ok(()), RatePolicy::validate)?;
        self.hedge.as_ref().map_or(Ok(()), HedgePolicy::validate)
    }
}

impl RetryPolicy {
    fn validate(&self) -> Result<()> {
        within("retry.max_attempts", self.max_attempts, 1..=10)?;
        within("retry.max_delay_ms", self.max_delay_ms, 1..=HOUR_MS)?;
        within("retry.base_ms", self.base_ms, 1..=self.max_delay_ms)?;
        within("retry.throttled_base_ms", self.throttled_base_ms, 1..=self.max_delay_ms)?;
        within("retry.budget", self.budget, 0..=1_000_000)?;
        within("retry.cost", self.cost, 1..=1_000_000)?;
        within("retry.throttled_cost", self.throttled_cost, 1..=1_000_000)?;
        within("retry.concurrent_ratio", self.concurrent_ratio, 0.0..=1.0)?;
        within("retry.concurrent_min", self.concurrent_min, 0..=10_000)
    }
}

impl BreakerPolicy {
    fn validate(&self) -> Result<()> {
        within("breaker.window_ms", self.window_ms, 1_000..=HOUR_MS)?;
        within("breaker.buckets", self.buckets, 1..=MAX_BUCKETS as u32)?;
        within("breaker.minimum_throughput", self.minimum_throughput, 1..=1_000_000)?;
        within("breaker.failure_ratio", self.failure_ratio, 0.01..=1.0)?;
        within("breaker.slow_ratio", self.slow_ratio, 0.01..=1.0)?;
        within("breaker.slow_call_ms", self.slow_call_ms, 1..=HOUR_MS)?;
        within("breaker.consecutive_failures", self.consecutive_failures, 1..=1_000_000)?;
        within("breaker.open_max_ms", self.open_max_ms, 1..=DAY_MS)?;
        within("breaker.open_ms", self.open_ms, 1..=self.open_max_ms)?;
        within("breaker.open_jitter", self.open_jitter, 0.0..=1.0)?;
        within("breaker.probe_successes", self.probe_successes, 1..=1_000)
    }
}

impl BulkheadPolicy {
    fn validate(&self) -> Result<()> {
        within("bulkhead.max_concurrent", self.max_concurrent, 1..=10_000)?;
        within("bulkhead.max_queued", self.max_queued, 0..=1_000_000)?;
        within("bulkhead.queue_ms", self.queue_ms, 0..=HOUR_MS)
    }
}

impl RatePolicy {
    fn validate(&self) -> Result<()> {
        within("rate.requests", self.requests, 1..=1_000_000)?;
        within("rate.per_ms", self.per_ms, 1..=DAY_MS)?;
        self.burst.map_or(Ok(()), |burst| within("rate.burst", burst, 1..=1_000_000))
    }
}

impl HedgePolicy {
    fn validate(&self) -> Result<()> {
        self.after_ms.map_or(Ok(()), |after| within("hedge.after_ms", after, 1..=HOUR_MS))?;
        within("hedge.min_ms", self.min_ms, 1..=HOUR_MS)?;
        within("hedge.min_samples", self.min_samples, 1..=2_000)
    }
}

/// NaN is in no range, so it is refused as well.
fn within<T: PartialOrd + Display>(field: &'static str, value: T, range: RangeInclusive<T>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    let message = format!("policies.{field} must be from {} to {}, not {value}", range.start(), range.end());
    Err(Error::new(Code::ConfigInvalid, message).with_context("field", format!("policies.{field}")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(change: serde_json::Value) -> String {
        let policies: Policies = serde_json::from_value(change).unwrap();
        let error = policies.validate().unwrap_err();
        assert_eq!(error.code(), Code::ConfigInvalid);
        assert!(error.message().contains(error.context("field").unwrap()));
        error.message().to_owned()
    }

    #[test]
    fn the_defaults_are_the_promised_ones_and_valid() {
        let policies: Policies = serde_json::from_value(json!({})).unwrap();
        assert_eq!(policies, Policies::default());
        policies.validate().unwrap();
        assert_eq!((policies.deadline_ms, policies.attempt_timeout_ms), (30_000, 10_000));
        let budget = (policies.retry.budget, policies.retry.cost, policies.retry.throttled_cost);
        assert_eq!(budget, (500, 14, 5));
        assert_eq!((policies.breaker.window_ms, policies.breaker.buckets), (30_000, 10));
    }

    #[test]
    fn a_wrong_number_is_named_with_its_range() {
        assert_eq!(refused(json!({"deadline_ms": 0})), "policies.deadline_ms must be from 1 to 86400000, not 0");
        assert_eq!(
            refused(json!({"breaker": {"failure_ratio": 1.5}})),
            "policies.breaker.failure_ratio must be from 0.01 to 1, not 1.5"
        );
        assert_eq!(
            refused(json!({"breaker": {"open_ms": 10, "open_max_ms": 5}})),
            "policies.breaker.open_ms must be from 1 to 5, not 10"
        );
        assert!(refused(json!({"breaker": {"buckets": 21}})).contains("policies.breaker.buckets"));
        assert!(refused(json!({"rate": {"requests": 0}})).contains("policies.rate.requests"));
        assert!(refused(json!({"bulkhead": {"max_concurrent": 0}})).contains("policies.bulkhead.max_concurrent"));
        assert!(refused(json!({"retry": {"base_ms": 30_000}})).contains("policies.retry.base_ms"));
        assert!(refused(json!({"hedge": {"after_ms": 0}})).contains("policies.hedge.after_ms"));
        assert!(refused(json!({"hedge": {"min_samples": 5_000}})).contains("policies.hedge.min_samples"));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        let mut policies = Policies::default();
        policies.breaker.slow_ratio = f64::NAN;
        assert_eq!(policies.validate().unwrap_err().context("field"), Some("policies.breaker.slow_ratio"));
    }

    #[test]
    fn unknown_fields_are_refused_at_every_level() {
        for text in [r#"{"deadline": 1}"#, r#"{"breaker": {"bucket": 1}}"#, r#"{"rate": {"requests": 1, "per": 1}}"#] {
            let error = serde_json::from_str::<Policies>(text).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{text}: {error}");
        }
    }
}
