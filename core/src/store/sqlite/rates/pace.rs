//! When background work takes its slots: so evenly that what is free lasts until more is.

use super::share::Standing;

/// What is free for long is spent within this part of a window. So nothing is kept back that no window would use.
const AHEAD: i64 = 2;
/// Until more becomes free, calls that somebody waits for find this part of what they would find evenly over the window.
const USERS: i64 = 4;

/// Takes one slot after the other, each when it is due.
pub(super) struct Pace<'a> {
    now: i64,
    /// How far it looks.
    ahead: i64,
    /// The time in which users may want one slot.
    apart: i64,
    /// When taken slots are free again, the earliest first.
    frees: &'a [(i64, u32)],
    /// When the next slot is due.
    at: i64,
    /// Until then what is free is kept for users.
    kept: i64,
}

impl<'a> Pace<'a> {
    pub(super) fn new(per: i64, standing: &Standing<'a>) -> Pace<'a> {
        let (now, per, limit) = (standing.now, per.max(1), i64::from(standing.limit.max(1)));
        // A little may come at once: who asks late must not lose what was due meanwhile.
        let slack = per / limit * (limit / 20).max(1);
        // The clock may have been set back.
        let at = standing.paced_at.clamp(now - slack, now + per);
        let apart = (per / limit * USERS).max(1);
        Pace { now, ahead: (per / AHEAD).max(1), apart, frees: standing.frees, at, kept: now }
    }

    /// Takes of so many free slots those that are due, and no more than so many.
    pub(super) fn take(&mut self, free: u32, most: u32) -> u32 {
        let (drought, mut taken) = (self.drought(), 0);
        let usable = free.saturating_sub(u32::try_from(drought / self.apart).unwrap_or(u32::MAX));
        while taken < most.min(usable) && self.at <= self.now {
            taken += 1;
            self.at += self.spacing(usable - taken);
        }
        // What is kept for users is less with every moment that they did not want it.
        self.kept = self.now + drought - self.apart * i64::from(free - taken) + 1;
        taken
    }

    /// When the next slot is due by its distance from those that were taken: what the store keeps.
    pub(super) fn due(&self) -> i64 {
        self.at
    }

    /// When the next slot is taken, as far as it is known.
    pub(super) fn next(&self) -> i64 {
        self.at.max(self.kept)
    }

    /// The longest time for which users may have to live on what is free now, beyond what becomes free before its end.
    fn drought(&self) -> i64 {
        let mut freed = 0;
        let lasts = self.frees.iter().map(|(at, slots)| {
            let lasts = at - self.now - freed * self.apart;
            freed += i64::from(*slots);
            lasts
        });
        lasts.max().unwrap_or(0).max(0)
    }

    /// The shortest even time between slots with which those that are free now last until the next ones are free, and those
    /// until the ones after them, as far as it looks.
    fn spacing(&self, free: u32) -> i64 {
        let (mut free, mut longest) = (i64::from(free), 0);
        for (at, slots) in self.frees.iter().take_while(|(at, _)| *at <= self.now + self.ahead) {
            // The one that is taken when these become free is one of these.
            longest = longest.max((at - self.now) / (free + 1));
            free += i64::from(*slots);
        }
        longest.max(self.ahead / free.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const MINUTE: i64 = 60 * SECOND;

    /// Background work that asks every 100 ms for all it can get, alone, from a time on when so many slots were taken at
    /// once: when it got each of its slots.
    fn alone(limit: u32, at_once: u32, windows: i64) -> Vec<i64> {
        let mut frees: Vec<(i64, u32)> = vec![(MINUTE, at_once)];
        let (mut paced_at, mut times) = (0, Vec::new());
        for now in (0..windows * MINUTE).step_by(100_000) {
            frees.retain(|(at, _)| *at > now);
            let used: u32 = frees.iter().map(|(_, slots)| slots).sum();
            let mut pace = Pace::new(MINUTE, &Standing { limit, now, taken: &[], frees: &frees, paced_at });
            let taken = pace.take(limit - used, u32::MAX);
            paced_at = pace.due();
            if taken > 0 {
                frees.push((now + MINUTE, taken));
            }
            times.extend((0..taken).map(|_| now));
        }
        times
    }

    fn within(times: &[i64], from: i64, to: i64) -> usize {
        times.iter().filter(|at| (from..to).contains(*at)).count()
    }

    #[test]
    fn what_is_free_lasts_until_more_is_and_none_of_it_is_left() {
        let times = alone(60, 30, 5);
        assert_eq!(within(&times, 0, MINUTE), 30, "what was not taken at once is used by the window's end");
        for window in 1..5 {
            let used = within(&times, window * MINUTE, (window + 1) * MINUTE);
            assert!((58..=60).contains(&used), "{used} in window {window}");
        }
    }

    #[test]
    fn a_slot_becomes_free_every_moment_for_whoever_comes() {
        for (limit, at_once) in [(60, 30), (60, 0), (120, 60), (10, 5)] {
            let times = alone(limit, at_once, 6);
            let even = MINUTE / i64::from(limit);
            for pair in times.windows(2).filter(|pair| pair[0] > MINUTE * 3) {
                let gap = pair[1] - pair[0];
                assert!(gap <= even * 3, "{limit}: nothing for {gap} at {}", pair[0]);
            }
        }
    }

    #[test]
    fn what_users_may_want_until_more_is_free_is_kept_and_no_longer_than_that() {
        let take = |now, free| {
            let standing = Standing { limit: 60, now, taken: &[], frees: &[(MINUTE, 40)], paced_at: 0 };
            let mut pace = Pace::new(MINUTE, &standing);
            (pace.take(free, 1), pace.next())
        };
        let (none, next) = take(0, 15);
        assert_eq!((none, next), (0, 1), "a slot in four seconds is kept");
        assert_eq!(take(0, 16).0, 1);
        assert_eq!(take(40 * SECOND, 5).0, 0);
        assert_eq!(take(40 * SECOND + 1, 5).0, 1, "the time that is told is the time");
        assert_eq!(take(59 * SECOND, 1).0, 1);
    }

    #[test]
    fn what_was_due_is_not_lost_to_who_asks_late_but_a_long_pause_is_no_burst() {
        let due = |paced_at| {
            let standing = Standing { limit: 60, now: MINUTE, taken: &[], frees: &[], paced_at };
            Pace::new(MINUTE, &standing).take(60, 60)
        };
        assert_eq!(due(MINUTE + 1), 0);
        assert_eq!(due(MINUTE), 1);
        let after_a_pause = due(0);
        assert!((3..=7).contains(&after_a_pause), "{after_a_pause}");
    }

    #[test]
    fn a_clock_that_was_set_back_stops_nothing_for_longer_than_a_window() {
        let standing = Standing { limit: 60, now: 0, taken: &[], frees: &[], paced_at: 100 * MINUTE };
        assert_eq!(Pace::new(MINUTE, &standing).due(), MINUTE);
    }
}
