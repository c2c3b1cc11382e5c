//! The one order: deadline, bulkhead, retry, ready, breaker, rate limiter and shared budgets, attempt timeout, attempt.
//!
//! A read that is slow to answer may be sent a second time inside of its attempt (`hedging`).
//! Every place, permit and token is a guard on the stack of `run`: a caller that drops the future frees them all.

mod ahead;
mod hedging;
mod readying;
mod slots;
mod snapshot;
#[cfg(test)]
mod tests;

use std::future::ready;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::error::Elapsed;
use tokio::time::{Instant, sleep, timeout_at};

use self::readying::readied;
use self::slots::Slots;
use super::breaker::{Breaker, BreakerState, Permit, Refusal, Verdict};
use super::bulkhead::Bulkhead;
use super::clock::{Clock, millis};
use super::deadline::Deadline;
use super::failure::{Failure, verdict};
use super::hints::{Board, Hints};
use super::metrics::Metrics;
use super::policies::{HedgePolicy, Policies};
use super::rate::RateLimiter;
use super::retry::Retry;
use crate::error::{Code, Error, Result};
use crate::manifest::Effect;

pub use slots::Budgets;
pub use snapshot::PipelineSnapshot;

/// A probe that has not ended this long after its attempt's timeout loses its place.
const PROBE_GRACE_MS: u64 = 1_000;

/// One attempt of a call.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// When this attempt is cut off. One that ends itself at this instant is heard first, so it can still say whether
    /// anything was sent; one that is cut off may have had an effect.
    pub deadline: Deadline,
    /// Whether it runs beside another one, which is slow to answer.
    pub hedge: bool,
}

/// The pipeline of one connection of one tenant. Clones share their state.
#[derive(Clone)]
pub struct Pipeline(Arc<Inner>);

struct Inner {
    policies: Arc<Policies>,
    clock: Clock,
    bulkhead: Bulkhead,
    /// The places that work in the background may take of them; there from the first such call on.
    background: OnceLock<Bulkhead>,
    tenant: Option<Bulkhead>,
    retry: Retry,
    breaker: Breaker,
    limiter: RateLimiter,
    /// What is shared with other processes.
    budgets: OnceLock<Arc<dyn Budgets>>,
    /// What other processes say of the system.
    hints: OnceLock<Box<Hints>>,
    metrics: Metrics,
}

/// A request on its way: what it holds until its end is known.
struct Sent<'a> {
    permit: Permit<'a>,
    started: Instant,
    slots: Slots,
}

/// Which request of which call.
#[derive(Clone, Copy)]
struct Which<'r> {
    route: &'r str,
    number: u32,
    deadline: Deadline,
}

/// How a request ended, if it ended in time.
type Ended<T> = Result<Result<T, Failure>, Elapsed>;

/// How an attempt came out, if there was one.
enum Step<T> {
    Done(T),
    Failed(Failure),
    /// Refused here: nothing was sent.
    Refused(Error),
}

impl Pipeline {
    /// A pipeline with policies that have been validated; many can share them.
    pub fn new(policies: impl Into<Arc<Policies>>) -> Self {
        Self::build(policies.into(), None)
    }

    /// The same, where the calls also take places of a bulkhead that all connections of the tenant share.
    pub fn in_tenant(policies: impl Into<Arc<Policies>>, tenant: &Bulkhead) -> Self {
        Self::build(policies.into(), Some(tenant.clone()))
    }

    fn build(policies: Arc<Policies>, tenant: Option<Bulkhead>) -> Self {
        let clock = Clock::new();
        let probe_ms = policies.attempt_timeout_ms.saturating_add(PROBE_GRACE_MS);
        Self(Arc::new(Inner {
            clock,
            bulkhead: Bulkhead::new(&policies.bulkhead),
            background: OnceLock::new(),
            tenant,
            retry: Retry::new(&policies),
            breaker: Breaker::new(&policies.breaker, probe_ms),
            limiter: RateLimiter::new(policies.rate.as_ref(), clock),
            budgets: OnceLock::new(),
            hints: OnceLock::new(),
            metrics: Metrics::default(),
            policies,
        }))
    }

