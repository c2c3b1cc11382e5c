//! What the bridge itself tells by events.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::subscription::plain;
use crate::error::Result;
use crate::event::{MODULE_ACTIVATED, MODULE_DEACTIVATED, SUBSCRIPTION_CHANGED, fresh_id};
use crate::id::TenantId;
use crate::module::{Catalogue, Entitled};
use crate::store::{ModuleChange, ModuleState, NewEvent};

/// Who says so.
const BRIDGE: &str = "urn:coreflow:bridge";

/// What a change starts from.
pub(super) struct Before<'a> {
    pub(super) tenant: &'a TenantId,
    pub(super) catalogue: &'a Catalogue,
    pub(super) entitled: &'a Entitled,
    pub(super) state: &'a ModuleState,
}

impl Before<'_> {
    /// The change with its events: they are appended in its transaction, so that there is none without the other. A
    /// module that a subscription gives no more, or again, is told like one that was deactivated or activated.
    pub(super) fn announced(&self, mut change: ModuleChange, after: &Entitled) -> Result<ModuleChange> {
        let mut events = Vec::new();
        let subscription = change.subscription.as_ref().filter(|new| **new != self.state.subscription);
        if let Some(new) = subscription {
            let told = new.as_ref().map_or(Json::Null, plain);
            events.push(self.event(SUBSCRIPTION_CHANGED, "subscription", &json!({"subscription": told}))?);
        }
        let because = if subscription.is_some() { "subscription" } else { "change" };
        let rows = || self.state.active.iter().map(|one| one.module.as_str());
        let gone = |module: &&str| change.deactivate.iter().any(|name| name == module);
        let stays = rows().filter(|module| !gone(module));
        let new = change.activate.iter().map(String::as_str).filter(|module| !rows().any(|row| row == *module));
        let was = given(self.catalogue, self.entitled, rows());
        let is = given(self.catalogue, after, stays.chain(new));
        // In the order of the change first: who needs others goes first and comes last.
        let ended = change.deactivate.iter().map(String::as_str).chain(rows().filter(|module| !gone(module)));
        for module in ended.filter(|module| was.contains(module) && !is.contains(module)) {
            events.push(self.event(MODULE_DEACTIVATED, module, &json!({"module": module, "because": because}))?);
        }
        for module in is.iter().filter(|module| !was.contains(module)) {
            events.push(self.event(MODULE_ACTIVATED, module, &json!({"module": module, "because": because}))?);
        }
        change.events = events;
        Ok(change)
    }

    fn event(&self, kind: &str, subject: &str, data: &Json) -> Result<NewEvent> {
        event(self.tenant, kind, subject, data)
    }
}

/// An event of the bridge's own, that happens now.
pub(super) fn event(tenant: &TenantId, kind: &str, subject: &str, data: &Json) -> Result<NewEvent> {
    let now = Timestamp::now();
    Ok(NewEvent {
        tenant: Some(tenant.clone()),
        source: BRIDGE.to_owned(),
        id: fresh_id(now)?,
        kind: kind.to_owned(),
        subject: Some(subject.to_owned()),
        time: now,
        data: Some(data.to_string()),
        attributes: None,
    })
}

/// The modules that were told to be active. The end of a subscription by time counts once it is written down.
fn given<'m>(catalogue: &Catalogue, entitled: &Entitled, rows: impl Iterator<Item = &'m str>) -> Vec<&'m str> {
    match entitled {
        Entitled::ByActivation => rows.collect(),
        Entitled::Not => Vec::new(),
        Entitled::By(subscription) if subscription.lapsed => Vec::new(),
        Entitled::By(subscription) => rows.filter(|module| subscription.covers(catalogue, module)).collect(),
    }
}
