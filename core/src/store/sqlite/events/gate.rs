//! Asks the gate, once for each tenant and type.

use std::collections::HashMap;

use rusqlite::Connection;

use super::super::super::{Gate, Passage, Passing};
use super::super::{failure::damaged, modules};
use crate::error::Result;
use crate::id::TenantId;

/// What the gate said, for as long as one transaction: nothing that it looks at changes meanwhile.
pub(super) struct Judge<'a> {
    db: &'a Connection,
    gate: &'a Gate,
    said: HashMap<String, HashMap<String, Passage>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(db: &'a Connection, gate: &'a Gate) -> Self {
        Self { db, gate, said: HashMap::new() }
    }

    /// What becomes of an event of a tenant (none: the host's own) and a type, for a group that requires these modules:
    /// always the same ones.
    pub(super) fn passage(&mut self, tenant: &str, kind: &str, requires: &[String]) -> Result<Passage> {
        if let Some(said) = self.said.get(tenant).and_then(|kinds| kinds.get(kind)) {
            return Ok(said.clone());
        }
        let id = (!tenant.is_empty()).then(|| TenantId::new(tenant)).transpose().map_err(|_| damaged("event"))?;
        let modules = |tenant: &TenantId| modules::state(self.db, tenant);
        let said = (self.gate)(&Passing { tenant: id.as_ref(), kind, requires, modules: &modules })?;
        self.said.entry(tenant.to_owned()).or_default().insert(kind.to_owned(), said.clone());
        Ok(said)
    }
}