    /// The policies.
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }

    /// The deadline of a call that starts now and names none.
    pub fn deadline(&self) -> Deadline {
        Deadline::after(self.0.policies.deadline())
    }

    /// Runs a call: `attempt` is called once per attempt, as often as the policies and the effect allow.
    pub async fn run<T, F, Fut>(&self, effect: Effect, deadline: Deadline, attempt: F) -> Result<T>
    where
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        self.run_on("", effect, deadline, || ready(Ok(())), attempt).await
    }

    /// The same, for a system that counts the requests of each route on their own, and for attempts that need something
    /// first (a session): `prepare` is called before each of them, outside of its permit, slots and timeout.
    pub async fn run_on<T, P, Prep, F, Fut>(
        &self,
        route: &str,
        effect: Effect,
        deadline: Deadline,
        prepare: P,
        attempt: F,
    ) -> Result<T>
    where
        P: FnMut() -> Prep,
        Prep: Future<Output = Result<(), Failure>>,
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let begun = Instant::now();
        let result = self.0.call(Which { route, number: 1, deadline }, effect, prepare, attempt).await;
        self.0.metrics.call(begun.elapsed(), result.as_ref().err());
        result
    }

    /// Lets the breaker hear what other processes say of the system, and tell them of itself, where the policies want
    /// that. Once; later ones change nothing.
    pub fn hear(&self, board: Box<dyn Board>) {
        let policy = &self.0.policies.breaker;
        if policy.enabled && policy.shared {
            // Whoever came first has the same.
            let _ = self.0.hints.set(Box::new(Hints::new(board, Duration::from_millis(policy.open_ms))));
        }
    }

    /// Refuses every call from now on, until `reset`.
    pub fn isolate(&self) {
        self.0.breaker.isolate();
        self.0.take_back();
    }

    /// Closes the breaker and forgets what it has counted. A time that the system has asked to wait stays.
    pub fn reset(&self) {
        self.0.breaker.reset(self.0.clock.millis(Instant::now()));
        self.0.take_back();
    }
}

