//! Dead letters.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::super::super::{DeadLetter, DeadLetterFilter, Gate, LoggedEvent, Passage, Replayed};
use super::super::failure::damaged;
use super::gate::Judge;
use super::groups;
use super::row::{self, number, signed};
use crate::error::Result;

const DEAD: i64 = 0;
const WAITING: i64 = 1;
const OUT: i64 = 2;

pub(super) fn insert(
    db: &Connection,
    group: i64,
    position: u64,
    attempts: u32,
    error: &str,
    now: Timestamp,
) -> Result<()> {
    db.prepare_cached(&format!(
        "INSERT INTO event_dead_letters (grp, state, attempts, error, died_at, {columns})
         SELECT ?1, {DEAD}, ?3, ?4, ?5, {columns} FROM events WHERE position = ?2",
        columns = row::COLUMNS
    ))?
    .execute((group, signed(position), attempts, error, now.as_microsecond()))?;
    Ok(())
}

/// A letter that was delivered again, in vain.
pub(super) fn again(db: &Connection, letter: i64, attempts: u32, error: &str, now: Timestamp) -> Result<()> {
    db.prepare_cached(
        "UPDATE event_dead_letters SET state = ?2, attempts = attempts + ?3, error = ?4, died_at = ?5 WHERE letter = ?1",
    )?
    .execute((letter, DEAD, attempts, error, now.as_microsecond()))?;
    Ok(())
}

pub(super) fn delete(db: &Connection, letter: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM event_dead_letters WHERE letter = ?1")?.execute([letter])?;
    Ok(())
}

/// Letters that wait to be delivered again, whose key is free. At most one of each key.
pub(super) fn ready(db: &Connection, group: i64, limit: usize) -> Result<Vec<(i64, LoggedEvent)>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {columns}, letter FROM event_dead_letters d WHERE grp = ?1 AND state = {WAITING}
           AND NOT EXISTS (SELECT 1 FROM event_heads h
                           WHERE h.grp = d.grp AND h.tenant = d.tenant AND h.subject = d.subject)
           AND NOT EXISTS (SELECT 1 FROM event_dead_letters e WHERE e.grp = d.grp AND e.state = {WAITING}
                           AND e.tenant = d.tenant AND e.subject = d.subject AND e.letter < d.letter)
         ORDER BY letter LIMIT ?2",
        columns = row::COLUMNS
    ))?;
    let mut rows = statement.query((group, signed(limit as u64)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(9)?, row::read(row)?));
    }
    Ok(found)
}

pub(super) fn lend(db: &Connection, letter: i64) -> Result<()> {
    db.prepare_cached("UPDATE event_dead_letters SET state = ?2 WHERE letter = ?1")?.execute((letter, OUT))?;
    Ok(())
}

pub(super) fn get(db: &Connection, letter: i64) -> Result<Option<LoggedEvent>> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {} FROM event_dead_letters WHERE letter = ?1", row::COLUMNS))?;
    let mut rows = statement.query([letter])?;
    rows.next()?.map(row::read).transpose()
}

/// Letters that wait to be delivered again and may be: their key is free.
pub(super) fn any_ready(db: &Connection, group: i64) -> Result<bool> {
    Ok(!ready(db, group, 1)?.is_empty())
}

pub(in super::super) fn list(db: &Connection, filter: &DeadLetterFilter) -> Result<Vec<DeadLetter>> {
    let (condition, values) = conditions(filter);
    let limit = filter.limit.map_or(i64::MAX, i64::from);
    let mut statement = db.prepare(&format!(
        "SELECT {columns}, letter, attempts, error, died_at, state,
                (SELECT name FROM event_groups g WHERE g.grp = d.grp)
         FROM event_dead_letters d WHERE {condition} ORDER BY letter LIMIT {limit}",
        columns = row::COLUMNS
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeadLetter {
            event: row::read(row)?,
            id: number(row.get(9)?)?,
            attempts: row.get(10)?,
            error: row.get(11)?,
            died_at: Timestamp::from_microsecond(row.get(12)?).map_err(|_| damaged("dead letter"))?,
            replaying: row.get::<_, i64>(13)? != DEAD,
            group: row.get(14)?,
        });
    }
    Ok(found)
}

