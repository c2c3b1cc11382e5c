//! The page of a system, written from its manifest, so that it cannot say anything else than what is done.

mod attachments;
mod entity;
mod errors;
mod fields;
mod table;
mod webhook;

use std::fmt::Write;

pub use self::attachments::supported as attachments_of;
pub use self::fields::Quality;
use self::table::Table;
use super::entity::Resource;
use super::limits::LimitBy;
use super::paging::PageKind;
use super::system::Manifest;
use crate::model::Model;

/// The page of a system, in Markdown.
pub fn docs_page(manifest: &Manifest) -> String {
    let mut out = String::new();
    let system = &manifest.system;
    let _ = writeln!(out, "<!-- Generated from core/adapters/{system}.yaml by `coreflow-bridge generate docs`. -->");
    let _ = writeln!(out, "# {}\n", manifest.title);
    let _ = writeln!(out, "System id: `{system}`. Proven against: {}.\n", manifest.tested.join("; "));
    resources(&mut out, manifest);
    connecting(&mut out, manifest);
    if !manifest.notes.is_empty() {
        out.push_str("## What to know\n\n");
        manifest.notes.iter().for_each(|note| {
            let _ = writeln!(out, "- {note}");
        });
        out.push('\n');
    }
    variations(&mut out, manifest);
    lists(&mut out, manifest);
    for (path, resource) in &manifest.resources {
        let Some(model) = Model::find(path) else { continue };
        let by = match resource {
            Resource::Variants(all) => Some(all.by.as_str()),
            Resource::One(_) => None,
        };
        for (variant, entity) in resource.entities() {
            let name = match (by, variant) {
                (Some(by), Some(variant)) => format!("`{path}`, {by} {variant}"),
                _ => format!("`{path}`"),
            };
            let _ = writeln!(out, "## {name}: {}\n", entity.kind);
            entity::section(&mut out, manifest, model, entity);
        }
    }
    attachments::section(&mut out, manifest);
    webhook::section(&mut out, manifest);
    errors::section(&mut out, manifest);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn resources(out: &mut String, manifest: &Manifest) {
    let mut table = Table::new(&["Resource", "In the system", "Operations", "Actions", "Attachments"]);
    for (path, resource) in &manifest.resources {
        for (variant, entity) in resource.entities() {
            let name = variant.map_or_else(|| format!("`{path}`"), |variant| format!("`{path}` ({variant})"));
            let operations = entity::supported(manifest, entity).join(", ");
            let actions = entity.actions.iter().filter(|(_, action)| action.unsupported.is_none());
            let actions: Vec<&str> = actions.map(|(name, _)| name.as_str()).collect();
            let files = attachments::supported(manifest, entity).join(", ");
            table.row([name, entity.kind.clone(), operations, actions.join(", "), files]);
        }
    }
    table.write(out);
}

fn connecting(out: &mut String, manifest: &Manifest) {
    out.push_str("## Connecting\n\n");
    for (kind, placement) in &manifest.auth {
        let fields: Vec<String> = kind
            .fields()
            .iter()
            .map(|field| match field.strip_suffix('?') {
                Some(name) if placement.holes().any(|hole| hole == name) => format!("`{name}`"),
                Some(name) => format!("`{name}` (not used)"),
                None => format!("`{field}`"),
            })
            .collect();
        let with = if fields.is_empty() { "nothing".to_owned() } else { fields.join(" and ") };
        let names: Vec<String> =
            placement.header.iter().chain(placement.headers.keys()).map(|name| format!("`{name}`")).collect();
        let goes = match (&placement.login, names.as_slice()) {
            (Some(login), _) => format!(
                "it opens a session at `POST {}{}`, which goes into the header {}",
                manifest.base_path,
                login.post,
                names.join(" and ")
            ),
            (None, []) => "nothing is sent".to_owned(),
            (None, names) => format!("it goes into the header {}", names.join(" and ")),
        };
        let _ = writeln!(out, "- Credential `{}` with {with}; {goes}.", kind.as_str());
    }
    let zone = match &manifest.zone.probe {
        Some(probe) => format!("asked for at `{}`, else {}", probe.get, manifest.zone.default),
        None => manifest.zone.default.clone(),
    };
    let _ = writeln!(out, "- Zone of the system's own times: the option `zone`, else {zone}.");
    let _ = writeln!(out, "- Health: `GET {}{}`.", manifest.base_path, manifest.health.get);
    limits(out, manifest);
    out.push('\n');
    let mut table = Table::new(&["Option", "Type", "What it is for"]);
    for (name, option) in &manifest.options {
        let default = option.default.as_ref().map(|default| format!(" Default: `{default}`.")).unwrap_or_default();
        let kind = format!("{:?}", option.kind).to_lowercase();
        table.row([format!("`{name}`"), kind, format!("{}{default}", option.doc)]);
    }
    table.write(out);
}

/// What the system allows in a time.
fn limits(out: &mut String, manifest: &Manifest) {
    for window in manifest.limits.binding() {
        let by = match (window.by, &manifest.limits.credential_claim) {
            (LimitBy::Credential, None) => "credential".to_owned(),
            (LimitBy::Credential, Some(claim)) => {
                format!("credential, and for a tenant's credentials with the same `{claim}`")
            }
            (LimitBy::Instance, _) => "instance".to_owned(),
        };
        let route = if window.per_route { " and route" } else { "" };
        let told =
            if window.headers.is_some() { "; what the system tells with its answers goes before it" } else { "" };
        let (requests, seconds) = (window.requests, window.per_ms as f64 / 1_000.0);
        let _ = writeln!(out, "- At most {requests} requests in {seconds} s, by {by}{route}{told}.");
    }
    if manifest.limits.worktime.is_some() {
        let _ = writeln!(
            out,
            "- Where the system limits the time that it works, nothing is sent once that is nearly used up."
        );
    }
}

fn variations(out: &mut String, manifest: &Manifest) {
    if manifest.facts.is_empty() {
        return;
    }
    out.push_str("## What instances differ in\n\nAsked once, when a connection is made with `verify`:\n\n");
    for (name, fact) in &manifest.facts {
        let at = fact.at.as_ref().map_or_else(|| "whether it answers".to_owned(), |at| format!("`{at}`"));
        let _ = writeln!(out, "- `{name}`: `GET {}{}`, {at}.", manifest.base_path, fact.get);
    }
    out.push_str("\nWhat stands on it:\n\n");
    for overlay in &manifest.overlays {
        let when: Vec<String> =
            overlay.when.iter().map(|(name, conditions)| format!("`{name}` is `{conditions}`")).collect();
        let _ = writeln!(out, "- Where {}: {}.", when.join(" and "), touched(&overlay.merge));
    }
    out.push('\n');
}

/// What an overlay touches, in words.
fn touched(merge: &serde_json::Value) -> String {
    let members = merge.as_object().into_iter().flatten();
    let one = |(name, value): (&String, &serde_json::Value)| match (name.as_str(), value.as_object()) {
        ("resources", Some(resources)) => {
            let each = resources.iter().map(|(path, value)| match value.is_null() {
                true => format!("`{path}` is not there"),
                false => format!("`{path}` is otherwise"),
            });
            each.collect::<Vec<_>>().join(", ")
        }
        _ => format!("`{name}` is otherwise"),
    };
    members.map(one).collect::<Vec<_>>().join(", ")
}

fn lists(out: &mut String, manifest: &Manifest) {
    let page = &manifest.page;
    let how = match page.kind {
        PageKind::Offset => "by offset",
        PageKind::Page => "by page number",
        PageKind::Cursor => "by a cursor",
        PageKind::None => "not at all",
    };
    let walk = match (page.kind, page.keyset) {
        (PageKind::Offset | PageKind::Page, true) => {
            "A page by number or offset over records that change meanwhile can repeat or miss some; an order by the time \
             of the last change, as incremental reads use it, shows changed records again."
        }
        (PageKind::Offset | PageKind::Page, false) => {
            "The system cannot walk a list by id: records that change places while the list is read may be missed; those \
             that are sent twice are dropped."
        }
        (PageKind::Cursor, _) => "Records that are sent twice are dropped.",
        (PageKind::None, _) => "One answer holds everything.",
    };
    let (size, most) = (page.size, page.max_size);
    let _ = writeln!(out, "## Lists\n\nPaged {how}; {size} records a page, at most {most}. {walk}\n");
}
