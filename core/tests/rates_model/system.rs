//! The system: naive, and as strict as it says.

use std::time::Duration;

use tokio::time::Instant;

/// A sliding window, counted from scratch for every request.
pub(crate) struct System {
    pub(crate) limit: u32,
    pub(crate) per: Duration,
    pub(crate) served: Vec<Instant>,
    pub(crate) refused: u32,
}

impl System {
    /// Takes a request: what is left after it.
    pub(crate) fn arrives(&mut self, now: Instant) -> u32 {
        let counted = self.served.iter().filter(|at| **at + self.per > now).count() as u32;
        match counted < self.limit {
            true => self.served.push(now),
            false => self.refused += 1,
        }
        self.limit.saturating_sub(counted + 1)
    }
}
