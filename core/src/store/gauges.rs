//! What an engine holds, counted for those who watch a host.

use super::{GroupState, SyncRow};
use crate::id::TenantId;

/// What there is of events and change feeds at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauges {
    /// Events in the log, of all tenants and of the host.
    pub events: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What the log holds of each tenant that was asked for and has events there.
    pub tenants: Vec<TenantEvents>,
    /// The groups of the host, and of the tenants that were asked for.
    pub groups: Vec<GroupState>,
    /// The change feeds of the tenants that were asked for.
    pub feeds: Vec<SyncRow>,
}

/// What the log holds of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantEvents {
    /// Whose events they are.
    pub tenant: TenantId,
    /// How many.
    pub events: u64,
    /// Their bytes.
    pub bytes: u64,
}
