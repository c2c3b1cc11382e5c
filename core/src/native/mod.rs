//! Compiled codecs: what no word of a manifest can say. An operation names one with `native`; each is counted.
//!
//! A codec turns the fields of one call into the bodies of its requests, and their answers into one record in JSON,
//! which the entity's map then reads like any other. It sends nothing and knows no system.

mod anomalies;
mod completion;
mod extraction;
mod holt;
mod labels;
mod outlook;
mod points;
mod questions;
mod series;

use serde_json::{Map, Value as Json};

use crate::error::{Code, Error, Result};

pub use self::completion::{frame, plain_line};

/// A compiled codec.
pub trait Codec: Sync + std::fmt::Debug {
    /// The bodies of the requests that a call needs, in order. The manifest's constants are laid over each.
    fn requests(&self, fields: &Map<String, Json>) -> Result<Vec<Map<String, Json>>>;

    /// The record, of the answers in the order of the requests.
    fn record(&self, fields: &Map<String, Json>, answers: &[Json]) -> Result<Json>;
}

/// The codecs by the names that manifests use, with what each is for.
pub static CODECS: &[(&str, &dyn Codec, &str)] = &[
    ("instruction_labels", &labels::Labels, "one instruction, one label of a closed set as the answer"),
    ("instruction_questions", &questions::Questions, "questions about one text, each answered Yes or No"),
    ("instruction_extraction", &extraction::Extraction, "names and relations as sentences of a fixed form"),
    ("market_outlook", &outlook::Outlook, "weeks of prices and news, an outlook under three headings"),
    ("series_forecast", &series::Series, "the next values of a series, by a named statistic; nothing is sent"),
    (
        "series_anomalies",
        &anomalies::Anomalies,
        "the points of a series that lie far out, by a named statistic; nothing is sent",
    ),
];

/// The codec of a name.
pub fn codec(name: &str) -> Result<&'static dyn Codec> {
    let found = CODECS.iter().find(|(known, ..)| *known == name).map(|(_, codec, _)| *codec);
    found.ok_or_else(|| Error::new(Code::ManifestInvalid, format!("there is no codec {name:.64?}")))
}

/// The text that a call is about.
fn text<'f>(fields: &'f Map<String, Json>, name: &str) -> Result<&'f str> {
    let text = fields.get(name).and_then(Json::as_str).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| Error::invalid_input(format!("{name} must be text that is not empty")))
}

/// One of a few words that a caller may choose, or the first of them.
fn choice<'w>(fields: &Map<String, Json>, name: &str, words: &[&'w str]) -> Result<&'w str> {
    let first = words.first().copied().unwrap_or_default();
    let given = match fields.get(name) {
        None | Some(Json::Null) => return Ok(first),
        Some(given) => given,
    };
    let found = words.iter().find(|word| given.as_str() == Some(word));
    found.copied().ok_or_else(|| Error::invalid_input(format!("{name} must be one of: {}", words.join(", "))))
}

/// The model answered something else than what it was made to answer. Nothing is guessed from it.
fn unreadable(what: &str, answer: &str) -> Error {
    let mut short: String = answer.chars().take(2000).collect();
    if short.len() < answer.len() {
        short.push('…');
    }
    let error = Error::new(Code::UpstreamInvalid, format!("the model's answer is not {what}"));
    error.with_retryable(false).with_context("answer", short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Registry;

    /// A manifest that names a codec which is not there fails only when it is called; the built-in ones never may.
    #[test]
    fn built_in_manifests_name_codecs_that_are_there() {
        let registry = Registry::default();
        let mut used: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
        for system in registry.systems() {
            let manifest = registry.get(&system).unwrap();
            for (_, entity) in manifest.resources.values().flat_map(|resource| resource.entities()) {
                used.extend(entity.operations.values().filter_map(|operation| operation.native.clone()));
            }
        }
        for name in &used {
            assert!(codec(name).is_ok(), "{name}");
        }
        for (name, ..) in CODECS {
            assert!(used.contains(*name), "no manifest uses {name}");
        }
    }
}
