//! What processes tell each other when their breakers open.

use futures::future::BoxFuture;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::{BreakerHint, BreakerHints, BreakerId, Hints};
use super::SqliteStore;
use super::failure::damaged;
use crate::error::Result;
use crate::id::{ConnectionName, TenantId};

impl Hints for SqliteStore {
    fn appear(&self, observer: &str, now: Timestamp, until: Timestamp) -> BoxFuture<'_, Result<()>> {
        let observer = observer.to_owned();
        self.write(move |db| appear(db, &observer, now, until))
    }

    fn disappear(&self, observer: &str) -> BoxFuture<'_, Result<()>> {
        let observer = observer.to_owned();
        self.write(move |db| disappear(db, &observer))
    }

    fn tell_hint(&self, breaker: &BreakerId, hint: BreakerHint, now: Timestamp) -> BoxFuture<'_, Result<()>> {
        let breaker = breaker.clone();
        self.write(move |db| tell(db, &breaker, &hint, now))
    }

    fn withdraw_hint(&self, breaker: &BreakerId, observer: &str) -> BoxFuture<'_, Result<()>> {
        let (breaker, observer) = (breaker.clone(), observer.to_owned());
        self.write(move |db| withdraw(db, &breaker, &observer))
    }

    fn hints(&self, breaker: &BreakerId, now: Timestamp) -> BoxFuture<'_, Result<BreakerHints>> {
        let breaker = breaker.clone();
        self.read(move |db| hints(db, &breaker, now))
    }

    fn take_probe(
        &self,
        breaker: &BreakerId,
        observer: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        let (breaker, observer) = (breaker.clone(), observer.to_owned());
        self.write(move |db| take_probe(db, &breaker, &observer, now, until))
    }
}

fn appear(db: &Connection, observer: &str, now: Timestamp, until: Timestamp) -> Result<()> {
    db.prepare_cached("DELETE FROM breaker_observers WHERE until <= ?1")?.execute([now.as_microsecond()])?;
    db.prepare_cached(
        "INSERT INTO breaker_observers (observer, until) VALUES (?1, ?2)
         ON CONFLICT (observer) DO UPDATE SET until = excluded.until",
    )?
    .execute((observer, until.as_microsecond()))?;
    Ok(())
}

fn disappear(db: &Connection, observer: &str) -> Result<()> {
    for table in ["breaker_observers", "breaker_hints", "breaker_probes"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE observer = ?1"))?.execute([observer])?;
    }
    Ok(())
}

fn tell(db: &Connection, breaker: &BreakerId, hint: &BreakerHint, now: Timestamp) -> Result<()> {
    db.prepare_cached("DELETE FROM breaker_hints WHERE until <= ?1")?.execute([now.as_microsecond()])?;
    db.prepare_cached(
        "INSERT OR REPLACE INTO breaker_hints
             (tenant, connection, observer, revision, reason, opened_at, retry_at, until, calls, failure_ratio)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute((
        breaker.tenant.as_str(),
        breaker.connection.as_str(),
        &hint.observer,
        revision(breaker),
        &hint.reason,
        hint.opened_at.as_microsecond(),
        hint.retry_at.as_microsecond(),
        hint.until.as_microsecond(),
        hint.calls,
        hint.failure_ratio,
    ))?;
    Ok(())
}

fn withdraw(db: &Connection, breaker: &BreakerId, observer: &str) -> Result<()> {
    for table in ["breaker_hints", "breaker_probes"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE tenant = ?1 AND connection = ?2 AND observer = ?3"))?
            .execute((breaker.tenant.as_str(), breaker.connection.as_str(), observer))?;
    }
    Ok(())
}

/// All that was said of a connection that is deleted.
pub(super) fn end(db: &Connection, tenant: &TenantId, connection: &ConnectionName) -> Result<()> {
    for table in ["breaker_hints", "breaker_probes"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE tenant = ?1 AND connection = ?2"))?
            .execute((tenant.as_str(), connection.as_str()))?;
    }
    Ok(())
}

fn hints(db: &Connection, breaker: &BreakerId, now: Timestamp) -> Result<BreakerHints> {
    let at = now.as_microsecond();
    let (tenant, connection) = (breaker.tenant.as_str(), breaker.connection.as_str());
    let mut statement = db.prepare_cached(
        "SELECT observer, reason, opened_at, retry_at, until, calls, failure_ratio FROM breaker_hints
         WHERE tenant = ?1 AND connection = ?2 AND revision = ?3 AND until > ?4 ORDER BY observer",
    )?;
    let mut rows = statement.query((tenant, connection, revision(breaker), at))?;
    let mut hints = Vec::new();
    while let Some(row) = rows.next()? {
        hints.push(read(row)?);
    }
    let live = db
        .prepare_cached("SELECT observer FROM breaker_observers WHERE until > ?1 ORDER BY observer")?
        .query_map([at], |row| row.get(0))?
        .collect::<std::result::Result<_, _>>()?;
    let probe = db
        .prepare_cached(
            "SELECT observer, until FROM breaker_probes
             WHERE tenant = ?1 AND connection = ?2 AND revision = ?3 AND until > ?4",
        )?
        .query_row((tenant, connection, revision(breaker), at), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let probe = probe.map(|(observer, until)| Ok::<_, crate::Error>((observer, time(until)?))).transpose()?;
    Ok(BreakerHints { hints, live, probe })
}

fn take_probe(
    db: &Connection,
    breaker: &BreakerId,
    observer: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Timestamp>> {
    let (tenant, connection) = (breaker.tenant.as_str(), breaker.connection.as_str());
    // A turn of a connection that was replaced meanwhile is none.
    let taken = db
        .prepare_cached(
            "INSERT INTO breaker_probes (tenant, connection, revision, observer, until) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (tenant, connection) DO UPDATE SET revision = excluded.revision,
                 observer = excluded.observer, until = excluded.until
             WHERE until <= ?6 OR observer = excluded.observer OR revision < excluded.revision",
        )?
        .execute((tenant, connection, revision(breaker), observer, until.as_microsecond(), now.as_microsecond()))?;
    if taken > 0 {
        return Ok(None);
    }
    let held: i64 = db
        .prepare_cached("SELECT until FROM breaker_probes WHERE tenant = ?1 AND connection = ?2")?
        .query_row((tenant, connection), |row| row.get(0))?;
    Ok(Some(time(held)?))
}

fn read(row: &Row<'_>) -> Result<BreakerHint> {
    Ok(BreakerHint {
        observer: row.get(0)?,
        reason: row.get(1)?,
        opened_at: time(row.get(2)?)?,
        retry_at: time(row.get(3)?)?,
        until: time(row.get(4)?)?,
        calls: row.get(5)?,
        failure_ratio: row.get(6)?,
    })
}

fn time(microseconds: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(microseconds).map_err(|_| damaged("breaker hint"))
}

fn revision(breaker: &BreakerId) -> i64 {
    i64::try_from(breaker.revision).unwrap_or(i64::MAX)
}
