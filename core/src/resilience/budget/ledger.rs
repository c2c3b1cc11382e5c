//! What a budget asks of whatever all processes share.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::Instant;

use crate::error::Result;

/// A window of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many requests fit, until the ledger says otherwise.
    pub requests: u32,
    /// The length.
    pub per: Duration,
    /// So long after it was asked for a slot may be used.
    pub hold: Duration,
    /// So many slots background work leaves to others.
    pub reserve: u32,
}

/// An ask for slots.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The number of the block.
    pub number: u64,
    /// For calls that somebody waits for.
    pub interactive: u32,
    /// For calls that nobody waits for.
    pub background: u32,
    /// More, while there is plenty.
    pub spare: u32,
    /// What became of earlier blocks.
    pub reports: Vec<Report>,
    /// What the system told.
    pub told: Option<Told>,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// The block.
    pub number: u64,
    /// How many requests were sent with it.
    pub spent: u32,
    /// When the system has surely counted the last of them.
    pub counted: Instant,
}

/// What the system told of its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// When the request was sent whose answer it is.
    pub at: Instant,
    /// How many requests fit.
    pub limit: Option<u32>,
    /// How many are left.
    pub remaining: Option<u32>,
    /// When its window ends, where it has one that ends.
    pub resets_at: Option<Instant>,
}

/// What is given.
#[derive(Clone, Debug, Default)]
pub struct Grant {
    /// The slots of the block.
    pub slots: u32,
    /// How many requests fit into the window.
    pub limit: u32,
    /// How many owners take part.
    pub owners: u32,
    /// The slots that others wait for, for calls that somebody waits for; and all that they wait for.
    pub ahead: [u32; 2],
    /// When taken slots are free again, the earliest first.
    pub frees: Vec<(Instant, u32)>,
    /// Before that time background work is given nothing.
    pub paced_until: Option<Instant>,
    /// Before that time the system wants no request.
    pub not_before: Option<Instant>,
}

/// Where the slots of one budget are kept for all processes. What is asked is done also when nobody waits for the answer.
pub trait Ledger: Send + Sync {
    /// Takes slots.
    fn take(&self, ask: Ask) -> BoxFuture<'static, Result<Grant>>;

    /// Keeps that the system wants no request before a time.
    fn hold(&self, until: Instant) -> BoxFuture<'static, Result<()>>;

    /// Before which time the system wants no request.
    fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>>;

    /// It did not tell that in time: others need not wait for it, too.
    fn late(&self) {}
}
