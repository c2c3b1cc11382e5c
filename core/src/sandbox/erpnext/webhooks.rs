//! Webhooks: what a request changed is told to those who asked for it. Several changes of one document in one request are
//! one delivery per webhook, with the document as it is at the end.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::super::delivery::{Outgoing, signature};
use super::super::spelling::python;
use super::errors::{Fail, Outcome};
use super::state::{Doc, int, rows, text};
use super::write::Site;

const EVENTS: [&str; 7] =
    ["after_insert", "on_update", "on_submit", "on_cancel", "on_trash", "on_update_after_submit", "on_change"];

/// The documents that somebody asked for, before a request.
pub(crate) struct Before(BTreeMap<String, BTreeMap<String, Doc>>);

/// What a Webhook must have.
pub(crate) fn validate(doc: &Doc) -> Outcome<()> {
    let event = text(doc, "webhook_docevent");
    if !EVENTS.contains(&event) {
        let known = EVENTS.map(|known| format!("\"{known}\"")).join(", ");
        return Err(Fail::validation(format!(" Doc Event cannot be \"{event}\". It should be one of {known}")));
    }
    if !["http://", "https://"].iter().any(|scheme| text(doc, "request_url").starts_with(scheme)) {
        return Err(Fail::validation("Check Request URL"));
    }
    if int(doc, "enable_security") == 1 && text(doc, "webhook_secret").is_empty() {
        return Err(Fail::validation("Invalid Webhook Secret"));
    }
    Ok(())
}

/// Looks at the documents before a request that may change them.
pub(crate) fn before(site: &Site, method: &str) -> Option<Before> {
    if matches!(method, "GET" | "HEAD") {
        return None;
    }
    let hooked: BTreeSet<&str> = enabled(site).map(|hook| text(hook, "webhook_doctype")).collect();
    let of =
        |doctype: &str| site.documents.all(doctype).map(|doc| (text(doc, "name").to_owned(), doc.clone())).collect();
    let all: BTreeMap<_, _> = hooked.into_iter().map(|doctype| (doctype.to_owned(), of(doctype))).collect();
    (!all.is_empty()).then_some(Before(all))
}

/// What is to be sent of what the request changed.
pub(crate) fn after(site: &Site, before: Before) -> Vec<Outgoing> {
    let mut made = Vec::new();
    for (doctype, mut old) in before.0 {
        for doc in site.documents.all(&doctype) {
            let was = old.remove(text(doc, "name"));
            tell(site, &doctype, doc, happened(was.as_ref(), doc), &mut made);
        }
        for gone in old.values() {
            tell(site, &doctype, gone, &["on_trash", "on_change"], &mut made);
        }
    }
    made
}

/// The events of a change, in their order. `on_update_after_submit` is sent to nobody in version 15.
fn happened(was: Option<&Doc>, is: &Doc) -> &'static [&'static str] {
    let Some(was) = was else {
        return if int(is, "docstatus") == 1 {
            &["after_insert", "on_update", "on_submit"]
        } else {
            &["after_insert", "on_update"]
        };
    };
    match (int(was, "docstatus"), int(is, "docstatus")) {
        _ if was == is => &[],
        (0, 1) => &["on_update", "on_submit", "on_change"],
        (1, 2) => &["on_cancel", "on_change"],
        (0, 0) if was.get("modified") != is.get("modified") => &["on_update", "on_change"],
        // What other documents write into this one.
        _ => &["on_change"],
    }
}

fn tell(site: &Site, doctype: &str, doc: &Doc, events: &[&str], made: &mut Vec<Outgoing>) {
    for event in events {
        let asked = enabled(site).filter(|hook| text(hook, "webhook_doctype") == doctype);
        made.extend(
            asked
                .filter(|hook| text(hook, "webhook_docevent") == *event)
                .filter_map(|hook| delivery(hook, doctype, doc)),
        );
    }
}

