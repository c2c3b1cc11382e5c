//! When a slow read is sent a second time, which answer counts, and what is learned from the two.

use super::*;
use crate::resilience::HedgePolicy;

/// What a system does with its requests in turn: when it answers, if ever, and what. More are answered at once.
struct Slow {
    start: Instant,
    plan: RefCell<std::collections::VecDeque<(Option<u64>, Answer)>>,
    /// When requests came, and whether they were hedges.
    came: RefCell<Vec<(u128, bool)>>,
    dropped: std::cell::Cell<u32>,
}

/// Notes a request that is given up.
struct GivenUp<'a>(&'a Slow, bool);

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        if self.1 {
            self.0.dropped.set(self.0.dropped.get() + 1);
        }
    }
}

impl Slow {
    fn new(plan: impl IntoIterator<Item = (Option<u64>, Answer)>) -> Slow {
        let plan = RefCell::new(plan.into_iter().collect());
        Slow { start: Instant::now(), plan, came: RefCell::default(), dropped: std::cell::Cell::default() }
    }

    async fn ask(&self, attempt: Attempt) -> Answer {
        self.came.borrow_mut().push((self.start.elapsed().as_millis(), attempt.hedge));
        let (after, answer) = self.plan.borrow_mut().pop_front().unwrap_or((Some(0), Ok(200)));
        let mut given_up = GivenUp(self, true);
        match after {
            Some(after) => tokio::time::sleep(Duration::from_millis(after)).await,
            None => pending().await,
        }
        given_up.1 = false;
        answer
    }

    async fn read(&self, pipeline: &Pipeline) -> Result<u32> {
        self.call(pipeline, Effect::Read, seconds(30)).await
    }

    async fn call(&self, pipeline: &Pipeline, effect: Effect, deadline: Deadline) -> Result<u32> {
        pipeline.run(effect, deadline, |attempt| self.ask(attempt)).await
    }

    fn came(&self) -> Vec<(u128, bool)> {
        self.came.borrow().clone()
    }
}

const STALLS: (Option<u64>, Answer) = (None, Ok(0));

fn after(after: u64, answer: u32) -> (Option<u64>, Answer) {
    (Some(after), Ok(answer))
}

/// Hedges after 100 ms.
fn hedged() -> Policies {
    let hedge = Some(HedgePolicy { after_ms: Some(100), ..HedgePolicy::default() });
    Policies { hedge, ..Policies::default() }
}

fn counted(pipeline: &Pipeline) -> (u64, u64) {
    let shown = pipeline.snapshot();
    (shown.hedges, shown.hedges_won)
}

/// A call to a system that stalls once is answered as if it were not hedged: after the attempt's ten seconds.
async fn is_not_hedged(pipeline: &Pipeline, effect: Effect, deadline: Deadline) {
    let (slow, before) = (Slow::new([(Some(9_000), Ok(1))]), counted(pipeline));
    assert_eq!(slow.call(pipeline, effect, deadline).await.unwrap(), 1);
    assert_eq!((slow.came().len(), counted(pipeline)), (1, before));
}

#[tokio::test(start_paused = true)]
async fn a_stalled_read_is_answered_by_the_second_request() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([STALLS, after(30, 2)]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 2);
    assert_eq!((slow.start.elapsed().as_millis(), slow.came()), (130, vec![(0, false), (100, true)]));
    assert_eq!((slow.dropped.get(), counted(&pipeline)), (1, (1, 1)));
    let shown = pipeline.snapshot();
    assert_eq!((shown.retry_tokens, shown.breaker.calls, shown.in_flight), (500 - 14 + 1, 1, 0));
    assert_eq!(pipeline.traffic().retries, 0);
}

#[tokio::test(start_paused = true)]
async fn a_fast_answer_is_one_request() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([after(99, 1)]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 1);
    assert_eq!((slow.came().len(), counted(&pipeline), pipeline.snapshot().retry_tokens), (1, (0, 0), 500));
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_is_overtaken_counts_for_nothing() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([after(150, 1), after(500, 2)]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 1);
    assert_eq!((slow.start.elapsed().as_millis(), slow.dropped.get()), (150, 1));
    assert_eq!(counted(&pipeline), (1, 0));
    assert_eq!((pipeline.traffic().attempts.count, pipeline.snapshot().breaker.calls), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn never_a_write_nor_work_in_the_background_nor_what_says_no() {
    let pipeline = Pipeline::new(hedged());
    for effect in [Effect::Idempotent, Effect::Keyed, Effect::Unsafe] {
        is_not_hedged(&pipeline, effect, seconds(30)).await;
    }
    is_not_hedged(&pipeline, Effect::Read, seconds(30).in_background(true)).await;
    is_not_hedged(&pipeline, Effect::Read, seconds(30).hedged(Some(false))).await;
    is_not_hedged(&Pipeline::new(Policies::default()), Effect::Read, seconds(30)).await;
    let slow = Slow::new([STALLS]);
    assert_eq!(slow.call(&pipeline, Effect::Read, seconds(30).hedged(Some(true))).await.unwrap(), 200);
}

#[tokio::test(start_paused = true)]
async fn never_at_or_after_the_deadline_or_the_timeout() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([STALLS]));
    let error = slow.call(&pipeline, Effect::Read, Deadline::after(Duration::from_millis(100))).await.unwrap_err();
    assert_eq!((error.code(), slow.came().len()), (Code::DeadlineExceeded, 1));
    let short = Pipeline::new(Policies { attempt_timeout_ms: 100, ..hedged() });
    let slow = Slow::new([STALLS, after(0, 2)]);
    assert_eq!(slow.read(&short).await.unwrap(), 2);
    assert_eq!(counted(&short), (0, 0), "the repetition answered");
}

