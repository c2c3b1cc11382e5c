//! What the types cannot say: names that exist, converters that fit, holes that can be filled.

use std::fmt;

use super::entity::{Entity, Resource, SinceKind};
use super::field::{Converter, FieldSpec};
use super::system::Manifest;
use crate::model::{Field, FieldKind, Model};

/// A mistake in a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

struct Linter<'m> {
    manifest: &'m Manifest,
    yaml: &'m str,
    findings: Vec<Finding>,
}

/// The mistakes of a manifest that could be read, with the lines of `yaml`.
pub fn lint(manifest: &Manifest, yaml: &str) -> Vec<Finding> {
    let mut linter = Linter { manifest, yaml, findings: Vec::new() };
    linter.credentials();
    for (path, resource) in &manifest.resources {
        linter.resource(path, resource);
    }
    linter.findings
}

impl Linter<'_> {
    /// Reports a mistake at the line on which the trail of keys ends; each key is looked for behind the one before.
    fn report(&mut self, trail: &[&str], message: String) {
        let mut at = 0;
        for key in trail {
            let wanted = format!("{key}:");
            let found = self.yaml[at..].match_indices(&wanted).find(|(offset, _)| {
                let before = self.yaml[..at + offset].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
            });
            if let Some((offset, _)) = found {
                at += offset;
            }
        }
        let line = self.yaml[..at].matches('\n').count() + 1;
        self.findings.push(Finding { line, message: format!("{}: {message}", trail.join(" > ")) });
    }

    fn credentials(&mut self) {
        for (kind, placement) in &self.manifest.auth {
            let fields: Vec<&str> = kind.fields().iter().map(|field| field.trim_end_matches('?')).collect();
            for hole in placement.value.holes().filter(|hole| *hole != "basic" && !fields.contains(hole)) {
                let message = format!("{{{hole}}} is not a field of it; it has: {}", fields.join(", "));
                self.report(&["auth", kind.as_str()], message);
            }
        }
    }

    fn resource(&mut self, path: &str, resource: &Resource) {
        let Some(model) = Model::find(path) else {
            let known: Vec<String> = Model::all().map(Model::path).collect();
            self.report(
                &["resources", path],
                format!("there is no such unified resource; known are: {}", known.join(", ")),
            );
            return;
        };
        if let Resource::Variants(all) = resource {
            match model.fields.iter().find(|field| field.name == all.by).map(|field| field.kind) {
                Some(FieldKind::Enum(words) | FieldKind::EnumList(words)) => {
                    for variant in all.variants.keys().filter(|variant| !words.contains(&variant.as_str())) {
                        let message = format!("is not a value of {}; it has: {}", all.by, words.join(", "));
                        self.report(&["resources", path, variant], message);
                    }
                }
                _ => self.report(&["resources", path, "by"], format!("{} is not an enum field of the model", all.by)),
            }
        }
        for (variant, entity) in resource.entities() {
            let mut trail = vec!["resources", path];
            trail.extend(variant);
            self.entity(&trail, model, entity);
        }
    }

    fn entity(&mut self, trail: &[&str], model: &Model, entity: &Entity) {
        self.fields(&[trail, &["fields"]].concat(), model, &entity.fields);
        for name in entity.required.iter().filter(|name| model.slot(name).is_none()) {
            self.report(&[trail, &["required"]].concat(), format!("{name} is not a field of the model"));
        }
        if entity.since.kind == SinceKind::Watermark && entity.updated_at.is_none() {
            self.report(&[trail, &["since"]].concat(), "a watermark needs updated_at".to_owned());
        }
        let operations = self.manifest.operations.iter().chain(&entity.operations).chain(&entity.actions);
        for (name, operation) in operations.filter(|(_, operation)| operation.unsupported.is_none()) {
            for hole in operation.path.holes() {
                let known = matches!(hole, "id" | "type" | "parent" | "key") || hole.starts_with("option.");
                if !known {
                    let message = format!("the path's {{{hole}}} is none of id, type, parent, key, option.<name>");
                    self.report(&[trail, &[name.as_str()]].concat(), message);
                }
            }
            for hole in operation.path.holes().chain(operation.query.values().flat_map(|value| value.holes())) {
                if let Some(option) = hole.strip_prefix("option.").filter(|o| !self.manifest.options.contains_key(*o)) {
                    self.report(&[trail, &[name.as_str()]].concat(), format!("there is no option {option}"));
                }
            }
        }
    }

    fn fields(&mut self, trail: &[&str], model: &Model, fields: &indexmap::IndexMap<String, FieldSpec>) {
        for (name, spec) in fields {
            let trail = [trail, &[name.as_str()]].concat();
            let Some(slot) = model.slot(name) else {
                let known: Vec<&str> = model.fields.iter().map(|field| field.name).collect();
                self.report(&trail, format!("is not a field of {}; it has: {}", model.record, known.join(", ")));
                continue;
            };
            self.field(&trail, &model.fields[slot], spec);
        }
    }

    fn field(&mut self, trail: &[&str], field: &Field, spec: &FieldSpec) {
        let map = spec.map();
        if map.at.is_none() && map.constant.is_none() && map.flags.is_empty() {
            self.report(trail, "needs `at`, `const` or `flags`".to_owned());
        }
        if let Some(converter) = map.converter.filter(|converter| !fits(*converter, field.kind)) {
            self.report(trail, format!("the converter {converter:?} does not fit a field of type {:?}", field.kind));
        }
        if let FieldKind::Enum(words) = field.kind {
            for word in map.table.values().filter(|word| !words.contains(&word.as_str())) {
                self.report(trail, format!("{word} is not a value of the field; it has: {}", words.join(", ")));
            }
        }
        if let FieldKind::Rows(child) = field.kind {
            self.fields(&[trail, &["rows"]].concat(), child, &map.rows);
        }
    }
}

/// Whether a converter gives values of a field's type.
fn fits(converter: Converter, kind: FieldKind) -> bool {
    match converter {
        Converter::Text => matches!(kind, FieldKind::Text),
        Converter::Integer => matches!(kind, FieldKind::Integer),
        Converter::Decimal | Converter::DecimalText => matches!(kind, FieldKind::Decimal),
        Converter::Bool | Converter::Bool01 | Converter::NotBool01 => matches!(kind, FieldKind::Bool),
        Converter::Date | Converter::EpochDate => matches!(kind, FieldKind::Date),
        Converter::Instant | Converter::NaiveInstant | Converter::EpochInstant => matches!(kind, FieldKind::Instant),
        Converter::Enum => matches!(kind, FieldKind::Enum(_)),
        Converter::Flags => matches!(kind, FieldKind::EnumList(_)),
        Converter::Ref => matches!(kind, FieldKind::Ref(_)),
        Converter::Rows => matches!(kind, FieldKind::Rows(_)),
    }
}
