//! Rate budgets: what a system allows in a window, shared by all processes on one store.
//!
//! Slots are given in blocks. A slot is taken for as long as the system may count its request: until one window after the
//! request was answered. So no span of a window's length ever has more requests than the limit, however the system places
//! its own windows.

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

use crate::error::Result;

/// A window of a system, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateWindow {
    /// What the system counts by: all who have the same text share it.
    pub budget: String,
    /// How many requests fit, as far as the caller knows; what the system told last goes before it.
    pub requests: u32,
    /// The length.
    pub per: SignedDuration,
}

impl RateWindow {
    /// So long after a block was given its slots may be used.
    pub fn hold(&self) -> SignedDuration {
        (self.per / 4).min(SignedDuration::from_secs(2))
    }

    /// So many slots background work leaves to others.
    pub fn reserve(requests: u32) -> u32 {
        requests / 60
    }
}

/// Who asks for slots, and for how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateAsk {
    /// Names the asker: one connection in one process.
    pub owner: String,
    /// Its tenant.
    pub tenant: String,
    /// The number of the block that is asked for, never used before by this owner.
    pub number: u64,
    /// For calls that somebody waits for.
    pub interactive: u32,
    /// For calls that nobody waits for.
    pub background: u32,
    /// More, for calls that may come soon: only while there is plenty.
    pub spare: u32,
    /// What became of earlier blocks.
    pub reports: Vec<RateReport>,
    /// What the system told.
    pub told: Option<RateTold>,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateReport {
    /// The block; one that was never given is entered: somebody went on without the store.
    pub number: u64,
    /// How many requests were sent with it.
    pub spent: u32,
    /// When the system has surely counted the last of them.
    pub counted: Timestamp,
}

/// What the system told of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateTold {
    /// When the request was sent whose answer it is: what was taken then is in what it tells.
    pub at: Timestamp,
    /// How many requests fit.
    pub limit: Option<u32>,
    /// How many are left.
    pub remaining: Option<u32>,
    /// When its window ends, where it has one that ends.
    pub resets_at: Option<Timestamp>,
}

/// What is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateGrant {
    /// The slots of the block; 0: there is none.
    pub slots: u32,
    /// How many requests fit into the window.
    pub limit: u32,
    /// How many owners take part.
    pub owners: u32,
    /// The slots that others wait for, for calls that somebody waits for; and all that they wait for.
    pub ahead: [u32; 2],
    /// When taken slots are free again, the earliest first; of many that become free one after the other, some are told
    /// together, at the time of the first. Those of blocks that are in use are expected then.
    pub frees: Vec<(Timestamp, u32)>,
    /// Before that time background work is given nothing.
    pub paced_until: Option<Timestamp>,
    /// Before that time the system wants no request.
    pub not_before: Option<Timestamp>,
}

/// How far a budget is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateState {
    /// What the system counts by.
    pub budget: String,
    /// How many requests fit; `None` where only the system's wish to wait is known.
    pub limit: Option<u32>,
    /// The length of the window.
    pub per: SignedDuration,
    /// How many may be sent now.
    pub remaining: u32,
    /// When all of them may be, if nothing more is sent.
    pub resets_at: Option<Timestamp>,
    /// Before that time the system wants no request.
    pub not_before: Option<Timestamp>,
}

/// Rate budgets. Part of [`Store`](super::Store).
pub trait Rates: Send + Sync {
    /// Takes slots of a window at `now`, after what is reported and told was taken in. Tenants that want slots at the same
    /// time get equal parts of the window, and their owners equal parts of those; calls that somebody waits for go first.
    fn take_rate(&self, window: &RateWindow, ask: RateAsk, now: Timestamp) -> BoxFuture<'_, Result<RateGrant>>;

    /// Keeps that the system wants no request before a time; an earlier time changes nothing.
    fn hold_rate(&self, budget: &str, until: Timestamp) -> BoxFuture<'_, Result<()>>;

    /// Before which time the system wants no request.
    fn held_rate(&self, budget: &str, now: Timestamp) -> BoxFuture<'_, Result<Option<Timestamp>>>;

    /// The budgets whose text begins so, as they are at `now`.
    fn rates(&self, prefix: &str, now: Timestamp) -> BoxFuture<'_, Result<Vec<RateState>>>;
}
