//! The five shapes in which Bigcapital tells that something failed.

use serde_json::{Value, json};

use super::super::message::{Body, Reply};

pub(crate) type Outcome<T> = std::result::Result<T, Fail>;

/// Why a request fails.
#[derive(Clone, Debug)]
pub(crate) enum Fail {
    /// Nest's own: a status, its name and a text.
    Http(u16, &'static str, String),
    /// What the validation found, one entry a property.
    Invalid(Vec<Value>),
    /// A code of the service, with a text where the service has one, and a payload.
    Service(u16, String, Option<String>, Option<Value>),
    /// A status and a text without more.
    Plain(u16, &'static str),
    /// Any other body.
    Raw(u16, Value),
}

impl Fail {
    pub(crate) fn code(code: &str) -> Fail {
        Fail::Service(400, code.to_owned(), None, None)
    }

    pub(crate) fn said(code: &str, message: &str) -> Fail {
        Fail::Service(400, code.to_owned(), Some(message.to_owned()), None)
    }

    pub(crate) fn missing() -> Fail {
        Fail::Plain(404, "NotFoundError")
    }

    pub(crate) fn crash() -> Fail {
        Fail::Plain(500, "Internal server error")
    }

    pub(crate) fn unauthorized() -> Fail {
        Fail::Raw(401, json!({"message": "Unauthorized", "statusCode": 401}))
    }

    pub(crate) fn no_route(method: &str, path: &str) -> Fail {
        Fail::Http(404, "Not Found", format!("Cannot {method} {path}"))
    }

    pub(crate) fn reply(self) -> Reply {
        let (status, body) = match self {
            Fail::Http(status, name, text) => (status, json!({"message": text, "error": name, "statusCode": status})),
            Fail::Invalid(found) => (400, json!({"message": found, "error": "Bad Request", "statusCode": 400})),
            Fail::Service(status, code, message, payload) => {
                let mut error = json!({"statusCode": status, "type": code, "message": message});
                if let Some(payload) = payload {
                    error["payload"] = payload;
                }
                (status, json!({ "errors": [error] }))
            }
            Fail::Plain(status, text) => (status, json!({"statusCode": status, "message": text})),
            Fail::Raw(status, body) => (status, body),
        };
        json_reply(status, body)
    }
}

/// An answer in JSON; nothing at all for null, as the real server does.
pub(crate) fn json_reply(status: u16, body: Value) -> Reply {
    match body {
        Value::Null => Reply { status, headers: Vec::new(), body: Body::Text(String::new()) },
        body => Reply::json(status, body).with("content-type", "application/json; charset=utf-8"),
    }
}
