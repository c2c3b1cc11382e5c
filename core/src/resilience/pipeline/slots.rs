//! The slots of shared budgets that an attempt needs.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{Inner, Pipeline};
use crate::error::Result;
use crate::resilience::budget::{Budget, Slot};
use crate::resilience::{Bulkhead, BulkheadPolicy, Deadline, Policies};

/// Who knows the budgets of a connection.
pub trait Budgets: Send + Sync {
    /// Those that a request on a route needs slots of. The system's wish to wait is about the first of them.
    fn on(&self, route: &str) -> Vec<Budget>;

    /// Those of all routes, if a request has needed them before.
    fn known(&self) -> Vec<Budget>;
}

/// Half of the places, so that calls in the background that wait for a slot never keep out one that somebody waits for.
fn in_background(policies: &Policies) -> Bulkhead {
    let places = &policies.bulkhead;
    Bulkhead::new(&BulkheadPolicy {
        max_concurrent: (places.max_concurrent / 2).max(1),
        queue_ms: policies.deadline_ms.max(places.queue_ms),
        ..places.clone()
    })
}

impl Pipeline {
    /// Lets the calls take slots of budgets that are shared with other processes. Once; later ones change nothing.
    pub fn share(&self, budgets: Arc<dyn Budgets>) {
        // Whoever came first has the same.
        let _ = self.0.budgets.set(budgets);
    }
}

impl Inner {
    pub(super) fn background(&self) -> &Bulkhead {
        self.background.get_or_init(|| in_background(&self.policies))
    }

    pub(super) fn budgets(&self, route: &str) -> Vec<Budget> {
        self.budgets.get().map(|budgets| budgets.on(route)).unwrap_or_default()
    }

    /// How long the system's wish keeps all requests back.
    pub(super) fn held(&self, now: Instant) -> Duration {
        let known = self.budgets.get().map(|budgets| budgets.known()).unwrap_or_default();
        let shared = known.iter().map(|budget| budget.held(now)).max().unwrap_or_default();
        self.limiter.held(now).max(shared)
    }
}

/// One slot of each budget.
pub(super) struct Slots(Vec<Slot>);

impl Slots {
    /// The slots, if all are here.
    pub(super) fn try_take(budgets: &[Budget], deadline: Deadline) -> Option<Slots> {
        budgets.iter().map(|budget| budget.try_take(deadline.is_background())).collect::<Option<_>>().map(Slots)
    }

    /// Waits for them, one after the other: that of the longest window first.
    pub(super) async fn take(budgets: &[Budget], deadline: Deadline) -> Result<Slots> {
        let mut slots = Vec::with_capacity(budgets.len());
        for budget in budgets {
            let slot = match budget.try_take(deadline.is_background()) {
                Some(slot) => slot,
                None => budget.take(deadline).await?,
            };
            slots.push(slot);
        }
        Ok(Slots(slots))
    }

    /// A request is about to be sent with them.
    pub(super) fn send(&mut self, now: Instant) {
        self.0.iter_mut().for_each(|slot| slot.send(now));
    }

    /// It was answered, or has failed.
    pub(super) fn answered(&mut self, now: Instant) {
        self.0.iter_mut().for_each(|slot| slot.answered(now));
    }

    /// The system asked to wait. Whether there is a budget to keep that.
    pub(super) fn hold(&self, wait: Duration) -> bool {
        self.0.first().map(|slot| slot.hold(wait)).is_some()
    }
}
