//! The circuit breaker: leaves a failing or slow system alone for a while, then asks it with one probe at a time.
//!
//! - Every change of state, and every probe, has a new *generation*. A result counts only in the generation in which its
//!   call was admitted: what began before an outage never changes what was learned since.
//! - A permit that is dropped counts for nothing and frees its place. A probe's permit also expires, so a call that
//!   never ends cannot keep the breaker half-open for ever.
//! - What other processes say ([`Breaker::doubt`], [`Breaker::shun`]) only makes it careful: the first answer decides.
//! - The clock is handed in as milliseconds; an admitted call costs one atomic load and one uncontended lock.

mod state;
mod window;

use std::time::Duration;

use serde::Serialize;

use super::policies::BreakerPolicy;
use super::sync::{AtomicU64, Mutex, Notify, Ordering};
use state::{Core, Limits};

/// The most time buckets a window can have.
pub(super) const MAX_BUCKETS: usize = 20;

/// Whether calls are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// All calls go through.
    Closed,
    /// No call goes through until the time open is over.
    Open,
    /// One call at a time goes through, to find out how the system is.
    HalfOpen,
    /// No call goes through until somebody resets it by hand.
    Isolated,
}

/// Why a breaker is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Too large a part of the calls failed.
    FailureRatio,
    /// Too large a part of the calls was slow.
    SlowRatio,
    /// Too many failures in a row.
    ConsecutiveFailures,
    /// A probe failed.
    ProbeFailed,
    /// A probe was slow.
    ProbeSlow,
    /// Other processes say that the system fails, and this one does not know better.
    Hint,
    /// Isolated by hand.
    Manual,
}

impl Reason {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::FailureRatio => "failure_ratio",
            Reason::SlowRatio => "slow_ratio",
            Reason::ConsecutiveFailures => "consecutive_failures",
            Reason::ProbeFailed => "probe_failed",
            Reason::ProbeSlow => "probe_slow",
            Reason::Hint => "hint",
            Reason::Manual => "manual",
        }
    }
}

/// How far a breaker knows by itself how the system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It knows, or is finding out.
    Sure,
    /// It is closed, and has had fewer calls lately than would open it.
    Cold,
    /// It let no call through because others said so.
    Told,
    /// It has opened by itself, and its time open is over: the next call is a probe.
    Due,
}

/// What the end of a call has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has opened.
    Opened,
    /// A probe was answered well; more are needed.
    Recovering,
    /// It has closed.
    Closed,
}

/// What an ended call says about the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The system answered.
    Success,
    /// The system did not answer, or answered that it is broken.
    Failure,
    /// Nothing can be said: a local fault, a cancelled call.
    Nothing,
}

/// A call was not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The state that refused it.
    pub state: BreakerState,
    /// When the next try makes sense; nobody knows while isolated.
    pub retry_after: Option<Duration>,
    /// Only a hint of others is being looked into: it is worth to wait for the probe's end ([`Breaker::settled`]).
    pub doubted: bool,
}

/// What a breaker shows of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakerSnapshot {
    /// Whether calls are let through.
    pub state: BreakerState,
    /// Why it is not closed.
    pub reason: Option<Reason>,
    /// Milliseconds until the next probe, while open.
    pub retry_after_ms: Option<u64>,
    /// The part of the window's calls that failed.
    pub failure_ratio: f64,
    /// The part of the window's calls that was slow.
    pub slow_ratio: f64,
    /// The calls in the window.
    pub calls: u32,
    /// Grows with every change of state and every probe.
    pub generation: u64,
}

/// A circuit breaker. `now` is always milliseconds on one clock that does not go back.
pub struct Breaker {
    /// Generation and state of `core`, so that a closed breaker admits without the lock.
    stamp: AtomicU64,
    /// Until when it has calls enough of its own.
    sure_until: AtomicU64,
    core: Mutex<Core>,
    limits: Limits,
    settled: Notify,
}

impl Breaker {
    /// A closed breaker whose probes lose their place after `probe_ms` milliseconds.
    pub fn new(policy: &BreakerPolicy, probe_ms: u64) -> Self {
        let core = Core::new(policy);
        Self {
            stamp: AtomicU64::new(core.stamp()),
            sure_until: AtomicU64::new(0),
            core: Mutex::new(core),
            limits: Limits::new(policy, probe_ms),
            settled: Notify::new(),
        }
    }

