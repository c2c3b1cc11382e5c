//! A system: its manifest, its recordings, and which recording belongs to which operation.

use std::collections::BTreeMap;
use std::sync::Arc;

use bridge_tests::recording::{self, Recording};
use bridge_tests::tests_folder;
use coreflow_bridge::manifest::{Entity, Manifest, Registry, load};
use coreflow_bridge::model::{ATTACHMENT, Model};

use super::kinds::{Kind, kinds};
use super::plan::Plan;

pub(crate) struct System {
    pub(crate) name: String,
    pub(crate) manifest: Arc<Manifest>,
    pub(crate) recordings: Vec<Recording>,
    /// How files hang on records: once for each set of words that entities give, with these filled in.
    attachments: Vec<(String, Option<String>, Entity)>,
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
        if self.is_attachments() { &ATTACHMENT } else { Model::find(self.resource).unwrap() }
    }

    pub(crate) fn is_attachments(&self) -> bool {
        self.resource.ends_with(".attachments")
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
            let own = from_file.as_ref().filter(|manifest| manifest.system == name);
            let manifest = own.map_or_else(|| registry.get(&name).unwrap(), |own| Arc::new(own.clone()));
            let others = archives().into_iter().filter(move |one| one.strip_prefix(&name).is_some_and(is_version));
            others.map(move |name| System::loaded(name, &manifest))
        };
        wanted.flat_map(load).collect()
    }

    /// A system, or one of its versions: what it does otherwise is laid over its manifest.
    fn loaded(name: String, manifest: &Arc<Manifest>) -> System {
        let facts = Plan::of(&name).facts;
        let overlays: Vec<_> =
            manifest.overlays_for(&facts).into_iter().map(|place| &manifest.overlays[place].merge).collect();
        let manifest = match overlays.is_empty() {
            true => Arc::clone(manifest),
            false => Arc::new(manifest.overlaid(overlays).unwrap()),
        };
        let archive = tests_folder(&format!("recordings/{name}.ndjson.gz"));
        let recordings = recording::load(&archive).unwrap();
        System { attachments: attachments(&manifest), manifest, recordings, name }
    }

    pub(crate) fn places(&self) -> Vec<Place<'_>> {
        let resources = self.manifest.resources.iter();
        let all = resources.flat_map(|(resource, spec)| {
            spec.entities().into_iter().map(move |(variant, entity)| Place { resource, variant, entity })
        });
        let files = self.attachments.iter();
        let files = files.map(|(resource, variant, entity)| Place { resource, variant: variant.as_deref(), entity });
        all.chain(files).collect()
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
            for kind in kinds.iter().filter(|kind| kind.codec().is_none()) {
                let Some(score) = kind.route.fits(recording) else { continue };
                let found = best.entry(kind.owner.as_str()).or_insert((score, kind));
                if score > found.0 {
                    *found = (score, kind);
                }
            }
            for (_, kind) in best.values() {
                matched.get_mut(&kind.name).unwrap().1.push(recording);
            }
            // All that codecs send looks alike: the plan says of which call it is.
            for asked in plan.calls.iter().filter(|asked| asked.has(recording)) {
                matched.get_mut(&asked.operation).unwrap().1.push(recording);
            }
        }
        matched
    }
}

/// The names of all archives: a system, or a system, a dash and a version.
fn archives() -> Vec<String> {
    let files = std::fs::read_dir(tests_folder("recordings")).unwrap();
    let name = |file: String| file.strip_suffix(".ndjson.gz").map(str::to_owned);
    let mut names: Vec<String> =
        files.filter_map(|file| name(file.unwrap().file_name().into_string().unwrap())).collect();
    names.sort();
    names
}

fn is_version(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

fn attachments(manifest: &Manifest) -> Vec<(String, Option<String>, Entity)> {
    let Some(files) = &manifest.attachments else { return Vec::new() };
    let mut found: Vec<(String, Option<String>, Entity)> = Vec::new();
    let mut seen = Vec::new();
    for (path, resource) in &manifest.resources {
        for (variant, entity) in resource.entities() {
            let Some(words) = entity.attachments.as_ref().filter(|words| !seen.contains(*words)) else { continue };
            seen.push(words.clone());
            let text = serde_json::to_string(files).unwrap();
            let fill = |text: String, (word, value): (&String, &String)| text.replace(&format!("{{of.{word}}}"), value);
            let filled = serde_json::from_str(&words.iter().fold(text, fill)).unwrap();
            let filled = Entity { nested: true, ..filled };
            found.push((format!("{path}.attachments"), variant.map(str::to_owned), filled));
        }
    }
    found
}
