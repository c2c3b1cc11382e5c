//! A stand-in for a container with FinRobot inside, by the contract that the bridge speaks: agents, runs, and nothing
//! that asks a model. A run moves one step with every look at it; what it "finds" is said to be the sandbox's. The stream of
//! a run tells what has happened, and ends: who listens opens it again behind the last event.
//!
//! A task that begins with `fail:` fails with that text, one that begins with `slow:` takes many steps.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::Fake;
use super::clock::Clock;
use super::message::{Reply, Request};
use crate::error::Result;

/// The keys of two tenants; each sees its own runs only.
pub(crate) const KEY: &str = "sandbox-finrobot-key";
pub(crate) const OTHER_KEY: &str = "sandbox-finrobot-other";

/// How it is connected to.
pub(crate) fn access() -> Value {
    json!({"credential": {"type": "api_key", "key": KEY}, "other": {"type": "api_key", "key": OTHER_KEY}})
}

/// The agents of FinRobot's library that need no source outside.
const AGENTS: [(&str, &str); 3] = [
    ("Financial_Analyst", "Reads the tables and texts that are given, and writes an analysis."),
    ("Market_Analyst", "Looks at a market with the tables that are given."),
    ("Expert_Investor", "Weighs an investment with the tables and texts that are given."),
];

struct Run {
    tenant: String,
    /// The body as it was submitted, for a repetition with the same key.
    body: Value,
    status: &'static str,
    turn: u64,
    turns: u64,
    created: String,
    /// What its stream tells: kind and data, in order.
    events: Vec<(&'static str, Value)>,
}

/// The fake.
pub(crate) struct Finrobot {
    clock: Clock,
    runs: BTreeMap<String, Run>,
    keys: BTreeMap<(String, String), String>,
}

impl Finrobot {
    pub(crate) fn new(_seed: u64, _records: u32) -> Result<Finrobot> {
        Ok(Finrobot { clock: Clock::new(), runs: BTreeMap::new(), keys: BTreeMap::new() })
    }

    fn submit(&mut self, tenant: &str, request: &Request) -> Reply {
        let body: Value = match serde_json::from_slice(&request.body) {
            Ok(Value::Object(body)) => Value::Object(body),
            _ => return refusal(400, "invalid_request", "the body must be a JSON object"),
        };
        let agent = body["agent"].as_str().unwrap_or_default();
        if !AGENTS.iter().any(|(name, _)| *name == agent) {
            return refusal(422, "unknown_agent", &format!("there is no agent {agent:?}"));
        }
        let task = body["task"].as_str().unwrap_or_default();
        if task.is_empty() {
            return refusal(400, "invalid_request", "task is required");
        }
        let key = request.header("idempotency-key").map(|key| (tenant.to_owned(), key.to_owned()));
        if let Some(id) = key.as_ref().and_then(|key| self.keys.get(key)) {
            let same = self.runs.get(id).is_some_and(|run| run.body == body);
            return match same {
                true => Reply::json(202, self.view(id)).with("location", format!("/v1/runs/{id}")),
                false => refusal(409, "idempotency_conflict", "this key was used with another body"),
            };
        }
        let most = body.pointer("/limits/max_turns").and_then(Value::as_u64).unwrap_or(10);
        let turns = if task.starts_with("slow:") { most } else { most.min(2) };
        let id = format!("run_{:06}", self.runs.len() + 1);
        let created = self.clock.tick().to_string();
        let events = vec![("status", json!({"status": "queued"}))];
        let run = Run { tenant: tenant.to_owned(), body, status: "queued", turn: 0, turns, created, events };
        self.runs.insert(id.clone(), run);
        if let Some(key) = key {
            self.keys.insert(key, id.clone());
        }
        Reply::json(202, self.view(&id)).with("location", format!("/v1/runs/{id}"))
    }

    /// Moves a run by one step.
    fn step(run: &mut Run) {
        let fails = run.body["task"].as_str().is_some_and(|task| task.starts_with("fail:"));
        let before = run.status;
        run.status = match run.status {
            "queued" => "running",
            "running" if run.turn + 1 >= run.turns => {
                if fails {
                    "failed"
                } else {
                    "succeeded"
                }
            }
            other => other,
        };
        if run.turn < run.turns && matches!(run.status, "running" | "succeeded" | "failed") {
            run.turn += 1;
            run.events.push(("message", json!({"turn": run.turn, "text": "The sandbox counts."})));
            run.events.push(("usage", json!({"turn": run.turn})));
        }
        if run.status != before {
            Finrobot::tell(run);
        }
    }

    /// Puts a change of state into the stream.
    fn tell(run: &mut Run) {
        run.events.push(("status", json!({"status": run.status})));
        let last = match run.status {
            "succeeded" => "result",
            "failed" => "error",
            "cancelled" => return run.events.push(("done", json!({}))),
            _ => return,
        };
        run.events.extend([(last, json!({"status": run.status})), ("done", json!({}))]);
    }

