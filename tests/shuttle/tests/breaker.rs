//! The breaker, asked and told by several threads at once.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use bridge_shuttle::breaker::{Breaker, BreakerState, Change, Reason, Verdict};
use bridge_shuttle::policies::BreakerPolicy;
use bridge_shuttle::{exhaust, explore};
use shuttle::future::{block_on, spawn, yield_now};
use shuttle::sync::atomic::{AtomicUsize, Ordering};
use shuttle::thread;

const OPEN_MS: u64 = 10;
const PROBE_MS: u64 = 5;
/// When the breaker of [`opened`] lets the first probe through.
const DUE: u64 = OPEN_MS;

fn closed(failures: u32, probes: u32) -> Breaker {
    let policy = BreakerPolicy {
        consecutive_failures: failures,
        probe_successes: probes,
        open_ms: OPEN_MS,
        open_jitter: 0.0,
        ..BreakerPolicy::default()
    };
    Breaker::new(&policy, PROBE_MS)
}

/// Opened by a failure at 0.
fn opened(probes: u32) -> Breaker {
    let breaker = closed(1, probes);
    let changed = breaker.acquire(0).unwrap().record(Verdict::Failure, 1, 0);
    assert_eq!(changed, Some(Change::Opened));
    breaker
}

/// A probe ends well, as soon as there is one to be had.
fn probe(breaker: &Breaker, now: u64) -> Option<Change> {
    loop {
        match breaker.acquire(now) {
            Ok(permit) if permit.is_probe() => return permit.record(Verdict::Success, 1, now),
            _ => thread::yield_now(),
        }
    }
}

#[test]
fn one_probe_goes_at_a_time_and_its_place_is_given_back() {
    explore(|| {
        let (breaker, probes) = (opened(2), AtomicUsize::new(0));
        let call = |verdict: Option<Verdict>| {
            let Ok(permit) = breaker.acquire(DUE) else { return };
            if permit.is_probe() {
                assert_eq!(probes.fetch_add(1, Ordering::SeqCst), 0, "probes at once");
                probes.fetch_sub(1, Ordering::SeqCst);
            }
            match verdict {
                Some(verdict) => drop(permit.record(verdict, 1, DUE)),
                None => drop(permit),
            }
        };
        thread::scope(|threads| {
            threads.spawn(|| call(None));
            threads.spawn(|| call(Some(Verdict::Nothing)));
            threads.spawn(|| call(Some(Verdict::Success)));
            call(Some(Verdict::Success));
        });
        let probe = breaker.snapshot(DUE).state == BreakerState::HalfOpen;
        assert!(breaker.acquire(DUE).is_ok_and(|permit| permit.is_probe() == probe), "a place is free");
    });
}

#[test]
fn every_failure_counts_and_it_opens_once() {
    explore(|| {
        let breaker = closed(3, 1);
        // One more than it takes: the last one is refused, or its failure came after the opening.
        let fails = || {
            let changed = breaker.acquire(0).ok().and_then(|permit| permit.record(Verdict::Failure, 1, 0));
            // Whoever is told so, finds it so.
            assert!(changed.is_none() || breaker.acquire(0).is_err());
            usize::from(changed == Some(Change::Opened))
        };
        let opened = thread::scope(|threads| {
            let others = [(); 3].map(|()| threads.spawn(fails));
            fails() + others.map(|other| other.join().unwrap()).iter().sum::<usize>()
        });
        assert_eq!(opened, 1);
        assert_eq!(breaker.acquire(0).err().unwrap().state, BreakerState::Open);
        assert_eq!(breaker.snapshot(0).reason, Some(Reason::ConsecutiveFailures));
    });
}

#[test]
fn of_two_failures_the_second_opens_it() {
    exhaust(|| {
        let breaker = closed(2, 1);
        let fails = || breaker.acquire(0).unwrap().record(Verdict::Failure, 1, 0);
        let (first, second) = thread::scope(|threads| {
            let first = threads.spawn(fails);
            let second = fails();
            (first.join().unwrap(), second)
        });
        let opened = [first, second].into_iter().flatten().count();
        assert_eq!((opened, breaker.acquire(0).is_err()), (1, true));
    });
}

#[test]
fn every_good_probe_counts_and_it_closes_once() {
    explore(|| {
        let breaker = opened(3);
        let (first, second, third) = thread::scope(|threads| {
            let first = threads.spawn(|| probe(&breaker, DUE));
            let second = threads.spawn(|| probe(&breaker, DUE));
            let third = probe(&breaker, DUE);
            (first.join().unwrap(), second.join().unwrap(), third)
        });
        let closed = [first, second, third].into_iter().filter(|changed| *changed == Some(Change::Closed)).count();
        assert_eq!((closed, breaker.snapshot(DUE).state), (1, BreakerState::Closed));
        assert!(breaker.acquire(DUE).is_ok_and(|permit| !permit.is_probe()));
    });
}

