//! Frappe's filters: a JSON array of `[column, operator, value]`, so every value is escaped by JSON.

use serde_json::{Value as Json, json};

use super::{Criterion, Operator};
use crate::error::{Error, Result};

pub(super) fn render(criteria: &[Criterion]) -> Result<String> {
    let list: Vec<Json> = criteria.iter().map(one).collect::<Result<_>>()?;
    Ok(Json::Array(list).to_string())
}

fn one(criterion: &Criterion) -> Result<Json> {
    let value = || criterion.values.first().cloned().unwrap_or(Json::Null);
    let column = &criterion.column;
    Ok(match criterion.operator {
        Operator::Eq => json!([column, "=", value()]),
        Operator::Ne => json!([column, "!=", value()]),
        Operator::Gt => json!([column, ">", value()]),
        Operator::Gte => json!([column, ">=", value()]),
        Operator::Lt => json!([column, "<", value()]),
        Operator::Lte => json!([column, "<=", value()]),
        Operator::In => json!([column, "in", criterion.values]),
        Operator::Contains => json!([column, "like", format!("%{}%", like(&value())?)]),
        Operator::StartsWith => json!([column, "like", format!("{}%", like(&value())?)]),
        Operator::Empty => json!([column, "is", if value() == Json::Bool(true) { "not set" } else { "set" }]),
    })
}

/// A text with the wildcards of SQL's LIKE escaped.
fn like(value: &Json) -> Result<String> {
    let text = value.as_str().ok_or_else(|| Error::invalid_input("contains and starts_with take text"))?;
    Ok(text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_values() {
        let hostile = "x\"], [\"owner\", \"=\", \"Administrator' OR 1=1 --\n";
        let criterion = Criterion { column: "customer".into(), operator: Operator::Eq, values: vec![hostile.into()] };
        let text = render(&[criterion]).unwrap();
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), json!([["customer", "=", hostile]]));
    }
}
