//! Paths that are an option of the connection: `{option.<name>}`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::entity::{Entity, Resource};
use super::field::FieldSpec;
use super::system::Manifest;

impl Manifest {
    /// The manifest as it holds for a connection: options in paths are filled in, and what stands on an option that
    /// is neither set nor has a default is taken out.
    #[must_use]
    pub fn with_options(&self, set: &BTreeMap<String, String>) -> Manifest {
        let mut manifest = self.clone();
        let value = |name: &str| {
            let default = || self.options.get(name).and_then(|option| option.default.clone());
            set.get(name).cloned().filter(|value| !value.is_empty()).or_else(default)
        };
        for resource in manifest.resources.values_mut() {
            match resource {
                Resource::One(entity) => entity.fill(&value),
                Resource::Variants(all) => all.variants.values_mut().for_each(|entity| entity.fill(&value)),
            }
        }
        if let Some(files) = &mut manifest.attachments {
            files.fill(&value);
        }
        manifest
    }
}

impl Entity {
    fn fill(&mut self, value: &dyn Fn(&str) -> Option<String>) {
        for envelope in [&mut self.external_ref, &mut self.created_at, &mut self.updated_at] {
            *envelope = envelope.take().and_then(|spec| filled(spec, value));
        }
        self.fields = std::mem::take(&mut self.fields)
            .into_iter()
            .filter_map(|(name, spec)| Some((name, filled(spec, value)?)))
            .collect();
        self.key = self.key.take().and_then(|mut key| {
            key.at = path(key.at, value)?;
            key.column = match key.column {
                Some(column) => Some(path(column, value)?),
                None => None,
            };
            Some(key)
        });
    }
}

fn filled(spec: FieldSpec, value: &dyn Fn(&str) -> Option<String>) -> Option<FieldSpec> {
    match spec {
        FieldSpec::Path(at) => path(at, value).map(FieldSpec::Path),
        FieldSpec::Map(mut map) => {
            map.at = match map.at {
                Some(at) => Some(path(at, value)?),
                None => None,
            };
            if let Some(option) = map.constant.as_ref().and_then(Json::as_str).and_then(option_of) {
                map.constant = Some(Json::from(value(option)?));
            }
            let row_set = std::mem::take(&mut map.row_set).into_iter();
            let set = |constant: Json| match constant.as_str().and_then(option_of) {
                Some(option) => value(option).map(Json::from),
                None => Some(constant),
            };
            map.row_set = row_set.filter_map(|(path, constant)| Some((path, set(constant)?))).collect();
            Some(FieldSpec::Map(map))
        }
    }
}

/// The name of the option that a path is, if it is one.
pub(super) fn option_of(path: &str) -> Option<&str> {
    path.strip_prefix("{option.")?.strip_suffix('}')
}

fn path(path: String, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    match option_of(&path) {
        Some(name) => value(name),
        None => Some(path),
    }
}
