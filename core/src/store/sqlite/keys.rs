//! Tenants' wrapped data keys.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::failure::damaged;
use crate::error::Result;
use crate::id::TenantId;
use crate::secret::WrappedKey;

pub(super) fn get(db: &Connection, tenant: &TenantId) -> Result<Option<WrappedKey>> {
    let wrapped = db
        .prepare_cached("SELECT wrapped FROM tenant_keys WHERE tenant = ?1")?
        .query_row([tenant.as_str()], |row| row.get(0))
        .optional()?;
    wrapped.map(WrappedKey::from_bytes).transpose()
}

pub(super) fn insert(db: &Connection, tenant: &TenantId, key: &WrappedKey) -> Result<WrappedKey> {
    db.prepare_cached(
        "INSERT INTO tenant_keys (tenant, keyring_id, wrapped, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (tenant) DO NOTHING",
    )?
    .execute((tenant.as_str(), key.keyring_id(), key.as_bytes(), Timestamp::now().as_microsecond()))?;
    get(db, tenant)?.ok_or_else(|| damaged("data key"))
}

pub(super) fn samples(db: &Connection) -> Result<Vec<(TenantId, WrappedKey)>> {
    let mut statement = db.prepare_cached(
        "SELECT tenant, wrapped FROM tenant_keys
         WHERE tenant IN (SELECT min(tenant) FROM tenant_keys GROUP BY keyring_id) ORDER BY keyring_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    rows.map(|row| {
        let (tenant, wrapped) = row?;
        Ok((TenantId::new(&tenant).map_err(|_| damaged("tenant id"))?, WrappedKey::from_bytes(wrapped)?))
    })
    .collect()
}
