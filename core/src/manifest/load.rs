//! Reads a manifest from YAML; mistakes are told with line and column.

use schemars::schema_for;

use super::lint::lint;
use super::system::Manifest;
use crate::error::{Code, Error, Result};

/// Reads a manifest, or says what is wrong and where. `origin` names the text in messages, for example its file.
pub fn load(origin: &str, yaml: &str) -> Result<Manifest> {
    // `no` and `Y` are words here, not truth values (YAML 1.2).
    let options = serde_saphyr::options! { strict_booleans: true };
    let manifest: Manifest = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let place = error.location().map(|at| format!(":{}", at.line())).unwrap_or_default();
        let message = error.without_snippet().to_string();
        Error::new(Code::ManifestInvalid, format!("{origin}{place}: {}", message.trim())).with_context("file", origin)
    })?;
    let findings = lint(&manifest, yaml);
    if findings.is_empty() {
        return Ok(manifest);
    }
    let lines: Vec<String> = findings.iter().map(|finding| format!("{origin}:{finding}")).collect();
    Err(Error::new(Code::ManifestInvalid, lines.join("\n")).with_context("file", origin))
}

/// The JSON Schema of a manifest, for editors.
pub fn json_schema() -> serde_json::Value {
    schema_for!(Manifest).to_value()
}
