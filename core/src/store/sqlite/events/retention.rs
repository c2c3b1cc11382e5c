//! What the log drops: the oldest events that every group is done with.

use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _};

use super::super::super::LogLimits;
use super::row::{number, signed};
use crate::error::Result;

/// So many old events leave with one append at most, so that no append takes long.
const OLD: u32 = 256;
/// So many events are looked at in one step when room is needed.
const CHUNK: u32 = 20_000;

/// Counts what was appended, and drops what may go. Tells whether the log is within its limits then.
pub(super) fn make_room(db: &Connection, limits: &LogLimits, count: u64, bytes: u64, now: Timestamp) -> Result<bool> {
    drop_old(db, limits, now)?;
    let (events, bytes) = db
        .prepare_cached("UPDATE event_totals SET events = events + ?1, bytes = bytes + ?2 RETURNING events, bytes")?
        .query_row((signed(count), signed(bytes)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (mut events, mut bytes) = (number(events)?, number(bytes)?);
    while events > limits.max_events || bytes > limits.max_bytes {
        // Somewhat more than needed, so that not every append has to look for room.
        let many = events.saturating_sub(limits.max_events) + (limits.max_events / 100).clamp(1, 10_000);
        let much = bytes.saturating_sub(limits.max_bytes);
        let end: Option<i64> = db
            .prepare_cached(
                "SELECT max(position) FROM (
                     SELECT position, row_number() OVER place AS n, sum(size) OVER place - size AS before
                     FROM (SELECT position, size FROM events WHERE position <= ?1 ORDER BY position LIMIT ?4)
                     WINDOW place AS (ORDER BY position))
                 WHERE n <= ?2 OR before < ?3",
            )?
            .query_row((signed(done_up_to(db)?), signed(many), signed(much), CHUNK), |row| row.get(0))?;
        let Some(end) = end else { return Ok(false) };
        (events, bytes) = delete(db, end)?;
    }
    Ok(true)
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
        .query_row((signed(done_up_to(db)?), oldest.as_microsecond(), OLD), |row| row.get(0))?;
    end.map_or(Ok(()), |end| delete(db, end).map(drop))
}

/// Every group is done with the events up to here.
fn done_up_to(db: &Connection) -> Result<u64> {
    let low: Option<i64> = db
        .prepare_cached(
            "SELECT min(low) FROM (
                 SELECT scanned AS low FROM event_groups UNION ALL
                 SELECT CASE WHEN letter IS NULL THEN position - 1 ELSE settled END FROM event_heads)",
        )?
        .query_row([], |row| row.get(0))?;
    number(low.unwrap_or(i64::MAX))
}

fn delete(db: &Connection, end: i64) -> Result<(u64, u64)> {
    let (mut count, mut bytes) = (0_i64, 0_i64);
    let mut statement = db.prepare_cached("DELETE FROM events WHERE position <= ?1 RETURNING size")?;
    let mut rows = statement.query([end])?;
    while let Some(row) = rows.next()? {
        count += 1;
        bytes += row.get::<_, i64>(0)?;
    }
    let left = db
        .prepare_cached("UPDATE event_totals SET events = events - ?1, bytes = bytes - ?2 RETURNING events, bytes")?
        .query_row((count, bytes), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((number(left.0)?, number(left.1)?))
}
