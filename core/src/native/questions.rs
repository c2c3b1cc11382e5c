//! Questions about one headline, each answered Yes or No.

use serde_json::{Map, Value as Json, json};

use super::completion::{answered, greedy, model};
use super::{Codec, text, unreadable};
use crate::error::Result;

/// The questions of the training, with the member that each fills. The first of its nine, whether the headline is about
/// the price at all, was trained with the answers to another one and is not asked: it follows from the others.
const QUESTIONS: &[(&str, &str)] = &[
    ("price_up", "Does the news headline talk about price going up?"),
    ("price_constant", "Does the news headline talk about price staying constant?"),
    ("price_down", "Does the news headline talk about price going down?"),
    ("price_past", "Does the news headline talk about price in the past?"),
    ("price_future", "Does the news headline talk about price in the future?"),
    ("event_past", "Does the news headline talk about a general event (apart from prices) in the past?"),
    ("event_future", "Does the news headline talk about a general event (apart from prices) in the future?"),
    ("compares_assets", "Does the news headline compare gold with any other asset?"),
];

/// What it takes to be about the price.
const PRICE: &[&str] = &["price_up", "price_constant", "price_down", "price_past", "price_future"];

#[derive(Debug)]
pub(super) struct Questions;

impl Codec for Questions {
    fn requests(&self, fields: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        let headline = text(fields, "text")?;
        let ask =
            |question: &str| greedy(&format!("{question} Please choose an answer from {{Yes/No}}."), headline, 10);
        Ok(QUESTIONS.iter().map(|(_, question)| ask(question)).collect())
    }

    fn record(&self, fields: &Map<String, Json>, answers: &[Json]) -> Result<Json> {
        let mut record = json!({"text": fields.get("text"), "source": "model", "method": "instruction_questions/1",
            "model": model(answers)});
        let (mut about_price, mut said) = (false, Vec::new());
        for ((member, question), answer) in QUESTIONS.iter().zip(answers) {
            let answer = answered(answer)?;
            let word = answer.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '.')).to_lowercase();
            let yes = match word.as_str() {
                "yes" => true,
                "no" => false,
                _ => return Err(unreadable("Yes or No", answer).with_context("question", *question)),
            };
            about_price |= yes && PRICE.contains(member);
            record[*member] = json!(yes);
            said.push(answer);
        }
        record["about_price"] = json!(about_price);
        record["answer"] = json!(said.join("\n"));
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_those_of_the_training_and_answers_are_strict() {
        let fields: Map<String, Json> = serde_json::from_value(json!({"text": "Gold rises"})).unwrap();
        let bodies = Questions.requests(&fields).unwrap();
        assert_eq!(bodies.len(), 8);
        assert_eq!(
            bodies[0]["prompt"],
            "Instruction: Does the news headline talk about price going up? Please choose an answer from {Yes/No}.\nInput: Gold rises\nAnswer: "
        );
        assert_eq!(
            bodies[7]["prompt"],
            "Instruction: Does the news headline compare gold with any other asset? Please choose an answer from {Yes/No}.\nInput: Gold rises\nAnswer: "
        );
        let said =
            |words: [&str; 8]| -> Vec<Json> { words.iter().map(|w| json!({"choices": [{"text": w}]})).collect() };
        let record = Questions.record(&fields, &said([" Yes", "No", "No", "No.", "no", "No", "No", "No"])).unwrap();
        assert_eq!((&record["price_up"], &record["about_price"]), (&json!(true), &json!(true)));
        let error = Questions.record(&fields, &said(["Yes", "No", "maybe", "No", "No", "No", "No", "No"])).unwrap_err();
        assert_eq!(error.code(), crate::error::Code::UpstreamInvalid);
    }
}
