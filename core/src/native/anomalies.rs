//! The points of a series that lie far from the others, by a named statistic. No model is asked, and none is named.

use serde_json::{Map, Value as Json, json};

use super::points::points;
use super::{Codec, choice};
use crate::error::{Error, Result};

/// How many points a series must have.
const LEAST: usize = 10;
/// The score from which a point is an anomaly, where the caller does not say (Iglewicz and Hoaglin, 1993).
const THRESHOLD: f64 = 3.5;
/// What the median and the mean absolute deviation of a normal distribution are in its standard deviation.
const MAD: f64 = 0.6745;
const MEAN_AD: f64 = 1.2533;
/// From how many thresholds on an anomaly is so severe.
const SEVERITIES: [(f64, &str); 4] = [(3.0, "critical"), (2.0, "high"), (1.5, "medium"), (1.0, "low")];

#[derive(Debug)]
pub(super) struct Anomalies;

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { sorted[half - 1].midpoint(sorted[half]) }
}

/// What the points are measured by: the middle, one unit of the score, and which deviation it was made of.
struct Scale {
    middle: f64,
    mad: f64,
    unit: f64,
    by: &'static str,
}

/// The robust scale; where more than half of the points are equal, and the median deviation is nothing, the mean one.
fn scale(values: &[f64]) -> Result<Scale> {
    let middle = median(values);
    let apart: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let (mad, mean) = (median(&apart), apart.iter().sum::<f64>() / apart.len() as f64);
    let (unit, by) = match mad > 0.0 {
        true => (mad / MAD, "median_absolute_deviation"),
        false => (mean * MEAN_AD, "mean_absolute_deviation"),
    };
    match unit > 0.0 && unit.is_finite() {
        true => Ok(Scale { middle, mad, unit, by }),
        false => Err(Error::invalid_input("series: its values do not vary, so nothing can be told apart")),
    }
}

fn threshold(fields: &Map<String, Json>) -> Result<f64> {
    let given = match fields.get("threshold") {
        None | Some(Json::Null) => return Ok(THRESHOLD),
        Some(Json::String(text)) => text.parse().ok(),
        Some(value) => value.as_f64(),
    };
    let given = given.filter(|given: &f64| given.is_finite() && *given > 0.0);
    given.ok_or_else(|| Error::invalid_input("threshold must be a number above 0"))
}

impl Codec for Anomalies {
    /// Nothing is sent.
    fn requests(&self, _: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        Ok(Vec::new())
    }

    fn record(&self, fields: &Map<String, Json>, _: &[Json]) -> Result<Json> {
        let method = choice(fields, "statistic", &["robust_z_score"])?;
        let threshold = threshold(fields)?;
        let (days, values) = points(fields, LEAST)?;
        let scale = scale(&values)?;
        let text = |value: f64| json!(format!("{value:.4}"));
        let far = |(day, value): (&String, &f64)| {
            let score = (value - scale.middle) / scale.unit;
            let (_, severity) = SEVERITIES.iter().find(|(times, _)| score.abs() >= times * threshold)?;
            Some(json!({"date": day, "value": text(*value), "expected": text(scale.middle), "score": text(score),
                "severity": severity, "direction": if score > 0.0 { "above" } else { "below" }}))
        };
        let found: Vec<Json> = days.iter().zip(&values).filter_map(far).collect();
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
        let parameters = json!({"threshold": format!("{threshold}"), "scale": scale.by, "mad_to_sigma": "0.6745",
            "mean_ad_to_sigma": "1.2533", "severity_in_thresholds": {"low": "1", "medium": "1.5", "high": "2", "critical": "3"}});
        Ok(json!({"subject": fields.get("subject"), "currency": fields.get("currency"), "as_of": days.last(),
            "anomalies": found, "points_count": values.len(), "median": text(scale.middle), "mad": text(scale.mad),
            "mean": text(mean), "standard_deviation": text(deviation), "parameters": parameters,
            "source": "statistics", "method": method}))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    fn asked(values: &[String]) -> Map<String, Json> {
        let start = jiff::civil::date(2026, 1, 1);
        let series: Vec<Json> = values
            .iter()
            .enumerate()
            .map(|(at, value)| json!({"date": start.saturating_add(jiff::Span::new().days(at as i64)).to_string(), "value": value}))
            .collect();
        serde_json::from_value(json!({"subject": "revenue", "series": series})).unwrap()
    }

    /// The middle by counting: as many values on either side.
    fn reference_median(values: &[f64]) -> f64 {
        let mut left = values.to_vec();
        let mut largest = Vec::new();
        while largest.len() <= values.len() / 2 {
            let at = (0..left.len()).fold(0, |best, at| if left[at] > left[best] { at } else { best });
            largest.push(left.remove(at));
        }
        let last = largest[largest.len() - 1];
        if values.len() % 2 == 1 { last } else { (last + largest[largest.len() - 2]) / 2.0 }
    }

    proptest! {
        #[test]
        fn the_scores_are_those_of_the_formula(values in prop::collection::vec(-100_000i32..100_000, 10..80)) {
            let floats: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
            let middle = reference_median(&floats);
            let apart: Vec<f64> = floats.iter().map(|value| (value - middle).abs()).collect();
            let mad = reference_median(&apart);
            prop_assume!(mad > 0.0);
            let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
            let record = Anomalies.record(&asked(&texts), &[]).unwrap();
            let wanted: Vec<String> = floats.iter().map(|value| 0.6745 * (value - middle) / mad)
                .filter(|score| score.abs() >= 3.5).map(|score| format!("{score:.3}")).collect();
            let found: Vec<String> = record["anomalies"].as_array().unwrap().iter()
                .map(|one| format!("{:.3}", one["score"].as_str().unwrap().parse::<f64>().unwrap())).collect();
            prop_assert_eq!(found.len(), wanted.len());
            for (found, wanted) in found.iter().zip(&wanted) {
                let (found, wanted) = (found.parse::<f64>().unwrap(), wanted.parse::<f64>().unwrap());
                prop_assert!((found - wanted).abs() <= 0.002);
            }
        }
    }

    #[test]
    fn an_outlier_is_found_and_the_method_says_what_it_is() {
        let mut values: Vec<String> = (0..12).map(|at| (100 + at % 3).to_string()).collect();
        values[7] = "400".into();
        let record = Anomalies.record(&asked(&values), &[]).unwrap();
        let found = record["anomalies"].as_array().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0]["date"], &found[0]["severity"]), (&json!("2026-01-08"), &json!("critical")));
        assert_eq!((&record["source"], &record["method"]), (&json!("statistics"), &json!("robust_z_score")));
        assert_eq!(record["parameters"]["threshold"], "3.5");
        assert!(record.get("model").is_none());
    }

    #[test]
    fn most_points_equal_leave_the_mean_deviation_and_all_equal_leave_nothing() {
        let mut values = vec!["5".to_owned(); 12];
        assert_eq!(Anomalies.record(&asked(&values), &[]).unwrap_err().code(), Code::InvalidInput);
        values[3] = "9".into();
        let record = Anomalies.record(&asked(&values), &[]).unwrap();
        assert_eq!(record["parameters"]["scale"], "mean_absolute_deviation");
        assert_eq!(record["anomalies"].as_array().unwrap().len(), 1);
        for wrong in ["NaN", "inf", "much"] {
            values[3] = wrong.into();
            assert_eq!(Anomalies.record(&asked(&values), &[]).unwrap_err().code(), Code::InvalidInput, "{wrong}");
        }
        assert_eq!(Anomalies.record(&asked(&values[..9]), &[]).unwrap_err().code(), Code::InvalidInput);
    }
}
