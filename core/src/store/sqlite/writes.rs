//! The write ledger: intent, sent, known. One key never makes two records.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::super::{NewWrite, WriteFilter, WriteId, WriteRow, WriteStage, WriteState};
use super::failure::damaged;
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};

/// How many old outcomes are forgotten when a write begins.
const FORGOTTEN_AT_ONCE: u32 = 8;

struct Entry {
    attempt: i64,
    fingerprint: String,
    sent: bool,
    keyed: bool,
    remote_id: Option<String>,
    since: i64,
    due: i64,
}

fn find(db: &Connection, id: &WriteId) -> Result<Option<Entry>> {
    let mut statement = db.prepare_cached(
        "SELECT attempt, fingerprint, sent, keyed, remote_id, since, due FROM writes
         WHERE tenant = ?1 AND connection = ?2 AND operation = ?3 AND key = ?4",
    )?;
    let names = (id.tenant.as_str(), id.connection.as_str(), &id.operation, &id.key);
    let entry = statement.query_row(names, |row| {
        Ok(Entry {
            attempt: row.get(0)?,
            fingerprint: row.get(1)?,
            sent: row.get(2)?,
            keyed: row.get(3)?,
            remote_id: row.get(4)?,
            since: row.get(5)?,
            due: row.get(6)?,
        })
    });
    Ok(entry.optional()?)
}

/// The entry, if it still belongs to this attempt.
fn find_attempt(db: &Connection, id: &WriteId, attempt: u64) -> Result<Option<Entry>> {
    Ok(find(db, id)?.filter(|entry| u64::try_from(entry.attempt) == Ok(attempt)))
}

fn number(attempt: i64) -> Result<u64> {
    u64::try_from(attempt).map_err(|_| damaged("write"))
}

fn instant(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|_| damaged("write"))
}

fn now() -> i64 {
    Timestamp::now().as_microsecond()
}