    /// Asks to let a call through.
    #[inline]
    pub fn acquire(&self, now: u64) -> Result<Permit<'_>, Refusal> {
        let stamp = self.stamp.load(Ordering::Acquire);
        if state::is_closed(stamp) {
            return Ok(Permit { breaker: self, generation: state::generation(stamp), probe: false });
        }
        let (probe, generation) = self.with(|core, limits| core.admit(limits, now))?;
        Ok(Permit { breaker: self, generation, probe })
    }

    /// Lets a call through that is no probe in any case.
    pub(super) fn acquire_closed(&self) -> Option<Permit<'_>> {
        let stamp = self.stamp.load(Ordering::Acquire);
        state::is_closed(stamp).then(|| Permit { breaker: self, generation: state::generation(stamp), probe: false })
    }

    /// Why a call would be refused at `now`, without asking for a place.
    pub fn refusal(&self, now: u64) -> Option<Refusal> {
        if state::is_closed(self.stamp.load(Ordering::Acquire)) {
            return None;
        }
        self.core.lock().refusal(&self.limits, now)
    }

    /// Lets no call through until `reset`.
    pub fn isolate(&self) {
        self.with(|core, _| core.isolate());
        self.settled.notify_waiters();
    }

    /// Closes it and forgets all calls. Whoever does so knows how the system is: hints say nothing for one window.
    pub fn reset(&self, now: u64) {
        self.with(|core, limits| core.reset(limits, now));
        self.settled.notify_waiters();
    }

    /// How far it knows by itself how the system is.
    #[inline]
    pub fn standing(&self, now: u64) -> Standing {
        if !state::is_closed(self.stamp.load(Ordering::Acquire)) {
            return self.core.lock().standing(now);
        }
        if now < self.sure_until.load(Ordering::Relaxed) { Standing::Sure } else { Standing::Cold }
    }

    /// Others say that the system fails: where it is cold or was told so before, one call at a time goes through, and the
    /// first answer decides.
    pub fn doubt(&self, now: u64) {
        self.with(|core, _| core.doubt(now));
    }

    /// So many others say it that no call is let through until a moment, where it is cold or was told so before.
    pub fn shun(&self, now: u64, until: u64) {
        self.with(|core, _| core.shun(now, until));
    }

    /// Nobody says any more that the system fails: what was only told is forgotten.
    pub fn trust(&self, now: u64) {
        self.with(|core, _| core.trust(now));
    }

    /// Somebody else probes the system: where the next call would be a probe, none goes through until a moment.
    pub fn postpone(&self, now: u64, until: u64) {
        self.with(|core, _| core.postpone(now, until));
    }

    /// Woken when a probe has ended, or somebody has changed the state by hand.
    pub fn settled(&self) -> &Notify {
        &self.settled
    }

    /// What it shows of itself. A breaker whose time open is over is half-open, also before the next call.
    pub fn snapshot(&self, now: u64) -> BreakerSnapshot {
        self.core.lock().snapshot(now)
    }

    /// Changes the core and publishes its new stamp.
    fn with<T>(&self, change: impl FnOnce(&mut Core, &Limits) -> T) -> T {
        let mut core = self.core.lock();
        let result = change(&mut core, &self.limits);
        self.sure_until.store(core.sure_until(), Ordering::Relaxed);
        self.stamp.store(core.stamp(), Ordering::Release);
        result
    }
}

/// A call that was let through. Dropping it without a verdict counts for nothing and frees its place.
#[must_use = "a permit that is dropped at once admits nothing"]
pub struct Permit<'a> {
    breaker: &'a Breaker,
    generation: u64,
    probe: bool,
}

impl Permit<'_> {
    /// Whether the call is a probe of a half-open breaker.
    pub fn is_probe(&self) -> bool {
        self.probe
    }

    /// Says how the call ended after `took_ms` milliseconds, and is told what that has changed.
    #[inline]
    pub fn record(mut self, verdict: Verdict, took_ms: u64, now: u64) -> Option<Change> {
        let failed = match verdict {
            Verdict::Nothing => return None,
            Verdict::Success => false,
            Verdict::Failure => true,
        };
        let (generation, probe) = (self.generation, std::mem::take(&mut self.probe));
        let changed = self.breaker.with(|core, limits| {
            if probe {
                core.probed(limits, generation, failed, took_ms, now)
            } else {
                core.called(limits, generation, failed, took_ms, now)
            }
        });
        if probe {
            self.breaker.settled.notify_waiters();
        }
        changed
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.probe {
            self.breaker.core.lock().release(self.generation);
            self.breaker.settled.notify_waiters();
        }
    }
}
