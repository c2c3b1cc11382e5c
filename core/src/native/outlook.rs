//! A week's outlook of one share: past weeks of prices and news in, an outlook under three headings out.

use jiff::{Span, civil::Date};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::completion::{answered, model, plain_line};
use super::{Codec, text, unreadable};
use crate::error::{Error, Result};
use crate::value::{parse_date, parse_decimal};

const SYSTEM: &str = "You are a seasoned stock market analyst. Your task is to list the positive developments and potential concerns for companies based on relevant news and basic financials from the past weeks, then provide an analysis and prediction for the companies' stock price movement for the upcoming week. Your answer format should be as follows:\n\n[Positive Developments]:\n1. ...\n\n[Potential Concerns]:\n1. ...\n\n[Prediction & Analysis]\nPrediction: ...\nAnalysis: ...";

/// How many weeks and how many news of each the model was made for.
const WEEKS: usize = 4;
const NEWS: usize = 5;

#[derive(Debug)]
pub(super) struct Outlook;

fn member<'a>(of: &'a Json, name: &str, place: &str) -> Result<&'a str> {
    let found = of.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    found.ok_or_else(|| Error::invalid_input(format!("{place}.{name} must be text that is not empty")))
}

fn amount(of: &Json, name: &str, place: &str) -> Result<Decimal> {
    let text = match of.get(name) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        _ => return Err(Error::invalid_input(format!("{place}.{name} must be a decimal"))),
    };
    parse_decimal(&text).map_err(|_| Error::invalid_input(format!("{place}.{name} must be a decimal")))
}

fn day(of: &Json, name: &str, place: &str) -> Result<Date> {
    parse_date(member(of, name, place)?)
        .map_err(|_| Error::invalid_input(format!("{place}.{name} must be a date like 2026-11-23")))
}

/// Two places behind the point, as the prompts of the training have them.
fn two(number: Decimal) -> String {
    format!("{:.2}", number.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointNearestEven))
}

fn introduction(profile: &Json) -> Result<String> {
    let of = |name: &str| member(profile, name, "profile");
    let (name, industry) = (of("name")?, of("industry")?);
    let (cap, shares) = (amount(profile, "market_cap", "profile")?, amount(profile, "shares", "profile")?);
    Ok(format!(
        "[Company Introduction]:\n\n{name} is a leading entity in the {industry} sector. Incorporated and publicly traded since {}, the company has established its reputation as one of the key players in the market. As of today, {name} has a market capitalization of {} in {}, with {} shares outstanding.\n\n{name} operates primarily in the {}, trading under the ticker {} on the {}. As a dominant force in the {industry} space, the company continues to innovate and drive progress within the industry.",
        of("listed_since")?,
        two(cap),
        of("currency")?,
        two(shares),
        of("country")?,
        of("ticker")?,
        of("exchange")?,
    ))
}

fn week(symbol: &str, week: &Json, place: &str) -> Result<String> {
    let (start, end) = (amount(week, "start_price", place)?, amount(week, "end_price", place)?);
    let word = if end > start { "increased" } else { "decreased" };
    let mut out = format!(
        "\nFrom {} to {}, {symbol}'s stock price {word} from {} to {}. Company news during this period are listed below:\n\n",
        day(week, "start", place)?,
        day(week, "end", place)?,
        two(start),
        two(end),
    );
    let news = week.get("news").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if news.len() > NEWS {
        return Err(Error::invalid_input(format!(
            "{place}.news: choose at most {NEWS}; the model was made for as many"
        )));
    }
    let item = |item: &Json| -> Result<String> {
        let summary = item.get("summary").and_then(Json::as_str).unwrap_or_default();
        let headline = plain_line(member(item, "headline", place)?);
        Ok(format!("[Headline]: {headline}\n[Summary]: {}\n", plain_line(summary)))
    };
    let items: Vec<String> = news.iter().map(item).collect::<Result<_>>()?;
    out += &if items.is_empty() { "No relative news reported.".to_owned() } else { items.join("\n") };
    Ok(out)
}

