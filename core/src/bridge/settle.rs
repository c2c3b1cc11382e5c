//! What becomes of a tenant's modules when its subscription changes or ends.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::announce::Before;
use super::entitled::kept;
use super::root::Inner;
use super::view::TenantState;
use crate::module::{Catalogue, Entitled, Standing, Status, Subscription};
use crate::store::{Activation, ModuleChange, ModuleState};

impl TenantState {
    /// Writes down that a subscription has ended, once, by whoever sees it first. What was canceled takes its modules
    /// along; one that may be renewed only suspends them.
    pub(super) async fn settle(&self, bridge: &Inner, entitled: &Entitled) -> Option<ModuleState> {
        let ended = |entitled: &Entitled, catalogue: &Catalogue| {
            let subscription = entitled.subscription().filter(|subscription| !subscription.lapsed)?;
            let standing = subscription.standing(catalogue, Timestamp::now());
            (standing == Standing::Ended).then(|| subscription.clone())
        };
        ended(entitled, &bridge.catalogue)?;
        let (catalogue, tenant) = (Arc::clone(&bridge.catalogue), self.id.clone());
        let decide = move |state: &ModuleState| {
            let Some(before) = &state.subscription else { return Ok(ModuleChange::default()) };
            let kept: Subscription = kept(before)?;
            let entitled = Entitled::By(Box::new(kept));
            let Some(subscription) = ended(&entitled, &catalogue) else { return Ok(ModuleChange::default()) };
            let deactivate = lost(&catalogue, &subscription, &state.active, Timestamp::now());
            let lapsed = Subscription { lapsed: true, ..subscription };
            let change =
                ModuleChange { deactivate, subscription: Some(Some(json!(lapsed))), ..ModuleChange::default() };
            let before = Before { tenant: &tenant, catalogue: &catalogue, entitled: &entitled, state };
            before.announced(change, &Entitled::By(Box::new(lapsed)))
        };
        let store = &bridge.state().await.ok()?.store;
        let settled = store.change_modules(&self.id, Box::new(decide)).await;
        // The end holds also where it cannot be written down now.
        settled
            .inspect_err(|error| tracing::warn!(%error, tenant = %self.id, "an ended subscription is not settled"))
            .ok()
    }
}

/// Whether a subscription is of an earlier moment than the one that is known.
pub(super) fn is_older(new: &Subscription, known: Option<&Subscription>) -> bool {
    let of = |subscription: &Subscription| subscription.as_of;
    matches!((of(new), known.and_then(of)), (Some(new), Some(known)) if new < known)
}

/// Whether it is the end of another subscription than the one that gives the tenant its modules.
pub(super) fn is_of_another(catalogue: &Catalogue, new: &Subscription, known: Option<&Subscription>) -> bool {
    let Some(known) = known.filter(|known| known.standing(catalogue, Timestamp::now()) != Standing::Ended) else {
        return false;
    };
    new.is_over() && matches!((&new.reference, &known.reference), (Some(new), Some(known)) if new != known)
}

/// What is kept of the one before.
pub(super) fn succeeding(mut new: Subscription, known: Option<&Subscription>) -> Subscription {
    if new.status == Status::PastDue && new.past_due_since.is_none() {
        let owed = known.filter(|known| known.status == Status::PastDue).and_then(|known| known.past_due_since);
        new.past_due_since = owed.or(new.as_of).or_else(|| Some(now()));
    }
    new
}

/// The active modules that a subscription does not give for good, and those that need them.
pub(super) fn lost(catalogue: &Catalogue, new: &Subscription, active: &[Activation], now: Timestamp) -> Vec<String> {
    let over = new.is_over() && new.standing(catalogue, now) == Standing::Ended;
    let names = || active.iter().map(|one| one.module.as_str());
    let mut lost: Vec<&str> = names().filter(|module| over || !new.covers(catalogue, module)).collect();
    loop {
        let needs = |module: &str| {
            let requires = catalogue.modules.get(module).map(|module| module.requires.as_slice()).unwrap_or_default();
            requires.iter().any(|needed| lost.contains(&needed.as_str()))
        };
        let more: Vec<&str> = names().filter(|module| !lost.contains(module) && needs(module)).collect();
        if more.is_empty() {
            return lost.into_iter().map(str::to_owned).collect();
        }
        lost.extend(more);
    }
}

/// Now, in the microseconds that every store keeps.
fn now() -> Timestamp {
    let now = Timestamp::now();
    now.round(jiff::Unit::Microsecond).unwrap_or(now)
}
