//! One instruction, one label: whether a text is good or bad news.

use serde_json::{Map, Value as Json, json};

use super::completion::{answered, greedy, model};
use super::{Codec, choice, text, unreadable};
use crate::error::{Error, Result};

/// The labels of an answer: as the model writes them, what they mean, how strong.
type Set = &'static [(&'static str, &'static str, Option<&'static str>)];

const THREE: Set = &[("negative", "negative", None), ("neutral", "neutral", None), ("positive", "positive", None)];
const SEVEN: Set = &[
    ("strong negative", "negative", Some("strong")),
    ("moderately negative", "negative", Some("moderate")),
    ("mildly negative", "negative", Some("mild")),
    ("neutral", "neutral", None),
    ("mildly positive", "positive", Some("mild")),
    ("moderately positive", "positive", Some("moderate")),
    ("strong positive", "positive", Some("strong")),
];

/// The version of the prompts, told as the method of a model's answer.
const METHOD: &str = "instruction_labels/1";

#[derive(Debug)]
pub(super) struct Labels;

/// The instruction and its labels. `kind` is news or tweet, `levels` three or seven.
fn task(fields: &Map<String, Json>) -> Result<(String, Set)> {
    let kind = choice(fields, "kind", &["news", "tweet"])?;
    let set = if choice(fields, "levels", &["three", "seven"])? == "seven" { SEVEN } else { THREE };
    let words: Vec<&str> = set.iter().map(|(word, ..)| *word).collect();
    let words = words.join("/");
    Ok((format!("What is the sentiment of this {kind}? Please choose an answer from {{{words}}}."), set))
}

/// How a confidence is worked out; the models give none.
#[derive(Clone, Copy)]
enum By {
    Nothing,
    /// The probabilities of the first token.
    FirstToken,
    /// How many of so many more answers, drawn at random, are the same.
    Samples(usize),
}

/// How many more answers self-consistency asks for, and how freely they are drawn.
const SAMPLES: u64 = 5;
const MOST_SAMPLES: u64 = 20;
const TEMPERATURE: f64 = 0.7;

fn confidence_by(fields: &Map<String, Json>) -> Result<By> {
    let by = choice(fields, "confidence_by", &["first_token", "self_consistency"])?;
    if !fields.get("with_confidence").and_then(Json::as_bool).unwrap_or(false) {
        return Ok(By::Nothing);
    }
    if by == "first_token" {
        return Ok(By::FirstToken);
    }
    let samples = fields.get("samples").map_or(Some(SAMPLES), Json::as_u64).unwrap_or(0);
    match (2..=MOST_SAMPLES).contains(&samples) {
        true => Ok(By::Samples(samples as usize)),
        false => Err(Error::invalid_input(format!("samples must be 2 to {MOST_SAMPLES}: each is one more call"))),
    }
}

impl Codec for Labels {
    fn requests(&self, fields: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        let (instruction, _) = task(fields)?;
        let mut body = greedy(&instruction, text(fields, "text")?, 10);
        let by = confidence_by(fields)?;
        if let By::FirstToken = by {
            body.insert("logprobs".into(), json!(20));
        }
        let mut bodies = vec![body.clone()];
        if let By::Samples(samples) = by {
            body.insert("temperature".into(), json!(TEMPERATURE));
            // Seeds make the draws differ, and the same when the call is repeated.
            bodies.extend((1..=samples).map(|seed| {
                let mut body = body.clone();
                body.insert("seed".into(), json!(seed));
                body
            }));
        }
        Ok(bodies)
    }

    fn record(&self, fields: &Map<String, Json>, answers: &[Json]) -> Result<Json> {
        let (_, set) = task(fields)?;
        let first = answers.first().unwrap_or(&Json::Null);
        let answer = answered(first)?;
        let said = label(answer);
        let found = set.iter().find(|(word, ..)| *word == said);
        let (word, label, strength) = found.ok_or_else(|| unreadable("one of its labels", answer))?;
        let mut record = json!({"text": fields.get("text"), "label": label, "label_native": word, "strength": strength,
            "source": "model", "method": METHOD, "model": model(answers), "answer": answer});
        match confidence_by(fields)? {
            By::Nothing => {}
            By::FirstToken => {
                if let Some(confidence) = confidence(first, word, set) {
                    record["confidence"] = json!(confidence);
                    record["confidence_method"] =
                        json!("statistics: probability of the first token among those of the labels");
                }
            }
            By::Samples(samples) => {
                // What cannot be read agrees with nothing.
                let agrees = |answer: &&Json| answered(answer).is_ok_and(|said| self::label(said) == *word);
                let agreeing = answers.iter().skip(1).filter(agrees).count();
                record["confidence"] = json!(format!("{:.4}", agreeing as f64 / samples as f64));
                record["confidence_method"] = json!(format!(
                    "statistics: self_consistency, {agreeing} of {samples} samples at temperature {TEMPERATURE} agree"
                ));
            }
        }
        Ok(record)
    }
}

/// An answer without case, quotes and the final full stop. More than that is not forgiven: "not positive" is no label.
fn label(answer: &str) -> String {
    let line = answer.lines().next().unwrap_or_default();
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '.' | '{' | '}')).to_lowercase()
}

/// The alternatives of the first token with their logarithms of probability. vLLM says them as one object of tokens, and
/// llama.cpp as the rows that chats have.
fn first_token(logprobs: &Json) -> Option<Vec<(&str, f64)>> {
    if let Some(first) = logprobs.pointer("/top_logprobs/0") {
        return first.as_object()?.iter().map(|(token, logprob)| Some((token.as_str(), logprob.as_f64()?))).collect();
    }
    let rows = logprobs.pointer("/content/0/top_logprobs")?.as_array()?.iter();
    rows.map(|row| Some((row.get("token")?.as_str()?, row.get("logprob")?.as_f64()?))).collect()
}

