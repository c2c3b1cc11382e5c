//! The names that a text mentions, and how they relate, as models write them in sentences of a fixed form.

use serde_json::{Map, Value as Json, json};

use super::completion::{answered, greedy, model, plain_line};
use super::{Codec, choice, text, unreadable};
use crate::error::Result;

const ENTITIES: &str = "Please extract entities and their types from the input sentence, entity types should be chosen from {person/organization/location}.";

/// The relations, as the prompt lists them.
const RELATIONS: &[&str] = &[
    "product/material produced",
    "manufacturer",
    "distributed by",
    "industry",
    "position held",
    "original broadcaster",
    "owned by",
    "founded by",
    "distribution format",
    "headquarters location",
    "stock exchange",
    "currency",
    "parent organization",
    "chief executive officer",
    "director/manager",
    "owner of",
    "operator",
    "member of",
    "employer",
    "chairperson",
    "platform",
    "subsidiary",
    "legal form",
    "publisher",
    "developer",
    "brand",
    "business division",
    "location of formation",
    "creator",
];

#[derive(Debug)]
pub(super) struct Extraction;

fn relations_instruction() -> String {
    format!(
        "Given phrases that describe the relationship between two words/phrases as options, extract the word/phrase pair and the corresponding lexical relationship between them from the input text. The output format should be \"relation1: word1, word2; relation2: word3, word4\". Options: {}.",
        RELATIONS.join(", ")
    )
}

/// What is asked for: `extract` is both, entities or relations.
fn wanted(fields: &Map<String, Json>) -> Result<(bool, bool)> {
    let what = choice(fields, "extract", &["both", "entities", "relations"])?;
    Ok((what != "relations", what != "entities"))
}

impl Codec for Extraction {
    fn requests(&self, fields: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
        let (names, relations) = wanted(fields)?;
        let sentence = text(fields, "text")?;
        let mut bodies = Vec::new();
        if names {
            bodies.push(greedy(ENTITIES, sentence, 128));
        }
        if relations {
            bodies.push(greedy(&relations_instruction(), sentence, 128));
        }
        Ok(bodies)
    }

    fn record(&self, fields: &Map<String, Json>, answers: &[Json]) -> Result<Json> {
        let (names, relations) = wanted(fields)?;
        let sentence = plain_line(text(fields, "text")?).to_lowercase();
        let mut record = json!({"text": fields.get("text"), "source": "model", "method": "instruction_extraction/1",
            "model": model(answers)});
        let (mut rest, mut said) = (answers.iter(), Vec::new());
        if names {
            let answer = answered(rest.next().unwrap_or(&Json::Null))?;
            record["entities"] = entities(answer, &sentence)?;
            said.push(answer);
        }
        if relations {
            let answer = answered(rest.next().unwrap_or(&Json::Null))?;
            record["relations"] = pairs(answer, &sentence)?;
            said.push(answer);
        }
        record["answer"] = json!(said.join("\n"));
        Ok(record)
    }
}

/// `X is a person, Y is an organization`. Models invent names for sentences without any, so each is looked for.
fn entities(answer: &str, sentence: &str) -> Result<Json> {
    let mut found: Vec<Json> = Vec::new();
    for part in answer.strip_suffix('.').unwrap_or(answer).split(',') {
        let Some((name, kind)) = part.rsplit_once(" is an ").or_else(|| part.rsplit_once(" is a ")) else { continue };
        let (name, kind) = (name.trim(), kind.trim().to_lowercase());
        let known = ["person", "organization", "location"].contains(&kind.as_str());
        let entity = json!({"name": name, "kind": if known { &kind } else { "other" }, "kind_native": kind,
            "in_text": sentence.contains(&name.to_lowercase())});
        if !name.is_empty() && !found.contains(&entity) {
            found.push(entity);
        }
    }
    match found.is_empty() {
        true => Err(unreadable("a list of names and what they are", answer)),
        false => Ok(json!(found)),
    }
}

/// `relation: word, word; relation: word, word`. Only known relations between words of the text are kept, once each;
/// an answer without any part of that form is none.
fn pairs(answer: &str, sentence: &str) -> Result<Json> {
    let (mut found, mut formed): (Vec<Json>, bool) = (Vec::new(), false);
    for part in answer.strip_suffix('.').unwrap_or(answer).split(';') {
        let Some((relation, words)) = part.rsplit_once(':') else { continue };
        let Some((subject, object)) = words.rsplit_once(',') else { continue };
        formed = true;
        let relation = relation.trim().replace('_', " ").replace(" / ", "/").replace(" or ", "/").to_lowercase();
        let (subject, object) = (subject.trim(), object.trim());
        let there = |word: &str| !word.is_empty() && sentence.contains(&word.to_lowercase());
        let pair = json!({"subject": subject, "relation": relation, "object": object});
        let known = RELATIONS.contains(&relation.as_str());
        if known && there(subject) && there(object) && !found.contains(&pair) {
            found.push(pair);
        }
    }
    match formed {
        true => Ok(json!(found)),
        false => Err(unreadable("a list of relations", answer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn names_are_read_and_looked_for() {
        let sentence = "adam smith works at acme in paris";
        let read =
            entities("Adam Smith is a person, Acme is an organization, Berlin is a location.", sentence).unwrap();
        assert_eq!(read[0], json!({"name": "Adam Smith", "kind": "person", "kind_native": "person", "in_text": true}));
        assert_eq!(read[2]["in_text"], json!(false));
        for garbage in ["", "There are no entities", "person"] {
            assert_eq!(entities(garbage, sentence).unwrap_err().code(), Code::UpstreamInvalid);
        }
    }

    #[test]
    fn relations_are_spelled_as_in_the_prompt_and_repeats_go() {
        let sentence = "acme, led by eve, belongs to beta";
        let said = "chief_executive_officer: Acme, Eve; chief_executive_officer: Acme, Eve; owned_by: Acme, Beta; loves: Acme, Eve; director_/_manager: Acme, Zed";
        let read = pairs(said, sentence).unwrap();
        assert_eq!(
            read,
            json!([{"subject": "Acme", "relation": "chief executive officer", "object": "Eve"},
                {"subject": "Acme", "relation": "owned by", "object": "Beta"}])
        );
        assert_eq!(pairs("nothing here", sentence).unwrap_err().code(), Code::UpstreamInvalid);
    }

    #[test]
    fn both_are_asked_for_unless_one_is() {
        let fields = |value: Json| -> Map<String, Json> { serde_json::from_value(value).unwrap() };
        let bodies = Extraction.requests(&fields(json!({"text": "Acme"}))).unwrap();
        assert_eq!(bodies.len(), 2);
        assert_eq!(bodies[0]["prompt"], format!("Instruction: {ENTITIES}\nInput: Acme\nAnswer: "));
        let prompt = bodies[1]["prompt"].as_str().unwrap();
        assert!(prompt.contains("Options: product/material produced, manufacturer, distributed by, "), "{prompt}");
        assert!(prompt.ends_with("location of formation, creator.\nInput: Acme\nAnswer: "), "{prompt}");
        assert_eq!(Extraction.requests(&fields(json!({"text": "Acme", "extract": "entities"}))).unwrap().len(), 1);
    }
}
