//! What a pipeline shows of itself: the material of `health()`.

use serde::Serialize;
use tokio::time::Instant;

use super::Pipeline;
use crate::resilience::breaker::BreakerSnapshot;
use crate::resilience::clock::millis;
use crate::resilience::metrics::{LastError, Latency};
use crate::resilience::traffic::Traffic;

/// What a pipeline shows of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PipelineSnapshot {
    /// The breaker.
    pub breaker: BreakerSnapshot,
    /// The calls that run.
    pub in_flight: u32,
    /// The calls that wait for a place.
    pub queued: u32,
    /// The tokens left for retries.
    pub retry_tokens: u32,
    /// Milliseconds for which the system has asked to send nothing.
    pub not_before_ms: Option<u64>,
    /// Latency of the attempts, once there are any.
    pub latency: Option<Latency>,
    /// The calls that have ended.
    pub calls: u64,
    /// The calls that have ended with an error.
    pub failures: u64,
    /// The reads that were sent a second time because they were slow to answer.
    pub hedges: u64,
    /// Those of them where the second request was answered first.
    pub hedges_won: u64,
    /// The last of these errors.
    pub last_error: Option<LastError>,
}

impl Pipeline {
    /// What the breaker shows of itself now.
    pub fn breaker(&self) -> BreakerSnapshot {
        self.0.breaker.snapshot(self.0.clock.millis(Instant::now()))
    }

    /// What was counted since the pipeline was made.
    pub fn traffic(&self) -> Traffic {
        self.0.metrics.traffic()
    }

    /// What the pipeline shows of itself now.
    pub fn snapshot(&self) -> PipelineSnapshot {
        let (inner, now) = (&*self.0, Instant::now());
        let (held, traffic) = (inner.held(now), inner.metrics.traffic());
        PipelineSnapshot {
            breaker: inner.breaker.snapshot(inner.clock.millis(now)),
            in_flight: inner.bulkhead.in_flight(),
            queued: inner.bulkhead.queued(),
            retry_tokens: inner.retry.tokens(),
            not_before_ms: (!held.is_zero()).then(|| millis(held).max(1)),
            latency: inner.metrics.latency(),
            calls: inner.metrics.calls(),
            failures: inner.metrics.failures(),
            hedges: traffic.hedges,
            hedges_won: traffic.hedges_won,
            last_error: inner.metrics.last_error(),
        }
    }
}
