//! Decimals, dates and instants as JSON strings, digit by digit: the same texts as their `Display`, in a fraction of the
//! time. Pages on their way to JavaScript are made of these.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use rust_decimal::Decimal;

/// Appends a decimal as a JSON string.
pub(super) fn write_decimal(out: &mut Vec<u8>, number: Decimal) {
    let (mantissa, scale) = (number.mantissa(), number.scale() as usize);
    let Ok(mut rest) = u64::try_from(mantissa.unsigned_abs()) else {
        // Writing to a Vec cannot fail.
        let _ = write!(out, "\"{number}\"");
        return;
    };
    out.extend_from_slice(if mantissa < 0 { b"\"-" } else { b"\"" });
    let start = out.len();
    // Backwards, from the last digit; at least one digit stands before the point.
    let mut digits = 0;
    while rest > 0 || digits <= scale {
        if digits == scale && scale > 0 {
            out.push(b'.');
        }
        out.push(digit(rest % 10));
        rest /= 10;
        digits += 1;
    }
    out[start..].reverse();
    out.push(b'"');
}

/// Appends a date as a JSON string.
pub(super) fn write_date(out: &mut Vec<u8>, date: Date) {
    match u16::try_from(date.year()) {
        Ok(year) => {
            out.push(b'"');
            write_day(out, year, date);
            out.push(b'"');
        }
        Err(_) => {
            let _ = write!(out, "\"{date}\"");
        }
    }
}

/// Appends an instant as a JSON string, in UTC.
pub(super) fn write_instant(out: &mut Vec<u8>, at: Timestamp) {
    let moment = Offset::UTC.to_datetime(at);
    let Ok(year) = u16::try_from(moment.year()) else {
        let _ = write!(out, "\"{at}\"");
        return;
    };
    out.push(b'"');
    write_day(out, year, moment.date());
    for (mark, part) in [(b'T', moment.hour()), (b':', moment.minute()), (b':', moment.second())] {
        out.push(mark);
        write_two(out, part.unsigned_abs());
    }
    let mut fraction = u64::from(moment.subsec_nanosecond().unsigned_abs());
    let mut scale = 100_000_000;
    if fraction > 0 {
        out.push(b'.');
    }
    while fraction > 0 {
        out.push(digit(fraction / scale));
        fraction %= scale;
        scale /= 10;
    }
    out.extend_from_slice(b"Z\"");
}

fn write_day(out: &mut Vec<u8>, year: u16, date: Date) {
    for part in [year / 100, year % 100] {
        write_two(out, u8::try_from(part).unwrap_or(0));
    }
    for part in [date.month(), date.day()] {
        out.push(b'-');
        write_two(out, part.unsigned_abs());
    }
}

fn write_two(out: &mut Vec<u8>, number: u8) {
    out.extend_from_slice(&[b'0' + number / 10, b'0' + number % 10]);
}

/// The last digit of a number below ten.
fn digit(number: u64) -> u8 {
    b'0' + u8::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_are_written_as_displayed() {
        for text in [
            "0",
            "7",
            "-7",
            "0.05",
            "-0.5",
            "12.5",
            "100",
            "1234567890.123456789",
            "18446744073709551615",
            "18446744073709551616",
            "-0.0000000000000000000000000001",
            "79228162514264337593543950335",
        ] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(written(|out| write_decimal(out, number)), format!("\"{number}\""));
            assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn dates_and_instants_are_written_as_displayed() {
        for text in ["0001-01-01", "2026-11-23", "9999-12-31", "-000001-01-01"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(written(|out| write_date(out, date)), format!("\"{date}\""));
        }
        for text in [
            "2026-11-23T04:05:06Z",
            "2026-11-23T04:05:06.5Z",
            "2026-11-23T04:05:06.012606Z",
            "2026-11-23T04:05:06.000000001Z",
            "1969-12-31T23:59:59.999Z",
            "-000001-01-01T00:00:00.25Z",
        ] {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(written(|out| write_instant(out, at)), format!("\"{at}\""));
        }
    }
}
