//! The modules of a tenant: which are active, what they offer, and how they change.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::capability::resources_of;
use super::connection::{Connection, Settings};
use super::options::parse;
use super::tenant::Tenant;
use super::view::View;
use crate::error::{Error, Result};
use crate::module::{Catalogue, Module, validate};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ActiveOptions {
    feature: Option<String>,
}

impl Tenant {
    /// The active modules, as a JSON array of `module` and `provider`.
    pub async fn active_modules(&self) -> Result<String> {
        let ask = async {
            let view = self.state.view(&self.bridge.inner).await?;
            view.check_known().map(|()| told(&view))
        };
        ask.await.map_err(|error: Error| error.in_tenant(self.id()))
    }

    /// Whether a module is active, and with the option `feature`, whether it has that feature in what was bought.
    pub async fn is_module_active(&self, module: &str, options_json: &str) -> Result<bool> {
        let ask = async {
            let options: ActiveOptions = parse("modules.is_active", options_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            view.check_known()?;
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
            view.check_known()?;
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

    /// Refuses a connection of whose modules none is active, and counts the call for the first that is.
    pub(super) async fn check_serves(&self, live: &Connection) -> Result<()> {
        let view = self.state.view(&self.bridge.inner).await?;
        let manifest = &live.adapter.manifest;
        let mut modules: Vec<&str> = manifest.resources.keys().filter_map(|path| path.split('.').next()).collect();
        let sold = view.catalogue.modules.iter();
        let named = sold.filter(|(_, module)| module.systems.iter().any(|system| *system == manifest.system));
        modules.extend(named.map(|(name, _)| name.as_str()));
        match view.check_any(&modules)? {
            Some(module) => self.state.count_call(&self.bridge, &view, module).await,
            None => Ok(()),
        }
    }
}

fn known<'c>(catalogue: &'c Catalogue, module: &str) -> Result<&'c Module> {
    catalogue.modules.get(module).ok_or_else(|| {
        Error::invalid_input(format!("there is no module {module:.64?}; there is: {}", catalogue.known()))
    })
}

pub(super) fn told(view: &View) -> String {
    let list: Json = view.active().map(|one| json!({"module": one.module, "provider": one.provider})).collect();
    list.to_string()
}
