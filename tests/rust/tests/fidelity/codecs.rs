//! Calls on compiled codecs: the requests that they make must be those that were recorded, and their reading of the
//! answers is held to the golden outcomes.

use std::collections::BTreeSet;

use bridge_tests::recording::Recording;
use coreflow_bridge::manifest::Operation;
use coreflow_bridge::native::Codec;
use coreflow_bridge::protocol::{Answered, classify};
use serde_json::{Map, Value as Json};

use super::answers::{Answer, Outcome, Reader};
use super::kinds::Kind;
use super::plan::{Asked, Plan};
use super::route::body;
use super::system::System;

/// The bodies of a call, with the manifest's constants laid over each.
fn bodies(codec: &dyn Codec, spec: &Operation, asked: &Asked) -> Vec<Map<String, Json>> {
    let constants = spec.body.iter().flat_map(|body| &body.set).map(|(at, value)| {
        let fill = |text: &str| {
            let filled = asked.options.iter().map(|(name, value)| (format!("{{option.{name}}}"), value));
            filled.fold(text.to_owned(), |text, (hole, value)| text.replace(&hole, value))
        };
        (at.clone(), value.as_str().map_or_else(|| value.clone(), |text| fill(text).into()))
    });
    let constants: Vec<(String, Json)> = constants.collect();
    let mut made = codec.requests(&asked.fields).unwrap();
    made.iter_mut().for_each(|body| body.extend(constants.clone()));
    made
}

/// What the recorded answers of a call come to.
pub(crate) fn answer(
    system: &System,
    kind: &Kind<'_>,
    codec: &dyn Codec,
    asked: &Asked,
    recordings: &[&Recording],
    reader: &Reader,
) -> Answer {
    let mut own: Vec<&Recording> = recordings.iter().copied().filter(|one| asked.has(one)).collect();
    let mut done = Answer {
        outcome: Outcome::Nothing,
        status: own.first().map_or(0, |one| one.response.status),
        from: own.first().map_or_else(|| "nothing is sent".to_owned(), |one| one.name.clone()),
        count: own.len().max(1),
    };
    let mut answers = Vec::new();
    for wanted in bodies(codec, kind.spec.unwrap(), asked) {
        // Requests of one call are under way at once, so that their recordings have no order.
        let Some(at) = own.iter().position(|one| same(&body(one), &wanted)) else {
            let wanted = Json::Object(wanted);
            done.outcome = Outcome::Unreadable(format!("no recording has the body {wanted}, which the codec makes"));
            return done;
        };
        let (one, errors) = (own.remove(at), &system.manifest.errors);
        let (status, text) = (one.response.status, one.response.text().as_bytes());
        let headers = reqwest::header::HeaderMap::new();
        match classify(errors, system.manifest.decoder, &kind.operation, true, status, &headers, text) {
            Answered::Badly(error, _) => {
                done.outcome = Outcome::Failed(error.code().to_string(), error.message().to_owned());
                return done;
            }
            _ => answers.push(serde_json::from_slice(text).unwrap_or_default()),
        }
    }
    if let Some(more) = own.first() {
        done.outcome = Outcome::Unreadable(format!("the codec makes no request like {}", more.name));
        return done;
    }
    let read = codec.record(&asked.fields, &answers);
    let read = read.and_then(|record| reader.mapping.record(&record.to_string(), "", &reader.context));
    done.outcome = match read {
        Ok(record) => Outcome::Records(vec![record]),
        // What cannot be read is told as it was said.
        Err(error) if error.context("answer").is_none_or(str::is_empty) => Outcome::Unreadable(error.to_string()),
        Err(error) => Outcome::Failed(error.code().to_string(), error.message().to_owned()),
    };
    done
}

/// Numbers are equal by value: `0` is `0.0`.
fn same(recorded: &Json, made: &Map<String, Json>) -> bool {
    let Some(recorded) = recorded.as_object() else { return false };
    let equal = |a: &Json, b: &Json| a == b || a.as_f64().is_some_and(|number| Some(number) == b.as_f64());
    recorded.len() == made.len()
        && made.iter().all(|(name, value)| recorded.get(name).is_some_and(|other| equal(other, value)))
}

/// The parts of the requests that the calls of the plan make; none where nothing is sent.
pub(crate) fn parts(plan: &Plan, kind: &Kind<'_>, codec: &dyn Codec) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let mut calls = plan.calls.iter().filter(|asked| asked.operation == kind.name).peekable();
    if calls.peek().is_none() {
        parts.insert("route".to_owned());
    }
    for body in calls.flat_map(|asked| bodies(codec, kind.spec.unwrap(), asked)) {
        parts.insert("route".to_owned());
        parts.extend(body.keys().map(|name| format!("body {name}")));
    }
    parts
}
