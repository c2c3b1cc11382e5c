//! What the last look into the ledger says of the time to come.

use std::time::Duration;

use tokio::time::Instant;

use super::ledger::{Grant, Window};

/// The shortest time between two looks, as a part of the window.
const LOOKS: u32 = 200;

/// What is expected.
#[derive(Clone, Debug)]
pub(super) struct Outlook {
    window: Window,
    last: Option<Grant>,
}

impl Outlook {
    pub(super) fn new(window: Window) -> Self {
        Outlook { window, last: None }
    }

    pub(super) fn keep(&mut self, grant: Grant) {
        self.last = Some(grant);
    }

    /// How many requests fit.
    pub(super) fn limit(&self) -> u32 {
        self.last.as_ref().map_or(self.window.requests, |last| last.limit).max(1)
    }

    /// How long to wait before looking again.
    pub(super) fn pause(&self) -> Duration {
        (self.window.per / LOOKS).clamp(Duration::from_millis(5), Duration::from_millis(50))
    }

    /// The time between two slots of a process that must go on alone: its part of the limit, evenly.
    pub(super) fn alone(&self) -> Duration {
        let owners = self.last.as_ref().map_or(0, |last| last.owners).max(2);
        self.window.per / (self.limit() / owners).max(1)
    }

    /// When so many slots are free, if nobody takes any. Nothing when that is now, or nothing is known.
    pub(super) fn when(&self, slots: u32) -> Option<Instant> {
        let last = self.last.as_ref()?;
        let taken = last.frees.iter().fold(0_u32, |sum, (_, slots)| sum.saturating_add(*slots));
        let mut free = last.limit.saturating_sub(taken);
        if free >= slots {
            return None;
        }
        for (at, more) in &last.frees {
            free = free.saturating_add(*more);
            if free >= slots {
                return Some(*at);
            }
        }
        // In one of the windows after this one.
        let windows = slots.saturating_sub(free).div_ceil(last.limit.max(1));
        last.frees.last().map(|(at, _)| *at + self.window.per * windows)
    }

    /// Whether the ledger has said anything.
    pub(super) fn is_known(&self) -> bool {
        self.last.is_some()
    }

    /// Whether a tenth of the window is free; not where nothing is known.
    pub(super) fn plenty(&self, now: Instant) -> bool {
        self.last.is_some() && self.when(self.limit().div_ceil(10)).is_none_or(|at| at <= now)
    }

    /// When it is worth to ask for a first slot again.
    pub(super) fn next_look(&self, background: bool, now: Instant) -> Instant {
        let soon = now + self.pause();
        let Some(last) = &self.last else { return now };
        let need = if background { 1 + self.window.reserve + last.ahead[0] } else { 1 };
        let free = self.when(need).unwrap_or(soon);
        let paced = last.paced_until.filter(|_| background).unwrap_or(soon);
        free.max(paced).max(soon)
    }

    /// The earliest time at which somebody with so many before him in this process gets a slot.
    pub(super) fn turn(&self, background: bool, before: usize) -> Option<Instant> {
        let last = self.last.as_ref()?;
        let before = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
        let free = self.when(before.saturating_add(last.ahead[usize::from(background)]));
        free.max(last.paced_until.filter(|_| background))
    }
}
