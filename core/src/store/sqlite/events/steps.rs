//! The steps of deliveries: what was begun, and what came of it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::super::super::Step;
use super::groups;
use super::heads;
use super::row::signed;
use crate::error::Result;

pub(in super::super) fn begin(db: &Connection, group: &str, fence: u64, name: &str, until: Timestamp) -> Result<Step> {
    let group = groups::get(db, group)?;
    let head = heads::leased(db, &group, fence)?;
    db.prepare_cached(
        "UPDATE event_heads SET due_at = max(due_at, ?4) WHERE grp = ?1 AND tenant = ?2 AND subject = ?3",
    )?
    .execute((group.id, &head.tenant, &head.subject, until.as_microsecond()))?;
    let step = (group.id, signed(head.position), name);
    let kept: Option<Option<String>> = db
        .prepare_cached("SELECT result FROM event_steps WHERE grp = ?1 AND position = ?2 AND name = ?3")?
        .query_row(step, |row| row.get(0))
        .optional()?;
    if kept.is_none() {
        db.prepare_cached("INSERT INTO event_steps (grp, position, name) VALUES (?1, ?2, ?3)")?.execute(step)?;
    }
    let begun = kept.is_some() || head.position <= group.again;
    Ok(Step { begun, result: kept.flatten() })
}

pub(in super::super) fn finish(db: &Connection, group: &str, fence: u64, name: &str, result: &str) -> Result<()> {
    let group = groups::get(db, group)?;
    let head = heads::leased(db, &group, fence)?;
    db.prepare_cached(
        "INSERT INTO event_steps (grp, position, name, result) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (grp, position, name) DO UPDATE SET result = excluded.result",
    )?
    .execute((group.id, signed(head.position), name, result))?;
    Ok(())
}

/// The event is done with: what its steps came to is not asked any more.
pub(super) fn forget(db: &Connection, group: i64, position: u64) -> Result<()> {
    db.prepare_cached("DELETE FROM event_steps WHERE grp = ?1 AND position = ?2")?
        .execute((group, signed(position)))?;
    Ok(())
}

/// The group begins anew; its dead letters stay as they are.
pub(super) fn forget_all_but_letters(db: &Connection, group: i64) -> Result<()> {
    db.prepare_cached(
        "DELETE FROM event_steps WHERE grp = ?1
           AND position NOT IN (SELECT d.position FROM event_dead_letters d WHERE d.grp = ?1)",
    )?
    .execute([group])?;
    Ok(())
}
