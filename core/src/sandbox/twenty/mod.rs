//! Twenty 2.19: records over `/graphql` and `/rest`, metadata over `/metadata`; answers as recorded from 2.19.0.

mod attached;
mod composites;
mod document;
mod errors;
mod files;
mod filters;
mod hooks;
mod list;
mod meta;
mod metarest;
mod metashow;
mod metawrite;
mod order;
mod phones;
mod project;
mod rest;
mod restfilter;
mod richtext;
mod root;
mod schema;
mod seed;
mod select;
mod special;
mod standard;
mod state;
mod values;
mod write;

use serde_json::{Map, Value, json};

use self::document::{Document, Field, SyntaxError};
use self::errors::{Fail, Outcome};
use self::state::{Caller, Workspace};
use super::Fake;
use super::delivery::{Manner, Outgoing};
use super::message::{Reply, Request};
use crate::error::Result;

/// The API key of the role Admin.
const KEY: &str = "sandbox.twenty.key-0001";
/// An API key that reads everything but people, and writes nothing.
const LIMITED_KEY: &str = "sandbox.twenty.key-0002";
/// An API key that was revoked.
const REVOKED_KEY: &str = "sandbox.twenty.key-0003";
/// An API key whose workspace may ask three times a minute.
const METERED_KEY: &str = "sandbox.twenty.key-0004";
/// The session token of a person.
const SESSION: &str = "sandbox.twenty.session-0001";
/// The name of the API key, as it stands in `createdBy`.
const KEY_NAME: &str = "bridge sandbox";
/// How often the metered key may ask in a minute. The other keys are not counted: the recorded server had its limits
/// raised.
const TOKENS: u32 = 3;

/// How it is connected to; `others` are the tokens that only the replay of the recordings needs.
pub(crate) fn access() -> Value {
    json!({
        "credential": {"type": "bearer", "token": KEY},
        "limited": {"type": "bearer", "token": LIMITED_KEY},
        "others": {"revoked": REVOKED_KEY, "metered": METERED_KEY, "session": SESSION},
    })
}

/// The fake.
pub(crate) struct Twenty {
    space: Workspace,
    /// Tokens used in the minute that began then (seconds).
    used: (i64, u32),
}

impl Twenty {
    pub(crate) fn new(seed: u64, records: u32) -> Result<Twenty> {
        let mut space = Workspace::new(seed);
        seed::fill(&mut space, records)?;
        Ok(Twenty { space, used: (0, 0) })
    }

    /// Takes a token of the bucket that a caller draws from.
    fn meter(used: &mut (i64, u32), now: i64, metered: bool) -> Outcome<()> {
        if !metered {
            return Ok(());
        }
        if now - used.0 >= 60 {
            *used = (now, 0);
        }
        if used.1 >= TOKENS {
            return Err(Fail::throttled(TOKENS));
        }
        used.1 += 1;
        Ok(())
    }

    fn graphql(&mut self, request: &Request, metadata: bool) -> Reply {
        let (text, variables) = match question(request) {
            Ok(question) => question,
            Err(reply) => return reply,
        };
        let caller = match caller(request) {
            Ok(caller) => caller,
            Err(fail) => return Reply::json(200, json!({"errors": [fail.graphql()]})),
        };
        let document = match document::parse(&text, &variables) {
            Ok(document) => document,
            Err(error) => return Reply::json(200, syntax(&error)),
        };
        if metadata {
            let (status, body) = meta::run(&mut self.space, caller.as_ref().map(|(who, _)| who), &document);
            return Reply::json(status, body);
        }
        // A query by GET is taken for one of nobody, whatever its token says.
        let Some((who, metered)) = caller.filter(|_| request.method == "POST") else {
            return Reply::json(200, stranger(&document));
        };
        let now = self.space.clock.now().as_second();
        let used = &mut self.used;
        let mut meter = || Twenty::meter(used, now, metered);
        Reply::json(200, root::run(&mut self.space, &who, &document, &mut meter))
    }

