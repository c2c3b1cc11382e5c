//! The rate limiter: a token bucket of ours, and the "not before" time that the system has asked for.
//!
//! Whoever has to wait stands in a queue: only its head watches the clock, and a token is taken when it is due, never
//! in advance. So a caller that goes away while it waits has taken nothing.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Mutex as Queue;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::clock::Clock;
use super::deadline::Deadline;
use super::policies::RatePolicy;
use super::retry::MAX_RETRY_AFTER;
use crate::error::{Code, Error, Result};

pub(super) struct RateLimiter {
    clock: Clock,
    /// Nanoseconds between two requests at a steady rate; 0 without a policy.
    interval: u64,
    /// How far `due` may run ahead of the clock: the burst.
    slack: u64,
    state: Mutex<State>,
    waiting: AtomicU32,
    queue: Queue<()>,
}

/// All times in nanoseconds on the pipeline's clock.
struct State {
    /// When the bucket will be full again; the usual form of a token bucket in one number.
    due: u64,
    not_before: u64,
}

impl RateLimiter {
    pub(super) fn new(policy: Option<&RatePolicy>, clock: Clock) -> Self {
        let interval =
            policy.map_or(0, |rate| rate.per_ms.saturating_mul(1_000_000).div_ceil(u64::from(rate.requests.max(1))));
        let burst = policy.map_or(1, |rate| rate.burst.unwrap_or(rate.requests).max(1));
        let slack = interval.saturating_mul(u64::from(burst - 1));
        let state = Mutex::new(State { due: 0, not_before: 0 });
        Self { clock, interval, slack, state, waiting: AtomicU32::new(0), queue: Queue::new(()) }
    }

    /// The system asked for no request before that time has passed.
    pub(super) fn hold(&self, wait: Duration, now: Instant) {
        let until = self.clock.nanos(now + wait.min(MAX_RETRY_AFTER));
        let mut state = self.state.lock();
        state.not_before = state.not_before.max(until);
    }

    /// How long the system's own wish keeps requests back.
    pub(super) fn held(&self, now: Instant) -> Duration {
        Duration::from_nanos(self.state.lock().not_before.saturating_sub(self.clock.nanos(now)))
    }

    /// Takes a token if one is due and nobody waits.
    #[inline]
    pub(super) fn try_take(&self, now: Instant) -> Option<Token<'_>> {
        if self.waiting.load(Ordering::Relaxed) > 0 { None } else { self.take(self.clock.nanos(now)).ok() }
    }

    /// Takes a token while at least half of the burst is left, and nobody waits.
    pub(super) fn try_spare(&self, now: Instant) -> Option<Token<'_>> {
        let half = self.state.lock().due.saturating_sub(self.slack / 2);
        if half > self.clock.nanos(now) { None } else { self.try_take(now) }
    }

    /// Waits for a token; `RATE_LIMITED` at once when it cannot be had before the deadline.
    pub(super) async fn wait(&self, deadline: Deadline) -> Result<Token<'_>> {
        let ahead = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        self.due_in(ahead, deadline)?;
        let Ok(_head) = timeout_at(deadline.instant(), self.queue.lock()).await else {
            return Err(self.refused(self.estimate(ahead)));
        };
        loop {
            match self.take(self.clock.nanos(Instant::now())) {
                Ok(token) => return Ok(token),
                // Another request's answer may have moved the time meanwhile: look again each time.
                Err(ready) => {
                    self.due_in(0, deadline)?;
                    sleep_until(self.clock.at_nanos(ready)).await;
                }
            }
        }
    }

    /// Takes a token, or says when one will be due.
    fn take(&self, now: u64) -> Result<Token<'_>, u64> {
        let mut state = self.state.lock();
        let ready = state.not_before.max(state.due.saturating_sub(self.slack));
        if now < ready {
            return Err(ready);
        }
        state.due = state.due.max(now) + self.interval;
        Ok(Token { limiter: self })
    }

    fn due_in(&self, ahead: u32, deadline: Deadline) -> Result<()> {
        let wait = self.estimate(ahead);
        if wait > deadline.remaining() { Err(self.refused(wait)) } else { Ok(()) }
    }

    /// How long somebody with `ahead` others before him has to wait.
    fn estimate(&self, ahead: u32) -> Duration {
        let state = self.state.lock();
        let ready = state.not_before.max(state.due.saturating_sub(self.slack));
        let now = self.clock.nanos(Instant::now());
        let turn = self.interval.saturating_mul(u64::from(ahead));
        Duration::from_nanos(ready.saturating_sub(now).saturating_add(turn))
    }

    fn refused(&self, wait: Duration) -> Error {
        let asked = !self.held(Instant::now()).is_zero();
        let message = if asked {
            "the system asked to wait longer than this call may take; nothing was sent"
        } else {
            "the connection's own rate budget has no room before the call's deadline; nothing was sent"
        };
        Error::new(Code::RateLimited, message).with_retry_after(wait)
    }
}

