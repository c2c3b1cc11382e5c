//! Answers of systems, through the field maps of all manifests: a value, a record in quarantine or an error, and what is read
//! can be written down.
#![no_main]

use std::sync::Arc;

use coreflow_bridge::manifest::{Decoder, Registry};
use coreflow_bridge::mapping::{Context, Mapping, scalar_at};
use coreflow_bridge::model::{Model, Origin};
use coreflow_bridge::protocol::{checked_json, text_at};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use serde_json::Value as Json;

static MAPPINGS: Lazy<Vec<(Mapping, Context)>> = Lazy::new(|| {
    let registry = Registry::default();
    let mut all = Vec::new();
    for system in registry.systems() {
        let manifest = registry.get(&system).expect("it is built in");
        for (path, resource) in &manifest.resources {
            let Some(model) = Model::find(path) else { continue };
            for (variant, entity) in resource.entities() {
                let origin = Origin { system: system.as_str().into(), connection: "c".into(), model, page: None };
                let zone = TimeZone::get("America/New_York").expect("it is bundled");
                let context = Context { origin: Arc::new(origin), zone, raw: Some(500_000), parent: Some("p".into()) };
                all.push((Mapping::new(model, variant, entity), context));
            }
        }
    }
    all
});

fuzz_target!(|input: (u16, bool, &[u8])| {
    let (which, listed, bytes) = input;
    let (mapping, context) = &MAPPINGS[usize::from(which) % MAPPINGS.len()];
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    if let Some(text) = checked_json(bytes, Decoder::Json) {
        let tree: Json = serde_json::from_str(text).unwrap_or_default();
        let _ = text_at(&tree, "/data/0/id");
    }
    let _ = scalar_at(body, "/data/0/id");
    let records = match listed {
        true => mapping.page(body, "/data", "", context).map(|page| page.records).unwrap_or_default(),
        false => mapping.record(body, "", context).into_iter().collect(),
    };
    for record in records {
        let text = record.to_json();
        assert!(serde_json::from_str::<Json>(&text).is_ok(), "{text}");
    }
});
