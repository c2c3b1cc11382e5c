//! The breaker inside the pipeline: what opens it, what does not, how it closes.

use super::*;

fn state(pipeline: &Pipeline) -> BreakerState {
    pipeline.snapshot().breaker.state
}

#[tokio::test(start_paused = true)]
async fn five_failures_in_a_row_open_it_also_after_many_successes() {
    let (pipeline, healthy) = (Pipeline::new(once()), System::new([]));
    for _ in 0..1_000 {
        read(&pipeline, &healthy).await.unwrap();
    }
    let system = System::new((0..100).map(|_| down()));
    for _ in 0..5 {
        assert_eq!(read(&pipeline, &system).await.unwrap_err().code(), Code::Unavailable);
    }
    let error = read(&pipeline, &system).await.unwrap_err();
    assert_eq!((error.code(), system.hits()), (Code::CircuitOpen, 5));
    let wait = error.retry_after().unwrap();
    assert!((5_000..=6_000).contains(&wait.as_millis()), "{wait:?}");
    assert_eq!(pipeline.snapshot().breaker.reason, Some(crate::resilience::Reason::ConsecutiveFailures));
    tokio::time::advance(wait).await;
    assert_eq!(read(&pipeline, &system).await.unwrap_err().code(), Code::Unavailable, "the probe goes through");
    let doubled = read(&pipeline, &system).await.unwrap_err().retry_after().unwrap();
    assert!((10_000..=12_000).contains(&doubled.as_millis()), "{doubled:?}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_the_breaker_refuses_reports_the_failure_behind_it() {
    let policies = Policies { breaker: fragile(), ..Policies::default() };
    let (pipeline, system) = (Pipeline::new(policies), System::new([down(), down()]));
    let error = read(&pipeline, &system).await.unwrap_err();
    assert_eq!((error.code(), error.context("attempts")), (Code::Unavailable, Some("1")));
    assert_eq!((system.hits(), system.start.elapsed()), (1, Duration::ZERO), "no waiting for a refusal");
    assert_eq!(read(&pipeline, &system).await.unwrap_err().code(), Code::CircuitOpen);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_refused_credentials_and_bad_requests_do_not_open_it() {
    let pipeline = Pipeline::new(once());
    let codes = [Code::Unauthenticated, Code::PermissionDenied, Code::NotFound, Code::InvalidInput, Code::RateLimited];
    for code in codes.into_iter().cycle().take(10_000) {
        read(&pipeline, &System::new([failed(code, Applied::No)])).await.unwrap_err();
    }
    let shown = pipeline.snapshot().breaker;
    assert_eq!((shown.state, shown.failure_ratio, shown.generation), (BreakerState::Closed, 0.0, 0));
}

#[tokio::test(start_paused = true)]
async fn faults_of_ours_say_nothing_about_the_system() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), ..once() });
    for code in [Code::SecretUnavailable, Code::EgressDenied, Code::StorageUnavailable] {
        read(&pipeline, &System::new([failed(code, Applied::No)])).await.unwrap_err();
    }
    assert_eq!(pipeline.snapshot().breaker.calls, 0);
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    for _ in 0..5 {
        read(&pipeline, &System::new([failed(Code::SecretUnavailable, Applied::No)])).await.unwrap_err();
    }
    assert_eq!(state(&pipeline), BreakerState::HalfOpen, "they do not close it either");
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_slow_open_it() {
    let pipeline = Pipeline::new(once());
    let slow = |_| async {
        sleep(Duration::from_secs(5)).await;
        Ok::<_, Failure>(200)
    };
    for round in 0..2 {
        assert_eq!(state(&pipeline), BreakerState::Closed, "round {round}");
        let calls = (0..10).map(|_| pipeline.run(Effect::Read, seconds(30), slow));
        for result in futures::future::join_all(calls).await {
            result.unwrap();
        }
    }
    let shown = pipeline.snapshot().breaker;
    assert_eq!((shown.state, shown.slow_ratio, shown.failure_ratio), (BreakerState::Open, 1.0, 0.0));
    assert_eq!(shown.reason, Some(crate::resilience::Reason::SlowRatio));
}

#[tokio::test(start_paused = true)]
async fn callers_in_a_hurry_do_not_open_it_but_a_hanging_system_does() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), ..once() });
    for _ in 0..100 {
        let deadline = Deadline::after(Duration::from_millis(100));
        assert_eq!(hang(&pipeline, deadline).await.unwrap_err().code(), Code::DeadlineExceeded);
    }
    assert_eq!(state(&pipeline), BreakerState::Closed);
    hang(&pipeline, seconds(6)).await.unwrap_err();
    assert_eq!(state(&pipeline), BreakerState::Open);
}

