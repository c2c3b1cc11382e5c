//! The bulkhead: so many calls at once, a short queue, and then `OVERLOADED`. One hung system cannot take all places.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};
use tokio::time::{Instant, timeout_at};

use super::deadline::Deadline;
use super::policies::BulkheadPolicy;
use crate::error::{Code, Error, Result};

/// Places for calls. Clones share the same places, so that a tenant's connections can share one bulkhead.
#[derive(Clone)]
pub struct Bulkhead(Arc<Inner>);

struct Inner {
    places: Semaphore,
    max_concurrent: u32,
    max_queued: u32,
    queue: Duration,
    queued: AtomicU32,
}

impl Bulkhead {
    /// A bulkhead whose places are all free.
    pub fn new(policy: &BulkheadPolicy) -> Self {
        Self(Arc::new(Inner {
            places: Semaphore::new(policy.max_concurrent as usize),
            max_concurrent: policy.max_concurrent,
            max_queued: policy.max_queued,
            queue: Duration::from_millis(policy.queue_ms),
            queued: AtomicU32::new(0),
        }))
    }

    /// The calls that hold a place.
    pub fn in_flight(&self) -> u32 {
        self.0.max_concurrent - self.0.places.available_permits() as u32
    }

    /// The calls that wait for a place.
    pub fn queued(&self) -> u32 {
        self.0.queued.load(Ordering::Relaxed)
    }

    /// Takes a place, waiting in order of arrival; the place is free again when the guard is dropped. The time to wait
    /// counts from `arrived`, so that a call which needs places of two bulkheads does not wait twice as long.
    pub(super) async fn enter(&self, arrived: Instant, deadline: Deadline) -> Result<Place<'_>> {
        let inner = &*self.0;
        match inner.places.try_acquire() {
            Ok(permit) => return Ok(Place { _permit: permit }),
            Err(TryAcquireError::Closed) => return Err(Error::unexpected("the bulkhead is closed")),
            Err(TryAcquireError::NoPermits) => {}
        }
        let Some(_queued) = Queued::enter(inner) else { return Err(self.full("the queue is full too")) };
        let patience = Deadline::from(arrived, inner.queue);
        match timeout_at(patience.min(deadline).instant(), inner.places.acquire()).await {
            Ok(Ok(permit)) => Ok(Place { _permit: permit }),
            Ok(Err(_)) => Err(Error::unexpected("the bulkhead is closed")),
            Err(_) if deadline < patience => Err(Deadline::error()),
            Err(_) => Err(self.full("no place became free in time")),
        }
    }

    /// How many places are free now.
    pub(super) fn free(&self) -> u32 {
        self.0.max_concurrent.saturating_sub(self.in_flight())
    }

    /// Takes a place that is free now.
    pub(super) fn try_enter(&self) -> Option<Place<'_>> {
        self.0.places.try_acquire().ok().map(|permit| Place { _permit: permit })
    }

    fn full(&self, why: &str) -> Error {
        let limit = self.0.max_concurrent;
        Error::new(Code::Overloaded, format!("{limit} calls run at once, the most allowed here, and {why}"))
    }
}

/// A taken place.
#[derive(Debug)]
pub(super) struct Place<'a> {
    _permit: SemaphorePermit<'a>,
}

/// A taken place in the queue.
struct Queued<'a>(&'a AtomicU32);

impl<'a> Queued<'a> {
    fn enter(inner: &'a Inner) -> Option<Self> {
        if inner.queue.is_zero() {
            return None;
        }
        let guard = Queued(&inner.queued);
        // On a full queue the guard takes the number back.
        (inner.queued.fetch_add(1, Ordering::Relaxed) < inner.max_queued).then_some(guard)
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn bulkhead(max_concurrent: u32, max_queued: u32, queue_ms: u64) -> Bulkhead {
        Bulkhead::new(&BulkheadPolicy { max_concurrent, max_queued, queue_ms })
    }

    fn far() -> Deadline {
        Deadline::after(Duration::from_secs(60))
    }

    #[tokio::test(start_paused = true)]
    async fn waits_its_time_and_then_refuses() {
        let bulkhead = bulkhead(1, 10, 1_000);
        let place = bulkhead.enter(Instant::now(), far()).await.unwrap();
        let start = Instant::now();
        assert_eq!(bulkhead.enter(Instant::now(), far()).await.unwrap_err().code(), Code::Overloaded);
        assert_eq!(start.elapsed(), Duration::from_millis(1_000));
        drop(place);
        assert_eq!((bulkhead.in_flight(), bulkhead.queued()), (0, 0));
        drop(bulkhead.enter(Instant::now(), far()).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_queue_refuses_at_once_and_the_deadline_comes_first() {
        let bulkhead = bulkhead(1, 1, 1_000);
        let _place = bulkhead.enter(Instant::now(), far()).await.unwrap();
        let mut waiting = Box::pin(bulkhead.enter(Instant::now(), Deadline::after(Duration::from_millis(10))));
        assert!(waiting.as_mut().now_or_never().is_none());
        assert_eq!(bulkhead.queued(), 1);
        let refused = bulkhead.enter(Instant::now(), far()).now_or_never().unwrap();
        assert_eq!(refused.unwrap_err().code(), Code::Overloaded);
        assert_eq!(waiting.await.unwrap_err().code(), Code::DeadlineExceeded);
        assert_eq!(bulkhead.queued(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_waiter_leaves_the_queue_and_the_next_gets_the_place() {
        let bulkhead = bulkhead(1, 2, 1_000);
        let place = bulkhead.enter(Instant::now(), far()).await.unwrap();
        let mut first = Box::pin(bulkhead.enter(Instant::now(), far()));
        let mut second = Box::pin(bulkhead.enter(Instant::now(), far()));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        drop(place);
        // The place was handed to the first waiter, who goes away without having seen it.
        drop(first);
        let _place = second.now_or_never().unwrap().unwrap();
        assert_eq!((bulkhead.in_flight(), bulkhead.queued()), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_queue_nobody_waits() {
        let bulkhead = bulkhead(1, 10, 0);
        let _place = bulkhead.enter(Instant::now(), far()).await.unwrap();
        assert_eq!(bulkhead.enter(Instant::now(), far()).now_or_never().unwrap().unwrap_err().code(), Code::Overloaded);
    }
}
