//! Rate budgets against a model: several processes share the window of a naive system through one store. Whatever they send
//! and however late it comes, the system refuses nothing; while there is demand its window is used, and all get their turn.
#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use coreflow_bridge::error::{Error, Result};
use coreflow_bridge::manifest::Effect;
use coreflow_bridge::resilience::{
    Ask, Attempt, BreakerPolicy, Budget, Budgets, Deadline, Failure, Grant, Ledger, Pipeline, Policies, Told, Window,
};
use coreflow_bridge::store::{RateAsk, RateReport, RateTold, RateWindow, Store, open_sqlite};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use proptest::prelude::*;
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// So many windows are watched.
const WINDOWS: u32 = 3;

/// One store for all cases: opening one takes longer than a case. Its budgets have names of their own.
static STORE: LazyLock<Arc<dyn Store>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(open_sqlite(":memory:")).unwrap()
});
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A process of a tenant, which calls from so many places at once.
#[derive(Clone, Debug)]
struct Process {
    tenant: u32,
    interactive: u32,
    background: u32,
}

#[derive(Clone, Debug)]
struct Case {
    limit: u32,
    per: Duration,
    processes: Vec<Process>,
    /// How late requests reach the system, and after how long callers go away, in turn: in thousandths of the window.
    late: Vec<u32>,
    leaves: Vec<Option<u32>>,
    /// How long the store takes, in thousandths of the window.
    slow: u32,
    /// How long callers that are waited for pause between calls, in thousandths of the window.
    pause: u32,
    /// Whether answers tell what is left.
    tells: bool,
}

/// A sliding window, counted from scratch for every request.
struct System {
    limit: u32,
    per: Duration,
    served: Vec<Instant>,
    refused: u32,
}

impl System {
    /// Takes a request: what is left after it.
    fn arrives(&mut self, now: Instant) -> u32 {
        let counted = self.served.iter().filter(|at| **at + self.per > now).count() as u32;
        match counted < self.limit {
            true => self.served.push(now),
            false => self.refused += 1,
        }
        self.limit.saturating_sub(counted + 1)
    }
}

/// The store, as a process of the bridge asks it, on the paused clock.
struct Shared {
    window: RateWindow,
    owner: String,
    tenant: String,
    start: Instant,
    slow: Duration,
}

impl Shared {
    fn stamp(&self) -> impl Fn(Instant) -> Timestamp + Send + 'static {
        let start = self.start;
        move |at| {
            let since = SignedDuration::try_from(at - start).unwrap();
            Timestamp::from_second(1_795_000_000).unwrap() + since
        }
    }
}

/// Waits for the store's own thread without letting the paused clock go on.
fn at_once<T>(answer: impl Future<Output = T>) -> T {
    futures::executor::block_on(tokio::task::unconstrained(answer))
}

impl Ledger for Shared {
    fn take(&self, ask: Ask) -> BoxFuture<'static, Result<Grant>> {
        let (window, slow, start, stamp) = (self.window.clone(), self.slow, self.start, self.stamp());
        let ask = RateAsk {
            owner: self.owner.clone(),
            tenant: self.tenant.clone(),
            number: ask.number,
            interactive: ask.interactive,
            background: ask.background,
            spare: ask.spare,
            reports: ask
                .reports
                .iter()
                .map(|one| RateReport { number: one.number, spent: one.spent, counted: stamp(one.counted) })
                .collect(),
            told: ask.told.map(|told| RateTold {
                at: stamp(told.at),
                limit: told.limit,
                remaining: told.remaining,
                resets_at: told.resets_at.map(&stamp),
            }),
        };
        async move {
            sleep(slow / 2).await;
            let grant = at_once(STORE.take_rate(&window, ask, stamp(Instant::now())))?;
            sleep(slow / 2).await;
            let instant = |at: Timestamp| start + at.duration_since(stamp(start)).unsigned_abs();
            Ok(Grant {
                slots: grant.slots,
                limit: grant.limit,
                owners: grant.owners,
                ahead: grant.ahead,
                frees: grant.frees.iter().map(|(at, slots)| (instant(*at), *slots)).collect(),
                paced_until: grant.paced_until.map(instant),
                not_before: grant.not_before.map(instant),
            })
        }
        .boxed()
    }

    fn hold(&self, _: Instant) -> BoxFuture<'static, Result<()>> {
        async { Err(Error::unexpected("no system of these asks to wait")) }.boxed()
    }

    fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>> {
        async { Ok(None) }.boxed()
    }
}

