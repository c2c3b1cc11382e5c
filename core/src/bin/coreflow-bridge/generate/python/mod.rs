//! The Python facade: record types, input types and module namespaces.

mod models;
mod namespaces;

use super::Generated;

/// What the first lines of every generated file say.
const HEADER: &str = "# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.\n";

/// All generated files of the language.
pub(crate) fn files() -> Vec<Generated> {
    let folder = "bindings-python/python/coreflow_bridge/";
    let file =
        |name: &str, text: String| Generated { path: format!("{folder}{name}"), text: format!("{HEADER}{text}") };
    let models = models::files().into_iter().map(|(name, text)| file(&name, text));
    let events = file("_events.py", super::events::python());
    models.chain([file("_async/namespaces.py", namespaces::text()), events]).collect()
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
