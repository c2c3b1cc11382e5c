//! The breaker against a naive model that keeps every event for ever and counts from scratch each time.
#![allow(clippy::unwrap_used)]

use coreflow_bridge::resilience::{Breaker, BreakerPolicy, BreakerState, Change, Permit, Reason, Standing, Verdict};
use proptest::prelude::*;

const PROBE_MS: u64 = 11_000;

/// What happens to a breaker. Permits stay open over any number of other steps, so results come late, out of order,
/// from before an outage, or from a probe that has lost its place.
#[derive(Clone, Debug)]
enum Step {
    Ask,
    End {
        which: Which,
        verdict: Verdict,
        took: u64,
    },
    Drop {
        which: Which,
    },
    Wait(u64),
    Isolate,
    Reset,
    /// What is done because of what other processes say.
    Doubt,
    Shun(u64),
    Trust,
    Postpone(u64),
}

/// Which of the running calls ends.
#[derive(Clone, Copy, Debug)]
enum Which {
    Newest,
    Any(usize),
}

impl Which {
    fn of<T>(self, running: &mut Vec<T>) -> T {
        match self {
            Which::Newest => running.pop().unwrap(),
            Which::Any(index) => running.swap_remove(index % running.len()),
        }
    }
}

/// How many waits, and how long, reach every border: buckets, the window, the time open, a probe's time.
fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![6 => Just(Verdict::Success), 4 => Just(Verdict::Failure), 1 => Just(Verdict::Nothing)];
    let took = prop_oneof![3 => 0..100_u64, 1 => 4_999..=5_001_u64, 1 => Just(20_000)];
    let which = || prop_oneof![3 => Just(Which::Newest), 2 => any::<usize>().prop_map(Which::Any)];
    let wait = prop_oneof![
        6 => 0..400_u64,
        3 => 1_000..6_000_u64,
        1 => prop_oneof![Just(PROBE_MS - 1), Just(PROBE_MS), Just(30_000), Just(300_000)],
    ];
    prop_oneof![
        40 => Just(Step::Ask),
        40 => (which(), verdict, took).prop_map(|(which, verdict, took)| Step::End { which, verdict, took }),
        4 => which().prop_map(|which| Step::Drop { which }),
        14 => wait.prop_map(Step::Wait),
        1 => Just(Step::Isolate),
        1 => Just(Step::Reset),
        4 => Just(Step::Doubt),
        2 => (0..6_000_u64).prop_map(Step::Shun),
        1 => Just(Step::Trust),
        2 => (0..6_000_u64).prop_map(Step::Postpone),
    ]
}

fn policy() -> impl Strategy<Value = BreakerPolicy> {
    (1..=20_u32, 1..=12_u32, 1..=8_u32, 1..=4_u32, 1..=10_u32, 1..=10_u32, prop::bool::weighted(0.95)).prop_map(
        |(buckets, minimum, consecutive, probes, failures, slow, enabled)| BreakerPolicy {
            enabled,
            buckets,
            minimum_throughput: minimum,
            consecutive_failures: consecutive,
            probe_successes: probes,
            failure_ratio: f64::from(failures) / 10.0,
            slow_ratio: f64::from(slow) / 10.0,
            open_ms: 1_000,
            open_max_ms: 10_000,
            open_jitter: 0.0,
            ..BreakerPolicy::default()
        },
    )
}

/// A call that has ended while it counted.
struct Event {
    at: u64,
    failed: bool,
    slow: bool,
}

/// A call that was let through: in which era it began, and which probe it is, if it is one.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Call {
    era: u64,
    probe: Option<u64>,
}

struct Model {
    policy: BreakerPolicy,
    state: BreakerState,
    reason: Option<Reason>,
    /// Counts the changes of state.
    era: u64,
    /// All calls that counted since the breaker was last closed.
    events: Vec<Event>,
    /// When it opened, each time since it was last closed.
    openings: Vec<u64>,
    /// The probes of all time: number, start, and whether the place is given back.
    probes: Vec<(u64, bool)>,
    good_probes: u32,
    /// Whether it is not closed for no other reason than what others say.
    doubted: bool,
    /// Until when nothing goes through because of others.
    held_until: Option<u64>,
    /// When it had enough to go by of its own.
    sure: Vec<u64>,
}

impl Model {
    fn new(policy: BreakerPolicy) -> Self {
        let state = BreakerState::Closed;
        let (events, openings, probes) = (Vec::new(), Vec::new(), Vec::new());
        let (doubted, held_until, sure) = (false, None, Vec::new());
        let (reason, era, good_probes) = (None, 0, 0);
        Self { policy, state, reason, era, events, openings, probes, good_probes, doubted, held_until, sure }
    }

    fn change(&mut self, state: BreakerState, reason: Option<Reason>) {
        (self.state, self.reason) = (state, reason);
        self.era += 1;
        self.good_probes = 0;
        (self.doubted, self.held_until) = (false, None);
        if state == BreakerState::Closed {
            self.events.clear();
            self.openings.clear();
        }
    }

