//! The types of events that the catalogue names, typed in both languages.

use std::collections::BTreeSet;

use coreflow_bridge::event::{
    CONNECTION_BREAKER, CONNECTION_HEALTH, MODULE_ACTIVATED, MODULE_DEACTIVATED, SUBSCRIPTION_CHANGED, change_type,
};
use coreflow_bridge::model::{Change, Model};
use coreflow_bridge::module::built_in;
use coreflow_bridge::store::DEAD_LETTER_DROPPED;

const ABOUT: &str =
    "The types of events of the catalogue, of changes of records, and of the bridge itself. A host publishes its own.";

fn types() -> BTreeSet<String> {
    let catalogue = built_in().map(|catalogue| catalogue.modules.values().flat_map(|one| one.events.clone()).collect());
    let mut types: BTreeSet<String> = catalogue.unwrap_or_default();
    let changes = [Change::Created, Change::Updated, Change::Deleted];
    types.extend(Model::all().flat_map(|model| changes.map(|change| change_type(&model.path(), change))));
    let health = [CONNECTION_BREAKER, CONNECTION_HEALTH];
    let own = [DEAD_LETTER_DROPPED, MODULE_ACTIVATED, MODULE_DEACTIVATED, SUBSCRIPTION_CHANGED];
    types.extend(health.into_iter().chain(own).map(str::to_owned));
    types
}

/// `_events.py`.
pub(super) fn python() -> String {
    let members: String = types().iter().map(|kind| format!("    \"{kind}\",\n")).collect();
    format!(
        "\"\"\"{ABOUT}\"\"\"\n\nfrom __future__ import annotations\n\nfrom typing import Literal\n\nEventType = Literal[\n{members}]\n"
    )
}

/// `events.ts`.
pub(super) fn typescript() -> String {
    let members: String = types().iter().map(|kind| format!("  | '{kind}'\n")).collect();
    format!("/** {ABOUT} */\nexport type EventType =\n{members}")
}
