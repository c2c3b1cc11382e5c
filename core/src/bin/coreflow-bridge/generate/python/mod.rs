//! The Python facade: record types, input types and module namespaces.

mod models;
mod namespaces;

use coreflow_bridge::model::{FieldKind, Model};

use super::Generated;

/// What the first lines of every generated file say.
const HEADER: &str = "# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.\n";

/// All generated files of the language.
pub(crate) fn files() -> Vec<Generated> {
    let folder = "bindings-python/python/coreflow_bridge/";
    let file =
        |name: &str, text: String| Generated { path: format!("{folder}{name}"), text: format!("{HEADER}{text}") };
    vec![file("models.py", models::text()), file("_async/namespaces.py", namespaces::text())]
}

/// `issue_date` → `IssueDate`.
fn pascal(name: &str) -> String {
    name.split('_').map(capital).collect()
}

/// `accounting` → `Accounting`.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The name of the alias that lists an enum field's words, for example `InvoiceStatus`.
fn enum_name(model: &Model, field: &str) -> String {
    format!("{}{}", model.record, pascal(field))
}

/// The modules in the order of the tables.
fn modules() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for model in Model::all() {
        if !names.contains(&model.module) {
            names.push(model.module);
        }
    }
    names
}

/// A comment or docstring text as lines that fit into `width`.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().filter(|line| line.is_empty() || line.len() + 1 + word.len() <= width);
        match line {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The words of an enum field as a `Literal`.
fn words(kind: FieldKind) -> Option<&'static [&'static str]> {
    match kind {
        FieldKind::Enum(words) | FieldKind::EnumList(words) => Some(words),
        _ => None,
    }
}