    /// What has happened behind an event.
    fn stream(&self, id: &str, last: Option<&str>) -> Reply {
        let events = self.runs.get(id).map(|run| run.events.as_slice()).unwrap_or_default();
        let heard = last.and_then(|last| last.parse::<usize>().ok()).unwrap_or(0);
        let mut text = ": no model is asked\nretry: 1\n\n".to_owned();
        for (index, (kind, data)) in events.iter().enumerate().skip(heard) {
            let _ = write!(text, "id: {}\nevent: {kind}\ndata: {data}\n\n", index + 1);
        }
        Reply::text(200, "text/event-stream", text)
    }

    fn view(&self, id: &str) -> Value {
        let Some(run) = self.runs.get(id) else { return Value::Null };
        let most = run.body.pointer("/limits/max_turns").and_then(Value::as_u64).unwrap_or(10);
        let task = run.body["task"].as_str().unwrap_or_default();
        let mut view = json!({"run_id": id, "agent": run.body["agent"], "task": task, "status": run.status,
            "model": "coreflow-sandbox-rules", "created_at": run.created,
            "progress": {"turn": run.turn, "max_turns": most},
            "usage": {"prompt_tokens": 120 * run.turn, "completion_tokens": 40 * run.turn,
                "cost_usd": format!("{}.{:04}", 0, 12 * run.turn).parse::<f64>().unwrap_or(0.0)}});
        if run.status == "succeeded" {
            let rows = |table: &Value| table["rows"].as_array().map_or(0, Vec::len);
            let tables = run.body.pointer("/inputs/tables").and_then(Value::as_object).cloned().unwrap_or_default();
            let counted: Map<String, Value> = tables.iter().map(|(name, t)| (name.clone(), json!(rows(t)))).collect();
            let body = format!("The sandbox counts rows and asks no model: {}.", Value::Object(counted.clone()));
            view["result"] = json!({"summary": format!("Sandbox, no model: {task}"),
                "sections": [{"title": "What was given", "body": body}], "tables": {"rows": counted}});
        }
        if run.status == "failed" {
            let said = task.trim_start_matches("fail:").trim();
            view["error"] = json!({"code": "agent_failed", "message": said, "retryable": false});
        }
        view
    }
}

/// An error in the shape of the contract.
fn refusal(status: u16, code: &str, message: &str) -> Reply {
    let error = json!({"code": code, "message": message, "retryable": status >= 500, "request_id": "req_sandbox"});
    Reply::json(status, json!({"error": error}))
}

impl Fake for Finrobot {
    fn answer(&mut self, request: &Request) -> Reply {
        let segments = request.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let reply = if path == ["health"] {
            let workers = json!({"busy": 0, "max": 4});
            Reply::json(200, json!({"status": "ok", "version": "sandbox", "llm": "unreachable", "workers": workers}))
        } else {
            match request.header("x-api-key").filter(|key| [KEY, OTHER_KEY].contains(key)) {
                None => refusal(401, "unauthenticated", "the key is missing or wrong"),
                Some(tenant) => self.route(tenant, request, &path),
            }
        };
        let id = request.header("x-request-id").unwrap_or("req_sandbox").to_owned();
        reply.with("x-request-id", id).with("x-sandbox", "no agents, no model")
    }
}

impl Finrobot {
    fn route(&mut self, tenant: &str, request: &Request, path: &[&str]) -> Reply {
        // A run of another tenant is not there.
        if let ["v1", "runs", id, ..] = path
            && self.runs.get(*id).is_none_or(|run| run.tenant != tenant)
        {
            return refusal(404, "not_found", "there is no such run");
        }
        match (request.method.as_str(), path) {
            ("GET", ["v1", "agents"]) => {
                let list: Vec<Value> =
                    AGENTS.iter().map(|(name, doc)| json!({"name": name, "description": doc, "tools": []})).collect();
                Reply::json(200, json!({"agents": list}))
            }
            ("POST", ["v1", "runs"]) => self.submit(tenant, request),
            ("GET", ["v1", "runs", id]) => {
                if let Some(run) = self.runs.get_mut(*id) {
                    Finrobot::step(run);
                }
                Reply::json(200, self.view(id))
            }
            ("GET", ["v1", "runs", id, "events"]) => self.stream(id, request.header("last-event-id")),
            ("DELETE", ["v1", "runs", id]) => {
                if let Some(run) = self.runs.get_mut(*id)
                    && !matches!(run.status, "succeeded" | "failed" | "cancelled")
                {
                    run.status = "cancelled";
                    Finrobot::tell(run);
                }
                Reply::json(202, self.view(id))
            }
            // The statistics of these are not in the sandbox; an invented forecast would be worse than none.
            ("POST", ["forecast" | "strategy" | "analyze"]) => {
                refusal(501, "not_implemented", "the sandbox offers runs only")
            }
            _ => refusal(404, "not_found", "there is no such route"),
        }
    }
}
