//! The clock of this process against that of the host, which the processes on one store share.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// One moment on both clocks.
#[derive(Clone, Copy)]
pub(super) struct Moment(pub(super) Instant, pub(super) Timestamp);

impl Moment {
    pub(super) fn now() -> Self {
        Moment(Instant::now(), Timestamp::now())
    }

    pub(super) fn stamp(self, at: Instant) -> Timestamp {
        let Moment(instant, stamp) = self;
        let signed = |time| SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
        let moved = match at.checked_duration_since(instant) {
            Some(later) => stamp.checked_add(signed(later)),
            None => stamp.checked_sub(signed(instant - at)),
        };
        moved.unwrap_or(stamp)
    }

    pub(super) fn instant(self, at: Timestamp) -> Instant {
        let Moment(instant, stamp) = self;
        let away = at.duration_since(stamp);
        match away.is_negative() {
            true => instant.checked_sub(away.unsigned_abs()).unwrap_or(instant),
            false => instant.checked_add(away.unsigned_abs()).unwrap_or(instant),
        }
    }
}
