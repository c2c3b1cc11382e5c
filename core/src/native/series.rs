//! The next values of a series, by a named statistic. No model is asked, and none is named.

use serde_json::{Map, Value as Json, json};

use super::holt::{Holt, fitted};
use super::points::points;
use super::{Codec, choice};
use crate::error::{Error, Result};
use crate::value::parse_date;

/// How many points a series must have, and how many may be asked for.
const LEAST: usize = 12;
const MOST: usize = 365;
/// How many of the last points the back-test leaves out.
const HELD_BACK: usize = 4;

#[derive(Debug)]
pub(super) struct Series;

/// A straight line through the points: where it starts, how steep it is.
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let (mx, my) = ((n - 1.0) / 2.0, values.iter().sum::<f64>() / n);
    let (mut over, mut under) = (0.0, 0.0);
    for (x, y) in values.iter().enumerate() {
        over += (x as f64 - mx) * (y - my);
        under += (x as f64 - mx) * (x as f64 - mx);
    }
    let slope = if under > 0.0 { over / under } else { 0.0 };
    (my - slope * mx, slope)
}

/// A method, fitted to the values that are known.
enum Fit<'v> {
    Line { start: f64, slope: f64, count: usize, spread: f64 },
    Season { values: &'v [f64], season: usize, spread: f64 },
    Holt(Holt),
}

fn root_of_mean_square(misses: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = misses.len() as f64;
    (misses.map(|miss| miss * miss).sum::<f64>() / count).sqrt()
}

impl<'v> Fit<'v> {
    fn new(method: &str, values: &'v [f64], season: usize) -> Fit<'v> {
        match method {
            "seasonal_naive" => {
                let misses = (season..values.len()).map(|at| values[at] - values[at - season]);
                Fit::Season { values, season, spread: root_of_mean_square(misses) }
            }
            "holt_linear" => Fit::Holt(fitted(values)),
            _ => {
                let (start, slope) = line(values);
                let misses = values.iter().enumerate().map(|(x, y)| y - (start + slope * x as f64));
                Fit::Line { start, slope, count: values.len(), spread: root_of_mean_square(misses) }
            }
        }
    }

    /// The value that is expected `ahead` points behind the last.
    fn expected(&self, ahead: usize) -> f64 {
        match self {
            Fit::Season { values, season, .. } => values[values.len() - season + (ahead - 1) % season],
            Fit::Holt(holt) => holt.ahead(ahead),
            Fit::Line { start, slope, count, .. } => start + slope * (count - 1 + ahead) as f64,
        }
    }

    /// How far the method misses, `ahead` points behind the last, by what it missed inside of the series.
    fn deviation(&self, ahead: usize) -> f64 {
        match self {
            Fit::Line { spread, .. } => *spread,
            Fit::Season { season, spread, .. } => spread * ((1 + (ahead - 1) / season) as f64).sqrt(),
            Fit::Holt(holt) => holt.deviation(ahead),
        }
    }

    /// What the method was run with.
    fn parameters(&self) -> Json {
        match self {
            Fit::Line { start, slope, .. } => json!({"start": format!("{start:.4}"), "slope": format!("{slope:.4}")}),
            Fit::Season { season, .. } => json!({"season": season}),
            Fit::Holt(holt) => json!({"alpha": format!("{:.2}", holt.alpha), "beta": format!("{:.2}", holt.beta)}),
        }
    }
}

/// One minus the mean error of the last points, measured against their size; nothing where they are nothing.
fn back_test(method: &str, values: &[f64], season: usize) -> Option<f64> {
    let (known, held) = values.split_at(values.len() - HELD_BACK);
    let size: f64 = held.iter().map(|v| v.abs()).sum();
    let fit = Fit::new(method, known, season);
    let miss: f64 = held.iter().enumerate().map(|(at, v)| (v - fit.expected(at + 1)).abs()).sum();
    (size > 0.0).then(|| (1.0 - miss / size).clamp(0.0, 1.0))
}

impl Codec for Series {
    /// Nothing is sent.
    fn requests(&self, _: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        Ok(Vec::new())
    }

