//! What the tables hold, as of one moment.

use rusqlite::Connection;

use super::super::{Gauges, TenantEvents};
use super::{events, syncs};
use crate::error::Result;
use crate::id::TenantId;

pub(super) fn read(db: &Connection, tenants: &[TenantId]) -> Result<Gauges> {
    let (events, bytes) = events::held(db)?;
    let mut gauges = Gauges { events, bytes, groups: events::groups(db)?, ..Gauges::default() };
    gauges.groups.retain(|group| group.spec.tenant.as_ref().is_none_or(|tenant| tenants.contains(tenant)));
    for tenant in tenants {
        let (events, bytes) = events::held_of(db, tenant)?;
        if events > 0 {
            gauges.tenants.push(TenantEvents { tenant: tenant.clone(), events, bytes });
        }
        gauges.feeds.extend(syncs::all(db, tenant)?);
    }
    Ok(gauges)
}
