//! The files that hang on records: who has them, what is sent, and what is known of each.

use std::fmt::Write;

use super::table::Table;
use super::{entity, fields};
use crate::manifest::{Effect, Entity, FieldMap, FieldSpec, Manifest, Operation, Reach};
use crate::model::ATTACHMENT;

const OPERATIONS: &[&str] = &["list", "upload", "download", "delete"];

/// What can be done with the files of an entity's records.
pub fn supported(manifest: &Manifest, entity: &Entity) -> Vec<&'static str> {
    let files = manifest.attachments.as_ref().filter(|_| entity.attachments.is_some());
    let has = |name: &&&str| {
        files.and_then(|files| files.operations.get(**name)).is_some_and(|found| found.unsupported.is_none())
    };
    OPERATIONS.iter().filter(has).copied().collect()
}

pub(super) fn section(out: &mut String, manifest: &Manifest) {
    let Some(files) = &manifest.attachments else {
        out.push_str("## Attachments\n\nNo resource of this system has attachments in the bridge.\n\n");
        return;
    };
    out.push_str("## Attachments\n\nOn the records of: ");
    let mut carriers = Vec::new();
    for (path, resource) in &manifest.resources {
        for (variant, entity) in resource.entities().into_iter().filter(|(_, entity)| entity.attachments.is_some()) {
            let words = entity.attachments.iter().flatten().map(|(name, word)| format!("{name} `{word}`"));
            let words = words.collect::<Vec<_>>().join(", ");
            let name = variant.map_or_else(|| format!("`{path}`"), |variant| format!("`{path}` ({variant})"));
            carriers.push(if words.is_empty() { name } else { format!("{name} with {words}") });
        }
    }
    let _ = writeln!(out, "{}.\n", carriers.join("; "));
    let mut table = Table::new(&["Operation", "Requests", "Note"]);
    for name in OPERATIONS {
        let (requests, note) = match files.operations.get(*name).map(|found| (found, &found.unsupported)) {
            None => ("not supported".to_owned(), "The system has no such operation.".to_owned()),
            Some((_, Some(why))) => ("not supported".to_owned(), why.clone()),
            Some((found, None)) => (requests(manifest, files, found), note(name, found)),
        };
        table.row([format!("`{name}`"), requests, note]);
    }
    table.write(out);
    // What a file is follows from its upload: no field of it is written.
    let read = |(name, spec): (&String, &FieldSpec)| {
        (name.clone(), FieldSpec::Map(Box::new(FieldMap { write: false, ..spec.map() })))
    };
    fields::tables(out, &ATTACHMENT, &files.fields.iter().map(read).collect(), true);
}

fn requests(manifest: &Manifest, files: &Entity, operation: &Operation) -> String {
    let steps = std::iter::once(operation).chain(&operation.then);
    steps.map(|step| entity::request(manifest, files, step)).collect::<Vec<_>>().join(", then ")
}

fn note(name: &str, operation: &Operation) -> String {
    let text = match (name, operation.follow, operation.effect) {
        ("upload", _, Some(Effect::Idempotent)) => "The record is read before. It may be repeated.",
        ("upload", ..) => {
            "The record is read before. When its answer is lost it is not repeated: the outcome is unknown."
        }
        ("download", Some(Reach::Instance), _) => "One redirect within the instance is followed.",
        ("download", Some(Reach::Elsewhere), _) => {
            "One redirect is followed, to any public host and without the credential."
        }
        _ => "",
    };
    text.to_owned()
}