    fn open(&mut self, reason: Reason, now: u64) {
        self.change(BreakerState::Open, Some(reason));
        self.openings.push(now);
    }

    fn opens_until(&self) -> u64 {
        if let Some(until) = self.held_until {
            return until;
        }
        let mut time = self.policy.open_ms;
        for _ in 1..self.openings.len() {
            time = (time * 2).min(self.policy.open_max_ms);
        }
        self.openings.last().unwrap() + time
    }

    /// The state as it shows: an open breaker whose time is over is half-open.
    fn shown(&self, now: u64) -> BreakerState {
        match self.state {
            BreakerState::Open if now >= self.opens_until() => BreakerState::HalfOpen,
            state => state,
        }
    }

    fn standing(&self, now: u64) -> Standing {
        match self.state {
            BreakerState::Closed if self.sure.iter().any(|at| now < at + self.policy.window_ms) => Standing::Sure,
            BreakerState::Closed => Standing::Cold,
            BreakerState::Open if self.doubted => Standing::Told,
            BreakerState::Open if now >= self.opens_until() => Standing::Due,
            _ => Standing::Sure,
        }
    }

    /// What others say counts only for one who does not know, or has only heard it himself.
    fn hear(&mut self, now: u64, state: BreakerState, until: Option<u64>) {
        if matches!(self.standing(now), Standing::Cold | Standing::Told) {
            // To be told once more that it is open is no change.
            if !(self.state == BreakerState::Open && state == BreakerState::Open) {
                self.change(state, Some(Reason::Hint));
                // The place of a probe from before is not this one's.
                self.probes.iter_mut().for_each(|(_, free)| *free = true);
            }
            (self.doubted, self.held_until) = (true, until);
        }
    }

    fn ask(&mut self, now: u64) -> Option<Call> {
        match self.shown(now) {
            BreakerState::Closed => Some(Call { era: self.era, probe: None }),
            BreakerState::Open | BreakerState::Isolated => None,
            BreakerState::HalfOpen => {
                if self.state == BreakerState::Open {
                    let doubted = self.doubted;
                    self.change(BreakerState::HalfOpen, self.reason);
                    self.doubted = doubted;
                } else if self.probes.last().is_some_and(|(start, free)| !free && now < start + PROBE_MS) {
                    return None;
                }
                self.probes.push((now, false));
                Some(Call { era: self.era, probe: Some(self.probes.len() as u64 - 1) })
            }
        }
    }

    fn end(&mut self, call: Call, verdict: Verdict, took: u64, now: u64) {
        if verdict == Verdict::Nothing {
            return self.dropped(call);
        }
        if call.era != self.era {
            return;
        }
        let (failed, slow) = (verdict == Verdict::Failure, took >= self.policy.slow_call_ms);
        match call.probe {
            None => {
                self.events.push(Event { at: now, failed, slow });
                let enough = self.policy.consecutive_failures.min(self.policy.minimum_throughput);
                if let Some(reason) = self.verdict(now).filter(|_| self.policy.enabled) {
                    self.open(reason, now);
                } else if self.policy.enabled && self.counts(now).0 >= f64::from(enough) {
                    self.sure.push(now);
                }
            }
            Some(probe) => {
                let last = probe + 1 == self.probes.len() as u64;
                if !last || now >= self.probes[probe as usize].0 + PROBE_MS {
                    return;
                }
                self.probes[probe as usize].1 = true;
                if failed {
                    self.open(Reason::ProbeFailed, now);
                } else if self.doubted {
                    self.change(BreakerState::Closed, None);
                    self.sure.push(now);
                } else if slow {
                    self.open(Reason::ProbeSlow, now);
                } else {
                    self.good_probes += 1;
                    if self.good_probes == self.policy.probe_successes {
                        self.change(BreakerState::Closed, None);
                        self.sure.push(now);
                    }
                }
            }
        }
    }

    fn dropped(&mut self, call: Call) {
        if let Some(probe) = call.probe {
            self.probes[probe as usize].1 = true;
        }
    }

    /// The events of the window: those of the current bucket and of the buckets just before it.
    fn window(&self, now: u64) -> impl Iterator<Item = &Event> {
        let (bucket, len) = (self.policy.window_ms / u64::from(self.policy.buckets), u64::from(self.policy.buckets));
        self.events.iter().filter(move |event| event.at / bucket + len > now / bucket)
    }

    fn counts(&self, now: u64) -> (f64, f64, f64) {
        let count = |test: fn(&Event) -> bool| self.window(now).filter(|event| test(event)).count() as f64;
        (count(|_| true), count(|event| event.failed), count(|event| event.slow))
    }

    fn verdict(&self, now: u64) -> Option<Reason> {
        let in_a_row = self.events.iter().rev().take_while(|event| event.failed).count();
        let (calls, failures, slow) = self.counts(now);
        let enough = calls >= f64::from(self.policy.minimum_throughput);
        if in_a_row >= self.policy.consecutive_failures as usize {
            Some(Reason::ConsecutiveFailures)
        } else if enough && failures / calls >= self.policy.failure_ratio {
            Some(Reason::FailureRatio)
        } else if enough && slow / calls >= self.policy.slow_ratio {
            Some(Reason::SlowRatio)
        } else {
            None
        }
    }
}

