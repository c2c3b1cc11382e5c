//! Changes that have a name of their own in the catalogue.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::model::Change;

/// A change that has a name of its own in the catalogue: a deal that is won, an invoice that is paid.
#[derive(Debug, PartialEq)]
pub struct Milestone {
    /// The resource whose records reach it.
    pub resource: &'static str,
    pub(super) on: On,
    /// The type of its event.
    pub kind: &'static str,
}

/// What must have happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum On {
    /// Any such change.
    Is(Change),
    /// A change of that kind of a record whose field has the value, or has it among others.
    Of(Change, &'static str, &'static str),
    /// A new record whose field has the value, and whose amount is none that goes: what is taken back is told with the same
    /// word and less than nothing.
    Comes(&'static str, &'static str, &'static str),
    /// The list has one that it had not before: that must be known, but of a new record, which had none.
    Gains(&'static str),
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
pub(super) static MILESTONES: &[Milestone] = &[
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
    milestone("accounting.contacts", On::Of(Change::Updated, "roles", "supplier"), "inventory.supplier.updated"),
    milestone("accounting.expenses", On::Is(Change::Created), "accounting.expense.recorded"),
    milestone("hr.employees", On::Is(Change::Created), "hr.employee.hired"),
    milestone("hr.employees", On::Becomes("status", "left"), "hr.employee.terminated"),
    milestone("hr.leaves", On::Is(Change::Created), "hr.leave.requested"),
    milestone("inventory.parts", On::Falls("in_stock", Some("minimum_stock")), "inventory.stock.low"),
    milestone("inventory.parts", On::Falls("in_stock", None), "inventory.stock.out"),
    milestone("inventory.stock_moves", On::Comes("kind", "received", "quantity"), "inventory.item.received"),
    milestone("inventory.companies", On::Of(Change::Updated, "roles", "supplier"), "inventory.supplier.updated"),
    milestone("projects.projects", On::Becomes("status", "completed"), "projects.project.completed"),
    milestone("projects.tasks", On::Gains("assignee_ids"), "projects.task.assigned"),
    milestone("projects.tasks", On::Becomes("status", "completed"), "projects.task.completed"),
];

impl Milestone {
    /// The id of its event: what is reached once is told once per record while the log keeps it, whoever sees it first; what
    /// can happen again, once per state of the record (`stamp`: its version, or when it was changed).
    pub fn event_id(&self, record: &str, stamp: &str) -> String {
        match self.on {
            On::Is(Change::Created) | On::Of(Change::Created, ..) | On::Comes(..) | On::Becomes(..) => {
                format!("{}:{record}", self.kind)
            }
            _ => format!("{}:{record}@{stamp}", self.kind),
        }
    }

    fn reached(&self, change: Change, before: Option<&Json>, after: &Json) -> bool {
        match self.on {
            On::Is(wanted) => change == wanted,
            On::Of(wanted, field, value) => change == wanted && has(after, field, value),
            On::Comes(field, value, amount) => {
                let goes = number(after, amount).is_some_and(|amount| amount < Decimal::from(0));
                change == Change::Created && has(after, field, value) && !goes
            }
            On::Gains(field) => {
                let had = |one: &Json| before.is_some_and(|before| list(before, field).any(|other| other == one));
                let known = change == Change::Created || change == Change::Updated && before.is_some();
                known && list(after, field).any(|one| !had(one))
            }
            On::Becomes(field, value) => {
                let has = |record: &Json| has(record, field, value);
                change != Change::Deleted && has(after) && !before.is_some_and(has)
            }
            On::Falls(field, below) => {
                let low = |record: &Json| is_low(record, field, below);
                change == Change::Updated && low(after) == Some(true) && before.and_then(low) == Some(false)
            }
        }
    }
}

fn list<'r>(record: &'r Json, field: &str) -> impl Iterator<Item = &'r Json> {
    record.get(field).and_then(Json::as_array).into_iter().flatten()
}

/// Whether the field has the value, or has it among others.
fn has(record: &Json, field: &str, value: &str) -> bool {
    record.get(field).and_then(Json::as_str) == Some(value) || list(record, field).any(|one| one == value)
}

fn number(record: &Json, field: &str) -> Option<Decimal> {
    match record.get(field)? {
        Json::String(text) => text.parse().ok(),
        Json::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

fn is_low(record: &Json, field: &str, below: Option<&str>) -> Option<bool> {
    let there = number(record, field)?;
    match below {
        None => Some(there <= Decimal::from(0)),
        Some(below) => Some(there < number(record, below)?),
    }
}

/// The types of all milestones that records of a resource can reach.
pub fn milestone_kinds(resource: &str) -> impl Iterator<Item = &'static str> {
    MILESTONES.iter().filter(move |one| one.resource == resource).map(|one| one.kind)
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
    fn milestones_are_of_fields_that_are_there() {
        for one in MILESTONES {
            let model = Model::find(one.resource).expect(one.resource);
            let field = |name: &str| &model.fields[model.slot(name).expect(name)].kind;
            match one.on {
                On::Is(_) => {}
                On::Of(_, name, value) | On::Becomes(name, value) | On::Comes(name, value, _) => {
                    let words = match field(name) {
                        FieldKind::Enum(words) | FieldKind::EnumList(words) => *words,
                        _ => &[],
                    };
                    assert!(words.contains(&value), "{one:?}");
                    if let On::Comes(_, _, amount) = one.on {
                        assert!(matches!(field(amount), FieldKind::Decimal), "{one:?}");
                    }
                }
                On::Gains(name) => assert!(matches!(field(name), FieldKind::Refs(_)), "{one:?}"),
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

    #[test]
    fn who_is_new_in_a_list_is_assigned() {
        let of = |ids: &[&str]| json!({"assignee_ids": ids});
        let told = |change, before: Option<&[&str]>, after: &[&str]| {
            kinds("projects.tasks", change, before.map(of), of(after)).len()
        };
        assert_eq!(told(Change::Created, None, &["a"]), 1);
        assert_eq!(told(Change::Created, None, &[]), 0);
        assert_eq!(told(Change::Updated, Some(&["a"]), &["b", "a"]), 1);
        assert_eq!(told(Change::Updated, Some(&["a", "b"]), &["b"]), 0, "somebody else is left");
        assert_eq!(told(Change::Updated, None, &["a"]), 0, "it is not known who was there");
        assert_eq!(told(Change::Deleted, Some(&[]), &["a"]), 0);
        let again = milestones("projects.tasks", Change::Created, None, Some(&of(&["a"]))).next();
        assert_eq!(
            again.map(|one| one.event_id("plane:1", "v2")).as_deref(),
            Some("projects.task.assigned:plane:1@v2")
        );
    }

    #[test]
    fn what_is_taken_back_was_not_received() {
        let told = |kind: &str, quantity: Json| {
            kinds("inventory.stock_moves", Change::Created, None, json!({"kind": kind, "quantity": quantity})).len()
        };
        assert_eq!((told("received", json!("4")), told("received", Json::Null)), (1, 1));
        assert_eq!((told("received", json!("-4")), told("added", json!("4"))), (0, 0));
    }

    #[test]
    fn a_supplier_is_one_among_other_things() {
        for resource in ["inventory.companies", "accounting.contacts"] {
            let told = |change, roles: &[&str]| kinds(resource, change, None, json!({"roles": roles}));
            assert_eq!(told(Change::Updated, &["customer", "supplier"]), ["inventory.supplier.updated"]);
            assert_eq!(told(Change::Updated, &["customer"]), [""; 0]);
            assert_eq!(told(Change::Created, &["supplier"]), [""; 0]);
        }
    }
}