#[tokio::test(start_paused = true)]
async fn one_per_call_however_often_it_is_repeated() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([STALLS, STALLS, STALLS, after(0, 4)]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 4);
    let hedges = slow.came().iter().filter(|(_, hedge)| *hedge).count();
    assert_eq!((slow.came().len(), hedges, counted(&pipeline)), (4, 1, (1, 0)));
}

#[tokio::test(start_paused = true)]
async fn a_failure_waits_for_the_other_answer_and_a_clear_refusal_does_not() {
    let late = |after, answer| (Some(after), answer);
    for plan in [[late(150, down()), after(100, 7)], [after(300, 7), late(50, down())]] {
        let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new(plan));
        assert_eq!(slow.read(&pipeline).await.unwrap(), 7);
        assert_eq!((slow.came().len(), pipeline.traffic().retries, slow.dropped.get()), (2, 0, 0));
        assert_eq!((pipeline.snapshot().breaker.calls, pipeline.snapshot().breaker.failure_ratio), (2, 0.5));
    }
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([STALLS, late(5, failed(Code::NotFound, Applied::No))]));
    assert_eq!(slow.read(&pipeline).await.unwrap_err().code(), Code::NotFound);
    assert_eq!((slow.start.elapsed().as_millis(), counted(&pipeline)), (105, (1, 1)));
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([late(200, down()), late(300, down()), after(0, 9)]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 9);
    assert_eq!((slow.came().len(), pipeline.traffic().retries), (3, 1), "both failed: the call is repeated");
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_is_told_to_wait_holds_all_back_and_the_first_goes_on() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([after(400, 1), (Some(10), throttled(7))]));
    assert_eq!(slow.read(&pipeline).await.unwrap(), 1);
    assert_eq!(pipeline.snapshot().not_before_ms, Some(7_000 - 290));
}

#[tokio::test(start_paused = true)]
async fn what_was_overtaken_is_still_slow_for_the_breaker() {
    let breaker =
        BreakerPolicy { slow_call_ms: 1_000, minimum_throughput: 4, slow_ratio: 0.5, ..BreakerPolicy::default() };
    let hedge = Some(HedgePolicy { after_ms: Some(1_500), ..HedgePolicy::default() });
    let pipeline = Pipeline::new(Policies { breaker, hedge, ..Policies::default() });
    for _ in 0..2 {
        let slow = Slow::new([STALLS, after(10, 2)]);
        assert_eq!(slow.read(&pipeline).await.unwrap(), 2);
    }
    let shown = pipeline.snapshot().breaker;
    assert_eq!((shown.calls, shown.state), (4, BreakerState::Open), "each call was one slow and one fast request");
    assert_eq!(shown.reason, Some(crate::resilience::Reason::SlowRatio));
}

#[tokio::test(start_paused = true)]
async fn the_delay_is_learned_once_there_are_samples_and_does_not_shrink_by_hedging() {
    let hedge = Some(HedgePolicy { after_ms: None, min_ms: 50, min_samples: 20 });
    let pipeline = Pipeline::new(Policies { hedge, ..Policies::default() });
    let first = Slow::new([after(400, 1)]);
    first.read(&pipeline).await.unwrap();
    assert_eq!(first.came().len(), 1, "one sample is not enough");
    for _ in 0..40 {
        Slow::new([after(10, 1)]).read(&pipeline).await.unwrap();
    }
    let slow = Slow::new([STALLS]);
    slow.read(&pipeline).await.unwrap();
    assert_eq!(slow.came(), [(0, false), (50, true)], "not below the floor");
    for _ in 0..200 {
        Slow::new([after(300, 1)]).read(&pipeline).await.unwrap();
    }
    let p95 = pipeline.snapshot().latency.unwrap().p95;
    assert!((300.0..=340.0).contains(&p95), "{p95}");
    // Every twentieth stalls: the time learned stays, since what was overtaken took at least as long.
    for round in 0..400 {
        let plan = if round % 20 == 0 { STALLS } else { after(300, 1) };
        Slow::new([plan, after(300, 2)]).read(&pipeline).await.unwrap();
    }
    let later = pipeline.snapshot().latency.unwrap().p95;
    assert!(later >= p95, "{later} after {p95}");
}

