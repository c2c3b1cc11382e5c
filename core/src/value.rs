//! Exact values: decimals, dates and instants, as they stand in the JSON text. Never a float.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::error::{Error, Result};

/// One value of a record, in the slot of its field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Empty, or not sent by the system.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An exact decimal, normalized (no trailing zeros).
    Decimal(Decimal),
    /// Text, also for enum values and references.
    Text(Box<str>),
    /// A calendar date.
    Date(Date),
    /// An instant, in UTC.
    Instant(Timestamp),
    /// Several enum values or texts.
    List(Vec<Value>),
    /// Child rows, each with one slot per field of the child model.
    Rows(Vec<Box<[Value]>>),
}

impl Value {
    /// Whether it is [`Value::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The decimal, if it is a number.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Value::Decimal(number) => Some(*number),
            Value::Int(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }
}

/// Reads a decimal exactly: `12`, `-0.50`, `1e-5`. Up to 28 significant digits; more is an error, never rounded.
pub fn parse_decimal(text: &str) -> Result<Decimal> {
    let text = text.trim();
    let wrong = || Error::invalid_input(format!("{text:.64?} is not a decimal number of at most 28 digits"));
    let number = match text.find(['e', 'E']) {
        None => Decimal::from_str_exact(text).map_err(|_| wrong())?,
        Some(_) => parse_scientific(text).ok_or_else(wrong)?,
    };
    Ok(number.normalize())
}

/// Exponent notation, exactly: the mantissa's point is moved, digit by digit, and the plain text is read.
fn parse_scientific(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= 60)?;
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let plain = if point <= 0 {
        format!("{sign}0.{}{}", "0".repeat(usize::try_from(-point).ok()?), all.trim_end_matches('0'))
    } else {
        let point = usize::try_from(point).ok()?;
        let padded = format!("{all:0<point$}");
        format!("{sign}{}.{}", &padded[..point], padded[point..].trim_end_matches('0'))
    };
    Decimal::from_str_exact(plain.trim_end_matches('.')).ok()
}

/// Reads a date, `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Result<Date> {
    let wrong = || Error::invalid_input(format!("{text:.64?} is not a date like 2026-11-23"));
    if text.len() != 10 {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

/// Reads an instant with its offset, RFC 3339: `2026-11-23T04:00:00Z`. A plain date means its midnight in UTC.
pub fn parse_instant(text: &str) -> Result<Timestamp> {
    if let Ok(date) = parse_date(text) {
        let midnight = date.to_zoned(jiff::tz::TimeZone::UTC);
        return midnight.map(|zoned| zoned.timestamp()).map_err(|e| Error::invalid_input(e.to_string()));
    }
    text.parse().map_err(|_| {
        Error::invalid_input(format!("{text:.64?} is not an instant like 2026-11-23T04:00:00Z (with Z or an offset)"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (text, expected) in [
            ("183.45000000", "183.45"),
            ("201.0", "201"),
            ("1e-05", "0.00001"),
            ("1.5E+3", "1500"),
            ("-12.5e-1", "-1.25"),
            ("0", "0"),
            ("0.30000000000000004", "0.30000000000000004"),
        ] {
            assert_eq!(parse_decimal(text).map(|d| d.to_string()).ok().as_deref(), Some(expected), "{text}");
        }
        for text in ["", "abc", "1e400", "1,5", "NaN", "0.1234567890123456789012345678901", "--1"] {
            assert!(parse_decimal(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_and_instants() {
        assert!(parse_date("2026-02-29").is_err());
        assert_eq!(parse_instant("2026-11-23").unwrap().to_string(), "2026-11-23T00:00:00Z");
        assert_eq!(parse_instant("2026-11-23T05:00:00+01:00").unwrap().to_string(), "2026-11-23T04:00:00Z");
        assert!(parse_instant("2026-11-23 04:00:00").is_err());
    }
}
