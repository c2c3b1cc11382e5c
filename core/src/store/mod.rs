//! The bridge's own state: tenants' keys, connections, active modules, links, the write ledger, the event log, change
//! feeds.

mod checks;
mod gauges;
mod hints;
mod inbox;
mod ledger;
mod log;
mod pattern;
mod rates;
mod rows;
mod sqlite;
mod sync;

use std::path::Path;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;

pub use checks::{CheckRow, Checks, TellCheck};
pub use gauges::{Gauges, TenantEvents};
pub use hints::{BreakerHint, BreakerHints, BreakerId, Hints};
pub use inbox::{EndpointRow, Receipt, Received, Tell, WebhookInbox};
pub use ledger::{NewWrite, WriteFilter, WriteId, WriteRow, WriteStage, WriteState};
pub use log::{
    Appended, Claim, Claimed, DEAD_LETTER_DROPPED, DeadLetter, DeadLetterFilter, Delivery, EventLog, Gate, GroupSpec,
    GroupState, LogLimits, LoggedEvent, NewEvent, Outcome, Passage, Passing, Replayed, Settled, Start, Step,
};
pub use pattern::{Pattern, is_event_type};
pub use rates::{RateAsk, RateGrant, RateReport, RateState, RateTold, RateWindow, Rates};
pub use rows::{
    Activation, ConnectionRow, Count, Counted, Decide, Link, LinkEnd, LinkFilter, ModuleChange, ModuleState,
};
pub use sqlite::SqliteStore;
pub use sync::{Leased, SyncChange, SyncId, SyncItem, SyncRow, Syncs};

use crate::error::Result;
use crate::id::{ConnectionName, TenantId};
use crate::secret::TenantKeys;

/// What every engine does alike; one conformance suite holds them to it.
///
/// A change is queued by the call itself and is made whole or not at all: dropping the future gives up the answer, not
/// the change. An answered change is durable and is seen by every later read. After [`Store::close`], and in a process
/// forked from the one that opened the store, every call fails (`CLOSED`, `FORKED`).
pub trait Store: TenantKeys + Checks + EventLog + Hints + Rates + Syncs + WebhookInbox {
    /// Makes or replaces a connection. Its `revision` must be [`Store::connection_revision`] + 1, else `CONFLICT`:
    /// somebody else changed the connection since.
    fn put_connection(&self, tenant: &TenantId, row: ConnectionRow) -> BoxFuture<'_, Result<()>>;

    /// The last revision this name ever had, also when the connection was deleted; 0 when it is new. Revisions never
    /// repeat, so that an old sealed credential fits no later row.
    fn connection_revision(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<u64>>;

    /// One connection.
    fn connection(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<Option<ConnectionRow>>>;

    /// The tenant's connections, by name.
    fn connections(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<ConnectionRow>>>;

    /// Deletes a connection with its change feeds and its endpoints for webhooks, and takes it away as provider of modules;
    /// tells whether there was one. Its write ledger stays.
    fn delete_connection(&self, tenant: &TenantId, name: &ConnectionName) -> BoxFuture<'_, Result<bool>>;

    /// The tenant's activated modules and its subscription, as of one moment.
    fn modules(&self, tenant: &TenantId) -> BoxFuture<'_, Result<ModuleState>>;

    /// Changes the modules and the subscription in one step, as `decide` says, and returns the state after it.
    /// Activating an active module or deactivating an inactive one changes nothing, and what changes nothing has no new
    /// revision. `INVALID_INPUT` when a module is in both lists, when a provider is given for a module that is not active
    /// then, or is no connection of the tenant.
    fn change_modules(&self, tenant: &TenantId, decide: Decide) -> BoxFuture<'_, Result<ModuleState>>;

    /// Adds to a count, unless it would pass `most` by that. A count never falls below 0.
    fn count(&self, tenant: &TenantId, count: Count, amount: i64, most: Option<u64>) -> BoxFuture<'_, Result<Counted>>;

    /// The counts, in the order of the question; 0 where nothing was counted.
    fn counts(&self, tenant: &TenantId, counts: Vec<Count>) -> BoxFuture<'_, Result<Vec<u64>>>;

    /// Makes a link and returns it as it is kept: one with the same id stays as it was.
    fn put_link(&self, tenant: &TenantId, link: Link) -> BoxFuture<'_, Result<Link>>;

    /// The tenant's links that fit, oldest first.
    fn links(&self, tenant: &TenantId, filter: LinkFilter) -> BoxFuture<'_, Result<Vec<Link>>>;

    /// Deletes a link; tells whether there was one.
    fn delete_link(&self, tenant: &TenantId, id: &str) -> BoxFuture<'_, Result<bool>>;

    /// Enters a write in the ledger before it is sent. `CONFLICT` when the same key was used with another fingerprint;
    /// let the fingerprint cover the instance, so that a connection to another instance does not find old results.
    fn begin_write(&self, id: &WriteId, write: NewWrite) -> BoxFuture<'_, Result<WriteState>>;

    /// Notes that the write goes out now. `STALE_LEASE` when somebody else settled this attempt: then do not send.
    fn mark_sent(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>>;

    /// Notes that it was done. Twice with the same `remote_id` is like once; `CONFLICT` when another outcome is known,
    /// `STALE_LEASE` when the attempt was abandoned. One whose key is not the caller's is forgotten.
    fn finish_write(&self, id: &WriteId, attempt: u64, remote_id: &str) -> BoxFuture<'_, Result<()>>;

    /// Takes the write out of the ledger because it surely had no effect. `CONFLICT` when it is known to have had one;
    /// no error when the attempt is gone already.
    fn abandon_write(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>>;

    /// Notes that the call of this attempt has ended without an answer: its outcome is unknown from now on. No error when
    /// the attempt is gone or its outcome known.
    fn lapse_write(&self, id: &WriteId, attempt: u64) -> BoxFuture<'_, Result<()>>;

    /// The tenant's writes that fit, the newest first.
    fn writes(&self, tenant: &TenantId, filter: WriteFilter) -> BoxFuture<'_, Result<Vec<WriteRow>>>;

    /// Takes up to `limit` writes of all tenants whose call has ended and whose outcome is open, longest ended first, and
    /// marks them as looked at: those that were looked at after `looked_before` are left out.
    fn due_writes(&self, looked_before: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<WriteRow>>>;

    /// Forgets the outcomes that became known before; tells how many.
    fn forget_writes(&self, settled_before: Timestamp) -> BoxFuture<'_, Result<u64>>;

    /// What there is of events and change feeds, of the host and of these tenants, as of one moment. The question is queued
    /// by the call, as changes are.
    fn gauges(&self, tenants: Vec<TenantId>) -> BoxFuture<'_, Result<Gauges>>;

    /// Finishes what is queued and lets everything go. Twice is like once.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// Opens a SQLite store: a path, or `:memory:`.
pub async fn open_sqlite(path: impl AsRef<Path>) -> Result<Arc<dyn Store>> {
    open_sqlite_with(path, LogLimits::default()).await
}

/// The same, with limits of the event log.
pub async fn open_sqlite_with(path: impl AsRef<Path>, limits: LogLimits) -> Result<Arc<dyn Store>> {
    Ok(Arc::new(SqliteStore::open(path, limits).await?))
}
