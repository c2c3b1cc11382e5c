//! Every part of every request that a manifest can send, against what a real server accepted.

use std::collections::{BTreeMap, BTreeSet};

use bridge_tests::recording::{Recording, pattern_matches};
use coreflow_bridge::Code;
use coreflow_bridge::manifest::{FieldMap, FieldSpec, PageKind, Params, VersionBy};
use coreflow_bridge::protocol::{Answered, classify};
use serde_json::Value as Json;

use super::codecs;
use super::kinds::Kind;
use super::plan::Plan;
use super::route::{body, query};
use super::system::{Matched, Place, System};

/// How many parts an operation has, and how many of them are proven.
#[derive(Clone, Copy, Default)]
pub(crate) struct Proof {
    pub(crate) parts: usize,
    pub(crate) proven: usize,
}

pub(crate) fn check(
    system: &System,
    plan: &Plan,
    matched: &Matched<'_>,
    failures: &mut Vec<String>,
) -> BTreeMap<String, Proof> {
    let mut proofs: BTreeMap<String, Proof> = BTreeMap::new();
    let (mut unproven, mut used) = (Vec::new(), BTreeSet::new());
    for (name, (kind, recordings)) in matched {
        let accepted = |kind: &Kind<'_>, recordings: &[&Recording]| -> BTreeSet<String> {
            seen(recordings.iter().filter(|one| is_accepted(system, kind, one)))
        };
        let mut seen = accepted(kind, recordings);
        // A member of the record that one write took is known to the other.
        for twin in ["create", "update", "upsert", "find_or_create"].iter().filter(|_| writes(&kind.operation)) {
            let name = format!("{} {twin}", kind.owner);
            let other = matched.get(&name).map(|(kind, recordings)| accepted(kind, recordings)).unwrap_or_default();
            seen.extend(other.into_iter().filter(|part| part.starts_with("body ")));
        }
        // A version that was refused as stale was understood.
        if let Some(version) = kind.place.and_then(|place| place.entity.version.as_ref()) {
            let stale = recordings.iter().filter(|one| is_stale(system, kind, one)).map(|one| body(one));
            seen.extend(stale.filter(|body| body.get(&version.at).is_some()).map(|_| format!("body {}", version.at)));
        }
        let parts = kind.codec().map_or_else(|| parts(system, kind), |codec| codecs::parts(plan, kind, codec));
        for part in parts {
            let proof = proofs.entry(kind.operation.clone()).or_default();
            proof.parts += 1;
            if is_seen(&seen, &part) {
                proof.proven += 1;
                continue;
            }
            let line = format!("{name} {part}");
            match plan.unproven.keys().find(|pattern| pattern_matches(pattern, &line) || **pattern == line) {
                Some(pattern) => drop(used.insert(pattern.clone())),
                None => unproven.push(line),
            }
        }
    }
    if !unproven.is_empty() {
        failures.push(format!(
            "{}: {} parts of requests are neither shown by a recording nor listed as unproven:\n  {}",
            system.name,
            unproven.len(),
            unproven.join("\n  ")
        ));
    }
    for (pattern, why) in &plan.unproven {
        if !used.contains(pattern) || why.is_empty() {
            failures.push(format!("{}: listed as unproven, but nothing needs it: {pattern}", system.name));
        }
    }
    proofs
}

fn is_accepted(system: &System, kind: &Kind<'_>, one: &Recording) -> bool {
    // A download that is sent on to where the file is.
    if kind.spec.is_some_and(|spec| spec.follow.is_some()) && (300..400).contains(&one.response.status) {
        return true;
    }
    !matches!(answered(system, kind, one), Answered::Badly(..))
}

fn is_stale(system: &System, kind: &Kind<'_>, one: &Recording) -> bool {
    matches!(answered(system, kind, one), Answered::Badly(error, _) if error.code() == Code::Conflict)
}

fn answered(system: &System, kind: &Kind<'_>, one: &Recording) -> Answered {
    let errors = &system.manifest.errors;
    let headers = reqwest::header::HeaderMap::new();
    let (status, text) = (one.response.status, one.response.text().as_bytes());
    classify(errors, system.manifest.decoder, kind.judged_as(), false, status, &headers, text)
}

fn writes(operation: &str) -> bool {
    matches!(operation, "create" | "create.bulk" | "update" | "upsert" | "find_or_create")
}