impl Inner {
    async fn call<T, P, Prep, F, Fut>(
        &self,
        mut which: Which<'_>,
        effect: Effect,
        mut prepare: P,
        mut attempt: F,
    ) -> Result<T>
    where
        P: FnMut() -> Prep,
        Prep: Future<Output = Result<(), Failure>>,
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let (deadline, arrived) = (which.deadline, Instant::now());
        if deadline.instant() <= arrived {
            return Err(Deadline::error());
        }
        let _few = match deadline.is_background() {
            true => Some(self.background().enter(arrived, deadline).await?),
            false => None,
        };
        let arrived = Instant::now();
        let _place = self.bulkhead.enter(arrived, deadline).await?;
        // After the connection's own place: calls that wait for a slow connection must not hold the tenant's places.
        let _tenant = match &self.tenant {
            Some(tenant) => Some(tenant.enter(arrived, deadline).await?),
            None => None,
        };
        let (mut retrying, mut hedge) = (None, self.hedge(effect, deadline));
        let (mut last, mut renewed): (Option<Error>, _) = (None, false);
        loop {
            let step = match readied(deadline, prepare()).await {
                Ok(()) => self.attempt(which, &mut hedge, &mut attempt).await,
                Err(step) => step,
            };
            let failure = match step {
                Step::Done(value) => {
                    self.retry.succeeded();
                    return Ok(value);
                }
                // The answer to an earlier attempt says more than the refusal of its repetition.
                Step::Refused(error) => return Err(last.unwrap_or(error)),
                Step::Failed(failure) if failure.renews() && !std::mem::replace(&mut renewed, true) => continue,
                Step::Failed(failure) => failure,
            };
            let number = which.number;
            let delay = self.retry.delay(number, &failure.error);
            let again = failure.repeatable(effect)
                && !self.retry.spent(number)
                && delay < deadline.remaining()
                && !self.shut(delay)
                && self.retry.take(&mut retrying, &failure.error, self.bulkhead.in_flight());
            let error = failure.into_error(effect, number);
            if !again {
                return Err(error);
            }
            let (code, delay_ms) = (error.code().as_str(), millis(delay));
            tracing::info!(attempt = number, code, delay_ms, "an attempt failed; the call is repeated");
            self.metrics.repeated();
            last = Some(error);
            sleep(delay).await;
            which.number = number.saturating_add(1);
        }
    }

    /// One attempt, if breaker, limiter and deadline let it through. `hedge` is there while the call may still have one.
    async fn attempt<T, F, Fut>(&self, which: Which<'_>, hedge: &mut Option<HedgePolicy>, attempt: &mut F) -> Step<T>
    where
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let sent = match self.admit(which.route, which.deadline).await {
            Ok(sent) => sent,
            Err(error) => return Step::Refused(error),
        };
        let asked = self.ask(which, sent.started, false, attempt);
        let result = match hedge.and_then(|policy| self.hedge_at(policy, &sent, which.deadline)) {
            None => self.ended(sent, which.deadline, asked.await),
            // On the heap: most calls are not hedged, and should not carry the room for it.
            Some(at) => Box::pin(self.race(which, (sent, asked), at, hedge, attempt)).await,
        };
        result.map_or_else(Step::Failed, Step::Done)
    }

    /// The request itself, cut off at its time.
    fn ask<T, F, Fut>(
        &self,
        which: Which<'_>,
        started: Instant,
        hedge: bool,
        attempt: &mut F,
    ) -> impl Future<Output = Ended<T>> + use<T, F, Fut>
    where
        F: FnMut(Attempt) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let until = Deadline::from(started, self.policies.attempt_timeout()).min(which.deadline);
        timeout_at(until.instant(), attempt(Attempt { number: which.number, deadline: until, hedge }))
    }

    /// Takes note of how a request has ended.
    fn ended<T>(&self, sent: Sent<'_>, deadline: Deadline, result: Ended<T>) -> Result<T, Failure> {
        let Sent { permit, started, mut slots } = sent;
        let ended = Instant::now();
        let took = ended - started;
        if result.is_ok() {
            slots.answered(ended);
        }
        let timeout = Deadline::from(started, self.policies.attempt_timeout());
        let result = result.unwrap_or_else(|_| Err(Failure::from(self.cut(deadline < timeout))));
        let verdict = match &result {
            Ok(_) => Verdict::Success,
            Err(failure) => {
                if let (Code::RateLimited, Some(wait)) = (failure.error.code(), failure.error.retry_after())
                    && !slots.hold(wait)
                {
                    self.limiter.hold(wait, ended);
                }
                let slow = Duration::from_millis(self.policies.breaker.slow_call_ms);
                verdict(&failure.error, took, slow, deadline.instant() <= ended)
            }
        };
        self.record(permit, verdict, took, ended);
        result
    }

    /// Tells breaker, other processes and latency of a request that took so long.
    fn record(&self, permit: Permit<'_>, verdict: Verdict, took: Duration, now: Instant) {
        let ms = self.clock.millis(now);
        if let (Some(change), Some(hints)) = (permit.record(verdict, millis(took), ms), self.hints.get()) {
            hints.tell(change, &self.breaker, ms);
        }
        self.metrics.attempt(took);
    }

    /// Asks breaker, limiter and budgets. Who waits for the latter gives the breaker's permit back, so that no probe's place
    /// is held by a call that sends nothing, and asks again after the wait.
    async fn admit(&self, route: &str, deadline: Deadline) -> Result<Sent<'_>> {
        loop {
            let now = Instant::now();
            if deadline.instant() <= now {
                return Err(Deadline::error());
            }
            if let Some(hints) = self.hints.get() {
                hints.consult(&self.breaker, self.clock, now).await;
            }
            let Some((permit, now)) = self.permit(deadline).await? else { continue };
            let budgets = self.budgets(route);
            if let Some(token) = self.limiter.try_take(now)
                && let Some(mut slots) = Slots::try_take(&budgets, deadline)
            {
                token.spend();
                slots.send(now);
                return Ok(Sent { permit, started: now, slots });
            }
            drop(permit);
            let token = self.limiter.wait(deadline).await?;
            let mut slots = Slots::take(&budgets, deadline).await?;
            let now = Instant::now();
            let permit = match self.breaker.acquire(self.clock.millis(now)) {
                Ok(permit) => permit,
                // The token and the slots must not wait along for the end of a probe.
                Err(refusal) if refusal.doubted => continue,
                Err(refusal) => return Err(circuit_open(refusal)),
            };
            deadline.check()?;
            token.spend();
            slots.send(now);
            return Ok(Sent { permit, started: now, slots });
        }
    }

    /// The breaker's permit. Where another call looks into what others say of the system, its end is waited for: nothing
    /// then, and all is to be asked again.
    async fn permit(&self, deadline: Deadline) -> Result<Option<(Permit<'_>, Instant)>> {
        // Listens before it asks, so that no end is missed in between.
        let settled = self.breaker.settled().notified();
        let now = Instant::now();
        match self.breaker.acquire(self.clock.millis(now)) {
            Ok(permit) => Ok(Some((permit, now))),
            Err(refusal) if refusal.doubted => {
                let until = deadline.instant().min(now + refusal.retry_after.unwrap_or_default());
                // A probe that nobody polls any more loses its place without a word.
                let _ = timeout_at(until, settled).await;
                Ok(None)
            }
            Err(refusal) => Err(circuit_open(refusal)),
        }
    }

    fn take_back(&self) {
        if let Some(hints) = self.hints.get() {
            hints.take_back();
        }
    }

    /// Whether the breaker will still refuse when the wait is over.
    fn shut(&self, delay: Duration) -> bool {
        let refusal = self.breaker.refusal(self.clock.millis(Instant::now()));
        refusal.is_some_and(|refusal| refusal.retry_after.is_none_or(|wait| wait > delay))
    }

    fn cut(&self, by_caller: bool) -> Error {
        if by_caller {
            return Deadline::error();
        }
        let limit = self.policies.attempt_timeout_ms;
        Error::new(Code::DeadlineExceeded, format!("the system did not answer within {limit} ms"))
    }
}

fn circuit_open(refusal: Refusal) -> Error {
    let message = match refusal.state {
        BreakerState::Isolated => "the connection was isolated by hand; nothing is sent until it is reset",
        BreakerState::HalfOpen => "the system failed lately and is being probed by another call; nothing was sent",
        _ => "the system failed lately; nothing is sent before the breaker's time is over",
    };
    let error = Error::new(Code::CircuitOpen, message);
    match refusal.retry_after {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    }
}