struct One(Budget);

impl Budgets for One {
    fn on(&self, _: &str) -> Vec<Budget> {
        vec![self.0.clone()]
    }

    fn known(&self) -> Vec<Budget> {
        self.on("")
    }
}

/// What a case has shown.
struct Seen {
    served: Vec<Instant>,
    refused: u32,
    /// For each call that was answered: whether it was in the background, and how long it waited for its slot.
    calls: Vec<(bool, Duration)>,
}

/// Takes the next of some values, round and round.
struct Round<T>(Mutex<VecDeque<T>>);

impl<T: Copy> Round<T> {
    fn next(&self) -> T {
        let mut all = self.0.lock();
        all.rotate_left(1);
        *all.back().unwrap()
    }
}

impl Case {
    fn part(&self, thousandths: u32) -> Duration {
        self.per * thousandths / 1_000
    }

    /// A slot's way round: it is free one window after the answer, which was as late, and is asked for a moment later.
    fn round(&self) -> Duration {
        let late = self.late.iter().max().unwrap();
        self.part(*late + self.slow * 2) + self.per + (self.per / 200).clamp(ms(5), ms(50)) + ms(5)
    }

    async fn run(&self) -> Seen {
        let start = Instant::now();
        let (system, calls) = (
            Arc::new(Mutex::new(System { limit: self.limit, per: self.per, served: Vec::new(), refused: 0 })),
            Mutex::new(Vec::new()),
        );
        let (late, leaves) =
            (Round(Mutex::new(self.late.clone().into())), Round(Mutex::new(self.leaves.clone().into())));
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let rate = RateWindow {
            budget: format!("{number}/"),
            requests: self.limit,
            per: SignedDuration::try_from(self.per).unwrap(),
        };
        let policies = Arc::new(Policies {
            attempt_timeout_ms: 10_000_000,
            breaker: BreakerPolicy { enabled: false, ..BreakerPolicy::default() },
            ..Policies::default()
        });
        let window = Window {
            requests: self.limit,
            per: self.per,
            hold: Duration::try_from(rate.hold()).unwrap(),
            reserve: RateWindow::reserve(self.limit),
        };
        let mut work = Vec::new();
        for (number, process) in self.processes.iter().enumerate() {
            let ledger = Shared {
                window: rate.clone(),
                owner: number.to_string(),
                tenant: process.tenant.to_string(),
                start,
                slow: self.part(self.slow),
            };
            let (pipeline, budget) = (Pipeline::new(policies.clone()), Budget::new(Some(window), Box::new(ledger)));
            pipeline.share(Arc::new(One(budget.clone())));
            for place in 0..process.interactive + process.background {
                let background = place >= process.interactive;
                let (pipeline, budget, system) = (pipeline.clone(), budget.clone(), Arc::clone(&system));
                let (late, leaves, calls) = (&late, &leaves, &calls);
                work.push(async move {
                    while start.elapsed() < self.per * WINDOWS {
                        let begun = Instant::now();
                        let sent = Mutex::new(begun);
                        let attempt = |_: Attempt| {
                            *sent.lock() = Instant::now();
                            let (system, budget, at) = (Arc::clone(&system), budget.clone(), Instant::now());
                            let (late, tells) = (self.part(late.next()), self.tells);
                            // It arrives also when nobody waits for it any more.
                            let arrives = tokio::spawn(async move {
                                sleep(late / 2).await;
                                let remaining = Some(system.lock().arrives(Instant::now()));
                                sleep(late / 2).await;
                                if tells {
                                    budget.told(Told { at, limit: None, remaining, resets_at: None });
                                }
                            });
                            async move { arrives.await.map_err(|_| Failure::from(Error::unexpected("gone"))) }
                        };
                        let deadline = Deadline::after(self.per * 100).in_background(background);
                        let call = pipeline.run_on("", Effect::Read, deadline, attempt);
                        let patience = leaves.next().map_or(self.per * 200, |leaves| self.part(leaves));
                        match timeout(patience, call).await {
                            Ok(done) => {
                                done.unwrap();
                                let sent = *sent.lock();
                                calls.lock().push((background, sent - begun));
                            }
                            Err(_) => sleep(ms(1)).await,
                        }
                        if !background {
                            sleep(self.part(self.pause)).await;
                        }
                    }
                });
            }
        }
        futures::future::join_all(work).await;
        // What was given up may still be on its way.
        sleep_until(start + self.per * (WINDOWS + 2)).await;
        let system = system.lock();
        Seen { served: system.served.clone(), refused: system.refused, calls: calls.into_inner() }
    }

