//! Two answers side by side: status and shape (members, JSON types), and the members that a system's file says must be
//! equal. Not concrete ids, times or sums.

use serde_json::Value;

/// What a comparison overlooks, and what it insists on.
pub(crate) struct Rules {
    /// Members whose inner shape belongs to the recorded installation.
    pub(crate) overlook: &'static [&'static str],
    /// Members whose scalar values must be equal: error codes and the like.
    pub(crate) equal: &'static [&'static str],
}

/// The first difference; nothing when there is none. `null` goes with every scalar, and lists are compared by their
/// first items.
pub(crate) fn difference(at: &str, recorded: &Value, here: &Value, rules: &Rules) -> Option<String> {
    match (recorded, here) {
        (Value::Null, Value::Object(_) | Value::Array(_)) | (Value::Object(_) | Value::Array(_), Value::Null) => {
            Some(format!("{at}: {} here {}", kind(recorded), kind(here)))
        }
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Object(a), Value::Object(b)) => {
            let missing: Vec<&String> = a.keys().filter(|k| !b.contains_key(*k)).collect();
            let extra: Vec<&String> = b.keys().filter(|k| !a.contains_key(*k)).collect();
            if !missing.is_empty() || !extra.is_empty() {
                return Some(format!("{at}: missing {missing:?}, extra {extra:?}"));
            }
            for key in rules.equal.iter().filter(|key| a.get(**key).is_some_and(|v| !v.is_object() && !v.is_array())) {
                if a[*key] != b[*key] {
                    return Some(format!("{at}.{key}: {} here {}", a[*key], b[*key]));
                }
            }
            let inside = a.iter().filter(|(key, _)| !rules.overlook.contains(&key.as_str()));
            inside
                .map(|(key, value)| (format!("{at}.{key}"), value, &b[key]))
                .find_map(|(at, a, b)| difference(&at, a, b, rules))
        }
        (Value::Array(a), Value::Array(b)) if a.is_empty() != b.is_empty() => {
            Some(format!("{at}: {} items here {}", a.len(), b.len()))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.first().zip(b.first()).and_then(|(a, b)| difference(&format!("{at}[0]"), a, b, rules))
        }
        (a, b) if kind(a) != kind(b) => Some(format!("{at}: {} here {}", kind(a), kind(b))),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn differences_are_seen() {
    use serde_json::json;
    let rules = Rules { overlook: &["custom"], equal: &["code"] };
    let seen = |a: Value, b: Value| difference("", &a, &b, &rules).is_some();
    assert!(seen(json!({"a": 1}), json!({"b": 1})) && seen(json!({"a": 1}), json!({"a": "1"})));
    assert!(seen(json!({"code": "X"}), json!({"code": "Y"})) && seen(json!([]), json!([1])));
    assert!(seen(json!({"a": {"b": 1}}), json!({"a": null})) && seen(json!([{"a": 1}]), json!([{"a": true}])));
    assert!(!seen(json!({"a": 1, "custom": {"x": 1}}), json!({"a": 2, "custom": {"y": 1}})));
}
