//! The first unsettled event of each key, and what becomes of it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::super::{LogLimits, Outcome, Settled};
use super::excess;
use super::groups::{self, Group};
use super::letters;
use super::row::{number, signed};
use super::steps;
use crate::error::{Code, Error, Result};

pub(super) const COLUMNS: &str = "tenant, subject, position, settled, more, fence, attempt, letter, error";

pub(super) struct Head {
    pub(super) tenant: String,
    pub(super) subject: String,
    pub(super) position: u64,
    settled: u64,
    more: bool,
    pub(super) fence: Option<i64>,
    pub(super) attempt: u32,
    pub(super) letter: Option<i64>,
    pub(super) error: Option<String>,
}

pub(super) fn read(row: &Row<'_>) -> Result<Head> {
    Ok(Head {
        tenant: row.get(0)?,
        subject: row.get(1)?,
        position: number(row.get(2)?)?,
        settled: number(row.get(3)?)?,
        more: row.get(4)?,
        fence: row.get(5)?,
        attempt: row.get(6)?,
        letter: row.get(7)?,
        error: row.get(8)?,
    })
}

pub(in super::super) fn settle(
    db: &Connection,
    limits: &LogLimits,
    name: &str,
    fence: u64,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Settled> {
    let group = groups::get(db, name)?;
    let head = leased(db, &group, fence)?;
    match outcome {
        Outcome::Ack => {
            if let Some(letter) = head.letter {
                letters::delete(db, letter)?;
            }
            steps::forget(db, group.id, head.position)?;
            advance(db, &group, &head)?;
        }
        Outcome::Nack { error, .. } if head.attempt >= group.spec.max_attempts => {
            bury(db, limits, &group, &head, error, now)?;
            return Ok(Settled::Dead);
        }
        Outcome::Nack { retry_at, error } => wait(db, &group, &head, head.attempt, *retry_at, Some(error))?,
        Outcome::Release => {
            wait(db, &group, &head, head.attempt.saturating_sub(1), Timestamp::UNIX_EPOCH, head.error.as_deref())?;
        }
        Outcome::Extend { until } => {
            db.prepare_cached("UPDATE event_heads SET due_at = ?4 WHERE grp = ?1 AND tenant = ?2 AND subject = ?3")?
                .execute((group.id, &head.tenant, &head.subject, until.as_microsecond()))?;
        }
    }
    Ok(Settled::Done)
}

/// The event that this lease is for.
pub(super) fn leased(db: &Connection, group: &Group, fence: u64) -> Result<Head> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM event_heads WHERE grp = ?1 AND fence = ?2"))?;
    let mut rows = statement.query((group.id, signed(fence)))?;
    rows.next()?.map(read).transpose()?.ok_or_else(|| stale(&group.spec.name))
}

fn stale(group: &str) -> Error {
    Error::new(Code::StaleLease, "the event was settled already, or its lease ended and another consumer has it")
        .with_context("group", group)
}

fn wait(
    db: &Connection,
    group: &Group,
    head: &Head,
    attempt: u32,
    until: Timestamp,
    error: Option<&str>,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE event_heads SET due_at = ?4, attempt = ?5, error = ?6, fence = NULL
         WHERE grp = ?1 AND tenant = ?2 AND subject = ?3",
    )?
    .execute((group.id, &head.tenant, &head.subject, until.as_microsecond(), attempt, error))?;
    Ok(())
}

/// Makes the event a dead letter, so that its key goes on.
pub(super) fn bury(
    db: &Connection,
    limits: &LogLimits,
    group: &Group,
    head: &Head,
    error: &str,
    now: Timestamp,
) -> Result<()> {
    match head.letter {
        Some(letter) => letters::again(db, letter, head.attempt, error, now)?,
        None => letters::insert(db, group.id, head.position, head.attempt, error, now)?,
    }
    excess::drop_letters(db, limits, now)?;
    advance(db, group, head)
}

/// The event of this key is settled: the next one of the key that was passed by comes to its place.
pub(super) fn advance(db: &Connection, group: &Group, head: &Head) -> Result<()> {
    let key = (group.id, &head.tenant, &head.subject);
    let base = if head.letter.is_some() { head.settled } else { head.position };
    let next = if head.more { next(db, group, head, base)? } else { None };
    match next {
        None => {
            db.prepare_cached("DELETE FROM event_heads WHERE grp = ?1 AND tenant = ?2 AND subject = ?3")?.execute(key)?
        }
        Some(next) => db
            .prepare_cached(
                "UPDATE event_heads SET position = ?4, settled = ?4, due_at = 0, fence = NULL, attempt = 0, letter = NULL,
                     error = NULL
                 WHERE grp = ?1 AND tenant = ?2 AND subject = ?3",
            )?
            .execute((key.0, key.1, key.2, next))?,
    };
    Ok(())
}

fn next(db: &Connection, group: &Group, head: &Head, base: u64) -> Result<Option<i64>> {
    let mut statement = db.prepare_cached(
        "SELECT position, type FROM events
         WHERE tenant = ?1 AND subject = ?2 AND position > ?3 AND position <= ?4 ORDER BY position",
    )?;
    let mut rows = statement.query((&head.tenant, &head.subject, signed(base), signed(group.scanned)))?;
    while let Some(row) = rows.next()? {
        if group.wants(row.get_ref(1)?.as_str().unwrap_or_default()) {
            return Ok(Some(row.get(0)?));
        }
    }
    Ok(None)
}

/// Notes that the scan passed an event of this key, if another one of it is not settled yet.
pub(super) fn passed(db: &Connection, group: i64, tenant: &str, subject: &str) -> Result<bool> {
    let more: Option<bool> = db
        .prepare_cached("SELECT more FROM event_heads WHERE grp = ?1 AND tenant = ?2 AND subject = ?3")?
        .query_row((group, tenant, subject), |row| row.get(0))
        .optional()?;
    if more == Some(false) {
        db.prepare_cached("UPDATE event_heads SET more = 1 WHERE grp = ?1 AND tenant = ?2 AND subject = ?3")?
            .execute((group, tenant, subject))?;
    }
    Ok(more.is_some())
}

impl Group {
    /// Whether the type is one of its.
    pub(super) fn wants(&self, kind: &str) -> bool {
        self.spec.types.iter().any(|pattern| pattern.matches(kind))
    }
}
