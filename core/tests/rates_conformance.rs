//! Rate budgets, as every store engine must keep them. The suite knows only the trait; each engine runs all of it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use coreflow_bridge::store::{RateAsk, RateReport, RateTold, RateWindow, Store, open_sqlite};
use jiff::{SignedDuration, Timestamp};

type Shared = Arc<dyn Store>;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_795_000_000_000 + ms).unwrap()
}

fn window(requests: u32) -> RateWindow {
    RateWindow { budget: "credential:k/60000/".into(), requests, per: SignedDuration::from_secs(60) }
}

fn ask(owner: &str, number: u64, interactive: u32) -> RateAsk {
    RateAsk { owner: owner.into(), tenant: "acme".into(), number, interactive, ..RateAsk::default() }
}

fn report(number: u64, spent: u32, ms: i64) -> Vec<RateReport> {
    vec![RateReport { number, spent, counted: at(ms) }]
}

async fn slots(store: &Shared, ask: RateAsk, ms: i64) -> u32 {
    store.take_rate(&window(10), ask, at(ms)).await.unwrap().slots
}

async fn no_span_of_the_windows_length_has_more_than_the_limit(store: Shared) {
    let (mut sent, mut number) = (Vec::new(), 0);
    for ms in (0..300_000).step_by(700) {
        number += 1;
        let owner = ["a", "b", "c"][number as usize % 3];
        let taken = slots(&store, ask(owner, number, 2), ms).await;
        sent.extend((0..taken).map(|_| ms + 300));
        slots(&store, RateAsk { reports: report(number, taken, ms + 300), ..ask(owner, number + 10_000, 0) }, ms).await;
    }
    for from in &sent {
        let within = sent.iter().filter(|at| (*from..from + 60_000).contains(*at)).count();
        assert!(within <= 10, "{within} from {from}");
    }
    assert!(sent.len() >= 48, "{} of 50 were used", sent.len());
}

async fn a_block_that_nobody_reports_is_free_one_window_after_its_use(store: Shared) {
    assert_eq!(slots(&store, ask("a", 1, 10), 0).await, 10);
    assert_eq!(slots(&store, ask("b", 1, 1), 60_500).await, 0, "it may have been used up to two seconds later");
    assert_eq!(slots(&store, ask("b", 2, 1), 62_500).await, 1);
}

async fn what_was_not_used_comes_back(store: Shared) {
    assert_eq!(slots(&store, ask("a", 1, 10), 0).await, 10);
    let returned = RateAsk { reports: report(1, 3, 100), ..ask("a", 2, 20) };
    assert_eq!(slots(&store, returned, 200).await, 7);
    let never = RateAsk { reports: report(2, 0, 100), ..ask("a", 3, 20) };
    assert_eq!(slots(&store, never, 300).await, 7);
}

async fn what_was_spent_without_the_store_is_counted(store: Shared) {
    let alone = RateAsk { reports: report(1, 4, 0), ..ask("a", 2, 10) };
    assert_eq!(slots(&store, alone, 100).await, 6);
}

async fn what_others_have_used_is_learned_downwards(store: Shared) {
    let told = |limit, remaining, ms| Some(RateTold { at: at(ms), limit, remaining, resets_at: None });
    assert_eq!(slots(&store, ask("a", 1, 2), 0).await, 2);
    let spent = RateAsk { reports: report(1, 2, 50), told: told(None, Some(3), 50), ..ask("a", 2, 10) };
    assert_eq!(slots(&store, spent, 100).await, 3);
    let more = RateAsk { reports: report(2, 0, 100), told: told(None, Some(9), 200), ..ask("a", 3, 10) };
    assert_eq!(slots(&store, more, 200).await, 3, "more than was thought is no reason to send more");
    let limit = RateAsk { reports: report(3, 0, 200), told: told(Some(30), None, 300), ..ask("a", 4, 30) };
    assert_eq!(slots(&store, limit, 300).await, 23, "but a limit is taken as it is told");
    let grant = store.take_rate(&window(10), ask("b", 1, 0), at(400)).await.unwrap();
    assert_eq!(grant.limit, 30);
    let above = RateAsk { told: told(None, Some(99), 400), ..ask("a", 5, 0) };
    assert_eq!(store.take_rate(&window(10), above, at(400)).await.unwrap().limit, 99);
}

async fn a_window_that_ends_frees_its_slots(store: Shared) {
    assert_eq!(slots(&store, ask("a", 1, 10), 0).await, 10);
    let told = Some(RateTold { at: at(10), limit: None, remaining: Some(0), resets_at: Some(at(5_000)) });
    assert_eq!(slots(&store, RateAsk { reports: report(1, 10, 50), told, ..ask("a", 2, 1) }, 100).await, 0);
    assert_eq!(slots(&store, ask("a", 3, 10), 5_100).await, 10);
}

