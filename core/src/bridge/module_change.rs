//! Changing a tenant's modules: planned, applied, or both at once.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::announce::Before;
use super::modules::told;
use super::options::parse;
use super::tenant::Tenant;
use super::view::View;
use crate::error::{Code, Error, Result};
use crate::module::{Catalogue, Change, Entitled, Known, Plan, Step, Turn, plan};
use crate::store::{ModuleChange, ModuleState};

/// A plan that comes back to be applied. What it said besides is for people.
#[derive(Deserialize)]
struct Planned {
    revision: u64,
    change: Change,
    steps: Vec<Step>,
}

impl Tenant {
    /// What would come of a change (as in [`Tenant::change_modules`]): its `steps`, the modules that are `active` then, what
    /// stands against it (`errors`), `warnings` and `suggestions`. Nothing is changed.
    pub async fn plan_modules(&self, request_json: &str) -> Result<String> {
        let ask = async {
            let change: Change = parse("modules.plan", request_json)?;
            // A plan on what was known a moment ago would be refused once more.
            self.state.changed();
            let view = self.state.view(&self.bridge.inner).await?;
            let systems = systems(&view);
            Ok(json!(thought(&view.catalogue, &view.entitled, &view.modules, &systems, &change)).to_string())
        };
        ask.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.plan"))
    }

    /// Makes what a plan of [`Tenant::plan_modules`] says, whole or not at all. `CONFLICT` when the modules or the
    /// subscription were changed since. Answers `active`, `steps` and the new `revision`.
    pub async fn apply_modules(&self, plan_json: &str) -> Result<String> {
        let make = async {
            let planned: Planned = parse("modules.apply: a plan of modules.plan", plan_json)?;
            let steps = planned.steps.clone();
            let state = self.change_as(planned.change.clone(), Some(planned)).await?;
            let view = self.state.view(&self.bridge.inner).await?;
            let active: Json =
                serde_json::from_str(&told(&view)).map_err(|error| Error::unexpected(error.to_string()))?;
            Ok(json!({"active": active, "steps": steps, "revision": state.revision}).to_string())
        };
        make.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.apply"))
    }

    /// Changes the active modules in one step: `activate`, `deactivate`, `provider` (module → connection), `cascade`.
    /// Answers the modules that are active then.
    pub async fn change_modules(&self, request_json: &str) -> Result<String> {
        let make = async {
            self.change_as(parse("modules.change", request_json)?, None).await?;
            Ok(told(&*self.state.view(&self.bridge.inner).await?))
        };
        make.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.change"))
    }

    /// Plans inside of the transaction, so that no other change comes in between.
    async fn change_as(&self, change: Change, planned: Option<Planned>) -> Result<ModuleState> {
        let view = self.state.view(&self.bridge.inner).await?;
        let (bridge, tenant) = (self.bridge.clone(), self.state.id.clone());
        let decide = move |state: &ModuleState| {
            let entitled = bridge.inner.entitled(&tenant, state)?;
            let plan = thought(&bridge.inner.catalogue, &entitled, state, &systems(&view), &change);
            if let Some(planned) = planned {
                still_holds(&planned, &plan)?;
            }
            plan.check()?;
            let before = Before { tenant: &tenant, catalogue: &bridge.inner.catalogue, entitled: &entitled, state };
            before.announced(changes(plan), &entitled)
        };
        let store = &self.bridge.inner.state().await?.store;
        let changed = store.change_modules(&self.state.id, Box::new(decide)).await;
        self.state.changed();
        changed
    }
}

fn systems(view: &View) -> Vec<&str> {
    view.rows.iter().map(|row| row.system.as_str()).collect()
}

fn thought(
    catalogue: &Arc<Catalogue>,
    entitled: &Entitled,
    state: &ModuleState,
    systems: &[&str],
    change: &Change,
) -> Plan {
    let activated = state.active.iter().map(|one| one.module.as_str()).collect();
    let (revision, systems, now) = (state.revision, systems.to_vec(), Timestamp::now());
    plan(&Known { catalogue, entitled, activated, systems, revision, now }, change)
}

fn still_holds(planned: &Planned, now: &Plan) -> Result<()> {
    if planned.revision == now.revision && planned.steps == now.steps {
        return Ok(());
    }
    let message = "the modules or the subscription were changed since the plan was made; plan again";
    Err(Error::new(Code::Conflict, message)
        .with_context("planned_revision", planned.revision.to_string())
        .with_context("revision", now.revision.to_string()))
}

fn changes(plan: Plan) -> ModuleChange {
    let mut change = ModuleChange { providers: plan.change.provider, ..ModuleChange::default() };
    for step in plan.steps {
        match step.action {
            Turn::Activate => change.activate.push(step.module),
            Turn::Deactivate => change.deactivate.push(step.module),
        }
    }
    change
}
