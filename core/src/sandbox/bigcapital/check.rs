//! The validation in front of every handler: class-validator's checks, by name.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::state::number;
use super::table::{Kind, Line, Object};

/// The properties of a body (in camelCase), and of its lines, against the rules of the resource.
pub(crate) fn body(kind: &Kind, method: &str, body: &Object) -> Outcome<()> {
    let mut found = Vec::new();
    let target = Value::Object(body.clone());
    for rule in &kind.rules {
        found.extend(property(rule, method, &kind.name, body, &target));
    }
    let line = kind.line.as_ref().filter(|line| !line.rules.is_empty());
    if let Some((line, Value::Array(rows))) = line.and_then(|line| line_rows(line, body)) {
        let wrong: Vec<Value> = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| {
                let fields = row.as_object()?;
                let inner: Vec<Value> =
                    line.rules.iter().filter_map(|rule| property(rule, method, "", fields, row)).collect();
                (!inner.is_empty())
                    .then(|| json!({"target": rows, "value": row, "property": index.to_string(), "children": inner}))
            })
            .collect();
        if !wrong.is_empty() {
            found.push(json!({"target": target, "value": rows, "property": line.at, "children": wrong}));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(Fail::Invalid(found)) }
}

fn line_rows<'a>(line: &'a Line, body: &'a Object) -> Option<(&'a Line, &'a Value)> {
    body.get(&line.at).map(|rows| (line, rows))
}

/// One rule: `<property>!` or `<property>?`, then the checks. Vendors need nothing on a change.
fn property(rule: &str, method: &str, resource: &str, fields: &Object, target: &Value) -> Option<Value> {
    let (head, checks) = rule.split_once(' ')?;
    let (name, only) = head.split_once(['!', '?']).unwrap_or((head, ""));
    let required = head.contains('!') || (head.contains("?create") && method == "POST");
    if (!only.is_empty() && only != "create") || (only == "create" && method != "POST") {
        return None;
    }
    let value = fields.get(name);
    // An empty e-mail address is taken on a create and refused on a change.
    let lenient = name == "email" && method == "POST" && value == Some(&json!(""));
    if (!required && value.is_none_or(Value::is_null))
        || lenient
        || (resource == "accounts" && name == "code" && value == Some(&json!("")))
    {
        return None;
    }
    let mut failed = Object::new();
    for check in checks.split(' ') {
        let (check, argument) = check.split_once(':').unwrap_or((check, ""));
        if let Some(text) = fails(check, argument, name, value.unwrap_or(&Value::Null), value.is_none()) {
            failed.insert(check.to_owned(), text.into());
        }
    }
    if failed.is_empty() {
        return None;
    }
    let mut out = Object::new();
    out.insert("target".into(), target.clone());
    if let Some(value) = value {
        out.insert("value".into(), value.clone());
    }
    out.insert("property".into(), name.into());
    out.insert("children".into(), json!([]));
    out.insert("constraints".into(), Value::Object(failed));
    Some(Value::Object(out))
}

fn fails(check: &str, argument: &str, name: &str, value: &Value, absent: bool) -> Option<String> {
    let text = value.as_str();
    let amount = value.is_number().then(|| number(value));
    let limit: usize = argument.parse().unwrap_or(0);
    let (good, says) = match check {
        "isNotEmpty" => (!absent && !value.is_null() && text != Some(""), format!("{name} should not be empty")),
        "isString" => {
            (text.is_some_and(|t| argument.is_empty() || t.parse::<f64>().is_err()), format!("{name} must be a string"))
        }
        "isInt" => (amount.is_some_and(|n| n.fract().is_zero()), format!("{name} must be an integer number")),
        "isNumber" => (
            amount.is_some_and(|n| argument.is_empty() || n.normalize().scale() as usize <= limit),
            format!("{name} must be a number conforming to the specified constraints"),
        ),
        "min" => {
            (amount.is_none_or(|n| !n.is_sign_negative() || n.is_zero()), format!("{name} must not be less than 0"))
        }
        "isPositive" => {
            (amount.is_some_and(|n| n.is_sign_positive() && !n.is_zero()), format!("{name} must be a positive number"))
        }
        "isBoolean" => (value.is_boolean(), format!("{name} must be a boolean value")),
        "isDateString" => (text.is_some_and(is_date), format!("{name} must be a valid ISO 8601 date string")),
        "isArray" => (value.is_array(), format!("{name} must be an array")),
        "arrayMinSize" => (
            value.as_array().is_some_and(|list| list.len() >= limit),
            format!("{name} must contain at least {limit} elements"),
        ),
        "minLength" => (
            text.is_some_and(|t| t.chars().count() >= limit),
            format!("{name} must be longer than or equal to {limit} characters"),
        ),
        "maxLength" => (
            text.is_some_and(|t| t.chars().count() <= limit),
            format!("{name} must be shorter than or equal to {limit} characters"),
        ),
        "isEmail" => (
            text.is_some_and(|t| t.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))),
            format!("{name} must be an email"),
        ),
        "isIn" | "isEnum" => (
            text.is_some_and(|t| argument.split(',').any(|one| one == t)),
            format!("{name} must be one of the following values: {}", argument.replace(',', ", ")),
        ),
        "isISO4217CurrencyCode" => (
            text.is_some_and(|t| {
                ["USD", "EUR", "GBP", "CHF", "JPY", "KWD", "AUD", "CAD", "CNY", "INR", "LYD"].contains(&t)
            }),
            format!("{name} must be a valid ISO4217 currency code"),
        ),
        _ => (true, String::new()),
    };
    (!good).then_some(says)
}

/// ISO 8601 by its form; whether the day exists is asked by nobody before the database.
fn is_date(text: &str) -> bool {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse::<u32>().ok());
    let form = text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    form && part(0, 4).is_some() && matches!(part(5, 7), Some(1..=12)) && matches!(part(8, 10), Some(1..=31))
}
