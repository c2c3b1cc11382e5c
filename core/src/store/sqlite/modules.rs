//! Active modules.

use rusqlite::Connection;

use super::super::{Activation, ModuleChange};
use crate::error::{Error, Result};
use crate::id::TenantId;

pub(super) fn all(db: &Connection, tenant: &TenantId) -> Result<Vec<Activation>> {
    let mut statement =
        db.prepare_cached("SELECT module, provider FROM activations WHERE tenant = ?1 ORDER BY module")?;
    let rows =
        statement.query_map([tenant.as_str()], |row| Ok(Activation { module: row.get(0)?, provider: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn change(db: &Connection, tenant: &TenantId, change: &ModuleChange) -> Result<Vec<Activation>> {
    let refused = |message: String| Err(Error::invalid_input(message).in_tenant(tenant.as_str()));
    if let Some(module) = change.activate.iter().find(|module| change.deactivate.contains(module)) {
        return refused(format!("the module {module:?} is both to be activated and to be deactivated"));
    }
    for module in &change.deactivate {
        db.prepare_cached("DELETE FROM activations WHERE tenant = ?1 AND module = ?2")?
            .execute((tenant.as_str(), module))?;
    }
    for module in &change.activate {
        db.prepare_cached("INSERT INTO activations (tenant, module) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute((tenant.as_str(), module))?;
    }
    for (module, provider) in &change.providers {
        if let Some(name) = provider {
            let known: bool = db
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM connections WHERE tenant = ?1 AND name = ?2)")?
                .query_row((tenant.as_str(), name), |row| row.get(0))?;
            if !known {
                return refused(format!(
                    "the provider {name:?} of the module {module:?} is no connection; connect first"
                ));
            }
        }
        let changed = db
            .prepare_cached("UPDATE activations SET provider = ?3 WHERE tenant = ?1 AND module = ?2")?
            .execute((tenant.as_str(), module, provider))?;
        if changed == 0 {
            return refused(format!(
                "a provider is given for the module {module:?}, which is not active; activate it too"
            ));
        }
    }
    all(db, tenant)
}
