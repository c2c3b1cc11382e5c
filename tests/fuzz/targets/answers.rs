//! Answers of systems, through the field maps of all manifests: a value, a record in quarantine or an error, and what is read
//! can be written down.
#![cfg_attr(fuzzing, no_main)]

use std::fmt;
use std::sync::{Arc, LazyLock};

use coreflow_bridge::manifest::{Decoder, Entity, Manifest, Operation, Registry};
use coreflow_bridge::mapping::{Context, Mapping, scalar_at};
use coreflow_bridge::model::{Model, Origin};
use coreflow_bridge::protocol::{checked_json, json_text, text_at};
use jiff::tz::TimeZone;
use serde_json::Value as Json;

/// How the records of one entity are read.
pub(crate) struct Reader {
    pub(crate) system: String,
    pub(crate) resource: String,
    pub(crate) variant: Option<String>,
    decoder: Decoder,
    mapping: Mapping,
    context: Context,
    /// Where a list has its records, and from each of its items to the record.
    items: (String, String),
    /// Where an answer about one record has it.
    record: String,
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.system, self.resource, self.variant.as_deref().unwrap_or_default())
    }
}

pub(crate) static READERS: LazyLock<Vec<Reader>> = LazyLock::new(|| {
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
                let list = operation(&manifest, entity, "list").map(|list| &list.answer);
                let get = operation(&manifest, entity, "get").map(|get| &get.answer);
                let place = |place: Option<&String>| place.map(|text| pointer(text)).unwrap_or_default();
                all.push(Reader {
                    system: system.clone(),
                    resource: path.clone(),
                    variant: variant.map(str::to_owned),
                    decoder: manifest.decoder,
                    mapping: Mapping::new(model, variant, entity),
                    context,
                    items: (
                        place(list.and_then(|list| list.items.as_ref())),
                        place(list.and_then(|list| list.item.as_ref())),
                    ),
                    record: place(get.and_then(|get| get.record.as_ref().or(get.items.as_ref()))),
                });
            }
        }
    }
    all
});

fn operation<'m>(manifest: &'m Manifest, entity: &'m Entity, name: &str) -> Option<&'m Operation> {
    entity.operations.get(name).or_else(|| manifest.operations.get(name))
}

/// A name that depends on the call is the only one in its object.
fn pointer(text: &str) -> String {
    text.split('/').map(|segment| if segment.contains('{') { "*" } else { segment }).collect::<Vec<_>>().join("/")
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: (u16, bool, &[u8])| {
    run(input);
});

/// Whether records were read.
pub(crate) fn run((which, listed, bytes): (u16, bool, &[u8])) -> bool {
    let reader = &READERS[usize::from(which) % READERS.len()];
    let Ok(body) = json_text(bytes, reader.decoder) else { return false };
    if let Some(text) = checked_json(bytes, reader.decoder) {
        let tree: Json = serde_json::from_str(text).expect("it was checked");
        let _ = text_at(&tree, &format!("{}/0/id", reader.items.0));
    }
    let _ = scalar_at(body, &format!("{}/id", reader.record));
    let records = match listed {
        true => {
            let page = reader.mapping.page(body, &reader.items.0, &reader.items.1, &reader.context);
            let page = page.unwrap_or_default();
            for one in &page.quarantined {
                assert!(!one.reason.is_empty(), "{reader}: {} has no reason", one.pointer);
            }
            page.records
        }
        false => reader.mapping.record(body, &reader.record, &reader.context).into_iter().collect(),
    };
    for record in &records {
        let text = record.to_json();
        assert!(serde_json::from_str::<Json>(&text).is_ok(), "{reader}: {text}");
    }
    !records.is_empty()
}
