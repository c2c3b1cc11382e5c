//! A caller that goes away, at any point, leaves nothing behind.

use super::*;

/// One call, one place, one probe, one token: whatever is not given back stops the next call.
fn narrow() -> Policies {
    Policies {
        bulkhead: BulkheadPolicy { max_concurrent: 1, ..BulkheadPolicy::default() },
        breaker: BreakerPolicy { probe_successes: 1, ..fragile() },
        retry: RetryPolicy { concurrent_min: 1, concurrent_ratio: 0.0, ..RetryPolicy::default() },
        ..Policies::default()
    }
}

async fn works_at_once(pipeline: &Pipeline) {
    assert_idle(pipeline);
    let start = Instant::now();
    read(pipeline, &System::new([])).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn while_it_was_never_polled() {
    let pipeline = Pipeline::new(narrow());
    drop(hang(&pipeline, seconds(30)));
    works_at_once(&pipeline).await;
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_a_place() {
    let pipeline = Pipeline::new(narrow());
    let mut running = Box::pin(hang(&pipeline, seconds(30)));
    let mut waiting = Box::pin(hang(&pipeline, seconds(30)));
    starts_waiting(&mut running);
    starts_waiting(&mut waiting);
    assert_eq!((pipeline.snapshot().in_flight, pipeline.snapshot().queued), (1, 1));
    drop((waiting, running));
    works_at_once(&pipeline).await;
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_a_place_of_the_tenant() {
    let tenant = Bulkhead::new(&BulkheadPolicy { max_concurrent: 1, ..BulkheadPolicy::default() });
    let one = Pipeline::in_tenant(narrow(), &tenant);
    let two = Pipeline::in_tenant(narrow(), &tenant);
    let mut running = Box::pin(hang(&one, seconds(30)));
    let mut waiting = Box::pin(hang(&two, seconds(30)));
    starts_waiting(&mut running);
    starts_waiting(&mut waiting);
    assert_eq!((tenant.in_flight(), tenant.queued(), two.snapshot().in_flight), (1, 1, 1));
    drop((running, waiting));
    assert_eq!((tenant.in_flight(), tenant.queued()), (0, 0));
    works_at_once(&two).await;
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_the_rate_limiter() {
    let rate = Some(RatePolicy { requests: 1, per_ms: 1_000, burst: None });
    let bulkhead = BulkheadPolicy { max_concurrent: 100, ..BulkheadPolicy::default() };
    let pipeline = Pipeline::new(Policies { rate, bulkhead, ..narrow() });
    let system = System::new([]);
    read(&pipeline, &system).await.unwrap();
    let mut waiting: Vec<_> = (0..20).map(|_| Box::pin(hang(&pipeline, seconds(30)))).collect();
    for call in &mut waiting {
        starts_waiting(call);
    }
    drop(waiting);
    read(&pipeline, &system).await.unwrap();
    assert_eq!(*system.asked.borrow(), [Duration::ZERO, Duration::from_secs(1)], "they have taken no tokens");
    assert_idle(&pipeline);
}

#[tokio::test(start_paused = true)]
async fn while_its_attempt_runs() {
    let pipeline = Pipeline::new(narrow());
    let mut running = Box::pin(hang(&pipeline, seconds(30)));
    starts_waiting(&mut running);
    drop(running);
    assert_eq!(pipeline.snapshot().breaker.calls, 0, "a caller that goes away says nothing about the system");
    works_at_once(&pipeline).await;
}

#[tokio::test(start_paused = true)]
async fn while_it_probes() {
    let pipeline = Pipeline::new(Policies { retry: once().retry, ..narrow() });
    read(&pipeline, &System::new([down()])).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(5)).await;
    let mut probe = Box::pin(hang(&pipeline, seconds(30)));
    starts_waiting(&mut probe);
    drop(probe);
    works_at_once(&pipeline).await;
    assert_eq!(pipeline.snapshot().breaker.state, BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_its_retry() {
    let breaker = BreakerPolicy { enabled: false, ..BreakerPolicy::default() };
    let pipeline = Pipeline::new(Policies { breaker, ..narrow() });
    for _ in 0..10 {
        let system = System::new([throttled(1)]);
        let mut call = Box::pin(read(&pipeline, &system));
        starts_waiting(&mut call);
        assert_eq!(system.hits(), 1);
        drop(call);
        assert_idle(&pipeline);
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    // The one place for retrying calls is free again: this call may retry.
    let system = System::new([throttled(1)]);
    read(&pipeline, &system).await.unwrap();
    assert_eq!(system.hits(), 2);
}

#[tokio::test(start_paused = true)]
async fn when_its_attempt_panics() {
    let pipeline = Pipeline::new(narrow());
    let other = pipeline.clone();
    let call = tokio::spawn(async move {
        other.run(Effect::Read, seconds(30), |_| async { if true { panic!("scripted") } else { Ok(()) } }).await
    });
    assert!(call.await.unwrap_err().is_panic());
    works_at_once(&pipeline).await;
}
