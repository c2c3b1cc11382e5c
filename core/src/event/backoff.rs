//! How long a failed event waits.

use std::time::Duration;

use jiff::Timestamp;

/// The longest wait after the first failure.
const BASE: Duration = Duration::from_secs(1);
/// The longest wait of all.
const CAP: Duration = Duration::from_secs(3600);
/// The shortest, so that a handler that fails at once is not called in a circle.
const FLOOR: Duration = Duration::from_millis(100);

/// When an event may be delivered again after its n-th attempt failed: full jitter below a bound that doubles, so that what
/// failed together does not come back together.
pub fn retry_at(now: Timestamp, attempt: u32) -> Timestamp {
    let wait = bound(attempt).mul_f64(fastrand::f64()).max(FLOOR);
    now.checked_add(wait).unwrap_or(now)
}

fn bound(attempt: u32) -> Duration {
    BASE.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX)).min(CAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_doubles_up_to_an_hour() {
        let seconds: Vec<u64> = (1..=14).map(|attempt| bound(attempt).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
        assert_eq!(bound(u32::MAX), CAP);
    }

    #[test]
    fn a_wait_is_within_its_bound_and_not_always_the_same() {
        let now = Timestamp::UNIX_EPOCH;
        let waits: Vec<i64> = (0..200).map(|_| retry_at(now, 5).as_millisecond()).collect();
        assert!(waits.iter().all(|wait| (100..=16_000).contains(wait)), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait < 8_000) && waits.iter().any(|wait| *wait > 8_000));
    }
}
