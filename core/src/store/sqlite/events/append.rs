//! Appending.

use jiff::Timestamp;
use rusqlite::Connection;

use super::super::super::{Appended, LogLimits, NewEvent};
use super::excess;
use super::retention;
use super::room::{Growth, Room};
use super::row::{key, number, signed};
use crate::error::{Code, Error, Result};

/// What a row costs beside its texts, about.
const ROW: usize = 200;

/// Appends within the transaction that is open: with the change that the events tell of, or on their own.
pub(in super::super) fn append(
    db: &Connection,
    limits: &LogLimits,
    events: &[NewEvent],
    now: Timestamp,
) -> Result<Vec<Appended>> {
    let (placed, room) = insert(db, limits, events, now)?;
    let whose = match room {
        Room::Enough => {
            excess::drop_letters(db, limits, now)?;
            return Ok(placed);
        }
        Room::NoneForTenant => "the tenant's part of the event log",
        Room::None => "the event log",
    };
    Err(Error::new(
        Code::Backpressure,
        format!(
            "{whose} is full of events that a group has not consumed yet; let its consumers catch up, or forget a group \
             that is not used any more"
        ),
    ))
}

/// Appends, although the log may be full: what the log tells of itself is little.
pub(super) fn append_anyway(db: &Connection, limits: &LogLimits, events: &[NewEvent], now: Timestamp) -> Result<()> {
    insert(db, limits, events, now).map(drop)
}

/// Where the events stand, and whether the log is within its limits.
fn insert(db: &Connection, limits: &LogLimits, events: &[NewEvent], now: Timestamp) -> Result<(Vec<Appended>, Room)> {
    let (mut placed, mut growth) = (Vec::with_capacity(events.len()), Growth::default());
    for event in events {
        let size = size(event);
        let tenant = key(event.tenant.as_ref());
        let inserted = db
            .prepare_cached(
                "INSERT INTO events (tenant, source, id, type, subject, time, data, attributes, size, appended_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (tenant, source, id) DO NOTHING",
            )?
            .execute((
                tenant,
                &event.source,
                &event.id,
                &event.kind,
                event.subject.as_deref().unwrap_or(""),
                event.time.as_microsecond(),
                &event.data,
                &event.attributes,
                signed(size),
                now.as_microsecond(),
            ))?;
        if inserted > 0 {
            growth.add(tenant, size);
            placed.push(Appended { position: number(db.last_insert_rowid())?, duplicate: false });
        } else {
            let position = db
                .prepare_cached("SELECT position FROM events WHERE tenant = ?1 AND source = ?2 AND id = ?3")?
                .query_row((tenant, &event.source, &event.id), |row| row.get(0))?;
            placed.push(Appended { position: number(position)?, duplicate: true });
        }
    }
    let room = if growth.is_empty() { Room::Enough } else { retention::make_room(db, limits, &growth, now)? };
    Ok((placed, room))
}

fn size(event: &NewEvent) -> u64 {
    let optional = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let texts = [&event.subject, &event.data, &event.attributes].map(optional).iter().sum::<usize>();
    (ROW + texts + event.source.len() + event.id.len() + event.kind.len()) as u64
}
