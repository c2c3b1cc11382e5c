//! The manifests against what real servers did: every member that is read was sent, every member that is written was
//! taken, every record of a recorded list decodes, and every recorded failure is told as what it is.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bridge_tests::recording::{self, Recording};
use bridge_tests::tests_folder;
use coreflow_bridge::manifest::{Entity, FieldMap, FieldSpec, Manifest, Operation, Registry};
use coreflow_bridge::mapping::{Context, Mapping};
use coreflow_bridge::model::{Model, Origin};
use coreflow_bridge::protocol::{Answered, classify, json_text};
use jiff::tz::TimeZone;
use serde_json::Value as Json;

/// What the facts sheets say without a recording that shows it; the manifests' notes name it too.
const UNPROVEN_WRITES: &[(&str, &str)] = &[
    ("dolibarr accounting.invoices purchase", "lines[].fk_product"),
    ("erpnext accounting.contacts supplier", "disabled"),
    ("erpnext accounting.items", "is_sales_item"),
    ("erpnext accounting.items", "is_purchase_item"),
    ("erpnext accounting.tax_rates sales", "is_default"),
    ("erpnext accounting.tax_rates sales", "disabled"),
    ("erpnext accounting.tax_rates purchase", "disabled"),
    ("erpnext accounting.invoices purchase", "items[].name"),
    ("erpnext accounting.payments", "posting_date"),
    ("erpnext accounting.payments", "mode_of_payment"),
    ("erpnext accounting.payments", "reference_no"),
    ("erpnext accounting.journal_entries", "accounts[].name"),
];

/// How many recorded failures of each status mean what, whatever the resource. What is left as UNAVAILABLE is an
/// empty answer, an answer without a reason, a failing webhook of the instance, or a route that no manifest uses.
const TOLD: &[&str] = &[
    "dolibarr 304 nothing 9",
    "dolibarr 400 CONFLICT 3",
    "dolibarr 400 INVALID_INPUT 42",
    "dolibarr 401 UNAUTHENTICATED 3",
    "dolibarr 403 CONFLICT 1",
    "dolibarr 403 INVALID_INPUT 3",
    "dolibarr 403 PERMISSION_DENIED 126",
    "dolibarr 404 NOT_FOUND 150",
    "dolibarr 404 nothing 13",
    "dolibarr 405 INVALID_INPUT 1",
    "dolibarr 409 CONFLICT 2",
    "dolibarr 500 ALREADY_EXISTS 12",
    "dolibarr 500 CONFLICT 1",
    "dolibarr 500 INVALID_INPUT 24",
    "dolibarr 500 UNAVAILABLE 10",
    "dolibarr 501 UNSUPPORTED 2",
    "dolibarr 503 INVALID_INPUT 6",
    "erpnext 401 UNAUTHENTICATED 5",
    "erpnext 403 PERMISSION_DENIED 147",
    "erpnext 403 UNAUTHENTICATED 1",
    "erpnext 404 INVALID_INPUT 7",
    "erpnext 404 NOT_FOUND 160",
    "erpnext 409 ALREADY_EXISTS 13",
    "erpnext 409 INVALID_INPUT 4",
    "erpnext 417 ALREADY_EXISTS 3",
    "erpnext 417 CONFLICT 57",
    "erpnext 417 INVALID_INPUT 118",
    "erpnext 417 nothing 1",
    "erpnext 500 INVALID_INPUT 16",
    "erpnext 500 UNAVAILABLE 1",
    "erpnext 503 UNAVAILABLE 2",
];

struct System {
    manifest: Arc<Manifest>,
    recordings: Vec<Recording>,
}

fn systems() -> Vec<System> {
    let registry = Registry::default();
    let load = |system: String| System {
        manifest: registry.get(&system).unwrap(),
        recordings: recording::load(&tests_folder(&format!("recordings/{system}.ndjson.gz"))).unwrap(),
    };
    registry.systems().into_iter().map(load).collect()
}

impl System {
    fn entities(&self) -> Vec<(String, &'static Model, Option<&str>, &Entity)> {
        let resources = self.manifest.resources.iter();
        let all = resources.flat_map(|(path, resource)| {
            let model = Model::find(path).unwrap();
            resource.entities().into_iter().map(move |(variant, entity)| {
                (format!("{path} {}", variant.unwrap_or_default()), model, variant, entity)
            })
        });
        all.collect()
    }

    fn operation<'e>(&'e self, entity: &'e Entity, name: &str) -> &'e Operation {
        entity.operations.get(name).unwrap_or_else(|| &self.manifest.operations[name])
    }

    /// The requests of an operation that succeeded.
    fn taken<'e>(&'e self, entity: &'e Entity, name: &str) -> Vec<&'e Recording> {
        let operation = self.operation(entity, name);
        let route: Vec<String> = operation
            .path
            .to_string()
            .replace("{type}", &entity.kind)
            .replace("%20", " ")
            .split('/')
            .map(str::to_owned)
            .collect();
        let fits = |recording: &&Recording| {
            let path = recording.request.path.split('?').next().unwrap_or_default();
            let path: Vec<String> = path.split('/').map(decoded).collect();
            recording.request.method == operation.method
                && (200..300).contains(&recording.response.status)
                && path.len() == route.len()
                && path.iter().zip(&route).all(|(have, want)| have == want || want.starts_with('{'))
        };
        self.recordings.iter().filter(fits).collect()
    }

