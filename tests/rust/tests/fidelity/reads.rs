//! Every member that a map reads was sent by a real server, and every column of Dolibarr's filters was taken by one.

use std::collections::BTreeSet;

use bridge_tests::recording::pattern_matches;
use coreflow_bridge::manifest::{FieldMap, FieldSpec, FilterDialect};
use coreflow_bridge::protocol::{json_text, value_at};
use serde_json::Value as Json;

use super::plan::Plan;
use super::route::decoded;
use super::system::{Matched, Place, System};

pub(crate) fn check(system: &System, plan: &Plan, matched: &Matched<'_>, failures: &mut Vec<String>) {
    let mut used = BTreeSet::new();
    for place in system.places() {
        let owner = [place.resource, place.variant.unwrap_or_default()].join(" ").trim().to_owned();
        // Of what a codec reads, its record is held to the golden outcomes.
        if matched.values().any(|(kind, _)| kind.owner == owner && kind.codec().is_some()) {
            continue;
        }
        let mut sent = BTreeSet::new();
        for (kind, recordings) in matched.values().filter(|(kind, _)| kind.owner == owner) {
            let Some(spec) = kind.spec else { continue };
            for recording in recordings.iter().filter(|one| one.response.status < 300) {
                let text = json_text(recording.response.text().as_bytes(), system.manifest.decoder);
                let tree: Json = text.ok().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
                let star = |at: &str| at.replace("{type}", "*").replace("{parent}", "*");
                let answer = &spec.answer;
                let records: Vec<&Json> = match (&answer.items, &answer.record) {
                    (Some(items), _) => match value_at(&tree, &star(items)) {
                        Some(Json::Array(all)) => all.iter().collect(),
                        Some(one) => vec![one],
                        None => Vec::new(),
                    },
                    (None, Some(record)) => value_at(&tree, &star(record)).into_iter().collect(),
                    _ => Vec::new(),
                };
                let item = answer.item.as_deref().unwrap_or_default();
                for record in records.into_iter().filter_map(|record| record.pointer(item)) {
                    let first = record.as_array().and_then(|items| items.first());
                    members("", first.unwrap_or(record), &mut sent);
                }
            }
        }
        for path in wanted(place).into_iter().filter(|path| !sent.contains(path)) {
            let line = format!("{owner} reads {path}");
            match plan.unread.keys().find(|pattern| pattern_matches(pattern, &line) || **pattern == line) {
                Some(pattern) => drop(used.insert(pattern.clone())),
                None => failures.push(format!("{}: no recorded answer has it: {line}", system.name)),
            }
        }
        columns(system, place, &owner, matched, failures, plan, &mut used);
    }
    for pattern in plan.unread.keys().filter(|pattern| !used.contains(*pattern)) {
        failures.push(format!("{}: listed as unread, but nothing needs it: {pattern}", system.name));
    }
}

fn wanted(place: Place<'_>) -> Vec<String> {
    let entity = place.entity;
    let envelope = [&entity.created_at, &entity.updated_at, &entity.external_ref];
    let envelope = envelope.into_iter().flatten().map(FieldSpec::map);
    let fields = entity.fields.values().map(FieldSpec::map).chain(envelope);
    let mut wanted: Vec<String> = fields.flat_map(|map| read_paths(&map)).collect();
    wanted.extend(entity.id.clone());
    wanted.extend(entity.version.iter().map(|version| version.at.clone()));
    wanted.extend(entity.custom.iter().filter_map(|custom| custom.at.clone()));
    // `*` is whatever else there is.
    wanted.retain(|path| !path.starts_with('{') && path != "*");
    wanted
}

/// The paths that a field reads, those of its rows behind `[]`.
fn read_paths(map: &FieldMap) -> Vec<String> {
    if map.constant.is_some() || map.parent {
        return Vec::new();
    }
    let mut paths: Vec<String> = map.flags.values().map(|flag| flag.at.clone()).collect();
    if map.read {
        paths.extend(map.at.clone());
    }
    paths.extend(map.when.iter().map(|when| when.at.clone()));
    paths.extend(map.to.iter().filter_map(|to| to.variant_at.clone()));
    for row in map.rows.values().map(FieldSpec::map) {
        let at = map.at.as_deref().unwrap_or_default();
        let inside = |inner: String| if map.one_row { inner } else { format!("{at}[].{inner}") };
        paths.extend(read_paths(&row).into_iter().map(inside));
    }
    paths
}

fn members(at: &str, value: &Json, out: &mut BTreeSet<String>) {
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                out.insert(path.clone());
                members(&path, value, out);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| members(&format!("{at}[]"), item, out)),
        _ => {}
    }
}

/// Dolibarr filters by SQL columns, which its answers do not show; the others by members that answers have.
fn columns(
    system: &System,
    place: Place<'_>,
    owner: &str,
    matched: &Matched<'_>,
    failures: &mut Vec<String>,
    plan: &Plan,
    used: &mut BTreeSet<String>,
) {
    if system.manifest.filter.dialect != FilterDialect::Dolibarr || place.is_attachments() {
        return;
    }
    let list = matched.get(&format!("{owner} list"));
    let asked: Vec<String> =
        list.iter().flat_map(|(_, recordings)| recordings).map(|one| decoded(&one.request.path)).collect();
    let entity = place.entity;
    let envelope = [&entity.updated_at, &entity.created_at, &entity.external_ref];
    let envelope = envelope.into_iter().flatten().map(FieldSpec::map);
    let fields = entity.fields.values().map(FieldSpec::map).chain(envelope);
    let columns = fields.filter(|map| map.filter && map.filter_param.is_none() && map.constant.is_none());
    let columns = columns.filter_map(|map| map.column.or(map.at)).chain(entity.id_column.clone());
    for column in columns.filter(|column| !asked.iter().any(|path| path.contains(column.as_str()))) {
        let line = format!("{owner} filters {column}");
        match plan.unread.keys().find(|pattern| pattern_matches(pattern, &line) || **pattern == line) {
            Some(pattern) => drop(used.insert(pattern.clone())),
            None => failures.push(format!("{}: no recorded list was filtered by it: {line}", system.name)),
        }
    }
}
