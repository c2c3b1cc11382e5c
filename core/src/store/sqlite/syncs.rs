//! Change feeds: leases and steps.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::{Leased, LogLimits, SyncChange, SyncId, SyncItem, SyncRow};
use super::failure::damaged;
use super::{events, sync_items};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};

const COLUMNS: &str = "tenant, connection, resource, scope, number, state, owner, until, due_at";

/// The number and the last lease of a feed; the lease is `None` while nobody has it.
struct Kept {
    number: i64,
    fence: i64,
    owner: Option<String>,
    until: i64,
    state: Option<String>,
}

fn find(db: &Connection, id: &SyncId) -> Result<Option<Kept>> {
    let mut statement = db.prepare_cached(
        "SELECT number, fence, owner, until, state FROM syncs
         WHERE tenant = ?1 AND connection = ?2 AND resource = ?3 AND scope = ?4",
    )?;
    let names = (id.tenant.as_str(), id.connection.as_str(), &id.resource, &id.scope);
    let kept = statement.query_row(names, |row| {
        Ok(Kept { number: row.get(0)?, fence: row.get(1)?, owner: row.get(2)?, until: row.get(3)?, state: row.get(4)? })
    });
    Ok(kept.optional()?)
}

/// The number of a feed.
pub(super) fn number(db: &Connection, id: &SyncId) -> Result<Option<i64>> {
    Ok(find(db, id)?.map(|kept| kept.number))
}

pub(super) fn lease(db: &Connection, id: &SyncId, owner: &str, now: Timestamp, until: Timestamp) -> Result<Leased> {
    let kept = match find(db, id)? {
        Some(kept) => kept,
        None => {
            db.prepare_cached(
                "INSERT INTO syncs (tenant, connection, resource, scope, fence, until) VALUES (?1, ?2, ?3, ?4, 0, 0)",
            )?
            .execute((id.tenant.as_str(), id.connection.as_str(), &id.resource, &id.scope))?;
            let number = db.last_insert_rowid();
            Kept { number, fence: 0, owner: None, until: 0, state: None }
        }
    };
    if let Some(owner) = kept.owner.filter(|_| kept.until > now.as_microsecond()) {
        return Ok(Leased::Theirs { owner, until: instant(kept.until)? });
    }
    db.prepare_cached("UPDATE syncs SET fence = ?2, owner = ?3, until = ?4 WHERE number = ?1")?.execute((
        kept.number,
        kept.fence + 1,
        owner,
        until.as_microsecond(),
    ))?;
    Ok(Leased::Yours { fence: unsigned(kept.fence + 1)?, number: unsigned(kept.number)?, state: kept.state })
}

/// The number of a feed whose lease is this one.
fn held(db: &Connection, id: &SyncId, fence: u64) -> Result<i64> {
    let held = find(db, id)?.filter(|kept| kept.owner.is_some() && u64::try_from(kept.fence) == Ok(fence));
    held.map(|kept| kept.number).ok_or_else(|| {
        Error::new(
            Code::StaleLease,
            "somebody else has taken this sync over, or it was forgotten; what was read was not kept, begin again",
        )
        .in_tenant(id.tenant.as_str())
        .in_operation(&format!("{}.sync", id.resource))
    })
}

pub(super) fn commit(
    db: &Connection,
    limits: &LogLimits,
    id: &SyncId,
    fence: u64,
    change: &SyncChange,
    now: Timestamp,
) -> Result<()> {
    let number = held(db, id, fence)?;
    sync_items::put(db, number, &change.put)?;
    sync_items::remove(db, number, &change.remove)?;
    events::append(db, limits, &change.events, now)?;
    db.prepare_cached(
        "UPDATE syncs SET state = ?2, due_at = ?3, until = coalesce(?4, until), owner = iif(?4 IS NULL, NULL, owner)
         WHERE number = ?1",
    )?
    .execute((
        number,
        &change.state,
        change.due_at.map(Timestamp::as_microsecond),
        change.until.map(Timestamp::as_microsecond),
    ))?;
    Ok(())
}

pub(super) fn renew(db: &Connection, id: &SyncId, fence: u64, until: Timestamp) -> Result<()> {
    let number = held(db, id, fence)?;
    db.prepare_cached("UPDATE syncs SET until = max(until, ?2) WHERE number = ?1")?
        .execute((number, until.as_microsecond()))?;
    Ok(())
}

