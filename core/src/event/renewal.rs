//! Leases that are renewed while a handler runs.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::Instant;

use crate::error::Code;
use crate::store::{EventLog, Outcome};

/// The leases that a consumer holds and wants to keep. A task renews them while there are any; it ends with the consumer.
pub(super) struct Renewal {
    log: Arc<dyn EventLog>,
    group: String,
    lease: Duration,
    /// So long at most, from the delivery on.
    longest: Duration,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    leases: HashMap<u64, Lease>,
    /// Whether the task runs.
    running: bool,
}

struct Lease {
    until: Timestamp,
    end: Instant,
}

impl Renewal {
    pub(super) fn new(log: Arc<dyn EventLog>, group: String, lease: Duration, longest: Duration) -> Arc<Self> {
        Arc::new(Self { log, group, lease, longest, held: Mutex::default() })
    }

    /// Keeps these leases from now on.
    pub(super) fn hold(self: &Arc<Self>, fences: impl Iterator<Item = u64>, until: Timestamp) {
        // What is not to be renewed even once needs no task.
        if self.longest < self.lease / 3 {
            return;
        }
        let mut held = self.held.lock();
        let end = Instant::now() + self.longest;
        held.leases.extend(fences.map(|fence| (fence, Lease { until, end })));
        if !held.running && !held.leases.is_empty() {
            held.running = true;
            tokio::spawn(renew(Arc::downgrade(self), self.lease / 3));
        }
    }

    /// The lease ends then, because the handler said so.
    pub(super) fn extended(&self, fence: u64, until: Timestamp) {
        if let Some(lease) = self.held.lock().leases.get_mut(&fence) {
            lease.until = until;
        }
    }

    /// The delivery is settled, or somebody else's.
    pub(super) fn let_go(&self, fence: u64) {
        self.held.lock().leases.remove(&fence);
    }

    /// The leases that end before the look after the next one. `None` when there is nothing left to do.
    fn due(&self) -> Option<Vec<u64>> {
        let mut held = self.held.lock();
        let now = Instant::now();
        held.leases.retain(|_, lease| lease.end > now);
        if held.leases.is_empty() {
            held.running = false;
            return None;
        }
        let soon = Timestamp::now().checked_add(self.lease.mul_f64(0.7)).unwrap_or(Timestamp::MAX);
        Some(held.leases.iter().filter(|(_, lease)| lease.until <= soon).map(|(fence, _)| *fence).collect())
    }

    async fn renew(&self, fence: u64) {
        let now = Timestamp::now();
        let until = now.checked_add(self.lease).unwrap_or(Timestamp::MAX);
        match self.log.settle(&self.group, fence, Outcome::Extend { until }, now).await {
            Ok(_) => self.extended(fence, until),
            Err(error) if error.code() == Code::StaleLease || error.code() == Code::Closed => self.let_go(fence),
            // The store may answer at the next look, before the lease ends.
            Err(error) => tracing::warn!(group = %self.group, code = error.code().as_str(), "a lease was not renewed"),
        }
    }
}

async fn renew(renewal: Weak<Renewal>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let Some(renewal) = renewal.upgrade() else { return };
        let Some(due) = renewal.due() else { return };
        futures::future::join_all(due.into_iter().map(|fence| renewal.renew(fence))).await;
    }
}
