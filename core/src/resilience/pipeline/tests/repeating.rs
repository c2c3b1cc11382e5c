//! Which attempts are repeated, when, and what the caller is told.

use super::*;

const EFFECTS: [Effect; 4] = [Effect::Read, Effect::Idempotent, Effect::Keyed, Effect::Unsafe];

async fn run(pipeline: &Pipeline, effect: Effect, system: &System) -> Result<u32> {
    pipeline.run(effect, seconds(30), |attempt| system.ask(attempt)).await
}

#[tokio::test(start_paused = true)]
async fn what_surely_had_no_effect_is_repeated_for_every_effect() {
    for effect in EFFECTS {
        let no = || failed(Code::Unavailable, Applied::No);
        let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([no(), no()]));
        assert_eq!(run(&pipeline, effect, &system).await.unwrap(), 200, "{effect:?}");
        assert_eq!(system.hits(), 3);
        assert_eq!(pipeline.snapshot().retry_tokens, 500 - 2 * 14 + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_had_an_effect_is_repeated_only_when_twice_is_like_once() {
    for effect in EFFECTS {
        let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([down()]));
        let result = run(&pipeline, effect, &system).await;
        if matches!(effect, Effect::Read | Effect::Idempotent) {
            assert_eq!((result.unwrap(), system.hits()), (200, 2));
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!((error.code(), system.hits()), (Code::OutcomeUnknown, 1), "{effect:?}: exactly one attempt");
        assert_eq!((error.context("cause_code"), error.retryable()), (Some("UNAVAILABLE"), false));
        assert_eq!(error.parts().causes, ["UNAVAILABLE: scripted"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_cut_off_has_an_unknown_outcome() {
    let pipeline = Pipeline::new(Policies::default());
    let mut hits = 0;
    let attempt = |_| {
        hits += 1;
        pending::<Answer>()
    };
    let error = pipeline.run(Effect::Unsafe, seconds(30), attempt).await.unwrap_err();
    assert_eq!((error.code(), hits), (Code::OutcomeUnknown, 1));
    assert_eq!(error.context("cause_code"), Some("DEADLINE_EXCEEDED"));
}

#[tokio::test(start_paused = true)]
async fn a_write_that_fails_unclearly_at_its_second_attempt_ends_there() {
    let answers = [failed(Code::Unavailable, Applied::No), failed(Code::UpstreamInvalid, Applied::Maybe)];
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new(answers));
    let error = run(&pipeline, Effect::Keyed, &system).await.unwrap_err();
    assert_eq!((error.code(), system.hits()), (Code::OutcomeUnknown, 2));
    assert_eq!((error.context("cause_code"), error.context("attempts")), (Some("UPSTREAM_INVALID"), Some("2")));
}

#[tokio::test(start_paused = true)]
async fn a_clear_answer_stays_what_it_is() {
    for code in [Code::NotFound, Code::InvalidInput, Code::Conflict, Code::PermissionDenied, Code::Unauthenticated] {
        for effect in EFFECTS {
            let system = System::new([failed(code, Applied::Maybe)]);
            let error = run(&Pipeline::new(Policies::default()), effect, &system).await.unwrap_err();
            assert_eq!((error.code(), error.context("attempts"), system.hits()), (code, None, 1));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn spent_attempts_leave_the_code_and_are_counted() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([down(), down(), down()]));
    let error = read(&pipeline, &system).await.unwrap_err();
    assert_eq!((error.code(), error.context("attempts")), (Code::Unavailable, Some("3")));
    assert_eq!(system.hits(), 3);
    assert!(*system.asked.borrow().last().unwrap() <= Duration::from_millis(50 + 100 + 2));
}

#[tokio::test(start_paused = true)]
async fn attempts_are_numbered() {
    let mut numbers = Vec::new();
    let attempt = |attempt: Attempt| {
        numbers.push(attempt.number);
        std::future::ready(down())
    };
    Pipeline::new(Policies::default()).run(Effect::Read, seconds(30), attempt).await.unwrap_err();
    assert_eq!(numbers, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_the_system_asks_for_is_kept() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([throttled(7)]));
    read(&pipeline, &system).await.unwrap();
    assert_eq!(*system.asked.borrow(), [Duration::ZERO, Duration::from_secs(7)]);
    assert_eq!(pipeline.snapshot().retry_tokens, 500 - 5 + 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_ends_the_call_at_once_with_the_same_error() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([throttled(31)]));
    let error = read(&pipeline, &system).await.unwrap_err();
    assert_eq!((error.code(), error.retry_after()), (Code::RateLimited, Some(Duration::from_secs(31))));
    assert_eq!((system.start.elapsed(), error.message()), (Duration::ZERO, "slow down"));
    assert_eq!(pipeline.snapshot().retry_tokens, 500, "a retry that is not made costs nothing");
}

#[tokio::test(start_paused = true)]
async fn other_calls_of_the_connection_wait_too() {
    let (pipeline, system) = (Pipeline::new(once()), System::new([throttled(7)]));
    read(&pipeline, &system).await.unwrap_err();
    let short = pipeline.run(Effect::Read, seconds(5), |attempt| system.ask(attempt)).await.unwrap_err();
    assert_eq!((short.code(), short.retry_after()), (Code::RateLimited, Some(Duration::from_secs(7))));
    read(&pipeline, &system).await.unwrap();
    assert_eq!(*system.asked.borrow(), [Duration::ZERO, Duration::from_secs(7)]);
    assert_eq!(pipeline.snapshot().not_before_ms, None);
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_multiplied() {
    let breaker = BreakerPolicy { enabled: false, ..BreakerPolicy::default() };
    let pipeline = Pipeline::new(Policies { breaker, ..Policies::default() });
    let system = System::new((0..2_000).map(|_| down()));
    for _ in 0..1_000 {
        assert_eq!(read(&pipeline, &system).await.unwrap_err().code(), Code::Unavailable);
    }
    assert_eq!(system.hits(), 1_035);
}