pub(super) fn release(db: &Connection, id: &SyncId, fence: u64, due_at: Option<Timestamp>) -> Result<()> {
    if let Ok(number) = held(db, id, fence) {
        db.prepare_cached("UPDATE syncs SET owner = NULL, due_at = ?2 WHERE number = ?1")?
            .execute((number, due_at.map(Timestamp::as_microsecond)))?;
    }
    Ok(())
}

pub(super) fn clear(db: &Connection, id: &SyncId, fence: u64) -> Result<()> {
    let number = held(db, id, fence)?;
    db.prepare_cached("DELETE FROM sync_items WHERE sync = ?1")?.execute([number])?;
    db.prepare_cached("UPDATE syncs SET state = NULL WHERE number = ?1")?.execute([number])?;
    Ok(())
}

pub(super) fn get(db: &Connection, id: &SyncId) -> Result<Option<SyncRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM syncs WHERE tenant = ?1 AND connection = ?2 AND resource = ?3 AND scope = ?4"
    ))?;
    let mut rows = statement.query((id.tenant.as_str(), id.connection.as_str(), &id.resource, &id.scope))?;
    rows.next()?.map(read).transpose()
}

pub(super) fn all(db: &Connection, tenant: &TenantId) -> Result<Vec<SyncRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM syncs WHERE tenant = ?1 ORDER BY connection, resource, scope"
    ))?;
    collect(statement.query([tenant.as_str()])?)
}

pub(super) fn due(db: &Connection, now: Timestamp, limit: u32) -> Result<Vec<SyncRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM syncs WHERE due_at <= ?1 AND (owner IS NULL OR until <= ?1) ORDER BY due_at, number
         LIMIT ?2"
    ))?;
    collect(statement.query((now.as_microsecond(), limit))?)
}

pub(super) fn forget(db: &Connection, id: &SyncId, now: Timestamp) -> Result<bool> {
    let Some(kept) = find(db, id)? else { return Ok(false) };
    if kept.owner.is_some() && kept.until > now.as_microsecond() {
        return Err(Error::new(Code::Conflict, "this sync is running; let it end, or call again when its lease ends")
            .with_context("until", instant(kept.until)?.to_string()));
    }
    remove(db, kept.number)?;
    Ok(true)
}

/// Forgets the feeds of a connection, with what they have seen.
pub(super) fn forget_connection(db: &Connection, tenant: &TenantId, name: &ConnectionName) -> Result<()> {
    let mut statement = db.prepare_cached("SELECT number FROM syncs WHERE tenant = ?1 AND connection = ?2")?;
    let numbers = statement.query_map((tenant.as_str(), name.as_str()), |row| row.get(0))?;
    let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
    numbers.into_iter().try_for_each(|number| remove(db, number))
}

fn remove(db: &Connection, number: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM sync_items WHERE sync = ?1")?.execute([number])?;
    db.prepare_cached("DELETE FROM syncs WHERE number = ?1")?.execute([number])?;
    Ok(())
}

fn collect(mut rows: rusqlite::Rows<'_>) -> Result<Vec<SyncRow>> {
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

fn read(row: &Row<'_>) -> Result<SyncRow> {
    let wrong = |_| damaged("sync");
    let (tenant, connection): (String, String) = (row.get(0)?, row.get(1)?);
    let owner: Option<String> = row.get(6)?;
    let due: Option<i64> = row.get(8)?;
    Ok(SyncRow {
        id: SyncId {
            tenant: TenantId::new(&tenant).map_err(wrong)?,
            connection: ConnectionName::new(&connection).map_err(wrong)?,
            resource: row.get(2)?,
            scope: row.get(3)?,
        },
        number: unsigned(row.get(4)?)?,
        state: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        runner: owner.map(|owner| Ok::<_, Error>((owner, instant(row.get(7)?)?))).transpose()?,
        due_at: due.map(instant).transpose()?,
    })
}

pub(super) fn instant(at: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(at).map_err(|_| damaged("sync"))
}

pub(super) fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| damaged("sync"))
}

/// What was seen, by one query over a feed's records.
pub(super) fn items(db: &Connection, id: &SyncId, ids: &[String]) -> Result<Vec<SyncItem>> {
    let Some(number) = number(db, id)? else { return Ok(Vec::new()) };
    sync_items::of(
        db,
        "sync = ?1 AND id IN (SELECT value FROM json_each(?2))",
        params![number, serde_json::json!(ids).to_string()],
    )
}
