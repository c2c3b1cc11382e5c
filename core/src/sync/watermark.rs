//! From when on changes are asked for. A watermark is a time that the system told, never one of our clock.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How far around a watermark a change of the clocks is looked for.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// From when on a run asks: the watermark, and what may have been entered behind it since. Equal times are asked for again,
/// because the filter includes its own moment.
pub fn read_from(watermark: Timestamp, lookback: SignedDuration, zone: &TimeZone) -> Timestamp {
    watermark.checked_sub(doubt(watermark, lookback, zone)).unwrap_or(Timestamp::MIN)
}

/// How much two times of a system must differ to say what came first: as much as is read again. Where it writes its times in
/// a zone that sets its clocks back, an hour comes twice and the later one sorts before the earlier: then an hour more.
pub fn doubt(at: Timestamp, lookback: SignedDuration, zone: &TimeZone) -> SignedDuration {
    let offset = |at: Option<Timestamp>| at.map_or(0, |at| zone.to_offset(at).seconds());
    let (before, after) = (offset(at.checked_sub(AROUND).ok()), offset(at.checked_add(AROUND).ok()));
    lookback.max(SignedDuration::ZERO).saturating_add(SignedDuration::from_secs(i64::from((before - after).max(0))))
}

/// The watermark after a run that saw changes up to `high`. A record from the future must not hide the changes of today: no
/// watermark passes the clock of the server as it was when the run began. None goes back.
pub fn advance(before: Option<Timestamp>, high: Option<Timestamp>, server: Option<Timestamp>) -> Option<Timestamp> {
    let bounded = high.map(|high| server.map_or(high, |server| high.min(server)));
    before.max(bounded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_watermark_is_the_latest_time_that_the_server_can_mean() {
        let (ten, eleven) = (Some(at("2026-11-29T10:00:00Z")), Some(at("2026-11-29T11:00:00Z")));
        assert_eq!(advance(None, None, eleven), None);
        assert_eq!(advance(None, ten, None), ten);
        assert_eq!(advance(ten, None, eleven), ten);
        assert_eq!(advance(ten, eleven, None), eleven);
        assert_eq!(advance(eleven, ten, None), eleven, "never back");
        assert_eq!(advance(None, Some(at("2099-01-01T00:00:00Z")), eleven), eleven, "not into the future");
    }

    #[test]
    fn the_hour_that_comes_twice_is_read_again() {
        let minute = SignedDuration::from_secs(60);
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let from = |text: &str, zone: &TimeZone| read_from(at(text), minute, zone).to_string();
        assert_eq!(from("2026-11-29T10:00:00Z", &berlin), "2026-11-29T09:59:00Z");
        assert_eq!(from("2026-10-25T01:30:00Z", &berlin), "2026-10-25T00:29:00Z");
        assert_eq!(from("2026-10-25T01:30:00Z", &TimeZone::UTC), "2026-10-25T01:29:00Z");
        assert_eq!(from("2026-03-29T01:30:00Z", &berlin), "2026-03-29T01:29:00Z", "a lost hour hides nothing");
    }
}