pub(super) fn begin(db: &Connection, id: &WriteId, write: &NewWrite) -> Result<WriteState> {
    let Some(entry) = find(db, id)? else {
        db.prepare_cached(
            "DELETE FROM writes WHERE attempt IN
             (SELECT attempt FROM writes WHERE settled_at < ?1 ORDER BY settled_at LIMIT ?2)",
        )?
        .execute((write.forget_before.as_microsecond(), FORGOTTEN_AT_ONCE))?;
        db.prepare_cached(
            "INSERT INTO writes (tenant, connection, operation, key, fingerprint, sent, keyed, since, due, trace, input)
             VALUES (:tenant, :connection, :operation, :key, :fingerprint, :sent, :keyed, :since, :due, :trace, :input)",
        )?
        .execute(named_params! {
            ":tenant": id.tenant.as_str(),
            ":connection": id.connection.as_str(),
            ":operation": id.operation,
            ":key": id.key,
            ":fingerprint": write.fingerprint,
            ":sent": write.sent,
            ":keyed": write.keyed,
            ":since": now(),
            ":due": write.due.as_microsecond(),
            ":trace": write.trace,
            ":input": write.input,
        })?;
        return Ok(WriteState::New { attempt: number(db.last_insert_rowid())? });
    };
    if entry.fingerprint != write.fingerprint {
        return Err(refused(id, Code::Conflict, "the idempotency key was used before with other input; use a new key"));
    }
    Ok(match entry.remote_id {
        Some(remote_id) => WriteState::Done { remote_id },
        None => WriteState::Pending {
            attempt: number(entry.attempt)?,
            since: instant(entry.since)?,
            due: instant(entry.due)?,
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
        Some(Entry { keyed: false, attempt, .. }) => delete(db, attempt),
        Some(entry) => {
            db.prepare_cached(
                "UPDATE writes SET sent = 1, remote_id = ?2, settled_at = ?3, input = NULL WHERE attempt = ?1",
            )?
            .execute((entry.attempt, remote_id, now()))?;
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
        Some(entry) => delete(db, entry.attempt),
        None => Ok(()),
    }
}

fn delete(db: &Connection, attempt: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM writes WHERE attempt = ?1")?.execute([attempt])?;
    Ok(())
}

pub(super) fn lapse(db: &Connection, id: &WriteId, attempt: u64) -> Result<()> {
    if let Some(Entry { remote_id: None, attempt, .. }) = find_attempt(db, id, attempt)? {
        db.prepare_cached("UPDATE writes SET due = min(due, ?2) WHERE attempt = ?1")?.execute((attempt, now()))?;
    }
    Ok(())
}

pub(super) fn forget(db: &Connection, settled_before: Timestamp) -> Result<u64> {
    let gone =
        db.prepare_cached("DELETE FROM writes WHERE settled_at < ?1")?.execute([settled_before.as_microsecond()])?;
    Ok(gone as u64)
}

const COLUMNS: &str =
    "tenant, connection, operation, key, attempt, sent, keyed, since, due, settled_at, remote_id, trace, input";

pub(super) fn list(db: &Connection, tenant: &TenantId, filter: &WriteFilter) -> Result<Vec<WriteRow>> {
    let stage = match filter.stage {
        None => "TRUE",
        Some(WriteStage::Intent) => "remote_id IS NULL AND sent = 0",
        Some(WriteStage::Sent) => "remote_id IS NULL AND sent = 1 AND due > :now",
        Some(WriteStage::Unknown) => "remote_id IS NULL AND sent = 1 AND due <= :now",
        Some(WriteStage::Known) => "remote_id IS NOT NULL",
    };
    let query = format!(
        "SELECT {COLUMNS} FROM writes WHERE tenant = :tenant AND {stage} AND :now = :now
         AND (:connection IS NULL OR connection = :connection) AND (:operation IS NULL OR operation = :operation)
         AND (:key IS NULL OR key = :key) ORDER BY attempt DESC LIMIT :limit"
    );
    let now = now();
    let mut statement = db.prepare_cached(&query)?;
    let rows = statement.query_and_then(
        named_params! {
            ":tenant": tenant.as_str(), ":now": now, ":connection": filter.connection, ":operation": filter.operation,
            ":key": filter.key, ":limit": filter.limit,
        },
        |row| read(row, now),
    )?;
    rows.collect()
}

pub(super) fn take_due(db: &Connection, looked_before: Timestamp, limit: u32) -> Result<Vec<WriteRow>> {
    let now = now();
    let query = format!(
        "UPDATE writes SET looked_at = :now WHERE attempt IN
         (SELECT attempt FROM writes WHERE remote_id IS NULL AND due <= :now
          AND (looked_at IS NULL OR looked_at <= :before) ORDER BY due LIMIT :limit)
         RETURNING {COLUMNS}"
    );
    let mut statement = db.prepare_cached(&query)?;
    let given = named_params! { ":now": now, ":before": looked_before.as_microsecond(), ":limit": limit };
    let rows: Result<Vec<WriteRow>> = statement.query_and_then(given, |row| read(row, now))?.collect();
    rows
}

fn read(row: &Row<'_>, now: i64) -> Result<WriteRow> {
    let remote_id: Option<String> = row.get(10)?;
    let (sent, due): (bool, i64) = (row.get(5)?, row.get(8)?);
    let text = |index: usize| row.get::<_, String>(index);
    Ok(WriteRow {
        id: WriteId {
            tenant: TenantId::new(&text(0)?).map_err(|_| damaged("write"))?,
            connection: ConnectionName::new(&text(1)?).map_err(|_| damaged("write"))?,
            operation: text(2)?,
            key: text(3)?,
        },
        attempt: number(row.get(4)?)?,
        stage: match (&remote_id, sent) {
            (Some(_), _) => WriteStage::Known,
            (None, false) => WriteStage::Intent,
            (None, true) if due > now => WriteStage::Sent,
            (None, true) => WriteStage::Unknown,
        },
        keyed: row.get(6)?,
        since: instant(row.get(7)?)?,
        due: instant(due)?,
        settled_at: row.get::<_, Option<i64>>(9)?.map(instant).transpose()?,
        remote_id,
        trace: text(11)?,
        input: row.get(12)?,
    })
}

fn refused(id: &WriteId, code: Code, message: &'static str) -> Error {
    Error::new(code, message)
        .in_tenant(id.tenant.as_str())
        .in_operation(&id.operation)
        .with_context("idempotency_key", id.key.clone())
        .with_context("connection", id.connection.as_str())
}
