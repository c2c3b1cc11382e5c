//! Reading: the system's JSON of a discovered field → its one form. Decimals are exact text, instants are in UTC.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{Kind, Typed};
use crate::mapping::read::scalar_text;
use crate::value::{parse_date, parse_decimal, parse_instant, parse_local};

/// The largest whole number that every JSON reader keeps: 2^53 - 1.
pub(super) const SAFE: i64 = (1 << 53) - 1;

impl Typed {
    /// The JSON text of a value in its one form, or why it has none.
    pub(in crate::mapping) fn read<'a>(&self, name: &str, raw: &'a str) -> Result<Cow<'a, str>, String> {
        let Some(field) = self.fields.get(name) else { return Ok(Cow::Borrowed(raw)) };
        if raw == "null" {
            return Ok(Cow::Borrowed(raw));
        }
        let no = |what: &str| format!("{:.60} is not {what}", raw);
        // An empty text is a text; for all other types it is no value.
        let text = match (field.kind, scalar_text(raw)) {
            (Kind::Choices | Kind::List | Kind::Json | Kind::Reference | Kind::References, _)
            | (Kind::File | Kind::Computed | Kind::Secret | Kind::Other, _)
            | (Kind::Text | Kind::Choice, None) => return Ok(Cow::Borrowed(raw)),
            (_, Some(text)) => text,
            (_, None) if raw == "\"\"" => return Ok(Cow::Borrowed("null")),
            (_, None) => return Err(no("a single value")),
        };
        let quoted = |text: String| Cow::Owned(Json::from(text).to_string());
        Ok(match field.kind {
            Kind::Decimal => {
                quoted(parse_decimal(&text).map_err(|_| no("a decimal of at most 28 digits"))?.to_string())
            }
            Kind::Float => Cow::Owned(text.parse::<f64>().map(|_| text.into_owned()).map_err(|_| no("a number"))?),
            Kind::Integer => {
                let number: i128 = text.parse().map_err(|_| no("a whole number"))?;
                let safe = number.unsigned_abs() <= SAFE.unsigned_abs().into();
                if safe { Cow::Owned(number.to_string()) } else { quoted(number.to_string()) }
            }
            Kind::Bool => match &*text {
                "true" | "1" => Cow::Borrowed("true"),
                "false" | "0" => Cow::Borrowed("false"),
                _ => return Err(no("a truth value")),
            },
            Kind::Date => {
                let day = text.get(..10).unwrap_or(&text);
                quoted(parse_date(day).map_err(|_| no("a date"))?.to_string())
            }
            Kind::Instant => quoted(parse_instant(&text).map_err(|_| no("an instant"))?.to_string()),
            Kind::LocalTime => quoted(parse_local(&text).ok_or_else(|| no("a date and time"))?.to_string()),
            _ if raw.starts_with('"') => Cow::Borrowed(raw),
            _ => quoted(text.into_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn values_have_one_form() {
        let typed = sample();
        let read = |name: &str, raw: &str| typed.read(name, raw).map(|text| text.into_owned());
        assert_eq!(read("total", "\"123456789012.123456\""), Ok("\"123456789012.123456\"".into()));
        assert_eq!(read("total", "1.50"), Ok("\"1.5\"".into()));
        assert_eq!(read("quantity", "\"9007199254740993\""), Ok("\"9007199254740993\"".into()));
        assert_eq!(read("quantity", "\"7\""), Ok("7".into()));
        assert_eq!(read("weight", "1.7976931348623157e+308"), Ok("1.7976931348623157e+308".into()));
        assert_eq!(read("at", "\"2026-12-31T23:59:59.999+01:00\""), Ok("\"2026-12-31T22:59:59.999Z\"".into()));
        assert_eq!(read("at", "\"2026-12-31T22:59:59.000Z\""), Ok("\"2026-12-31T22:59:59Z\"".into()));
        assert_eq!(read("local", "\"2027-01-31 23:59:59\""), Ok("\"2027-01-31T23:59:59\"".into()));
        assert_eq!(read("day", "\"2028-02-29\""), Ok("\"2028-02-29\"".into()));
        assert_eq!(read("number", "\"\""), Ok("\"\"".into()));
        assert_eq!(read("day", "\"\""), Ok("null".into()));
        assert_eq!(read("extra", "{\"a\":[1]}"), Ok("{\"a\":[1]}".into()));
        assert_eq!(read("unknown", "17"), Ok("17".into()));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let typed = sample();
        for (name, raw) in
            [("total", "\"12.3.\""), ("at", "[17]"), ("paid", "\"ja\""), ("quantity", "1.5"), ("day", "{}")]
        {
            assert!(typed.read(name, raw).is_err(), "{name}: {raw}");
        }
    }
}
