//! Counts of usage, by metric and window.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::super::{Count, Counted};
use super::failure::damaged;
use crate::error::{Error, Result};
use crate::id::TenantId;

/// Windows that began longer ago are forgotten when a new one begins.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);

pub(super) fn get(db: &Connection, tenant: &TenantId, count: &Count) -> Result<u64> {
    Ok(find(db, tenant, count)?.unwrap_or(0))
}

fn find(db: &Connection, tenant: &TenantId, count: &Count) -> Result<Option<u64>> {
    let used: Option<i64> = db
        .prepare_cached("SELECT used FROM usage WHERE tenant = ?1 AND metric = ?2 AND since = ?3")?
        .query_row((tenant.as_str(), &count.metric, count.since.as_microsecond()), |row| row.get(0))
        .optional()?;
    used.map(|used| u64::try_from(used).map_err(|_| damaged("usage"))).transpose()
}

pub(super) fn add(
    db: &Connection,
    tenant: &TenantId,
    count: &Count,
    amount: i64,
    most: Option<u64>,
) -> Result<Counted> {
    let before = find(db, tenant, count)?;
    let used = before.unwrap_or(0).saturating_add_signed(amount);
    // What goes down is never too much.
    if amount > 0 && most.is_some_and(|most| used > most) {
        return Ok(Counted { used: before.unwrap_or(0), added: false });
    }
    if before.is_none() {
        let oldest = count.since.checked_sub(KEPT).unwrap_or(Timestamp::MIN).as_microsecond();
        db.prepare_cached("DELETE FROM usage WHERE tenant = ?1 AND metric = ?2 AND since < ?3")?.execute((
            tenant.as_str(),
            &count.metric,
            oldest,
        ))?;
    }
    let kept = i64::try_from(used).map_err(|_| Error::invalid_input("more cannot be counted"))?;
    db.prepare_cached(
        "INSERT INTO usage (tenant, metric, since, used) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (tenant, metric, since) DO UPDATE SET used = excluded.used",
    )?
    .execute((tenant.as_str(), &count.metric, count.since.as_microsecond(), kept))?;
    Ok(Counted { used, added: true })
}
