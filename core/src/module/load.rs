//! Reads a catalogue from YAML; mistakes are told with their lines.

use std::sync::Arc;

use once_cell::sync::Lazy;
use schemars::schema_for;

use super::catalogue::Catalogue;
use super::lint::lint;
use crate::error::{Code, Error, Result};

static BUILT_IN: Lazy<Result<Arc<Catalogue>>> =
    Lazy::new(|| load("coreflow360.yaml", include_str!("../../catalogue/coreflow360.yaml")).map(Arc::new));

/// The catalogue of CoreFlow360.
pub fn built_in() -> Result<Arc<Catalogue>> {
    BUILT_IN.clone()
}

/// Reads a catalogue, or says what is wrong and where. `origin` names the text in messages, for example its file.
pub fn load(origin: &str, yaml: &str) -> Result<Catalogue> {
    let wrong = |message: String| Error::new(Code::ConfigInvalid, message).with_context("file", origin);
    // `no` and `Y` are words here, not truth values (YAML 1.2).
    let options = serde_saphyr::options! { strict_booleans: true };
    let catalogue: Catalogue = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let place = error.location().map(|at| format!(":{}", at.line())).unwrap_or_default();
        wrong(format!("{origin}{place}: {}", error.without_snippet().to_string().trim()))
    })?;
    let findings = lint(&catalogue, yaml);
    if findings.is_empty() {
        return Ok(catalogue);
    }
    let lines: Vec<String> = findings.iter().map(|finding| format!("{origin}:{finding}")).collect();
    Err(wrong(lines.join("\n")))
}

/// The JSON Schema of a catalogue, for editors.
pub fn json_schema() -> serde_json::Value {
    schema_for!(Catalogue).to_value()
}
