//! The doctypes, as data: columns from recordings (`doctypes/`), rules from the facts (`rules/`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};

/// The type of a column. Names in the file: `s i f d t h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Kind {
    #[serde(rename = "s")]
    Text,
    #[serde(rename = "i")]
    Int,
    #[serde(rename = "f")]
    Float,
    #[serde(rename = "d")]
    Date,
    #[serde(rename = "t")]
    Datetime,
    #[serde(rename = "h")]
    Time,
}

/// Links, labels and the like, of a doctype or of the rows of one of its tables.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rules {
    pub(crate) title: Option<String>,
    /// `field:x`, `series`, `titled:x` (with the company's abbreviation), `joined:x-y`, `account`, `exchange`, `bom` or `hash`.
    pub(crate) naming: String,
    pub(crate) series: Option<String>,
    /// What stands between a name that is taken and the number that makes it a free one; a duplicate without it.
    pub(crate) taken: Option<String>,
    /// Goes with the document that it belongs to, instead of keeping it from being deleted.
    pub(crate) follows: bool,
    pub(crate) submittable: bool,
    pub(crate) disableable: bool,
    /// The field that names the parent, of doctypes that are trees.
    pub(crate) tree: Option<String>,
    /// What a delete of one with children is refused with; the framework's own words without it.
    pub(crate) has_children: Option<String>,
    pub(crate) mandatory: Vec<String>,
    pub(crate) links: BTreeMap<String, String>,
    /// Checked by the document's own code, with another message than a plain link.
    pub(crate) party_links: BTreeMap<String, String>,
    /// A missing target ends as 404, as for items in an invoice.
    pub(crate) soft_links: BTreeMap<String, String>,
    /// The field that holds the target's doctype.
    pub(crate) dynamic_links: BTreeMap<String, String>,
    pub(crate) selects: BTreeMap<String, Vec<String>>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) html: Vec<String>,
    /// What `status` says of a draft, a submitted and a cancelled document.
    pub(crate) statuses: Vec<String>,
    /// Filled when empty, from the document that a link leads to: field → `link.its field`.
    pub(crate) fetch: BTreeMap<String, String>,
    /// Always made of other fields, with a blank between them.
    pub(crate) joined: BTreeMap<String, Vec<String>>,
    /// Asked for by the document's own code: field and what it says.
    pub(crate) needs: Vec<(String, String)>,
    /// Dates that must not come before others.
    pub(crate) dates: Vec<Dates>,
    /// Fields that no two documents may have in common.
    pub(crate) unique: Vec<String>,
    pub(crate) emails: Vec<String>,
    /// Of the framework itself, whose refusals are not marked as the app's.
    pub(crate) framework: bool,
    /// Fields of the form without a column: a single document shows them as null.
    pub(crate) form_fields: Vec<String>,
    pub(crate) allow_on_submit: Vec<String>,
    /// What the limited user may do: nothing, `read`, `list` with `limited_fields`, `all`, or `own` (documents).
    pub(crate) limited: Option<String>,
    pub(crate) limited_fields: Vec<String>,
    pub(crate) rows: BTreeMap<String, Rules>,
}

/// Two dates in their order, and what a wrong order is refused with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dates {
    pub(crate) first: String,
    pub(crate) then: String,
    /// `InvalidDates` with the fields' labels without it.
    pub(crate) says: Option<String>,
}

/// One doctype.
#[derive(Debug, Deserialize)]
pub(crate) struct Doctype {
    #[serde(default)]
    pub(crate) child: bool,
    /// Table fields and their doctypes, where known.
    #[serde(default)]
    pub(crate) tables: BTreeMap<String, Option<String>>,
    columns: Map<String, Value>,
    #[serde(skip)]
    pub(crate) fields: Vec<(String, Kind, Value)>,
    #[serde(skip)]
    pub(crate) rules: Rules,
}

const STANDARD: [(&str, Kind); 7] = [
    ("name", Kind::Text),
    ("owner", Kind::Text),
    ("creation", Kind::Datetime),
    ("modified", Kind::Datetime),
    ("modified_by", Kind::Text),
    ("docstatus", Kind::Int),
    ("idx", Kind::Int),
];