#[tokio::test(start_paused = true)]
async fn a_total_stall_is_asked_little_more() {
    let breaker = BreakerPolicy { enabled: false, ..BreakerPolicy::default() };
    let pipeline = Pipeline::new(Policies { breaker, ..hedged() });
    let slow = Slow::new((0..2_000).map(|_| STALLS));
    for _ in 0..300 {
        slow.read(&pipeline).await.unwrap_err();
    }
    // 500 / 14, for repetitions and hedges together.
    assert_eq!(slow.came().len(), 300 + 35);
    assert_eq!(counted(&pipeline).0 + pipeline.traffic().retries, 35);
}

#[tokio::test(start_paused = true)]
async fn few_at_once() {
    let places = BulkheadPolicy { max_concurrent: 100, ..BulkheadPolicy::default() };
    for (calls, most) in [(10, 3), (40, 8)] {
        let pipeline =
            Pipeline::new(Policies { bulkhead: places.clone(), ..Policies { retry: once().retry, ..hedged() } });
        let slow = Slow::new((0..200).map(|_| STALLS));
        futures::future::join_all((0..calls).map(|_| slow.read(&pipeline))).await;
        assert_eq!(slow.came().len(), calls + most, "20 % of {calls}, or three");
        assert_idle(&pipeline);
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_free_place_there_is_none() {
    let places = |max_concurrent| BulkheadPolicy { max_concurrent, ..BulkheadPolicy::default() };
    let one = Pipeline::new(Policies { bulkhead: places(1), ..hedged() });
    is_not_hedged(&one, Effect::Read, seconds(30)).await;
    let tenant = Bulkhead::new(&places(1));
    let shared = Pipeline::in_tenant(hedged(), &tenant);
    is_not_hedged(&shared, Effect::Read, seconds(30)).await;
    assert_eq!((tenant.in_flight(), shared.snapshot().retry_tokens), (0, 500), "and nothing is lost by it");
}

#[tokio::test(start_paused = true)]
async fn a_short_rate_budget_is_left_to_others() {
    let rate = |requests| Some(RatePolicy { requests, per_ms: 100_000, burst: None });
    let short = Pipeline::new(Policies { rate: rate(3), ..hedged() });
    for _ in 0..2 {
        Slow::new([]).read(&short).await.unwrap();
    }
    is_not_hedged(&short, Effect::Read, seconds(30)).await;
    assert_eq!(short.snapshot().retry_tokens, 500);
    let plenty = Pipeline::new(Policies { rate: rate(100), ..hedged() });
    let slow = Slow::new([STALLS]);
    slow.read(&plenty).await.unwrap();
    assert_eq!(counted(&plenty), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_probe_has_none() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), retry: once().retry, ..hedged() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    let slow = Slow::new([after(400, 1), after(400, 1), after(400, 1), STALLS]);
    for _ in 0..3 {
        slow.read(&pipeline).await.unwrap();
    }
    assert_eq!((slow.came().len(), pipeline.snapshot().breaker.state), (3, BreakerState::Closed));
    slow.read(&pipeline).await.unwrap();
    assert_eq!(counted(&pipeline), (1, 1), "once it is closed");
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_has_none_either() {
    let (pipeline, slow) = (Pipeline::new(hedged()), Slow::new([after(400, 1)]));
    let mut call = Box::pin(slow.read(&pipeline));
    starts_waiting(&mut call);
    pipeline.isolate();
    assert_eq!(call.await.unwrap(), 1);
    assert_eq!(slow.came().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_drops_both() {
    let pipeline =
        Pipeline::new(Policies { retry: RetryPolicy { concurrent_min: 1, ..RetryPolicy::default() }, ..hedged() });
    for round in 1..=20 {
        let slow = Slow::new([STALLS, STALLS]);
        let mut call = Box::pin(slow.read(&pipeline));
        starts_waiting(&mut call);
        tokio::time::advance(Duration::from_millis(100)).await;
        starts_waiting(&mut call);
        assert_eq!(pipeline.snapshot().in_flight, 2, "a hedge has a place of its own");
        drop(call);
        assert_eq!((slow.came().len(), slow.dropped.get(), counted(&pipeline)), (2, 2, (round, 0)));
        assert_idle(&pipeline);
    }
    assert_eq!((pipeline.snapshot().breaker.calls, pipeline.traffic().attempts.count), (0, 0));
}
