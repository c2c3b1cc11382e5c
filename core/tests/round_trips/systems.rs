//! The field maps of the built-in systems: every field of these kinds that is written and read at one place.

use std::collections::BTreeMap;
use std::sync::Arc;

use coreflow_bridge::manifest::{Converter, Entity, FieldMap, FieldSpec, Registry};
use coreflow_bridge::mapping::{Context, Mapping, Mode, set_path};
use coreflow_bridge::model::{FieldKind, Model, Origin};
use indexmap::IndexMap;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::SYSTEM_VALUES;
use super::values::{Random, plain};

/// A field that is tried: its name, its converter, and for child rows their fields.
struct Tried {
    name: &'static str,
    converter: Converter,
    kind: &'static str,
    rows: Vec<Tried>,
}

/// The fields of a model that are written and read at one place that no other field shares.
fn tried(model: &'static Model, fields: &IndexMap<String, FieldSpec>) -> Vec<Tried> {
    let maps: Vec<(&str, FieldMap)> = fields.iter().map(|(name, spec)| (name.as_str(), spec.map())).collect();
    let mut found = Vec::new();
    for (name, map) in &maps {
        let Some(field) = model.slot(name).map(|slot| &model.fields[slot]) else { continue };
        let Some(at) = map.at.as_deref().filter(|at| !at.contains(['{', '*'])) else { continue };
        let shared = maps.iter().any(|(other, map)| other != name && map.at.as_deref() == Some(at));
        if !map.read || !map.write || map.write_at.is_some() || map.when.is_some() || map.parent || shared {
            continue;
        }
        if let FieldKind::Rows(child) = field.kind {
            // Rows that are read beside those that were written.
            if !map.implied.is_empty() {
                continue;
            }
            let rows = tried(child, &map.rows);
            if !rows.is_empty() {
                found.push(Tried { name: field.name, converter: Converter::Rows, kind: "rows", rows });
            }
            continue;
        }
        let Some(converter) = plain(field.kind) else { continue };
        let kind = match field.kind {
            FieldKind::Decimal => "money",
            FieldKind::Date => "date",
            FieldKind::Instant => "instant",
            _ => "text",
        };
        found.push(Tried { name: field.name, converter: map.converter.unwrap_or(converter), kind, rows: Vec::new() });
    }
    found
}

/// A value of each field in turn, as input and as it must be read.
fn object(
    fields: &[Tried],
    random: &mut Random,
    zone: &TimeZone,
    counts: &mut BTreeMap<&str, usize>,
) -> Map<String, Json> {
    let mut out = Map::new();
    for field in fields {
        let value = match field.kind {
            "rows" => Json::from(vec![Json::Object(object(&field.rows, random, zone, counts))]),
            "money" => Json::from(random.money(field.converter).to_string()),
            "date" => Json::from(random.date(field.converter).to_string()),
            "instant" => Json::from(random.instant(field.converter, zone).to_string()),
            _ if field.converter == Converter::TextList => Json::from(vec![random.text()]),
            _ if field.converter == Converter::IntegerText => Json::from(random.below(1_000_000).to_string()),
            _ => Json::from(random.text()),
        };
        *counts.entry(field.kind).or_default() += 1;
        out.insert(field.name.to_owned(), value);
    }
    // An entry of a journal must be balanced to be written at all.
    if let Some(debit) = out.get("debit").cloned().filter(|_| out.contains_key("credit")) {
        out.insert("credit".to_owned(), debit);
    }
    out
}

/// One entity of a system, ready.
struct Case {
    place: String,
    mapping: Mapping,
    context: Context,
    fields: Vec<Tried>,
    id: Option<String>,
}

impl Case {
    fn new(system: &str, path: &str, variant: Option<&str>, entity: &Entity) -> Option<Case> {
        let model = Model::find(path)?;
        let fields = tried(model, &entity.fields);
        let origin = Origin { system: system.into(), connection: "own".into(), model, page: None };
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Some(Case {
            place: format!("{system} {path} {}", variant.unwrap_or_default()),
            mapping: Mapping::new(model, variant, entity),
            context: Context { origin: Arc::new(origin), zone, raw: None, parent: Some("p".into()) },
            id: entity.id.clone(),
            fields,
        })
    }

