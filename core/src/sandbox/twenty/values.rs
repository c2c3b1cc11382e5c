//! What may be written into a field, and the form in which it is kept.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use url::Url;

use super::composites::{Part, js_number, parts};
use super::errors::{Fail, Outcome, inspect};
use super::phones;
use super::richtext;
use super::schema::{Field, is_uuid};

/// A value as it is kept: normalised, with empty texts as null.
pub(crate) fn kept(field: &Field, value: &Value) -> Outcome<Value> {
    let parts = parts(&field.kind);
    if field.kind == "RICH_TEXT" && value.is_null() {
        return Err(Fail::crash("Cannot read properties of null (reading 'blocknote')"));
    }
    if !parts.is_empty() {
        return composite(field, value, parts);
    }
    if value.is_null() {
        return Ok(Value::Null);
    }
    let name = &field.name;
    let shown = inspect(value);
    match field.kind.as_str() {
        "TEXT" => match value.as_str() {
            Some(text) => Ok(text_or_null(text)),
            None => {
                let message = format!("Invalid string value {shown} for text field \"{name}\"");
                Err(Fail::input("INVALID_ARGS_DATA", message, format!("Invalid value: \"{shown}\"")))
            }
        },
        "NUMBER" | "NUMERIC" | "POSITION" => match value {
            Value::Number(number) => Ok(js_number(number.as_f64().unwrap_or_default())),
            _ => Err(bad("number", value, format!("Invalid number value {shown} for field \"{name}\""), "")),
        },
        "BOOLEAN" => match value {
            Value::Bool(_) => Ok(value.clone()),
            _ => Err(bad("boolean", value, format!("Invalid boolean value {shown} for field \"{name}\""), "")),
        },
        "DATE_TIME" => instant(value).map(Value::from).ok_or_else(|| {
            let format = "Expected format: 'YYYY-MM-DDTHH:mm:ssZ'";
            bad("date-time", value, format!("Invalid value {shown} for date-time field \"{name}\". {format}"), format)
        }),
        "DATE" => match value.as_str().filter(|text| text.len() == 10).map(str::parse::<Date>) {
            Some(Ok(date)) => Ok(date.to_string().into()),
            _ => {
                let format = "Expected format: 'YYYY-MM-DD'";
                Err(bad("date", value, format!("Invalid value {shown} for date field \"{name}\". {format}"), format))
            }
        },
        "SELECT" | "RATING" => match value.as_str().filter(|text| field.choices().contains(text)) {
            Some(text) => Ok(text.into()),
            None => {
                let quoted = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let valid = field.choices().join(", ");
                let message = format!("Invalid value \"{quoted}\" for field \"{name}\". Valid values are: {valid}");
                Err(Fail::input("INVALID_ARGS_DATA", message, format!("Invalid value for field \"{name}\"")))
            }
        },
        "MULTI_SELECT" => {
            let choices = field.choices();
            match value.as_array().filter(|list| list.iter().all(|v| v.as_str().is_some_and(|t| choices.contains(&t))))
            {
                Some(_) => Ok(value.clone()),
                None => {
                    let message = format!("Invalid value {shown} for multi select field \"{name}\"");
                    Err(bad("multi-select", value, message, ""))
                }
            }
        }
        "UUID" => match value.as_str().filter(|text| is_uuid(text)) {
            Some(text) => Ok(text.to_lowercase().into()),
            None => Err(bad("UUID", value, format!("Invalid UUID value {shown} for field \"{name}\""), "")),
        },
        "ARRAY" if !value.is_array() => {
            Err(bad("array", value, format!("Invalid array value {shown} for field \"{name}\""), ""))
        }
        _ => Ok(value.clone()),
    }
}

fn bad(kind: &str, value: &Value, message: String, format: &str) -> Fail {
    let mut friendly = format!("Invalid value for {kind}: \"{}\"", inspect(value));
    if !format.is_empty() {
        friendly = format!("{friendly}. {format}");
    }
    Fail::input("INVALID_ARGS_DATA", message, friendly)
}

fn text_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// An instant as it is kept: UTC, whole milliseconds. A plain date is its midnight.
pub(crate) fn instant(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let at: jiff::Timestamp = match text.parse() {
        Ok(at) => at,
        Err(_) => format!("{}T00:00:00Z", text.parse::<Date>().ok().filter(|_| text.len() == 10)?).parse().ok()?,
    };
    Some(stamp(at))
}