impl Doctype {
    /// The type of a column, standard ones included; nothing when there is no such column.
    pub(crate) fn kind(&self, field: &str) -> Option<Kind> {
        let standard = STANDARD.iter().find(|(n, _)| *n == field).map(|(_, k)| *k);
        let row = || (self.child && ["parent", "parentfield", "parenttype"].contains(&field)).then_some(Kind::Text);
        standard.or_else(|| self.fields.iter().find(|(n, _, _)| n == field).map(|(_, k, _)| *k)).or_else(row)
    }

    /// All columns in the order of `fields=["*"]`.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        STANDARD.iter().map(|(n, _)| *n).chain(self.fields.iter().map(|(n, _, _)| n.as_str()))
    }

    /// The label of a field: its own, or the name in words.
    pub(crate) fn label(&self, field: &str) -> String {
        self.rules.labels.get(field).cloned().unwrap_or_else(|| words(field))
    }
}

/// `customer_group` in words: `Customer Group`.
pub(crate) fn words(field: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
    };
    field.split('_').map(word).collect::<Vec<_>>().join(" ")
}

/// A value in a column's type, as Frappe casts it: text that is no number counts as 0.
pub(crate) fn cast(kind: Kind, value: &Value) -> Value {
    match kind {
        _ if value.is_null() => Value::Null,
        Kind::Int => json!(super::state::decimal(value).trunc().to_string().parse::<i64>().unwrap_or(0)),
        Kind::Float => super::state::number(super::state::decimal(value)),
        _ => match value {
            Value::String(_) => value.clone(),
            other => json!(other.to_string()),
        },
    }
}

/// Columns and rules, area by area.
const TABLES: [(&str, &str); 7] = [
    (include_str!("doctypes/accounts.json"), include_str!("rules/accounts.json")),
    (include_str!("doctypes/parties.json"), include_str!("rules/parties.json")),
    (include_str!("doctypes/orders.json"), include_str!("rules/orders.json")),
    (include_str!("doctypes/stock.json"), include_str!("rules/stock.json")),
    (include_str!("doctypes/people.json"), include_str!("rules/people.json")),
    (include_str!("doctypes/hooks.json"), include_str!("rules/hooks.json")),
    (include_str!("doctypes/hr.json"), include_str!("rules/hr.json")),
];

/// All doctypes.
pub(crate) struct Schema(BTreeMap<String, Doctype>);

impl Schema {
    pub(crate) fn load() -> Result<Schema> {
        let broken = |e: serde_json::Error| Error::unexpected(format!("the sandbox's doctype tables: {e}"));
        let (mut all, mut rules) = (BTreeMap::<String, Doctype>::new(), BTreeMap::<String, Rules>::new());
        for (doctypes, of_them) in TABLES {
            all.extend(serde_json::from_str::<BTreeMap<String, Doctype>>(doctypes).map_err(broken)?);
            rules.extend(serde_json::from_str::<BTreeMap<String, Rules>>(of_them).map_err(broken)?);
        }
        for (name, doctype) in &mut all {
            for (field, column) in std::mem::take(&mut doctype.columns) {
                let (kind, default) = serde_json::from_value::<(Kind, Value)>(column).map_err(broken)?;
                doctype.fields.push((field, kind, default));
            }
            doctype.rules = rules.remove(name).unwrap_or_default();
        }
        Ok(Schema(all))
    }

    pub(crate) fn get(&self, doctype: &str) -> Option<&Doctype> {
        self.0.get(doctype)
    }

    /// Adds a column that the customer made.
    pub(crate) fn add(&mut self, doctype: &str, field: &str, label: &str, kind: Kind, unique: bool) {
        let Some(meta) = self.0.get_mut(doctype).filter(|meta| meta.kind(field).is_none()) else { return };
        meta.fields.push((field.to_owned(), kind, Value::Null));
        meta.rules.labels.insert(field.to_owned(), label.to_owned());
        if unique {
            meta.rules.unique.push(field.to_owned());
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The parent doctypes that have rows of this child doctype, with the table field.
    pub(crate) fn table_of<'a>(&'a self, parent: &str, child: &str) -> Option<&'a str> {
        let tables = &self.get(parent)?.tables;
        tables.iter().find(|(_, of)| of.as_deref() == Some(child)).map(|(field, _)| field.as_str())
    }
}
