//! `tests/fidelity/<system>.yaml`: what is unproven, odd or not covered, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use bridge_tests::recording::{Recording, pattern_matches};
use bridge_tests::tests_folder;
use indexmap::IndexMap;
use serde::Deserialize;

use super::system::{Matched, System};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Plan {
    /// For the recordings of another version: what is known of that instance, which lays overlays over the manifest.
    pub(crate) facts: BTreeMap<String, String>,
    /// Parts of requests that no recording shows: `<kind> <part>` (patterns with `*`) → why.
    pub(crate) unproven: IndexMap<String, String>,
    /// Members that no recorded answer has, and columns that no recorded list was filtered by: `<entity> reads <path>`,
    /// `<entity> filters <column>` (patterns) → why.
    pub(crate) unread: IndexMap<String, String>,
    /// Recordings whose answer is not what the operation is for: name (pattern) → why.
    pub(crate) odd: IndexMap<String, String>,
    /// Fixed parameters that only change how much an answer shows: a recording without them belongs to the operation
    /// all the same. Name → why.
    pub(crate) widening: IndexMap<String, String>,
    /// What compiled codecs were asked for, and the exchanges that came of it.
    pub(crate) calls: Vec<Asked>,
    /// Recorded exchanges of things that are left out.
    not_covered: Vec<LeftOut>,
}

/// A call on an operation whose requests and answers a compiled codec makes and reads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `<resource> <variant> create`
    pub(crate) operation: String,
    /// The options of the connection that the requests name.
    #[serde(default)]
    pub(crate) options: IndexMap<String, String>,
    pub(crate) fields: serde_json::Map<String, serde_json::Value>,
    /// Names, with `*`; none where the codec sends nothing.
    #[serde(default)]
    pub(crate) recordings: Vec<String>,
}

impl Asked {
    pub(crate) fn has(&self, recording: &Recording) -> bool {
        self.recordings.iter().any(|pattern| named(pattern, recording))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    class: String,
    why: String,
    /// Names of recordings, or `METHOD /path`, with `*`.
    #[serde(rename = "match")]
    patterns: Vec<String>,
}

impl Plan {
    pub(crate) fn of(system: &str) -> Plan {
        let file = tests_folder(&format!("fidelity/{system}.yaml"));
        match std::fs::read_to_string(&file) {
            Ok(text) => serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())),
            Err(_) => Plan::default(),
        }
    }

    pub(crate) fn is_odd(&self, recording: &Recording) -> bool {
        self.odd.keys().any(|pattern| named(pattern, recording))
    }

    /// Every recording that belongs to no operation is in a class, and every class has one.
    pub(crate) fn check_not_covered(&self, system: &System, matched: &Matched<'_>, failures: &mut Vec<String>) {
        let taken: BTreeSet<&str> =
            matched.values().flat_map(|(_, recordings)| recordings.iter().map(|one| one.name.as_str())).collect();
        let rest: Vec<&Recording> = system
            .recordings
            .iter()
            .filter(|one| !taken.contains(one.name.as_str()) && one.webhook.is_none())
            .collect();
        let is_in = |class: &LeftOut, one: &Recording| {
            let line = format!("{} {}", one.request.method, one.request.path);
            class.patterns.iter().any(|pattern| named(pattern, one) || pattern_matches(pattern, &line))
        };
        let mut open = Vec::new();
        for one in &rest {
            if !self.not_covered.iter().any(|class| is_in(class, one)) {
                open.push(format!("{} ({} {:.100})", one.name, one.request.method, one.request.path));
            }
        }
        if !open.is_empty() {
            failures.push(format!(
                "{}: {} recordings belong to no operation and to no class of not_covered:\n  {}",
                system.name,
                open.len(),
                open.join("\n  ")
            ));
        }
        for class in &self.not_covered {
            let count = rest.iter().filter(|one| is_in(class, one)).count();
            if count == 0 || class.why.is_empty() {
                failures.push(format!("{}: the class {:?} of not_covered has no recording", system.name, class.class));
            }
        }
    }
}

fn named(pattern: &str, recording: &Recording) -> bool {
    pattern_matches(pattern, &recording.name)
}
