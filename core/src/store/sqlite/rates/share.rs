//! Who gets how many of the free slots: arithmetic, without a database.

use super::super::super::{RateAsk, RateWindow};
use super::micros;
use super::pace::Pace;

/// Another owner who waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanting {
    pub(super) tenant: String,
    pub(super) interactive: u32,
    pub(super) background: u32,
}

/// What an ask is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) interactive: u32,
    pub(super) background: u32,
    pub(super) spare: u32,
    /// When background work is given the next slot in time, after this.
    pub(super) paced_at: i64,
    /// The same, if it waits for that.
    pub(super) paced_until: Option<i64>,
}

/// A budget as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    pub(super) limit: u32,
    pub(super) now: i64,
    /// The slots that each tenant has.
    pub(super) taken: &'a [(String, u32)],
    /// When taken slots are free again, the earliest first.
    pub(super) frees: &'a [(i64, u32)],
    /// When background work is given its next slot in time.
    pub(super) paced_at: i64,
}

/// Shares out what is free.
pub(super) fn share(window: &RateWindow, ask: &RateAsk, others: &[Wanting], standing: &Standing<'_>) -> Given {
    let Standing { limit, taken, paced_at, .. } = *standing;
    let used = taken.iter().fold(0_u32, |sum, (_, slots)| sum.saturating_add(*slots));
    let free = limit.saturating_sub(used);
    let wants: Vec<(&str, u32)> = others.iter().map(|one| (one.tenant.as_str(), one.interactive)).collect();
    let interactive = part(limit, free, (&ask.tenant, ask.interactive), &wants, taken);
    let mut given = Given { interactive, paced_at, ..Given::default() };
    // What others wait for is theirs before background work gets anything, and so is a little for who comes next.
    let waiting = others.iter().fold(ask.interactive - interactive, |sum, one| sum.saturating_add(one.interactive));
    let rest = (free - interactive).saturating_sub(waiting).saturating_sub(RateWindow::reserve(limit));
    if ask.background > 0 {
        let wants: Vec<(&str, u32)> = others.iter().map(|one| (one.tenant.as_str(), one.background)).collect();
        let fair = part(limit, rest, (&ask.tenant, ask.background), &wants, taken);
        // Half of a window as it comes, so that short work is short; the rest in time, so that users find room all along.
        let at_once = fair.min((limit / 2).saturating_sub(used + interactive));
        let mut pace = Pace::new(micros(window.per), standing);
        given.background = at_once + pace.take(rest - at_once, fair - at_once);
        given.paced_at = pace.due();
        given.paced_until = (given.background < fair).then(|| pace.next());
    }
    if others.is_empty() && ask.spare > 0 {
        let plenty = free.saturating_sub(interactive + given.background).saturating_sub(limit / 2);
        given.spare = ask.spare.min(plenty).min(limit / 16);
    }
    given
}

