//! Pages that are read before they are wanted, and how many of them.

use std::collections::VecDeque;

use tokio::task::JoinHandle;

use super::leg::{Answer, Asked, Leg};
use crate::error::{Error, Result};
use crate::resilience::Deadline;
use crate::telemetry::Parent;

/// The most pages that are read ahead, and what they may hold together. One page is read ahead however large it is.
pub(super) const MOST_PAGES: u32 = 4;
const MOST_RECORDS: u32 = 5_000;
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A page that is read while the caller works on the one before; given up when dropped.
pub(super) struct Reading(JoinHandle<Result<Answer>>);

impl Reading {
    pub(super) fn start(asked: Asked, deadline: Deadline) -> Reading {
        Reading(tokio::spawn(Parent::carried(asked.read(deadline))))
    }

    /// The page, or why it could not be read.
    pub(super) async fn answer(mut self) -> Result<Answer> {
        (&mut self.0).await.map_err(|_| Error::unexpected("reading a page ahead broke off"))?
    }

    fn is_there(&self) -> bool {
        self.0.is_finished()
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How many pages are read ahead of a consumer: more while it waits for them, fewer while they wait for it.
#[derive(Debug)]
pub(super) struct Reach {
    pages: u32,
    most: u32,
}

impl Reach {
    /// At the most so many pages, from one on.
    pub(super) fn new(most: u32) -> Self {
        let most = most.min(MOST_PAGES);
        Reach { pages: most.min(1), most }
    }

    /// The consumer asks for the first of these pages.
    pub(super) fn wanted(&mut self, ahead: &VecDeque<Reading>) {
        let there = ahead.iter().filter(|page| page.is_there()).count();
        self.adapt(ahead.len(), there, ahead.front().is_some_and(Reading::is_there));
    }

    fn adapt(&mut self, pages: usize, there: usize, first: bool) {
        self.pages = match (pages, first) {
            (0, _) => self.pages,
            (_, false) => (self.pages * 2).min(self.most),
            (_, true) if there == pages => self.pages.saturating_sub(1).max(self.most.min(1)),
            (_, true) => self.pages,
        };
    }

    /// How many pages of a list may be under way.
    pub(super) fn pages(&self, leg: &Leg) -> u64 {
        let records = MOST_RECORDS / leg.size().max(1);
        let bytes = u32::try_from(MOST_BYTES / leg.largest.max(1)).unwrap_or(u32::MAX);
        u64::from(self.pages.min(records.min(bytes).max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It is doubled for who waits, and taken back one by one when all is there before it is wanted.
    #[test]
    fn it_follows_the_consumer() {
        let mut reach = Reach::new(9);
        let mut seen = Vec::new();
        for (pages, there, first) in
            [(0, 0, false), (1, 0, false), (2, 1, false), (4, 1, false), (4, 2, true), (4, 4, true), (3, 3, true)]
        {
            reach.adapt(pages, there, first);
            seen.push(reach.pages);
        }
        assert_eq!(seen, [1, 2, 4, 4, 4, 3, 2]);
        for _ in 0..3 {
            reach.adapt(1, 1, true);
        }
        assert_eq!(reach.pages, 1, "one page is always read ahead");
        let mut none = Reach::new(0);
        none.adapt(1, 0, false);
        assert_eq!(none.pages, 0);
        none.adapt(1, 1, true);
        assert_eq!(none.pages, 0);
    }
}
