//! A budget of requests that all processes share: slots are asked for in blocks, and spent here without asking.
//!
//! One task per budget asks, for all who wait, and only while somebody does. Calls that somebody waits for go before
//! those of background work. When the ledger is slow or gone, the process goes on alone with its part of the limit; what
//! it has given itself is taken out of what it is given late, and told.

mod blocks;
mod drive;
mod ledger;
mod outlook;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, timeout_at};

use self::blocks::Blocks;
use self::outlook::Outlook;
use super::deadline::Deadline;
use super::patience::{Late, look};
use super::retry::MAX_RETRY_AFTER;
use crate::error::{Code, Error, Result};

pub use ledger::{Ask, Grant, Ledger, Report, Told, Window};

/// What the system told longer ago is not held against what is taken now.
const FRESH: Duration = Duration::from_secs(3);
/// A request has surely reached the system after this long, whenever its answer comes.
const ARRIVED: Duration = Duration::from_secs(2);
/// How often a budget without a window looks whether another process was asked to wait.
const LOOK: Duration = Duration::from_millis(250);
/// Answers to requests that were sent within this time of each other are of one moment.
const MOMENT: Duration = Duration::from_millis(50);

/// The part of a shared budget that one connection has in this process. Clones are the same.
#[derive(Clone)]
pub struct Budget(Arc<Inner>);

struct Inner {
    ledger: Box<dyn Ledger>,
    /// Without one, only the system's wish to wait is shared.
    window: Option<Window>,
    state: Mutex<State>,
    /// Wakes the task that asks.
    news: Notify,
}

struct State {
    blocks: Blocks,
    outlook: Outlook,
    /// Who waits: for calls that somebody waits for, and for background work.
    queues: [VecDeque<Waiter>; 2],
    /// When it is worth to ask again, for each of them.
    next_look: [Instant; 2],
    not_before: Option<Instant>,
    told: Option<Told>,
    /// When the ledger was asked last, or could not be.
    looked: Option<Instant>,
    /// How many slots were given in this second and in the one before.
    recent: (Instant, u32, u32),
    /// When this process may give itself a slot.
    alone_at: Instant,
    /// The ledger failed: it is not asked before then.
    failed_until: Option<Instant>,
    /// Whether the task that asks runs.
    driven: bool,
}

struct Waiter {
    deadline: Deadline,
    answer: oneshot::Sender<Result<Slot>>,
}

/// A slot that was taken. It goes back when it is dropped unused.
pub struct Slot {
    /// Nothing once it went back.
    budget: Option<Budget>,
    number: u64,
    sent: Option<Instant>,
    answered: Option<Instant>,
}

impl Budget {
    /// A budget with a window, or of nothing but the system's wish to wait.
    pub fn new(window: Option<Window>, ledger: Box<dyn Ledger>) -> Self {
        let now = Instant::now();
        let none = Window { requests: 1, per: Duration::from_secs(1), hold: Duration::ZERO, reserve: 0 };
        let state = State {
            blocks: Blocks::default(),
            outlook: Outlook::new(window.unwrap_or(none)),
            queues: Default::default(),
            next_look: [now; 2],
            not_before: None,
            told: None,
            looked: None,
            recent: (now, 0, 0),
            alone_at: now,
            failed_until: None,
            driven: false,
        };
        Self(Arc::new(Inner { ledger, window, state: Mutex::new(state), news: Notify::new() }))
    }

    /// A slot, if one is here and nobody waits for it.
    pub(in crate::resilience) fn try_take(&self, background: bool) -> Option<Slot> {
        let now = Instant::now();
        let mut state = self.0.state.lock();
        if state.held(now).is_some() {
            return None;
        }
        if self.0.window.is_none() {
            let fresh = state.looked.is_some_and(|looked| now < looked + LOOK);
            return fresh.then(|| Slot { budget: Some(self.clone()), number: 0, sent: None, answered: None });
        }
        if state.queues[..=usize::from(background)].iter().any(|queue| !queue.is_empty()) {
            return None;
        }
        let number = state.take(now)?;
        Some(Slot { budget: Some(self.clone()), number, sent: None, answered: None })
    }

    /// Waits for a slot; `RATE_LIMITED` at once when it cannot be had before the deadline.
    pub(in crate::resilience) async fn take(&self, deadline: Deadline) -> Result<Slot> {
        if self.0.window.is_none() {
            return self.pass(deadline).await;
        }
        let class = usize::from(deadline.is_background());
        let waiting = {
            let mut state = self.0.state.lock();
            let now = Instant::now();
            let before = state.queues[..=class].iter().map(VecDeque::len).sum();
            if let Some(until) = state.turn(class, before, now).filter(|until| *until > deadline.instant()) {
                return Err(refused(until, state.held(now).is_some()));
            }
            let (answer, waiting) = oneshot::channel();
            state.queues[class].push_back(Waiter { deadline, answer });
            self.wake(&mut state);
            waiting
        };
        match timeout_at(deadline.instant(), waiting).await {
            Ok(Ok(slot)) => slot,
            Ok(Err(_)) => Err(Error::unexpected("the task that asks for slots has ended")),
            Err(_) => {
                let (state, now) = (self.0.state.lock(), Instant::now());
                Err(refused(state.turn(class, 0, now).unwrap_or(now), state.held(now).is_some()))
            }
        }
    }

