//! What an answer means: the manifest's rules first, then what HTTP says of the status.

use std::time::SystemTime;

use reqwest::header::HeaderMap;
use serde_json::Value as Json;

use super::body::{parse_json, text_at};
use super::retry_after::retry_after;
use crate::error::{Code, Error};
use crate::manifest::{Decoder, ErrorRule, Errors, MessageSource, Outcome, Strip};

/// What an answer means.
#[derive(Debug)]
pub enum Answered {
    /// Success; read the body.
    Well,
    /// Success without anything to read: an empty list, or a state that held already.
    Nothing,
    /// A failure, and whether it surely changed nothing.
    Badly(Box<Error>, bool),
}

/// Classifies an answer. `operation` is the name in the manifest; `read` whether it changes nothing.
pub fn classify(
    errors: &Errors,
    decoder: Decoder,
    operation: &str,
    read: bool,
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
) -> Answered {
    let well = (200..300).contains(&status);
    let candidates = || errors.rules.iter().filter(|rule| rule.status.is_empty() || rule.status.contains(&status));
    // The usual case: nothing to look up, and the body is not parsed here.
    let signed = || errors.sign.as_deref().is_none_or(|sign| holds(body, sign));
    if well && !candidates().any(|rule| !rule.status.is_empty() || signed()) {
        return Answered::Well;
    }
    let json = parse_json(body, decoder);
    let rule = candidates().find(|rule| fits(rule, operation, read, json.as_ref(), body));
    let outcome = match rule {
        Some(rule) => rule.then,
        None if well => return Answered::Well,
        None => by_status(status),
    };
    let code = match outcome {
        Outcome::Ok | Outcome::Empty => return Answered::Nothing,
        Outcome::InvalidInput => Code::InvalidInput,
        Outcome::Unauthenticated => Code::Unauthenticated,
        Outcome::PermissionDenied => Code::PermissionDenied,
        Outcome::NotFound => Code::NotFound,
        Outcome::AlreadyExists => Code::AlreadyExists,
        Outcome::Conflict => Code::Conflict,
        Outcome::RateLimited => Code::RateLimited,
        Outcome::Unsupported => Code::Unsupported,
        Outcome::Unavailable => Code::Unavailable,
        Outcome::UpstreamInvalid => Code::UpstreamInvalid,
    };
    let said = json.as_ref().and_then(|json| message(errors, json));
    let text = match (code, said) {
        (Code::Unauthenticated, said) => {
            let said = said.map(|said| format!(": {said}")).unwrap_or_default();
            format!("the system refused the credential; connect again with a valid one{said}")
        }
        (Code::PermissionDenied, Some(said)) => format!("the credential's user may not do that: {said}"),
        (_, Some(said)) => said,
        (_, None) => format!("the system answered with HTTP status {status}"),
    };
    let mut error = Error::new(code, text).with_status(status);
    if let Some(retryable) = rule.and_then(|rule| rule.retryable) {
        error = error.with_retryable(retryable);
    }
    if let Some(wait) = retry_after(headers, SystemTime::now()) {
        error = error.with_retry_after(wait);
    }
    if let Some(native) = errors.code.as_ref().and_then(|at| text_at(json.as_ref()?, at)) {
        error = error.with_context("native_code", native);
    }
    if let Some(id) = errors.request_id.as_ref().and_then(|name| headers.get(name.as_str())?.to_str().ok()) {
        error = error.with_request_id(id);
    }
    // A request that the system refused (4xx) has changed nothing; behind a server error anything may stand.
    let unchanged = rule.is_some_and(|rule| rule.rolled_back) || (400..500).contains(&status);
    Answered::Badly(Box::new(error), unchanged)
}

/// Whether a body holds a text.
fn holds(body: &[u8], text: &str) -> bool {
    body.windows(text.len().max(1)).any(|window| window == text.as_bytes())
}