/// The webhooks that are on. Conditions are Python, which nobody runs here: who has one is told nothing.
fn enabled(site: &Site) -> impl Iterator<Item = &Doc> {
    let all = site.documents.all("Webhook");
    all.filter(|hook| int(hook, "enabled") == 1 && text(hook, "condition").is_empty())
}

/// A delivery; nothing where its text is none that could be sent, as there.
fn delivery(hook: &Doc, doctype: &str, doc: &Doc) -> Option<Outgoing> {
    let body = match text(hook, "webhook_json") {
        "" => Value::Object(mapped(hook, doc)),
        template => serde_json::from_str(&rendered(template, doctype, doc)?).ok()?,
    };
    let body = python(&body);
    let mut made = Outgoing::post(text(hook, "request_url"), String::new());
    made.method = text(hook, "request_method").to_owned();
    made = made.with("User-Agent", "python-requests/2.32.5").with("Accept", "*/*");
    if int(hook, "enable_security") == 1 {
        let code = signature(text(hook, "webhook_secret"), &body);
        made = made.with("X-Frappe-Webhook-Signature", STANDARD.encode(code));
    }
    for header in rows(hook, "webhook_headers") {
        made = made.with(text(header, "key"), text(header, "value"));
    }
    Some(Outgoing { body, ..made })
}

fn mapped(hook: &Doc, doc: &Doc) -> Map<String, Value> {
    let value = |row: &&Doc| doc.get(text(row, "fieldname")).cloned().unwrap_or(Value::Null);
    rows(hook, "webhook_data").iter().map(|row| (text(row, "key").to_owned(), value(row))).collect()
}

/// The template with its `{{ doc.field|filter }}` filled. Of Jinja no more is known here.
fn rendered(template: &str, doctype: &str, doc: &Doc) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, hole)) = rest.split_once("{{") {
        let (expression, after) = hole.split_once("}}")?;
        out.push_str(before);
        out.push_str(&evaluated(expression.trim(), doctype, doc)?);
        rest = after;
    }
    Some(out + rest)
}

fn evaluated(expression: &str, doctype: &str, doc: &Doc) -> Option<String> {
    let mut parts = expression.split('|').map(str::trim);
    let field = parts.next()?.strip_prefix("doc.")?;
    let field = field.strip_prefix("get(\"").and_then(|rest| rest.strip_suffix("\")")).unwrap_or(field);
    let plain = field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut value = match field {
        "doctype" => json!(doctype),
        _ if plain => doc.get(field).cloned().unwrap_or(Value::Null),
        _ => return None,
    };
    let shown = |value: &Value| match value {
        Value::Null => "None".to_owned(),
        Value::String(text) => text.clone(),
        other => python(other),
    };
    for filter in parts {
        value = match filter {
            "string" => json!(shown(&value)),
            // As text from now on: what comes out of it is not quoted again.
            "tojson" => return Some(python(&value)),
            _ => return None,
        };
    }
    Some(shown(&value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        let doc = json!({"name": "Ä \"1\"", "modified": "2026-11-23 04:03:50.491818", "docstatus": 1, "items": [{"qty": 1.0}]});
        let doc = doc.as_object().unwrap();
        let template = r#"{"d":{{ doc.doctype|tojson }},"n":{{ doc.name|tojson }},"m":{{ doc.modified|string|tojson }},"s":{{ doc.docstatus }},"i":{{ doc.get("items")|tojson }},"x":{{ doc.nothing|tojson }}}"#;
        let text = rendered(template, "Item", doc).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({"d": "Item", "n": "Ä \"1\"", "m": "2026-11-23 04:03:50.491818", "s": 1, "i": [{"qty": 1.0}], "x": null});
        assert_eq!(value, expected);
        for unknown in ["{{ doc.items() }}", "{{ 1 + 1 }}", "{{ doc.name|upper }}", "{{ doc.name"] {
            assert_eq!(rendered(unknown, "Item", doc), None, "{unknown}");
        }
    }
}
