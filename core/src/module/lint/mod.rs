//! What the types cannot say of a catalogue: names that exist, rules that can be kept.

mod names;
mod sold;

use std::fmt;

use super::catalogue::{Catalogue, Module};
use super::rules::needs;
use crate::manifest::{Finding, line_of};

struct Linter<'c> {
    catalogue: &'c Catalogue,
    yaml: &'c str,
    findings: Vec<Finding>,
}

/// The mistakes of a catalogue that could be read, with the lines of `yaml`, in their order.
pub fn lint(catalogue: &Catalogue, yaml: &str) -> Vec<Finding> {
    let mut linter = Linter { catalogue, yaml, findings: Vec::new() };
    if catalogue.modules.is_empty() {
        linter.report(&["modules"], "there is no module");
    }
    let names = [("tiers", keys(&catalogue.tiers)), ("modules", keys(&catalogue.modules))];
    let more = [("bundles", keys(&catalogue.bundles)), ("quotas", keys(&catalogue.quotas))];
    for (part, name) in
        names.into_iter().chain(more).flat_map(|(part, all)| all.into_iter().map(move |one| (part, one)))
    {
        linter.name(&[part, name], name);
    }
    for (name, module) in &catalogue.modules {
        linter.module(name, module);
    }
    linter.bundles();
    linter.quotas();
    linter.prices();
    linter.findings.sort_by_key(|finding| finding.line);
    linter.findings
}

fn keys<T>(map: &indexmap::IndexMap<String, T>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}

impl<'c> Linter<'c> {
    fn report(&mut self, trail: &[&str], message: impl fmt::Display) {
        let finding = Finding { line: line_of(self.yaml, trail), message: format!("{}: {message}", trail.join(" > ")) };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn module(&mut self, name: &'c str, module: &'c Module) {
        let at = |member: &'static str| ["modules", name, member];
        self.tier(&at("tier"), module.tier.as_deref());
        for needed in &module.requires {
            if needed == name {
                self.report(&at("requires"), "a module cannot need itself");
            } else if self.known(&at("requires"), needed) {
                let tier = self.catalogue.modules[needed].tier.as_deref();
                if !self.catalogue.reaches(self.catalogue.from(module.tier.as_deref()), tier) {
                    self.report(&at("requires"), format_args!("{needed} is only in a higher tier"));
                }
            }
        }
        if needs(self.catalogue, name).contains(&name) {
            self.report(&at("requires"), "modules need each other in a circle");
        }
        for other in &module.conflicts {
            if other == name {
                self.report(&at("conflicts"), "a module cannot exclude itself");
            }
            self.known(&at("conflicts"), other);
        }
        let mut all = needs(self.catalogue, name);
        all.push(name);
        for (index, one) in all.iter().enumerate() {
            if let Some(other) =
                all[..index].iter().find(|other| **other != *one && self.catalogue.conflict(one, other))
            {
                let message = format!("it needs or is both {one} and {other}, which exclude each other");
                self.report(&["modules", name], message);
            }
        }
        if let (Some(min), Some(max)) = (module.users.min, module.users.max)
            && min > max
        {
            self.report(&at("users"), "min is more than max");
        }
        for (feature, tier) in &module.features {
            self.name(&["modules", name, "features", feature], feature);
            self.tier(&["modules", name, "features", feature], tier.as_deref());
        }
        for event in &module.events {
            let below = event.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
            let words = below.is_some_and(|rest| rest.contains('.') && rest.split('.').all(word));
            if !words {
                self.report(&at("events"), format_args!("{event:?} is not like {name}.subject.happened"));
            }
        }
        for system in &module.systems {
            self.name(&at("systems"), system);
        }
    }
}

fn word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
