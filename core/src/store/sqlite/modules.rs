//! Activated modules and subscriptions.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value as Json;

use super::super::{Activation, Decide, LogLimits, ModuleChange, ModuleState};
use super::events;
use super::failure::damaged;
use crate::error::{Error, Result};
use crate::id::TenantId;

pub(super) fn state(db: &Connection, tenant: &TenantId) -> Result<ModuleState> {
    let mut statement =
        db.prepare_cached("SELECT module, provider FROM activations WHERE tenant = ?1 ORDER BY module")?;
    let rows =
        statement.query_map([tenant.as_str()], |row| Ok(Activation { module: row.get(0)?, provider: row.get(1)? }))?;
    let active = rows.collect::<Result<_, _>>()?;
    let kept: Option<(i64, Option<String>)> = db
        .prepare_cached("SELECT revision, subscription FROM module_states WHERE tenant = ?1")?
        .query_row([tenant.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (revision, subscription) = kept.unwrap_or_default();
    let wrong = || damaged("subscription");
    Ok(ModuleState {
        revision: u64::try_from(revision).map_err(|_| wrong())?,
        active,
        subscription: subscription.map(|text| serde_json::from_str(&text).map_err(|_| wrong())).transpose()?,
    })
}

pub(super) fn change(db: &Connection, tenant: &TenantId, decide: Decide, limits: &LogLimits) -> Result<ModuleState> {
    let before = state(db, tenant)?;
    let wanted = decide(&before)?;
    make(db, tenant, &wanted)?;
    if let Some(subscription) = &wanted.subscription {
        put_subscription(db, tenant, subscription.as_ref())?;
    }
    events::append(db, limits, &wanted.events, Timestamp::now())?;
    let after = state(db, tenant)?;
    if after == before {
        return Ok(after);
    }
    changed(db, tenant)?;
    state(db, tenant)
}

/// Counts a change of a tenant's modules.
pub(super) fn changed(db: &Connection, tenant: &TenantId) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO module_states (tenant, revision) VALUES (?1, 1)
         ON CONFLICT (tenant) DO UPDATE SET revision = revision + 1",
    )?
    .execute([tenant.as_str()])?;
    Ok(())
}

fn put_subscription(db: &Connection, tenant: &TenantId, subscription: Option<&Json>) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO module_states (tenant, revision, subscription) VALUES (?1, 0, ?2)
         ON CONFLICT (tenant) DO UPDATE SET subscription = excluded.subscription",
    )?
    .execute((tenant.as_str(), subscription.map(Json::to_string)))?;
    Ok(())
}

fn make(db: &Connection, tenant: &TenantId, change: &ModuleChange) -> Result<()> {
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
    Ok(())
}
