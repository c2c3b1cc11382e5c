//! NocoBase's filters: a JSON object, `{"$and": [{"column": {"$eq": value}}]}`, so every value is escaped by JSON.
//!
//! `{"$eq": null}` finds nothing there, so an empty value is asked for by `$empty`. Texts that look like a variable of
//! the server (`{{$user.id}}`) would be replaced by it and are refused.

use serde_json::{Map, Value as Json, json};

use super::{Criterion, Operator};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<Json> {
    let list: Vec<Json> = criteria.iter().map(one).collect::<Result<_>>()?;
    Ok(json!({"$and": list}))
}

fn one(criterion: &Criterion) -> Result<Json> {
    for text in criterion.values.iter().filter_map(Json::as_str) {
        if text.contains("{{") {
            return Err(Error::invalid_input(format!(
                "filters of this system replace {{{{ in a value: {text:.80?}; filter after reading instead"
            )));
        }
    }
    let value = || criterion.values.first().cloned().unwrap_or(Json::Null);
    let (operator, value) = match criterion.operator {
        Operator::Eq if value().is_null() => ("$empty", Json::Bool(true)),
        Operator::Ne if value().is_null() => ("$notEmpty", Json::Bool(true)),
        Operator::Eq => ("$eq", value()),
        Operator::Ne => ("$ne", value()),
        Operator::Gt => ("$gt", value()),
        Operator::Gte => ("$gte", value()),
        Operator::Lt => ("$lt", value()),
        Operator::Lte => ("$lte", value()),
        Operator::In => ("$in", Json::from(criterion.values.clone())),
        Operator::Contains => ("$includes", value()),
        Operator::StartsWith => ("$startsWith", value()),
        Operator::Empty if value() == Json::Bool(true) => ("$empty", Json::Bool(true)),
        Operator::Empty => ("$notEmpty", Json::Bool(true)),
    };
    let mut column = Map::new();
    column.insert(criterion.column.clone(), json!({operator: value}));
    Ok(Json::Object(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_values() {
        let eq =
            |value: Json| render(&[Criterion { column: "name".into(), operator: Operator::Eq, values: vec![value] }]);
        let hostile = "\"}, \"$or\": [{\"id\": 1}], {\"a\": \"";
        assert_eq!(eq(hostile.into()).unwrap(), json!({"$and": [{"name": {"$eq": hostile}}]}));
        assert_eq!(eq(Json::Null).unwrap(), json!({"$and": [{"name": {"$empty": true}}]}));
        assert!(eq("{{$user.id}}".into()).is_err());
    }
}
