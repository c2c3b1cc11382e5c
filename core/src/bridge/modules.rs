//! The modules of a tenant: which are active, what they offer, and how they change.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::capability::resources_of;
use super::connection::{Connection, Settings};
use super::options::parse;
use super::root::{Bridge, Inner};
use super::tenant::Tenant;
use super::view::View;
use crate::error::{Code, Error, Result};
use crate::id::TenantId;
use crate::module::{
    Catalogue, Change, Entitled, Known, Module, Plan, Step, Subscription, from_stripe, plan, validate,
};
use crate::store::{ModuleChange, ModuleState};

/// A plan that comes back to be applied. What it said besides is for people.
#[derive(Deserialize)]
struct Planned {
    revision: u64,
    change: Change,
    steps: Vec<Step>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ActiveOptions {
    feature: Option<String>,
}

impl Tenant {
    /// The active modules, as a JSON array of `module` and `provider`.
    pub async fn active_modules(&self) -> Result<String> {
        let view = self.state.view(&self.bridge.inner).await.map_err(|error| error.in_tenant(self.id()))?;
        Ok(told(&view))
    }

    /// Whether a module is active, and with the option `feature`, whether it has that feature in what was bought.
    pub async fn is_module_active(&self, module: &str, options_json: &str) -> Result<bool> {
        let ask = async {
            let options: ActiveOptions = parse("modules.is_active", options_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            let sold = known(&view.catalogue, module)?;
            let active = view.check_active(module).is_ok();
            let Some(feature) = options.feature else { return Ok(active) };
            let tier = sold.features.get(&feature).ok_or_else(|| {
                let features: Vec<&str> = sold.features.keys().map(String::as_str).collect();
                let features = if features.is_empty() { "none".to_owned() } else { features.join(", ") };
                Error::invalid_input(format!("{module} has no feature {feature:.64?}; it has: {features}"))
            })?;
            Ok(active && view.entitled.has_feature(&view.catalogue, tier.as_deref()))
        };
        ask.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.is_active"))
    }

    /// What a module offers to this tenant: `active` and why not, `features`, `events`, `systems`, and by connection what
    /// that connection can do for it.
    pub async fn module_capabilities(&self, module: &str) -> Result<String> {
        let ask = async {
            let view = self.state.view(&self.bridge.inner).await?;
            let sold = known(&view.catalogue, module)?;
            let refused = view.check_active(module).err();
            let context = |name: &str| refused.as_ref().and_then(|error| error.context(name));
            let has = |tier: &Option<String>| view.entitled.has_feature(&view.catalogue, tier.as_deref());
            let features: Map<String, Json> = sold
                .features
                .iter()
                .map(|(name, tier)| (name.clone(), json!({"available": has(tier), "tier": tier})))
                .collect();
            let mut connections = Map::new();
            for row in &view.rows {
                let adapter = self.bridge.inner.adapters.get(&row.system, &Settings::of(row)?)?;
                let resources = resources_of(&adapter, Some(module))?;
                if !resources.is_empty() {
                    connections.insert(row.name.to_string(), json!({"system": row.system, "resources": resources}));
                }
            }
            let provider = view.modules.active.iter().find(|one| one.module == module);
            Ok(json!({
                "module": module, "title": sold.title, "active": refused.is_none(), "why": context("why"),
                "required_tier": context("required_tier"), "required_bundle": context("required_bundle"),
                "provider": provider.and_then(|one| one.provider.as_deref()), "tier": sold.tier,
                "requires": sold.requires, "conflicts": sold.conflicts, "users": sold.users, "features": features,
                "events": sold.events, "systems": sold.systems, "connections": connections,
            })
            .to_string())
        };
        ask.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.capabilities"))
    }

    /// Whether modules (a JSON array) could be active together for this tenant: `valid`, `errors`, `warnings`,
    /// `suggestions`.
    pub async fn validate_modules(&self, modules_json: &str) -> Result<String> {
        let ask = async {
            let modules: Vec<String> = parse("modules.validate", modules_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            let report = validate(&view.catalogue, &view.entitled, &modules, Timestamp::now());
            Ok(json!(report).to_string())
        };
        ask.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("modules.validate"))
    }

    /// What would come of a change (as in [`Tenant::change_modules`]): its `steps`, the modules that are `active` then, what
    /// stands against it (`errors`), `warnings` and `suggestions`. Nothing is changed.
    pub async fn plan_modules(&self, request_json: &str) -> Result<String> {
        let ask = async {
            let change: Change = parse("modules.plan", request_json)?;
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
            Ok(changes(plan))
        };
        let store = &self.bridge.inner.state().await?.store;
        let changed = store.change_modules(&self.state.id, Box::new(decide)).await;
        self.state.changed();
        changed
    }

    /// Refuses a connection of whose modules none is active.
    pub(super) async fn check_serves(&self, live: &Connection) -> Result<()> {
        let view = self.state.view(&self.bridge.inner).await?;
        let manifest = &live.adapter.manifest;
        let mut modules: Vec<&str> = manifest.resources.keys().filter_map(|path| path.split('.').next()).collect();
        let sold = view.catalogue.modules.iter();
        let named = sold.filter(|(_, module)| module.systems.iter().any(|system| *system == manifest.system));
        modules.extend(named.map(|(name, _)| name.as_str()));
        view.check_any(&modules)
    }
}

impl Bridge {
    /// What is sold to tenants: modules, bundles, tiers, quotas.
    pub fn catalogue(&self) -> Result<String> {
        self.inner.check_open()?;
        Ok(json!(*self.inner.catalogue).to_string())
    }

