//! What a change of a record is called: the one place that names it, for webhooks and for change feeds alike.

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use rust_decimal::Decimal;
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

/// A change that has a name of its own in the catalogue: a deal that is won, an invoice that is paid.
#[derive(Debug, PartialEq)]
pub struct Milestone {
    resource: &'static str,
    on: On,
    /// The type of its event.
    pub kind: &'static str,
}

#[derive(Debug, PartialEq)]
enum On {
    /// Any such change.
    Is(Change),
    /// A change of that kind of a record whose field has the value.
    Of(Change, &'static str, &'static str),
    /// The field has the value now, and had another before, as far as that is known.
    Becomes(&'static str, &'static str),
    /// There is less than the other field says, or nothing at all, and there was more before: it happens again and again,
    /// so what was before must be known.
    Falls(&'static str, Option<&'static str>),
}

const fn milestone(resource: &'static str, on: On, kind: &'static str) -> Milestone {
    Milestone { resource, on, kind }
}

/// The names are those of CoreFlow360's catalogue.
static MILESTONES: &[Milestone] = &[
    milestone("crm.companies", On::Is(Change::Created), "crm.customer.created"),
    milestone("crm.companies", On::Is(Change::Updated), "crm.customer.updated"),
    milestone("crm.deals", On::Becomes("stage", "won"), "crm.deal.won"),
    milestone("crm.deals", On::Becomes("stage", "lost"), "crm.deal.lost"),
    milestone("crm.leads", On::Becomes("status", "converted"), "crm.lead.converted"),
    milestone("crm.activities", On::Is(Change::Created), "crm.interaction.logged"),
    milestone("accounting.quotes", On::Is(Change::Created), "crm.quote.generated"),
    milestone("accounting.quotes", On::Becomes("status", "accepted"), "crm.quote.accepted"),
    milestone("accounting.invoices", On::Becomes("status", "paid"), "accounting.invoice.paid"),
    milestone("accounting.payments", On::Of(Change::Created, "direction", "received"), "accounting.payment.received"),
    milestone("accounting.expenses", On::Is(Change::Created), "accounting.expense.recorded"),
    milestone("hr.employees", On::Is(Change::Created), "hr.employee.hired"),
    milestone("hr.employees", On::Becomes("status", "left"), "hr.employee.terminated"),
    milestone("hr.leaves", On::Is(Change::Created), "hr.leave.requested"),
    milestone("inventory.parts", On::Falls("in_stock", Some("minimum_stock")), "inventory.stock.low"),
    milestone("inventory.parts", On::Falls("in_stock", None), "inventory.stock.out"),
    milestone("projects.projects", On::Becomes("status", "completed"), "projects.project.completed"),
    milestone("projects.tasks", On::Becomes("status", "completed"), "projects.task.completed"),
];

impl Milestone {
    /// The id of its event: what is reached once is told once per record while the log keeps it, whoever sees it first; what
    /// can happen again, once per state of the record (`stamp`: its version, or when it was changed).
    pub fn event_id(&self, record: &str, stamp: &str) -> String {
        match self.on {
            On::Is(Change::Created) | On::Of(Change::Created, ..) | On::Becomes(..) => {
                format!("{}:{record}", self.kind)
            }
            _ => format!("{}:{record}@{stamp}", self.kind),
        }
    }

    fn reached(&self, change: Change, before: Option<&Json>, after: &Json) -> bool {
        let text = |record: &Json, field: &str| record.get(field).and_then(Json::as_str).map(str::to_owned);
        match self.on {
            On::Is(wanted) => change == wanted,
            On::Of(wanted, field, value) => change == wanted && text(after, field).as_deref() == Some(value),
            On::Becomes(field, value) => {
                let has = |record: &Json| text(record, field).as_deref() == Some(value);
                change != Change::Deleted && has(after) && !before.is_some_and(has)
            }
            On::Falls(field, below) => {
                let low = |record: &Json| is_low(record, field, below);
                change == Change::Updated && low(after) == Some(true) && before.and_then(low) == Some(false)
            }
        }
    }
}

