//! Exact values: decimals, dates and instants, as they stand in the JSON text. Never a float.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
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
    /// Several enum values, texts or references.
    List(Vec<Value>),
    /// JSON as the system wrote it; always well-formed.
    Json(Box<str>),
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
    if let Some(number) = parse_short(text) {
        return Ok(number);
    }
    let wrong = || Error::invalid_input(format!("{text:.64?} is not a decimal number of at most 28 digits"));
    let number = match text.find(['e', 'E']) {
        None => Decimal::from_str_exact(text).map_err(|_| wrong())?,
        Some(_) => parse_scientific(text).ok_or_else(wrong)?,
    };
    Ok(number.normalize())
}

/// What nearly all amounts are: digits and perhaps a point, few enough for one machine word. Lists spend their time here.
fn parse_short(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits.as_bytes()),
        None => (false, text.as_bytes()),
    };
    if !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() || digits.len() > 18 {
        return None;
    }
    let (mut mantissa, mut point) = (0_i64, None);
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(index),
            _ => return None,
        }
    }
    let mut scale = point.map_or(0, |point| digits.len() - 1 - point);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Some(Decimal::new(if negative { -mantissa } else { mantissa }, u32::try_from(scale).ok()?))
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
    if let Some(date) = date_digits(text.as_bytes()) {
        return Ok(date);
    }
    text.parse().map_err(|_| wrong())
}

/// Reads a local time without zone, `2026-11-23 04:00:00.123456` or with a `T`.
pub fn parse_local(text: &str) -> Option<DateTime> {
    local_digits(text.as_bytes()).or_else(|| text.parse().ok())
}

/// What nearly all local times are, by their digits alone. Lists spend their time here.
fn local_digits(text: &[u8]) -> Option<DateTime> {
    let (date, [b' ' | b'T', rest @ ..]) = text.split_at_checked(10)? else { return None };
    let ([h1, h2, b':', m1, m2, b':', s1, s2], fraction) = rest.split_first_chunk::<8>()? else { return None };
    let nanosecond = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            digits_of(digits)? * 10_i32.pow(9 - u32::try_from(digits.len()).ok()?)
        }
        _ => return None,
    };
    let part = |digits: [u8; 2]| digits_of(&digits).and_then(|number| i8::try_from(number).ok());
    let time = Time::new(part([*h1, *h2])?, part([*m1, *m2])?, part([*s1, *s2])?, nanosecond).ok()?;
    Some(date_digits(date)?.to_datetime(time))
}

fn date_digits(text: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let part = |digits: [u8; 2]| digits_of(&digits).and_then(|number| i8::try_from(number).ok());
    let year = i16::try_from(digits_of(&[*y1, *y2, *y3, *y4])?).ok()?;
    Date::new(year, part([*m1, *m2])?, part([*d1, *d2])?).ok()
}

/// The number that at most nine digits write.
fn digits_of(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i32::from(byte - b'0')))
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
            ("-0.00", "0"),
            ("-100.10", "-100.1"),
            ("999999999999999999", "999999999999999999"),
            ("9999999999999999999.90", "9999999999999999999.9"),
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

    #[test]
    fn local_times() {
        for (text, expected) in [
            ("2026-11-23 04:05:06", "2026-11-23T04:05:06"),
            ("2026-11-23T04:05:06.5", "2026-11-23T04:05:06.5"),
            ("2026-11-23 04:05:06.012606", "2026-11-23T04:05:06.012606"),
            ("2026-11-23 04:05:06.000000001", "2026-11-23T04:05:06.000000001"),
        ] {
            assert_eq!(local_digits(text.as_bytes()).map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
            // The quick way and the parser agree.
            assert_eq!(local_digits(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in ["2026-02-29 00:00:00", "2026-11-23 24:00:00", "2026-11-23 04:05:06.", "yesterday", "äöüäöüäöü"]
        {
            assert_eq!(parse_local(text), None, "{text}");
        }
    }
}