/// What accepted requests held: `route`, `?name`, `header name`, `body path`.
fn seen<'r>(accepted: impl Iterator<Item = &'r &'r Recording>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for one in accepted {
        seen.insert("route".to_owned());
        seen.extend(query(&one.request.path).into_iter().map(|(name, _)| format!("?{name}")));
        seen.extend(one.request.headers.keys().map(|name| format!("header {}", name.to_ascii_lowercase())));
        let body = body(one);
        members("", &body, &mut seen);
        if body.as_object().is_some_and(|members| !members.is_empty()) {
            // Members that no field of the model stands for.
            seen.insert("body *".to_owned());
        }
        let document = body.get("query").and_then(Json::as_str).unwrap_or_default();
        if !document.is_empty() {
            seen.extend(arguments(document).into_iter().map(|name| format!("argument {name}")));
            // The recorder chose its own names for variables: what stands in one of them counts.
            for value in body.get("variables").and_then(Json::as_object).into_iter().flat_map(|map| map.values()) {
                members("*", value, &mut seen);
            }
        }
    }
    seen
}

/// The names before a colon in a document: arguments, and members of values that are written in it.
fn arguments(document: &str) -> BTreeSet<String> {
    let before = document.split(':').map(|part| {
        let name: String =
            part.trim_end().chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        name.chars().rev().collect()
    });
    before.filter(|name: &String| !name.is_empty()).collect()
}

fn members(at: &str, value: &Json, seen: &mut BTreeSet<String>) {
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                seen.insert(format!("body {path}"));
                members(&path, value, seen);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| members(&format!("{at}[]"), item, seen)),
        _ => {}
    }
}

fn is_seen(seen: &BTreeSet<String>, part: &str) -> bool {
    if seen.contains(part) {
        return true;
    }
    // A body that is an array of one, or numbered items of an array.
    let Some(path) = part.strip_prefix("body ") else { return false };
    let plain = |path: &str| {
        path.replace("[]", "").split('.').filter(|p| p.parse::<u32>().is_err()).collect::<Vec<_>>().join(".")
    };
    let wanted = plain(path);
    let in_variables = wanted.strip_prefix("variables.").and_then(|rest| rest.split_once('.')).map(|(_, rest)| rest);
    let argument = wanted.strip_prefix("variables.").filter(|rest| !rest.contains('.'));
    argument.is_some_and(|name| seen.contains(&format!("argument {name}")))
        || seen.iter().filter_map(|one| one.strip_prefix("body ")).map(plain).any(|one| {
            one.trim_start_matches('.') == wanted
                || in_variables.is_some_and(|rest| one.strip_prefix("*.") == Some(rest))
        })
        || in_variables
            .and_then(|rest| rest.rsplit('.').next())
            .is_some_and(|name| seen.contains(&format!("argument {name}")))
}

fn parts(system: &System, kind: &Kind<'_>) -> BTreeSet<String> {
    let manifest = &system.manifest;
    let mut parts = BTreeSet::from(["route".to_owned()]);
    let (Some(place), Some(spec)) = (kind.place, kind.spec) else { return parts };
    for name in spec.query.keys() {
        parts.insert(format!("?{name}"));
    }
    for (name, value) in &manifest.headers {
        if value.holes().next().is_none() && !["accept", "content-type"].contains(&name.to_ascii_lowercase().as_str()) {
            parts.insert(format!("header {}", name.to_ascii_lowercase()));
        }
    }
    if kind.operation == "list" {
        parts.extend(list_parts(system, place, spec.params));
    }
    for path in spec.body.iter().flat_map(|body| body.set.keys()).filter(|path| !path.contains('{') && *path != "*") {
        parts.insert(format!("body {path}"));
    }
    let file = spec.body.iter().filter_map(|body| body.file.as_ref()).filter(|file| !file.at.is_empty());
    parts.extend(file.map(|file| format!("body {}", file.at)));
    for input in spec.input.values() {
        let paths = input.to.iter().filter_map(|to| to.write_at.clone().or_else(|| to.at.clone()));
        parts.extend(paths.map(|path| format!("body {path}")));
    }
    if writes(&kind.operation) {
        parts.extend(write_parts(place, kind));
    }
    parts
}