/// Lets those be delivered again that the gate lets through.
pub(in super::super) fn replay(db: &Connection, filter: &DeadLetterFilter, gate: &Gate) -> Result<Replayed> {
    let (condition, values) = conditions(filter);
    let sorts = format!(
        "SELECT DISTINCT d.tenant, d.type, (SELECT name FROM event_groups g WHERE g.grp = d.grp)
         FROM event_dead_letters d WHERE state = {DEAD} AND {condition}"
    );
    let sorts: Vec<(String, String, String)> = db
        .prepare(&sorts)?
        .query_map(params_from_iter(values.clone()), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<std::result::Result<_, _>>()?;
    let mut replayed = Replayed::default();
    for (tenant, kind, name) in sorts {
        let group = groups::get(db, &name)?;
        match Judge::new(db, gate).passage(&tenant, &kind, &group.spec.requires)? {
            Passage::Open => {
                let mut values = values.clone();
                values.extend([Value::Text(tenant), Value::Text(kind), Value::Integer(group.id)]);
                let at = values.len();
                let text = format!(
                    "UPDATE event_dead_letters AS d SET state = {WAITING}
                     WHERE state = {DEAD} AND {condition} AND tenant = ?{} AND type = ?{} AND grp = ?{at}",
                    at - 2,
                    at - 1
                );
                replayed.count += db.prepare(&text)?.execute(params_from_iter(values))? as u64;
            }
            Passage::Over(module) | Passage::Closed(module) => drop(replayed.closed.get_or_insert(module)),
        }
    }
    Ok(replayed)
}

/// Those that are out with a consumer stay.
pub(in super::super) fn drop_letters(db: &Connection, filter: &DeadLetterFilter) -> Result<u64> {
    let (condition, values) = conditions(filter);
    let steps = format!(
        "DELETE FROM event_steps WHERE (grp, position) IN
             (SELECT d.grp, d.position FROM event_dead_letters d WHERE state <> {OUT} AND {condition})"
    );
    db.prepare(&steps)?.execute(params_from_iter(values.clone()))?;
    let text = format!("DELETE FROM event_dead_letters AS d WHERE state <> {OUT} AND {condition}");
    Ok(db.prepare(&text)?.execute(params_from_iter(values))? as u64)
}

/// The oldest letter that nobody asked for again, where there are more than `most` or it died before `oldest`.
pub(super) fn in_excess(db: &Connection, most: u64, oldest: Timestamp) -> Result<Option<Excess>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {columns}, letter, attempts, error, died_at, grp,
                (SELECT name FROM event_groups g WHERE g.grp = d.grp), (SELECT letters FROM event_totals)
         FROM event_dead_letters d WHERE state = {DEAD} ORDER BY letter LIMIT 1",
        columns = row::COLUMNS
    ))?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (died_at, count): (i64, i64) = (row.get(12)?, row.get(15)?);
    if count <= signed(most) && died_at >= oldest.as_microsecond() {
        return Ok(None);
    }
    Ok(Some(Excess {
        event: row::read(row)?,
        letter: row.get(9)?,
        attempts: row.get(10)?,
        error: row.get(11)?,
        died_at: Timestamp::from_microsecond(died_at).map_err(|_| damaged("dead letter"))?,
        group: row.get(13)?,
        name: row.get(14)?,
        too_many: count > signed(most),
    }))
}

/// A letter for which there is no room.
pub(super) struct Excess {
    pub(super) event: LoggedEvent,
    pub(super) letter: i64,
    pub(super) attempts: u32,
    pub(super) error: String,
    pub(super) died_at: Timestamp,
    pub(super) group: i64,
    pub(super) name: String,
    pub(super) too_many: bool,
}

fn conditions(filter: &DeadLetterFilter) -> (String, Vec<Value>) {
    let mut text = "letter > ?1".to_owned();
    let mut values = vec![Value::Integer(signed(filter.after))];
    let mut and = |condition: &str, value: Value| {
        values.push(value);
        text += &format!(" AND {}", condition.replace('?', &format!("?{}", values.len())));
    };
    if let Some(group) = &filter.group {
        and("grp = (SELECT g.grp FROM event_groups g WHERE g.name = ?)", Value::Text(group.clone()));
    }
    if let Some(tenant) = &filter.tenant {
        and("tenant = ?", Value::Text(tenant.as_str().to_owned()));
    }
    if let Some(ids) = &filter.ids {
        let list = serde_json::json!(ids).to_string();
        and("letter IN (SELECT value FROM json_each(?))", Value::Text(list));
    }
    (text, values)
}
