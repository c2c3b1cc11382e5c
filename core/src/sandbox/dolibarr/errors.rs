//! Errors in Restler's shape, with the `debug` block that a server outside production mode adds.

use serde_json::{Map, Value, json};

use super::super::message::Reply;

/// Where in Restler's run a request failed; it decides the lists in `debug`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stage {
    Setup,
    Route,
    Authenticate,
    Validate,
    Call,
}

/// A refused request.
#[derive(Clone, Debug)]
pub(crate) enum Fail {
    /// An error object.
    Error { status: u16, stage: Stage, message: String, details: Vec<Value> },
    /// An error object with a PHP diagnostic page in front of it.
    Noisy { status: u16, message: String },
    /// 304, without a body.
    Unchanged,
    /// Something that is not JSON at all.
    Raw { status: u16, kind: &'static str, body: String },
}

pub(crate) type Outcome<T> = Result<T, Fail>;

impl Fail {
    pub(crate) fn at(stage: Stage, status: u16, message: impl Into<String>) -> Fail {
        Fail::Error { status, stage, message: message.into(), details: Vec::new() }
    }

    pub(crate) fn call(status: u16, message: impl Into<String>) -> Fail {
        Fail::at(Stage::Call, status, message)
    }

    pub(crate) fn detailed(status: u16, message: impl Into<String>, details: Vec<Value>) -> Fail {
        Fail::Error { status, stage: Stage::Call, message: message.into(), details }
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Fail {
        Fail::call(404, message)
    }

    pub(crate) fn no_route() -> Fail {
        Fail::at(Stage::Route, 404, "")
    }

    pub(crate) fn reply(self) -> Reply {
        match self {
            Fail::Error { status, stage, message, details } => {
                Reply::json(status, body(status, stage, &message, details))
            }
            Fail::Noisy { status, message } => {
                let json = body(status, Stage::Call, &message, vec![Value::Null]);
                let page = "Dolibarr has detected a technical error.<br>\nThis information can be useful for diagnostic purposes (you can set option $dolibarr_main_prod to '1' to hide sensitive information):<br>\n<b>Dolibarr:</b> 22.0.4 - https://www.dolibarr.org<br>\n<br>\n";
                let text = serde_json::to_string_pretty(&json).unwrap_or_default();
                Reply::text(status, "application/json; charset=utf-8", format!("{page}{text}"))
            }
            Fail::Unchanged => Reply::text(304, "application/json; charset=utf-8", ""),
            Fail::Raw { status, kind, body } => Reply::text(status, kind, body),
        }
    }
}

fn body(status: u16, stage: Stage, message: &str, details: Vec<Value>) -> Value {
    let reason = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
    let full = if message.is_empty() { reason.to_owned() } else { format!("{reason}: {message}") };
    let mut error = Map::from_iter([("code".to_owned(), json!(status)), ("message".to_owned(), json!(full))]);
    for (index, detail) in details.into_iter().enumerate() {
        error.insert(index.to_string(), detail);
    }
    let (name, success, failure): (&str, &[&str], &[&str]) = match stage {
        Stage::Setup => ("setup", &[], &["get", "route", "negotiate", "message"]),
        Stage::Route => ("route", &["get"], &["route", "negotiate", "message"]),
        Stage::Authenticate => ("authenticate", &["get", "route", "negotiate"], &["authenticate", "message"]),
        Stage::Validate => ("validate", &["get", "route", "negotiate", "authenticate"], &["validate", "message"]),
        Stage::Call => ("call", &["get", "route", "negotiate", "authenticate", "validate"], &["call", "message"]),
    };
    json!({"error": error, "debug": {"source": format!("sandbox at {name} stage"), "stages": {"success": success, "failure": failure}}})
}
