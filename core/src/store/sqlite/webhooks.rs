//! Endpoints of webhooks, and the deliveries that were taken.

use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::{EndpointRow, LogLimits, Receipt, Received, Tell};
use super::failure::damaged;
use super::{events, modules};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};

const COLUMNS: &str = "id, tenant, connection, settings, secrets, revision, created_at";
/// How long a delivery is remembered: longer than senders try again.
const DAYS: i64 = 7;
/// So many old ones are forgotten with one that comes, so that none takes long.
const OLD: u32 = 64;

pub(super) fn put(db: &Connection, row: &EndpointRow) -> Result<()> {
    let known: Option<i64> = db
        .prepare_cached("SELECT revision FROM webhook_endpoints WHERE id = ?1")?
        .query_row([&row.id], |row| row.get(0))
        .optional()?;
    if known.unwrap_or(0) + 1 != i64::try_from(row.revision).unwrap_or(0) {
        return Err(Error::new(Code::Conflict, "the endpoint was changed by somebody else meanwhile; try again"));
    }
    db.prepare_cached(
        "INSERT INTO webhook_endpoints (id, tenant, connection, settings, secrets, revision, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, secrets = excluded.secrets,
             revision = excluded.revision",
    )?
    .execute((
        &row.id,
        key(row.tenant.as_ref()),
        row.connection.as_ref().map(ConnectionName::as_str),
        row.settings.to_string(),
        &row.secrets,
        i64::try_from(row.revision).unwrap_or(0),
        row.created_at.as_microsecond(),
    ))?;
    Ok(())
}

pub(super) fn get(db: &Connection, id: &str) -> Result<Option<EndpointRow>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(read).transpose()
}

pub(super) fn all(db: &Connection, tenant: Option<&TenantId>) -> Result<Vec<EndpointRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM webhook_endpoints WHERE tenant = ?1 ORDER BY created_at, id"
    ))?;
    let mut rows = statement.query([key(tenant)])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

pub(super) fn delete(db: &Connection, tenant: Option<&TenantId>, id: &str) -> Result<bool> {
    let deleted =
        db.prepare_cached("DELETE FROM webhook_endpoints WHERE id = ?1 AND tenant = ?2")?.execute((id, key(tenant)))?;
    Ok(deleted > 0)
}

/// Deletes the endpoints of a connection that ends.
pub(super) fn end(db: &Connection, tenant: &TenantId, connection: &ConnectionName) -> Result<()> {
    db.prepare_cached("DELETE FROM webhook_endpoints WHERE tenant = ?1 AND connection = ?2")?
        .execute((tenant.as_str(), connection.as_str()))?;
    Ok(())
}

pub(super) fn was_received(db: &Connection, endpoint: &str, delivery: &str) -> Result<bool> {
    let there = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM webhook_inbox WHERE endpoint = ?1 AND delivery = ?2)")?
        .query_row((endpoint, delivery), |row| row.get(0))?;
    Ok(there)
}

pub(super) fn receive(db: &Connection, receipt: &Receipt, tell: Tell, limits: &LogLimits) -> Result<Received> {
    let Some(row) = get(db, &receipt.endpoint)?.filter(|row| row.revision == receipt.revision) else {
        return Ok(Received::Changed);
    };
    if !receipt.delivery.is_empty() {
        let new = db
            .prepare_cached(
                "INSERT INTO webhook_inbox (endpoint, delivery, received_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute((&receipt.endpoint, &receipt.delivery, receipt.now.as_microsecond()))?;
        if new == 0 {
            return Ok(Received::Again);
        }
    }
    let state = row.tenant.as_ref().map(|tenant| modules::state(db, tenant)).transpose()?;
    let events = tell(&state.unwrap_or_default())?;
    let placed = events::append(db, limits, &events, receipt.now)?;
    forget(db, receipt.now)?;
    Ok(Received::Kept(placed))
}

fn forget(db: &Connection, now: Timestamp) -> Result<()> {
    let Ok(oldest) = now.checked_sub((DAYS * 24).hours()) else { return Ok(()) };
    db.prepare_cached(
        "DELETE FROM webhook_inbox WHERE (endpoint, delivery) IN (
             SELECT endpoint, delivery FROM webhook_inbox WHERE received_at < ?1 ORDER BY received_at LIMIT ?2)",
    )?
    .execute((oldest.as_microsecond(), OLD))?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<EndpointRow> {
    let wrong = || damaged("endpoint of webhooks");
    let (tenant, connection): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    let settings: String = row.get(3)?;
    Ok(EndpointRow {
        id: row.get(0)?,
        tenant: (!tenant.is_empty()).then(|| TenantId::new(&tenant)).transpose().map_err(|_| wrong())?,
        connection: connection.as_deref().map(ConnectionName::new).transpose().map_err(|_| wrong())?,
        settings: serde_json::from_str(&settings).map_err(|_| wrong())?,
        secrets: row.get(4)?,
        revision: u64::try_from(row.get::<_, i64>(5)?).map_err(|_| wrong())?,
        created_at: Timestamp::from_microsecond(row.get(6)?).map_err(|_| wrong())?,
    })
}

fn key(tenant: Option<&TenantId>) -> &str {
    tenant.map_or("", TenantId::as_str)
}
