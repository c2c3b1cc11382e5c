//! Hedges against a model: whatever calls come, and however their system answers, the budget of repetitions holds, no call
//! has more than one hedge, and none is sent when it must not be.
#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::time::Duration;

use coreflow_bridge::error::{Code, Error};
use coreflow_bridge::manifest::Effect;
use coreflow_bridge::resilience::{
    Attempt, BreakerPolicy, BulkheadPolicy, Deadline, Failure, HedgePolicy, Pipeline, Policies, RetryPolicy,
};
use proptest::prelude::*;
use tokio::time::Instant;

/// How a system answers one request: after how long, and whether well.
#[derive(Clone, Copy, Debug)]
struct Reply {
    after: u64,
    well: bool,
}

#[derive(Clone, Debug)]
struct Call {
    at: u64,
    effect: Effect,
    background: bool,
    deadline: u64,
    /// Its caller goes away after so long.
    leaves: u64,
    replies: Vec<Reply>,
}

fn reply() -> impl Strategy<Value = Reply> {
    let after = prop_oneof![4 => 0..90_u64, 3 => 90..400_u64, 3 => Just(100_000)];
    (after, prop::bool::weighted(0.7)).prop_map(|(after, well)| Reply { after, well })
}

fn call() -> impl Strategy<Value = Call> {
    let effect = prop_oneof![4 => Just(Effect::Read), 1 => Just(Effect::Idempotent), 1 => Just(Effect::Unsafe)];
    let deadline = prop_oneof![3 => Just(5_000), 1 => 50..300_u64];
    let leaves = prop_oneof![4 => Just(100_000), 1 => 0..500_u64];
    let background = prop::bool::weighted(0.15);
    (0..2_000_u64, effect, background, deadline, leaves, prop::collection::vec(reply(), 8)).prop_map(
        |(at, effect, background, deadline, leaves, replies)| Call {
            at,
            effect,
            background,
            deadline,
            leaves,
            replies,
        },
    )
}

fn policies() -> impl Strategy<Value = Policies> {
    (1..=3_u32, 0..=80_u32, 0.0..=0.5_f64, 0..=4_u32, 3..=40_u32, prop::option::weighted(0.8, 20..300_u64)).prop_map(
        |(max_attempts, budget, concurrent_ratio, concurrent_min, max_concurrent, after_ms)| Policies {
            attempt_timeout_ms: 1_000,
            retry: RetryPolicy { max_attempts, budget, concurrent_ratio, concurrent_min, ..RetryPolicy::default() },
            breaker: BreakerPolicy { enabled: false, ..BreakerPolicy::default() },
            bulkhead: BulkheadPolicy { max_concurrent, ..BulkheadPolicy::default() },
            hedge: Some(HedgePolicy { after_ms, min_ms: 20, min_samples: 5 }),
            ..Policies::default()
        },
    )
}

/// What is known of the requests that run, counted from scratch.
#[derive(Default)]
struct Seen {
    running: u32,
    hedges_running: u32,
    hedges: u64,
    repetitions: u64,
    wins: u64,
}

/// A request that runs, until it ends or is given up.
struct Running<'a>(&'a RefCell<Seen>, bool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut seen = self.0.borrow_mut();
        seen.running -= 1;
        seen.hedges_running -= u32::from(self.1);
    }
}

/// One call, with all that must hold when each of its requests is sent.
async fn run(call: &Call, pipeline: &Pipeline, seen: &RefCell<Seen>) {
    tokio::time::sleep(Duration::from_millis(call.at)).await;
    let deadline = Deadline::after(Duration::from_millis(call.deadline)).in_background(call.background);
    let sends = RefCell::new(Vec::<(u32, bool, Instant)>::new());
    let policies = pipeline.policies();
    let attempt = |attempt: Attempt| {
        let mut sends = sends.borrow_mut();
        let reply = call.replies[sends.len()];
        let now = Instant::now();
        assert!(now < deadline.instant(), "sent after the deadline");
        let mut all = seen.borrow_mut();
        if attempt.hedge {
            assert_eq!((call.effect, call.background), (Effect::Read, false));
            assert!(sends.iter().all(|(_, hedge, _)| !hedge), "a second hedge");
            let (number, _, first) = *sends.last().unwrap();
            assert_eq!(number, attempt.number, "a hedge is beside its attempt");
            let least = policies.hedge.unwrap().after_ms.unwrap_or(20);
            assert!(now >= first + Duration::from_millis(least), "too early");
            // The calls in flight are no fewer than their requests that run.
            let share = (f64::from(pipeline.snapshot().in_flight) * policies.retry.concurrent_ratio) as u32;
            assert!(all.hedges_running < share.max(policies.retry.concurrent_min), "too many at once");
            all.hedges += 1;
            all.hedges_running += 1;
        } else {
            all.repetitions += u64::from(!sends.is_empty());
        }
        all.running += 1;
        assert!(all.running <= policies.bulkhead.max_concurrent, "a request without a place");
        let spent = (all.hedges + all.repetitions) * u64::from(policies.retry.cost);
        assert!(spent <= u64::from(policies.retry.budget) + all.wins, "beyond the budget");
        sends.push((attempt.number, attempt.hedge, now));
        drop(all);
        let running = Running(seen, attempt.hedge);
        async move {
            let _running = running;
            tokio::time::sleep(Duration::from_millis(reply.after)).await;
            if reply.well { Ok(()) } else { Err(Failure::from(Error::new(Code::Unavailable, "scripted"))) }
        }
    };
    let run = pipeline.run(call.effect, deadline, attempt);
    let ended = tokio::time::timeout(Duration::from_millis(call.leaves), run).await;
    if let Ok(Ok(())) = ended {
        seen.borrow_mut().wins += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn the_budget_holds(policies in policies(), calls in prop::collection::vec(call(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (pipeline, seen) = (Pipeline::new(policies), RefCell::new(Seen::default()));
            futures::future::join_all(calls.iter().map(|call| run(call, &pipeline, &seen))).await;
            let (shown, seen) = (pipeline.snapshot(), seen.borrow());
            assert_eq!((shown.in_flight, shown.queued, seen.running), (0, 0, 0));
            assert_eq!((shown.hedges, pipeline.traffic().retries >= seen.repetitions), (seen.hedges, true));
            assert!(shown.hedges_won <= shown.hedges);
            assert!(shown.retry_tokens <= pipeline.policies().retry.budget);
        });
    }
}
