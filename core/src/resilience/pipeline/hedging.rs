//! A read that is slow to answer is sent a second time; the first good answer counts, and the other request is dropped.
//!
//! At most once per call, out of the retries' budget, with a place and slots of its own, and only of what others do not
//! need: so a system that stalls is asked little more than without. Of the two requests
//!
//! - who ends counts as every request does: for the breaker, for the latency, for the system's wish to wait;
//! - a hedge that was overtaken counts for nothing: it was given up before it was slow;
//! - a first request that was overtaken was at least as slow as that. It counts as such in the latency (else the time
//!   after which a request is slow would be learned from the fast ones alone, and shrink) and, where that is slow for
//!   the breaker, as a slow call. Else the breaker hears nothing of it.

use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::slots::Slots;
use super::{Attempt, Ended, Inner, Sent, Which};
use crate::manifest::Effect;
use crate::resilience::breaker::Verdict;
use crate::resilience::bulkhead::Place;
use crate::resilience::clock::millis;
use crate::resilience::retry::Retrying;
use crate::resilience::{Deadline, Failure, HedgePolicy};

/// So long a hedge waits for a slot of a shared budget: one that comes later is worth little.
const PATIENCE: Duration = Duration::from_millis(250);

/// What a hedge holds.
struct Hedge<'a> {
    sent: Sent<'a>,
    _place: Place<'a>,
    _tenant: Option<Place<'a>>,
    _retrying: Retrying<'a>,
}

impl Inner {
    /// How a call is hedged, if it may be: nobody waits for work in the background.
    pub(super) fn hedge(&self, effect: Effect, deadline: Deadline) -> Option<HedgePolicy> {
        let may = effect == Effect::Read && !deadline.is_background();
        match deadline.hedge() {
            _ if !may => None,
            Some(false) => None,
            Some(true) => Some(self.policies.hedge.unwrap_or_default()),
            None => self.policies.hedge,
        }
    }

    /// When a request is slow, if that is before its end and it is no probe.
    pub(super) fn hedge_at(&self, policy: HedgePolicy, sent: &Sent<'_>, deadline: Deadline) -> Option<Instant> {
        let delay = match policy.after_ms {
            Some(after) => Duration::from_millis(after),
            None => self.metrics.p95(policy.min_samples)?.max(Duration::from_millis(policy.min_ms)),
        };
        let at = sent.started + delay;
        let in_time = delay < self.policies.attempt_timeout() && at < deadline.instant();
        (in_time && !sent.permit.is_probe()).then_some(at)
    }

    /// Waits for a request, and from `at` on for a second one beside it.
    pub(super) async fn race<T, A, F, Fut>(
        &self,
        which: Which<'_>,
        (first, asked): (Sent<'_>, A),
        at: Instant,
        hedge: &mut Option<HedgePolicy>,
        attempt: &mut F,
    ) -> Result<T, Failure>
    where
        A: Future<Output = Ended<T>>,
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let deadline = which.deadline;
        let mut asked = pin!(asked);
        let admit = async {
            sleep_until(at).await;
            self.admit_hedge(which).await
        };
        let admitted = tokio::select! {
            biased;
            result = &mut asked => return self.ended(first, deadline, result),
            admitted = admit => admitted,
        };
        let Some(second) = admitted else { return self.ended(first, deadline, asked.await) };
        *hedge = None;
        self.metrics.hedged();
        tracing::debug!(attempt = which.number, "a read is slow to answer; it is sent a second time");
        let mut again = pin!(self.ask(which, second.sent.started, true, attempt));
        tokio::select! {
            biased;
            result = &mut asked => {
                let result = self.ended(first, deadline, result);
                if is_final(&result) {
                    return result;
                }
                let other = self.ended(second.sent, deadline, again.await);
                if is_final(&other) {
                    self.metrics.hedge_won();
                    return other;
                }
                result
            }
            result = &mut again => {
                let result = self.ended(second.sent, deadline, result);
                if is_final(&result) {
                    self.overtaken(first);
                    self.metrics.hedge_won();
                    return result;
                }
                self.ended(first, deadline, asked.await)
            }
        }
    }

    /// Whether a hedge may be sent now, and what it holds.
    async fn admit_hedge(&self, which: Which<'_>) -> Option<Hedge<'_>> {
        let (budgets, now) = (self.budgets(which.route), Instant::now());
        if !self.retry.affords_hedge() || !budgets.iter().all(|budget| budget.plenty(now)) {
            return None;
        }
        // As work in the background asks: after all others.
        let patience = Deadline::after(PATIENCE).min(which.deadline).in_background(true);
        let mut slots = Slots::take(&budgets, patience).await.ok()?;
        let now = Instant::now();
        if which.deadline.instant() <= now {
            return None;
        }
        let in_flight = self.bulkhead.in_flight();
        let token = self.limiter.try_spare(now)?;
        let place = self.bulkhead.try_enter()?;
        let tenant = match &self.tenant {
            Some(tenant) => Some(tenant.try_enter()?),
            None => None,
        };
        let permit = self.breaker.acquire_closed()?;
        let retrying = self.retry.take_hedge(in_flight)?;
        token.spend();
        slots.send(now);
        let sent = Sent { permit, started: now, slots };
        Some(Hedge { sent, _place: place, _tenant: tenant, _retrying: retrying })
    }

    /// A request is given up because its hedge was answered.
    fn overtaken(&self, sent: Sent<'_>) {
        let now = Instant::now();
        let took = now - sent.started;
        let slow = millis(took) >= self.policies.breaker.slow_call_ms;
        self.record(sent.permit, if slow { Verdict::Success } else { Verdict::Nothing }, took, now);
    }
}

/// Whether nothing better can come: a good answer, or one that no repetition would change.
fn is_final<T>(result: &Result<T, Failure>) -> bool {
    result.as_ref().err().is_none_or(|failure| !failure.error.retryable())
}