    /// The same with their answers, where the recorder kept them whole.
    fn exchanges<'e>(&'e self, entity: &'e Entity, name: &str) -> Vec<(&'e Recording, Json)> {
        let body = |recording: &Recording| {
            serde_json::from_str(json_text(recording.response.text().as_bytes(), self.manifest.decoder).ok()?).ok()
        };
        let taken = self.taken(entity, name).into_iter();
        taken.filter_map(|recording| Some((recording, body(recording)?))).collect()
    }

    /// The records that an entity's lists and reads showed.
    fn shown(&self, entity: &Entity) -> Vec<Json> {
        let mut records = Vec::new();
        let list = self.operation(entity, "list");
        for (_, body) in self.exchanges(entity, "list") {
            let at = list.answer.items.clone().unwrap_or_default();
            match body.pointer(&at) {
                Some(Json::Array(items)) => records.extend(items.iter().cloned()),
                Some(record) if list.answer.single => records.push(record.clone()),
                _ => {}
            }
        }
        for name in ["get", "create", "update"] {
            let operation = self.operation(entity, name);
            if let Some(at) = operation.answer.record.as_ref().filter(|_| operation.unsupported.is_none()) {
                let bodies = self.exchanges(entity, name).into_iter();
                records.extend(bodies.filter_map(|(_, body)| body.pointer(at).cloned()));
            }
        }
        records
    }
}

