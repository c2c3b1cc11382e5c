//! What an engine keeps of change feeds: where each stands, who runs it, and what it has seen of the system's records.

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::NewEvent;
use crate::error::Result;
use crate::id::{ConnectionName, TenantId};

/// Which change feed: one resource of one connection, or the part of it below one parent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyncId {
    /// The tenant.
    pub tenant: TenantId,
    /// The connection.
    pub connection: ConnectionName,
    /// The resource, for example `accounting.invoices`.
    pub resource: String,
    /// The parent whose records are read; empty where all are.
    pub scope: String,
}

/// A change feed as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncRow {
    /// Which it is.
    pub id: SyncId,
    /// Names it for as long as it is kept; never given twice.
    pub number: u64,
    /// Where it stands, in the form of the one who put it there.
    pub state: String,
    /// Who runs it, and until when the lease goes. The lease may have ended by now.
    pub runner: Option<(String, Timestamp)>,
    /// When it is to run next.
    pub due_at: Option<Timestamp>,
}

/// What came of asking for a lease.
#[derive(Clone, Debug, PartialEq)]
pub enum Leased {
    /// It is the caller's.
    Yours {
        /// Names this lease; larger than that of every lease of the feed before.
        fence: u64,
        /// The feed's number.
        number: u64,
        /// Where it stands; `None` for a new one.
        state: Option<String>,
    },
    /// Somebody else runs it.
    Theirs {
        /// Who.
        owner: String,
        /// Until when, unless it is extended.
        until: Timestamp,
    },
}

/// A record of the system as it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncItem {
    /// The record's id, as the bridge gives it.
    pub id: String,
    /// The part of the resource that it belongs to; empty where there is one.
    pub part: String,
    /// What it was like.
    pub digest: Vec<u8>,
    /// The run that saw it last.
    pub generation: u64,
    /// When the system says that it was changed.
    pub updated_at: Option<Timestamp>,
    /// When it was read.
    pub read_at: Timestamp,
    /// The record, sealed; only with a mirror.
    pub sealed: Option<Vec<u8>>,
    /// The run that sealed it.
    pub sealed_in: u64,
}

/// One step of a run, made whole or not at all.
#[derive(Clone, Debug, Default)]
pub struct SyncChange {
    /// Where the feed stands after it.
    pub state: String,
    /// Records that are new, or were seen again.
    pub put: Vec<SyncItem>,
    /// Records that are gone.
    pub remove: Vec<String>,
    /// What tells of it, appended to the event log with it.
    pub events: Vec<NewEvent>,
    /// Until when the lease goes on; it ends with the step where there is none.
    pub until: Option<Timestamp>,
    /// When the feed is to run next.
    pub due_at: Option<Timestamp>,
}

/// Change feeds: leases, progress, and what was seen. Time is the caller's: no engine looks at a clock.
pub trait Syncs: Send + Sync {
    /// Leases a feed, and makes it where there is none. A lease that has ended by `now` is nobody's.
    fn lease_sync(&self, id: &SyncId, owner: &str, now: Timestamp, until: Timestamp) -> BoxFuture<'_, Result<Leased>>;

    /// Makes a step. `STALE_LEASE`, and nothing of it, when the lease is somebody else's by now.
    fn commit_sync(&self, id: &SyncId, fence: u64, change: SyncChange, now: Timestamp) -> BoxFuture<'_, Result<()>>;

    /// Lets a lease go on until a time, while a step is being made. `STALE_LEASE` like [`Syncs::commit_sync`].
    fn renew_sync(&self, id: &SyncId, fence: u64, until: Timestamp) -> BoxFuture<'_, Result<()>>;

    /// Ends a lease, and says when the feed is to run next; nothing where the lease is somebody else's by now.
    fn release_sync(&self, id: &SyncId, fence: u64, due_at: Option<Timestamp>) -> BoxFuture<'_, Result<()>>;

    /// Forgets everything that a feed has seen, so that it begins anew. `STALE_LEASE` like [`Syncs::commit_sync`].
    fn clear_sync(&self, id: &SyncId, fence: u64) -> BoxFuture<'_, Result<()>>;

    /// What was seen of these records.
    fn sync_items(&self, id: &SyncId, ids: Vec<String>) -> BoxFuture<'_, Result<Vec<SyncItem>>>;

    /// Records of a part that were not seen since a run began, by id, after an id.
    fn unseen(
        &self,
        id: &SyncId,
        part: &str,
        generation: u64,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<SyncItem>>>;

    /// Records of a feed, by id, after an id.
    fn sync_page(&self, id: &SyncId, after: &str, limit: u32) -> BoxFuture<'_, Result<Vec<SyncItem>>>;

    /// How many records a feed knows.
    fn sync_count(&self, id: &SyncId) -> BoxFuture<'_, Result<u64>>;

    /// A feed.
    fn sync(&self, id: &SyncId) -> BoxFuture<'_, Result<Option<SyncRow>>>;

    /// The feeds of a tenant, by connection, resource and scope.
    fn syncs(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<SyncRow>>>;

    /// Feeds of all tenants that are to run by now and that nobody runs, the one that waits longest first.
    fn due_syncs(&self, now: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<SyncRow>>>;

    /// Forgets a feed and what it has seen; tells whether there was one. `CONFLICT` while somebody runs it.
    fn forget_sync(&self, id: &SyncId, now: Timestamp) -> BoxFuture<'_, Result<bool>>;
}
