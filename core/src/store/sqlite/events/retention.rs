//! What the log drops: the oldest events that every group that may see them is done with.

use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _};

use super::super::super::LogLimits;
use super::room::{self, Growth, Room, Size};
use super::row::{number, signed};
use crate::error::Result;

/// So many old events leave with one append at most, so that no append takes long.
const OLD: u32 = 256;
/// So many events are looked at in one step when room is needed.
const CHUNK: u32 = 20_000;
/// Of so many tenants it is asked what may go, where the oldest event of the log may not.
const TENANTS: u32 = 32;

/// Counts what was appended, and drops what may go.
pub(super) fn make_room(db: &Connection, limits: &LogLimits, growth: &Growth, now: Timestamp) -> Result<Room> {
    drop_old(db, limits, now)?;
    let (mut held, tenants) = growth.came(db)?;
    let (events, bytes) = limits.of_tenant();
    for (tenant, size) in tenants.iter().filter(|(tenant, _)| !tenant.is_empty()) {
        let mut size = *size;
        while let Some(much) = size.beyond(Size { events, bytes }) {
            match drop_some(db, Some(tenant), much, events)? {
                Some(left) => held = left,
                None => return Ok(Room::NoneForTenant),
            }
            size = room::of(db, tenant)?;
        }
    }
    let most = Size { events: limits.max_events, bytes: limits.max_bytes };
    while let Some(much) = held.beyond(most) {
        let dropped = match drop_some(db, None, much, most.events)? {
            None => drop_done(db, &tenants, much, most.events)?,
            some => some,
        };
        match dropped {
            Some(left) => held = left,
            None => return Ok(Room::None),
        }
    }
    Ok(Room::Enough)
}

/// What a tenant has not consumed keeps the log from dropping its oldest events, but not those of the others.
fn drop_done(db: &Connection, appending: &[(&str, Size)], much: Size, of: u64) -> Result<Option<Size>> {
    let appending = appending.iter().map(|(tenant, _)| (*tenant).to_owned());
    for tenant in appending.chain(room::largest(db, TENANTS)?) {
        if let Some(left) = drop_some(db, Some(&tenant), much, of)? {
            return Ok(Some(left));
        }
    }
    Ok(None)
}

/// Drops somewhat more of the oldest events (of a tenant) than needed, so that not every append has to look for room. What
/// the log holds then; nothing when none may go.
fn drop_some(db: &Connection, tenant: Option<&str>, much: Size, of: u64) -> Result<Option<Size>> {
    let many = much.events + (of / 100).clamp(1, 10_000);
    let from = match tenant {
        Some(_) => "events INDEXED BY events_by_tenant WHERE tenant = ?5 AND position <= ?1",
        None => "events WHERE ?5 IS NULL AND position <= ?1",
    };
    let end: Option<i64> = db
        .prepare_cached(&format!(
            "SELECT max(position) FROM (
                 SELECT position, row_number() OVER place AS n, sum(size) OVER place - size AS before
                 FROM (SELECT position, size FROM {from} ORDER BY position LIMIT ?4)
                 WINDOW place AS (ORDER BY position))
             WHERE n <= ?2 OR before < ?3"
        ))?
        .query_row((signed(done_up_to(db, tenant)?), signed(many), signed(much.bytes), CHUNK, tenant), |row| {
            row.get(0)
        })?;
    end.map(|end| delete(db, tenant, end)).transpose()
}

fn drop_old(db: &Connection, limits: &LogLimits, now: Timestamp) -> Result<()> {
    let Ok(oldest) = now.checked_sub((i64::from(limits.max_age_days) * 24).hours()) else { return Ok(()) };
    let first: Option<i64> = db
        .prepare_cached("SELECT appended_at FROM events ORDER BY position LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    if first.is_none_or(|first| first >= oldest.as_microsecond()) {
        return Ok(());
    }
    let end: Option<i64> = db
        .prepare_cached(
            "SELECT max(position) FROM (SELECT position, appended_at FROM events WHERE position <= ?1
                 ORDER BY position LIMIT ?3) WHERE appended_at < ?2",
        )?
        .query_row((signed(done_up_to(db, None)?), oldest.as_microsecond(), OLD), |row| row.get(0))?;
    end.map_or(Ok(()), |end| delete(db, None, end).map(drop))
}

/// Every group is done with the events (of a tenant) up to here.
fn done_up_to(db: &Connection, tenant: Option<&str>) -> Result<u64> {
    let text = match tenant {
        Some(_) => {
            "SELECT min(low) FROM (
                 SELECT scanned AS low FROM event_groups WHERE coalesce(json_extract(spec, '$.tenant'), ?1) = ?1
                 UNION ALL
                 SELECT CASE WHEN letter IS NULL THEN position - 1 ELSE settled END
                 FROM event_groups g CROSS JOIN event_heads h ON h.grp = g.grp AND h.tenant = ?1)"
        }
        None => {
            "SELECT min(low) FROM (
                 SELECT scanned AS low FROM event_groups WHERE ?1 IS NULL UNION ALL
                 SELECT CASE WHEN letter IS NULL THEN position - 1 ELSE settled END FROM event_heads)"
        }
    };
    let low: Option<i64> = db.prepare_cached(text)?.query_row([tenant], |row| row.get(0))?;
    number(low.unwrap_or(i64::MAX))
}

/// What the log holds then.
fn delete(db: &Connection, tenant: Option<&str>, end: i64) -> Result<Size> {
    let from = match tenant {
        Some(_) => "events INDEXED BY events_by_tenant WHERE tenant = ?2 AND position <= ?1",
        None => "events WHERE ?2 IS NULL AND position <= ?1",
    };
    let mut gone = Growth::default();
    let mut statement = db.prepare_cached(&format!("DELETE FROM {from} RETURNING tenant, size"))?;
    let mut rows = statement.query((end, tenant))?;
    while let Some(row) = rows.next()? {
        gone.add(row.get_ref(0)?.as_str().unwrap_or_default(), number(row.get(1)?)?);
    }
    gone.left(db)
}