fn decoded(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| segment.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The paths that a field reads, those of its rows behind `[]`.
fn read_paths(map: &FieldMap) -> Vec<String> {
    let mut paths: Vec<String> = map.flags.values().map(|flag| flag.at.clone()).collect();
    if map.read {
        paths.extend(map.at.clone());
    }
    paths.extend(map.when.iter().map(|when| when.at.clone()));
    paths.extend(map.to.iter().filter_map(|to| to.variant_at.clone()));
    for row in map.rows.values().map(FieldSpec::map) {
        paths.extend(read_paths(&row).into_iter().map(|inner| format!("{}[].{inner}", map.at.as_deref().unwrap())));
    }
    paths
}

/// The paths that a field writes on a create.
fn write_paths(map: &FieldMap) -> Vec<String> {
    if !map.write {
        return Vec::new();
    }
    let mut paths: Vec<String> = map.flags.values().map(|flag| flag.at.clone()).collect();
    paths.extend(map.write_at.clone().or_else(|| map.at.clone()));
    paths.extend(map.to.iter().filter_map(|to| to.variant_at.clone()));
    for row in map.rows.values().map(FieldSpec::map) {
        paths.extend(write_paths(&row).into_iter().map(|inner| format!("{}[].{inner}", map.at.as_deref().unwrap())));
    }
    for constant in map.row_set.keys() {
        paths.push(format!("{}[].{constant}", map.at.as_deref().unwrap()));
    }
    paths
}

/// All member paths of a value, two levels deep.
fn members(value: &Json, out: &mut BTreeSet<String>) {
    let Some(object) = value.as_object() else { return };
    for (key, value) in object {
        out.insert(key.clone());
        for row in value.as_array().into_iter().flatten().filter_map(Json::as_object) {
            out.extend(row.keys().map(|inner| format!("{key}[].{inner}")));
        }
    }
}

#[test]
fn every_member_that_is_read_was_sent() {
    for system in systems() {
        for (name, _, _, entity) in system.entities() {
            let mut sent = BTreeSet::new();
            system.shown(entity).iter().for_each(|record| members(record, &mut sent));
            let envelope = [&entity.created_at, &entity.updated_at, &entity.external_ref];
            let envelope = envelope.into_iter().flatten().map(FieldSpec::map);
            let mut wanted: Vec<String> =
                entity.fields.values().map(FieldSpec::map).chain(envelope).flat_map(|map| read_paths(&map)).collect();
            wanted.extend(entity.id.clone());
            wanted.extend(entity.version.iter().map(|version| version.at.clone()));
            wanted.extend(entity.custom.iter().filter_map(|custom| custom.at.clone()));
            let missing: Vec<&String> =
                wanted.iter().filter(|path| !path.starts_with('{') && !sent.contains(*path)).collect();
            assert!(missing.is_empty(), "{} {name}: no recorded answer has {missing:?}", system.manifest.system);
        }
    }
}

#[test]
fn every_member_that_is_written_was_taken() {
    let mut unproven = Vec::new();
    for system in systems() {
        for (name, _, _, entity) in system.entities() {
            let mut taken = BTreeSet::new();
            for operation in ["create", "update"] {
                if system.operation(entity, operation).unsupported.is_none() {
                    for (recording, _) in system.exchanges(entity, operation) {
                        let body = recording.request.body.as_ref().map(|body| body.get()).unwrap_or("null");
                        members(&serde_json::from_str(body).unwrap(), &mut taken);
                    }
                }
            }
            let written = entity.fields.values().map(FieldSpec::map).flat_map(|map| write_paths(&map));
            let set = entity.create_set.keys().cloned();
            for path in written.chain(set).filter(|path| !path.starts_with('{') && !taken.contains(path)) {
                unproven.push((format!("{} {name}", system.manifest.system), path));
            }
        }
    }
    let unproven: Vec<(&str, &str)> =
        unproven.iter().map(|(entity, path)| (entity.trim_end(), path.as_str())).collect();
    assert_eq!(unproven, UNPROVEN_WRITES);
}

#[test]
fn every_recorded_list_decodes() {
    let mut records = 0;
    for system in systems() {
        let name: Arc<str> = system.manifest.system.as_str().into();
        for (entity_name, model, variant, entity) in system.entities() {
            let origin =
                Arc::new(Origin { system: Arc::clone(&name), connection: Arc::clone(&name), model, page: None });
            let context = Context { origin, zone: TimeZone::UTC, raw: false, parent: None };
            let mapping = Mapping::new(model, variant, entity);
            let list = system.operation(entity, "list");
            let pointer = list.answer.items.clone().unwrap_or_default();
            for (recording, body) in system.exchanges(entity, "list") {
                // Groups and selections without the id are not what the bridge asks for.
                let id = entity.id.as_deref().unwrap_or_default();
                let whole = |item: &Json| item.get(id).is_some_and(|id| !id.is_null());
                match body.pointer(&pointer).and_then(Json::as_array) {
                    Some(items) if items.iter().all(whole) => {}
                    _ => continue,
                }
                let text = json_text(recording.response.text().as_bytes(), system.manifest.decoder).unwrap();
                let page =
                    mapping.page(text, &pointer, list.answer.item.as_deref().unwrap_or_default(), &context).unwrap();
                records += page.records.len();
                assert!(page.quarantined.is_empty(), "{entity_name} {}: {:?}", recording.name, page.quarantined);
            }
        }
    }
    assert!(records > 300, "only {records} records were decoded");
}

#[test]
fn every_recorded_failure_is_told() {
    let mut told: BTreeMap<(String, u16, String), usize> = BTreeMap::new();
    for system in systems() {
        for recording in &system.recordings {
            let (request, response) = (&recording.request, &recording.response);
            let path = request.path.split('?').next().unwrap_or_default();
            if (200..300).contains(&response.status) || path.contains("/v2/") || path.contains("oauth") {
                continue;
            }
            let last_is_id = path.rsplit('/').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
            let operation = match request.method.as_str() {
                "GET" if last_is_id || path.matches('/').count() > 3 => "get",
                "GET" => "list",
                "PUT" => "update",
                "DELETE" => "delete",
                _ if path.ends_with("cancel") => "cancel",
                _ if path.matches('/').count() > 1 && system.manifest.system == "dolibarr" => "submit",
                _ => "create",
            };
            let answered = classify(
                &system.manifest.errors,
                system.manifest.decoder,
                operation,
                request.method == "GET",
                response.status,
                &reqwest::header::HeaderMap::new(),
                response.text().as_bytes(),
            );
            let means = match answered {
                Answered::Badly(error, _) => error.code().to_string(),
                Answered::Nothing => "nothing".to_owned(),
                Answered::Well => "well".to_owned(),
            };
            *told.entry((system.manifest.system.clone(), response.status, means)).or_default() += 1;
        }
    }
    let told: Vec<String> =
        told.iter().map(|((system, status, means), count)| format!("{system} {status} {means} {count}")).collect();
    assert_eq!(told, TOLD);
}

#[test]
fn every_column_of_a_filter_was_taken() {
    let mut unproven = Vec::new();
    // ERPNext filters by any member of a record; Dolibarr by SQL columns, which its answers do not show.
    for system in systems().into_iter().filter(|system| system.manifest.system == "dolibarr") {
        for (name, _, _, entity) in system.entities() {
            let taken = system.taken(entity, "list");
            let asked: Vec<String> = taken.iter().map(|recording| decoded(&recording.request.path)).collect();
            let envelope = [&entity.updated_at, &entity.created_at, &entity.external_ref];
            let envelope = envelope.into_iter().flatten().map(FieldSpec::map);
            let fields = entity.fields.values().map(FieldSpec::map).chain(envelope);
            let columns = fields.filter(|map| map.filter && map.filter_param.is_none() && map.constant.is_none());
            let columns = columns.filter_map(|map| map.column.or(map.at)).chain(entity.id_column.clone());
            for column in columns.filter(|column| !asked.iter().any(|path| path.contains(column.as_str()))) {
                unproven.push(format!("{} {column}", name.trim_end()));
            }
        }
    }
    assert_eq!(unproven, ["accounting.invoices sales t.datef"]);
}
