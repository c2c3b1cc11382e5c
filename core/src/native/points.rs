//! A series as callers give it: days and values, checked.

use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};
use crate::value::parse_date;

/// The days and values of `series`, the oldest first. Numbers become floats only here.
pub(super) fn points(fields: &Map<String, Json>, least: usize) -> Result<(Vec<String>, Vec<f64>)> {
    let wrong = || {
        Error::invalid_input(format!(
            "series must be a list of at least {least} points {{date, value}}, the oldest first"
        ))
    };
    let list = fields.get("series").and_then(Json::as_array).filter(|list| list.len() >= least).ok_or_else(wrong)?;
    let (mut days, mut values) = (Vec::new(), Vec::new());
    for point in list {
        let day = point.get("date").and_then(Json::as_str).ok_or_else(wrong)?;
        parse_date(day)?;
        let value = point.get("value").ok_or_else(wrong)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        values.push(text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(wrong)?);
        days.push(day.to_owned());
    }
    if !days.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err(wrong());
    }
    Ok((days, values))
}
