//! Where a change feed stands: kept as JSON after every step, so that any process can go on.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::certificate::Facts;
use super::report::{Counts, Hole, Report};

/// What a run reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All records: what is not there any more is gone.
    #[default]
    Full,
    /// What has changed.
    Changes,
}

/// What a part of a run does next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Looks for the latest change, before everything is read.
    #[default]
    Probe,
    /// Reads the list.
    List,
    /// Reads what the system says was deleted.
    Feed,
    /// Looks for what the list did not show.
    Sweep,
    /// Nothing.
    Done,
}

/// How the caller wants the feed to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setup {
    /// Whether records are kept.
    pub mirror: bool,
    /// Child rows that are read with each record.
    pub include: Vec<String>,
    /// The system's names of extra fields.
    pub custom: Vec<String>,
}

/// What is known of one part from finished runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// Up to here the system's changes were seen, by the system's time.
    pub watermark: Option<Timestamp>,
    /// Up to here the system's list of deletions was read, by the system's time.
    pub deleted: Option<Timestamp>,
    /// When all records were read last, by our clock.
    pub full_at: Option<Timestamp>,
}

/// One part of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Part {
    /// The variant; empty where there is one.
    pub name: String,
    /// What it reads.
    pub mode: Mode,
    /// What it does next.
    pub phase: Phase,
    /// From when on changes are asked for.
    pub since: Option<Timestamp>,
    /// The latest change that it saw.
    pub high: Option<Timestamp>,
    /// The latest deletion that it saw.
    pub deleted: Option<Timestamp>,
    /// What the server's clock was when it began.
    pub server: Option<Timestamp>,
    /// Where its list stands, in the form of the one who walks it.
    pub mark: Option<Json>,
    /// How many records of the page behind it were read, where a call ended half-way.
    pub half: u64,
    /// The last record that was looked for.
    pub after: String,
    /// What it has noticed.
    pub facts: Facts,
}

/// A run that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Counts the runs of the feed.
    pub number: u64,
    /// When it began, by our clock.
    pub started_at: Timestamp,
    /// Whether nothing was known before.
    pub backfill: bool,
    /// Its parts, those that are done first.
    pub parts: Vec<Part>,
    /// What it has found.
    pub counts: Counts,
    /// The first records that could not be read.
    pub quarantine: Vec<Hole>,
}

/// A change feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The address of the instance that was read.
    pub instance: String,
    /// How it is read.
    pub setup: Setup,
    /// The filter for the parent, where there is one.
    pub filter: Json,
    /// How often it is due, in milliseconds.
    pub every_ms: Option<u64>,
    /// How often all is read, in milliseconds.
    pub full_every_ms: Option<u64>,
    /// Seconds that are read again.
    pub lookback_seconds: Option<u32>,
    /// Whether changes are told by events.
    pub events: bool,
    /// The number of the last run that was begun.
    pub runs: u64,
    /// What is known, by part.
    pub known: BTreeMap<String, Known>,
    /// The run that is under way.
    pub run: Option<Run>,
    /// When the last finished run began, by our clock: what is known is at least as new.
    pub as_of: Option<Timestamp>,
    /// What became of the last finished run.
    pub last: Option<Report>,
    /// Why the last scheduled run failed, since then.
    pub error: Option<Json>,
}

impl State {
    /// Begins a run over some parts.
    pub fn begin(&mut self, parts: Vec<Part>, now: Timestamp) {
        self.runs += 1;
        self.run = Some(Run {
            number: self.runs,
            started_at: now,
            backfill: self.as_of.is_none(),
            parts,
            counts: Counts::default(),
            quarantine: Vec::new(),
        });
    }

    /// Ends the run: what it has seen is known from now on.
    pub fn finish(&mut self, report: Report) {
        let Some(run) = self.run.take() else { return };
        for part in run.parts {
            let known = self.known.entry(part.name).or_default();
            known.deleted = super::advance(known.deleted, part.deleted, part.server);
            if part.facts.saw_all_changes(part.mode) {
                known.watermark = super::advance(known.watermark, part.high, part.server);
            }
            if part.mode == Mode::Full && part.facts.ended {
                known.full_at = Some(run.started_at);
            }
        }
        self.as_of = Some(run.started_at);
        self.last = Some(report);
        self.error = None;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::sync::{Status, Way};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn part(mode: Mode, high: i64) -> Part {
        let mut facts = Facts { probed: mode == Mode::Full, ..Facts::default() };
        facts.page(Way::Keyset, None, false);
        facts.page(Way::Keyset, None, true);
        Part { mode, high: Some(at(high)), deleted: Some(at(high)), facts, ..Part::default() }
    }

    fn finish(state: &mut State, part: Part, now: i64) {
        state.begin(vec![part], at(now));
        let report = Report::new("crm.deals", "crm", state.run.as_ref().unwrap(), Status::Finished, at(now));
        state.finish(report);
    }

    #[test]
    fn what_a_run_saw_is_known_when_it_ends_and_not_before() {
        let mut state = State::default();
        state.begin(vec![part(Mode::Full, 10)], at(20));
        assert!(state.run.as_ref().unwrap().backfill && state.known.is_empty() && state.as_of.is_none());
        let kept: State = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
        assert_eq!(kept, state, "another process goes on with the same");
        finish(&mut state, part(Mode::Full, 10), 30);
        let known = state.known[""].clone();
        assert_eq!((known.watermark, known.deleted, known.full_at), (Some(at(10)), Some(at(10)), Some(at(30))));
        finish(&mut state, part(Mode::Changes, 15), 40);
        let known = state.known[""].clone();
        assert_eq!((known.watermark, known.full_at, state.as_of), (Some(at(15)), Some(at(30)), Some(at(40))));
        assert_eq!(
            (state.runs, state.last.as_ref().unwrap().run, state.last.as_ref().unwrap().backfill),
            (3, 3, false)
        );
    }

    #[test]
    fn a_run_that_did_not_see_all_changes_begins_again_where_it_began() {
        let mut state = State::default();
        let mut unsure = part(Mode::Full, 10);
        (unsure.facts.probed, unsure.facts.news) = (false, true);
        finish(&mut state, unsure, 20);
        assert_eq!(state.known[""].watermark, None);
    }
}
