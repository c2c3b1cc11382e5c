//! Bigcapital's `stringified_filter_roles`: a JSON array of `{"fieldKey", "comparator", "value", "condition"}`.
//!
//! Comparators depend on the column's type; of text and numbers they are these. Dates cannot be compared on the server
//! (its SQL literal is broken), so the manifest offers no date as a filter.

use serde_json::{Value as Json, json};

use super::{Criterion, Operator};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<Json> {
    let list: Vec<Json> = criteria.iter().map(one).collect::<Result<_>>()?;
    Ok(Json::from(Json::Array(list).to_string()))
}

fn one(criterion: &Criterion) -> Result<Json> {
    let column = &criterion.column;
    let no = |what: &str| Error::unsupported(format!("{column} cannot be filtered by {what} in this system"));
    let value = match criterion.values.as_slice() {
        // Recorded with numbers as texts.
        [Json::Number(number)] => Json::from(number.to_string()),
        [value] if !value.is_null() => value.clone(),
        [_] | [] => return Err(no("what is empty")),
        _ => return Err(no("several values")),
    };
    let comparator = match criterion.operator {
        Operator::Eq | Operator::In => "equals",
        Operator::Ne => "not_equals",
        Operator::Gt => "bigger_than",
        Operator::Gte => "bigger_or_equals",
        Operator::Lt => "smaller_than",
        Operator::Lte => "smaller_or_equals",
        Operator::Contains => "contains",
        Operator::StartsWith => "starts_with",
        Operator::Empty => return Err(no("whether it is empty")),
    };
    Ok(json!({"fieldKey": column, "comparator": comparator, "value": value, "condition": "and"}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_values() {
        let hostile = "x\", \"comparator\": \"contains";
        let criterion = Criterion { column: "invoice_no".into(), operator: Operator::Eq, values: vec![hostile.into()] };
        let text = render(&[criterion]).unwrap();
        let read: Json = serde_json::from_str(text.as_str().unwrap()).unwrap();
        let expected =
            json!([{"fieldKey": "invoice_no", "comparator": "equals", "value": hostile, "condition": "and"}]);
        assert_eq!(read, expected);
    }
}
