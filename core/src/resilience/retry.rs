//! Retries: full jitter between them, and a budget that ends them when the system is down for good.
//!
//! Every retry takes tokens, every successful call gives one back. In a total outage the full budget allows 35 retries
//! (500 / 14) and then none until something succeeds; retries never double the load of a system that is down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::policies::{Policies, RetryPolicy};
use crate::error::{Code, Error};

/// A longer wait asked for by the system is cut to this.
pub(super) const MAX_RETRY_AFTER: Duration = Duration::from_secs(15 * 60);

pub(super) struct Retry {
    policies: Arc<Policies>,
    tokens: AtomicU32,
    retrying: AtomicU32,
}

impl Retry {
    pub(super) fn new(policies: &Arc<Policies>) -> Self {
        let tokens = AtomicU32::new(policies.retry.budget);
        Self { policies: Arc::clone(policies), tokens, retrying: AtomicU32::new(0) }
    }

    fn policy(&self) -> &RetryPolicy {
        &self.policies.retry
    }

    /// The tokens left.
    pub(super) fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }

    /// A call succeeded: one token comes back.
    pub(super) fn succeeded(&self) {
        // The budget is full nearly always; a plain load keeps the line shared between threads.
        if self.tokens() < self.policy().budget {
            let refill = |tokens: u32| (tokens < self.policy().budget).then_some(tokens + 1);
            let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refill);
        }
    }

    /// Whether attempt `number` was the last one that the policy allows.
    pub(super) fn spent(&self, number: u32) -> bool {
        number >= self.policy().max_attempts
    }

    /// How long to wait after failed attempt `number`: full jitter, but never less than the system asked for.
    pub(super) fn delay(&self, number: u32, error: &Error) -> Duration {
        let base = if throttled(error) { self.policy().throttled_base_ms } else { self.policy().base_ms };
        let bound = base.saturating_mul(1 << (number - 1).min(32)).min(self.policy().max_delay_ms);
        let jitter = Duration::from_millis(fastrand::u64(0..=bound));
        error.retry_after().map_or(jitter, |wait| wait.min(MAX_RETRY_AFTER).max(jitter))
    }

    /// Takes the tokens of one retry. `held` is the call's place among the retrying ones, taken with its first retry.
    pub(super) fn take<'a>(&'a self, held: &mut Option<Retrying<'a>>, error: &Error, in_flight: u32) -> bool {
        if held.is_none() {
            *held = Retrying::enter(self, in_flight);
        }
        let cost = if throttled(error) { self.policy().throttled_cost } else { self.policy().cost };
        held.is_some() && self.spend(cost)
    }

    /// Whether there are tokens for a hedge.
    pub(super) fn affords_hedge(&self) -> bool {
        self.tokens() >= self.policy().cost
    }

    /// Takes the tokens of a hedge, which cost what a retry costs, and its place among the retrying calls. Hedges are no
    /// calls: a part of the places is a part of those that calls hold.
    pub(super) fn take_hedge(&self, in_flight: u32) -> Option<Retrying<'_>> {
        let in_flight = in_flight.saturating_sub(self.retrying.load(Ordering::Relaxed));
        Retrying::enter(self, in_flight).filter(|_| self.spend(self.policy().cost))
    }

    fn spend(&self, cost: u32) -> bool {
        let take = |tokens: u32| tokens.checked_sub(cost);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

fn throttled(error: &Error) -> bool {
    error.code() == Code::RateLimited
}

/// A call that is in its retries.
pub(super) struct Retrying<'a>(&'a AtomicU32);

impl<'a> Retrying<'a> {
    fn enter(retry: &'a Retry, in_flight: u32) -> Option<Self> {
        let share = (f64::from(in_flight) * retry.policy().concurrent_ratio) as u32;
        let guard = Retrying(&retry.retrying);
        // Beyond the limit the guard takes the number back.
        (retry.retrying.fetch_add(1, Ordering::Relaxed) < share.max(retry.policy().concurrent_min)).then_some(guard)
    }
}

impl Drop for Retrying<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn down() -> Error {
        Error::new(Code::Unavailable, "down")
    }

    #[test]
    fn a_full_budget_has_35_retries_and_then_needs_successes() {
        let retry = Retry::new(&Arc::default());
        let granted = (0..100).filter(|_| retry.take(&mut None, &down(), 1)).count();
        assert_eq!((granted, retry.tokens()), (35, 10));
        (0..3).for_each(|_| retry.succeeded());
        assert!(!retry.take(&mut None, &down(), 1));
        retry.succeeded();
        assert!(retry.take(&mut None, &down(), 1));
        assert_eq!(retry.tokens(), 0);
    }

    #[test]
    fn a_throttled_retry_is_cheaper_and_the_budget_never_overflows() {
        let retry = Retry::new(&Arc::default());
        retry.succeeded();
        assert_eq!(retry.tokens(), 500);
        assert!(retry.take(&mut None, &Error::new(Code::RateLimited, ""), 1));
        assert_eq!(retry.tokens(), 495);
    }

    #[test]
    fn only_a_part_of_the_running_calls_retries_at_once() {
        let retry = Retry::new(&Arc::default());
        let mut held = [None, None, None, None];
        let granted = held.each_mut().map(|held| retry.take(held, &down(), 10));
        assert_eq!(granted, [true, true, true, false], "20 % of 10 is 2, but 3 are always allowed");
        assert_eq!(retry.tokens(), 500 - 3 * 14, "a refused retry costs nothing");
        assert!(retry.take(&mut None, &down(), 20), "20 % of 20 is 4");
        held = [None, None, None, None];
        assert!(retry.take(&mut held[0], &down(), 1));
        assert!(retry.take(&mut held[0], &down(), 1), "the second retry of a call uses the same place");
        assert_eq!(retry.retrying.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn the_wait_is_random_up_to_a_doubling_bound() {
        let retry = Retry::new(&Arc::default());
        let bounds = [(1, 50), (2, 100), (3, 200), (9, 12_800), (10, 20_000), (60, 20_000)];
        for (number, bound) in bounds {
            let waits: Vec<_> = (0..2_000).map(|_| retry.delay(number, &down())).collect();
            let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
            assert!(*most <= Duration::from_millis(bound), "attempt {number}: {most:?}");
            assert!(*most > Duration::from_millis(bound * 9 / 10), "attempt {number}: {most:?}");
            assert!(*least < Duration::from_millis(bound / 10), "attempt {number}: {least:?}");
        }
    }

    #[test]
    fn never_earlier_than_asked_and_never_later_than_the_cap() {
        let retry = Retry::new(&Arc::default());
        let asked = down().with_retry_after(Duration::from_secs(7));
        assert_eq!(retry.delay(1, &asked), Duration::from_secs(7));
        let asked = down().with_retry_after(Duration::from_secs(1_000_000_000));
        assert_eq!(retry.delay(1, &asked), MAX_RETRY_AFTER);
    }
}
