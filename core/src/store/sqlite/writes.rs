//! The write ledger: intent, sent, known. One key never makes two records.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::super::{WriteId, WriteState};
use super::failure::damaged;
use crate::error::{Code, Error, Result};

struct Entry {
    attempt: i64,
    fingerprint: String,
    sent: bool,
    remote_id: Option<String>,
    since: i64,
}

fn find(db: &Connection, id: &WriteId) -> Result<Option<Entry>> {
    let mut statement = db.prepare_cached(
        "SELECT attempt, fingerprint, sent, remote_id, since FROM writes
         WHERE tenant = ?1 AND connection = ?2 AND operation = ?3 AND key = ?4",
    )?;
    let names = (id.tenant.as_str(), id.connection.as_str(), &id.operation, &id.key);
    let entry = statement.query_row(names, |row| {
        Ok(Entry {
            attempt: row.get(0)?,
            fingerprint: row.get(1)?,
            sent: row.get(2)?,
            remote_id: row.get(3)?,
            since: row.get(4)?,
        })
    });
    Ok(entry.optional()?)
}

/// The entry, if it still belongs to this attempt.
fn find_attempt(db: &Connection, id: &WriteId, attempt: u64) -> Result<Option<Entry>> {
    Ok(find(db, id)?.filter(|entry| u64::try_from(entry.attempt) == Ok(attempt)))
}

pub(super) fn begin(db: &Connection, id: &WriteId, fingerprint: &str) -> Result<WriteState> {
    let number = |attempt: i64| u64::try_from(attempt).map_err(|_| damaged("write"));
    let Some(entry) = find(db, id)? else {
        db.prepare_cached(
            "INSERT INTO writes (tenant, connection, operation, key, fingerprint, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            id.tenant.as_str(),
            id.connection.as_str(),
            &id.operation,
            &id.key,
            fingerprint,
            Timestamp::now().as_microsecond(),
        ))?;
        return Ok(WriteState::New { attempt: number(db.last_insert_rowid())? });
    };
    if entry.fingerprint != fingerprint {
        return Err(refused(id, Code::Conflict, "the idempotency key was used before with other input; use a new key"));
    }
    Ok(match entry.remote_id {
        Some(remote_id) => WriteState::Done { remote_id },
        None => WriteState::Pending {
            attempt: number(entry.attempt)?,
            since: Timestamp::from_microsecond(entry.since).map_err(|_| damaged("write"))?,
            sent: entry.sent,
        },
    })
}

pub(super) fn mark_sent(db: &Connection, id: &WriteId, attempt: u64) -> Result<()> {
    match find_attempt(db, id, attempt)? {
        Some(Entry { remote_id: None, attempt, .. }) => {
            db.prepare_cached("UPDATE writes SET sent = 1 WHERE attempt = ?1")?.execute([attempt])?;
            Ok(())
        }
        _ => Err(refused(id, Code::StaleLease, "another worker settled this write; it must not be sent")),
    }
}

pub(super) fn finish(db: &Connection, id: &WriteId, attempt: u64, remote_id: &str) -> Result<()> {
    match find_attempt(db, id, attempt)? {
        Some(Entry { remote_id: Some(known), .. }) if known == remote_id => Ok(()),
        Some(Entry { remote_id: Some(_), .. }) => {
            Err(refused(id, Code::Conflict, "the write is known to have made another record"))
        }
        Some(entry) => {
            db.prepare_cached("UPDATE writes SET sent = 1, remote_id = ?2 WHERE attempt = ?1")?
                .execute((entry.attempt, remote_id))?;
            Ok(())
        }
        None => Err(refused(id, Code::StaleLease, "the write was abandoned by another worker")),
    }
}

pub(super) fn abandon(db: &Connection, id: &WriteId, attempt: u64) -> Result<()> {
    match find_attempt(db, id, attempt)? {
        Some(Entry { remote_id: Some(_), .. }) => {
            Err(refused(id, Code::Conflict, "the write is known to have made a record"))
        }
        Some(entry) => {
            db.prepare_cached("DELETE FROM writes WHERE attempt = ?1")?.execute([entry.attempt])?;
            Ok(())
        }
        None => Ok(()),
    }
}

fn refused(id: &WriteId, code: Code, message: &'static str) -> Error {
    Error::new(code, message)
        .in_tenant(id.tenant.as_str())
        .in_operation(&id.operation)
        .with_context("idempotency_key", id.key.clone())
        .with_context("connection", id.connection.as_str())
}
