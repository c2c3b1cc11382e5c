//! What holds for the whole system: credentials, headers, errors, shared operations.

use std::collections::BTreeSet;

use super::{Linter, list};
use crate::manifest::{MessageSource, Template};

impl Linter<'_> {
    pub(super) fn system(&mut self) {
        let manifest = self.manifest;
        self.credentials();
        self.variations();
        for (name, value) in &manifest.headers {
            self.holes(&["headers", name], value, &[]);
        }
        for (name, operation) in &manifest.operations {
            self.operation(&["operations"], name, operation);
        }
        self.pointer(&["health", "expect"], &manifest.health.expect);
        if let Some(probe) = &manifest.health.version {
            self.pointer(&["health", "version", "at"], &probe.at);
        }
        if let Some(probe) = &manifest.zone.probe {
            self.pointer(&["zone", "probe", "at"], &probe.at);
        }
        self.errors();
    }

    fn errors(&mut self) {
        let manifest = self.manifest;
        let errors = &manifest.errors;
        let sources = errors.message.iter().chain(&errors.details);
        for MessageSource { at, .. } in sources {
            self.pointer(&["errors"], at);
        }
        let entities = manifest.resources.values().flat_map(|resource| resource.entities());
        let mut known: BTreeSet<&str> = [
            "list",
            "get",
            "create",
            "update",
            "upsert",
            "find_or_create",
            "delete",
            "login",
            "read",
            "write",
            "upload",
            "upload.then",
            "download",
        ]
        .into_iter()
        .collect();
        known.extend(entities.flat_map(|(_, entity)| entity.actions.keys().map(String::as_str)));
        for (index, rule) in errors.rules.iter().enumerate() {
            let item = format!("#{index}");
            for name in rule.on.iter().filter(|name| !known.contains(name.as_str())) {
                let message = format!("{name} is no operation; known are: {}", list(known.iter().copied()));
                self.report(&["errors", "rules", &item, "on"], message);
            }
            for at in rule.body.keys() {
                self.pointer(&["errors", "rules", &item, "body"], at);
            }
        }
    }

    /// Checks the holes of a text: the given names, and options that exist.
    pub(super) fn holes(&mut self, trail: &[&str], text: &Template, names: &[&str]) {
        for hole in text.holes() {
            match hole.strip_prefix("option.") {
                Some(option) => self.option(trail, option),
                None if names.contains(&hole) => {}
                None => {
                    let known = list(names.iter().copied().chain(["option.<name>"]));
                    self.report(trail, format!("{{{hole}}} cannot be filled here; known are: {known}"));
                }
            }
        }
    }

    pub(super) fn option(&mut self, trail: &[&str], name: &str) {
        if !self.manifest.options.contains_key(name) {
            let known = list(self.manifest.options.keys().map(String::as_str));
            self.report(trail, format!("there is no option {name}; known are: {known}"));
        }
    }

    pub(super) fn pointer(&mut self, trail: &[&str], at: &str) {
        if !at.is_empty() && !at.starts_with('/') {
            self.report(trail, format!("{at:?} is not a JSON pointer; it begins with /, or is empty for the whole"));
        }
    }
}