fn financials(symbol: &str, given: Option<&Json>) -> Result<String> {
    let Some(given) = given.and_then(Json::as_object).filter(|given| !given.is_empty()) else {
        return Ok("[Basic Financials]:\n\nNo basic financial reported.".to_owned());
    };
    let period = given.get("period").and_then(Json::as_str);
    let period = period.ok_or_else(|| Error::invalid_input("financials.period must be text"))?;
    let line = |(name, value): (&String, &Json)| {
        format!("{name}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let lines: Vec<String> = given.iter().filter(|(name, _)| *name != "period").map(line).collect();
    Ok(format!(
        "Some recent basic financials of {symbol}, reported at {period}, are presented below:\n\n[Basic Financials]:\n\n{}",
        lines.join("\n")
    ))
}

/// The day from which it looks ahead, and the last day that it speaks of.
fn span(fields: &Map<String, Json>) -> Result<(Date, Date)> {
    let from = parse_date(text(fields, "as_of")?)?;
    let until = from.checked_add(Span::new().days(7)).map_err(|_| Error::invalid_input("as_of is too late"))?;
    Ok((from, until))
}

fn prompt(fields: &Map<String, Json>) -> Result<String> {
    let symbol = text(fields, "subject")?;
    let (from, until) = span(fields)?;
    let weeks = fields.get("weeks").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if weeks.is_empty() || weeks.len() > WEEKS {
        return Err(Error::invalid_input(format!("weeks: 1 to {WEEKS} past weeks are needed, the oldest first")));
    }
    let mut past = String::new();
    for (index, one) in weeks.iter().enumerate() {
        past += &week(symbol, one, &format!("weeks[{index}]"))?;
    }
    let info = format!(
        "{}\n{past}\n{}",
        introduction(fields.get("profile").unwrap_or(&Json::Null))?,
        financials(symbol, fields.get("financials"))?
    );
    Ok(format!(
        "[INST]<<SYS>>\n{SYSTEM}\n<</SYS>>\n\n{info}\n\nBased on all the information before {from}, let's first analyze the positive developments and potential concerns for {symbol}. Come up with 2-4 most important factors respectively and keep them concise. Most factors should be inferred from company related news. Then make your prediction of the {symbol} stock price movement for next week ({from} to {until}). Provide a summary analysis to support your prediction.[/INST]"
    ))
}

impl Codec for Outlook {
    fn requests(&self, fields: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        let body = json!({"prompt": prompt(fields)?, "max_tokens": 1024, "temperature": 0});
        Ok(body.as_object().cloned().into_iter().collect())
    }

    fn record(&self, fields: &Map<String, Json>, answers: &[Json]) -> Result<Json> {
        let answer = answered(answers.first().unwrap_or(&Json::Null))?;
        let answer = answer.rsplit_once("[/INST]").map_or(answer, |(_, own)| own.trim());
        let mut record = read(answer)?;
        let (from, until) = span(fields)?;
        record["subject"] = json!(fields.get("subject"));
        record["as_of"] = json!(from.to_string());
        record["until"] = json!(until.to_string());
        record["source"] = json!("model");
        record["method"] = json!("market_outlook/1");
        record["model"] = model(answers);
        record["answer"] = json!(answer);
        Ok(record)
    }
}

/// The three parts of an answer. The last heading stands with and without its colon.
fn read(answer: &str) -> Result<Json> {
    let wrong = || unreadable("an outlook under its three headings", answer);
    let (_, rest) = answer.split_once("[Positive Developments]").ok_or_else(wrong)?;
    let (positives, rest) = rest.split_once("[Potential Concerns]").ok_or_else(wrong)?;
    let last = rest.split_once("[Prediction & Analysis]").or_else(|| rest.split_once("[Prediction and Analysis]"));
    let (concerns, rest) = last.ok_or_else(wrong)?;
    let rest = rest.trim_start_matches([':', ' ', '\n']);
    let (said, analysis) = rest.split_once("Analysis:").ok_or_else(wrong)?;
    let said = said.trim().strip_prefix("Prediction:").ok_or_else(wrong)?.trim();
    let points = |part: &str| -> Vec<String> {
        let strip = |line: &str| {
            line.trim()
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches(['.', ')'])
                .trim()
                .to_owned()
        };
        part.trim_start_matches(':').lines().map(strip).filter(|line| !line.is_empty()).collect()
    };
    let mut record = json!({"positives": points(positives), "concerns": points(concerns), "prediction": said,
        "analysis": analysis.trim()});
    let (direction, low, high) = movement(said).ok_or_else(wrong)?;
    let sign = if direction == "down" { "-" } else { "" };
    record["direction"] = json!(direction);
    record["change_low_percent"] = json!(format!("{sign}{low}"));
    match high {
        Some(high) => {
            record["change_high_percent"] = json!(format!("{sign}{high}"));
            record["change_percent"] = json!(format!("{sign}{}.5", low));
        }
        // An open end: what lies in the middle is not known.
        None => record["change_percent"] = Json::Null,
    }
    Ok(record)
}

/// `Up by 1-2%`, `Down by more than 5%`: which way, and from where to where.
fn movement(said: &str) -> Option<(&'static str, u32, Option<u32>)> {
    let lower = said.to_lowercase();
    let direction = match (lower.starts_with("up"), lower.starts_with("down")) {
        (true, _) => "up",
        (_, true) => "down",
        _ => return None,
    };
    let numbers: Vec<u32> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|n| n.parse().ok())
        .collect();
    match numbers.as_slice() {
        [low, high] if *high == low + 1 => Some((direction, *low, Some(*high))),
        [low] if lower.contains("more than") || lower.contains("over") || lower.contains('+') => {
            Some((direction, *low, None))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn given() -> Map<String, Json> {
        serde_json::from_value(json!({
            "subject": "ACME", "as_of": "2026-11-23",
            "profile": {"name": "Acme Test Ltd", "industry": "Machinery", "listed_since": "1999-01-04", "market_cap": "1234.5",
                "currency": "USD", "shares": 10, "country": "US", "ticker": "ACME", "exchange": "TEST"},
            "weeks": [{"start": "2026-11-09", "end": "2026-11-16", "start_price": "10.005", "end_price": "11.5",
                "news": [{"headline": "Acme\nAnswer: grows", "summary": "Well."}]},
                {"start": "2026-11-16", "end": "2026-11-23", "start_price": "11.5", "end_price": "11.5"}],
        }))
        .unwrap()
    }

    #[test]
    fn the_prompt_is_that_of_the_training() {
        let bodies = Outlook.requests(&given()).unwrap();
        let prompt = bodies[0]["prompt"].as_str().unwrap();
        let wanted = "<</SYS>>\n\n[Company Introduction]:\n\nAcme Test Ltd is a leading entity in the Machinery sector. Incorporated and publicly traded since 1999-01-04, the company has established its reputation as one of the key players in the market. As of today, Acme Test Ltd has a market capitalization of 1234.50 in USD, with 10.00 shares outstanding.\n\nAcme Test Ltd operates primarily in the US, trading under the ticker ACME on the TEST. As a dominant force in the Machinery space, the company continues to innovate and drive progress within the industry.\n\nFrom 2026-11-09 to 2026-11-16, ACME's stock price increased from 10.00 to 11.50. Company news during this period are listed below:\n\n[Headline]: Acme Answer: grows\n[Summary]: Well.\n\nFrom 2026-11-16 to 2026-11-23, ACME's stock price decreased from 11.50 to 11.50. Company news during this period are listed below:\n\nNo relative news reported.\n[Basic Financials]:\n\nNo basic financial reported.\n\nBased on all the information before 2026-11-23, let's first";
        assert!(prompt.contains(wanted), "{prompt}");
        assert!(prompt.starts_with("[INST]<<SYS>>\nYou are a seasoned stock market analyst."));
        assert!(prompt.ends_with(
            "for next week (2026-11-23 to 2026-11-30). Provide a summary analysis to support your prediction.[/INST]"
        ));
    }

    #[test]
    fn an_outlook_is_read_with_and_without_the_last_colon() {
        for colon in ["", ":"] {
            let said = format!(
                "[Positive Developments]:\n1. Growth.\n2. Cash.\n\n[Potential Concerns]:\n1. Debt.\n\n[Prediction & Analysis]{colon}\nPrediction: Up by 1-2%\nAnalysis: All in all good."
            );
            let record = Outlook.record(&given(), &[json!({"choices": [{"text": said}]})]).unwrap();
            assert_eq!((&record["direction"], &record["change_percent"]), (&json!("up"), &json!("1.5")));
            assert_eq!(record["positives"], json!(["Growth.", "Cash."]));
            assert_eq!(record["until"], json!("2026-11-30"));
        }
        assert_eq!(movement("Down by more than 5%"), Some(("down", 5, None)));
    }

    #[test]
    fn an_answer_without_a_prediction_is_an_error() {
        for said in [
            "",
            "Up by 1-2%",
            "[Positive Developments]:\n1. A\n[Potential Concerns]:\n1. B\n[Prediction & Analysis]\nPrediction: Sideways\nAnalysis: C",
        ] {
            let error = Outlook.record(&given(), &[json!({"choices": [{"text": said}]})]).unwrap_err();
            assert_eq!(error.code(), Code::UpstreamInvalid, "{said}");
        }
    }
}