    fn seen(&self) -> Seen {
        // Opened outside of the case's clock.
        LazyLock::force(&STORE);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(self.run())
    }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn processes(interactive: std::ops::Range<u32>, background: std::ops::Range<u32>) -> BoxedStrategy<Vec<Process>> {
    let one = (0..2_u32, interactive, background).prop_map(|(tenant, interactive, background)| Process {
        tenant,
        interactive,
        background,
    });
    prop::collection::vec(one, 1..5).boxed()
}

fn cases(processes: BoxedStrategy<Vec<Process>>, late: u32, leave: bool) -> impl Strategy<Value = Case> {
    let leaves = if leave { prop::option::weighted(0.3, 0..800_u32).boxed() } else { Just(None).boxed() };
    (
        (1..=60_u32, 1_000..=60_000_u64, processes),
        (prop::collection::vec(0..=late, 1..6), prop::collection::vec(leaves, 5), 0..=4_u32, any::<bool>()),
    )
        .prop_map(|((limit, per, processes), (late, leaves, slow, tells))| Case {
            limit,
            per: ms(per),
            processes,
            late,
            leaves,
            slow,
            pause: 0,
            tells,
        })
}

/// How many calls of a kind stand before one of a process, at the worst: its tenant's processes get equal parts, however
/// many calls wait in each.
fn turns(case: &Case, waiting: impl Fn(&Process) -> u32) -> u32 {
    case.processes.iter().map(&waiting).max().unwrap() * case.processes.len() as u32
}

/// That nobody waited for longer than all who may stand before him take.
fn all_got_their_turn(case: &Case, seen: &Seen) -> std::result::Result<(), TestCaseError> {
    for kind in [false, true] {
        let before = turns(case, |one| one.interactive + if kind { one.background } else { 0 });
        // Background work comes after the calls that somebody waits for, which have an end here.
        let rounds = before.div_ceil(case.limit) + 2 + if kind { WINDOWS } else { 0 };
        let longest = seen.calls.iter().filter(|call| call.0 == kind).map(|call| call.1).max().unwrap_or_default();
        prop_assert!(longest <= case.round() * rounds, "{longest:?} of {:?} for {rounds}", case.round());
    }
    Ok(())
}

/// That while there is demand, the window is used: 95 % of what fits if every slot makes its way round at its slowest.
fn the_window_was_used(case: &Case, seen: &Seen) -> std::result::Result<(), TestCaseError> {
    let end = seen.served[0] + case.per * WINDOWS;
    let used = seen.served.iter().filter(|at| **at < end).count();
    let fits = f64::from(case.limit * WINDOWS) * case.per.as_secs_f64() / case.round().as_secs_f64();
    prop_assert!(used as f64 >= (fits * 0.95).floor(), "{used} of {fits:.1}");
    Ok(())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_comes_nothing_is_refused(case in cases(processes(0..4, 0..4), 60, true)) {
        prop_assume!(case.processes.iter().any(|one| one.interactive + one.background > 0));
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_calls_that_somebody_waits_for(case in cases(processes(1..5, 0..1), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_background_work_alone(case in cases(processes(0..1, 1..5), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn the_window_is_used_by_both(case in cases(processes(0..3, 1..4), 8, false)) {
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        the_window_was_used(&case, &seen)?;
        all_got_their_turn(&case, &seen)?;
    }

    #[test]
    fn users_do_not_wait_for_a_backfill(case in cases(processes(0..2, 1..4), 8, false)) {
        // Users want a quarter of the window at the most.
        let users = case.processes.iter().map(|one| one.interactive).sum::<u32>();
        let case = Case { pause: 4_000 * users / case.limit, ..case };
        let seen = case.seen();
        prop_assert_eq!(seen.refused, 0);
        // All of them may want the next slots, which become free one after the other; and what is under way comes first.
        let most = case.round() * (users + 8) / case.limit + (case.round() - case.per) * 2;
        let longest = seen.calls.iter().filter(|call| !call.0).map(|call| call.1).max().unwrap_or_default();
        prop_assert!(longest <= most.min(case.round()), "{longest:?} of {most:?}");
    }
}