/// `YYYY-MM-DDTHH:MM:SS.sssZ`.
pub(crate) fn stamp(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn composite(field: &Field, value: &Value, parts: &[(&'static str, Part)]) -> Outcome<Value> {
    let Some(given) = value.as_object() else {
        if value.is_null() {
            return Ok(Value::Null);
        }
        let message = format!("Invalid object value {} for field \"{}\"", inspect(value), field.name);
        return Err(Fail::input("INVALID_ARGS_DATA", message, "Invalid value for JSON."));
    };
    let word = field.kind.to_lowercase().replace('_', " ");
    let mut out = Map::new();
    for (name, value) in given {
        let Some((_, part)) = parts.iter().find(|(n, _)| n == name) else {
            let message = format!("Invalid subfield {name} for {word} field \"{}\"", field.name);
            return Err(Fail::input("INVALID_ARGS_DATA", message, format!("Invalid value for {word}.")));
        };
        out.insert(name.clone(), self::part(field, name, *part, value)?);
    }
    match field.kind.as_str() {
        "PHONES" => phones::normalise(&mut out)?,
        "RICH_TEXT" => richtext::complete(&mut out),
        _ => {}
    }
    Ok(Value::Object(out))
}

fn part(field: &Field, name: &str, part: Part, value: &Value) -> Outcome<Value> {
    let at = format!("{}.{name}", field.name);
    match (part, value) {
        (_, Value::Null) => Ok(Value::Null),
        // Digits in a text are taken; a fraction is cut.
        (Part::Number, Value::Number(_) | Value::String(_)) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match text.parse::<f64>() {
                Ok(number) if name == "amountMicros" => Ok(js_number(number.trunc())),
                Ok(number) => Ok(js_number(number)),
                Err(_) => {
                    Err(bad("number", value, format!("Invalid number value {} for field \"{at}\"", inspect(value)), ""))
                }
            }
        }
        (Part::Text | Part::Code | Part::Uuid, Value::String(text)) => match name {
            "primaryEmail" if !text.is_empty() => email(&at, text).map(Value::from),
            "primaryLinkUrl" if !text.is_empty() => link(text).map(Value::from),
            _ => Ok(text_or_null(text)),
        },
        (Part::List, Value::Array(list)) if name == "additionalEmails" => {
            list.iter().map(|v| Ok(v.as_str().map_or_else(|| v.clone(), |t| t.to_lowercase().into()))).collect()
        }
        (Part::List, Value::Array(list)) if name == "secondaryLinks" => list
            .iter()
            .map(|link_| {
                let url = link_["url"].as_str().unwrap_or_default();
                Ok(json!({"url": link(url)?, "label": link_["label"].clone()}))
            })
            .collect(),
        (Part::List | Part::Json, other) => Ok(other.clone()),
        (Part::Text | Part::Code | Part::Uuid, other) => {
            let shown = inspect(other);
            let message = format!("Invalid string value {shown} for text field \"{at}\"");
            Err(Fail::input("INVALID_ARGS_DATA", message, format!("Invalid value: \"{shown}\"")))
        }
        (Part::Number, other) => {
            Err(bad("number", other, format!("Invalid number value {} for field \"{at}\"", inspect(other)), ""))
        }
    }
}

fn email(at: &str, text: &str) -> Outcome<String> {
    let domain = text.split_once('@').filter(|(local, _)| !local.is_empty()).map(|(_, domain)| domain);
    let good = domain.is_some_and(|d| d.contains('.') && !d.starts_with('.') && !d.ends_with('.'));
    if good && !text.chars().any(char::is_whitespace) && text.matches('@').count() == 1 {
        return Ok(text.to_lowercase());
    }
    let shown = inspect(&text.into());
    let message = format!("Invalid string value {shown} for email field \"{at}\"");
    Err(Fail::input("INVALID_ARGS_DATA", message, format!("Invalid value: \"{shown}\"")))
}

/// An address of the web: host in lower case and ASCII, path percent-encoded, no slash at its end.
fn link(text: &str) -> Outcome<String> {
    let invalid = || Fail::input("INVALID_URL", "The URL of the link is not valid", "Invalid URL format.");
    if !text.contains("://") {
        let host = text.split('/').next().unwrap_or_default();
        let good = host.contains('.') && !text.chars().any(char::is_whitespace);
        return if good { Ok(text.to_owned()) } else { Err(invalid()) };
    }
    let url = Url::parse(text).map_err(|_| invalid())?;
    if url.host_str().is_none_or(|host| !host.contains('.')) {
        return Err(invalid());
    }
    let shown = url.to_string();
    Ok(shown.strip_suffix('/').map_or(shown.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_rewritten_as_recorded() {
        let all = [
            (
                "https://www.mueller-soehne.example/Über-uns?x=1&y=2",
                "https://www.mueller-soehne.example/%C3%9Cber-uns?x=1&y=2",
            ),
            ("http://テスト.example", "http://xn--zckzah.example"),
            ("obrien.example", "obrien.example"),
            ("https://www.linkedin.com/in/juergen-test/", "https://www.linkedin.com/in/juergen-test"),
        ];
        for (given, kept) in all {
            assert_eq!(link(given).ok().as_deref(), Some(kept));
        }
        assert!(link("not a url at all").is_err());
    }

    #[test]
    fn instants_are_utc_in_milliseconds() {
        let read = |text: &str| instant(&text.into());
        assert_eq!(read("2027-02-28T23:59:59.999+01:00").as_deref(), Some("2027-02-28T22:59:59.999Z"));
        assert_eq!(read("2027-03-31").as_deref(), Some("2027-03-31T00:00:00.000Z"));
        assert_eq!((read("2027-02-30T00:00:00Z"), read("31.12.2027"), read("gestern")), (None, None, None));
    }

    #[test]
    fn composites_know_their_parts() {
        let money = Field::new(String::new(), "annualRevenue", "CURRENCY", "");
        assert_eq!(kept(&money, &json!({"amountMicros": 1.5})).unwrap(), json!({"amountMicros": 1}));
        let error = kept(&money, &json!({"amount": 5})).unwrap_err();
        assert_eq!(error.message, "Invalid subfield amount for currency field \"annualRevenue\"");
        let mails = Field::new(String::new(), "emails", "EMAILS", "");
        assert_eq!(
            kept(&mails, &json!({"primaryEmail": "A@B.Example"})).unwrap(),
            json!({"primaryEmail": "a@b.example"})
        );
    }
}
