//! What the bridge itself tells by events.

use jiff::Timestamp;
use serde_json::json;

use crate::error::Result;
use crate::event::{MODULE_ACTIVATED, MODULE_DEACTIVATED, fresh_id};
use crate::id::TenantId;
use crate::store::{ModuleChange, NewEvent};

/// Who says so.
const BRIDGE: &str = "urn:coreflow:bridge";

/// The change with its events: they are appended in its transaction, so that there is none without the other.
pub(super) fn announced(tenant: &TenantId, mut change: ModuleChange) -> Result<ModuleChange> {
    let turned = [(MODULE_ACTIVATED, &change.activate), (MODULE_DEACTIVATED, &change.deactivate)];
    let now = Timestamp::now();
    let mut events = Vec::new();
    for (kind, module) in turned.iter().flat_map(|(kind, modules)| modules.iter().map(move |module| (kind, module))) {
        events.push(NewEvent {
            tenant: Some(tenant.clone()),
            source: BRIDGE.to_owned(),
            id: fresh_id(now)?,
            kind: (*kind).to_owned(),
            subject: Some(module.clone()),
            time: now,
            data: Some(json!({"module": module}).to_string()),
            attributes: None,
        });
    }
    change.events = events;
    Ok(change)
}
