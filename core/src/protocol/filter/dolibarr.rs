//! Dolibarr's `sqlfilters`: `(t.column:operator:'value')` joined by `and`.
//!
//! The grammar has no escape. A value cannot hold parentheses (the server's pattern is `[^\(\)]+`); a double quote is
//! refused by the injection filter in front of it; a quote inside LIKE never matches. Such values are refused here.

use serde_json::Value as Json;

use super::{Criterion, Operator};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<String> {
    let parts: Vec<String> = criteria.iter().map(one).collect::<Result<_>>()?;
    Ok(parts.join(" and "))
}

fn one(criterion: &Criterion) -> Result<String> {
    let column = &criterion.column;
    let value = || criterion.values.first().unwrap_or(&Json::Null);
    let compare = |operator: &str| literal(value(), operator).map(|value| format!("({column}:{operator}:{value})"));
    match criterion.operator {
        Operator::Eq if value().is_null() => Ok(format!("({column}:is:NULL)")),
        Operator::Ne if value().is_null() => Ok(format!("({column}:isnot:NULL)")),
        Operator::Eq => compare("="),
        Operator::Ne => compare("!="),
        Operator::Gt => compare(">"),
        Operator::Gte => compare(">="),
        Operator::Lt => compare("<"),
        Operator::Lte => compare("<="),
        Operator::In => {
            let values = criterion.values.iter().map(|value| literal(value, "in")).collect::<Result<Vec<_>>>()?;
            Ok(format!("({column}:in:{})", values.join(",")))
        }
        Operator::Contains => Ok(format!("({column}:like:'%{}%')", like(value())?)),
        Operator::StartsWith => Ok(format!("({column}:like:'{}%')", like(value())?)),
        Operator::Empty if value() == &Json::Bool(true) => Ok(format!("({column}:is:NULL)")),
        Operator::Empty => Ok(format!("({column}:isnot:NULL)")),
    }
}

fn refuse(text: &str, what: &str) -> Error {
    Error::invalid_input(format!("Dolibarr's filters cannot hold {what}: {text:.80?}; filter after reading instead"))
}

fn literal(value: &Json, operator: &str) -> Result<String> {
    match value {
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(yes) => Ok(u8::from(*yes).to_string()),
        Json::String(text) => {
            check(text)?;
            // One quote is taken as data between the outer ones, but it would end a member of a list.
            if operator == "in" && text.contains(['\'', ',']) {
                return Err(refuse(text, "a quote or comma in a list"));
            }
            Ok(format!("'{text}'"))
        }
        _ => Err(Error::invalid_input("a filter takes text, numbers and truth values")),
    }
}

fn check(text: &str) -> Result<()> {
    if text.contains(['(', ')']) {
        return Err(refuse(text, "parentheses"));
    }
    if text.contains(['"', '\\']) || text.chars().any(char::is_control) {
        return Err(refuse(text, "double quotes, backslashes or control characters"));
    }
    if text.contains("__") {
        return Err(refuse(text, "two underscores (they name substitutions such as __NOW__)"));
    }
    Ok(())
}

fn like(value: &Json) -> Result<&str> {
    let text = value.as_str().ok_or_else(|| Error::invalid_input("contains and starts_with take text"))?;
    check(text)?;
    if text.contains(['\'', '%', '_']) {
        return Err(refuse(text, "a quote, % or _ in a text search"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(operator: Operator, values: &[Json]) -> Result<String> {
        render(&[Criterion { column: "t.nom".into(), operator, values: values.to_vec() }])
    }

    #[test]
    fn renders_the_recorded_grammar() {
        assert_eq!(filter(Operator::Eq, &["O'Brien".into()]).unwrap(), "(t.nom:=:'O'Brien')");
        assert_eq!(filter(Operator::In, &[1.into(), 2.into()]).unwrap(), "(t.nom:in:1,2)");
        assert_eq!(filter(Operator::Contains, &["Müller".into()]).unwrap(), "(t.nom:like:'%Müller%')");
    }

    #[test]
    fn refuses_what_the_grammar_cannot_say() {
        for text in ["a) or (t.rowid:>:0", "(PROV5)", "a\"b", "a\nb", "a\0b", "__USER_ID__", "a\\"] {
            assert!(filter(Operator::Eq, &[text.into()]).is_err(), "{text:?}");
            assert!(filter(Operator::Contains, &[text.into()]).is_err(), "{text:?}");
        }
        assert!(filter(Operator::In, &["a','b".into()]).is_err());
        assert!(filter(Operator::Contains, &["50%".into()]).is_err());
    }
}