fn list_parts(system: &System, place: Place<'_>, params: Params) -> Vec<String> {
    let (manifest, entity) = (&system.manifest, place.entity);
    let page = entity.page.as_ref().unwrap_or(&manifest.page);
    let filter = entity.filter.as_ref().unwrap_or(&manifest.filter);
    let sort = entity.sort.as_ref().unwrap_or(&manifest.sort);
    let mut names: Vec<String> = entity.list_query.keys().cloned().collect();
    if entity.paged && page.kind != PageKind::None {
        names.extend(page.param.iter().chain(&page.size_param).cloned());
        // Where only named fields are sorted by, a list without one is never asked for an order.
        let envelope = [&entity.created_at, &entity.updated_at].into_iter().flatten();
        let mut fields = entity.fields.values().chain(envelope).map(FieldSpec::map);
        if !sort.only_named || sort.tie_break || fields.any(|map| map.sort_by.is_some()) {
            names.push(sort.param.clone());
            names.extend(sort.direction_param.clone());
        }
        names.extend(manifest.select.iter().map(|select| select.param.clone()));
    }
    // Attachments are filtered by what they hang on, and by nothing else.
    let free = !place.is_attachments();
    if !free && !entity.list_filter.is_empty() {
        names.push(filter.param.clone());
    }
    let filters = entity.fields.values().map(FieldSpec::map);
    let filters = filters.filter(|map| free && map.filter && map.constant.is_none());
    let (own, plain): (Vec<FieldMap>, Vec<FieldMap>) = filters.partition(|map| map.filter_param.is_some());
    if plain.iter().any(|map| map.at.is_some() && map.rows.is_empty()) {
        names.push(filter.param.clone());
        names.extend(filter.value_param.clone());
    }
    let filters = own.into_iter().filter_map(|map| map.filter_param);
    names.extend(filters.flat_map(|filter| filter.param.into_iter().chain(filter.operators.into_values())));
    names.extend(entity.since.param.iter().map(|since| since.param.clone()));
    let part = |name: String| match params {
        Params::Query => format!("?{name}"),
        Params::Body => format!("body {name}"),
    };
    names.into_iter().filter(|name| !name.is_empty()).map(part).collect()
}

fn write_parts(place: Place<'_>, kind: &Kind<'_>) -> Vec<String> {
    let entity = place.entity;
    let spec = kind.spec.and_then(|spec| spec.body.as_ref());
    if !spec.is_some_and(|body| body.fields) {
        return Vec::new();
    }
    let at = spec.and_then(|body| body.at.as_deref()).map(|at| format!("{at}.")).unwrap_or_default();
    let creates = kind.operation != "update";
    let mut paths: Vec<String> = entity
        .fields
        .values()
        .map(FieldSpec::map)
        .filter(|map| creates || !map.create_only)
        .flat_map(|map| write_paths(&map))
        .collect();
    if creates {
        paths.extend(entity.create_set.keys().cloned());
        paths.extend(entity.key.iter().flat_map(|key| key.set.keys().chain([&key.at])).cloned());
    } else {
        paths.extend(entity.version.iter().filter(|v| v.by == VersionBy::Body).map(|version| version.at.clone()));
    }
    paths.into_iter().filter(|path| !path.starts_with('{')).map(|path| format!("body {at}{path}")).collect()
}

/// The paths that a field writes.
fn write_paths(map: &FieldMap) -> Vec<String> {
    if !map.write || map.constant.is_some() {
        return Vec::new();
    }
    let mut paths: Vec<String> = map.flags.values().map(|flag| flag.at.clone()).collect();
    let at = map.write_at.clone().or_else(|| map.at.clone());
    paths.extend(map.to.iter().filter_map(|to| to.variant_at.clone()));
    paths.extend(map.also.iter().map(|also| also.at.clone()));
    paths.extend(map.write_beside.values().cloned());
    let inside = |inner: String| match map.one_row {
        true => inner,
        false => format!("{}[].{inner}", at.as_deref().unwrap_or_default()),
    };
    for row in map.rows.values().map(FieldSpec::map) {
        paths.extend(write_paths(&row).into_iter().map(inside));
    }
    paths.extend(
        map.row_set
            .keys()
            .chain(&map.row_number)
            .map(|inner| format!("{}[].{inner}", at.as_deref().unwrap_or_default())),
    );
    paths.extend(at);
    paths
}