    fn rest(&mut self, request: &Request, parts: &[&str]) -> Reply {
        if !request.body.is_empty() && serde_json::from_slice::<Value>(&request.body).is_err() {
            return broken_json();
        }
        let (who, metered) = match caller(request) {
            Ok(Some(caller)) => caller,
            Ok(None) => {
                let body = json!({"statusCode": 403, "messages": ["Missing authentication token"], "error": "FORBIDDEN_EXCEPTION"});
                return Reply::json(403, body);
            }
            Err(fail) => return fail.rest_doorman(),
        };
        let now = self.space.clock.now().as_second();
        let answer = Twenty::meter(&mut self.used, now, metered).and_then(|()| match parts {
            ["metadata", rest @ ..] => metarest::answer(&mut self.space, &who, request, rest),
            _ => rest::answer(&mut self.space, &who, request, parts),
        });
        answer.unwrap_or_else(|fail| fail.rest())
    }
}

impl Fake for Twenty {
    fn answer(&mut self, request: &Request) -> Reply {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let reply = match parts.as_slice() {
            ["healthz"] => Reply::json(200, json!({"status": "ok", "info": {}, "error": {}, "details": {}})),
            ["graphql"] => self.graphql(request, false),
            ["metadata"] => self.graphql(request, true),
            ["rest", rest @ ..] => self.rest(request, rest),
            ["file-upload", id] if request.method == "PUT" => files::put(&mut self.space, request, id),
            ["file", "files-field", id] if request.method == "GET" => files::get(&self.space, request, id),
            _ => {
                let message = format!("Cannot {} {}", request.method, request.path);
                Reply::json(404, json!({"message": message, "error": "Not Found", "statusCode": 404}))
            }
        };
        reply.with("x-powered-by", "Express")
    }

    fn outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.space.outgoing)
    }

    /// Seen: an answer of 500 is nothing to it.
    fn manner(&self) -> Option<Manner> {
        Some(Manner::ONCE)
    }
}

fn broken_json() -> Reply {
    Reply::json(400, json!({"message": "Unexpected end of JSON input", "error": "Bad Request", "statusCode": 400}))
}

/// The document and its variables.
fn question(request: &Request) -> std::result::Result<(String, Map<String, Value>), Reply> {
    if request.method == "GET" {
        return Ok((request.param("query").unwrap_or_default(), Map::new()));
    }
    let kind = request.header("content-type").unwrap_or_default();
    if !kind.starts_with("application/json") {
        return Err(Reply::text(415, "text/plain", ""));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(body)) => {
            let variables = body.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
            Ok((body.get("query").and_then(Value::as_str).unwrap_or_default().to_owned(), variables))
        }
        Ok(_) => Err(Reply::json(400, json!({"errors": [{"message": "Batching is not supported."}]}))),
        Err(_) => Err(broken_json()),
    }
}

/// Who asks, and whether they are counted; nobody without a bearer token.
fn caller(request: &Request) -> Outcome<Option<(Caller, bool)>> {
    match request.header("authorization").and_then(|h| h.strip_prefix("Bearer ")) {
        None => Ok(None),
        Some(KEY) => Ok(Some((Caller::Key, false))),
        Some(METERED_KEY) => Ok(Some((Caller::Key, true))),
        Some(LIMITED_KEY) => Ok(Some((Caller::Reader, false))),
        Some(SESSION) => Ok(Some((Caller::Person, false))),
        Some(REVOKED_KEY) => Err(Fail::revoked()),
        Some(_) => Err(Fail::bad_token()),
    }
}

fn syntax(error: &SyntaxError) -> Value {
    json!({"errors": [{"message": error.message, "locations": [{"line": error.line, "column": error.column}]}]})
}

/// To nobody the schema is empty, and cannot be looked into.
fn stranger(document: &Document) -> Value {
    let Some(root) = document.roots.first() else { return json!({"errors": []}) };
    if !root.name.starts_with("__") {
        return root::unknown(document.mutation, root);
    }
    let mut fields = Vec::new();
    inner(root, &mut fields);
    let refusal = |field: &&Field| {
        let message = format!(
            "GraphQL introspection has been disabled, but the requested query contained the field \"{}\".",
            field.name
        );
        json!({"message": message, "locations": [{"line": field.line, "column": field.column}]})
    };
    json!({"errors": fields.iter().map(refusal).collect::<Vec<_>>()})
}

fn inner<'a>(field: &'a Field, out: &mut Vec<&'a Field>) {
    if !field.fields.is_empty() {
        out.push(field);
        field.fields.iter().for_each(|f| inner(f, out));
    }
}