/// Drives both through the steps and compares them after each; returns which states were seen, and how often it
/// recovered by probes.
fn drive(policy: BreakerPolicy, steps: Vec<Step>) -> Result<(Vec<BreakerState>, usize), TestCaseError> {
    let breaker = Breaker::new(&policy, PROBE_MS);
    let mut model = Model::new(policy);
    let mut running: Vec<(Permit<'_>, Call)> = Vec::new();
    let (mut now, mut generation, mut seen, mut recovered) = (0, 0, Vec::new(), 0);
    for step in steps {
        let probing = model.state == BreakerState::HalfOpen && !model.doubted && !matches!(step, Step::Reset);
        match step {
            Step::Ask => {
                let refused = breaker.refusal(now);
                match (breaker.acquire(now), model.ask(now)) {
                    (Ok(permit), Some(call)) => {
                        prop_assert_eq!(refused, None);
                        prop_assert_eq!(permit.is_probe(), call.probe.is_some());
                        running.push((permit, call));
                    }
                    (Err(refusal), None) => {
                        prop_assert_eq!(refused, Some(refusal));
                        prop_assert_eq!(refusal.retry_after.is_none(), refusal.state == BreakerState::Isolated);
                        prop_assert_eq!(refusal.doubted, model.doubted && model.state == BreakerState::HalfOpen);
                    }
                    (got, wanted) => {
                        let got = got.map(|permit| permit.is_probe());
                        return Err(TestCaseError::fail(format!("breaker {got:?}, model {wanted:?}")));
                    }
                }
            }
            Step::End { which, verdict, took } if !running.is_empty() => {
                let (permit, call) = which.of(&mut running);
                let (before, good) = (model.state, model.good_probes);
                model.end(call, verdict, took, now);
                let changed = match model.state {
                    BreakerState::HalfOpen if model.good_probes > good => Some(Change::Recovering),
                    state if state == before => None,
                    BreakerState::Open => Some(Change::Opened),
                    _ => Some(Change::Closed),
                };
                prop_assert_eq!(permit.record(verdict, took, now), changed);
            }
            Step::Drop { which } if !running.is_empty() => {
                let (permit, call) = which.of(&mut running);
                drop(permit);
                model.dropped(call);
            }
            Step::End { .. } | Step::Drop { .. } => {}
            Step::Wait(time) => now += time,
            Step::Isolate => {
                breaker.isolate();
                model.change(BreakerState::Isolated, Some(Reason::Manual));
            }
            Step::Reset => {
                breaker.reset(now);
                model.change(BreakerState::Closed, None);
                model.sure.push(now);
            }
            Step::Doubt => {
                breaker.doubt(now);
                model.hear(now, BreakerState::HalfOpen, None);
            }
            Step::Shun(time) => {
                breaker.shun(now, now + time);
                model.hear(now, BreakerState::Open, Some(now + time));
            }
            Step::Trust => {
                breaker.trust(now);
                if model.standing(now) == Standing::Told {
                    model.change(BreakerState::Closed, None);
                }
            }
            Step::Postpone(time) => {
                breaker.postpone(now, now + time);
                if model.standing(now) == Standing::Due {
                    model.held_until = Some(now + time);
                }
            }
        }
        let shown = breaker.snapshot(now);
        prop_assert_eq!(breaker.standing(now), model.standing(now));
        prop_assert_eq!(shown.state, model.shown(now));
        prop_assert_eq!(shown.reason, model.reason);
        let (calls, failures, slow) = model.counts(now);
        prop_assert_eq!(f64::from(shown.calls), calls);
        prop_assert_eq!(shown.failure_ratio, failures / calls.max(1.0));
        prop_assert_eq!(shown.slow_ratio, slow / calls.max(1.0));
        let wait = (shown.state == BreakerState::Open).then(|| model.opens_until() - now);
        prop_assert_eq!(shown.retry_after_ms, wait);
        prop_assert!(shown.generation >= generation);
        generation = shown.generation;
        recovered += usize::from(probing && shown.state == BreakerState::Closed);
        seen.push(shown.state);
    }
    Ok((seen, recovered))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn breaker_and_model_agree(policy in policy(), steps in prop::collection::vec(step(), 1..250)) {
        drive(policy, steps)?;
    }
}

/// The random sequences are worth something only if they get everywhere.
#[test]
fn random_sequences_reach_every_state_and_recover() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut seen, mut recovered) = (Vec::new(), 0);
    for _ in 0..300 {
        let tree = (policy(), prop::collection::vec(step(), 250)).new_tree(&mut runner).unwrap();
        let (policy, steps) = tree.current();
        let (states, recoveries) = drive(policy, steps).unwrap();
        recovered += recoveries;
        seen.extend(states);
    }
    for state in [BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen, BreakerState::Isolated] {
        let count = seen.iter().filter(|other| **other == state).count();
        assert!(count > 1_000, "{state:?} only {count} times");
    }
    assert!(recovered > 50, "recovered only {recovered} times");
}
