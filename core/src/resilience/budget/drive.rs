//! The task that asks for slots, for all who wait for a budget in this process.

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::ledger::{Ask, Grant};
use super::{Budget, FRESH, Slot, State, refused};
use crate::error::{Code, Error, Result};

/// So long the ledger may take before this process goes on alone: it has a disk, and other processes before this one.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// A ledger that failed is asked again after this long.
const AGAIN: Duration = Duration::from_secs(1);

/// What is to be done next.
enum Step {
    /// Nobody waits, and nothing is to be told.
    Idle,
    Wait(Instant),
    Ask(Ask),
}

pub(super) async fn drive(budget: Budget) {
    loop {
        let step = budget.step(Instant::now());
        match step {
            Step::Idle => return,
            Step::Wait(until) => drop(timeout_at(until, budget.0.news.notified()).await),
            Step::Ask(ask) => budget.ask(ask).await,
        }
    }
}

impl Budget {
    fn step(&self, now: Instant) -> Step {
        let Some(window) = self.0.window else { return Step::Idle };
        let mut state = self.0.state.lock();
        state.queues.iter_mut().for_each(|queue| queue.retain(|waiter| !waiter.answer.is_closed()));
        state.blocks.settle(now);
        self.hand_out(&mut state, now);
        if let Some(until) = state.failed_until.filter(|until| *until > now) {
            self.go_alone(&mut state, now);
            refuse_hopeless(&mut state, now);
            if state.queues.iter().all(|queue| queue.is_empty()) {
                // What is to be told waits for the next call.
                state.driven = false;
                return Step::Idle;
            }
            return Step::Wait(until.min(state.alone_at).max(now + Duration::from_millis(1)));
        }
        refuse_hopeless(&mut state, now);
        let waiting = [state.queues[0].len(), state.queues[1].len()];
        if waiting == [0, 0] {
            if state.blocks.has_news() {
                let linger = (window.per / 8).min(Duration::from_millis(300));
                let flush = state.looked.map_or(now, |looked| looked + linger);
                if flush > now {
                    return Step::Wait(flush);
                }
                return Step::Ask(state.ask(now, [0, 0]));
            }
            if let Some(due) = state.blocks.first_due() {
                return Step::Wait(due);
            }
            state.driven = false;
            return Step::Idle;
        }
        if let Some(until) = state.held(now) {
            return Step::Wait(until);
        }
        let looks = (0..2).filter(|class| waiting[*class] > 0).map(|class| state.next_look[class]).min();
        match looks.filter(|look| *look > now) {
            Some(look) => Step::Wait(look),
            None => Step::Ask(state.ask(now, waiting)),
        }
    }

    /// Gives the slots that are here to those who wait.
    fn hand_out(&self, state: &mut State, now: Instant) {
        if state.held(now).is_some() {
            return;
        }
        while state.queues.iter().any(|queue| !queue.is_empty()) {
            let Some(number) = state.take(now) else { return };
            self.hand(state, number, now);
        }
    }

    /// Gives one slot to whoever is first.
    fn hand(&self, state: &mut State, number: u64, now: Instant) {
        for class in 0..2 {
            while let Some(waiter) = state.queues[class].pop_front() {
                let slot = Slot { budget: Some(self.clone()), number, sent: None, answered: None };
                match waiter.answer.send(Ok(slot)) {
                    Ok(()) => return,
                    // He went away. The slot must not be dropped here, where the state is locked.
                    Err(slot) => drop(slot.map(|mut slot| slot.budget.take())),
                }
            }
        }
        state.blocks.back(number, None, now);
    }

