//! The sandbox's own time: starts at a fixed instant and moves a little with every reading, so that answers are the
//! same in every run and two writes never share a microsecond (but often share a second, as on real servers).

use jiff::{SignedDuration, Timestamp, Zoned, tz::TimeZone};

/// 2026-11-23T09:00:00Z.
const START: i64 = 1_795_424_400;
const STEP_MICROS: i64 = 53_137;

#[derive(Clone, Debug)]
pub(crate) struct Clock {
    now: Timestamp,
}

impl Clock {
    pub(crate) fn new() -> Clock {
        Clock { now: Timestamp::from_second(START).unwrap_or_default() }
    }

    /// The next instant.
    pub(crate) fn tick(&mut self) -> Timestamp {
        self.now = self.now.checked_add(SignedDuration::from_micros(STEP_MICROS)).unwrap_or(self.now);
        self.now
    }

    /// Goes to an instant; used while seeding.
    pub(crate) fn jump(&mut self, to: &str) {
        self.now = to.parse().unwrap_or(self.now);
    }

    /// The present instant, without moving.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Today as `YYYY-MM-DD` in UTC.
    pub(crate) fn today(&self) -> String {
        utc(self.now).date().to_string()
    }
}

/// An instant as a UTC calendar time.
pub(crate) fn utc(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::UTC)
}

/// `YYYY-MM-DD HH:MM:SS.ffffff`, the text ERPNext keeps.
pub(crate) fn micros_text(at: Timestamp) -> String {
    utc(at).strftime("%Y-%m-%d %H:%M:%S.%6f").to_string()
}
