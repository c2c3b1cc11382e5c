//! The events of modules: which of them a tenant may publish, and which are delivered.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::events::Events;
use super::root::Inner;
use crate::error::Result;
use crate::event::is_bridges;
use crate::id::TenantId;
use crate::module::Hint;
use crate::store::{Gate, GroupSpec, ModuleState, Passage, Passing};

impl Inner {
    /// The module that a type of events, or a pattern of types, is of: its tenant must be able to use it. `None` for the
    /// host's own types, and for what the bridge itself tells, whatever a host calls its modules.
    pub(super) fn module_of(&self, kind: &str) -> Option<&str> {
        if is_bridges(kind) { None } else { self.catalogue.module_of(kind) }
    }

    /// The first of some modules that may not be used by a tenant whose modules are these.
    fn missing<'m>(
        &self,
        tenant: &TenantId,
        state: &ModuleState,
        mut modules: impl Iterator<Item = &'m str>,
    ) -> Result<Option<&'m str>> {
        let (entitled, now) = (self.entitled(tenant, state)?, Timestamp::now());
        Ok(modules.find(|module| {
            state.active.iter().all(|active| active.module != *module)
                || entitled.permits(&self.catalogue, module, now).is_err()
        }))
    }

    /// Whether a module may be used by a tenant whose modules are these.
    pub(super) fn may_use(&self, tenant: &TenantId, state: &ModuleState, module: &str) -> Result<bool> {
        Ok(self.missing(tenant, state, std::iter::once(module))?.is_none())
    }

    /// Refuses an event of a module that a tenant whose modules are these may not use.
    pub(super) fn check_tells(&self, tenant: &TenantId, state: &ModuleState, kind: &str) -> Result<()> {
        match self.module_of(kind) {
            Some(module) if !self.may_use(tenant, state, module)? => Err(Hint::not_activated(module).into_error()),
            _ => Ok(()),
        }
    }

    /// Judges what is to be delivered: by what the group requires, and by the module that its type is of.
    pub(super) fn gate(self: &Arc<Self>) -> Gate {
        let inner = Arc::clone(self);
        Arc::new(move |passing| inner.passage(passing))
    }

    fn passage(&self, passing: &Passing<'_>) -> Result<Passage> {
        let (of, requires) = (self.module_of(passing.kind), passing.requires);
        let Some(tenant) = passing.tenant else {
            // The host's own events have no tenant, and so no modules.
            return Ok(requires.first().cloned().map_or(Passage::Open, Passage::Over));
        };
        if of.is_none() && requires.is_empty() {
            return Ok(Passage::Open);
        }
        let needed = requires.iter().map(String::as_str).chain(of);
        Ok(match self.missing(tenant, &(passing.modules)(tenant)?, needed)? {
            None => Passage::Open,
            Some(missing) if requires.iter().any(|module| module == missing) => Passage::Over(missing.to_owned()),
            Some(missing) => Passage::Closed(missing.to_owned()),
        })
    }
}

impl Events {
    /// Refuses events of modules that the tenant may not use.
    pub(super) async fn check_modules(&self, kinds: BTreeSet<&str>) -> Result<()> {
        let Some(tenant) = &self.tenant else { return Ok(()) };
        let inner = &self.bridge.inner;
        let view = tenant.view(inner).await?;
        kinds.into_iter().filter_map(|kind| inner.module_of(kind)).try_for_each(|of| view.check_active(of).map(drop))
    }

    /// Refuses to begin a tenant's group anew that would get nothing: for want of a module that it requires, or of those
    /// that all of its types are of.
    pub(super) async fn check_group(&self, group: &GroupSpec) -> Result<()> {
        let Some(tenant) = &group.tenant else { return Ok(()) };
        let inner = &self.bridge.inner;
        let view = self.bridge.tenant(tenant.as_str())?.state.view(inner).await?;
        group.requires.iter().try_for_each(|module| view.check_active(module).map(drop))?;
        let of: Option<Vec<&str>> = group.types.iter().map(|pattern| inner.module_of(pattern.as_str())).collect();
        of.map_or(Ok(()), |of| view.check_any(&of).map(drop))
    }

    /// Why no dead letter was asked for again.
    pub(super) async fn check_letters(&self, module: &str) -> Result<()> {
        if let Some(tenant) = &self.tenant {
            tenant.view(&self.bridge.inner).await?.check_active(module)?;
        }
        Err(Hint::not_activated(module).into_error())
    }
}