    /// Asks, and gives itself slots while there is no answer for too long.
    async fn ask(&self, ask: Ask) {
        let (number, reports, asked) = (ask.number, ask.reports.clone(), Instant::now());
        let wanted = ask.interactive.saturating_add(ask.background);
        let mut answer = self.0.ledger.take(ask);
        let mut patience = asked + PATIENCE;
        let answered = loop {
            tokio::select! {
                biased;
                answered = &mut answer => break answered,
                () = sleep_until(patience) => {
                    let now = Instant::now();
                    let mut state = self.0.state.lock();
                    state.queues.iter_mut().for_each(|queue| queue.retain(|waiter| !waiter.answer.is_closed()));
                    self.go_alone(&mut state, now);
                    patience = state.alone_at.max(now + Duration::from_millis(1));
                }
            }
        };
        self.answered((number, wanted), reports, asked, answered);
    }

    fn answered(
        &self,
        (number, wanted): (u64, u32),
        reports: Vec<super::Report>,
        asked: Instant,
        answered: Result<Grant>,
    ) {
        let now = Instant::now();
        let mut state = self.0.state.lock();
        state.looked = Some(now);
        match answered {
            Ok(grant) => {
                state.failed_until = None;
                state.not_before = state.not_before.max(grant.not_before);
                let hold = self.0.window.map_or(Duration::ZERO, |window| window.hold);
                if grant.slots > 0 {
                    state.blocks.given(number, grant.slots, asked + hold, now);
                }
                let satisfied = grant.slots >= wanted;
                state.outlook.keep(grant);
                self.hand_out(&mut state, now);
                let next = |background| if satisfied { now } else { state.outlook.next_look(background, now) };
                state.next_look = [next(false), next(true)];
            }
            Err(error) => {
                state.blocks.not_told(reports);
                state.blocks.lost(number, now);
                if matches!(error.code(), Code::Closed | Code::Forked) {
                    state.end(&error);
                }
                tracing::debug!(%error, "the shared rate budget cannot be asked; this process goes on alone");
                state.failed_until = Some(now + AGAIN);
                state.alone_at = state.alone_at.max(now);
            }
        }
    }

    /// Gives itself a slot, if one of its own part is due and the last look does not speak against it.
    fn go_alone(&self, state: &mut State, now: Instant) {
        let waits = state.queues.iter().any(|queue| !queue.is_empty());
        let free = state.held(now).is_none() && state.outlook.when(1).is_none_or(|at| at <= now);
        if waits && free && state.alone_at <= now {
            state.alone_at = now + state.outlook.alone();
            let number = state.blocks.give_itself(now);
            state.given(now);
            self.hand(state, number, now);
        } else if state.alone_at <= now {
            state.alone_at = now + state.outlook.pause();
        }
    }
}

impl State {
    fn ask(&mut self, now: Instant, waiting: [usize; 2]) -> Ask {
        let count = |waiting: usize| u32::try_from(waiting).unwrap_or(u32::MAX);
        let (_, this, before) = self.recent;
        let spare = if waiting == [0, 0] { 0 } else { this.max(before) / 2 };
        Ask {
            number: self.blocks.number(),
            interactive: count(waiting[0]),
            background: count(waiting[1]),
            spare,
            reports: self.blocks.news(),
            told: self.told.take().filter(|told| now < told.at + FRESH),
        }
    }

    /// Lets all go who wait.
    fn end(&mut self, error: &Error) {
        for waiter in self.queues.iter_mut().flat_map(|queue| queue.drain(..)) {
            // Who went away needs no answer; an error holds no slot.
            let _ = waiter.answer.send(Err(error.clone()));
        }
    }
}

/// Tells those whose turn cannot come in time.
fn refuse_hopeless(state: &mut State, now: Instant) {
    for class in 0..2 {
        let mut before = if class == 0 { 0 } else { state.queues[0].len() };
        let mut rest = std::collections::VecDeque::new();
        for waiter in std::mem::take(&mut state.queues[class]) {
            match state.turn(class, before, now).filter(|until| *until > waiter.deadline.instant()) {
                Some(until) => drop(waiter.answer.send(Err(refused(until, state.held(now).is_some())))),
                None => {
                    before += 1;
                    rest.push_back(waiter);
                }
            }
        }
        state.queues[class] = rest;
    }
}
