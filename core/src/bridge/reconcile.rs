//! What became of a write whose answer was lost: the system is asked.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::answer::{Call, read_record};
use super::exchange::Holes;
use super::keyed::{Written, look_up};
use super::ledger::Trace;
use super::order::Verb;
use crate::error::{Code, Error, Result};
use crate::manifest::Effect;
use crate::model::Record;
use crate::value::parse_decimal;

/// What a look into the system has shown.
pub(super) enum Found {
    /// It was done.
    Done { remote_id: String, record: Option<Record> },
    /// It surely was not, and will not be.
    NotDone,
    /// It cannot be told.
    Open {
        /// The record as it is now.
        record: Option<Record>,
        /// The fields of the input that it does not hold.
        differs: Vec<String>,
        /// When another look will tell more.
        wait: Option<Duration>,
    },
}

/// Looks for a write in the system. `due` is when its call had ended; what cannot be found `settles` after that did not
/// happen.
pub(super) async fn reconcile(
    call: Call<'_>,
    trace: &Trace,
    input: &Map<String, Json>,
    due: Timestamp,
    settles: Duration,
) -> Result<Found> {
    let age = Duration::try_from(Timestamp::now().duration_since(due)).unwrap_or_default();
    let wait = settles.checked_sub(age).filter(|left| !left.is_zero());
    let absent = |record| match wait {
        None => Found::NotDone,
        wait => Found::Open { record, differs: Vec::new(), wait },
    };
    let read = async |remote_id: &str| match read_record(Call { raw: false, ..call }, remote_id).await {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    let open = |record, differs| Found::Open { record, differs, wait: None };
    let written = trace.key.as_deref().and_then(|key| Written::kept(call.plan, key));
    if let Some(written) = written {
        let holes = Holes { parent: trace.parent.as_deref(), ..Holes::default() };
        return Ok(match look_up(call, &written, holes).await? {
            None => absent(None),
            Some(record) => {
                let differs = if trace.verb == Some(Verb::Create) { Vec::new() } else { differing(input, &record) };
                match differs.is_empty() {
                    true => Found::Done { remote_id: record.remote_id.to_string(), record: Some(record) },
                    false => open(Some(record), differs),
                }
            }
        });
    }
    let Some(target) = &trace.target else { return Ok(open(None, Vec::new())) };
    let now = read(target).await?;
    Ok(match (trace.verb, now) {
        (Some(Verb::Delete), None) => Found::Done { remote_id: target.clone(), record: None },
        (Some(Verb::Delete), Some(record)) if record.deleted_at.is_some() => {
            Found::Done { remote_id: target.clone(), record: Some(record) }
        }
        (Some(Verb::Delete), Some(record)) => absent(Some(record)),
        (Some(Verb::Update), Some(record)) => {
            let differs = differing(input, &record);
            if differs.is_empty() {
                Found::Done { remote_id: target.clone(), record: Some(record) }
            } else if trace.if_version.is_some() && trace.if_version.as_deref() == record.version.as_deref() {
                absent(Some(record))
            } else {
                open(Some(record), differs)
            }
        }
        (_, record) => open(record, Vec::new()),
    })
}

/// The fields of an input that a record does not hold.
pub(super) fn differing(input: &Map<String, Json>, record: &Record) -> Vec<String> {
    let now: Json = serde_json::from_str(&record.to_json()).unwrap_or_default();
    let differs = |(name, wanted): &(&String, &Json)| !holds(wanted, now.get(*name).unwrap_or(&Json::Null));
    input.iter().filter(differs).map(|(name, _)| name.clone()).collect()
}

/// Whether a value is the wanted one, in whatever form: `2.50` is 2.5, an id may name its connection or not.
fn holds(wanted: &Json, now: &Json) -> bool {
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match (wanted, now) {
        (Json::Null, Json::Null) => true,
        (Json::Null, Json::String(text)) | (Json::String(text), Json::Null) => text.is_empty(),
        (Json::Array(wanted), Json::Array(now)) => {
            wanted.len() == now.len() && wanted.iter().zip(now).all(|(wanted, now)| holds(wanted, now))
        }
        (Json::Object(wanted), Json::Object(now)) => {
            wanted.iter().all(|(name, wanted)| holds(wanted, now.get(name).unwrap_or(&Json::Null)))
        }
        (wanted, now) if wanted == now => true,
        (wanted, now) => {
            let (Some(wanted), Some(now)) = (text(wanted), text(now)) else { return false };
            let same_number = matches!((parse_decimal(&wanted), parse_decimal(&now)), (Ok(a), Ok(b)) if a == b);
            let instant = |text: &str| text.parse::<Timestamp>().ok();
            let same_time = matches!((instant(&wanted), instant(&now)), (Some(a), Some(b)) if a == b);
            same_number || same_time || now.strip_suffix(&*wanted).is_some_and(|before| before.ends_with(':'))
        }
    }
}

/// A record's id, as the bridge gives it.
pub(super) fn record_id(connection: &str, variant: Option<&str>, remote_id: &str) -> String {
    match variant {
        Some(variant) => format!("{connection}:{variant}:{remote_id}"),
        None => format!("{connection}:{remote_id}"),
    }
}

/// The error of a write whose outcome is open: what to do, and where to look. What may simply be repeated stays as it is.
pub(super) fn lost(connection: &str, trace: &Trace, keyed: bool, key: &str, error: Error) -> Error {
    if error.code() != Code::OutcomeUnknown && trace.effect == Effect::Idempotent {
        return error;
    }
    let parts = error.parts();
    let cause = error.context("cause_code").unwrap_or(error.code().as_str()).to_owned();
    let mut told = Error::new(Code::OutcomeUnknown, advice(trace, keyed))
        .with_retryable(trace.key.is_some())
        .with_context("cause_code", cause)
        .with_context("write", key);
    for kept in ["attempts", "steps_done"] {
        if let Some(value) = error.context(kept) {
            told = told.with_context(kept, value);
        }
    }
    if let Some(target) = &trace.target {
        told = told.with_context("record_id", record_id(connection, trace.variant.as_deref(), target));
    }
    if let Some(status) = parts.status {
        told = told.with_status(status);
    }
    if let Some(id) = parts.request_id {
        told = told.with_request_id(id);
    }
    told.with_source(error)
}

/// What to do about a write whose outcome is open.
pub(super) fn advice(trace: &Trace, keyed: bool) -> &'static str {
    let Some(verb) = trace.verb else {
        return if trace.effect == Effect::Idempotent {
            "the answer to the request was lost, so it may or may not have had its effect; it may be sent again: twice is \
             like once"
        } else {
            "the answer to the request was lost, so it may or may not have had its effect; look in the system before you \
             send it again, then tell writes.settle() what you found"
        };
    };
    match (verb, &trace.key) {
        (Verb::Create, Some(_)) => {
            "the answer to the create was lost, and its record is not there (yet); call again with the same \
             idempotency_key: it looks for the record before it makes one"
        }
        _ if trace.effect == Effect::Idempotent => {
            "the answer was lost, so the write may or may not have happened; it may be sent again: twice is like once"
        }
        (Verb::Create, None) if keyed => {
            "the answer to the create was lost, so the record may or may not have been made, and this system keeps no key \
             by which it could be found; nothing is sent again with this idempotency_key: look for the record in the \
             system, then tell writes.settle() what you found"
        }
        (Verb::Create | Verb::Upsert, _) => {
            "the answer was lost, so the record may or may not have been made; look for it in the system before you make \
             it again, then tell writes.settle() what you found; with an idempotency_key the bridge looks by itself \
             where the system keeps one"
        }
        (Verb::Update | Verb::Delete | Verb::Action, _) => {
            "the answer was lost, so the write may or may not have happened; read the record, see whether it did before \
             you send it again, then tell writes.settle() what you found"
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_held_in_whatever_form() {
        for (wanted, now) in [
            (json!("2.50"), json!("2.5")),
            (json!(2.5), json!("2.50")),
            (json!("7"), json!("erp:7")),
            (json!("erp:7"), json!("erp:7")),
            (json!(null), json!("")),
            (json!(""), json!(null)),
            (json!("2026-11-23T04:00:00+01:00"), json!("2026-11-23T03:00:00Z")),
            (json!({"a": [{"b": 1}]}), json!({"a": [{"b": "1.0", "c": 3}], "d": 4})),
        ] {
            assert!(holds(&wanted, &now), "{wanted} {now}");
        }
        for (wanted, now) in [
            (json!("2.50"), json!("2.51")),
            (json!("7"), json!("erp:17")),
            (json!(null), json!("x")),
            (json!([1]), json!([1, 2])),
            (json!({"a": 1}), json!({})),
            (json!(true), json!(false)),
        ] {
            assert!(!holds(&wanted, &now), "{wanted} {now}");
        }
    }
}