async fn a_wish_to_wait_is_everybodys_and_the_latest_holds(store: Shared) {
    let budget = window(10).budget;
    store.hold_rate(&budget, at(5_000)).await.unwrap();
    store.hold_rate(&budget, at(3_000)).await.unwrap();
    assert_eq!(store.held_rate(&budget, at(0)).await.unwrap(), Some(at(5_000)));
    let grant = store.take_rate(&window(10), ask("b", 1, 5), at(4_999)).await.unwrap();
    assert_eq!((grant.slots, grant.not_before), (0, Some(at(5_000))));
    assert_eq!(slots(&store, ask("b", 2, 5), 5_000).await, 5);
    assert_eq!(store.held_rate(&budget, at(5_000)).await.unwrap(), None);
    assert_eq!(store.held_rate("another", at(0)).await.unwrap(), None);
}

async fn tenants_share_what_they_both_want(store: Shared) {
    let globex = |number, wanted| RateAsk { tenant: "globex".into(), ..ask("g", number, wanted) };
    assert_eq!(slots(&store, ask("a", 1, 10), 0).await, 10);
    assert_eq!(slots(&store, globex(1, 10), 10).await, 0, "globex waits now");
    let back = RateAsk { reports: report(1, 4, 20), ..ask("a", 2, 10) };
    assert_eq!(slots(&store, back, 30).await, 1, "acme has four of its five");
    assert_eq!(slots(&store, globex(2, 10), 40).await, 5);
}

async fn interactive_calls_go_before_background_work(store: Shared) {
    let backfill = |number, wanted| RateAsk { background: wanted, ..ask("fill", number, 0) };
    assert_eq!(slots(&store, ask("a", 1, 9), 0).await, 9);
    assert_eq!(slots(&store, ask("b", 1, 7), 10).await, 1);
    let back = RateAsk { reports: report(1, 2, 20), ..ask("a", 2, 0) };
    assert_eq!(slots(&store, back, 25).await, 0);
    assert_eq!(slots(&store, backfill(1, 10), 30).await, 1, "six of the seven that came back are wanted by b");
    assert_eq!(slots(&store, ask("b", 2, 6), 40).await, 6);
}

async fn all_slots_are_told_of_however_many_blocks_hold_them(store: Shared) {
    let many = window(200);
    for number in 1..=150 {
        store.take_rate(&many, ask("a", number, 1), at(number as i64 * 10)).await.unwrap();
    }
    let frees = store.take_rate(&many, ask("b", 1, 0), at(2_000)).await.unwrap().frees;
    let first = (frees[0].0.as_millisecond(), frees.iter().map(|(_, slots)| slots).sum::<u32>());
    assert_eq!(first, (at(60_012).as_millisecond(), 150));
    assert!(frees.len() <= 64 && frees.is_sorted(), "{frees:?}");
}

async fn background_work_alone_uses_the_window(store: Shared) {
    let mut given = Vec::new();
    for step in 0..900 {
        let ms = step * 200;
        let taken = slots(&store, RateAsk { background: 8, ..ask("fill", step as u64, 0) }, ms).await;
        given.extend((0..taken).map(|_| ms));
    }
    assert_eq!(given.iter().filter(|ms| **ms == 0).count(), 6, "half of it, and one in time");
    for end in [60_000, 120_000, 180_000] {
        let used = given.iter().filter(|ms| (end - 60_000..end).contains(*ms)).count();
        assert!((9..=10).contains(&used), "{used} of 10: {given:?}");
    }
}

async fn the_state_says_what_is_left_and_when_all_is(store: Shared) {
    assert_eq!(store.rates("credential:k/", at(0)).await.unwrap(), []);
    assert_eq!(slots(&store, ask("a", 1, 4), 0).await, 4);
    assert_eq!(slots(&store, RateAsk { reports: report(1, 4, 500), ..ask("a", 2, 0) }, 600).await, 0);
    let state = store.rates("credential:k/", at(700)).await.unwrap().remove(0);
    assert_eq!((state.limit, state.remaining, state.per), (Some(10), 6, SignedDuration::from_secs(60)));
    assert_eq!(state.resets_at.map(|at| at.as_millisecond() / 10), Some(at(60_500).as_millisecond() / 10));
    assert_eq!(store.rates("credential:k/", at(61_000)).await.unwrap()[0].remaining, 10);
    assert_eq!(store.rates("credential:%", at(0)).await.unwrap(), [], "a prefix is a text");
}

macro_rules! conformance {
    ($($case:ident)*) => {
        mod sqlite_file { $(
            #[tokio::test]
            async fn $case() {
                let directory = tempfile::tempdir().unwrap();
                super::$case(super::open_sqlite(directory.path().join("bridge.db")).await.unwrap()).await;
            }
        )* }
        mod sqlite_memory { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::open_sqlite(":memory:").await.unwrap()).await;
            }
        )* }
    };
}

conformance! {
    no_span_of_the_windows_length_has_more_than_the_limit
    a_block_that_nobody_reports_is_free_one_window_after_its_use
    what_was_not_used_comes_back
    what_was_spent_without_the_store_is_counted
    what_others_have_used_is_learned_downwards
    a_window_that_ends_frees_its_slots
    a_wish_to_wait_is_everybodys_and_the_latest_holds
    tenants_share_what_they_both_want
    interactive_calls_go_before_background_work
    all_slots_are_told_of_however_many_blocks_hold_them
    background_work_alone_uses_the_window
    the_state_says_what_is_left_and_when_all_is
}
