//! The last check of each connection, shared by all processes on one store.

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::NewEvent;
use crate::error::Result;
use crate::id::{ConnectionName, TenantId};

/// What the last check of a connection found.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRow {
    /// The connection.
    pub connection: ConnectionName,
    /// The connection's revision that was checked: a replaced connection was not checked yet.
    pub revision: u64,
    /// The status that was told, for example `healthy`.
    pub status: String,
    /// When the check ended.
    pub checked_at: Timestamp,
    /// The rest of what it found.
    pub report: serde_json::Value,
}

/// Looks at the check before and says by which events the new one is told. It runs inside of the transaction.
pub type TellCheck = Box<dyn FnOnce(Option<&CheckRow>) -> Result<Vec<NewEvent>> + Send>;

/// The checks of connections. Part of [`Store`](super::Store).
pub trait Checks: Send + Sync {
    /// The tenant's last checks, by connection.
    fn checks(&self, tenant: &TenantId) -> BoxFuture<'_, Result<Vec<CheckRow>>>;

    /// Takes the turn to check a connection until a moment, unless another one has it at `now`.
    fn begin_check(
        &self,
        tenant: &TenantId,
        connection: &ConnectionName,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<bool>>;

    /// Keeps what a check found, gives the turn back and appends the events. A log that has no room keeps no check from
    /// being known: then the events are left out.
    fn finish_check(&self, tenant: &TenantId, row: CheckRow, tell: TellCheck) -> BoxFuture<'_, Result<()>>;

    /// Gives a turn back without a check.
    fn leave_check(&self, tenant: &TenantId, connection: &ConnectionName) -> BoxFuture<'_, Result<()>>;

    /// Connections of all tenants whose last check is older than a moment, oldest first, and that nobody checks at `now`.
    fn due_checks(
        &self,
        older_than: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<(TenantId, ConnectionName)>>>;
}
