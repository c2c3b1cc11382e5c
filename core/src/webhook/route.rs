//! What a delivery tells: which records, and what happened to them.

use serde_json::Value as Json;

use super::verify::Incoming;
use crate::manifest::Webhooks;
use crate::model::Change;

/// A record that something happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The unified resource.
    pub resource: String,
    /// Its variant, where it has variants.
    pub variant: Option<String>,
    /// The id in the system.
    pub remote_id: String,
    /// What happened.
    pub change: Change,
}

/// Why nothing is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRouted {
    /// It does not say what happened, or to what.
    Malformed,
    /// It is about something that is not known here.
    Unknown,
}

/// The event's name in the system, and the records. A thing that is several here is told as several.
pub fn route(how: &Webhooks, incoming: &Incoming<'_>, body: &Json) -> Result<(String, Vec<Routed>), NotRouted> {
    let part = |source: &String| match source.starts_with('/') {
        true => body.pointer(source)?.as_str(),
        false => incoming.header(source),
    };
    let parts: Option<Vec<&str>> = how.name.iter().map(part).collect();
    let name = parts.ok_or(NotRouted::Malformed)?.join(&how.separator);
    let (thing, change) = name.rsplit_once(how.separator.as_str()).ok_or(NotRouted::Unknown)?;
    let things = how.things.get(thing).ok_or(NotRouted::Unknown)?;
    let change = *how.changes.get(change).ok_or(NotRouted::Unknown)?;
    let told = things.iter().filter(|thing| thing.changes.as_ref().is_none_or(|only| only.contains(&change)));
    let routed: Result<Vec<Routed>, NotRouted> = told
        .map(|thing| {
            let remote_id = id(thing.id.as_ref().unwrap_or(&how.id), body).ok_or(NotRouted::Malformed)?;
            let (resource, variant) = (thing.resource.clone(), thing.variant.clone());
            Ok(Routed { resource, variant, remote_id, change })
        })
        .collect();
    let routed = routed?;
    if routed.is_empty() { Err(NotRouted::Unknown) } else { Ok((name, routed)) }
}

/// The further events that the delivery of a name tells.
pub fn besides(how: &Webhooks, name: &str, body: &Json) -> Vec<String> {
    let mut besides = how.also.get(name).cloned().unwrap_or_default();
    let says = |field: &str| match how.fields.as_ref().and_then(|at| body.pointer(at)) {
        Some(Json::String(text)) => text == field,
        Some(Json::Array(all)) => all.iter().any(|one| one == field),
        _ => false,
    };
    let list = |at: &str| body.pointer(at).and_then(Json::as_array);
    for gain in how.gains.iter().filter(|gain| gain.name == name && says(&gain.field)) {
        // Where it does not show both lists, nothing is known to have come.
        let gained =
            list(&gain.new).zip(list(&gain.old)).is_some_and(|(new, old)| new.iter().any(|one| !old.contains(one)));
        besides.extend(gained.then(|| gain.tells.clone()));
    }
    besides
}

fn id(pointers: &[String], body: &Json) -> Option<String> {
    let part = |pointer: &String| {
        let text = match body.pointer(pointer)? {
            Json::String(text) => text.clone(),
            // Found by fuzzing: a number may have thousands of digits.
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty() && text.len() <= 512 && !text.chars().any(char::is_control)).then_some(text)
    };
    let parts: Option<Vec<String>> = pointers.iter().map(part).collect();
    parts.map(|parts| parts.join("/"))
}