#[tokio::test(start_paused = true)]
async fn fifty_callers_at_half_open_make_one_probe_at_a_time() {
    let bulkhead = BulkheadPolicy { max_concurrent: 50, ..BulkheadPolicy::default() };
    let pipeline = Pipeline::new(Policies { breaker: fragile(), bulkhead, ..once() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    let asked = std::cell::Cell::new(0);
    for round in 1..=3 {
        assert_eq!(state(&pipeline), BreakerState::HalfOpen);
        let probe = |_| async {
            asked.set(asked.get() + 1);
            sleep(Duration::from_millis(10)).await;
            Ok::<_, Failure>(200)
        };
        let calls = (0..50).map(|_| pipeline.run(Effect::Read, seconds(30), probe));
        let results = futures::future::join_all(calls).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().flat_map(|result| result.as_ref().err()).all(|error| error.code() == Code::CircuitOpen));
        assert_eq!(asked.get(), round);
    }
    assert_eq!(state(&pipeline), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_probe_frees_its_place_a_hundred_times() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), ..once() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    for _ in 0..100 {
        let mut probe = Box::pin(hang(&pipeline, seconds(30)));
        starts_waiting(&mut probe);
        assert_eq!(read(&pipeline, &System::new([])).await.unwrap_err().code(), Code::CircuitOpen);
        drop(probe);
    }
    for _ in 0..3 {
        read(&pipeline, &System::new([])).await.unwrap();
    }
    assert_eq!(state(&pipeline), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_nobody_polls_any_more_loses_its_place_after_timeout_and_grace() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), ..once() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    let mut forgotten = Box::pin(hang(&pipeline, seconds(30)));
    starts_waiting(&mut forgotten);
    tokio::time::advance(Duration::from_millis(10_999)).await;
    assert_eq!(read(&pipeline, &System::new([])).await.unwrap_err().code(), Code::CircuitOpen);
    tokio::time::advance(Duration::from_millis(1)).await;
    for _ in 0..3 {
        read(&pipeline, &System::new([])).await.unwrap();
    }
    assert_eq!(state(&pipeline), BreakerState::Closed);
    assert_eq!(forgotten.await.unwrap_err().code(), Code::DeadlineExceeded);
    assert_eq!(state(&pipeline), BreakerState::Closed, "its late failure changes nothing");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_the_rate_limiter_does_not_hold_the_place_of_the_probe() {
    let pipeline = Pipeline::new(Policies { breaker: fragile(), ..once() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    pipeline.0.limiter.hold(Duration::from_secs(20), Instant::now());
    let (mut first, mut second) = (Box::pin(hang(&pipeline, seconds(60))), Box::pin(hang(&pipeline, seconds(60))));
    starts_waiting(&mut first);
    starts_waiting(&mut second);
    tokio::time::advance(Duration::from_secs(20)).await;
    starts_waiting(&mut first);
    assert_eq!(second.await.unwrap_err().code(), Code::CircuitOpen, "now the first one probes");
}

#[tokio::test(start_paused = true)]
async fn the_breaker_is_asked_again_after_a_wait() {
    let (pipeline, system) = (Pipeline::new(once()), System::new([throttled(20)]));
    read(&pipeline, &system).await.unwrap_err();
    let mut waiting = Box::pin(read(&pipeline, &system));
    starts_waiting(&mut waiting);
    pipeline.isolate();
    assert_eq!(waiting.await.unwrap_err().code(), Code::CircuitOpen);
    assert_eq!((system.start.elapsed(), system.hits()), (Duration::from_secs(20), 1));
}

#[tokio::test(start_paused = true)]
async fn isolated_by_hand_until_reset_by_hand() {
    let (pipeline, system) = (Pipeline::new(Policies::default()), System::new([]));
    pipeline.isolate();
    tokio::time::advance(Duration::from_secs(86_400)).await;
    let error = read(&pipeline, &system).await.unwrap_err();
    assert_eq!((error.code(), error.retry_after(), system.hits()), (Code::CircuitOpen, None, 0));
    pipeline.reset();
    read(&pipeline, &system).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn pipelines_do_not_know_each_other() {
    let policies = || Policies { breaker: fragile(), ..once() };
    let (ill, well) = (Pipeline::new(policies()), Pipeline::new(policies()));
    read(&ill, &System::new([down()])).await.unwrap_err();
    assert_eq!((state(&ill), state(&well)), (BreakerState::Open, BreakerState::Closed));
    read(&well, &System::new([])).await.unwrap();
}
