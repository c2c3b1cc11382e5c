//! Refusals, in the server's shape: `{"errors": [{"message", "code"?}]}`.

use serde_json::{Value, json};

use super::super::message::Reply;

/// A request that does not get what it asked for.
#[derive(Clone, Debug)]
pub(crate) enum Fail {
    /// An error body.
    Error { status: u16, message: String, code: Option<&'static str> },
    /// Plain text: no such collection or action.
    NoRoute,
    /// 200 with `{}`: what a filter that is no JSON gets.
    Nothing,
}

pub(crate) type Outcome<T> = Result<T, Fail>;

impl Fail {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Fail {
        Fail::Error { status, message: message.into(), code: None }
    }

    /// The session is not good: 401 with a code.
    pub(crate) fn session(code: &'static str) -> Fail {
        let message = match code {
            "EMPTY_TOKEN" => "Unauthenticated. Please sign in to continue.",
            "ROLE_NOT_FOUND_FOR_USER" => "The role does not belong to the user",
            "NOT_EXIST_USER" => "User not found. Please sign in again to continue.",
            _ => "Your session has expired. Please sign in again.",
        };
        Fail::Error { status: 401, message: message.to_owned(), code: Some(code) }
    }

    pub(crate) fn forbidden() -> Fail {
        Fail::new(403, "No permissions")
    }

    /// The database's own words about a column or table it does not have.
    pub(crate) fn no_column() -> Fail {
        Fail::new(400, "Invalid SQL column or table reference")
    }

    /// The database's own words about a value that does not fit its type.
    pub(crate) fn syntax(kind: &str, value: &str) -> Fail {
        Fail::new(500, format!("invalid input syntax for type {kind}: \"{value}\""))
    }

    pub(crate) fn reply(self) -> Reply {
        match self {
            Fail::Error { status, message, code } => {
                let mut error = json!({"message": message});
                if let Some(code) = code {
                    error["code"] = code.into();
                }
                Reply::json(status, json!({"errors": [error]}))
            }
            Fail::NoRoute => Reply::text(404, "text/plain; charset=utf-8", "Not Found"),
            Fail::Nothing => Reply::json(200, Value::Object(serde_json::Map::new())),
        }
    }
}
