//! The last check of each connection.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::{CheckRow, LogLimits, TellCheck};
use super::events;
use super::failure::damaged;
use crate::error::{Code, Result};
use crate::id::{ConnectionName, TenantId};

const COLUMNS: &str = "connection, revision, status, checked_at, report";

pub(super) fn all(db: &Connection, tenant: &TenantId) -> Result<Vec<CheckRow>> {
    let query = format!("SELECT {COLUMNS} FROM checks WHERE tenant = ?1 AND status IS NOT NULL ORDER BY connection");
    let mut statement = db.prepare_cached(&query)?;
    let mut rows = statement.query([tenant.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// Whether the turn was free.
pub(super) fn begin(
    db: &Connection,
    tenant: &TenantId,
    connection: &ConnectionName,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let taken = db
        .prepare_cached(
            "INSERT INTO checks (tenant, connection, busy_until) VALUES (?1, ?2, ?4)
             ON CONFLICT (tenant, connection) DO UPDATE SET busy_until = excluded.busy_until WHERE busy_until <= ?3",
        )?
        .execute((tenant.as_str(), connection.as_str(), now.as_microsecond(), until.as_microsecond()))?;
    Ok(taken > 0)
}

pub(super) fn leave(db: &Connection, tenant: &TenantId, connection: &ConnectionName) -> Result<()> {
    db.prepare_cached("UPDATE checks SET busy_until = 0 WHERE tenant = ?1 AND connection = ?2")?
        .execute((tenant.as_str(), connection.as_str()))?;
    Ok(())
}

pub(super) fn finish(
    db: &Connection,
    tenant: &TenantId,
    row: &CheckRow,
    tell: TellCheck,
    limits: &LogLimits,
) -> Result<()> {
    let query = format!("SELECT {COLUMNS} FROM checks WHERE tenant = ?1 AND connection = ?2 AND status IS NOT NULL");
    let key = (tenant.as_str(), row.connection.as_str());
    let before = db.prepare_cached(&query)?.query_row(key, |row| Ok(read(row))).optional()?.transpose()?;
    db.prepare_cached(
        "INSERT INTO checks (tenant, connection, revision, status, checked_at, report) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (tenant, connection) DO UPDATE SET revision = excluded.revision, status = excluded.status,
             checked_at = excluded.checked_at, report = excluded.report, busy_until = 0",
    )?
    .execute((
        tenant.as_str(),
        row.connection.as_str(),
        i64::try_from(row.revision).unwrap_or(i64::MAX),
        &row.status,
        row.checked_at.as_microsecond(),
        row.report.to_string(),
    ))?;
    let told = tell(before.as_ref().filter(|before| before.revision == row.revision))?;
    if told.is_empty() {
        return Ok(());
    }
    db.execute_batch("SAVEPOINT told")?;
    match events::append(db, limits, &told, Timestamp::now()) {
        Err(error) if error.code() == Code::Backpressure => db.execute_batch("ROLLBACK TO told; RELEASE told")?,
        told => {
            told?;
            db.execute_batch("RELEASE told")?;
        }
    }
    Ok(())
}

pub(super) fn due(
    db: &Connection,
    older_than: Timestamp,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, ConnectionName)>> {
    let mut statement = db.prepare_cached(
        "SELECT connections.tenant, name, CASE WHEN checks.revision = connections.revision THEN checked_at ELSE 0 END AS at
         FROM connections LEFT JOIN checks ON checks.tenant = connections.tenant AND connection = name
         WHERE coalesce(at, 0) < ?1 AND coalesce(busy_until, 0) <= ?2
         ORDER BY coalesce(at, 0), connections.tenant, name LIMIT ?3",
    )?;
    let mut rows = statement.query((older_than.as_microsecond(), now.as_microsecond(), limit))?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        let tenant = TenantId::new(&row.get::<_, String>(0)?).map_err(|_| damaged("check"))?;
        due.push((tenant, ConnectionName::new(&row.get::<_, String>(1)?).map_err(|_| damaged("check"))?));
    }
    Ok(due)
}

fn read(row: &Row<'_>) -> Result<CheckRow> {
    let wrong = || damaged("check");
    Ok(CheckRow {
        connection: ConnectionName::new(&row.get::<_, String>(0)?).map_err(|_| wrong())?,
        revision: u64::try_from(row.get::<_, i64>(1)?).map_err(|_| wrong())?,
        status: row.get(2)?,
        checked_at: Timestamp::from_microsecond(row.get(3)?).map_err(|_| wrong())?,
        report: serde_json::from_str(&row.get::<_, String>(4)?).map_err(|_| wrong())?,
    })
}
