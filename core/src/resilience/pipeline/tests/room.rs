//! Room for what will be wanted soon.

use super::*;

fn places(max_concurrent: u32) -> BulkheadPolicy {
    BulkheadPolicy { max_concurrent, max_queued: 0, queue_ms: 0 }
}

#[tokio::test(start_paused = true)]
async fn half_of_the_free_places_and_one_at_least() {
    for (max, room) in [(1, 1), (3, 1), (10, 5)] {
        let pipeline = Pipeline::new(Policies { bulkhead: places(max), ..Policies::default() });
        assert_eq!(pipeline.room(""), room, "{max}");
    }
    let tenant = Bulkhead::new(&places(4));
    assert_eq!(Pipeline::in_tenant(Policies::default(), &tenant).room(""), 2, "the tenant's places count too");
}

#[tokio::test(start_paused = true)]
async fn one_where_little_of_a_burst_is_left_and_none_while_the_system_wants_to_wait() {
    let rate = Some(RatePolicy { requests: 4, per_ms: 100_000, burst: None });
    let pipeline = Pipeline::new(Policies { rate, ..Policies::default() });
    assert!(pipeline.room("") > 1);
    for _ in 0..3 {
        read(&pipeline, &System::new([])).await.unwrap();
    }
    assert_eq!(pipeline.room(""), 1);
    let retry = RetryPolicy { max_attempts: 1, ..RetryPolicy::default() };
    let asked = Pipeline::new(Policies { retry, ..Policies::default() });
    read(&asked, &System::new([throttled(30)])).await.unwrap_err();
    assert_eq!(asked.room(""), 0);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert!(asked.room("") > 1);
}

#[tokio::test(start_paused = true)]
async fn none_until_the_breaker_is_closed() {
    let breaker =
        BreakerPolicy { consecutive_failures: 1, open_ms: 1_000, open_jitter: 0.0, ..BreakerPolicy::default() };
    let retry = RetryPolicy { max_attempts: 1, ..RetryPolicy::default() };
    let pipeline = Pipeline::new(Policies { breaker, retry, ..Policies::default() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    assert_eq!(pipeline.room(""), 0, "open");
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(pipeline.room(""), 0, "it would be a probe");
    while pipeline.snapshot().breaker.state != BreakerState::Closed {
        read(&pipeline, &System::new([])).await.unwrap();
    }
    assert!(pipeline.room("") > 1);
}
