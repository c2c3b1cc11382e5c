//! Checks a body field by field, as the serializers do: all wrong fields are told at once.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome, no_object};
use super::store::{Field, Row, Store, amount, flag};

const CURRENCIES: [&str; 8] = ["AUD", "CAD", "CNY", "EUR", "GBP", "JPY", "NZD", "USD"];
const DATE: &str = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";

/// The members of a body that may be written, checked. Unknown and read-only ones are ignored without a word.
pub(crate) fn body(store: &Store, table: &str, sent: &Row, partial: bool) -> Outcome<Row> {
    let Some(model) = store.models.get(table) else { return Ok(Row::new()) };
    let (mut good, mut wrong) = (Row::new(), Map::new());
    for name in model.fields.keys() {
        let field = model.field(name);
        if field.ro || field.is == "detail" {
            continue;
        }
        match sent.get(name) {
            None if field.must && !partial => {
                let said = match (table, name.as_str()) {
                    ("so", "customer") => "This field cannot be blank.",
                    _ => "This field is required.",
                };
                wrong.insert(name.clone(), json!([said]));
            }
            None => {}
            Some(value) => match one(store, table, name, &field, value) {
                Ok(value) => drop(good.insert(name.clone(), value)),
                Err(said) => drop(wrong.insert(name.clone(), json!(said))),
            },
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(Fail::fields(wrong)) }
}

fn one(store: &Store, table: &str, name: &str, field: &Field, value: &Value) -> Result<Value, Vec<String>> {
    let wrong = |said: &str| Err(vec![said.to_owned()]);
    if value.is_null() {
        return if field.null || !field.must { Ok(Value::Null) } else { wrong("This field may not be null.") };
    }
    if let Some(target) = &field.to {
        return points(store, table, name, target, value);
    }
    if name.ends_with("currency") {
        let known = value.as_str().is_some_and(|code| code.is_empty() || CURRENCIES.contains(&code));
        let plain = value.as_str().unwrap_or_default();
        return if known { Ok(value.clone()) } else { wrong(&format!("\"{plain}\" is not a valid choice.")) };
    }
    match field.is.as_str() {
        "text" | "url" | "mail" => words(field, value),
        "dec" | "dectext" => decimal(table, name, field, value),
        "int" => match amount(value) {
            Some(number) if field.min.is_some_and(|least| number < least) => {
                wrong(&format!("Ensure this value is greater than or equal to {}.", field.min.unwrap_or_default()))
            }
            Some(number) => Ok(json!(number as i64)),
            None => wrong("A valid integer is required."),
        },
        "flag" => match value {
            Value::Bool(_) => Ok(value.clone()),
            Value::String(word) if matches!(word.as_str(), "true" | "1") => Ok(json!(true)),
            Value::String(word) if matches!(word.as_str(), "false" | "0") => Ok(json!(false)),
            _ => wrong("Must be a valid boolean."),
        },
        "date" => match value.as_str().and_then(|text| text.parse::<jiff::civil::Date>().ok().map(|_| text)) {
            Some(text) if text.len() == 10 => Ok(json!(text)),
            _ => wrong(DATE),
        },
        _ => Ok(value.clone()),
    }
}

fn words(field: &Field, value: &Value) -> Result<Value, Vec<String>> {
    let wrong = |said: String| Err(vec![said]);
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return wrong("Not a valid string.".into()),
    };
    if text.is_empty() {
        return if field.must { wrong("This field may not be blank.".into()) } else { Ok(json!("")) };
    }
    if text.contains('<') && text.contains('>') {
        return wrong("Remove HTML tags from this value".into());
    }
    if let Some(most) = field.max.filter(|most| text.chars().count() > *most) {
        return wrong(format!("Ensure this field has no more than {most} characters."));
    }
    let fine = |text: &str| text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ftp://");
    if field.is == "url" && !fine(&text) {
        return wrong("Enter a valid URL.".into());
    }
    let mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if field.is == "mail" && !mail {
        return wrong("Enter a valid email address.".into());
    }
    // Notes are Markdown and keep their lines.
    let kept = |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let keeps_lines = field.max.is_none();
    let clean: String = text.chars().filter(kept).filter(|c| keeps_lines || !c.is_control()).collect();
    Ok(json!(clean.trim()))
}

fn decimal(table: &str, name: &str, field: &Field, value: &Value) -> Result<Value, Vec<String>> {
    let Some(number) = amount(value) else {
        let said = if table == "stock" && name == "quantity" { "Invalid value" } else { "A valid number is required." };
        return Err(vec![said.to_owned()]);
    };
    let mut said = Vec::new();
    let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let places = plain.split_once('.').map_or(0, |(_, part)| part.trim_end_matches('0').len());
    let most = if name == "quantity" || name.ends_with("_stock") { 5 } else { 6 };
    // Prices of parts are rounded; those of suppliers are refused.
    let rounded = matches!(table, "sale_price" | "internal_price" | "price_break");
    if places > most && !plain.contains('e') && !rounded {
        said.push(format!("Ensure that there are no more than {most} decimal places."));
    }
    let price = name.contains("price") && !table.ends_with("extra");
    let never_negative = price
        || field.min.is_some()
        || matches!((table, name), ("stock" | "so_line", "quantity") | ("part", "minimum_stock"));
    if never_negative && number < 0.0 {
        said.push("Ensure this value is greater than or equal to 0.".into());
    }
    let positive = matches!((table, name), ("bom", "quantity") | ("po_line", "quantity"));
    if (positive && number <= 0.0 && said.is_empty()) || (table == "stock" && name == "quantity" && number < 0.0) {
        said.push("Quantity must be greater than zero".into());
    }
    if table == "build" && name == "quantity" && number <= 0.0 {
        said.push("Ensure this value is greater than or equal to 1.".into());
    }
    if said.is_empty() { Ok(json!(number)) } else { Err(said) }
}

/// A reference to something that exists but has the wrong flag is told as one to nothing.
fn points(store: &Store, table: &str, name: &str, target: &str, value: &Value) -> Result<Value, Vec<String>> {
    let nothing = || vec![no_object(value)];
    let pk = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let pk = pk.ok_or_else(|| vec!["Incorrect type. Expected pk value, received str.".to_owned()])?;
    let row = store.find(target, pk).ok_or_else(nothing)?;
    let wanted = match (table, name) {
        ("part", "variant_of") => "is_template",
        ("bom" | "build", "part") => "assembly",
        ("bom", "sub_part") => "component",
        ("so_line", "part") => "salable",
        ("test_template", "part") => "testable",
        ("supplier_part" | "po", "supplier") => "is_supplier",
        ("manufacturer_part", "manufacturer") => "is_manufacturer",
        ("so", "customer") => "is_customer",
        ("supplier_part", "part") => "purchaseable",
        _ => return Ok(json!(pk)),
    };
    if flag(row, wanted) { Ok(json!(pk)) } else { Err(nothing()) }
}