    /// What an event of Stripe (JSON, its signature checked before) says of a subscription: `tenant`, `event`, and the
    /// `change` for [`Tenant::set_subscription`]; null when it is about something else.
    pub fn subscription_from_stripe(&self, event_json: &str) -> Result<String> {
        self.inner.check_open()?;
        Ok(json!(from_stripe(&self.inner.catalogue, event_json)?).to_string())
    }
}

impl Inner {
    /// What governs the modules of a tenant's state. A signature is checked each time: who can write to the store cannot
    /// write one.
    pub(super) fn entitled(&self, tenant: &TenantId, state: &ModuleState) -> Result<Entitled> {
        let signers = self.config.entitlement.as_ref();
        let required = signers.is_some_and(|signers| signers.required);
        let kept = state.subscription.as_ref().map(kept).transpose()?;
        let Some(kept) = kept.filter(|kept| kept.token.is_some() || !required) else {
            return Ok(if required { Entitled::Not } else { Entitled::ByActivation });
        };
        let Some(token) = &kept.token else { return Ok(Entitled::By(Box::new(kept))) };
        let unknown = || Err(Error::invalid_input("no key is configured for entitlements"));
        let opened = signers.map_or_else(unknown, |signers| signers.open(tenant.as_str(), token, Timestamp::now()));
        match opened {
            Ok(subscription) => Ok(Entitled::By(Box::new(Subscription { lapsed: kept.lapsed, ..subscription }))),
            Err(error) => {
                tracing::warn!(%error, %tenant, "the tenant's entitlement is not good");
                Ok(Entitled::Not)
            }
        }
    }
}

/// The subscription that the store keeps.
pub(super) fn kept(kept: &Json) -> Result<Subscription> {
    serde_json::from_value(kept.clone()).map_err(|error| {
        let message = "the tenant's subscription cannot be read; was it written by a newer bridge?";
        Error::new(Code::StorageUnavailable, message).with_retryable(false).with_source(error)
    })
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
            crate::module::Turn::Activate => change.activate.push(step.module),
            crate::module::Turn::Deactivate => change.deactivate.push(step.module),
        }
    }
    change
}

fn known<'c>(catalogue: &'c Catalogue, module: &str) -> Result<&'c Module> {
    catalogue.modules.get(module).ok_or_else(|| {
        Error::invalid_input(format!("there is no module {module:.64?}; there is: {}", catalogue.known()))
    })
}

fn told(view: &View) -> String {
    let list: Json = view.active().map(|one| json!({"module": one.module, "provider": one.provider})).collect();
    list.to_string()
}
