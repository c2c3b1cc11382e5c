//! The normal form in which the results of different languages are equal, byte by byte.

use serde_json::{Map, Value};

use crate::Result;

/// JSON on one line, members in their order. Only the spelling of numbers is made one: `201.0` and `2.01e2` are `201`.
/// (Money never is a JSON number in a record; numbers stand in `custom` and `raw`, where JavaScript has one spelling.)
pub fn normal_text(value: &Value) -> String {
    normal(value).to_string()
}

fn normal(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), normal(value))).collect::<Map<_, _>>())
        }
        Value::Number(number) => {
            let whole = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9e15);
            #[allow(clippy::cast_possible_truncation)] // whole, and below 2^53
            let whole = whole.map(|n| Value::from(n as i64));
            whole.or_else(|| number.as_f64().map(Value::from)).unwrap_or_else(|| value.clone())
        }
        other => other.clone(),
    }
}

/// Why the results of two runners differ: the first line that does. Nothing if they are equal, byte by byte.
pub fn compare(one: &str, other: &str) -> Result<Option<String>> {
    let lines = |text: &str| -> Result<Vec<String>> {
        let steps: Vec<Value> = serde_json::from_str(text)?;
        Ok(steps.iter().map(normal_text).collect())
    };
    let (one, other) = (lines(one)?, lines(other)?);
    for index in 0..one.len().max(other.len()) {
        let nothing = String::from("(nothing)");
        let (ours, theirs) = (one.get(index).unwrap_or(&nothing), other.get(index).unwrap_or(&nothing));
        if ours != theirs {
            let same = ours.char_indices().zip(theirs.chars()).find(|((_, ours), theirs)| ours != theirs);
            let at = same.map_or(ours.len().min(theirs.len()), |((at, _), _)| at);
            return Ok(Some(format!("result {index}:\n  {}\n  {}", around(ours, at), around(theirs, at))));
        }
    }
    Ok(None)
}

/// The text near a place.
fn around(text: &str, at: usize) -> String {
    let before = text.char_indices().map(|(index, _)| index).filter(|index| *index + 80 >= at);
    let start = before.min().unwrap_or(0);
    let part: String = text[start..].chars().take(240).collect();
    if start > 0 { format!("...{part}") } else { part }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_spelling_of_numbers_may_differ() {
        assert_eq!(compare(r#"[{"a": 201.0, "b": 1e-5}]"#, r#"[{"a":201,"b":0.00001}]"#).unwrap(), None);
        for other in [r#"[{"b":1,"a":2}]"#, r#"[{"a":2,"b":"1"}]"#, "[]", r#"[{"a":2,"b":1},{}]"#] {
            assert!(compare(r#"[{"a":2,"b":1}]"#, other).unwrap().is_some(), "{other}");
        }
    }
}
