//! One page per system, and the JSON Schema of manifests.

use coreflow_bridge::manifest::{Registry, docs_page, json_schema};

use super::Generated;

pub(crate) fn files() -> Result<Vec<Generated>, String> {
    let registry = Registry::default();
    let mut files = Vec::new();
    for system in registry.systems() {
        let manifest = registry.get(&system).map_err(|error| error.to_string())?;
        files.push(Generated { path: format!("docs/systems/{system}.md"), text: docs_page(&manifest) });
    }
    let schema = serde_json::to_string_pretty(&json_schema()).map_err(|error| error.to_string())?;
    files.push(Generated { path: "docs/manifest.schema.json".to_owned(), text: schema + "\n" });
    Ok(files)
}
