//! How much the log holds, in all and of each tenant, counted with every append and every drop.

use std::collections::HashMap;

use rusqlite::Connection;

use super::row::{number, signed};
use crate::error::Result;
use crate::id::TenantId;

/// Whether there was room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Enough,
    /// A tenant has its part, and more.
    NoneForTenant,
    None,
}

/// So many events, and so many bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) events: u64,
    pub(super) bytes: u64,
}

impl Size {
    fn and(self, bytes: u64) -> Size {
        Size { events: self.events + 1, bytes: self.bytes + bytes }
    }

    /// What is beyond the limit.
    pub(super) fn beyond(self, most: Size) -> Option<Size> {
        let events = self.events.saturating_sub(most.events);
        let bytes = self.bytes.saturating_sub(most.bytes);
        (events > 0 || bytes > 0).then_some(Size { events, bytes })
    }
}

/// What comes to the log, or leaves it, per tenant (the host's own under `''`).
#[derive(Default)]
pub(super) struct Growth(HashMap<String, Size>);

impl Growth {
    pub(super) fn add(&mut self, tenant: &str, bytes: u64) {
        match self.0.get_mut(tenant) {
            Some(size) => *size = size.and(bytes),
            None => drop(self.0.insert(tenant.to_owned(), Size::default().and(bytes))),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the log holds then, and of each tenant.
    pub(super) fn came(&self, db: &Connection) -> Result<(Size, Vec<(&str, Size)>)> {
        let mut statement = db.prepare_cached(
            "INSERT INTO event_tenants (tenant, events, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (tenant) DO UPDATE
             SET events = events + excluded.events, bytes = bytes + excluded.bytes RETURNING events, bytes",
        )?;
        let mut held = Vec::with_capacity(self.0.len());
        for (tenant, size) in &self.0 {
            let came = (tenant, signed(size.events), signed(size.bytes));
            let (events, bytes) = statement.query_row(came, |row| Ok((row.get(0)?, row.get(1)?)))?;
            held.push((tenant.as_str(), Size { events: number(events)?, bytes: number(bytes)? }));
        }
        Ok((self.count(db, 1)?, held))
    }

    /// What the log holds then.
    pub(super) fn left(&self, db: &Connection) -> Result<Size> {
        for (tenant, size) in &self.0 {
            db.prepare_cached("UPDATE event_tenants SET events = events - ?2, bytes = bytes - ?3 WHERE tenant = ?1")?
                .execute((tenant, signed(size.events), signed(size.bytes)))?;
            db.prepare_cached("DELETE FROM event_tenants WHERE tenant = ?1 AND events = 0")?.execute([tenant])?;
        }
        self.count(db, -1)
    }

    fn count(&self, db: &Connection, sign: i64) -> Result<Size> {
        let sum = |of: fn(&Size) -> u64| sign * signed(self.0.values().map(of).sum());
        db.prepare_cached("UPDATE event_totals SET events = events + ?1, bytes = bytes + ?2 RETURNING events, bytes")?
            .query_row((sum(|size| size.events), sum(|size| size.bytes)), |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(Into::into)
            .and_then(|(events, bytes)| Ok(Size { events: number(events)?, bytes: number(bytes)? }))
    }
}

/// What the log holds of a tenant.
pub(super) fn of(db: &Connection, tenant: &str) -> Result<Size> {
    let mut statement = db.prepare_cached("SELECT events, bytes FROM event_tenants WHERE tenant = ?1")?;
    let mut rows = statement.query([tenant])?;
    let Some(row) = rows.next()? else { return Ok(Size::default()) };
    Ok(Size { events: number(row.get(0)?)?, bytes: number(row.get(1)?)? })
}

/// Events and bytes of the whole log.
pub(in super::super) fn held(db: &Connection) -> Result<(u64, u64)> {
    let (events, bytes) = db
        .prepare_cached("SELECT events, bytes FROM event_totals")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((number(events)?, number(bytes)?))
}

/// The same of a tenant.
pub(in super::super) fn held_of(db: &Connection, tenant: &TenantId) -> Result<(u64, u64)> {
    of(db, tenant.as_str()).map(|size| (size.events, size.bytes))
}

/// The tenants of which the log holds most.
pub(super) fn largest(db: &Connection, many: u32) -> Result<Vec<String>> {
    let mut statement = db.prepare_cached("SELECT tenant FROM event_tenants ORDER BY events DESC, tenant LIMIT ?1")?;
    let tenants = statement.query_map([many], |row| row.get(0))?;
    Ok(tenants.collect::<std::result::Result<_, _>>()?)
}