fn is_low(record: &Json, field: &str, below: Option<&str>) -> Option<bool> {
    let number = |name: &str| match record.get(name)? {
        Json::String(text) => text.parse::<Decimal>().ok(),
        Json::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    let there = number(field)?;
    match below {
        None => Some(there <= Decimal::from(0)),
        Some(below) => Some(there < number(below)?),
    }
}

/// The milestone whose events have a type.
pub fn milestone_of(kind: &str) -> Option<&'static Milestone> {
    MILESTONES.iter().find(|one| one.kind == kind)
}

/// The milestones of a change, beside its [`change_type`]: from the record as it is after it and, where that is known,
/// before it (records as JSON, with the names of the models' fields).
pub fn milestones<'a>(
    resource: &'a str,
    change: Change,
    before: Option<&'a Json>,
    after: Option<&'a Json>,
) -> impl Iterator<Item = &'static Milestone> + 'a {
    let nothing = &Json::Null;
    let of = MILESTONES.iter().filter(move |one| one.resource == resource);
    of.filter(move |one| one.reached(change, before, after.unwrap_or(nothing)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{FieldKind, Model};

    fn kinds(resource: &str, change: Change, before: Option<Json>, after: Json) -> Vec<&'static str> {
        milestones(resource, change, before.as_ref(), Some(&after)).map(|one| one.kind).collect()
    }

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

    #[test]
    fn milestones_are_of_fields_that_are_there() {
        for one in MILESTONES {
            let model = Model::find(one.resource).expect(one.resource);
            let field = |name: &str| &model.fields[model.slot(name).expect(name)].kind;
            match one.on {
                On::Is(_) => {}
                On::Of(_, name, value) | On::Becomes(name, value) => {
                    assert!(matches!(field(name), FieldKind::Enum(words) if words.contains(&value)), "{one:?}");
                }
                On::Falls(name, below) => {
                    for name in std::iter::once(name).chain(below) {
                        assert!(matches!(field(name), FieldKind::Decimal), "{one:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_milestone_is_reached_and_not_only_held() {
        let won = json!({"stage": "won"});
        assert_eq!(
            kinds("crm.deals", Change::Updated, Some(json!({"stage": "proposal"})), won.clone()),
            ["crm.deal.won"]
        );
        assert_eq!(kinds("crm.deals", Change::Updated, Some(won.clone()), won.clone()), [""; 0]);
        assert_eq!(kinds("crm.deals", Change::Updated, None, won.clone()), ["crm.deal.won"]);
        assert_eq!(kinds("crm.deals", Change::Deleted, None, won), [""; 0]);
        let paid = |direction| json!({"direction": direction});
        assert_eq!(kinds("accounting.payments", Change::Created, None, paid("made")), [""; 0]);
        assert_eq!(
            kinds("accounting.payments", Change::Created, None, paid("received")),
            ["accounting.payment.received"]
        );
    }

    #[test]
    fn stock_is_low_when_it_falls() {
        let part = |there: &str| json!({"in_stock": there, "minimum_stock": "10"});
        let fall = |from: &str, to: &str| kinds("inventory.parts", Change::Updated, Some(part(from)), part(to));
        assert_eq!(fall("12", "9.5"), ["inventory.stock.low"]);
        assert_eq!(fall("12", "0"), ["inventory.stock.low", "inventory.stock.out"]);
        assert_eq!(fall("9", "8"), [""; 0]);
        assert_eq!(fall("9", "12"), [""; 0]);
        assert_eq!(kinds("inventory.parts", Change::Updated, None, part("1")), [""; 0]);
        let low = milestones("inventory.parts", Change::Updated, Some(&part("12")), Some(&part("1"))).next();
        assert_eq!(
            low.map(|low| low.event_id("inventree:7", "v3")).as_deref(),
            Some("inventory.stock.low:inventree:7@v3")
        );
    }
}