/// The part of `free` that an owner gets: no more than it wants, and where not all can have what they want, equal parts of
/// the window for the tenants, and equal parts of what its tenant may take for a tenant's owners.
fn part(limit: u32, free: u32, (tenant, wanted): (&str, u32), others: &[(&str, u32)], used: &[(String, u32)]) -> u32 {
    let all = others.iter().fold(wanted, |sum, (_, wanted)| sum.saturating_add(*wanted));
    if wanted == 0 || all <= free {
        return wanted.min(free);
    }
    let mut waiting: Vec<&str> = others.iter().filter(|(_, wanted)| *wanted > 0).map(|(tenant, _)| *tenant).collect();
    let owners = 1 + waiting.iter().filter(|other| **other == tenant).count();
    waiting.push(tenant);
    waiting.sort_unstable();
    waiting.dedup();
    let target = limit.div_ceil(u32::try_from(waiting.len()).unwrap_or(u32::MAX));
    let headroom = |tenant: &str| {
        let has = used.iter().find(|(one, _)| one == tenant).map_or(0, |(_, used)| *used);
        target.saturating_sub(has)
    };
    let claims = waiting.iter().filter(|other| **other != tenant).fold(0_u32, |sum, other| {
        let wanted = others.iter().filter(|(one, _)| one == other).fold(0_u32, |sum, (_, wanted)| sum + wanted);
        sum.saturating_add(wanted.min(headroom(other)))
    });
    let tenants = headroom(tenant).min(free).max(free.saturating_sub(claims));
    let owners = u32::try_from(owners).unwrap_or(u32::MAX);
    tenants.div_ceil(owners).min(wanted)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn window(requests: u32) -> RateWindow {
        RateWindow { budget: "b".into(), requests, per: SignedDuration::from_secs(60) }
    }

    fn ask(interactive: u32, background: u32) -> RateAsk {
        RateAsk { owner: "me".into(), tenant: "acme".into(), interactive, background, ..RateAsk::default() }
    }

    fn other(tenant: &str, interactive: u32, background: u32) -> Wanting {
        Wanting { tenant: tenant.into(), interactive, background }
    }

    fn given(limit: u32, used: &[(&str, u32)], ask: &RateAsk, others: &[Wanting]) -> Given {
        let taken: Vec<(String, u32)> = used.iter().map(|(tenant, used)| ((*tenant).to_owned(), *used)).collect();
        let standing = Standing { limit, now: NOW, taken: &taken, frees: &[], paced_at: 0 };
        share(&window(limit), ask, others, &standing)
    }

    #[test]
    fn who_is_alone_gets_what_he_wants_up_to_the_limit() {
        assert_eq!(given(60, &[], &ask(10, 0), &[]).interactive, 10);
        assert_eq!(given(60, &[("acme", 55)], &ask(10, 0), &[]).interactive, 5);
        assert_eq!(given(60, &[("acme", 60)], &ask(10, 5), &[]), given(60, &[("acme", 61)], &ask(10, 5), &[]));
    }

    #[test]
    fn tenants_that_wait_get_equal_parts_of_the_window() {
        let others = [other("globex", 100, 0)];
        assert_eq!(given(60, &[], &ask(100, 0), &others).interactive, 30);
        // One tenant in seven processes and another in one: half of the window is each one's.
        let seven: Vec<Wanting> = (0..7).map(|_| other("globex", 10, 0)).collect();
        assert_eq!(given(60, &[], &ask(40, 0), &seven).interactive, 30);
        // Who has had its part leaves the rest, as far as it is wanted.
        assert_eq!(given(60, &[("acme", 40)], &ask(40, 0), &others).interactive, 0);
        assert_eq!(given(60, &[("acme", 40)], &ask(40, 0), &[other("globex", 5, 0)]).interactive, 15);
    }

    #[test]
    fn processes_of_a_tenant_get_equal_parts() {
        let others = [other("acme", 50, 0), other("acme", 50, 0)];
        assert_eq!(given(60, &[], &ask(50, 0), &others).interactive, 20);
    }

    #[test]
    fn background_work_leaves_what_others_wait_for_and_a_reserve() {
        let half = |waits| given(120, &[("acme", 40)], &ask(0, 30), &[other("globex", waits, 0)]).background;
        assert_eq!((half(0), half(77), half(78), half(80)), (26, 1, 0, 0));
        let both = given(60, &[("acme", 50)], &ask(10, 30), &[]);
        assert_eq!((both.interactive, both.background), (10, 0));
    }

    #[test]
    fn background_work_has_half_at_once_and_the_rest_in_time() {
        let (window, mut paced_at) = (window(60), 0);
        let mut take = |now: i64, used: u32| {
            let (taken, frees) = ([("acme".to_owned(), used)], [(NOW + 60_000_000, used)]);
            let standing = Standing { limit: 60, now, taken: &taken, frees: &frees, paced_at };
            let given = share(&window, &ask(0, 100), &[], &standing);
            paced_at = given.paced_at;
            (given.background, given.paced_until)
        };
        // Half, and the little that may come at once.
        let (first, until) = take(NOW, 0);
        assert!((31..=35).contains(&first), "{first}");
        let until = until.map(|until| until - NOW);
        assert!(until.is_some_and(|until| (1..2_000_000).contains(&until)), "{until:?}");
        let next = NOW + until.unwrap_or_default();
        assert_eq!(take(next - 1, first), (0, Some(next)));
        let (one, then) = take(next, first);
        assert_eq!(one, 1);
        assert_eq!(take(next + 1, first + 1), (0, then), "the time that was told holds");
    }

    #[test]
    fn spare_slots_are_given_only_while_there_is_plenty() {
        let ask = RateAsk { spare: 10, ..ask(1, 0) };
        assert_eq!(given(160, &[], &ask, &[]).spare, 10);
        assert_eq!(given(60, &[], &ask, &[]).spare, 3);
        assert_eq!(given(60, &[("acme", 40)], &ask, &[]).spare, 0);
        assert_eq!(given(60, &[], &ask, &[other("globex", 1, 0)]).spare, 0);
    }
}
