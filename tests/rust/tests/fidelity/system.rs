//! A system: its manifest, its recordings, and which recording belongs to which operation.

use std::collections::BTreeMap;
use std::sync::Arc;

use bridge_tests::recording::{self, Recording};
use bridge_tests::tests_folder;
use coreflow_bridge::manifest::{Entity, Manifest, Registry, load};
use coreflow_bridge::model::Model;

use super::kinds::{Kind, kinds};
use super::plan::Plan;

pub(crate) struct System {
    pub(crate) name: String,
    pub(crate) manifest: Arc<Manifest>,
    pub(crate) recordings: Vec<Recording>,
}

/// An entity of the manifest, with its resource and variant.
#[derive(Clone, Copy)]
pub(crate) struct Place<'s> {
    pub(crate) resource: &'s str,
    pub(crate) variant: Option<&'s str>,
    pub(crate) entity: &'s Entity,
}

impl Place<'_> {
    pub(crate) fn model(&self) -> &'static Model {
        Model::find(self.resource).unwrap()
    }
}

/// Operation → the recordings that belong to it. The key is `<resource> <variant> <operation>`, or `system <probe>`.
pub(crate) type Matched<'s> = BTreeMap<String, (Kind<'s>, Vec<&'s Recording>)>;

impl System {
    /// Every system with recordings; those without have a contract of ours, not a server to be faithful to.
    pub(crate) fn all() -> Vec<System> {
        let registry = Registry::default();
        let only = std::env::var("FIDELITY").ok();
        let file = std::env::var("FIDELITY_MANIFEST").ok();
        let from_file = file.map(|file| load(&file, &std::fs::read_to_string(&file).unwrap()).unwrap());
        let mut names = registry.systems();
        if let Some(name) = from_file.iter().map(|manifest| manifest.system.clone()).find(|name| !names.contains(name))
        {
            names.push(name);
        }
        let wanted = names.into_iter().filter(|name| only.as_ref().is_none_or(|only| only == name));
        let load = |name: String| {
            let archive = tests_folder(&format!("recordings/{name}.ndjson.gz"));
            let own = from_file.as_ref().filter(|manifest| manifest.system == name);
            archive.exists().then(|| System {
                manifest: own.map_or_else(|| registry.get(&name).unwrap(), |own| Arc::new(own.clone())),
                recordings: recording::load(&archive).unwrap(),
                name,
            })
        };
        wanted.filter_map(load).collect()
    }

    pub(crate) fn places(&self) -> Vec<Place<'_>> {
        let resources = self.manifest.resources.iter();
        let all = resources.flat_map(|(resource, spec)| {
            spec.entities().into_iter().map(move |(variant, entity)| Place { resource, variant, entity })
        });
        all.collect()
    }

    /// Each recording goes to the operation of each entity whose route says most about it.
    pub(crate) fn matched(&self) -> Matched<'_> {
        let mut kinds = kinds(self);
        let plan = Plan::of(&self.name);
        kinds.iter_mut().for_each(|kind| kind.route.query.retain(|(name, _)| !plan.widening.contains_key(name)));
        let mut matched: Matched<'_> =
            kinds.iter().map(|kind| (kind.name.clone(), (kind.clone(), Vec::new()))).collect();
        for recording in self.recordings.iter().filter(|one| one.webhook.is_none()) {
            let mut best: BTreeMap<&str, (usize, &Kind<'_>)> = BTreeMap::new();
            for kind in &kinds {
                let Some(score) = kind.route.fits(recording) else { continue };
                let found = best.entry(kind.owner.as_str()).or_insert((score, kind));
                if score > found.0 {
                    *found = (score, kind);
                }
            }
            for (_, kind) in best.values() {
                matched.get_mut(&kind.name).unwrap().1.push(recording);
            }
        }
        matched
    }
}
