//! One consumer of a group: waits for events, without asking the log over and over.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::backoff::retry_at;
use super::renewal::Renewal;
use crate::error::Result;
use crate::store::{Claim, Delivery, EventLog, Gate, Outcome, Settled, Step};

/// How often one who waits looks whether another process committed: a read of shared memory.
const FOREIGN: Duration = Duration::from_millis(100);
/// The longest wait before the log is asked again, whatever was or was not noticed.
const BACKSTOP: Duration = Duration::from_secs(1);

/// A consumer. Several may share a group, here and in other processes.
pub struct Consumer {
    log: Arc<dyn EventLog>,
    group: String,
    lease: Duration,
    gate: Gate,
    renewal: Arc<Renewal>,
    /// Turns true when the consumer, or its bridge, is closed.
    closing: watch::Sender<bool>,
}

impl Consumer {
    /// A consumer of a group that is there. Its leases are renewed until they are settled, for `renew` at most.
    pub fn new(log: Arc<dyn EventLog>, group: String, lease: Duration, renew: Duration, gate: Gate) -> Self {
        let renewal = Renewal::new(Arc::clone(&log), group.clone(), lease, renew);
        Self { log, group, lease, gate, renewal, closing: watch::Sender::new(false) }
    }

    /// Up to `max` events, at least one: waits for it, at most that long. None at the end of the wait, and once closed.
    pub async fn next(&self, max: usize, wait: Duration) -> Result<Vec<Delivery>> {
        let mut closing = self.closing.subscribe();
        let end = Instant::now().checked_add(wait);
        let mut commits = self.log.commits();
        loop {
            if *closing.borrow() {
                return Ok(Vec::new());
            }
            commits.mark_unchanged();
            let now = Timestamp::now();
            let until = now.checked_add(self.lease).unwrap_or(Timestamp::MAX);
            let claim = Claim { group: self.group.clone(), max, now, until, gate: Arc::clone(&self.gate) };
            let claimed = self.log.claim(claim).await?;
            if !claimed.deliveries.is_empty() || max == 0 {
                self.renewal.hold(claimed.deliveries.iter().map(|one| one.fence), until);
                return Ok(claimed.deliveries);
            }
            let due = claimed.due.and_then(|due| Duration::try_from(due.duration_since(now)).ok());
            // A wait in the past is none: the claim wants to go on at once.
            let pause = claimed.due.map_or(BACKSTOP, |_| due.unwrap_or_default().min(BACKSTOP));
            if end.is_some_and(|end| end <= Instant::now()) && !pause.is_zero() {
                return Ok(Vec::new());
            }
            let pause = Instant::now() + pause;
            let until = end.map_or(pause, |end| end.min(pause));
            tokio::select! {
                () = sleep_until(until) => {}
                _ = commits.changed() => {}
                changed = self.foreign() => changed?,
                _ = closing.wait_for(|closed| *closed) => return Ok(Vec::new()),
            }
        }
    }

    /// Returns when another process has committed.
    async fn foreign(&self) -> Result<()> {
        let before = self.log.foreign_commits().await?;
        loop {
            tokio::time::sleep(FOREIGN).await;
            if self.log.foreign_commits().await? != before {
                return Ok(());
            }
        }
    }

    /// The event was handled. `STALE_LEASE` when it is somebody else's by now.
    pub async fn ack(&self, fence: u64) -> Result<()> {
        self.settle(fence, Outcome::Ack).await.map(drop)
    }

    /// The event could not be handled. It comes again after `delay`, or after a wait that grows with the attempts.
    pub async fn nack(&self, fence: u64, attempt: u32, error: String, delay: Option<Duration>) -> Result<Settled> {
        let now = Timestamp::now();
        let retry_at = match delay {
            Some(delay) => now.checked_add(delay).unwrap_or(Timestamp::MAX),
            None => retry_at(now, attempt),
        };
        self.settle(fence, Outcome::Nack { retry_at, error }).await
    }

    /// The event was not tried: it may be delivered at once, and this attempt does not count.
    pub async fn release(&self, fence: u64) -> Result<()> {
        self.settle(fence, Outcome::Release).await.map(drop)
    }

    /// It takes longer: the lease begins anew, for `lease` or as long as before.
    pub async fn extend(&self, fence: u64, lease: Option<Duration>) -> Result<()> {
        let until = self.end_of(lease.unwrap_or(self.lease));
        self.log.settle(&self.group, fence, Outcome::Extend { until }, Timestamp::now()).await?;
        self.renewal.extended(fence, until);
        Ok(())
    }

    /// Begins a step of the handling of the event; its lease begins anew.
    pub async fn begin_step(&self, fence: u64, name: &str) -> Result<Step> {
        self.log.begin_step(&self.group, fence, name, self.end_of(self.lease)).await
    }

    /// Remembers what came of a step, until the event is settled.
    pub async fn finish_step(&self, fence: u64, name: &str, result: String) -> Result<()> {
        self.log.finish_step(&self.group, fence, name, result).await
    }

    fn end_of(&self, lease: Duration) -> Timestamp {
        Timestamp::now().checked_add(lease).unwrap_or(Timestamp::MAX)
    }

    async fn settle(&self, fence: u64, outcome: Outcome) -> Result<Settled> {
        // Whether or not this arrives: nobody works on it any more.
        self.renewal.let_go(fence);
        self.log.settle(&self.group, fence, outcome, Timestamp::now()).await
    }

    /// Ends the waits that are under way.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}
