//! What follows from what others say.

use tokio::time::Instant;

use super::board::Seen;

/// What a process does that does not know enough by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Advice {
    /// Nobody says anything that counts: it goes by what it knows.
    Alone,
    /// One call at a time, until the first answer.
    Doubt,
    /// No call before a moment.
    Skip(Instant),
    /// One call, if this process gets the turn.
    InTurn,
}

/// `open`: the breaker of this process has opened by itself.
///
/// One process with a broken network must not stop the others: their word is only enough for a look of one's own, unless
/// two or more, and more than half of all that are live, have found the same.
pub(super) fn advise(open: bool, seen: Seen, now: Instant) -> Advice {
    let observers = seen.observers.saturating_add(u32::from(open));
    let agreed = observers >= 2 && u64::from(observers) * 2 > u64::from(seen.live);
    match seen.retry_at.filter(|at| !open && *at > now) {
        _ if seen.observers == 0 => Advice::Alone,
        Some(at) if agreed => Advice::Skip(at),
        None if agreed => Advice::InTurn,
        _ if open => Advice::Alone,
        _ => Advice::Doubt,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_fleet_skips_only_when_two_and_more_than_half_agree() {
        let now = Instant::now();
        let (soon, over) = (now + Duration::from_secs(3), now);
        let seen = |observers, live, at| Seen { observers, retry_at: Some(at), live };
        for (open, seen, wanted) in [
            (false, Seen { live: 4, ..Seen::default() }, Advice::Alone),
            (true, Seen { live: 4, ..Seen::default() }, Advice::Alone),
            (false, seen(1, 1, soon), Advice::Doubt),
            (false, seen(1, 4, soon), Advice::Doubt),
            (false, seen(2, 4, soon), Advice::Doubt),
            (false, seen(3, 4, soon), Advice::Skip(soon)),
            (false, seen(3, 4, over), Advice::InTurn),
            (false, seen(2, 3, over), Advice::InTurn),
            (true, seen(1, 4, soon), Advice::Alone),
            (true, seen(1, 2, soon), Advice::InTurn),
            (true, seen(2, 4, soon), Advice::InTurn),
            (true, seen(2, 4, over), Advice::InTurn),
        ] {
            assert_eq!(advise(open, seen, now), wanted, "{open} {seen:?}");
        }
    }
}
