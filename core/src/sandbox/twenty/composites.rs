//! Types with parts: which parts they have, and how each reads when it is empty.

use serde_json::{Map, Value, json};

/// What a part of a composite holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text that reads as "" when it is null.
    Text,
    /// Text that reads as null.
    Code,
    /// JSON that reads as [] when it is null.
    List,
    Json,
    Number,
    Uuid,
}

/// The parts of a type; nothing for types without.
pub(crate) fn parts(kind: &str) -> &'static [(&'static str, Part)] {
    use Part::{Code, Json, List, Number, Text, Uuid};
    match kind {
        "LINKS" => &[("primaryLinkLabel", Text), ("primaryLinkUrl", Text), ("secondaryLinks", List)],
        "EMAILS" => &[("primaryEmail", Text), ("additionalEmails", List)],
        "PHONES" => &[
            ("primaryPhoneNumber", Text),
            ("primaryPhoneCountryCode", Text),
            ("primaryPhoneCallingCode", Text),
            ("additionalPhones", List),
        ],
        "CURRENCY" => &[("amountMicros", Number), ("currencyCode", Code)],
        "ADDRESS" => &[
            ("addressStreet1", Text),
            ("addressStreet2", Text),
            ("addressCity", Text),
            ("addressPostcode", Text),
            ("addressState", Text),
            ("addressCountry", Text),
            ("addressLat", Number),
            ("addressLng", Number),
        ],
        "FULL_NAME" => &[("firstName", Text), ("lastName", Text)],
        "ACTOR" => &[("source", Code), ("workspaceMemberId", Uuid), ("name", Text), ("context", Json)],
        "RICH_TEXT" => &[("blocknote", Code), ("markdown", Text)],
        _ => &[],
    }
}

/// The part of a unique composite that must not stand twice.
pub(crate) fn unique_part(kind: &str) -> Option<&'static str> {
    match kind {
        "LINKS" => Some("primaryLinkUrl"),
        "EMAILS" => Some("primaryEmail"),
        "PHONES" => Some("primaryPhoneNumber"),
        _ => None,
    }
}

/// A stored value as it is read.
pub(crate) fn shown(kind: &str, stored: Option<&Value>) -> Value {
    let parts = parts(kind);
    if !parts.is_empty() {
        let part = |name: &str| stored.and_then(|v| v.get(name)).filter(|v| !v.is_null());
        let members = parts.iter().map(|(name, holds)| {
            let value = part(name).cloned().unwrap_or_else(|| match holds {
                Part::Text => "".into(),
                Part::List => json!([]),
                _ => Value::Null,
            });
            ((*name).to_owned(), value)
        });
        return Value::Object(members.collect());
    }
    let value = stored.cloned().unwrap_or(Value::Null);
    match kind {
        "TEXT" if value.is_null() => "".into(),
        "MULTI_SELECT" | "ARRAY" if value.is_null() => json!([]),
        "FILES" => files(value),
        _ => value,
    }
}

/// Files read with their extension and a signed address.
fn files(value: Value) -> Value {
    let Value::Array(list) = value else { return value };
    let with_address = |file: Value| {
        let id = file["fileId"].as_str().unwrap_or_default();
        let label = file["label"].as_str().unwrap_or_default();
        let extension = label.rfind('.').map_or("", |dot| &label[dot..]);
        json!({"fileId": id, "label": label, "extension": extension, "url": super::files::address(id)})
    };
    list.into_iter().map(with_address).collect()
}

/// Numbers go through a JavaScript number: beyond 2^53 they are rounded, silently.
pub(crate) fn js_number(value: f64) -> Value {
    if value.trunc() != value || !value.is_finite() || value.abs() >= 1e21 {
        return serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number);
    }
    // JavaScript writes the shortest digits and fills up with zeros.
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: usize = exponent.parse().unwrap_or(0);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let plain: String = digits.chars().filter(|c| *c != '.').collect();
    let number = format!("{sign}{plain:0<width$}", width = exponent + 1);
    serde_json::from_str(&number).unwrap_or(Value::Null)
}

/// The empty actor, and the one of a person or key.
pub(crate) fn actor(source: &str, name: &str, member: Option<&str>) -> Value {
    let context = if source == "MANUAL" && member.is_none() { Value::Null } else { json!({}) };
    json!({"source": source, "workspaceMemberId": member, "name": name, "context": context})
}

/// A map with one part set.
pub(crate) fn with(part: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(part.to_owned(), value)]))
}

#[cfg(test)]
mod tests {
    use super::js_number;

    #[test]
    fn big_numbers_are_written_as_javascript_does() {
        let shown = |value: f64| js_number(value).to_string();
        assert_eq!(shown(9_223_372_036_854_775_807.0), "9223372036854776000");
        assert_eq!(shown(9_007_199_254_740_993.0), "9007199254740992");
        assert_eq!((shown(-990_000.0), shown(0.0), shown(120.0)), ("-990000".into(), "0".into(), "120".into()));
        assert_eq!(shown(12.34), "12.34");
        assert_eq!(shown(9.007_199_254_740_993e21), "9.007199254740993e+21");
    }
}
