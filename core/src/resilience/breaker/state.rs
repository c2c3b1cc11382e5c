//! The state machine behind the breaker's lock. Plain numbers in, plain numbers out.

use std::time::Duration;

use super::super::policies::BreakerPolicy;
use super::window::Window;
use super::{BreakerSnapshot, BreakerState, Change, Reason, Refusal, Standing};

/// What callers are told to wait while another call's probe is under way.
const PROBE_WAIT: Duration = Duration::from_millis(500);

/// The numbers of the policy that the state machine compares with.
pub(super) struct Limits {
    enabled: bool,
    minimum_throughput: u32,
    consecutive_failures: u32,
    probe_successes: u32,
    failure_ratio: f64,
    slow_ratio: f64,
    slow_call_ms: u64,
    open_ms: u64,
    open_max_ms: u64,
    open_jitter: f64,
    /// So many calls in the window could open it: with as many it has an opinion of its own.
    telling: u32,
    window_ms: u64,
    probe_ms: u64,
}

impl Limits {
    pub(super) fn new(policy: &BreakerPolicy, probe_ms: u64) -> Self {
        Self {
            enabled: policy.enabled,
            minimum_throughput: policy.minimum_throughput,
            consecutive_failures: policy.consecutive_failures,
            probe_successes: policy.probe_successes,
            failure_ratio: policy.failure_ratio,
            slow_ratio: policy.slow_ratio,
            slow_call_ms: policy.slow_call_ms,
            open_ms: policy.open_ms,
            open_max_ms: policy.open_max_ms,
            open_jitter: policy.open_jitter,
            telling: policy.consecutive_failures.min(policy.minimum_throughput),
            window_ms: policy.window_ms,
            probe_ms,
        }
    }

    /// The time open after `opened` openings in a row, jitter included.
    fn open_time(&self, opened: u32) -> u64 {
        let factor = 1_u64 << opened.saturating_sub(1).min(32);
        let wait = self.open_ms.saturating_mul(factor).min(self.open_max_ms);
        let jitter = fastrand::f64() * self.open_jitter.clamp(0.0, 1.0);
        wait.saturating_add((wait as f64 * jitter) as u64)
    }
}

pub(super) struct Core {
    state: BreakerState,
    reason: Option<Reason>,
    generation: u64,
    /// While open: when the first probe may go.
    open_until: u64,
    /// Openings since it was last closed.
    opened: u32,
    /// While half-open: successful probes so far.
    probed: u32,
    /// While half-open: until when the probe under way holds the one place; 0 when the place is free.
    probe_until: u64,
    /// While closed: failures since the last success.
    consecutive: u32,
    /// Open or half-open by nothing but the word of others.
    doubted: bool,
    /// Until when what it knows by itself goes before what others say.
    sure_until: u64,
    window: Window,
}

pub(super) fn is_closed(stamp: u64) -> bool {
    stamp & 1 == 1
}

pub(super) fn generation(stamp: u64) -> u64 {
    stamp >> 1
}

impl Core {
    pub(super) fn new(policy: &BreakerPolicy) -> Self {
        Self {
            state: BreakerState::Closed,
            reason: None,
            generation: 0,
            open_until: 0,
            opened: 0,
            probed: 0,
            probe_until: 0,
            consecutive: 0,
            doubted: false,
            sure_until: 0,
            window: Window::new(policy.window_ms, policy.buckets),
        }
    }

    /// The generation and whether it is closed, in one number.
    pub(super) fn stamp(&self) -> u64 {
        self.generation << 1 | u64::from(self.state == BreakerState::Closed)
    }

    /// Why a call is refused at `now`.
    pub(super) fn refusal(&self, limits: &Limits, now: u64) -> Option<Refusal> {
        let retry_after = match self.state {
            BreakerState::Closed => return None,
            BreakerState::Isolated => None,
            BreakerState::Open if now < self.open_until => Some(Duration::from_millis(self.open_until - now)),
            BreakerState::Open => return None,
            BreakerState::HalfOpen if now < self.probe_until => {
                Some(PROBE_WAIT.min(Duration::from_millis(limits.open_ms)))
            }
            BreakerState::HalfOpen => return None,
        };
        let doubted = self.doubted && self.state == BreakerState::HalfOpen;
        Some(Refusal { state: self.state, retry_after, doubted })
    }

    /// Lets a call through, as a probe or not, and names its generation.
    pub(super) fn admit(&mut self, limits: &Limits, now: u64) -> Result<(bool, u64), Refusal> {
        if let Some(refusal) = self.refusal(limits, now) {
            return Err(refusal);
        }
        if self.state == BreakerState::Closed {
            return Ok((false, self.generation));
        }
        if self.state == BreakerState::Open {
            self.state = BreakerState::HalfOpen;
            self.probed = 0;
        }
        // A new generation per probe: the result of a probe that lost its place is an old one.
        self.generation += 1;
        self.probe_until = now.saturating_add(limits.probe_ms.max(1));
        Ok((true, self.generation))
    }

