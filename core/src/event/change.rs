//! What a change of a record is called: the one place that names it, for webhooks and for change feeds alike.

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use serde_json::Value as Json;

use crate::model::{Change, FieldKind, Model};

/// The source of what a tenant's connection tells.
pub fn connection_source(connection: &str) -> String {
    format!("urn:coreflow:connection:{connection}")
}

/// The type of the event that tells a change of a record of `module.resource`: `crm.deals`, updated → `crm.deal.updated`.
pub fn change_type(resource: &str, change: Change) -> String {
    let (module, name) = resource.split_once('.').unwrap_or(("", resource));
    format!("{module}.{}.{}", singular(name), change.as_str())
}

/// The data of an event that tells a change by a webhook, as JSON in the form of those of change feeds: `resource`,
/// `connection`, `change`, `id`, `by`, `before` (not known) and `after`, and what the teller knows besides. The record is JSON
/// text with the names of the models.
pub fn change_data(
    (resource, connection, change, id): (&str, &str, Change, &str),
    after: Option<&str>,
    more: &[(&str, Json)],
) -> String {
    let (resource, connection, id) = (Json::from(resource), Json::from(connection), Json::from(id));
    let more: String = more.iter().map(|(name, value)| format!(r#""{name}":{value},"#)).collect();
    format!(
        r#"{{"resource":{resource},"connection":{connection},"change":"{}","id":{id},"by":"webhook",{more}"before":null,"after":{}}}"#,
        change.as_str(),
        after.unwrap_or("null")
    )
}

/// The id of the event that tells how a record came to be as it is after the change: the same from whoever has read it in
/// this state, a webhook or a change feed. `None` where the system's times are too coarse to tell one state from the next:
/// then who tells it names its events in its own way.
///
/// Child rows and extra fields do not count: lists of some systems leave them out, and a feed reads what it was told to.
pub fn change_id(resource: &str, change: Change, after: &Json) -> Option<String> {
    let record = after.as_object()?;
    let updated: Timestamp = record.get("updated_at")?.as_str()?.parse().ok()?;
    if updated.subsec_nanosecond() == 0 {
        return None;
    }
    let model = Model::find(resource)?;
    let rows = |name: &str| model.fields.iter().any(|one| one.name == name && matches!(one.kind, FieldKind::Rows(_)));
    let counts = |name: &str| !matches!(name, "custom" | "warnings" | "raw") && !rows(name);
    let mut text = format!("{resource} {}", change.as_str());
    for (name, value) in record.iter().filter(|(name, _)| counts(name)) {
        text.push_str(&format!("\n{name} {value}"));
    }
    let hash = digest(&SHA256, text.as_bytes());
    Some(hash.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What names the state of a record where a milestone can be reached again and again: when it was changed, by the system's
/// time, or its version.
pub fn state_stamp(after: &Json) -> Option<&str> {
    ["updated_at", "version"].iter().find_map(|name| after.get(name)?.as_str())
}

/// One of a resource's records: all of our resources have names in the plural.
fn singular(name: &str) -> String {
    match name.strip_suffix("ies") {
        _ if name == "people" => "person".to_owned(),
        Some(stem) => format!("{stem}y"),
        None => name.strip_suffix('s').unwrap_or(name).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Model;

    #[test]
    fn types_are_the_singular_of_the_resource() {
        let is = |resource, kind: &str| assert_eq!(change_type(resource, Change::Created), kind);
        is("crm.companies", "crm.company.created");
        is("crm.people", "crm.person.created");
        is("hr.leaves", "hr.leave.created");
        is("inventory.stock_items", "inventory.stock_item.created");
        is("accounting.journal_entries", "accounting.journal_entry.created");
        assert_eq!(change_type("accounting.invoices", Change::Deleted), "accounting.invoice.deleted");
        for model in Model::all() {
            let kind = change_type(&model.path(), Change::Updated);
            assert!(crate::store::is_event_type(&kind) && kind != format!("{}.updated", model.path()), "{kind}");
        }
    }

    #[test]
    fn data_hold_the_record_as_it_was_written() {
        let data = change_data(
            ("crm.deals", "twenty", Change::Updated, "twenty:1\""),
            Some(r#"{"amount":"1.10"}"#),
            &[("event", json!("opportunity.updated"))],
        );
        let expected = r#"{"resource":"crm.deals","connection":"twenty","change":"updated","id":"twenty:1\"","by":"webhook","event":"opportunity.updated","before":null,"after":{"amount":"1.10"}}"#;
        assert_eq!(data, expected);
    }
}
