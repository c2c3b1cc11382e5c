//! Twenty's filters of REST: a text, `and(column[operator]:"value",…)`, that the server takes apart character by character.
//!
//! It knows no escapes: the outermost quotes of a value are taken off, and what stands between them is the value,
//! quotes too. But every quote and bracket, also inside of a value, switches whether a comma ends a condition, and parentheses
//! are counted. So a condition that leaves one open goes last, and what would still be read as something else is refused.

mod reading;

use serde_json::Value as Json;

use self::reading::{is_open, parts};
use super::{Criterion, Operator, twenty::like};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<String> {
    let conditions = criteria.iter().map(one).collect::<Result<_>>()?;
    join("and", conditions) // without the word, `not(…),not(…)` would be read as one `not`
}

fn one(criterion: &Criterion) -> Result<String> {
    let column = &criterion.column;
    let value = criterion.values.first().unwrap_or(&Json::Null);
    let compared = |operator: &str| Ok(format!("{column}[{operator}]:{}", literal(value)?));
    let empty = |empty: bool| Ok(format!("{column}[is]:{}", if empty { "NULL" } else { "NOT_NULL" }));
    match criterion.operator {
        Operator::Eq if value.is_null() => empty(true),
        Operator::Ne if value.is_null() => empty(false),
        Operator::Eq => compared("eq"),
        Operator::Ne if value.is_boolean() => Ok(format!("not({})", compared("eq")?)), // they have no `neq`
        Operator::Ne => compared("neq"),
        Operator::Gt => compared("gt"),
        Operator::Gte => compared("gte"),
        Operator::Lt => compared("lt"),
        Operator::Lte => compared("lte"),
        Operator::In => any(column, &criterion.values),
        Operator::Contains => Ok(format!("{column}[ilike]:{}", literal(&Json::from(format!("%{}%", like(value)?)))?)),
        Operator::StartsWith => Ok(format!("{column}[ilike]:{}", literal(&Json::from(format!("{}%", like(value)?)))?)),
        Operator::Empty => empty(*value == Json::Bool(true)),
    }
}

/// One of several values. A list there ends its items at every comma, and truth values have none.
fn any(column: &str, values: &[Json]) -> Result<String> {
    let listed = |value: &Json| match value {
        Json::String(text) => !text.contains(','),
        other => !other.is_boolean(),
    };
    if values.len() > 1 && values.iter().all(listed) {
        let items = values.iter().map(literal).collect::<Result<Vec<_>>>()?;
        return Ok(format!("{column}[in]:[{}]", items.join(",")));
    }
    let equal = |value: &Json| Ok(format!("{column}[eq]:{}", literal(value)?));
    let mut conditions = values.iter().map(equal).collect::<Result<Vec<String>>>()?;
    match conditions.len() {
        1 => Ok(conditions.remove(0)),
        _ => join("or", conditions),
    }
}

fn literal(value: &Json) -> Result<String> {
    match value {
        Json::String(text) if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) => Err(refused(text)),
        Json::String(text) => Ok(format!("\"{text}\"")),
        Json::Number(_) | Json::Bool(_) => Ok(value.to_string()),
        _ => Err(Error::invalid_input("a filter takes text, numbers and truth values")),
    }
}

/// The conditions under a word, in an order in which the server reads each of them.
fn join(word: &str, mut conditions: Vec<String>) -> Result<String> {
    conditions.sort_by_key(|condition| is_open(condition));
    let text = conditions.join(",");
    let read = parts(&text).filter(|parts| *parts == conditions);
    read.map(|_| format!("{word}({text})")).ok_or_else(|| refused(&text))
}

fn refused(text: &str) -> Error {
    Error::invalid_input(format!(
        "this system's filters cannot hold line breaks, single parentheses, or single quotes and brackets in two values: \
         {text:.80?}; filter after reading instead"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sent(criteria: &[(&str, Operator, Json)]) -> Result<String> {
        let criterion = |(column, operator, value): &(&str, Operator, Json)| Criterion {
            column: (*column).to_owned(),
            operator: *operator,
            values: value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]),
        };
        render(&criteria.iter().map(criterion).collect::<Vec<_>>())
    }

    #[test]
    fn a_value_that_leaves_a_quote_open_goes_last() {
        let name = ("name", Operator::Eq, json!("O'Neill, Söhne"));
        let text = sent(&[name.clone(), ("menge", Operator::Gte, json!(3))]).unwrap();
        assert_eq!(text, "and(menge[gte]:3,name[eq]:\"O'Neill, Söhne\")");
        assert!(sent(&[name, ("nummer", Operator::Ne, json!("it's"))]).is_err(), "two cannot both be last");
        assert_eq!(sent(&[("a", Operator::Eq, json!("8\" (b)"))]).unwrap(), "and(a[eq]:\"8\" (b)\")");
        let refused = |bad: &&str| sent(&[("a", Operator::Eq, json!(bad))]).is_err();
        assert!(["a(b", "a)b(c", "x\", b[eq]:\"y", "a\nb"].iter().all(refused));
    }

    #[test]
    fn lists_with_commas_and_truth_values_are_alternatives() {
        let text = |values| sent(&[("a", Operator::In, values)]).unwrap();
        assert_eq!(text(json!(["x", "y'"])), "and(a[in]:[\"x\",\"y'\"])");
        assert_eq!(text(json!(["x,y"])), "and(a[eq]:\"x,y\")");
        assert_eq!(text(json!(["x,y", "z"])), "and(or(a[eq]:\"x,y\",a[eq]:\"z\"))");
        assert_eq!(text(json!([true, false])), "and(or(a[eq]:true,a[eq]:false))");
        assert_eq!(sent(&[("a", Operator::Ne, json!(true))]).unwrap(), "and(not(a[eq]:true))");
        assert_eq!(sent(&[("a", Operator::Contains, json!("50%"))]).unwrap(), "and(a[ilike]:\"%50\\%%\")");
        assert_eq!(sent(&[("a", Operator::Eq, Json::Null)]).unwrap(), "and(a[is]:NULL)");
    }
}
