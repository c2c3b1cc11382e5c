//! Finds the recording that answers a request.

use serde_json::{Value, json};

use super::difference::{Difference, differences, distance};
use super::plan::Plan;
use super::project::{Fields, fields};
use super::seen::Seen;
use crate::recording::{Recording, pattern_matches};

/// The recordings of a session, and which of them have answered.
pub(super) struct Replay {
    entries: Vec<Entry>,
}

struct Entry {
    recording: Recording,
    request: Seen,
    used: bool,
}

/// A recorded answer, fit for the request.
pub(super) struct Found {
    pub(super) recording: Recording,
    /// The body, cut to the fields that were asked for.
    pub(super) body: Option<String>,
}

/// How a request compares with one recording.
struct Compared {
    differences: Vec<Difference>,
    body: Option<String>,
}

impl Replay {
    pub(super) fn new(recordings: Vec<Recording>) -> Replay {
        let entry =
            |recording: Recording| Entry { request: Seen::recorded(&recording.request), recording, used: false };
        Replay { entries: recordings.into_iter().map(entry).collect() }
    }

    /// The first recording of this request that has not answered yet, else the last one; or what came nearest.
    pub(super) fn answer(&mut self, sent: &Seen, plan: &Plan) -> Result<Found, Value> {
        let mut last = None;
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(body) = entry.fits(sent, plan) else { continue };
            last = Some((index, body));
            if !entry.used {
                break;
            }
        }
        let Some((index, body)) = last else { return Err(self.nearest(sent, plan)) };
        let entry = &mut self.entries[index];
        entry.used = true;
        if let Some(length) = entry.recording.response.body_truncated_from {
            let why = format!("the recorder cut this answer of {length} bytes, it cannot be replayed");
            return Err(json!({"error": why, "recording": entry.recording.name}));
        }
        Ok(Found { recording: entry.recording.clone(), body })
    }

    fn nearest(&self, sent: &Seen, plan: &Plan) -> Value {
        let compared = self.entries.iter().map(|entry| (entry, entry.compare(sent, plan).differences));
        let nearest = compared.min_by_key(|(_, differences)| distance(differences));
        json!({
            "error": "no recording answers this request",
            "request": {"method": sent.method, "path": sent.path, "query": sent.query, "body": sent.body},
            "nearest": nearest.map(|(entry, differences)| json!({
                "recording": entry.recording.name,
                "differences": differences,
            })),
        })
    }
}

impl Entry {
    /// Whether it answers the request, and with which body if not with its own. Most entries fail by their path.
    fn fits(&self, sent: &Seen, plan: &Plan) -> Option<Option<String>> {
        let ignored = |at: &str| plan.ignore.iter().any(|pattern| pattern_matches(pattern, at));
        if sent.path != self.request.path && !ignored("path") {
            return None;
        }
        let compared = self.compare(sent, plan);
        compared.differences.is_empty().then_some(compared.body)
    }

    fn compare(&self, sent: &Seen, plan: &Plan) -> Compared {
        let ignored = |one: &Difference| plan.ignore.iter().any(|pattern| pattern_matches(pattern, &one.at));
        let mut all = differences(sent, &self.request);
        all.retain(|one| !ignored(one));
        let Some(rule) = &plan.project else { return Compared { differences: all, body: None } };
        let place = format!("query.{}", rule.query);
        let of_fields = |one: &Difference| one.at == place || one.at.starts_with(&format!("{place}."));
        if !all.iter().any(of_fields) {
            return Compared { differences: all, body: None };
        }
        match fields(sent, &self.request, self.recording.response.text(), rule) {
            Fields::Missing => Compared { differences: all, body: None },
            Fields::Same => {
                all.retain(|one| !of_fields(one));
                Compared { differences: all, body: None }
            }
            Fields::Cut(body) => {
                all.retain(|one| !of_fields(one));
                Compared { differences: all, body: Some(body) }
            }
        }
    }
}
