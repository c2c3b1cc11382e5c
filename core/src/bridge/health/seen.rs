//! What is kept of a container with a check, and what it means for the system that it runs.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::judge::{Status, Verdict};
use crate::container::Trouble;

/// So long another process, or a later check, goes by what was told of a container while it cannot be asked.
const HOLDS: SignedDuration = SignedDuration::from_mins(10);

/// What is kept of a container with a check: so that a change is seen, by whatever process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// The one word for it.
    pub(super) state: String,
    /// When the engine told it.
    pub(super) at: Timestamp,
}

impl Seen {
    /// Whether it may still be so.
    pub(super) fn holds(&self) -> bool {
        Timestamp::now().duration_since(self.at) < HOLDS
    }
}

/// Adds what the state of its container means. A system that answers is not down, whatever is told of its container.
pub(super) fn add(word: &str, verdict: &mut Verdict, answers: bool) {
    let down = if answers { Status::Degraded } else { Status::Unhealthy };
    let (status, reason) = match Trouble::of(word) {
        None => return,
        Some(Trouble::Down) => (down, "container_down"),
        Some(Trouble::Missing) => (down, "container_missing"),
        Some(Trouble::Restarting) => (down, "container_restarting"),
        Some(Trouble::Unhealthy) => (Status::Degraded, "container_unhealthy"),
        Some(Trouble::Starting) => (Status::Degraded, "container_starting"),
    };
    let worse = match (status, verdict.status) {
        (Status::Unhealthy, _) => true,
        (_, before) => matches!(before, Status::Healthy | Status::Unknown),
    };
    if worse {
        verdict.status = status;
    }
    // The container is why the check fails: it comes first where it is as bad.
    let place = if verdict.status == status { 0 } else { verdict.reasons.len() };
    verdict.reasons.insert(place, reason);
}
