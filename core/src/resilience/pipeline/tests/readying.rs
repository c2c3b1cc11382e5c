//! What attempts need first: a login, sent as a request of its own.

use super::*;
use crate::resilience::{Current, Then};

/// A system with sessions: logins and calls are asked for apart.
struct Sessions {
    pipeline: Pipeline,
    current: Current<u32>,
    logins: System,
    calls: System,
}

impl Sessions {
    fn new(
        policies: Policies,
        logins: impl IntoIterator<Item = Answer>,
        calls: impl IntoIterator<Item = Answer>,
    ) -> Self {
        let (logins, calls) = (System::new(logins), System::new(calls));
        Self { pipeline: Pipeline::new(policies), current: Current::default(), logins, calls }
    }

    /// A call that needs a session. The first one opens it.
    async fn call(&self, effect: Effect, deadline: Deadline) -> Result<u32> {
        let first = Attempt { number: 1, deadline, hedge: false };
        let login = || self.pipeline.prepare("", deadline, self.logins.ask(first));
        let ready = || async { self.current.get_or_make(|_| true, login()).await.map(drop) };
        self.pipeline.run_on("", effect, deadline, ready, |attempt| self.calls.ask(attempt)).await
    }

    fn hits(&self) -> (usize, usize) {
        (self.logins.hits(), self.calls.hits())
    }
}

fn old() -> Answer {
    let error = Error::new(Code::Unauthenticated, "the session is over");
    Err(Failure { then: Then::Renew, ..Failure::not_applied(error) })
}

fn millis_of(system: &System) -> Vec<u128> {
    system.asked.borrow().iter().map(Duration::as_millis).collect()
}

#[tokio::test(start_paused = true)]
async fn a_login_takes_a_token_of_its_own() {
    let rate = Some(RatePolicy { requests: 2, per_ms: 1_000, burst: Some(1) });
    let sessions = Sessions::new(Policies { rate, ..once() }, [], []);
    for _ in 0..2 {
        sessions.call(Effect::Read, seconds(30)).await.unwrap();
    }
    assert_eq!((millis_of(&sessions.logins), millis_of(&sessions.calls)), (vec![0], vec![500, 1_000]));
}

#[tokio::test(start_paused = true)]
async fn a_login_takes_no_place_beside_the_call_that_needs_it() {
    let bulkhead = BulkheadPolicy { max_concurrent: 1, max_queued: 0, queue_ms: 0 };
    let sessions = Sessions::new(Policies { bulkhead, ..once() }, [], []);
    assert_eq!(sessions.call(Effect::Read, seconds(30)).await.unwrap(), 200);
    assert_eq!(sessions.hits(), (1, 1));
    assert_idle(&sessions.pipeline);
}

#[tokio::test(start_paused = true)]
async fn no_login_is_sent_while_the_breaker_is_open() {
    let sessions = Sessions::new(Policies { breaker: fragile(), ..once() }, [down()], []);
    assert_eq!(sessions.call(Effect::Read, seconds(30)).await.unwrap_err().code(), Code::Unavailable);
    assert_eq!(sessions.call(Effect::Read, seconds(30)).await.unwrap_err().code(), Code::CircuitOpen);
    assert_eq!(sessions.hits(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_login_that_fails_is_repeated_as_attempts_are() {
    let sessions = Sessions::new(Policies::default(), [down(), down()], []);
    assert_eq!(sessions.call(Effect::Unsafe, seconds(30)).await.unwrap(), 200);
    assert_eq!(sessions.hits(), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_login_hangs_was_surely_not_sent() {
    let pipeline = Pipeline::new(once());
    let deadline = seconds(30);
    let ready = || pipeline.prepare("", deadline, pending());
    let system = System::new([]);
    let call = pipeline.run_on("", Effect::Unsafe, deadline, ready, |attempt| system.ask(attempt));
    let error = call.await.unwrap_err();
    // Not OUTCOME_UNKNOWN. It was cut at the timeout of one attempt.
    assert_eq!((error.code(), system.hits()), (Code::DeadlineExceeded, 0));
    assert_eq!(system.start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn an_old_session_is_renewed_at_once_and_one_time() {
    let (pipeline, system) = (Pipeline::new(once()), System::new([old(), Ok(200), old(), old()]));
    let readied = RefCell::new(0);
    let ready = || async {
        *readied.borrow_mut() += 1;
        Ok(())
    };
    let call = || pipeline.run_on("", Effect::Unsafe, seconds(30), ready, |attempt| system.ask(attempt));
    assert_eq!(call().await.unwrap(), 200);
    assert_eq!((*readied.borrow(), system.hits(), system.start.elapsed().as_millis()), (2, 2, 0));
    assert_eq!(call().await.unwrap_err().code(), Code::Unauthenticated);
    assert_eq!((*readied.borrow(), system.hits()), (4, 4));
    assert_eq!(pipeline.snapshot().retry_tokens, 500, "that is no retry");
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_login_waits_under_his_own_deadline() {
    let pipeline = Pipeline::new(Policies { attempt_timeout_ms: 5_000, ..once() });
    let (current, start) = (Current::default(), Instant::now());
    let call = |limit: u64| {
        let (pipeline, current, deadline) = (&pipeline, &current, seconds(limit));
        async move {
            let login = || {
                pipeline.prepare("", deadline, async {
                    tokio::time::sleep(Duration::from_secs(4)).await;
                    Ok(7_u32)
                })
            };
            let ready = || async { current.get_or_make(|_| true, login()).await.map(drop) };
            let done = pipeline.run_on("", Effect::Read, deadline, ready, |_| std::future::ready(Ok(1))).await;
            (done.map_err(|error| error.code()), start.elapsed().as_secs())
        }
    };
    let ends = futures::future::join_all([call(30), call(2), call(30)]).await;
    assert_eq!(ends, [(Ok(1), 4), (Err(Code::DeadlineExceeded), 2), (Ok(1), 4)]);
}
