//! A tenant's subscription: what it has bought, and what becomes of its modules when that changes or ends.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::announce::Before;
use super::options::parse;
use super::settle::{is_of_another, is_older, lost, succeeding};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::module::{Catalogue, Entitled, Standing, Subscription, Why};
use crate::store::{ModuleChange, ModuleState};

/// What only the bridge itself says of a subscription.
const OWN: [&str; 2] = ["token", "lapsed"];

impl Tenant {
    /// The tenant's subscription with its `standing` (`full`, `grace`, `ended`), `until` and the `revision`; null when there
    /// is none: then what is activated may be used.
    pub async fn subscription(&self) -> Result<String> {
        let read = async {
            self.state.changed();
            let view = self.state.view(&self.bridge.inner).await?;
            Ok(told(&view.catalogue, &view.entitled, view.modules.revision).to_string())
        };
        read.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("subscription.get"))
    }

    /// Says what the tenant has bought now, in place of what was known. Modules that are not in it are deactivated with
    /// it, and so are those that need them. Answers as [`Tenant::subscription`], with `applied`: false when `as_of` is older
    /// than what is known; and `deactivated`.
    pub async fn set_subscription(&self, request_json: &str) -> Result<String> {
        let set = async {
            let request: Map<String, Json> = parse("subscription.set", request_json)?;
            if let Some(own) = OWN.iter().find(|own| request.contains_key(**own)) {
                return Err(Error::invalid_input(format!("subscription.set: unknown field `{own}`")));
            }
            if self.bridge.inner.config.entitlement.as_ref().is_some_and(|signers| signers.required) {
                let message = "subscriptions are signed here; pass a signed one to subscription.install";
                return Err(Error::new(Code::PermissionDenied, message));
            }
            let subscription: Subscription = parse("subscription.set", request_json)?;
            check(&self.bridge.inner.catalogue, &subscription)?;
            self.put(subscription).await
        };
        set.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("subscription.set"))
    }

    /// Forgets the subscription: from then on, what is activated may be used.
    pub async fn remove_subscription(&self) -> Result<()> {
        let remove = async {
            let store = &self.bridge.inner.state().await?.store;
            let (bridge, tenant) = (self.bridge.clone(), self.state.id.clone());
            let decide = move |state: &ModuleState| {
                let inner = &bridge.inner;
                let entitled = inner.entitled(&tenant, state)?;
                let before = Before { tenant: &tenant, catalogue: &inner.catalogue, entitled: &entitled, state };
                let after = inner.entitled(&tenant, &ModuleState::default())?;
                before.announced(ModuleChange { subscription: Some(None), ..ModuleChange::default() }, &after)
            };
            let removed = store.change_modules(&self.state.id, Box::new(decide)).await;
            self.state.changed();
            removed.map(|_| ())
        };
        remove.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("subscription.remove"))
    }

    /// Takes a signed entitlement (a JWT): what it says holds in place of what was known, until its end. `INVALID_INPUT`
    /// when its signature is not good. Answers as [`Tenant::set_subscription`].
    pub async fn install_subscription(&self, token: &str) -> Result<String> {
        let install = async {
            let unknown = || Error::new(Code::ConfigInvalid, "no key is configured for entitlements: entitlement.keys");
            let signers = self.bridge.inner.config.entitlement.as_ref().ok_or_else(unknown)?;
            let subscription = signers.open(self.id(), token, Timestamp::now())?;
            check(&self.bridge.inner.catalogue, &subscription)?;
            self.put(subscription).await
        };
        install.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("subscription.install"))
    }

    async fn put(&self, subscription: Subscription) -> Result<String> {
        let outcome: Arc<OnceLock<Vec<String>>> = Arc::default();
        let (bridge, tenant, made) = (self.bridge.clone(), self.state.id.clone(), Arc::clone(&outcome));
        let decide = move |state: &ModuleState| {
            let before = bridge.inner.entitled(&tenant, state)?;
            let known = before.subscription();
            if is_older(&subscription, known) || is_of_another(&bridge.inner.catalogue, &subscription, known) {
                return Ok(ModuleChange::default());
            }
            let catalogue = &bridge.inner.catalogue;
            let mut new = succeeding(subscription, known);
            let deactivate = lost(catalogue, &new, &state.active, Timestamp::now());
            made.get_or_init(|| deactivate.clone());
            new.lapsed = new.standing(catalogue, Timestamp::now()) == Standing::Ended;
            let change = ModuleChange { deactivate, subscription: Some(Some(json!(new))), ..ModuleChange::default() };
            let before = Before { tenant: &tenant, catalogue, entitled: &before, state };
            before.announced(change, &Entitled::By(Box::new(new)))
        };
        let store = &self.bridge.inner.state().await?.store;
        let changed = store.change_modules(&self.state.id, Box::new(decide)).await;
        self.state.changed();
        let state = changed?;
        let entitled = self.bridge.inner.entitled(&self.state.id, &state)?;
        let mut answer = told(&self.bridge.inner.catalogue, &entitled, state.revision);
        answer["applied"] = json!(outcome.get().is_some());
        answer["deactivated"] = json!(outcome.get().cloned().unwrap_or_default());
        Ok(answer.to_string())
    }
}

/// Refuses what the catalogue does not know.
fn check(catalogue: &Catalogue, subscription: &Subscription) -> Result<()> {
    let wrong = |what: &str, name: &str, known: Vec<&String>| {
        let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
        Err(Error::invalid_input(format!("there is no {what} {name:.64?}; there is: {}", known.join(", "))))
    };
    let Subscription { tier, bundle, modules, .. } = subscription;
    if let Some(tier) = tier.as_ref().filter(|tier| !catalogue.tiers.contains_key(*tier)) {
        return wrong("tier", tier, catalogue.tiers.keys().collect());
    }
    if let Some(bundle) = bundle.as_ref().filter(|bundle| !catalogue.bundles.contains_key(*bundle)) {
        return wrong("bundle", bundle, catalogue.bundles.keys().collect());
    }
    if let Some(module) = modules.iter().find(|module| !catalogue.modules.contains_key(*module)) {
        return wrong("module", module, catalogue.modules.keys().collect());
    }
    if tier.is_none() && bundle.is_none() && modules.is_empty() && !subscription.is_over() {
        return Err(Error::invalid_input("a subscription names what was bought: tier, bundle or modules"));
    }
    Ok(())
}

/// A subscription without what only the bridge itself says of it.
pub(super) fn plain(subscription: &Json) -> Json {
    let mut plain = subscription.clone();
    if let Json::Object(members) = &mut plain {
        OWN.iter().for_each(|own| drop(members.remove(*own)));
    }
    plain
}

fn told(catalogue: &Catalogue, entitled: &Entitled, revision: u64) -> Json {
    let Some(subscription) = entitled.subscription() else {
        let not = json!({"standing": "ended", "why": Why::NotEntitled.as_str(), "until": null, "revision": revision});
        return if *entitled == Entitled::Not { not } else { Json::Null };
    };
    let (standing, until) = match subscription.standing(catalogue, Timestamp::now()) {
        Standing::Full(until) => ("full", until),
        Standing::Grace(until) => ("grace", Some(until)),
        Standing::Ended => ("ended", None),
    };
    let mut told = plain(&json!(subscription));
    if let Json::Object(members) = &mut told {
        members.insert("standing".to_owned(), json!(standing));
        members.insert("until".to_owned(), json!(until));
        members.insert("revision".to_owned(), json!(revision));
    }
    told
}
