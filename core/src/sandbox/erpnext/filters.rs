//! Filters: the three JSON forms of Frappe, and how a document is held against them.

use serde_json::Value;

use super::super::fold::{fold, like};
use super::errors::{Fail, Outcome};
use super::schema::{Kind, Schema};
use super::state::{Doc, Documents, decimal, text};

/// One condition. `doctype` is the list's own or that of one of its tables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) doctype: String,
    pub(crate) field: String,
    operator: String,
    value: Value,
}

const OPERATORS: [&str; 21] = [
    "=",
    "!=",
    ">",
    "<",
    ">=",
    "<=",
    "like",
    "not like",
    "in",
    "not in",
    "is",
    "between",
    "timespan",
    "previous",
    "next",
    "fiscal year",
    "descendants of",
    "descendants of (inclusive)",
    "not descendants of",
    "ancestors of",
    "not ancestors of",
];

/// Reads `filters` or `or_filters`: a dict, a list of lists, or the text of either.
pub(crate) fn parse(schema: &Schema, doctype: &str, raw: Option<&Value>) -> Outcome<Vec<Condition>> {
    let value = match raw {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::String(s)) if s.trim().is_empty() => return Ok(Vec::new()),
        Some(Value::String(s)) => json_text(s)?,
        Some(value) => value.clone(),
    };
    let mut conditions = Vec::new();
    match value {
        Value::Object(map) => {
            for (field, value) in map {
                let (operator, value) = match value {
                    Value::Array(pair) if pair.len() == 2 && pair[0].as_str().is_some_and(known) => {
                        (pair[0].as_str().unwrap_or("=").to_lowercase(), pair[1].clone())
                    }
                    other => ("=".to_owned(), other),
                };
                conditions.push(Condition { doctype: doctype.to_owned(), field, operator, value });
            }
        }
        Value::Array(list) if list.first().is_some_and(Value::is_string) => conditions.push(one(doctype, &list)?),
        Value::Array(list) => {
            for item in &list {
                match item {
                    Value::Array(parts) => conditions.push(one(doctype, parts)?),
                    Value::Object(_) => conditions.extend(parse(schema, doctype, Some(item))?),
                    _ => return Err(bad_filter(item)),
                }
            }
        }
        other => return Err(bad_filter(&other)),
    }
    for condition in &mut conditions {
        normalize(condition);
        check(schema, doctype, condition)?;
    }
    Ok(conditions)
}

/// JSON text, with Python's error when it is none.
pub(crate) fn json_text(text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|e| {
        let column = e.column().max(1);
        Fail::bug(
            "json.decoder.JSONDecodeError",
            format!("Expecting value: line {} column {column} (char {})", e.line(), column - 1),
        )
    })
}

fn known(operator: &str) -> bool {
    OPERATORS.contains(&operator.to_lowercase().as_str())
}

fn bad_filter(item: &Value) -> Box<Fail> {
    Fail::validation(format!("Filter must have 4 values (doctype, fieldname, operator, value): {item}"))
}

fn one(doctype: &str, parts: &[Value]) -> Outcome<Condition> {
    let word = |v: &Value| v.as_str().map(str::to_owned);
    let built = match parts {
        [field, value] => word(field).map(|field| (doctype.to_owned(), field, "=".to_owned(), value.clone())),
        [field, operator, value] => match (word(field), word(operator)) {
            (Some(field), Some(operator)) => Some((doctype.to_owned(), field, operator, value.clone())),
            _ => None,
        },
        [of, field, operator, value, ..] => match (word(of), word(field), word(operator)) {
            (Some(of), Some(field), Some(operator)) => Some((of, field, operator, value.clone())),
            _ => None,
        },
        _ => None,
    };
    let (doctype, field, operator, value) = built.ok_or_else(|| bad_filter(&Value::Array(parts.to_vec())))?;
    Ok(Condition { doctype, field, operator, value })
}

fn normalize(condition: &mut Condition) {
    condition.operator = condition.operator.trim().to_lowercase();
    let (doctype, field) = split_column(&condition.field);
    condition.field = field;
    if let Some(doctype) = doctype {
        condition.doctype = doctype;
    }
}

/// Takes `` `tabSales Invoice`.`status` `` apart.
pub(crate) fn split_column(column: &str) -> (Option<String>, String) {
    let plain = column.trim().replace('`', "");
    match plain.strip_prefix("tab").and_then(|rest| rest.rsplit_once('.')) {
        Some((doctype, field)) => (Some(doctype.to_owned()), field.trim().to_owned()),
        None => (None, plain),
    }
}

