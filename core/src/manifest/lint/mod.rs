//! What the types cannot say: names that exist, converters that fit, holes that can be filled.

mod attachments;
mod auth;
mod discover;
mod entity;
mod field;
mod job;
mod line;
mod operation;
mod overlay;
mod system;
mod webhook;
mod words;

use std::fmt;

pub(crate) use self::line::line_of;
use super::system::Manifest;

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
    /// More names that holes may have at the moment, for example those of attachments.
    more: Vec<String>,
}

/// The mistakes of a manifest that could be read, with the lines of `yaml`, in their order.
pub fn lint(manifest: &Manifest, yaml: &str) -> Vec<Finding> {
    let mut linter = Linter { manifest, yaml, findings: Vec::new(), more: Vec::new() };
    linter.system();
    for (path, resource) in &manifest.resources {
        linter.resource(path, resource);
    }
    linter.attachments();
    linter.webhooks();
    linter.findings.sort_by_key(|finding| finding.line);
    linter.findings
}

impl Linter<'_> {
    /// Reports a mistake at the line of the last key of the trail.
    fn report(&mut self, trail: &[&str], message: impl fmt::Display) {
        let line = line_of(self.yaml, trail);
        let finding = Finding { line, message: format!("{}: {message}", trail.join(" > ")) };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// `known` in words, for messages.
fn list<'k>(known: impl IntoIterator<Item = &'k str>) -> String {
    let names: Vec<&str> = known.into_iter().collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
