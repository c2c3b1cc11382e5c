//! Where a request differs from a recorded one, field by field.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::seen::Seen;

/// One difference. `null` stands for "not there".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// `method`, `path`, `query.<name>`, `header.<name>`, or `body` with the path to the member.
    pub at: String,
    /// What came.
    pub sent: Value,
    /// What was recorded.
    pub recorded: Value,
}

/// Every difference between what came and what was recorded.
pub(crate) fn differences(sent: &Seen, recorded: &Seen) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("method", &Value::from(sent.method.as_str()), &Value::from(recorded.method.as_str()), &mut found);
    compare("path", &Value::from(sent.path.as_str()), &Value::from(recorded.path.as_str()), &mut found);
    for name in sent.query.keys().chain(recorded.query.keys()).collect::<BTreeSet<_>>() {
        compare(&format!("query.{name}"), &parameter(sent, name), &parameter(recorded, name), &mut found);
    }
    let (ours, theirs) = (sent.credentials(), recorded.credentials());
    for name in ours.iter().chain(&theirs).collect::<BTreeSet<_>>() {
        let there = |list: &[&str]| if list.contains(name) { Value::from("present") } else { Value::Null };
        compare(&format!("header.{name}"), &there(&ours), &there(&theirs), &mut found);
    }
    compare("body", &sent.body, &recorded.body, &mut found);
    found
}

/// How far a request is from a recording: another path or method weighs more than another parameter.
pub(crate) fn distance(differences: &[Difference]) -> usize {
    let weight = |one: &Difference| if matches!(one.at.as_str(), "method" | "path") { 10 } else { 1 };
    differences.iter().map(weight).sum()
}

fn parameter(seen: &Seen, name: &str) -> Value {
    match seen.query.get(name).map(Vec::as_slice) {
        None => Value::Null,
        Some([one]) => one.clone(),
        Some(many) => Value::from(many),
    }
}

pub(crate) fn compare(at: &str, sent: &Value, recorded: &Value, found: &mut Vec<Difference>) {
    match (sent, recorded) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for name in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
                let [ours, theirs] = [ours, theirs].map(|object| object.get(name).unwrap_or(&Value::Null));
                compare(&format!("{at}.{name}"), ours, theirs, found);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(&format!("{at}.{index}"), ours, theirs, found);
            }
        }
        _ if same(sent, recorded) => {}
        _ => found.push(Difference { at: at.to_owned(), sent: sent.clone(), recorded: recorded.clone() }),
    }
}

/// Whether two values are equal; `1` and `1.0` are.
pub fn same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|number| other.as_f64() == Some(number))
}

/// Whether the value has at least what the part has: members of objects, and items of lists one by one.
pub fn contains(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => {
            part.iter().all(|(name, part)| value.get(name).is_some_and(|value| contains(value, part)))
        }
        (Value::Array(value), Value::Array(part)) => {
            value.len() == part.len() && value.iter().zip(part).all(|(value, part)| contains(value, part))
        }
        _ => same(value, part),
    }
}