    /// A call that was let through while closed has ended.
    pub(super) fn called(
        &mut self,
        limits: &Limits,
        generation: u64,
        failed: bool,
        took_ms: u64,
        now: u64,
    ) -> Option<Change> {
        if generation != self.generation {
            return None;
        }
        let counts = self.window.add(now, failed, took_ms >= limits.slow_call_ms);
        self.consecutive = if failed { self.consecutive.saturating_add(1) } else { 0 };
        if !limits.enabled {
            return None;
        }
        let enough = counts.calls >= limits.minimum_throughput;
        let reason = if self.consecutive >= limits.consecutive_failures {
            Reason::ConsecutiveFailures
        } else if enough && counts.failure_ratio() >= limits.failure_ratio {
            Reason::FailureRatio
        } else if enough && counts.slow_ratio() >= limits.slow_ratio {
            Reason::SlowRatio
        } else {
            if counts.calls >= limits.telling {
                self.sure(limits, now);
            }
            return None;
        };
        Some(self.open(limits, reason, now))
    }

    /// A probe has ended. One that lost its place says nothing any more.
    pub(super) fn probed(
        &mut self,
        limits: &Limits,
        generation: u64,
        failed: bool,
        took_ms: u64,
        now: u64,
    ) -> Option<Change> {
        if generation != self.generation || now >= self.probe_until {
            return None;
        }
        self.probe_until = 0;
        if failed {
            return Some(self.open(limits, Reason::ProbeFailed, now));
        }
        // Where only others doubt, any answer is news enough: whether it is slow too often, its own calls will tell.
        if !self.doubted {
            if took_ms >= limits.slow_call_ms {
                return Some(self.open(limits, Reason::ProbeSlow, now));
            }
            self.probed += 1;
            if self.probed < limits.probe_successes {
                return Some(Change::Recovering);
            }
        }
        self.close();
        self.sure(limits, now);
        Some(Change::Closed)
    }

    /// A probe was dropped: its place is free.
    pub(super) fn release(&mut self, generation: u64) {
        if generation == self.generation {
            self.probe_until = 0;
        }
    }

    pub(super) fn isolate(&mut self) {
        self.enter(BreakerState::Isolated, Some(Reason::Manual));
    }

    pub(super) fn reset(&mut self, limits: &Limits, now: u64) {
        self.close();
        self.sure(limits, now);
    }

    pub(super) fn sure_until(&self) -> u64 {
        self.sure_until
    }

    pub(super) fn standing(&self, now: u64) -> Standing {
        match self.state {
            BreakerState::Closed if now >= self.sure_until => Standing::Cold,
            BreakerState::Open if self.doubted => Standing::Told,
            BreakerState::Open if now >= self.open_until => Standing::Due,
            _ => Standing::Sure,
        }
    }

    pub(super) fn doubt(&mut self, now: u64) {
        if matches!(self.standing(now), Standing::Cold | Standing::Told) {
            self.enter(BreakerState::HalfOpen, Some(Reason::Hint));
            self.doubted = true;
            self.probed = 0;
        }
    }

    pub(super) fn shun(&mut self, now: u64, until: u64) {
        match self.standing(now) {
            Standing::Cold => self.enter(BreakerState::Open, Some(Reason::Hint)),
            Standing::Told => {}
            Standing::Sure | Standing::Due => return,
        }
        self.doubted = true;
        self.open_until = until;
    }

    pub(super) fn trust(&mut self, now: u64) {
        if self.standing(now) == Standing::Told {
            self.close();
        }
    }

    pub(super) fn postpone(&mut self, now: u64, until: u64) {
        if self.standing(now) == Standing::Due {
            self.open_until = until;
        }
    }

    /// From now on it has an opinion of its own, for as long as its calls count.
    fn sure(&mut self, limits: &Limits, now: u64) {
        self.sure_until = now.saturating_add(limits.window_ms);
    }

    fn close(&mut self) {
        self.enter(BreakerState::Closed, None);
        self.opened = 0;
        self.consecutive = 0;
        self.window.clear();
    }

    fn open(&mut self, limits: &Limits, reason: Reason, now: u64) -> Change {
        self.enter(BreakerState::Open, Some(reason));
        self.opened = self.opened.saturating_add(1);
        self.open_until = now.saturating_add(limits.open_time(self.opened));
        Change::Opened
    }

    fn enter(&mut self, state: BreakerState, reason: Option<Reason>) {
        self.state = state;
        self.reason = reason;
        self.generation += 1;
        self.probe_until = 0;
        self.doubted = false;
    }

    pub(super) fn snapshot(&mut self, now: u64) -> BreakerSnapshot {
        let counts = self.window.counts(now);
        let waiting = self.state == BreakerState::Open && now < self.open_until;
        let over = self.state == BreakerState::Open && !waiting;
        BreakerSnapshot {
            state: if over { BreakerState::HalfOpen } else { self.state },
            reason: self.reason,
            retry_after_ms: waiting.then(|| self.open_until - now),
            failure_ratio: counts.failure_ratio(),
            slow_ratio: counts.slow_ratio(),
            calls: counts.calls,
            generation: self.generation,
        }
    }
}
