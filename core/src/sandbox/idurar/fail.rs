//! Refusals, in the server's shapes. Its statuses say little: an expired token is a 500, a refused payment a 202.

use serde_json::{Map, Value, json};

use super::super::message::Reply;

/// A request that does not get what it asked for.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    status: u16,
    body: Value,
}

pub(crate) type Outcome<T> = Result<T, Fail>;

impl Fail {
    /// The usual refusal: a status and a sentence.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Fail {
        Fail { status, body: json!({"success": false, "result": null, "message": message.into()}) }
    }

    pub(crate) fn not_found() -> Fail {
        Fail::new(404, "No document found ")
    }

    /// Nothing is routed there.
    pub(crate) fn no_route() -> Fail {
        Fail { status: 404, body: json!({"success": false, "message": "Api url doesn't exist "}) }
    }

    /// The token is missing, ended or no token.
    pub(crate) fn token(status: u16, message: &str) -> Fail {
        let mut fail = Fail::new(status, message).put("jwtExpired", json!(true));
        if status == 500 {
            fail = fail.put("error", json!({"name": "JsonWebTokenError", "message": message}));
            fail = fail.put("controller", json!("isValidAuthToken"));
        }
        fail
    }

    /// An exception that nobody caught: 500, with what was thrown.
    pub(crate) fn thrown(controller: &str, message: impl Into<String>, error: Value) -> Fail {
        Fail::new(500, message).put("controller", json!(controller)).put("error", error)
    }

    /// What the models' validation found, member by member.
    pub(crate) fn invalid(controller: &str, model: &str, errors: Map<String, Value>) -> Fail {
        let mut list: Vec<String> = errors.iter().map(|(k, e)| format!("{k}: {}", text(&e["message"]))).collect();
        // Whether objects keep their order depends on who else is compiled in.
        list.sort();
        let head =
            if controller == "update" { "Validation failed".to_owned() } else { format!("{model} validation failed") };
        let message = format!("{head}: {}", list.join(", "));
        Fail::new(400, "Required fields are not supplied")
            .put("controller", json!(controller))
            .put("error", json!({"errors": errors, "_message": head, "name": "ValidationError", "message": message}))
    }

    /// The same id a second time.
    pub(crate) fn duplicate(entity: &str) -> Fail {
        let message = format!("E11000 duplicate key error collection: idurarhead.{entity}s");
        Fail::thrown("create", message, json!({"index": 0, "code": 11000, "keyPattern": {}, "keyValue": {}}))
    }

    /// A refusal with a body of its own.
    pub(crate) fn raw(status: u16, body: Value) -> Fail {
        Fail { status, body }
    }

    /// The refusal with one member more.
    pub(crate) fn put(mut self, name: &str, value: Value) -> Fail {
        self.body[name] = value;
        self
    }

    pub(crate) fn reply(self) -> Reply {
        Reply::json(self.status, self.body)
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
