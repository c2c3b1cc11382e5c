//! Every rule of the pipeline, on a paused clock.
#![allow(clippy::unwrap_used)]

mod breaking;
mod dropping;
mod hedging;
mod readying;
mod repeating;
mod room;

use std::cell::RefCell;
use std::future::pending;
use std::pin::Pin;

use futures::FutureExt as _;

use super::*;
use crate::resilience::{Applied, BreakerPolicy, BulkheadPolicy, RatePolicy, RetryPolicy};

type Answer = Result<u32, Failure>;

/// A system that gives its answers in order, and remembers when it was asked. After the last answer it succeeds.
struct System {
    start: Instant,
    answers: RefCell<std::collections::VecDeque<Answer>>,
    asked: RefCell<Vec<Duration>>,
}

impl System {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = RefCell::new(answers.into_iter().collect());
        Self { start: Instant::now(), answers, asked: RefCell::default() }
    }

    async fn ask(&self, _attempt: Attempt) -> Answer {
        self.asked.borrow_mut().push(self.start.elapsed());
        self.answers.borrow_mut().pop_front().unwrap_or(Ok(200))
    }

    fn hits(&self) -> usize {
        self.asked.borrow().len()
    }
}

fn failed(code: Code, applied: Applied) -> Answer {
    Err(Failure { applied, ..Failure::not_applied(Error::new(code, "scripted")) })
}

fn down() -> Answer {
    failed(Code::Unavailable, Applied::Maybe)
}

fn throttled(seconds: u64) -> Answer {
    let error = Error::new(Code::RateLimited, "slow down").with_retry_after(Duration::from_secs(seconds));
    Err(Failure::not_applied(error))
}

fn seconds(seconds: u64) -> Deadline {
    Deadline::after(Duration::from_secs(seconds))
}

async fn read(pipeline: &Pipeline, system: &System) -> Result<u32> {
    pipeline.run(Effect::Read, seconds(30), |attempt| system.ask(attempt)).await
}

/// A call whose attempts never end.
async fn hang(pipeline: &Pipeline, deadline: Deadline) -> Result<u32> {
    pipeline.run(Effect::Read, deadline, |_| pending::<Answer>()).await
}

/// Polls a call once: it goes as far as it can without waiting.
fn starts_waiting(call: &mut Pin<Box<impl Future>>) {
    assert!(call.as_mut().now_or_never().is_none());
}

/// Policies without retries.
fn once() -> Policies {
    Policies { retry: RetryPolicy { max_attempts: 1, ..RetryPolicy::default() }, ..Policies::default() }
}

fn assert_idle(pipeline: &Pipeline) {
    let shown = pipeline.snapshot();
    assert_eq!((shown.in_flight, shown.queued), (0, 0));
}

