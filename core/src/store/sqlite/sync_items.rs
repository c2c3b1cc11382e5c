//! What change feeds have seen of the systems' records.

use rusqlite::{Connection, Params, params};

use super::super::{SyncId, SyncItem};
use super::syncs::{instant, number, unsigned};
use crate::error::Result;

const COLUMNS: &str = "id, part, digest, generation, updated_at, read_at, sealed, sealed_in";

pub(super) fn put(db: &Connection, sync: i64, items: &[SyncItem]) -> Result<()> {
    let mut statement = db.prepare_cached(
        "INSERT INTO sync_items (sync, id, part, digest, generation, updated_at, read_at, sealed, sealed_in)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (sync, id) DO UPDATE SET part = excluded.part, digest = excluded.digest,
             generation = excluded.generation, updated_at = excluded.updated_at, read_at = excluded.read_at,
             sealed = excluded.sealed, sealed_in = excluded.sealed_in",
    )?;
    for item in items {
        statement.execute((
            sync,
            &item.id,
            &item.part,
            &item.digest,
            signed(item.generation),
            item.updated_at.map(jiff::Timestamp::as_microsecond),
            item.read_at.as_microsecond(),
            &item.sealed,
            signed(item.sealed_in),
        ))?;
    }
    Ok(())
}

pub(super) fn remove(db: &Connection, sync: i64, ids: &[String]) -> Result<()> {
    let mut statement = db.prepare_cached("DELETE FROM sync_items WHERE sync = ?1 AND id = ?2")?;
    for id in ids {
        statement.execute((sync, id))?;
    }
    Ok(())
}

/// The records that a condition holds for.
pub(super) fn of(db: &Connection, condition: &str, values: impl Params) -> Result<Vec<SyncItem>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM sync_items WHERE {condition}"))?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let updated_at: Option<i64> = row.get(4)?;
        found.push(SyncItem {
            id: row.get(0)?,
            part: row.get(1)?,
            digest: row.get(2)?,
            generation: unsigned(row.get(3)?)?,
            updated_at: updated_at.map(instant).transpose()?,
            read_at: instant(row.get(5)?)?,
            sealed: row.get(6)?,
            sealed_in: unsigned(row.get(7)?)?,
        });
    }
    Ok(found)
}

pub(super) fn unseen(
    db: &Connection,
    id: &SyncId,
    part: &str,
    generation: u64,
    after: &str,
    limit: u32,
) -> Result<Vec<SyncItem>> {
    let Some(sync) = number(db, id)? else { return Ok(Vec::new()) };
    let condition = "sync = ?1 AND part = ?2 AND generation < ?3 AND id > ?4 ORDER BY id LIMIT ?5";
    of(db, condition, params![sync, part, signed(generation), after, limit])
}

pub(super) fn page(db: &Connection, id: &SyncId, after: &str, limit: u32) -> Result<Vec<SyncItem>> {
    let Some(sync) = number(db, id)? else { return Ok(Vec::new()) };
    of(db, "sync = ?1 AND id > ?2 ORDER BY id LIMIT ?3", params![sync, after, limit])
}

pub(super) fn count(db: &Connection, id: &SyncId) -> Result<u64> {
    let Some(sync) = number(db, id)? else { return Ok(0) };
    let count =
        db.prepare_cached("SELECT count(*) FROM sync_items WHERE sync = ?1")?.query_row([sync], |row| row.get(0));
    unsigned(count?)
}

/// Generations count runs: far below 2^63.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
