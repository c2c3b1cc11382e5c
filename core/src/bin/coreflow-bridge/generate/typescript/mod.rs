//! The TypeScript facade: record types, namespaces, error classes.

mod errors;
mod models;
mod namespaces;

use super::Generated;
use super::names::pascal;

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
        file("events.ts", super::events::typescript()),
        file("json.ts", models::json_fields()),
        file("models.ts", models::text()),
        file("namespaces.ts", namespaces::text()),
        file(
            "version.ts",
            format!("/** The version of the package and of its addon. */\nexport const VERSION = '{version}'\n"),
        ),
    ]
}

/// `issue_date` → `issueDate`.
fn camel(name: &str) -> String {
    let (first, rest) = name.split_once('_').unwrap_or((name, ""));
    format!("{first}{}", pascal(rest))
}
