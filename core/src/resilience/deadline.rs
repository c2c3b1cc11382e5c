//! The deadline of a whole call: an absolute instant that every layer below respects.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Code, Error, Result};

/// Longer waits than this are cut to it, so that adding to the clock cannot overflow.
const FAR: Duration = Duration::from_secs(30 * 365 * 86_400);

/// The instant after which a call has ended, whatever happened. Nothing is sent to a system after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    instant: Instant,
    /// Nobody waits for the call: it leaves room for those that somebody waits for.
    background: bool,
    /// Whether a slow read of the call is sent a second time, where the call says so itself.
    hedge: Option<bool>,
}

impl Deadline {
    /// The deadline that long from now.
    pub fn after(time: Duration) -> Self {
        Self::from(Instant::now(), time)
    }

    /// The deadline that long after `start`.
    pub(super) fn from(start: Instant, time: Duration) -> Self {
        Self::at(start + time.min(FAR))
    }

    /// The deadline at an instant.
    pub fn at(instant: Instant) -> Self {
        Self { instant, background: false, hedge: None }
    }

    /// The same, for work in the background where that is so.
    #[must_use]
    pub fn in_background(self, background: bool) -> Self {
        Self { background, ..self }
    }

    /// Whether nobody waits for the call.
    pub fn is_background(self) -> bool {
        self.background
    }

    /// The same, where the call itself says whether a slow read is sent a second time.
    #[must_use]
    pub fn hedged(self, hedge: Option<bool>) -> Self {
        Self { hedge: hedge.or(self.hedge), ..self }
    }

    /// Whether a slow read is sent a second time, where the call says so itself.
    pub(super) fn hedge(self) -> Option<bool> {
        self.hedge
    }

    /// The instant itself, for `tokio::time::timeout_at`.
    pub fn instant(self) -> Instant {
        self.instant
    }

    /// The time left; zero when it has passed.
    pub fn remaining(self) -> Duration {
        self.instant.saturating_duration_since(Instant::now())
    }

    /// Whether it has passed.
    pub fn expired(self) -> bool {
        self.instant <= Instant::now()
    }

    /// The earlier of the two. What else the call is stays as it is here.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self { instant: self.instant.min(other.instant), ..self }
    }

    /// `DEADLINE_EXCEEDED` when it has passed.
    pub fn check(self) -> Result<()> {
        if self.expired() { Err(Self::error()) } else { Ok(()) }
    }

    /// The error of a call whose deadline has passed.
    pub fn error() -> Error {
        Error::new(Code::DeadlineExceeded, "the call's deadline passed")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn expires_exactly_when_its_time_has_passed() {
        let deadline = Deadline::after(Duration::from_millis(100));
        assert_eq!(deadline.remaining(), Duration::from_millis(100));
        tokio::time::advance(Duration::from_millis(99)).await;
        assert!(deadline.check().is_ok());
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(deadline.check().map_err(|error| error.code()), Err(Code::DeadlineExceeded));
        assert_eq!(deadline.remaining(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn the_earlier_wins_and_the_longest_does_not_overflow() {
        let (near, far) = (Deadline::after(Duration::from_secs(1)), Deadline::after(Duration::MAX));
        assert_eq!(near.min(far), near);
        assert_eq!(far.min(near), near);
        assert!(!far.expired());
    }
}
