//! A case: processes that call through their budgets, until so many windows are over.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use coreflow_bridge::error::Error;
use coreflow_bridge::manifest::Effect;
use coreflow_bridge::resilience::{
    Attempt, BreakerPolicy, Budget, Budgets, Deadline, Failure, Pipeline, Policies, Told, Window,
};
use coreflow_bridge::store::RateWindow;
use jiff::SignedDuration;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::ledger::{STORE, Shared};
use crate::system::System;

/// So many windows are watched.
pub(crate) const WINDOWS: u32 = 3;
/// The store is one for all cases: their budgets have names of their own.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A process of a tenant, which calls from so many places at once.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) tenant: u32,
    pub(crate) interactive: u32,
    pub(crate) background: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) limit: u32,
    pub(crate) per: Duration,
    pub(crate) processes: Vec<Process>,
    /// How late requests reach the system, and after how long callers go away, in turn: in thousandths of the window.
    pub(crate) late: Vec<u32>,
    pub(crate) leaves: Vec<Option<u32>>,
    /// How long the store takes, in thousandths of the window.
    pub(crate) slow: u32,
    /// How long callers that are waited for pause between calls, in thousandths of the window.
    pub(crate) pause: u32,
    /// Whether answers tell what is left.
    pub(crate) tells: bool,
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
pub(crate) struct Seen {
    pub(crate) served: Vec<Instant>,
    pub(crate) refused: u32,
    /// For each call that was answered: whether it was in the background, and how long it waited for its slot.
    pub(crate) calls: Vec<(bool, Duration)>,
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
    pub(crate) fn round(&self) -> Duration {
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
                        let call = pipeline.run(Effect::Read, deadline, attempt);
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

    pub(crate) fn seen(&self) -> Seen {
        // Opened outside of the case's clock.
        LazyLock::force(&STORE);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(self.run())
    }
}

pub(crate) fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}
