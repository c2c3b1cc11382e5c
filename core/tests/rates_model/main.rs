//! Rate budgets against a model: several processes share the window of a naive system through one store. Whatever they send
//! and however late it comes, the system refuses nothing; while there is demand its window is used, and all get their turn.
#![allow(clippy::unwrap_used)]

mod case;
mod cases;
mod ledger;
mod system;

use proptest::prelude::*;

use case::{Case, Process, Seen, WINDOWS};
use cases::{cases, processes};

/// How many calls of a kind stand before one of a process, at the worst: its tenant's processes get equal parts, however
/// many calls wait in each.
fn turns(case: &Case, waiting: impl Fn(&Process) -> u32) -> u32 {
    case.processes.iter().map(&waiting).max().unwrap() * case.processes.len() as u32
}

/// That nobody waited for longer than all who may stand before him take.
fn all_got_their_turn(case: &Case, seen: &Seen) -> std::result::Result<(), TestCaseError> {
    for kind in [false, true] {
        let before = turns(case, |one| one.interactive + if kind { one.background } else { 0 });
        // Background work comes after the calls that somebody waits for, which have an end here.
        let rounds = before.div_ceil(case.limit) + 2 + if kind { WINDOWS } else { 0 };
        let longest = seen.calls.iter().filter(|call| call.0 == kind).map(|call| call.1).max().unwrap_or_default();
        prop_assert!(longest <= case.round() * rounds, "{longest:?} of {:?} for {rounds}", case.round());
    }
    Ok(())
}

/// That while there is demand, the window is used: 95 % of what fits if every slot makes its way round at its slowest.
fn the_window_was_used(case: &Case, seen: &Seen) -> std::result::Result<(), TestCaseError> {
    let end = seen.served[0] + case.per * WINDOWS;
    let used = seen.served.iter().filter(|at| **at < end).count();
    let fits = f64::from(case.limit * WINDOWS) * case.per.as_secs_f64() / case.round().as_secs_f64();
    prop_assert!(used as f64 >= (fits * 0.95).floor(), "{used} of {fits:.1}");
    Ok(())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_comes_nothing_is_refused(case in cases(processes(0..4, 0..4), 60, true)) {
        prop_assume!(case.processes.iter().any(|one| one.interactive + one.background > 0));
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_calls_that_somebody_waits_for(case in cases(processes(1..5, 0..1), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_background_work_alone(case in cases(processes(0..1, 1..5), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_both(case in cases(processes(0..3, 1..4), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn users_do_not_wait_for_a_backfill(case in cases(processes(0..2, 1..4), 8, false)) {
        // Users want a quarter of the window at the most.
        let users = case.processes.iter().map(|one| one.interactive).sum::<u32>();
        let case = Case { pause: 4_000 * users / case.limit, ..case };
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        // All of them may want the next slots, which become free one after the other; and what is under way comes first.
        let most = case.round() * (users + 8) / case.limit + (case.round() - case.per) * 2;
        let longest = seen.calls.iter().filter(|call| !call.0).map(|call| call.1).max().unwrap_or_default();
        prop_assert!(longest <= most.min(case.round()), "{longest:?} of {most:?}");
    }
}
