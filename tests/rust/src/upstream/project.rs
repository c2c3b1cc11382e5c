//! Rows with fewer fields than were recorded: a recording of many fields answers a request for some of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::value::RawValue;

use super::plan::Projection;
use super::seen::Seen;

type Row = BTreeMap<String, Box<RawValue>>;

/// What a recorded answer is for a request that may ask for fewer fields.
pub(super) enum Fields {
    /// Both ask for the same, or nobody asks.
    Same,
    /// The recorded rows, cut.
    Cut(String),
    /// Some fields were not recorded.
    Missing,
}

/// Compares what is asked for with what was recorded. Without a list of fields a recording holds what its rows hold.
pub(super) fn fields(sent: &Seen, recorded: &Seen, text: &str, rule: &Projection) -> Fields {
    match (names(sent, rule), names(recorded, rule)) {
        (ours, theirs) if ours == theirs => Fields::Same,
        (Some(ours), theirs) if theirs.as_ref().is_none_or(|theirs| theirs.contains("*") || ours.is_subset(theirs)) => {
            cut(text, &ours, &rule.rows).map_or(Fields::Missing, Fields::Cut)
        }
        _ => Fields::Missing,
    }
}

fn names(request: &Seen, rule: &Projection) -> Option<BTreeSet<String>> {
    match request.query.get(&rule.query)?.first()? {
        Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        Value::String(names) => Some(names.split(',').map(|name| name.trim().to_owned()).collect()),
        _ => None,
    }
}

/// The text with its rows cut. `None` if a row lacks a field, or the rows are not where they should be.
fn cut(text: &str, names: &BTreeSet<String>, place: &str) -> Option<String> {
    if place.is_empty() {
        return cut_rows(text, names);
    }
    let mut outer: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
    let rows = cut_rows(outer.get(place)?.get(), names)?;
    outer.insert(place.to_owned(), RawValue::from_string(rows).ok()?);
    serde_json::to_string(&outer).ok()
}

fn cut_rows(text: &str, names: &BTreeSet<String>) -> Option<String> {
    let rows: Vec<Row> = serde_json::from_str(text).ok()?;
    let cut = |mut row: Row| {
        row.retain(|name, _| names.contains(name));
        (row.len() == names.len()).then_some(row)
    };
    let rows: Vec<Row> = rows.into_iter().map(cut).collect::<Option<_>>()?;
    serde_json::to_string(&rows).ok()
}
