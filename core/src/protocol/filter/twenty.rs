//! Twenty's filters: a GraphQL input, `{and: [{column: {operator: value}}]}`, sent as a variable, so no value is ever
//! part of a text. A column with dots is one of a composite: `emails.primaryEmail`.

use serde_json::{Map, Value as Json, json};

use super::{Criterion, Operator};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<Json> {
    let list: Vec<Json> = criteria.iter().map(one).collect::<Result<_>>()?;
    Ok(json!({"and": list}))
}

fn one(criterion: &Criterion) -> Result<Json> {
    let value = || criterion.values.first().cloned().unwrap_or(Json::Null);
    let condition = match criterion.operator {
        Operator::Eq if value().is_null() => json!({"is": "NULL"}),
        Operator::Ne if value().is_null() => json!({"is": "NOT_NULL"}),
        Operator::Eq => json!({"eq": value()}),
        Operator::Ne => json!({"neq": value()}),
        Operator::Gt => json!({"gt": value()}),
        Operator::Gte => json!({"gte": value()}),
        Operator::Lt => json!({"lt": value()}),
        Operator::Lte => json!({"lte": value()}),
        Operator::In => json!({"in": criterion.values}),
        Operator::Contains => json!({"ilike": format!("%{}%", like(&value())?)}),
        Operator::StartsWith => json!({"ilike": format!("{}%", like(&value())?)}),
        Operator::Empty if value() == Json::Bool(true) => json!({"is": "NULL"}),
        Operator::Empty => json!({"is": "NOT_NULL"}),
    };
    let nest = |inner: Json, part: &str| Json::Object(Map::from_iter([(part.to_owned(), inner)]));
    Ok(criterion.column.rsplit('.').fold(condition, nest))
}

/// A text with the wildcards of SQL's LIKE escaped.
pub(super) fn like(value: &Json) -> Result<String> {
    let text = value.as_str().ok_or_else(|| Error::invalid_input("contains and starts_with take text"))?;
    Ok(text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composites_nest() {
        let criterion = Criterion {
            column: "emails.primaryEmail".into(),
            operator: Operator::Eq,
            values: vec!["a@b.example".into()],
        };
        let expected = json!({"and": [{"emails": {"primaryEmail": {"eq": "a@b.example"}}}]});
        assert_eq!(render(&[criterion]).unwrap(), expected);
    }

    #[test]
    fn wildcards_are_escaped() {
        let criterion = Criterion { column: "name".into(), operator: Operator::Contains, values: vec!["50%_".into()] };
        assert_eq!(render(&[criterion]).unwrap(), json!({"and": [{"name": {"ilike": "%50\\%\\_%"}}]}));
    }
}
