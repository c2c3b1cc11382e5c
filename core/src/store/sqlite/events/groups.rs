//! Groups of consumers.

use rusqlite::{Connection, OptionalExtension as _};

use super::super::super::{GroupSpec, GroupState, Start};
use super::super::failure::damaged;
use super::row::{last, number, signed};
use super::steps;
use crate::error::{Code, Error, Result};

/// A group as it is kept.
pub(super) struct Group {
    pub(super) id: i64,
    pub(super) spec: GroupSpec,
    pub(super) scanned: u64,
    pub(super) fence: i64,
    /// Events up to here may have been handled before the group began anew.
    pub(super) again: u64,
}

pub(super) fn get(db: &Connection, name: &str) -> Result<Group> {
    let kept = db
        .prepare_cached("SELECT grp, spec, scanned, fence, again FROM event_groups WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .optional()?;
    let (id, spec, scanned, fence, again) = kept.ok_or_else(|| none(name))?;
    let spec = serde_json::from_str(&spec).map_err(|_| damaged("group of consumers"))?;
    Ok(Group { id, spec, scanned: number(scanned)?, fence, again: number(again)? })
}

fn none(name: &str) -> Error {
    Error::new(Code::NotFound, format!("there is no group {name:.128?} of consumers")).with_context("group", name)
}

pub(in super::super) fn open(db: &Connection, spec: &GroupSpec, start: Start) -> Result<()> {
    let text = serde_json::to_string(spec).map_err(|error| Error::unexpected(error.to_string()))?;
    let changed =
        db.prepare_cached("UPDATE event_groups SET spec = ?2 WHERE name = ?1")?.execute((&spec.name, &text))?;
    if changed == 0 {
        db.prepare_cached("INSERT INTO event_groups (name, spec, scanned) VALUES (?1, ?2, ?3)")?.execute((
            &spec.name,
            &text,
            signed(before(db, start)?),
        ))?;
    }
    Ok(())
}

pub(in super::super) fn rewind(db: &Connection, name: &str, start: Start) -> Result<()> {
    let group = get(db, name)?;
    // What was being delivered again is so still.
    db.prepare_cached("UPDATE event_dead_letters SET state = 1 WHERE grp = ?1 AND state = 2")?.execute([group.id])?;
    db.prepare_cached("DELETE FROM event_heads WHERE grp = ?1")?.execute([group.id])?;
    steps::forget_all_but_letters(db, group.id)?;
    db.prepare_cached("UPDATE event_groups SET scanned = ?2, again = max(again, scanned) WHERE grp = ?1")?
        .execute((group.id, signed(before(db, start)?)))?;
    Ok(())
}

/// The position after which a group begins.
fn before(db: &Connection, start: Start) -> Result<u64> {
    let last = last(db)?;
    Ok(match start {
        Start::Now => last,
        Start::Beginning => 0,
        Start::Position(position) => position.saturating_sub(1).min(last),
        Start::Time(time) => {
            let first: Option<i64> = db
                .prepare_cached("SELECT min(position) FROM events WHERE appended_at >= ?1")?
                .query_row([time.as_microsecond()], |row| row.get(0))?;
            first.map(number).transpose()?.map_or(last, |first| first.saturating_sub(1))
        }
    })
}

pub(in super::super) fn drop_group(db: &Connection, name: &str) -> Result<bool> {
    let found = match get(db, name) {
        Err(error) if error.code() == Code::NotFound => return Ok(false),
        found => found?,
    };
    for table in ["event_steps", "event_dead_letters", "event_heads", "event_groups"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE grp = ?1"))?.execute([found.id])?;
    }
    Ok(true)
}

pub(in super::super) fn all(db: &Connection) -> Result<Vec<GroupState>> {
    let last = last(db)?;
    let mut statement = db.prepare_cached(
        "SELECT spec, scanned, (SELECT count(*) FROM event_heads h WHERE h.grp = g.grp),
                (SELECT count(*) FROM event_dead_letters d WHERE d.grp = g.grp AND d.state = 0)
         FROM event_groups g ORDER BY name",
    )?;
    let mut rows = statement.query([])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        let position = number(row.get(1)?)?;
        groups.push(GroupState {
            spec: serde_json::from_str(&row.get::<_, String>(0)?).map_err(|_| damaged("group of consumers"))?,
            position,
            behind: last.saturating_sub(position),
            open: number(row.get(2)?)?,
            dead: number(row.get(3)?)?,
        });
    }
    Ok(groups)
}