/// The share of the label among the labels, by the probabilities of the first token. Tokens that begin no label do not
/// count; without probabilities, or where a token fits several labels, there is none.
fn confidence(answer: &Json, word: &str, set: Set) -> Option<String> {
    let (mut all, mut own) = (0.0, 0.0);
    for (token, logprob) in first_token(answer.pointer("/choices/0/logprobs")?)? {
        let token = token.trim_start_matches(['\u{2581}', '\u{120}']).trim().to_lowercase();
        if token.is_empty() {
            continue;
        }
        let mut begun = set.iter().filter(|(label, ..)| label.starts_with(&token));
        let (Some((label, ..)), None) = (begun.next(), begun.next()) else { continue };
        let share = logprob.exp();
        all += share;
        if *label == word {
            own += share;
        }
    }
    (own > 0.0).then(|| format!("{:.4}", own / all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn fields(value: Json) -> Map<String, Json> {
        serde_json::from_value(value).unwrap()
    }

    fn answer(text: &str) -> Json {
        json!({"model": "m", "choices": [{"index": 0, "text": text, "finish_reason": "stop"}]})
    }

    #[test]
    fn prompts_are_those_of_the_training() {
        let prompt = |value| Labels.requests(&fields(value)).unwrap()[0]["prompt"].as_str().unwrap().to_owned();
        assert_eq!(
            prompt(json!({"text": "Up."})),
            "Instruction: What is the sentiment of this news? Please choose an answer from {negative/neutral/positive}.\nInput: Up.\nAnswer: "
        );
        assert_eq!(
            prompt(json!({"text": "Up.", "kind": "tweet"})),
            "Instruction: What is the sentiment of this tweet? Please choose an answer from {negative/neutral/positive}.\nInput: Up.\nAnswer: "
        );
        assert_eq!(
            prompt(json!({"text": "Up.", "levels": "seven"})),
            "Instruction: What is the sentiment of this news? Please choose an answer from {strong negative/moderately negative/mildly negative/neutral/mildly positive/moderately positive/strong positive}.\nInput: Up.\nAnswer: "
        );
        assert!(Labels.requests(&fields(json!({"text": " "}))).is_err());
        assert!(Labels.requests(&fields(json!({"text": "x", "kind": "poem"}))).is_err());
    }

    #[test]
    fn a_label_is_read_and_anything_else_is_an_error() {
        let news = fields(json!({"text": "Up."}));
        for (said, label) in [(" positive", "positive"), ("Neutral.", "neutral"), ("\"negative\"", "negative")] {
            assert_eq!(Labels.record(&news, &[answer(said)]).unwrap()["label"], label);
        }
        for garbage in ["", "not positive", "positive negative", "Die Aktie steigt", "good", "neutralized"] {
            let error = Labels.record(&news, &[answer(garbage)]).unwrap_err();
            assert_eq!(error.code(), Code::UpstreamInvalid, "{garbage}");
        }
        let seven = fields(json!({"text": "Up.", "levels": "seven"}));
        let record = Labels.record(&seven, &[answer(" mildly positive")]).unwrap();
        assert_eq!((&record["label"], &record["strength"]), (&json!("positive"), &json!("mild")));
        assert!(Labels.record(&seven, &[answer("positive")]).is_err());
    }

    #[test]
    fn a_confidence_is_worked_out_only_from_probabilities() {
        let asked = fields(json!({"text": "Up.", "with_confidence": true}));
        let mut told = answer(" positive");
        assert_eq!(Labels.record(&asked, std::slice::from_ref(&told)).unwrap().get("confidence"), None);
        told["choices"][0]["logprobs"] = json!({"top_logprobs": [{" positive": -0.2231435513142097, " neg": -1.6094379124341003, " The": -3.0, " n": -2.0}]});
        assert_eq!(Labels.record(&asked, &[told.clone()]).unwrap()["confidence"], "0.8000");
        let row = |token: &str, logprob: f64| json!({"id": 1, "token": token, "bytes": [], "logprob": logprob});
        let rows =
            json!([row(" positive", -0.2231435513142097), row("\u{fffd}", -3.0), row("neg", -1.6094379124341003)]);
        told["choices"][0]["logprobs"] = json!({"content": [{"token": " positive", "top_logprobs": rows}]});
        assert_eq!(Labels.record(&asked, &[told]).unwrap()["confidence"], "0.8000");
    }

    #[test]
    fn self_consistency_costs_so_many_calls_and_counts_what_agrees() {
        let asked = |samples: Json| {
            fields(
                json!({"text": "Up.", "with_confidence": true, "confidence_by": "self_consistency", "samples": samples}),
            )
        };
        let bodies = Labels.requests(&asked(json!(3))).unwrap();
        assert_eq!(bodies.len(), 4);
        assert_eq!((&bodies[0]["temperature"], bodies[0].get("seed")), (&json!(0), None));
        assert_eq!((&bodies[3]["temperature"], &bodies[3]["seed"]), (&json!(0.7), &json!(3)));
        let answers = ["positive", " positive", "garbage", "negative"].map(answer);
        let record = Labels.record(&asked(json!(3)), &answers).unwrap();
        assert_eq!((&record["label"], &record["confidence"]), (&json!("positive"), &json!("0.3333")));
        let how = "statistics: self_consistency, 1 of 3 samples at temperature 0.7 agree";
        assert_eq!(record["confidence_method"], how);
        for samples in [json!(1), json!(21), json!("many")] {
            assert_eq!(Labels.requests(&asked(samples)).unwrap_err().code(), Code::InvalidInput);
        }
    }
}
