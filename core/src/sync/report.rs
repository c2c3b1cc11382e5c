//! What a run tells, on its way and at its end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::certificate::{Facts, Way, Why};
use super::{Mode, Part, Phase, Run};

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It goes on.
    Running,
    /// It stopped at its budget; the next call goes on.
    Paused,
    /// It is done.
    Finished,
}

/// What a run has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// New records.
    pub created: u64,
    /// Records that are not as they were.
    pub updated: u64,
    /// Records that are gone.
    pub deleted: u64,
    /// Records that are as they were.
    pub unchanged: u64,
    /// Records that could not be read.
    pub quarantined: u64,
    /// Events that were appended.
    pub events: u64,
    /// Pages that were read.
    pub pages: u64,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Its id, where that could be read.
    pub id: Option<String>,
    /// JSON pointer to what could not.
    pub pointer: String,
    /// Why.
    pub reason: String,
}

/// The proof that a run saw everything, or why it is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Whether everything was seen that was to be read.
    pub complete: bool,
    /// What was to be read: everything, or changes.
    pub covers: Mode,
    /// How the list was walked.
    pub way: Option<Way>,
    /// Whether it ended by the system's own mark.
    pub ended: bool,
    /// How many records the system counted.
    pub total: Option<u64>,
    /// How many it sent, readable or not.
    pub seen: u64,
    /// Whether the system counted the same on every page and sent as many; `None` where it does not count.
    pub total_agreed: Option<bool>,
    /// Records that came again because the pages moved.
    pub shifted: u64,
    /// Records that could not be read.
    pub quarantined: u64,
    /// Why it is not complete.
    pub why_not: Vec<Why>,
}

/// One part of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartReport {
    /// The variant; `None` where there is one.
    pub part: Option<String>,
    /// What it reads.
    pub mode: Mode,
    /// From when on, by the system's time.
    pub from: Option<Timestamp>,
    /// Up to when, by the system's time.
    pub to: Option<Timestamp>,
    /// What it has proved.
    pub certificate: Certificate,
}

/// What a run tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The resource.
    pub resource: String,
    /// The connection.
    pub connection: String,
    /// The run.
    pub run: u64,
    /// How far it is.
    pub status: Status,
    /// What it reads: everything, where a part of it does.
    pub mode: Mode,
    /// Whether nothing was known before.
    pub backfill: bool,
    /// What it has found.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many records there are, where the system tells.
    pub total: Option<u64>,
    /// The earliest time from which changes were asked for, by the system's time.
    pub from: Option<Timestamp>,
    /// The latest change that was seen, by the system's time.
    pub to: Option<Timestamp>,
    /// Whether everything was seen, all parts taken together.
    pub complete: bool,
    /// Why not.
    pub why_not: Vec<Why>,
    /// The parts.
    pub parts: Vec<PartReport>,
    /// The first records that could not be read.
    pub quarantine: Vec<Hole>,
    /// When the run began, by our clock.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl Certificate {
    fn new(facts: &Facts, mode: Mode, done: bool) -> Self {
        let mut why_not = facts.why_not(mode);
        if !done && !why_not.contains(&Why::NotEnded) {
            why_not.insert(0, Why::NotEnded);
        }
        let counted = facts.total.filter(|_| mode == Mode::Full);
        Certificate {
            complete: why_not.is_empty(),
            covers: mode,
            way: facts.way,
            ended: facts.ended,
            total: counted,
            seen: facts.seen,
            total_agreed: counted.map(|total| !facts.total_changed && facts.seen == total),
            shifted: if facts.is_steady() { 0 } else { facts.repeated },
            quarantined: facts.quarantined,
            why_not,
        }
    }
}

impl PartReport {
    fn new(part: &Part) -> Self {
        PartReport {
            part: (!part.name.is_empty()).then(|| part.name.clone()),
            mode: part.mode,
            from: part.since,
            to: part.high,
            certificate: Certificate::new(&part.facts, part.mode, part.phase == Phase::Done),
        }
    }
}

impl Report {
    /// What a run tells as it is now.
    pub fn new(resource: &str, connection: &str, run: &Run, status: Status, now: Timestamp) -> Self {
        let parts: Vec<PartReport> = run.parts.iter().map(PartReport::new).collect();
        let mut why_not: Vec<Why> = Vec::new();
        for why in parts.iter().flat_map(|part| &part.certificate.why_not) {
            if !why_not.contains(why) {
                why_not.push(*why);
            }
        }
        let full = parts.iter().any(|part| part.mode == Mode::Full);
        let totals = parts.iter().map(|part| part.certificate.total);
        Report {
            resource: resource.to_owned(),
            connection: connection.to_owned(),
            run: run.number,
            status,
            mode: if full { Mode::Full } else { Mode::Changes },
            backfill: run.backfill,
            counts: run.counts.clone(),
            total: totals.sum(),
            from: parts.iter().filter_map(|part| part.from).min(),
            to: parts.iter().filter_map(|part| part.to).max(),
            complete: why_not.is_empty(),
            why_not,
            parts,
            quarantine: run.quarantine.clone(),
            started_at: run.started_at,
            finished_at: (status == Status::Finished).then_some(now),
        }
    }
}
