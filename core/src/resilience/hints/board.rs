//! Where hints are kept for all processes.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::Instant;

use crate::error::Result;
use crate::resilience::breaker::Reason;

/// What a process says when its breaker has opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sighting {
    /// Why it has opened.
    pub reason: Reason,
    /// When it will be tried again, counted from now.
    pub retry_after: Duration,
    /// How long this holds unless it is said again. Longer than that: it is tried again with the next call only, and until
    /// then the others still have to know.
    pub holds: Duration,
    /// The calls in its window.
    pub calls: u32,
    /// The part of them that failed.
    pub failure_ratio: f64,
}

/// What the other processes say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How many of them say that their breaker is open.
    pub observers: u32,
    /// When the first of these will try again.
    pub retry_at: Option<Instant>,
    /// How many processes are live, this one included.
    pub live: u32,
}

/// What the processes on one store say of one connection. What is said is queued by the call itself; nobody waits for it.
pub trait Board: Send + Sync {
    /// What the others say.
    fn look(&self) -> BoxFuture<'static, Result<Seen>>;

    /// Takes the turn to probe until a moment; or tells until when another process has it.
    fn take_turn(&self, until: Instant) -> BoxFuture<'static, Result<Option<Instant>>>;

    /// Says that this process is live.
    fn appear(&self);

    /// Says that the breaker of this process has opened, or is still open.
    fn opened(&self, sighting: Sighting);

    /// Takes that back, and the turn to probe.
    fn recovered(&self);

    /// It did not answer in time: others need not wait for it, too.
    fn late(&self);
}
