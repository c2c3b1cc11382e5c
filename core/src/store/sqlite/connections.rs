//! Connections and their revisions.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::ConnectionRow;
use super::failure::damaged;
use super::{hints, modules, syncs, webhooks};
use crate::error::{Code, Error, Result};
use crate::id::{ConnectionName, TenantId};

const COLUMNS: &str = "name, system, instance, options, credential, revision, created_at";

pub(super) fn put(db: &Connection, tenant: &TenantId, row: &ConnectionRow) -> Result<()> {
    let last = revision(db, tenant, &row.name)?;
    if row.revision != last + 1 {
        return Err(Error::new(
            Code::Conflict,
            format!(
                "the connection was changed meanwhile: its last revision is {last}, this change is for {}; read it again",
                row.revision
            ),
        )
        .in_tenant(tenant.as_str())
        .in_connection(&row.system, row.name.as_str()));
    }
    let revision = i64::try_from(row.revision).map_err(|_| Error::unexpected("too many revisions"))?;
    db.prepare_cached(
        "INSERT INTO connection_revisions (tenant, name, revision) VALUES (?1, ?2, ?3)
         ON CONFLICT (tenant, name) DO UPDATE SET revision = excluded.revision",
    )?
    .execute((tenant.as_str(), row.name.as_str(), revision))?;
    db.prepare_cached(
        "INSERT INTO connections (tenant, name, system, instance, options, credential, revision, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (tenant, name) DO UPDATE SET system = excluded.system, instance = excluded.instance,
             options = excluded.options, credential = excluded.credential, revision = excluded.revision",
    )?
    .execute((
        tenant.as_str(),
        row.name.as_str(),
        &row.system,
        &row.instance,
        &*row.options,
        &row.credential,
        revision,
        row.created_at.as_microsecond(),
    ))?;
    Ok(())
}

pub(super) fn revision(db: &Connection, tenant: &TenantId, name: &ConnectionName) -> Result<u64> {
    let revision: Option<i64> = db
        .prepare_cached("SELECT revision FROM connection_revisions WHERE tenant = ?1 AND name = ?2")?
        .query_row((tenant.as_str(), name.as_str()), |row| row.get(0))
        .optional()?;
    u64::try_from(revision.unwrap_or(0)).map_err(|_| damaged("revision"))
}

pub(super) fn get(db: &Connection, tenant: &TenantId, name: &ConnectionName) -> Result<Option<ConnectionRow>> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM connections WHERE tenant = ?1 AND name = ?2"))?;
    let mut rows = statement.query((tenant.as_str(), name.as_str()))?;
    rows.next()?.map(read).transpose()
}

pub(super) fn all(db: &Connection, tenant: &TenantId) -> Result<Vec<ConnectionRow>> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM connections WHERE tenant = ?1 ORDER BY name"))?;
    let mut rows = statement.query([tenant.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

pub(super) fn delete(db: &Connection, tenant: &TenantId, name: &ConnectionName) -> Result<bool> {
    let names = (tenant.as_str(), name.as_str());
    let freed = db
        .prepare_cached("UPDATE activations SET provider = NULL WHERE tenant = ?1 AND provider = ?2")?
        .execute(names)?;
    if freed > 0 {
        modules::changed(db, tenant)?;
    }
    syncs::forget_connection(db, tenant, name)?;
    webhooks::end(db, tenant, name)?;
    hints::end(db, tenant, name)?;
    db.prepare_cached("DELETE FROM checks WHERE tenant = ?1 AND connection = ?2")?.execute(names)?;
    let deleted = db.prepare_cached("DELETE FROM connections WHERE tenant = ?1 AND name = ?2")?.execute(names)?;
    Ok(deleted > 0)
}

fn read(row: &Row<'_>) -> Result<ConnectionRow> {
    let wrong = || damaged("connection");
    Ok(ConnectionRow {
        name: ConnectionName::new(&row.get::<_, String>(0)?).map_err(|_| wrong())?,
        system: row.get(1)?,
        instance: row.get(2)?,
        options: row.get(3)?,
        credential: row.get(4)?,
        revision: u64::try_from(row.get::<_, i64>(5)?).map_err(|_| wrong())?,
        created_at: Timestamp::from_microsecond(row.get(6)?).map_err(|_| wrong())?,
    })
}