fn check(schema: &Schema, doctype: &str, condition: &Condition) -> Outcome<()> {
    if !known(&condition.operator) {
        return Err(Fail::validation(format!("Operator must be one of {}", OPERATORS.join(", "))));
    }
    let ours = condition.doctype == doctype || schema.table_of(doctype, &condition.doctype).is_some();
    match schema.get(&condition.doctype).filter(|_| ours).and_then(|d| d.kind(&condition.field)) {
        Some(_) => Ok(()),
        None => Err(field_not_permitted(&condition.field)),
    }
}

pub(crate) fn field_not_permitted(field: &str) -> Box<Fail> {
    Fail::class("DataError", format!("Field not permitted in query: {field}"))
}

/// Whether the document (or the row, for a condition on a table) meets the condition.
pub(crate) fn meets(condition: &Condition, doc: &Doc, schema: &Schema, documents: &Documents, today: &str) -> bool {
    let Some(doctype) = schema.get(&condition.doctype) else { return false };
    let Some(kind) = doctype.kind(&condition.field) else { return false };
    let value = doc.get(&condition.field).unwrap_or(&Value::Null);
    let wanted = &condition.value;
    match condition.operator.as_str() {
        "is" => {
            let set = match kind {
                Kind::Int | Kind::Float => !decimal(value).is_zero(),
                _ => !value.is_null() && value.as_str() != Some(""),
            };
            set == (wanted.as_str() == Some("set"))
        }
        "like" => !value.is_null() && like(&plain(value), &plain(wanted)),
        "not like" => !like(&plain(value), &plain(wanted)),
        "in" => list(wanted).iter().any(|w| compare(kind, value, w).is_eq()),
        "not in" => !list(wanted).iter().any(|w| compare(kind, value, w).is_eq()),
        "between" => {
            let bounds = list(wanted);
            let (Some(low), Some(high)) = (bounds.first(), bounds.get(1)) else { return false };
            !value.is_null()
                && compare(kind, value, low).is_ge()
                && compare(kind, value, &end_of_day(kind, high)).is_le()
        }
        "timespan" => !value.is_null() && timespan(&plain(value), &plain(wanted), today),
        "descendants of"
        | "descendants of (inclusive)"
        | "not descendants of"
        | "ancestors of"
        | "not ancestors of" => {
            let Some(parent) = &doctype.rules.tree else { return false };
            let tree = Tree { documents, doctype: &condition.doctype, parent };
            let (own, other) = (text(doc, "name"), plain(wanted));
            match condition.operator.as_str() {
                "descendants of" => tree.under(own, &other),
                "descendants of (inclusive)" => tree.under(own, &other) || fold(own) == fold(&other),
                "not descendants of" => !tree.under(own, &other),
                "ancestors of" => tree.under(&other, own),
                _ => !tree.under(&other, own),
            }
        }
        "=" => compare(kind, value, wanted).is_eq(),
        "!=" => compare(kind, value, wanted).is_ne(),
        // SQL: a comparison with NULL is never true.
        _ if value.is_null() => false,
        ">" => compare(kind, value, wanted).is_gt(),
        "<" => compare(kind, value, wanted).is_lt(),
        ">=" => compare(kind, value, wanted).is_ge(),
        "<=" => compare(kind, value, wanted).is_le(),
        _ => false,
    }
}

struct Tree<'a> {
    documents: &'a Documents,
    doctype: &'a str,
    parent: &'a str,
}

impl Tree<'_> {
    /// Whether `name` lies below `top`.
    fn under(&self, name: &str, top: &str) -> bool {
        let mut at = name.to_owned();
        for _ in 0..64 {
            let Some(doc) = self.documents.get(self.doctype, &at) else { return false };
            at = text(doc, self.parent).to_owned();
            if fold(&at) == fold(top) {
                return true;
            }
        }
        false
    }
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::String(s) => s.split(',').map(|p| Value::String(p.trim().to_owned())).collect(),
        other => vec![other.clone()],
    }
}

pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Order of a stored value and a wanted one, in the column's type. NULL counts as empty or 0.
pub(crate) fn compare(kind: Kind, value: &Value, wanted: &Value) -> std::cmp::Ordering {
    match kind {
        Kind::Int | Kind::Float => decimal(value).cmp(&decimal(wanted)),
        Kind::Datetime => {
            // A date alone is midnight; a missing fraction is zero.
            let full = |s: String| match s.len() {
                0 => s,
                10 => s + " 00:00:00.000000",
                19 => s + ".000000",
                _ => s,
            };
            full(plain(value)).cmp(&full(plain(wanted)))
        }
        Kind::Date => plain(value).cmp(&plain(wanted).chars().take(10).collect()),
        _ => fold(&plain(value)).cmp(&fold(&plain(wanted))),
    }
}

fn end_of_day(kind: Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Datetime, Value::String(s)) if s.len() == 10 => Value::String(format!("{s} 23:59:59.999999")),
        _ => value.clone(),
    }
}

fn timespan(value: &str, span: &str, today: &str) -> bool {
    let days_back = |days: i64| {
        today
            .parse::<jiff::civil::Date>()
            .ok()
            .and_then(|d| d.checked_sub(jiff::Span::new().days(days)).ok())
            .map(|d| d.to_string())
            .unwrap_or_default()
    };
    let day: String = value.chars().take(10).collect();
    match span {
        "today" => day == today,
        "yesterday" => day == days_back(1),
        "last 7 days" => day >= days_back(7) && day.as_str() <= today,
        "last 30 days" => day >= days_back(30) && day.as_str() <= today,
        "this month" => day.get(..7) == today.get(..7),
        "this year" => day.get(..4) == today.get(..4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(raw: Value) -> Outcome<Vec<Condition>> {
        let schema = Schema::load().unwrap();
        parse(&schema, "Customer", Some(&raw))
    }

    fn check_one(doc: Value, raw: Value) -> bool {
        let schema = Schema::load().unwrap();
        let Value::Object(doc) = doc else { panic!("a document is an object") };
        let conditions = parse(&schema, "Customer", Some(&raw)).unwrap();
        conditions.iter().all(|c| meets(c, &doc, &schema, &Documents::default(), "2026-11-23"))
    }

    #[test]
    fn all_three_forms_mean_the_same() {
        let dict = parsed(json!({"name": ["like", "%x%"], "disabled": 0})).unwrap();
        assert_eq!(dict, parsed(json!([["name", "like", "%x%"], ["disabled", "=", 0]])).unwrap());
        assert_eq!(dict, parsed(json!([["Customer", "name", "like", "%x%"], ["disabled", 0]])).unwrap());
        assert_eq!(dict, parsed(json!("{\"name\": [\"like\", \"%x%\"], \"disabled\": 0}")).unwrap());
        assert_eq!(dict, parsed(json!([["`tabCustomer`.`name`", "like", "%x%"], ["disabled", "=", 0]])).unwrap());
    }

    #[test]
    fn wrong_filters_end_as_on_the_server() {
        assert_eq!(parsed(json!("[broken")).unwrap_err().status, 500);
        for wrong in
            [json!([["nosuch", "=", 1]]), json!([["name", "~", 1]]), json!([["Item", "name", "=", 1]]), json!([1])]
        {
            assert_eq!(parsed(wrong.clone()).unwrap_err().status, 417, "{wrong}");
        }
    }

    #[test]
    fn values_are_compared_in_the_columns_type() {
        let doc = json!({"name": "Müller", "disabled": 0, "tax_id": null, "modified": "2026-11-23 03:12:40.560485"});
        assert!(check_one(doc.clone(), json!({"name": "MULLER"})));
        assert!(check_one(doc.clone(), json!({"disabled": "0"})));
        assert!(check_one(doc.clone(), json!({"tax_id": ["is", "not set"]})));
        assert!(check_one(doc.clone(), json!({"tax_id": ""})));
        assert!(check_one(doc.clone(), json!({"tax_id": ["!=", "x"]})));
        assert!(!check_one(doc.clone(), json!({"tax_id": ["like", "%"]})));
        assert!(check_one(doc.clone(), json!({"modified": [">", "2026-11-23 03:12:40"]})));
        assert!(!check_one(doc.clone(), json!({"modified": [">", "2026-11-23 03:12:40.560485"]})));
        assert!(check_one(doc.clone(), json!({"modified": ["between", ["2026-11-22", "2026-11-23"]]})));
        assert!(check_one(doc.clone(), json!({"name": ["in", "a, muller"]})));
        assert!(check_one(doc, json!({"modified": ["timespan", "today"]})));
    }
}