fn by_status(status: u16) -> Outcome {
    match status {
        400 | 411 | 413 | 414 | 415 | 416 | 417 | 422 => Outcome::InvalidInput,
        401 => Outcome::Unauthenticated,
        402 | 403 | 451 => Outcome::PermissionDenied,
        404 | 410 => Outcome::NotFound,
        405 | 406 | 501 => Outcome::Unsupported,
        408 => Outcome::Unavailable,
        409 | 412 | 423 | 428 => Outcome::Conflict,
        429 => Outcome::RateLimited,
        500..=599 => Outcome::Unavailable,
        _ => Outcome::UpstreamInvalid,
    }
}

fn fits(rule: &ErrorRule, operation: &str, read: bool, json: Option<&Json>, body: &[u8]) -> bool {
    let on = |name: &String| name == operation || (name == "write" && !read) || (name == "read" && read);
    let member = |(at, wanted): (&String, &Vec<String>)| {
        let Some(text) = json.and_then(|json| text_at(json, at)) else { return false };
        wanted.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(prefix) => text.starts_with(prefix),
            None => text == *wanted,
        })
    };
    (rule.on.is_empty() || rule.on.iter().any(on))
        && rule.body.iter().all(member)
        && rule.contains.as_ref().is_none_or(|wanted| String::from_utf8_lossy(body).contains(wanted.as_str()))
}

/// The message for people, without markup and control characters, cut to a reasonable length.
fn message(errors: &Errors, json: &Json) -> Option<String> {
    let mut text = errors.message.iter().find_map(|source| said(source, json))?;
    let detail = errors.details.iter().find_map(|source| said(source, json));
    if let Some(detail) = detail.filter(|detail| !text.contains(detail.as_str())) {
        text = format!("{text} ({detail})");
    }
    let mut clean = String::with_capacity(text.len().min(500));
    for c in text.chars().take(500) {
        let blank = c.is_control() || c.is_whitespace();
        if !blank {
            clean.push(c);
        } else if !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    Some(clean.trim().to_owned()).filter(|text| !text.is_empty())
}

fn said(source: &MessageSource, json: &Json) -> Option<String> {
    let text = match source.members {
        true => by_member(json.pointer(&source.at)?)?,
        false => text_at(json, &source.at)?,
    };
    let text = match &source.json_texts {
        None => text,
        Some(member) => {
            let texts: Vec<String> = serde_json::from_str(&text).ok()?;
            let messages = texts.iter().filter_map(|text| {
                let inner: Json = serde_json::from_str(text).ok()?;
                inner.get(member)?.as_str().map(str::to_owned)
            });
            messages.collect::<Vec<_>>().join("; ")
        }
    };
    let text = if source.strip == Some(Strip::Html) { without_markup(&text) } else { text };
    Some(text).filter(|text| !text.is_empty())
}

/// The texts of an object's members, each with the member's name.
fn by_member(fields: &Json) -> Option<String> {
    fn first(value: &Json) -> Option<&str> {
        match value {
            Json::String(text) => Some(text),
            Json::Array(items) => items.iter().find_map(first),
            Json::Object(members) => members.values().find_map(first),
            _ => None,
        }
    }
    let told = fields.as_object()?.iter().filter_map(|(name, value)| Some(format!("{name}: {}", first(value)?)));
    Some(told.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
}

/// The text of HTML: no tags, the common entities decoded. For messages only.
fn without_markup(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = rest[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match rest[open..].find('>').filter(|_| tag) {
            Some(close) => {
                if rest[open..].starts_with("<br") {
                    out.push(' ');
                }
                rest = &rest[open + close + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    entities.iter().fold(out, |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_refusal_are_named() {
        let source = MessageSource { at: "/errors".into(), json_texts: None, members: true, strip: None };
        for (errors, expected) in [
            (serde_json::json!({"name": ["This field is required."]}), Some("name: This field is required.")),
            (
                serde_json::json!({"name": "taken", "n": 1, "to": {"0": ["no such id", "x"]}}),
                Some("name: taken; to: no such id"),
            ),
            (serde_json::json!({"n": 1, "list": []}), None),
            (serde_json::json!(["x"]), None),
            (Json::Null, None),
        ] {
            assert_eq!(said(&source, &serde_json::json!({ "errors": errors })).as_deref(), expected);
        }
    }
}
