//! A stand-in for a server with the FinGPT models: `/v1/completions`, `/v1/models`, `/health`. It is no model. It answers
//! by the rules that stand here, from the instruction of the prompt and a few words of the input, and its name says so.
//!
//! An input with `[[sandbox: ...]]` is answered with that text, so that answers which cannot be read can be had.

mod rules;

use serde_json::{Value, json};

use super::Fake;
use super::clock::Clock;
use super::message::{Reply, Request};
use crate::error::Result;

/// The key that it takes.
pub(crate) const KEY: &str = "sandbox-fingpt-key";
/// What it calls itself, in every answer: rules, and no model.
pub(crate) const MODEL: &str = "coreflow-sandbox-rules";

/// How it is connected to.
pub(crate) fn access() -> Value {
    json!({"credential": {"type": "bearer", "token": KEY}, "options": {"model": MODEL, "forecaster": MODEL}})
}

/// The fake.
pub(crate) struct Fingpt {
    clock: Clock,
    asked: u64,
}

impl Fingpt {
    pub(crate) fn new(_seed: u64, _records: u32) -> Result<Fingpt> {
        Ok(Fingpt { clock: Clock::new(), asked: 0 })
    }

    fn completion(&mut self, request: &Request) -> std::result::Result<Value, Reply> {
        let body: Value = serde_json::from_slice(&request.body)
            .map_err(|error| refusal(400, "BadRequestError", &format!("the body is not JSON: {error}")))?;
        let prompt = body["prompt"]
            .as_str()
            .ok_or_else(|| refusal(400, "BadRequestError", "prompt: Input should be a valid string"))?;
        let model = body["model"].as_str().unwrap_or(MODEL);
        if model != MODEL {
            return Err(refusal(404, "NotFoundError", &format!("The model `{model}` does not exist.")));
        }
        let (mut text, choices) = rules::answer(prompt);
        let most = body["max_tokens"].as_u64().unwrap_or(16) as usize;
        let words = text.split_whitespace().count();
        let cut = words > most;
        if cut {
            text = text.split_whitespace().take(most).collect::<Vec<_>>().join(" ");
        }
        self.asked += 1;
        let logprobs = match body["logprobs"].as_u64() {
            Some(count) if !choices.is_empty() => logprobs(&text, &choices, count as usize),
            _ => Value::Null,
        };
        let (read, wrote) = (prompt.split_whitespace().count(), text.split_whitespace().count());
        Ok(json!({
            "id": format!("cmpl-sandbox-{}", self.asked),
            "object": "text_completion",
            "created": self.clock.tick().as_second(),
            "model": MODEL,
            "system_fingerprint": "rules, not a model",
            // As the tokenisers of the real ones do: a blank before the first word.
            "choices": [{"index": 0, "text": format!(" {text}"), "logprobs": logprobs,
                "finish_reason": if cut { "length" } else { "stop" }}],
            "usage": {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote},
        }))
    }
}

/// The first token's alternatives: nine in ten for the answer, the rest shared by the other labels.
fn logprobs(text: &str, choices: &[&str], count: usize) -> Value {
    let others = choices.len().saturating_sub(1).max(1) as f64;
    let token = |word: &str| format!(" {}", word.split(' ').next().unwrap_or_default());
    let mut top = serde_json::Map::new();
    for choice in choices.iter().take(count) {
        let share: f64 = if *choice == text { 0.9 } else { 0.1 / others };
        top.entry(token(choice)).or_insert_with(|| json!(share.ln()));
    }
    let own = json!(0.9_f64.ln());
    json!({"tokens": [token(text)], "token_logprobs": [own], "top_logprobs": [top], "text_offset": [0]})
}

/// An error in the shape of vLLM.
fn refusal(status: u16, kind: &str, message: &str) -> Reply {
    Reply::json(status, json!({"error": {"message": message, "type": kind, "param": null, "code": status}}))
}

impl Fake for Fingpt {
    fn answer(&mut self, request: &Request) -> Reply {
        let segments = request.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let bearer = request.header("authorization").and_then(|h| h.strip_prefix("Bearer "));
        let reply = match (request.method.as_str(), path.as_slice()) {
            // Empty, and open to all: as vLLM answers.
            ("GET", ["health"]) => Reply::text(200, "text/plain", ""),
            (_, ["v1", ..]) if bearer != Some(KEY) => Reply::json(401, json!({"error": "Unauthorized"})),
            ("GET", ["v1", "models"]) => {
                let created = self.clock.now().as_second();
                let about = json!({"id": MODEL, "object": "model", "created": created, "owned_by": "coreflow-sandbox",
                    "root": MODEL, "parent": null, "max_model_len": 4096});
                Reply::json(200, json!({"object": "list", "data": [about]}))
            }
            ("POST", ["v1", "completions"]) => match self.completion(request) {
                Ok(body) => Reply::json(200, body),
                Err(reply) => reply,
            },
            _ => Reply::json(404, json!({"detail": "Not Found"})),
        };
        reply.with("x-sandbox", "rules, not a model")
    }
}
