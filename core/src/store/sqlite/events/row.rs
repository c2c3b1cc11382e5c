//! Events as rows.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::super::{LoggedEvent, NewEvent};
use super::super::failure::damaged;
use crate::error::Result;
use crate::id::TenantId;

/// The columns that [`read`] takes, as they are in the log and among the dead letters.
pub(super) const COLUMNS: &str = "position, tenant, source, id, type, subject, time, data, attributes";

pub(super) fn read(row: &Row<'_>) -> Result<LoggedEvent> {
    let wrong = || damaged("event");
    let tenant: String = row.get(1)?;
    let subject: String = row.get(5)?;
    let event = NewEvent {
        tenant: (!tenant.is_empty()).then(|| TenantId::new(&tenant)).transpose().map_err(|_| wrong())?,
        source: row.get(2)?,
        id: row.get(3)?,
        kind: row.get(4)?,
        subject: (!subject.is_empty()).then_some(subject),
        time: Timestamp::from_microsecond(row.get(6)?).map_err(|_| wrong())?,
        data: row.get(7)?,
        attributes: row.get(8)?,
    };
    Ok(LoggedEvent { position: number(row.get(0)?)?, event })
}

/// The event at a position, unless the log dropped it.
pub(super) fn get(db: &Connection, position: u64) -> Result<Option<LoggedEvent>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM events WHERE position = ?1"))?;
    let mut rows = statement.query([signed(position)])?;
    rows.next()?.map(read).transpose()
}

/// Events after a position.
pub(in super::super) fn list(
    db: &Connection,
    tenant: Option<&TenantId>,
    after: u64,
    limit: u32,
) -> Result<Vec<LoggedEvent>> {
    let of = if tenant.is_some() { "tenant = ?3 AND" } else { "?3 IS NULL AND" };
    let mut statement = db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM events WHERE {of} position > ?1 ORDER BY position LIMIT ?2"))?;
    let mut rows = statement.query((signed(after), limit, tenant.map(TenantId::as_str)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The last position that was ever given.
pub(super) fn last(db: &Connection) -> Result<u64> {
    let last = db
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?
        .query_row([], |row| row.get::<_, i64>(0))
        .optional()?;
    number(last.unwrap_or(0))
}

pub(super) fn number(value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| damaged("event"))
}

/// Positions, fences and counts are far below 2^63; what a caller makes up beyond is like the largest.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn key(tenant: Option<&TenantId>) -> &str {
    tenant.map_or("", TenantId::as_str)
}
