//! The manifests that a bridge knows: the built-in ones, and those that the host adds.

use std::collections::BTreeMap;
use std::sync::Arc;

use once_cell::sync::Lazy;

use super::load::load;
use super::system::Manifest;
use crate::error::{Code, Error, Result};

/// One line per built-in system.
static BUILT_IN: &[(&str, &str)] = &[
    ("erpnext", include_str!("../../adapters/erpnext.yaml")),
    ("dolibarr", include_str!("../../adapters/dolibarr.yaml")),
    ("inventree", include_str!("../../adapters/inventree.yaml")),
    ("bigcapital", include_str!("../../adapters/bigcapital.yaml")),
    ("plane", include_str!("../../adapters/plane.yaml")),
    ("fingpt", include_str!("../../adapters/fingpt.yaml")),
    ("finrobot", include_str!("../../adapters/finrobot.yaml")),
    ("idurar", include_str!("../../adapters/idurar.yaml")),
    ("nocobase", include_str!("../../adapters/nocobase.yaml")),
    ("twenty", include_str!("../../adapters/twenty.yaml")),
];

/// What runs a system, one line per system that says it: see the command `services compose`.
static SERVICES: &[(&str, &str)] = &[
    ("erpnext", include_str!("../../adapters/services/erpnext.yaml")),
    ("dolibarr", include_str!("../../adapters/services/dolibarr.yaml")),
    ("inventree", include_str!("../../adapters/services/inventree.yaml")),
    ("bigcapital", include_str!("../../adapters/services/bigcapital.yaml")),
    ("plane", include_str!("../../adapters/services/plane.yaml")),
    ("fingpt", include_str!("../../adapters/services/fingpt.yaml")),
    ("finrobot", include_str!("../../adapters/services/finrobot.yaml")),
    ("idurar", include_str!("../../adapters/services/idurar.yaml")),
    ("nocobase", include_str!("../../adapters/services/nocobase.yaml")),
    ("twenty", include_str!("../../adapters/services/twenty.yaml")),
];

static LOADED: Lazy<BTreeMap<&'static str, Result<Arc<Manifest>>>> = Lazy::new(|| {
    let load_one = |(system, yaml): &(&'static str, &str)| (*system, load(system, yaml).map(Arc::new));
    BUILT_IN.iter().map(load_one).collect()
});

/// The manifests of a bridge, by system.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    added: BTreeMap<String, Arc<Manifest>>,
}

impl Registry {
    /// Adds a manifest; one for a built-in system takes its place.
    pub fn add(&mut self, manifest: Manifest) {
        self.added.insert(manifest.system.clone(), Arc::new(manifest));
    }

    /// The manifest of a system.
    pub fn get(&self, system: &str) -> Result<Arc<Manifest>> {
        if let Some(manifest) = self.added.get(system) {
            return Ok(manifest.clone());
        }
        LOADED.get(system).cloned().unwrap_or_else(|| {
            let known = self.systems().join(", ");
            Err(Error::new(Code::InvalidInput, format!("there is no system {system:.64?}; known are: {known}")))
        })
    }

    /// What runs a built-in system, as YAML.
    pub fn services(system: &str) -> Option<&'static str> {
        SERVICES.iter().find(|(name, _)| *name == system).map(|(_, yaml)| *yaml)
    }

    /// The names of all systems.
    pub fn systems(&self) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.iter().map(|(system, _)| (*system).to_owned()).collect();
        names.extend(self.added.keys().filter(|name| BUILT_IN.iter().all(|(system, _)| system != name)).cloned());
        names.sort();
        names
    }
}
