//! Errors as Django REST framework tells them.

use serde_json::{Map, Value, json};

use crate::sandbox::message::Reply;

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

pub(crate) type Outcome<T> = Result<T, Fail>;

impl Fail {
    pub(crate) fn detail(status: u16, text: impl Into<String>) -> Fail {
        Fail { status, body: json!({"detail": text.into()}) }
    }

    pub(crate) fn forbidden() -> Fail {
        Fail::detail(403, "You do not have permission to perform this action.")
    }

    pub(crate) fn missing(title: &str) -> Fail {
        Fail::detail(404, format!("No {title} matches the given query."))
    }

    pub(crate) fn method(method: &str) -> Fail {
        Fail::detail(405, format!("Method \"{method}\" not allowed."))
    }

    /// One field is wrong.
    pub(crate) fn field(name: &str, text: impl Into<String>) -> Fail {
        Fail { status: 400, body: json!({name: [text.into()]}) }
    }

    /// The whole is wrong.
    pub(crate) fn whole(text: impl Into<String>) -> Fail {
        Fail::field("non_field_errors", text)
    }

    pub(crate) fn fields(wrong: Map<String, Value>) -> Fail {
        Fail { status: 400, body: Value::Object(wrong) }
    }

    /// There is no such object to point to.
    pub(crate) fn no_object(name: &str, value: &Value) -> Fail {
        Fail::field(name, no_object(value))
    }

    pub(crate) fn reply(self) -> Reply {
        let reply = Reply::json(self.status, self.body);
        if self.status == 401 { reply.with("www-authenticate", "Token") } else { reply }
    }
}

pub(crate) fn no_object(value: &Value) -> String {
    let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("Invalid pk \"{plain}\" - object does not exist.")
}
