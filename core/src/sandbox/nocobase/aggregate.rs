//! `query`: sums and counts by groups.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::schema::{Row, Table, plain};
use super::values;

/// One row per group, with its measures.
pub(crate) fn query(table: &Table, body: &Value) -> Outcome<Value> {
    let named = |part: &Value| -> (String, String) {
        let field = part["field"].as_array().and_then(|f| f.last()).unwrap_or(&part["field"]);
        let field = plain(field);
        (part["alias"].as_str().unwrap_or(&field).to_owned(), field)
    };
    let parts = |name: &str| body[name].as_array().cloned().unwrap_or_default();
    let (measures, dimensions) = (parts("measures"), parts("dimensions"));
    for part in measures.iter().chain(&dimensions) {
        let (_, field) = named(part);
        if !table.columns().iter().any(|c| c.name == field) {
            return Err(Fail::no_column());
        }
    }
    let cell = |row: &Row, field: &str| row.get(field).cloned().unwrap_or(Value::Null);
    let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &table.rows {
        let key: Vec<String> = dimensions.iter().map(|d| cell(row, &named(d).1).to_string()).collect();
        groups.entry(key.join("\u{1f}")).or_default().push(row);
    }
    let show = |rows: &Vec<&Row>| {
        let mut out = Row::new();
        for measure in &measures {
            let (alias, field) = named(measure);
            let numbers: Vec<f64> = rows.iter().filter_map(|r| plain(&cell(r, &field)).parse().ok()).collect();
            let count = rows.iter().filter(|r| !cell(r, &field).is_null()).count();
            let value = match measure["aggregation"].as_str() {
                Some("count") => json!(count),
                _ if numbers.is_empty() => Value::Null,
                Some("avg") => values::float(&json!((numbers.iter().sum::<f64>() / numbers.len() as f64).to_string())),
                Some("max") => values::float(&json!(numbers.iter().copied().fold(f64::MIN, f64::max).to_string())),
                Some("min") => values::float(&json!(numbers.iter().copied().fold(f64::MAX, f64::min).to_string())),
                _ => values::float(&json!(numbers.iter().sum::<f64>().to_string())),
            };
            out.insert(alias, value);
        }
        for dimension in &dimensions {
            let (alias, field) = named(dimension);
            out.insert(alias, rows.first().map(|r| cell(r, &field)).unwrap_or(Value::Null));
        }
        Value::Object(out)
    };
    Ok(groups.values().map(show).collect())
}
