//! One entity: operations, actions, fields, incremental reads, deletions, keys.

use std::fmt::Write;

use super::fields;
use super::table::Table;
use crate::manifest::{
    Bulk, BulkFailure, DeletedBy, Effect, Entity, KeyForm, Manifest, Operation, SinceKind, VersionBy,
};
use crate::model::Model;

const SHARED: &[&str] = &["list", "get", "create", "update", "upsert", "find_or_create", "delete"];
/// Those that are worth a word only where a system has them.
const RARE: &[&str] = &["find_or_create"];

/// An operation of an entity: its own, else that of the system.
fn operation<'m>(manifest: &'m Manifest, entity: &'m Entity, name: &str) -> Option<&'m Operation> {
    entity.operations.get(name).or_else(|| manifest.operations.get(name))
}

/// The names of the shared operations that an entity has.
pub(super) fn supported<'n>(manifest: &Manifest, entity: &Entity) -> Vec<&'n str> {
    let has = |name: &&&str| operation(manifest, entity, name).is_some_and(|found| found.unsupported.is_none());
    SHARED.iter().filter(has).copied().collect()
}

pub(super) fn section(out: &mut String, manifest: &Manifest, model: &Model, entity: &Entity) {
    let mut table = Table::new(&["Operation", "Request", "Note"]);
    let none = "The system has no such operation.";
    for name in SHARED {
        let found = operation(manifest, entity, name);
        if found.is_none() && RARE.contains(name) {
            continue;
        }
        let (request, note) = match found.map(|found| (found, &found.unsupported)) {
            None => ("not supported".to_owned(), none.to_owned()),
            Some((_, Some(why))) => ("not supported".to_owned(), why.clone()),
            Some((found, None)) => (request(manifest, entity, found), note(manifest, name, entity, found)),
        };
        table.row([format!("`{name}`"), request, note]);
    }
    for (name, action) in &entity.actions {
        let (request, note) = match &action.unsupported {
            Some(why) => ("not supported".to_owned(), why.clone()),
            None => (request(manifest, entity, action), inputs(action)),
        };
        table.row([format!("action `{name}`"), request, note]);
    }
    table.write(out);
    fields::tables(out, model, &entity.fields, false);
    facts(out, manifest, entity);
}

pub(super) fn request(manifest: &Manifest, entity: &Entity, operation: &Operation) -> String {
    if operation.told.is_some() {
        return format!("`{} {}`, an address that the system tells", operation.method, operation.path);
    }
    let path = operation.path.to_string().replace("{type}", &entity.kind);
    format!("`{} {}{path}`", operation.method, manifest.base_path)
}

