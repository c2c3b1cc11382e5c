//! The adapters of a bridge, compiled once for each way in which connections use a system.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value as Json;

use super::adapter::Adapter;
use super::connection::Settings;
use crate::error::{Code, Error, Result};
use crate::manifest::{FieldSpec, Manifest, Registry, lint};

/// The adapters of a bridge.
pub(super) struct Adapters {
    pub(super) registry: Registry,
    /// Manifests with overlays, by system and overlays.
    overlaid: Mutex<HashMap<String, Arc<Manifest>>>,
    compiled: Mutex<HashMap<String, Arc<Adapter>>>,
}

impl Adapters {
    pub(super) fn new(registry: Registry) -> Adapters {
        Adapters { registry, overlaid: Mutex::default(), compiled: Mutex::default() }
    }

    /// The compiled adapter of a system, as it is with the settings of a connection. Connections whose settings
    /// change nothing in the manifest share one.
    pub(super) fn get(&self, system: &str, settings: &Settings) -> Result<Arc<Adapter>> {
        let (mut key, manifest) = self.manifest(system, settings)?;
        for (name, value) in settings.options.iter().filter(|(name, _)| in_paths(&manifest, name)) {
            key.push_str(&format!("\n{name}={value}"));
        }
        if let Some(adapter) = self.compiled.lock().get(&key) {
            return Ok(Arc::clone(adapter));
        }
        let adapter = Arc::new(Adapter::new(Arc::new(manifest.with_options(&settings.options))));
        Ok(Arc::clone(self.compiled.lock().entry(key).or_insert(adapter)))
    }

    /// The manifest with the overlays that hold: those of the system's facts, over them the connection's own.
    fn manifest(&self, system: &str, settings: &Settings) -> Result<(String, Arc<Manifest>)> {
        let manifest = self.registry.get(system)?;
        let places = manifest.overlays_for(&settings.facts);
        if places.is_empty() && settings.overlay.is_none() {
            return Ok((system.to_owned(), manifest));
        }
        let own = settings.overlay.as_ref().map(Json::to_string).unwrap_or_default();
        let key = format!("{system}\n{places:?}\n{own}");
        if let Some(known) = self.overlaid.lock().get(&key) {
            return Ok((key, Arc::clone(known)));
        }
        let held = places.iter().filter_map(|place| manifest.overlays.get(*place)).map(|overlay| &overlay.merge);
        let mut merged = manifest.overlaid(held.chain(&settings.overlay))?;
        merged.overlays.clear();
        let findings: Vec<String> = lint(&merged, "").into_iter().map(|finding| finding.message).collect();
        if !findings.is_empty() {
            let message = format!("the manifest of {system} with its overlay: {}", findings.join("\n"));
            return Err(Error::new(Code::ManifestInvalid, message));
        }
        let merged = Arc::new(merged);
        self.overlaid.lock().insert(key.clone(), Arc::clone(&merged));
        Ok((key, merged))
    }
}

/// Whether paths or constants of the manifest's maps stand on an option.
fn in_paths(manifest: &Manifest, option: &str) -> bool {
    let hole = format!("{{option.{option}}}");
    let on_it = |spec: &FieldSpec| {
        let map = spec.map();
        let constant = map.constant.as_ref().and_then(Json::as_str) == Some(hole.as_str());
        let set = map.row_set.values().any(|constant| constant.as_str() == Some(hole.as_str()));
        constant || set || [&map.at, &map.write_at, &map.column].into_iter().flatten().any(|path| path.contains(&hole))
    };
    manifest.resources.values().flat_map(|resource| resource.entities()).any(|(_, entity)| {
        entity.key.as_ref().is_some_and(|key| key.at.contains(&hole))
            || entity.fields.values().chain(&entity.external_ref).any(on_it)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_share_an_adapter_unless_an_option_stands_in_their_manifest() {
        let adapters = Adapters::new(Registry::default());
        let get = |name: &str| {
            let options = [(name.to_owned(), "Main".to_owned())].into();
            adapters.get("erpnext", &Settings { options, ..Settings::default() }).unwrap()
        };
        assert!(Arc::ptr_eq(&get("site"), &get("company")));
        // One in the path of a key, one in the constants of rows.
        for name in ["key_field", "cost_center"] {
            assert!(!Arc::ptr_eq(&get("site"), &get(name)), "{name}");
        }
    }
}
