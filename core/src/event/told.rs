//! Who tells an event of the catalogue: what follows from a system's manifest.

use serde_json::Value as Json;

use super::change::change_type;
use super::milestone::{MILESTONES, On};
use crate::manifest::{Entity, FieldMap, FieldSpec, Manifest};
use crate::model::{Change, Model};

/// How a system comes to tell a type of events. Where nothing is said, it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// By its deliveries.
    pub webhook: bool,
    /// By its deliveries whose records are read (`enrich`).
    pub enriched: bool,
    /// By a change feed of its records.
    pub feed: bool,
    /// By a change feed with a mirror: what was before must be known.
    pub mirror: bool,
}

impl Told {
    /// Whether nothing of the system tells it.
    pub fn never(self) -> bool {
        self == Told::default()
    }
}

/// How a system tells the events of a type.
pub fn told_by(manifest: &Manifest, kind: &str) -> Told {
    let mut told = Told::default();
    for (resource, on) in sources(kind) {
        let Some(spec) = manifest.resources.get(&resource) else { continue };
        for (variant, entity) in spec.entities().into_iter().filter(|(_, entity)| shows(entity, on)) {
            let list = entity.operations.get("list").or_else(|| manifest.operations.get("list"));
            // A feed needs ids: without, records cannot be told apart.
            let named = entity.id.is_some() || entity.discover.is_some();
            if named && list.is_some_and(|list| list.unsupported.is_none()) {
                let before = matches!(on, On::Becomes(..) | On::Falls(..) | On::Gains(_));
                told.mirror |= before;
                told.feed |= !before;
            }
            if delivered(manifest, &resource, variant, on) {
                match on {
                    On::Is(_) => told.webhook = true,
                    // Read while the change is not made yet, a record would be as it was.
                    _ => told.enriched |= manifest.webhooks.as_ref().is_some_and(|webhooks| webhooks.thin.is_none()),
                }
            }
        }
    }
    if let Some(webhooks) = &manifest.webhooks {
        let also = webhooks.also.values().flatten().any(|one| one == kind);
        told.webhook |= also || webhooks.gains.iter().any(|gain| gain.tells == kind);
    }
    // Who needs no record needs no reading of it, either; nor a mirror who needs no state of before.
    Told { mirror: told.mirror && !told.feed, ..told }
}

/// The changes that have this type: those with a name of their own, and those that are called by their record.
fn sources(kind: &str) -> Vec<(String, On)> {
    let named = MILESTONES.iter().filter(|one| one.kind == kind).map(|one| (one.resource.to_owned(), one.on));
    let changes = [Change::Created, Change::Updated, Change::Deleted];
    let plain = Model::all().flat_map(|model| changes.map(|change| (model.path(), change)));
    let plain = plain.filter(|(resource, change)| change_type(resource, *change) == kind);
    named.chain(plain.map(|(resource, change)| (resource, On::Is(change)))).collect()
}

/// Whether a record can show it: the fields are read, and can have the value.
fn shows(entity: &Entity, on: On) -> bool {
    let field = |name: &str| entity.fields.get(name).map(FieldSpec::map).filter(|map| map.read);
    match on {
        On::Is(_) => true,
        On::Of(_, name, value) | On::Becomes(name, value) | On::Comes(name, value, _) => {
            field(name).is_some_and(|map| can_be(&map, value))
        }
        On::Gains(name) => field(name).is_some(),
        On::Falls(name, below) => std::iter::once(name).chain(below).all(|name| field(name).is_some()),
    }
}

fn can_be(map: &FieldMap, value: &str) -> bool {
    let constant = |one: &Json| one == value || one.as_array().is_some_and(|all| all.iter().any(|one| one == value));
    map.constant.as_ref().is_some_and(constant)
        || map.cases.iter().any(|case| case.is == value)
        || map.cases.is_empty() && map.table.values().any(|one| one == value)
        || map.flags.contains_key(value)
}

/// Whether a delivery tells such a change of such a record.
fn delivered(manifest: &Manifest, resource: &str, variant: Option<&str>, on: On) -> bool {
    let Some(webhooks) = &manifest.webhooks else { return false };
    let wanted = |change: &Change| match on {
        On::Is(wanted) | On::Of(wanted, ..) => *change == wanted,
        // What was before an update is not delivered.
        On::Comes(..) | On::Gains(_) => *change == Change::Created,
        On::Becomes(..) => *change != Change::Deleted,
        On::Falls(..) => false,
    };
    webhooks.things.values().flatten().any(|thing| {
        let it = thing.resource == resource && (thing.variant.is_none() || thing.variant.as_deref() == variant);
        let told = |change: &Change| thing.changes.as_ref().is_none_or(|only| only.contains(change));
        it && webhooks.changes.values().any(|change| wanted(change) && told(change))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Registry;

    /// The words of a system for a type: `w`ebhook, `e`nriched, `f`eed, `m`irror.
    fn ways(system: &str, kind: &str) -> String {
        let told = told_by(&Registry::default().get(system).expect(system), kind);
        let ways = [(told.webhook, 'w'), (told.enriched, 'e'), (told.feed, 'f'), (told.mirror, 'm')];
        ways.into_iter().filter_map(|(does, way)| does.then_some(way)).collect()
    }

    #[test]
    fn who_tells_follows_from_the_manifests() {
        for (system, kind, told) in [
            ("plane", "projects.task.assigned", "wem"),
            ("erpnext", "projects.task.assigned", ""),
            ("inventree", "inventory.item.received", "f"),
            ("erpnext", "inventory.item.received", "f"),
            // Its movements come and go, and do not say why.
            ("dolibarr", "inventory.item.received", ""),
            ("inventree", "inventory.supplier.updated", "f"),
            ("erpnext", "inventory.supplier.updated", "ef"),
            // It delivers before the change is made, so that no record is read for a delivery.
            ("dolibarr", "inventory.supplier.updated", "f"),
            ("bigcapital", "inventory.supplier.updated", "f"),
            // Its contacts are customers.
            ("idurar", "inventory.supplier.updated", ""),
            ("erpnext", "accounting.invoice.paid", "em"),
            ("dolibarr", "accounting.invoice.paid", "wm"),
            // Nobody leaves: they are switched off.
            ("dolibarr", "hr.employee.terminated", ""),
            // The field tells no such word: Twenty has no lost stage of its own.
            ("twenty", "crm.deal.lost", ""),
            ("twenty", "crm.deal.created", "wf"),
        ] {
            assert_eq!(ways(system, kind), told, "{system} {kind}");
        }
        for system in Registry::default().systems() {
            assert_eq!(ways(&system, "accounting.payment.failed"), "", "{system}");
        }
    }
}
