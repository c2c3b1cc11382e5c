//! What the database makes of a value, by the type of its column: some are refused, some are lost without a word.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::schema::{Column, plain, text};

/// 2^53: above it a number is sent as text.
const SAFE: i128 = 9_007_199_254_740_992;

/// The value as it is stored and answered.
pub(crate) fn store(column: &Column<'_>, value: &Value) -> Outcome<Value> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    match column.kind {
        "bigInt" | "snowflakeId" | "integer" | "sort" => whole(value, column.kind),
        "decimal" => decimal(column, value),
        // A text that is no number is stored as null, and the answer says 200.
        "double" | "float" | "real" => Ok(float(value)),
        "boolean" => truth(value),
        "date" | "datetime" | "datetimeTz" | "unixTimestamp" => {
            let at = instant(&plain(value)).ok_or_else(|| Fail::syntax("timestamp with time zone", "Invalid date"))?;
            Ok(json!(shown(at)))
        }
        "datetimeNoTz" => {
            let at = plain(value).replace('T', " ").trim_end_matches('Z').parse::<DateTime>();
            let at = at.map_err(|_| Fail::syntax("timestamp", "Invalid date"))?;
            Ok(json!(at.strftime("%Y-%m-%d %H:%M:%S").to_string()))
        }
        "dateOnly" => {
            let day = plain(value).get(..10).and_then(|d| d.parse::<Date>().ok());
            Ok(json!(day.ok_or_else(|| Fail::syntax("date", "Invalid date"))?.to_string()))
        }
        "json" | "jsonb" => Ok(value.clone()),
        "array" | "set" => Ok(sorted(value)),
        "string" | "uid" | "radio" if plain(value).chars().count() > 255 => {
            Err(Fail::new(500, "value too long for type character varying(255)"))
        }
        "text" if column.field.is_some_and(|f| text(f, "interface") == "richText") => {
            Ok(json!(without_scripts(&plain(value))))
        }
        "string" | "uid" | "radio" | "text" | "time" | "uuid" | "nanoid" | "password" => Ok(json!(plain(value))),
        _ => Ok(value.clone()),
    }
}

fn whole(value: &Value, kind: &str) -> Outcome<Value> {
    let kind = if kind == "integer" { "integer" } else { "bigint" };
    let sent = plain(value);
    let number = match value {
        // JavaScript has read the number before the database sees it.
        Value::Number(n) => n.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as i128),
        _ => sent.parse::<i128>().ok(),
    };
    let number = number.ok_or_else(|| Fail::syntax(kind, &sent))?;
    if number > i128::from(i64::MAX) || number < i128::from(i64::MIN) {
        return Err(Fail::new(500, format!("value \"{sent}\" is out of range for type {kind}")));
    }
    Ok(if number.abs() < SAFE { json!(number as i64) } else { json!(number.to_string()) })
}

fn decimal(column: &Column<'_>, value: &Value) -> Outcome<Value> {
    let sent = plain(value);
    let option = |name: &str| column.field.and_then(|f| f.get(name)).and_then(Value::as_u64).map(|n| n as u32);
    let precision = option("precision").unwrap_or(10);
    let scale = option("scale").unwrap_or(0);
    let number = Decimal::from_scientific(&sent).or_else(|_| sent.parse::<Decimal>());
    let number = match number {
        Ok(number) => number,
        Err(_) if sent.parse::<f64>().is_ok() => return Err(Fail::new(500, "numeric field overflow")),
        Err(_) => return Err(Fail::syntax("numeric", &sent)),
    };
    let mut number = number.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    if number.trunc().abs().to_string().len() > precision.saturating_sub(scale) as usize && !number.trunc().is_zero() {
        return Err(Fail::new(500, "numeric field overflow"));
    }
    number.rescale(scale);
    Ok(json!(number.to_string()))
}

/// A number as a double is answered: whole ones without a point.
pub(crate) fn float(value: &Value) -> Value {
    match plain(value).trim().parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < SAFE as f64 => json!(number as i64),
        Ok(number) if number.is_finite() => json!(number),
        _ => Value::Null,
    }
}

fn truth(value: &Value) -> Outcome<Value> {
    match plain(value).to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Ok(json!(true)),
        "false" | "f" | "no" | "n" | "off" | "0" => Ok(json!(false)),
        other => Err(Fail::syntax("boolean", other)),
    }
}

/// Sets and lists of options come back in the order of their texts.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let mut list = list.clone();
            list.sort_by_key(plain);
            list.dedup();
            Value::Array(list)
        }
        other => other.clone(),
    }
}

fn without_scripts(html: &str) -> String {
    let mut out = html.to_owned();
    while let Some(from) = out.find("<script") {
        let to = out[from..].find("</script>").map_or(out.len(), |n| from + n + "</script>".len());
        out.replace_range(from..to, "");
    }
    out
}

/// An instant: an ISO text with a zone, or a day, which begins in UTC.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| format!("{}T00:00:00Z", text.parse::<Date>().ok()?).parse().ok())
}

/// ISO in UTC with milliseconds.
pub(crate) fn shown(at: Timestamp) -> String {
    super::super::clock::utc(at).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// `{{a}}*2` and its like: two operands and one sign.
pub(crate) fn formula(expression: &str, cell: &dyn Fn(&str) -> Value) -> Value {
    let operand = |text: &str| -> Option<f64> {
        let text = text.trim();
        match text.strip_prefix("{{").and_then(|t| t.strip_suffix("}}")) {
            Some(name) => plain(&cell(name.trim())).parse().ok(),
            None => text.parse().ok(),
        }
    };
    let result = ['*', '/', '+', '-'].iter().find_map(|sign| {
        let (a, b) = expression.split_once(*sign)?;
        let (a, b) = (operand(a)?, operand(b)?);
        Some(match sign {
            '*' => a * b,
            '/' => a / b,
            '+' => a + b,
            _ => a - b,
        })
    });
    // An overflow is no number, and no number is null.
    result.map_or(Value::Null, |n| float(&json!(n.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(kind: &str, value: Value) -> Result<Value, String> {
        store(&Column { name: "x", kind, field: None }, &value).map_err(|e| format!("{e:?}"))
    }

    #[test]
    fn what_is_lost_and_what_is_refused() {
        assert_eq!(kept("double", json!("viel")), Ok(Value::Null));
        assert_eq!(kept("double", json!("12.5")), Ok(json!(12.5)));
        assert!(kept("decimal", json!("1,5")).is_err() && kept("bigInt", json!("")).is_err());
        assert_eq!(kept("date", json!("2026-12-31T23:59:59.999+01:00")), Ok(json!("2026-12-31T22:59:59.999Z")));
        assert!(kept("dateOnly", json!("2027-02-30")).is_err());
        assert_eq!(kept("array", json!(["offen", "bezahlt"])), Ok(json!(["bezahlt", "offen"])));
    }

    #[test]
    fn large_whole_numbers() {
        assert_eq!(kept("bigInt", json!("9007199254740993")), Ok(json!("9007199254740993")));
        let sent: Value = serde_json::from_str("9007199254740993").unwrap();
        assert_eq!(kept("bigInt", sent), Ok(json!("9007199254740992")));
    }
}