    /// Writes a record of random values and reads it back.
    fn run(&self, random: &mut Random, counts: &mut BTreeMap<&str, usize>) {
        let zone = &self.context.zone;
        let input = object(&self.fields, random, zone, counts);
        let mut body = self.mapping.encode(&input, Mode::Create, "own", zone).unwrap_or_else(|error| {
            panic!("{}: {}", self.place, error.message());
        });
        if let Some(id) = &self.id {
            let path: Vec<_> = id.split('.').map(Into::into).collect();
            if !body.contains_key(id) {
                set_path(&mut body, &path, Json::from("1"));
            }
        }
        let text = Json::Object(body).to_string();
        let record = self.mapping.record(&text, "", &self.context);
        let record = record.unwrap_or_else(|error| panic!("{}: {} of {text}", self.place, error.message()));
        let read: Json = serde_json::from_str(&record.to_json()).unwrap();
        for (name, value) in &input {
            same(&format!("{}: {name}", self.place), value, &read[name]);
        }
    }
}

/// What was sent is what was read; rows hold more fields than were sent.
fn same(place: &str, sent: &Json, read: &Json) {
    match (sent, read) {
        (Json::Object(sent), Json::Object(read)) => {
            for (name, value) in sent {
                same(&format!("{place}.{name}"), value, &read[name]);
            }
        }
        (Json::Array(sent), Json::Array(read)) if sent.len() == read.len() => {
            sent.iter().zip(read).for_each(|(sent, read)| same(place, sent, read));
        }
        _ => assert_eq!(sent, read, "{place}"),
    }
}

/// The entities of each built-in system.
fn systems() -> Vec<Vec<Case>> {
    let registry = Registry::default();
    let cases = |system: String| -> Vec<Case> {
        let manifest = registry.get(&system).unwrap();
        let entities = manifest.resources.iter().flat_map(|(path, resource)| {
            resource.entities().into_iter().map(move |(variant, entity)| (path, variant, entity))
        });
        entities.filter_map(|(path, variant, entity)| Case::new(&system, path, variant, entity)).collect()
    };
    registry.systems().into_iter().map(cases).collect()
}

#[test]
fn one_malformed_record_among_a_thousand_spoils_no_page_of_any_entity() {
    let object = |path: &str, value: Json| {
        let mut record = Map::new();
        let path: Vec<_> = path.split('.').map(Into::into).collect();
        set_path(&mut record, &path, value);
        Json::Object(record)
    };
    for case in systems().iter().flatten() {
        let Some(id) = &case.id else { continue };
        let mut records: Vec<Json> = (1..=1000).map(|number| object(id, Json::from(number))).collect();
        for bad in [Json::from("gone"), Json::Null, Json::Object(Map::new()), object(id, Json::from(vec![1]))] {
            records[617] = bad.clone();
            let page = case.mapping.page(&Json::from(records.clone()).to_string(), "", "", &case.context).unwrap();
            assert_eq!((page.records.len(), page.quarantined.len()), (999, 1), "{}: {bad}", case.place);
            assert!(page.quarantined[0].pointer.starts_with("/617"), "{}: {bad}", case.place);
            assert_eq!(serde_json::from_str::<Json>(page.quarantined[0].raw.get()).unwrap(), bad);
        }
    }
}

#[test]
fn every_systems_fields() {
    for cases in systems() {
        let cases: Vec<Case> = cases.into_iter().filter(|case| !case.fields.is_empty()).collect();
        let mut counts = BTreeMap::new();
        let mut random = Random(0x5eed);
        if cases.is_empty() {
            continue;
        }
        // All values together: money, dates, moments and texts come in the proportion in which the system has them.
        while counts.values().sum::<usize>() < SYSTEM_VALUES {
            cases.iter().for_each(|case| case.run(&mut random, &mut counts));
        }
    }
}