    fn record(&self, fields: &Map<String, Json>, _: &[Json]) -> Result<Json> {
        let method = choice(fields, "statistic", &["linear_trend", "seasonal_naive", "holt_linear"])?;
        let (days, values) = points(fields, LEAST)?;
        let whole = |name: &str, other: u64| fields.get(name).map_or(Some(other), Json::as_u64).unwrap_or(0) as usize;
        let (periods, season) = (whole("periods", 3), whole("season", 12));
        if !(1..=MOST).contains(&periods) {
            return Err(Error::invalid_input(format!("periods must be 1 to {MOST}")));
        }
        // Only one of the methods has seasons.
        if method == "seasonal_naive" && (season == 0 || season + HELD_BACK > values.len()) {
            let message = format!("season must be 1 to the length of the series less {HELD_BACK}");
            return Err(Error::invalid_input(message));
        }
        // 1.28 standard deviations on both sides hold four in five.
        let fit = Fit::new(method, &values, season);
        let text = |value: f64| json!(format!("{value:.4}"));
        let dates = following(&days, periods)?;
        let out: Vec<Json> = (1..=periods)
            .zip(dates)
            .map(|(ahead, date)| {
                let (value, spread) = (fit.expected(ahead), fit.deviation(ahead) * 1.2816);
                json!({"date": date, "value": text(value), "lower": text(value - spread), "upper": text(value + spread),
                    "confidence": "0.8"})
            })
            .collect();
        let last = values.last().copied().unwrap_or(0.0);
        let end = fit.expected(periods);
        let direction = match end - last {
            change if change > 0.0 => "up",
            change if change < 0.0 => "down",
            _ => "flat",
        };
        Ok(
            json!({"subject": fields.get("subject"), "as_of": days.last(), "until": out.last().map(|point| &point["date"]),
            "currency": fields.get("currency"), "direction": direction, "points": out,
            "accuracy": back_test(method, &values, season).map(|share| format!("{share:.4}")),
            "parameters": fit.parameters(), "source": "statistics", "method": method}),
        )
    }
}

/// The days behind the last: by the calendar month where the points lie months apart, else by their last distance.
fn following(days: &[String], periods: usize) -> Result<Vec<String>> {
    let late = |_| Error::invalid_input("series: the dates reach too far");
    let [.., before, last] = days else { return Ok(Vec::new()) };
    let (before, last) = (parse_date(before)?, parse_date(last)?);
    let apart = before.until(last).map_err(late)?.get_days();
    (1..=periods)
        .map(|ahead| {
            let span = match apart {
                28..=31 => jiff::Span::new().try_months(ahead as i64),
                _ => jiff::Span::new().try_days(ahead as i64 * i64::from(apart)),
            };
            Ok(last.checked_add(span.map_err(late)?).map_err(late)?.to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_goes_on_and_says_that_it_is_a_statistic() {
        let series: Vec<Json> = (1..=12)
            .map(|month| json!({"date": format!("2026-{month:02}-01"), "value": (month * 10).to_string()}))
            .collect();
        let mut fields: Map<String, Json> =
            serde_json::from_value(json!({"subject": "revenue", "series": series, "periods": 2, "season": 3})).unwrap();
        let record = Series.record(&fields, &[]).unwrap();
        assert_eq!(
            record["points"][1],
            json!({"date": "2027-02-01", "value": "140.0000", "lower": "140.0000", "upper": "140.0000", "confidence": "0.8"})
        );
        assert_eq!(
            (&record["source"], &record["method"], &record["accuracy"]),
            (&json!("statistics"), &json!("linear_trend"), &json!("1.0000"))
        );
        assert!(record.get("model").is_none());
        fields.insert("statistic".into(), json!("seasonal_naive"));
        assert_eq!(Series.record(&fields, &[]).unwrap()["points"][0]["value"], json!("100.0000"));
        // Each season further away is less sure.
        fields.insert("periods".into(), json!(6));
        let record = Series.record(&fields, &[]).unwrap();
        let width = |at: usize| {
            let end = |name: &str| record["points"][at][name].as_str().unwrap().parse::<f64>().unwrap();
            end("upper") - end("lower")
        };
        assert!(width(3) > width(2));
        // A season that does not fit concerns only the method that has one.
        fields.insert("season".into(), json!(12));
        assert!(Series.record(&fields, &[]).is_err());
        fields.insert("statistic".into(), json!("holt_linear"));
        let record = Series.record(&fields, &[]).unwrap();
        assert_eq!(record["points"][5]["value"], json!("180.0000"));
        assert!(record["parameters"]["alpha"].is_string());
        fields.insert("series".into(), json!([{"date": "2026-01-01", "value": 1}]));
        assert!(Series.record(&fields, &[]).is_err());
    }
}
