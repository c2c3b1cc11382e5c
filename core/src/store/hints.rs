//! What processes tell each other of a connection's system when their breakers open: hints, never a verdict.

use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::error::Result;
use crate::id::{ConnectionName, TenantId};

/// Which breaker it is about: those of a connection that was replaced are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakerId {
    /// The tenant.
    pub tenant: TenantId,
    /// Its connection.
    pub connection: ConnectionName,
    /// The connection's revision.
    pub revision: u64,
}

/// That a process has opened its breaker.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakerHint {
    /// The process that says so.
    pub observer: String,
    /// Why.
    pub reason: String,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When it will be tried again.
    pub retry_at: Timestamp,
    /// The hint ends then, unless it is taken back before.
    pub until: Timestamp,
    /// The calls that it stands on.
    pub calls: u32,
    /// The part of them that failed.
    pub failure_ratio: f64,
}

/// What is known of a breaker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BreakerHints {
    /// One for each process whose breaker is open, by observer.
    pub hints: Vec<BreakerHint>,
    /// The processes that are live, by name.
    pub live: Vec<String>,
    /// Who has the turn to probe, and until when.
    pub probe: Option<(String, Timestamp)>,
}

/// The hints of all processes on one store. Part of [`Store`](super::Store).
pub trait Hints: Send + Sync {
    /// Says that a process is live until a moment.
    fn appear(&self, observer: &str, now: Timestamp, until: Timestamp) -> BoxFuture<'_, Result<()>>;

    /// Forgets a process and all that it has said.
    fn disappear(&self, observer: &str) -> BoxFuture<'_, Result<()>>;

    /// Keeps a hint, in place of what the same process said before of this breaker.
    fn tell_hint(&self, breaker: &BreakerId, hint: BreakerHint, now: Timestamp) -> BoxFuture<'_, Result<()>>;

    /// Takes back what a process has said of a breaker, and its turn to probe.
    fn withdraw_hint(&self, breaker: &BreakerId, observer: &str) -> BoxFuture<'_, Result<()>>;

    /// What is known of a breaker at `now`.
    fn hints(&self, breaker: &BreakerId, now: Timestamp) -> BoxFuture<'_, Result<BreakerHints>>;

    /// Takes the turn to probe until a moment. Where another process has it at `now`: until when.
    fn take_probe(
        &self,
        breaker: &BreakerId,
        observer: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Option<Timestamp>>>;
}