#[test]
fn a_running_call_can_move_between_threads() {
    fn check(_: impl Send) {}
    let pipeline = Pipeline::new(Policies::default());
    check(pipeline.run(Effect::Read, pipeline.deadline(), |_| async { Ok::<_, Failure>(1) }));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_works_costs_one_attempt() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([]));
    assert_eq!(read(&pipeline, &system).await.unwrap(), 200);
    let shown = pipeline.snapshot();
    assert_eq!((system.hits(), shown.calls, shown.failures, shown.retry_tokens), (1, 1, 0, 500));
    assert!(shown.last_error.is_none() && shown.latency.is_some());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_the_deadline() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([]));
    let deadline = seconds(0);
    let error = pipeline.run(Effect::Read, deadline, |attempt| system.ask(attempt)).await.unwrap_err();
    assert_eq!((error.code(), system.hits()), (Code::DeadlineExceeded, 0));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_a_call_that_hangs_to_the_millisecond() {
    let (pipeline, start) = (Pipeline::new(Policies::default()), Instant::now());
    let error = hang(&pipeline, Deadline::after(Duration::from_millis(25_100))).await.unwrap_err();
    assert_eq!((error.code(), error.context("attempts")), (Code::DeadlineExceeded, Some("3")));
    assert_eq!(start.elapsed(), Duration::from_millis(25_100));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_cut_at_its_own_timeout() {
    let (pipeline, start) = (Pipeline::new(once()), Instant::now());
    let error = hang(&pipeline, seconds(30)).await.unwrap_err();
    assert_eq!((error.code(), start.elapsed()), (Code::DeadlineExceeded, Duration::from_secs(10)));
    assert!(error.message().contains("10000 ms"));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_ends_itself_in_time_is_heard() {
    let pipeline = Pipeline::new(once());
    let attempt = |attempt: Attempt| async move {
        tokio::time::sleep_until(attempt.deadline.instant()).await;
        Err::<u32, _>(Failure::not_applied(Error::new(Code::Unavailable, "no connection was made in time")))
    };
    let error = pipeline.run(Effect::Unsafe, seconds(30), attempt).await.unwrap_err();
    assert_eq!(error.code(), Code::Unavailable, "it knows that nothing was sent");
}

#[tokio::test(start_paused = true)]
async fn calls_beyond_bulkhead_and_queue_are_refused_in_time() {
    let bulkhead = BulkheadPolicy { max_concurrent: 2, max_queued: 1, queue_ms: 1_000 };
    let pipeline = Pipeline::new(Policies { bulkhead, ..once() });
    let start = Instant::now();
    let call = || async { (hang(&pipeline, seconds(30)).await.unwrap_err().code(), start.elapsed().as_secs()) };
    let ends = futures::future::join_all([call(), call(), call(), call()]).await;
    let cut = (Code::DeadlineExceeded, 10);
    assert_eq!(ends, [cut, cut, (Code::Overloaded, 1), (Code::Overloaded, 0)]);
    assert_idle(&pipeline);
}

#[tokio::test(start_paused = true)]
async fn connections_share_the_places_of_their_tenant_but_not_the_waiting() {
    let places = |max_concurrent| BulkheadPolicy { max_concurrent, ..BulkheadPolicy::default() };
    let tenant = Bulkhead::new(&places(2));
    let connection = || Pipeline::in_tenant(Policies { bulkhead: places(1), ..once() }, &tenant);
    let (one, two, three) = (connection(), connection(), connection());
    let start = Instant::now();
    let call = |pipeline: Pipeline| async move {
        (hang(&pipeline, seconds(30)).await.unwrap_err().code(), start.elapsed().as_secs())
    };
    let calls = [call(one.clone()), call(one.clone()), call(two), call(three)];
    let ends = futures::future::join_all(calls).await;
    // The second call of the first connection waits at home, the third connection at the tenant; both for one second.
    let (cut, refused) = ((Code::DeadlineExceeded, 10), (Code::Overloaded, 1));
    assert_eq!(ends, [cut, refused, cut, refused]);
    assert_eq!(tenant.in_flight(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_rate_policy_spaces_the_attempts() {
    let rate = Some(RatePolicy { requests: 2, per_ms: 1_000, burst: Some(1) });
    let (pipeline, system) = (Pipeline::new(Policies { rate, ..once() }), System::new([]));
    for _ in 0..4 {
        read(&pipeline, &system).await.unwrap();
    }
    let times: Vec<_> = system.asked.borrow().iter().map(Duration::as_millis).collect();
    assert_eq!(times, [0, 500, 1_000, 1_500]);
}

#[tokio::test(start_paused = true)]
async fn the_snapshot_is_plain_json() {
    let (pipeline, system) = (Pipeline::new(once()), System::new([down(), throttled(5)]));
    read(&pipeline, &system).await.unwrap_err();
    read(&pipeline, &system).await.unwrap_err();
    pipeline.isolate();
    let shown = serde_json::to_value(pipeline.snapshot()).unwrap();
    assert_eq!(shown["breaker"]["state"], "isolated");
    assert_eq!(shown["breaker"]["reason"], "manual");
    assert_eq!(shown["breaker"]["failure_ratio"], 0.5);
    assert_eq!(shown["not_before_ms"], 5_000);
    assert_eq!(shown["last_error"]["code"], "RATE_LIMITED");
    assert_eq!((&shown["calls"], &shown["failures"]), (&2.into(), &2.into()));
    assert!(shown["latency"]["p99"].is_number());
}

/// Breaker policy that opens at the first failure.
fn fragile() -> BreakerPolicy {
    BreakerPolicy { consecutive_failures: 1, open_jitter: 0.0, ..BreakerPolicy::default() }
}
