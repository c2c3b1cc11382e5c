//! The rolling window: a ring of time buckets with running totals. The ring is made by the first call: most breakers of a
//! process never see one.

use super::MAX_BUCKETS;

/// What was counted in a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) calls: u32,
    pub(super) failures: u32,
    pub(super) slow: u32,
}

impl Counts {
    pub(super) fn failure_ratio(self) -> f64 {
        ratio(self.failures, self.calls)
    }

    pub(super) fn slow_ratio(self) -> f64 {
        ratio(self.slow, self.calls)
    }

    fn subtract(&mut self, other: Self) {
        self.calls -= other.calls;
        self.failures -= other.failures;
        self.slow -= other.slow;
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

pub(super) struct Window {
    /// None before the first call.
    buckets: Box<[Counts]>,
    total: Counts,
    /// The millisecond at which the current bucket ends.
    ends: u64,
    bucket_ms: u64,
    len: u8,
    head: u8,
}

impl Window {
    /// Bucket borders lie at multiples of the bucket's length.
    pub(super) fn new(window_ms: u64, buckets: u32) -> Self {
        let len = (buckets as usize).clamp(1, MAX_BUCKETS);
        let bucket_ms = (window_ms / len as u64).max(1);
        Self { buckets: Box::default(), total: Counts::default(), ends: bucket_ms, bucket_ms, len: len as u8, head: 0 }
    }

    /// Counts one call. A clock that seems to go back (another thread read it earlier) counts into the current bucket.
    pub(super) fn add(&mut self, now: u64, failed: bool, slow: bool) -> Counts {
        self.advance(now);
        if self.buckets.is_empty() {
            self.buckets = vec![Counts::default(); self.len.into()].into();
        }
        let bucket = &mut self.buckets[usize::from(self.head)];
        // A full counter drops the call instead of the ratio's meaning.
        if self.total.calls < u32::MAX {
            for counts in [bucket, &mut self.total] {
                counts.calls += 1;
                counts.failures += u32::from(failed);
                counts.slow += u32::from(slow);
            }
        }
        self.total
    }

    /// What the window holds at `now`.
    pub(super) fn counts(&mut self, now: u64) -> Counts {
        self.advance(now);
        self.total
    }

    pub(super) fn clear(&mut self) {
        self.buckets.fill(Counts::default());
        self.total = Counts::default();
    }

    fn advance(&mut self, now: u64) {
        if now < self.ends {
            return;
        }
        let steps = (now - self.ends) / self.bucket_ms + 1;
        self.ends += steps * self.bucket_ms;
        if steps >= u64::from(self.len) || self.buckets.is_empty() {
            self.clear();
            return;
        }
        for _ in 0..steps {
            self.head = if self.head + 1 == self.len { 0 } else { self.head + 1 };
            let oldest = std::mem::take(&mut self.buckets[usize::from(self.head)]);
            self.total.subtract(oldest);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn old_buckets_leave_one_by_one() {
        let mut window = Window::new(30_000, 10);
        for second in 0..30 {
            window.add(second * 1_000, second % 2 == 0, false);
        }
        assert_eq!(window.counts(29_999), Counts { calls: 30, failures: 15, slow: 0 });
        // The first bucket held the calls at 0, 1 and 2 s, two of them failures.
        assert_eq!(window.counts(30_000), Counts { calls: 27, failures: 13, slow: 0 });
        assert_eq!(window.counts(32_999).calls, 27);
        assert_eq!(window.counts(33_000).calls, 24);
        assert_eq!(window.counts(1_000_000), Counts::default());
    }

    #[test]
    fn a_clock_that_seems_to_go_back_loses_nothing() {
        let mut window = Window::new(1_000, 1);
        window.add(5_500, true, true);
        assert_eq!(window.add(4_000, false, true), Counts { calls: 2, failures: 1, slow: 2 });
        assert_eq!(window.counts(6_000), Counts::default());
    }
}
