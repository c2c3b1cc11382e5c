//! Names that the facades derive from the models'.

use coreflow_bridge::model::{FieldKind, Model};

/// Classes that the facades have already, under which a resource cannot also be known.
const TAKEN: &[&str] = &["Links", "Records"];

/// `issue_date` → `IssueDate`.
pub(crate) fn pascal(name: &str) -> String {
    name.split('_').map(capital).collect()
}

/// `accounting` → `Accounting`.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The name of the alias that lists an enum field's words, for example `InvoiceStatus`.
pub(crate) fn enum_name(model: &Model, field: &str) -> String {
    format!("{}{}", model.record, pascal(field))
}

/// The class of a resource: `journal_entries` → `JournalEntries`; with the module in front where several modules have one
/// of that name: `crm.tasks` → `CrmTasks`.
pub(crate) fn class_name(model: &Model) -> String {
    let name = pascal(model.resource);
    let alone = Model::all().filter(|other| other.resource == model.resource).count() == 1;
    if alone && !TAKEN.contains(&name.as_str()) { name } else { format!("{}{name}", pascal(model.module)) }
}

/// The words of an enum field.
pub(crate) fn words(kind: FieldKind) -> Option<&'static [&'static str]> {
    match kind {
        FieldKind::Enum(words) | FieldKind::EnumList(words) => Some(words),
        _ => None,
    }
}

/// Whether a list can be filtered by a field.
pub(crate) fn filters(kind: FieldKind) -> bool {
    !matches!(kind, FieldKind::Rows(_) | FieldKind::Json)
}
