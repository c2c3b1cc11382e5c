//! The TypeScript facade: record types, namespaces, error classes.

mod errors;
mod models;
mod namespaces;

use coreflow_bridge::model::{FieldKind, Model};

use super::Generated;

const HEADER: &str = "// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.\n\n";

/// All generated files of the language.
pub(crate) fn files() -> Vec<Generated> {
    let file = |name: &str, text: String| Generated {
        path: format!("bindings-node/ts/generated/{name}"),
        text: format!("{HEADER}{text}"),
    };
    let version = env!("CARGO_PKG_VERSION");
    vec![
        file("classes.ts", errors::table()),
        file("codes.ts", errors::codes()),
        file("errors.ts", errors::classes()),
        file("models.ts", models::text()),
        file("namespaces.ts", namespaces::text()),
        file(
            "version.ts",
            format!("/** The version of the package and of its addon. */\nexport const VERSION = '{version}'\n"),
        ),
    ]
}

/// `issue_date` → `IssueDate`.
fn pascal(name: &str) -> String {
    name.split('_').map(capital).collect()
}

/// `issue_date` → `issueDate`.
fn camel(name: &str) -> String {
    let (first, rest) = name.split_once('_').unwrap_or((name, ""));
    format!("{first}{}", pascal(rest))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The name of the union of an enum field's words, for example `InvoiceStatus`.
fn enum_name(model: &Model, field: &str) -> String {
    format!("{}{}", model.record, pascal(field))
}

/// The words of an enum field.
fn words(kind: FieldKind) -> Option<&'static [&'static str]> {
    match kind {
        FieldKind::Enum(words) | FieldKind::EnumList(words) => Some(words),
        _ => None,
    }
}