#[test]
fn what_began_before_an_outage_says_nothing_after_it() {
    explore(|| {
        let breaker = closed(1, 1);
        let (first, second) = (breaker.acquire(0).unwrap(), breaker.acquire(0).unwrap());
        let (first, second) = thread::scope(|threads| {
            let first = threads.spawn(|| first.record(Verdict::Failure, 1, DUE - OPEN_MS));
            let second = threads.spawn(|| second.record(Verdict::Failure, 1, DUE - OPEN_MS));
            assert_eq!(probe(&breaker, DUE), Some(Change::Closed));
            (first.join().unwrap(), second.join().unwrap())
        });
        let opened = [first, second].into_iter().flatten().count();
        assert_eq!((opened, breaker.snapshot(DUE).state), (1, BreakerState::Closed), "the other failure came late");
    });
}

#[test]
fn a_probe_that_lost_its_place_says_nothing_and_takes_none_away() {
    explore(|| {
        let (breaker, probes) = (opened(1), AtomicUsize::new(0));
        let (lost, dropped) = (breaker.acquire(DUE).unwrap(), breaker.acquire(DUE + PROBE_MS).unwrap());
        let now = DUE + 2 * PROBE_MS;
        let next = || {
            let Ok(permit) = breaker.acquire(now) else { return };
            if permit.is_probe() {
                assert_eq!(probes.fetch_add(1, Ordering::SeqCst), 0, "probes at once");
                probes.fetch_sub(1, Ordering::SeqCst);
                assert_eq!(permit.record(Verdict::Success, 1, now), Some(Change::Closed));
            }
        };
        thread::scope(|threads| {
            threads.spawn(|| assert_eq!(lost.record(Verdict::Failure, 1, now), None));
            threads.spawn(|| drop(dropped));
            threads.spawn(next);
            next();
        });
        assert_eq!(breaker.snapshot(now).state, BreakerState::Closed);
    });
}

#[test]
fn what_is_done_by_hand_stands_against_what_is_under_way() {
    explore(|| {
        let (isolated, reset) = (opened(1), opened(1));
        let (good, bad) = (isolated.acquire(DUE).unwrap(), reset.acquire(DUE).unwrap());
        thread::scope(|threads| {
            threads.spawn(|| good.record(Verdict::Success, 1, DUE));
            threads.spawn(|| bad.record(Verdict::Failure, 1, DUE));
            isolated.isolate();
            reset.reset(DUE);
            assert_eq!(isolated.acquire(DUE).err().unwrap().state, BreakerState::Isolated);
            assert!(reset.acquire(DUE).is_ok_and(|permit| !permit.is_probe()));
        });
        assert_eq!(isolated.snapshot(DUE).state, BreakerState::Isolated);
        assert_eq!(reset.snapshot(DUE).state, BreakerState::Closed);
    });
}

/// As the pipeline waits while a hint of others is looked into, but without its time limit: one that is not woken would wait
/// for ever, and shuttle says so.
async fn call(breaker: &Breaker, verdict: Option<Verdict>) {
    loop {
        let settled = breaker.settled().notified();
        match breaker.acquire(1) {
            Ok(permit) => {
                yield_now().await;
                return match verdict {
                    Some(verdict) => drop(permit.record(verdict, 1, 1)),
                    None => drop(permit),
                };
            }
            Err(refusal) if refusal.doubted => settled.await,
            Err(_) => return,
        }
    }
}

#[test]
fn whoever_waits_for_a_probe_is_woken_by_any_end_of_it() {
    explore(|| {
        let breaker = Arc::new(closed(1, 1));
        breaker.doubt(0);
        let verdicts = [None, Some(Verdict::Nothing), Some(Verdict::Failure), Some(Verdict::Success)];
        let calls = verdicts.map(|verdict| {
            let breaker = Arc::clone(&breaker);
            spawn(async move { call(&breaker, verdict).await })
        });
        for call in calls {
            block_on(call).unwrap();
        }
    });
}

#[test]
fn a_probe_whose_caller_goes_away_leaves_its_place() {
    explore(|| {
        let breaker = Arc::new(closed(1, 1));
        breaker.doubt(0);
        let one = |breaker: Arc<Breaker>| spawn(async move { call(&breaker, Some(Verdict::Success)).await });
        let (gone, waiting) = (one(Arc::clone(&breaker)), one(Arc::clone(&breaker)));
        gone.abort();
        block_on(waiting).unwrap();
        drop(block_on(gone));
        assert_eq!(breaker.snapshot(1).state, BreakerState::Closed);
    });
}
