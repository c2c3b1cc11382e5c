//! Refusals, in the shapes that the server has for them.

use serde_json::{Value, json};

use super::super::message::{Body, Reply};

/// A refused request.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

pub(crate) type Outcome<T> = Result<T, Fail>;

impl Fail {
    pub(crate) fn new(status: u16, body: Value) -> Fail {
        Fail { status, body }
    }

    /// Nothing at this address: an unknown URL, or an id that is no UUID.
    pub(crate) fn no_page() -> Fail {
        Fail::new(404, json!({"error": "Page not found."}))
    }

    pub(crate) fn missing() -> Fail {
        Fail::new(404, json!({"error": "The requested resource does not exist."}))
    }

    pub(crate) fn forbidden() -> Fail {
        Fail::new(403, json!({"detail": "You do not have permission to perform this action."}))
    }

    /// What the database refused.
    pub(crate) fn payload() -> Fail {
        Fail::error("The payload is not valid")
    }

    /// What nobody thought of.
    pub(crate) fn crash() -> Fail {
        Fail::new(500, json!({"error": "Something went wrong please try again later"}))
    }

    pub(crate) fn method(method: &str) -> Fail {
        Fail::new(405, json!({"detail": format!("Method \"{method}\" not allowed.")}))
    }

    pub(crate) fn error(text: &str) -> Fail {
        Fail::new(400, json!({"error": text}))
    }

    pub(crate) fn detail(text: impl Into<String>) -> Fail {
        Fail::new(400, json!({"detail": text.into()}))
    }

    pub(crate) fn overall(text: &str) -> Fail {
        Fail::new(400, json!({"non_field_errors": [text]}))
    }

    /// The pair of external id and source, or a name, is taken.
    pub(crate) fn taken(text: String, id: &Value) -> Fail {
        Fail::new(409, json!({"error": text, "id": id}))
    }

    pub(crate) fn reply(self) -> Reply {
        Reply::json(self.status, self.body)
    }
}

/// An answer without a body.
pub(crate) fn nothing() -> Reply {
    Reply { status: 204, headers: Vec::new(), body: Body::Text(String::new()) }
}
