//! The server's arithmetic: JavaScript's doubles, rounded to two places by its money library, whatever the currency.

use serde_json::{Value, json};

/// A number as JavaScript writes it: whole ones without a point.
pub(crate) fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// A number or a text that is one.
pub(crate) fn parse(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

fn cents(value: f64) -> f64 {
    // The library cuts the noise of doubles at the fourth place before it rounds.
    let steady = (value * 100.0 * 1e4).round() / 1e4;
    (steady + 0.5).floor()
}

/// Rounded to two places, halves up.
pub(crate) fn round(value: f64) -> f64 {
    cents(value) / 100.0
}

pub(crate) fn add(a: f64, b: f64) -> f64 {
    (cents(a) + cents(b)) / 100.0
}

pub(crate) fn sub(a: f64, b: f64) -> f64 {
    (cents(a) - cents(b)) / 100.0
}

/// The first factor is rounded before, the product after.
pub(crate) fn multiply(a: f64, b: f64) -> f64 {
    round(round(a) * b)
}

#[test]
fn sums_are_rounded_as_recorded() {
    assert_eq!(multiply(0.125, 100.0), 13.0);
    assert_eq!(multiply(3.0, 0.333), 1.0);
    assert_eq!(multiply(1.0, 1.005), 1.01);
    assert_eq!(sub(119.0, add(0.0, 39.335)), 79.66);
    assert_eq!(multiply(200.98, 0.08125), 16.33);
    assert_eq!(number(20.0).to_string(), "20");
}