/// A token that was taken. It goes back when it is dropped unspent.
#[derive(Debug)]
pub(super) struct Token<'a> {
    limiter: &'a RateLimiter,
}

impl Token<'_> {
    /// A request is about to be sent with it.
    #[inline]
    pub(super) fn spend(self) {
        std::mem::forget(self);
    }
}

impl Drop for Token<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state.lock();
        state.due = state.due.saturating_sub(self.limiter.interval);
    }
}

impl std::fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimiter").field("interval_ns", &self.interval).finish_non_exhaustive()
    }
}

/// A caller that waits for a token.
struct Waiting<'a>(&'a AtomicU32);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn limiter(requests: u32, burst: u32) -> RateLimiter {
        RateLimiter::new(Some(&RatePolicy { requests, per_ms: 1_000, burst: Some(burst) }), Clock::new())
    }

    fn far() -> Deadline {
        Deadline::after(Duration::from_secs(60))
    }

    async fn send(limiter: &RateLimiter) -> Result<()> {
        let token = match limiter.try_take(Instant::now()) {
            Some(token) => token,
            None => limiter.wait(far()).await?,
        };
        token.spend();
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_and_then_a_steady_rate() {
        let (limiter, start) = (limiter(10, 5), Instant::now());
        let mut times = Vec::new();
        for _ in 0..8 {
            send(&limiter).await.unwrap();
            times.push(start.elapsed().as_millis());
        }
        assert_eq!(times, [0, 0, 0, 0, 0, 100, 200, 300]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_span_of_time_has_more_than_its_budget() {
        let (limiter, start) = (limiter(10, 3), Instant::now());
        let calls = (0..50).map(|_| async {
            send(&limiter).await.unwrap();
            start.elapsed().as_millis()
        });
        let times = futures::future::join_all(calls).await;
        assert_eq!(times.iter().max(), Some(&4_700));
        for from in &times {
            let within = times.iter().filter(|time| (*from..from + 1_000).contains(time)).count();
            assert!(within <= 10 + 3, "{within} requests in the second from {from} ms");
        }
        assert!(times.is_sorted(), "who came first goes first: {times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn not_before_is_exact_and_the_latest_wish_holds() {
        let (limiter, start) = (RateLimiter::new(None, Clock::new()), Instant::now());
        limiter.hold(Duration::from_millis(700), start);
        limiter.hold(Duration::from_millis(300), start);
        assert!(limiter.try_take(start).is_none());
        limiter.wait(far()).await.unwrap().spend();
        assert_eq!(start.elapsed(), Duration::from_millis(700));
        assert!(limiter.try_take(Instant::now()).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wish_that_moves_while_somebody_waits_is_honoured() {
        let (limiter, start) = (RateLimiter::new(None, Clock::new()), Instant::now());
        limiter.hold(Duration::from_millis(100), start);
        let waiting = limiter.wait(far());
        let moving = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            limiter.hold(Duration::from_millis(450), Instant::now());
        };
        let (token, ()) = tokio::join!(waiting, moving);
        token.unwrap().spend();
        assert_eq!(start.elapsed(), Duration::from_millis(500));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_beyond_the_deadline_fails_at_once() {
        let limiter = RateLimiter::new(None, Clock::new());
        limiter.hold(Duration::from_secs(1_000_000), Instant::now());
        let error = limiter.wait(far()).now_or_never().unwrap().unwrap_err();
        assert_eq!((error.code(), error.retry_after()), (Code::RateLimited, Some(MAX_RETRY_AFTER)));
        assert_eq!(limiter.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_counts_in_the_estimate() {
        let limiter = limiter(1, 1);
        send(&limiter).await.unwrap();
        let near = Deadline::after(Duration::from_millis(2_500));
        let mut first = Box::pin(limiter.wait(near));
        let mut second = Box::pin(limiter.wait(near));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        let third = limiter.wait(near).now_or_never().unwrap().unwrap_err();
        assert_eq!(third.retry_after(), Some(Duration::from_secs(3)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_while_waiting_has_taken_nothing() {
        let (limiter, start) = (limiter(10, 1), Instant::now());
        send(&limiter).await.unwrap();
        for _ in 0..100 {
            let mut waiting = Box::pin(limiter.wait(far()));
            assert!(waiting.as_mut().now_or_never().is_none());
        }
        drop(limiter.wait(far()).await.unwrap());
        assert_eq!(start.elapsed().as_millis(), 100);
        send(&limiter).await.unwrap();
        assert_eq!(start.elapsed().as_millis(), 100, "the unspent token came back");
        assert_eq!(limiter.waiting.load(Ordering::Relaxed), 0);
    }
}