    /// Lets a call pass that is only held back by the system's wish to wait.
    async fn pass(&self, deadline: Deadline) -> Result<Slot> {
        loop {
            let now = Instant::now();
            let stale = {
                let mut state = self.0.state.lock();
                let stale = state.looked.is_none_or(|looked| now >= looked + LOOK);
                if stale {
                    // Others need not look as well.
                    state.looked = Some(now);
                }
                stale
            };
            if stale {
                match look(self.0.ledger.held()).await {
                    Ok(Ok(told)) => {
                        let mut state = self.0.state.lock();
                        state.not_before = state.not_before.max(told);
                    }
                    Ok(Err(_)) | Err(Late { whole: false }) => {}
                    Err(Late { whole: true }) => self.0.ledger.late(),
                }
            }
            let Some(until) = self.0.state.lock().held(Instant::now()) else {
                return Ok(Slot { budget: Some(self.clone()), number: 0, sent: None, answered: None });
            };
            if until > deadline.instant() {
                return Err(refused(until, true));
            }
            tokio::time::sleep_until(until).await;
        }
    }

    /// The system wants no request for that long: all processes are told.
    pub fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait.min(MAX_RETRY_AFTER);
        {
            let mut state = self.0.state.lock();
            if state.not_before.is_some_and(|known| known >= until) {
                return;
            }
            state.not_before = Some(until);
        }
        self.0.news.notify_one();
        if let Ok(handle) = Handle::try_current() {
            let kept = self.0.ledger.hold(until);
            handle.spawn(async move {
                if let Err(error) = kept.await {
                    tracing::debug!(%error, "other processes are not told that the system asked to wait");
                }
            });
        }
    }

    /// What the system told of its window with an answer.
    pub fn told(&self, told: Told) {
        if self.0.window.is_none() {
            return;
        }
        let mut state = self.0.state.lock();
        let less = |last: &Told| last.remaining.zip(told.remaining).is_some_and(|(last, new)| last < new);
        // Answers overtake each other: of those of one moment the lowest count is the latest.
        if state.told.as_ref().is_none_or(|last| told.at > last.at + MOMENT || !less(last)) {
            state.told = Some(told);
        }
    }

    /// Whether a tenth of the window is free, as far as is known: room for what need not be sent.
    pub(in crate::resilience) fn plenty(&self, now: Instant) -> bool {
        let state = self.0.state.lock();
        let known = state.failed_until.is_none() && state.outlook.plenty(now);
        state.held(now).is_none() && (self.0.window.is_none() || known)
    }

    /// Whether it is known that less than a tenth of the window is free, or that the system asked to wait.
    pub(in crate::resilience) fn short(&self, now: Instant) -> bool {
        let state = self.0.state.lock();
        let known = self.0.window.is_some() && state.failed_until.is_none() && state.outlook.is_known();
        state.held(now).is_some() || known && !state.outlook.plenty(now)
    }

    /// How long the system's own wish keeps requests back.
    pub(in crate::resilience) fn held(&self, now: Instant) -> Duration {
        self.0.state.lock().held(now).map_or(Duration::ZERO, |until| until - now)
    }

    /// Lets the task that asks look again, or starts it.
    fn wake(&self, state: &mut State) {
        if state.driven {
            self.0.news.notify_one();
        } else if let Ok(handle) = Handle::try_current() {
            state.driven = true;
            handle.spawn(drive::drive(self.clone()));
        }
    }
}

impl State {
    fn held(&self, now: Instant) -> Option<Instant> {
        self.not_before.filter(|until| *until > now)
    }

    fn take(&mut self, now: Instant) -> Option<u64> {
        let number = self.blocks.take(now)?;
        self.given(now);
        Some(number)
    }

    /// Counts a slot that is given.
    fn given(&mut self, now: Instant) {
        let (since, this, _) = self.recent;
        match now.duration_since(since).as_secs() {
            0 => self.recent.1 += 1,
            1 => self.recent = (since + Duration::from_secs(1), 1, this),
            _ => self.recent = (now, 1, 0),
        }
    }

    /// When somebody with so many before him gets a slot, at the earliest; nothing when that may be now.
    fn turn(&self, class: usize, before: usize, now: Instant) -> Option<Instant> {
        let here = if self.blocks.any(now) { None } else { self.outlook.turn(class == 1, before) };
        self.held(now).max(here).filter(|until| *until > now)
    }
}

impl Slot {
    /// A request is about to be sent with it.
    pub(in crate::resilience) fn send(&mut self, now: Instant) {
        self.sent = Some(now);
    }

    /// The request was answered, or has failed: the system has counted it by now.
    pub(in crate::resilience) fn answered(&mut self, now: Instant) {
        self.answered = Some(now);
    }

    /// The system asked to wait.
    pub(in crate::resilience) fn hold(&self, wait: Duration) {
        if let Some(budget) = &self.budget {
            budget.hold(wait);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some(budget) = self.budget.take().filter(|budget| budget.0.window.is_some()) else { return };
        let mut state = budget.0.state.lock();
        let counted = self.sent.map(|sent| self.answered.unwrap_or(sent + ARRIVED).min(sent + ARRIVED));
        state.blocks.back(self.number, counted, Instant::now());
        let waits = state.queues.iter().any(|queue| !queue.is_empty());
        if waits || state.blocks.has_news() || state.blocks.first_due().is_some() {
            budget.wake(&mut state);
        }
    }
}

fn refused(until: Instant, asked: bool) -> Error {
    let message = if asked {
        "the system asked to wait longer than this call may take; nothing was sent"
    } else {
        "the rate budget of the system has no room before the call's deadline; nothing was sent"
    };
    Error::new(Code::RateLimited, message).with_retry_after(until.saturating_duration_since(Instant::now()))
}

impl std::fmt::Debug for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("window", &self.0.window).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot").field("number", &self.number).finish_non_exhaustive()
    }
}
