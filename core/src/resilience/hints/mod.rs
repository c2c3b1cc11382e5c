//! What other processes know of the system, as hints: the breaker of this process decides.
//!
//! The board is asked only where the breaker does not know enough by itself ([`Standing`]), by one call at a time, and at
//! most once a second. A board that is slow or gone is as if nobody said anything.

mod advice;
mod board;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt;
use parking_lot::Mutex;
use tokio::time::Instant;

use self::advice::{Advice, advise};
use super::breaker::{Breaker, Change, Standing};
use super::clock::Clock;
use super::patience::look;
use crate::error::Result;

pub use board::{Board, Seen, Sighting};

/// What was seen is good for this long; a board that failed is left alone for as long.
const LOOK: Duration = Duration::from_secs(1);
/// How often a process says that it is live, in milliseconds, while its calls go through.
const APPEARS: u64 = 60_000;

/// The hints of one connection in this process.
pub(super) struct Hints {
    board: Box<dyn Board>,
    /// One probe of all processes in this time, while they agree that the system is down.
    interval: Duration,
    /// Held by the call that asks the board; the others wait for what it learns.
    turn: tokio::sync::Mutex<Known>,
    /// When this process says next that it is live.
    appears: AtomicU64,
    /// Whether there is something to take back: the word that the breaker is open, or the turn to probe.
    said: Mutex<bool>,
}

#[derive(Default)]
struct Known {
    /// When the board was asked last, and what it said, if it did.
    looked: Option<(Instant, Option<Seen>)>,
}

impl Known {
    /// What the last look has shown, while it is good.
    fn fresh(&self, now: Instant) -> Option<Option<Seen>> {
        self.looked.filter(|(looked, _)| now < *looked + LOOK).map(|(_, seen)| seen)
    }
}

impl Hints {
    pub(super) fn new(board: Box<dyn Board>, interval: Duration) -> Self {
        let (turn, said) = (tokio::sync::Mutex::default(), Mutex::default());
        Self { board, interval, turn, appears: AtomicU64::new(0), said }
    }

    /// Before a call asks the breaker: lets it know what others say, if it wants to.
    #[inline]
    pub(super) async fn consult(&self, breaker: &Breaker, clock: Clock, now: Instant) {
        let ms = clock.millis(now);
        if ms >= self.appears.load(Ordering::Relaxed) {
            self.appears.store(ms.saturating_add(APPEARS), Ordering::Relaxed);
            self.board.appear();
        }
        if breaker.standing(ms) != Standing::Sure {
            // On the heap: hardly a call asks, and none should carry the room for it.
            self.ask(breaker, clock).boxed().await;
        }
    }

    async fn ask(&self, breaker: &Breaker, clock: Clock) {
        let Ok(mut known) = look(self.turn.lock()).await else { return };
        let now = Instant::now();
        let ms = clock.millis(now);
        // Whoever had the turn before may have settled it.
        let standing = breaker.standing(ms);
        let skips = standing == Standing::Told && breaker.refusal(ms).is_some();
        if standing == Standing::Sure || skips && known.fresh(now).is_some() {
            return;
        }
        let open = standing == Standing::Due;
        let seen = match known.fresh(now) {
            Some(seen) => seen,
            None => {
                let seen = self.in_time(self.board.look()).await;
                known.looked = Some((Instant::now(), seen));
                seen
            }
        };
        let advice = match seen.map_or(Advice::Alone, |seen| advise(open, seen, now)) {
            Advice::InTurn => self.in_turn(open, &mut known).await,
            other => other,
        };
        match advice {
            Advice::Skip(until) if open => {
                breaker.postpone(ms, clock.millis(until));
                self.say(breaker, ms);
            }
            Advice::Skip(until) => breaker.shun(ms, clock.millis(until)),
            Advice::Doubt => breaker.doubt(ms),
            Advice::Alone | Advice::InTurn => breaker.trust(ms),
        }
    }

    /// Probes, if no other process has the turn.
    async fn in_turn(&self, open: bool, known: &mut Known) -> Advice {
        let until = Instant::now() + self.interval;
        let alone = if open { Advice::Alone } else { Advice::Doubt };
        match self.in_time(self.board.take_turn(until)).await {
            Some(None) => {
                *self.said.lock() = true;
                alone
            }
            Some(Some(until)) => Advice::Skip(until.min(Instant::now() + self.interval)),
            None => {
                known.looked = Some((Instant::now(), None));
                alone
            }
        }
    }

    async fn in_time<T>(&self, answer: impl Future<Output = Result<T>>) -> Option<T> {
        match look(answer).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                tracing::debug!(%error, "what other processes know of the system cannot be asked");
                None
            }
            Err(late) => {
                if late.whole {
                    self.board.late();
                }
                None
            }
        }
    }

    /// Tells the others what the end of a call has changed.
    pub(super) fn tell(&self, change: Change, breaker: &Breaker, now: u64) {
        match change {
            Change::Opened => self.say(breaker, now),
            Change::Recovering | Change::Closed => self.take_back(),
        }
    }

    /// Tells the others that the breaker is open.
    fn say(&self, breaker: &Breaker, now: u64) {
        let shown = breaker.snapshot(now);
        let (Some(reason), Some(wait)) = (shown.reason, shown.retry_after_ms) else { return };
        *self.said.lock() = true;
        let retry_after = Duration::from_millis(wait);
        self.board.opened(Sighting {
            reason,
            retry_after,
            holds: retry_after + retry_after.max(self.interval),
            calls: shown.calls,
            failure_ratio: shown.failure_ratio,
        });
    }

    /// The breaker was changed by hand: what was told before does not hold.
    pub(super) fn take_back(&self) {
        if std::mem::take(&mut *self.said.lock()) {
            self.board.recovered();
        }
    }
}
