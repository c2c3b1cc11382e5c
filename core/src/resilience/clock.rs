//! Time since a pipeline was made, as plain numbers: what the policies compare and store.

use std::time::Duration;

use tokio::time::Instant;

/// Turns instants into numbers since `origin`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    origin: Instant,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { origin: Instant::now() }
    }

    /// Whole milliseconds since the origin, rounded down.
    pub(super) fn millis(self, now: Instant) -> u64 {
        millis(now.saturating_duration_since(self.origin))
    }

    /// Nanoseconds since the origin.
    pub(super) fn nanos(self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.origin).as_nanos()).unwrap_or(u64::MAX)
    }

    /// The instant that many nanoseconds after the origin.
    pub(super) fn at_nanos(self, nanos: u64) -> Instant {
        self.origin + Duration::from_nanos(nanos)
    }
}

/// Whole milliseconds, rounded down, without overflow.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