fn note(manifest: &Manifest, name: &str, entity: &Entity, operation: &Operation) -> String {
    match name {
        "list" => match &entity.parent {
            Some(parent) => format!("Only with a filter by `{parent}`."),
            None if !entity.paged => "One answer holds everything.".to_owned(),
            None => String::new(),
        },
        "update" if operation.prefill.is_some() => {
            "It replaces the whole record: the bridge reads it first and sends back what it keeps.".to_owned()
        }
        "upsert" if !operation.by.is_empty() => format!("Found by `{}`.", operation.by.join("`, `")),
        "upsert" if operation.by_unique => {
            "The caller names the fields by which the record is found: all unique ones that have a value.".to_owned()
        }
        "upsert" => "The caller names the fields by which the record is found.".to_owned(),
        "find_or_create" => "`upsert` with `update` false: a record that is found is answered as it is.".to_owned(),
        "create" => {
            let needs = (!entity.required.is_empty()).then(|| format!("Needs `{}`.", entity.required.join("`, `")));
            let bulk = operation.bulk.as_ref().map(|bulk| many(manifest, entity, bulk));
            needs.into_iter().chain(bulk).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// How `create_many` makes several records by one request.
fn many(manifest: &Manifest, entity: &Entity, bulk: &Bulk) -> String {
    let BulkFailure::Whole = bulk.failure;
    let keyed = match &entity.key {
        Some(key) if key.form != KeyForm::Text => "",
        Some(_) => " With idempotency keys they go one by one.",
        None => "",
    };
    let request = request(manifest, entity, &bulk.request);
    format!("`create_many` makes up to {} by one request, {request}, all or none.{keyed}", bulk.max)
}

fn inputs(action: &Operation) -> String {
    let one = |(name, input): (&String, &crate::manifest::Input)| {
        let must = if input.required { ", required" } else { "" };
        format!("`{name}` ({}{must}): {}", input.kind, input.doc)
    };
    let task = action.answer.task.as_ref().map(|task| {
        format!("The system may go on with it in the background; `GET {}` is asked until it has ended.", task.get)
    });
    action.input.iter().map(one).chain(task).collect::<Vec<_>>().join(" ")
}

/// Of an entity that keeps no key with its records.
fn keyless(create: Option<&Operation>) -> String {
    match create.map(|create| (create, &create.key_header)) {
        None => "none; nothing is created.".to_owned(),
        Some((_, Some(header))) => {
            format!("sent in the header `{header}`; the system itself joins repetitions by it.")
        }
        Some((create, None)) if create.effect == Some(Effect::Read) => {
            "not needed: a create changes nothing in the system, and may be repeated.".to_owned()
        }
        Some(_) => "none. A create whose answer is lost ends as OUTCOME_UNKNOWN.".to_owned(),
    }
}

fn facts(out: &mut String, manifest: &Manifest, entity: &Entity) {
    let lookback = match entity.since.lookback_seconds {
        0 => String::new(),
        seconds => format!("; the last {seconds} s are read again"),
    };
    let misses = entity.since.misses.as_ref().map(|misses| format!(" Not seen: {misses}")).unwrap_or_default();
    let since = match entity.since.kind {
        SinceKind::None => format!("not offered; read everything.{misses}"),
        SinceKind::Watermark => format!("by the time of the last change{lookback}.{misses}"),
        SinceKind::Param => {
            format!("by a parameter that is coarser than a moment{lookback}; what is older is dropped here.{misses}")
        }
        SinceKind::Descending => {
            format!("the list is walked from the last change backwards, until the moment{lookback}.{misses}")
        }
        SinceKind::ClientFilter => {
            format!("everything is read, and what is older is dropped here: the system has no such filter.{misses}")
        }
    };
    let deleted = match entity.deleted.by {
        DeletedBy::Feed => "from the system's list of deletions.",
        DeletedBy::Sweep => "only by reading all ids and comparing.",
        DeletedBy::None => "cannot be learned.",
    };
    let create = operation(manifest, entity, "create").filter(|create| create.unsupported.is_none());
    let key = match &entity.key {
        None => keyless(create),
        Some(key) => {
            let place = match crate::manifest::resolve::option_of(&key.at) {
                Some(option) => format!("the field that the option `{option}` names; without it, none"),
                None => format!("`{}`", key.at),
            };
            let characters = key.characters.as_ref();
            let characters =
                characters.map(|more| format!(" Letters and digits of ASCII and `{more}` only.")).unwrap_or_default();
            let how = if key.scan { ", by reading the list," } else { "" };
            format!("{place}. Looked up{how} before a create is repeated.{characters}")
        }
    };
    let version = match entity.version.as_ref().map(|version| version.by) {
        None => "not offered.",
        Some(VersionBy::Body) => "by the system itself.",
        Some(VersionBy::Compare) => "by reading just before the update; a change in between is not seen.",
    };
    let custom = match &entity.custom {
        None => "none.".to_owned(),
        Some(custom) => match &custom.at {
            Some(at) => format!("members of `{at}` that begin with `{}`.", custom.prefix),
            None => format!("members that begin with `{}`.", custom.prefix),
        },
    };
    if let Some(discover) = &entity.discover {
        let _ = writeln!(
            out,
            "- Fields: discovered from `{}`, and kept for a minute. `{at}` is checked against them before it is sent and read by their types; filters and orders name them as `{at}.<name>`.",
            discover.from,
            at = discover.at
        );
    }
    if let Some(job) = &entity.job {
        let ended: Vec<String> = job.done.iter().chain(&job.failed).map(|word| format!("`{word}`")).collect();
        let cancel = job.cancel.as_ref().map(|name| format!(" It is cancelled by `{name}`.")).unwrap_or_default();
        let stream = match &job.stream {
            Some(stream) => format!(
                " It is read when `GET {}` tells of a change; by the clock where that is not offered.",
                stream.path
            ),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "- Job: `watch` reads it again until `{}` is {}.{stream}{cancel}",
            job.status,
            ended.join(", ")
        );
    }
    for (name, fact) in [
        ("Incremental reads", since.as_str()),
        ("Deletions", deleted),
        ("Idempotency key", key.as_str()),
        ("Version check", version),
        ("Custom fields", custom.as_str()),
    ] {
        let _ = writeln!(out, "- {name}: {fact}");
    }
    out.push('\n');
}
