//! What goes wrong, once, and how each of the two dialects tells it.

use serde_json::{Map, Value, json};

use super::super::message::Reply;

/// The result of something that can fail the Twenty way.
pub(crate) type Outcome<T> = Result<T, Fail>;

/// What an answer says beside message and code.
#[derive(Clone, Debug, Default)]
struct Told {
    friendly: Option<Value>,
    more: Map<String, Value>,
}

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub(crate) message: String,
    code: &'static str,
    sub: Option<&'static str>,
    told: Box<Told>,
    /// A member `code` of the REST answer.
    rest_code: Option<&'static str>,
}

impl Fail {
    fn new(message: impl Into<String>, code: &'static str, sub: Option<&'static str>, friendly: Option<Value>) -> Fail {
        let told = Box::new(Told { friendly, more: Map::new() });
        Fail { message: message.into(), code, sub, told, rest_code: None }
    }

    /// Input that is refused, with the reason as a sub-code.
    pub(crate) fn input(sub: &'static str, message: impl Into<String>, friendly: impl Into<String>) -> Fail {
        Fail::new(message, "BAD_USER_INPUT", Some(sub), Some(friendly.into().into()))
    }

    /// Input that is refused with a sub-code and no words for people.
    pub(crate) fn plain(sub: &'static str, message: impl Into<String>) -> Fail {
        Fail::input(sub, message, "An error occurred.")
    }

    /// Refused by PostgreSQL: no sub-code.
    pub(crate) fn database(message: impl Into<String>, friendly: &str) -> Fail {
        Fail::new(message, "BAD_USER_INPUT", None, Some(friendly.into()))
    }

    /// A text that stands twice where it may stand once. Only a live record is named.
    pub(crate) fn duplicate(conflict: Option<(&str, &str, &str)>) -> Fail {
        let message = "A duplicate entry was detected";
        let Some((label, id, object)) = conflict else {
            return Fail::database(message, "This record already exists. Please check your data and try again.");
        };
        let friendly = format!("This {label} value is already in use. Please check your data and try again.");
        let mut fail = Fail::database(message, &friendly);
        fail.told.more.insert("conflictingRecordId".into(), id.into());
        fail.told.more.insert("conflictingObjectNameSingular".into(), object.into());
        fail
    }

    pub(crate) fn foreign_key(table: &str, constraint: &str) -> Fail {
        Fail::database(
            format!("insert or update on table \"{table}\" violates foreign key constraint \"{constraint}\""),
            "This operation references a record that does not exist or cannot be modified due to existing relationships.",
        )
    }

    pub(crate) fn not_found() -> Fail {
        let friendly = "This record does not exist or has been deleted.";
        Fail::new("Record not found", "NOT_FOUND", Some("RECORD_NOT_FOUND"), Some(friendly.into()))
    }

    /// Nothing of that id in the metadata.
    pub(crate) fn missing(message: impl Into<String>, sub: Option<&'static str>, friendly: &str) -> Fail {
        Fail::new(message, "NOT_FOUND", sub, Some(friendly.into()))
    }

    pub(crate) fn crash(message: impl Into<String>) -> Fail {
        Fail::new(message, "INTERNAL_SERVER_ERROR", None, None)
    }

    pub(crate) fn denied() -> Fail {
        let message = "Entity performing the request does not have permission";
        let mut fail =
            Fail::new(message, "FORBIDDEN", Some("PERMISSION_DENIED"), Some("User does not have permission.".into()));
        fail.rest_code = Some("PERMISSION_DENIED");
        fail
    }

    /// The same refusal, as the metadata API tells it.
    pub(crate) fn denied_metadata() -> Fail {
        let friendly = "You do not have permission to access this feature. Please contact your workspace administrator for access.";
        let told = Box::new(Told { friendly: Some(friendly.into()), more: Map::new() });
        Fail { code: "INTERNAL_SERVER_ERROR", sub: None, told, ..Fail::denied() }
    }

    pub(crate) fn forbidden() -> Fail {
        Fail::new("Forbidden resource", "FORBIDDEN", None, Some("An error occurred.".into()))
    }

    pub(crate) fn needs_session() -> Fail {
        Fail::new(
            "This endpoint requires a session access token",
            "FORBIDDEN",
            Some("FORBIDDEN_EXCEPTION"),
            Some("You do not have permission to perform this action.".into()),
        )
    }

    pub(crate) fn revoked() -> Fail {
        let friendly = json!({"id": "q5OVn+", "message": "You do not have permission to perform this action."});
        Fail::new("This API Key is revoked", "FORBIDDEN", Some("FORBIDDEN_EXCEPTION"), Some(friendly))
    }

    pub(crate) fn bad_token() -> Fail {
        let friendly = json!({"id": "z+7x/s", "message": "You must be authenticated to perform this action."});
        Fail::new("Token invalid.", "UNAUTHENTICATED", Some("UNAUTHENTICATED"), Some(friendly))
    }

    pub(crate) fn throttled(tokens: u32) -> Fail {
        Fail::input(
            "LIMIT_REACHED",
            format!("Limit reached ({tokens} tokens per 60000 ms)"),
            "Rate limit reached. Please try again later.",
        )
    }

    /// A change of the metadata that is refused: what was wrong, by kind.
    pub(crate) fn metadata(what: &str, friendly: &str, summary: &str, errors: Value) -> Fail {
        let count = |value: &Value| value.as_array().map_or(0, Vec::len);
        let mut totals = Map::new();
        let all: usize = errors.as_object().into_iter().flatten().map(|(_, list)| count(list)).sum();
        totals.insert("totalErrors".into(), all.into());
        for (kind, list) in errors.as_object().into_iter().flatten() {
            totals.insert(kind.clone(), count(list).into());
        }
        let message = format!("Multiple validation errors occurred while creating {what}");
        let mut fail = Fail::new(message, "METADATA_VALIDATION_FAILED", None, Some(friendly.into()));
        fail.told.more.insert("errors".into(), errors);
        fail.told.more.insert("summary".into(), Value::Object(totals));
        fail.told.more.insert("message".into(), summary.into());
        fail
    }

    /// The error as a GraphQL answer lists it.
    pub(crate) fn graphql(&self) -> Value {
        let mut extensions = self.told.more.clone();
        extensions.insert("code".into(), self.code.into());
        if let Some(sub) = self.sub {
            extensions.insert("subCode".into(), sub.into());
        }
        if let Some(friendly) = &self.told.friendly {
            extensions.insert("userFriendlyMessage".into(), friendly.clone());
        }
        json!({"message": self.message, "extensions": extensions})
    }

    /// The error as a REST answer. Whatever is no HTTP error inside becomes a 400.
    pub(crate) fn rest(&self) -> Reply {
        let (status, error) = match (self.code, self.sub) {
            ("NOT_FOUND", _) => (404, "NotFoundException"),
            (_, Some("LIMIT_REACHED")) => (429, "HttpException"),
            _ if self.rest_code.is_some() => (400, "Error"),
            _ => (400, "BadRequestException"),
        };
        let mut body = json!({"statusCode": status, "error": error, "messages": [self.message]});
        if let Some(code) = self.rest_code {
            body["code"] = code.into();
        }
        Reply::json(status, body)
    }

    /// The error as the REST doorman tells it, before any route is asked.
    pub(crate) fn rest_doorman(&self) -> Reply {
        let status = if self.code == "UNAUTHENTICATED" { 401 } else { 403 };
        let error = self.sub.unwrap_or("FORBIDDEN_EXCEPTION");
        Reply::json(status, json!({"statusCode": status, "messages": [self.message], "error": error}))
    }
}

/// A REST argument that makes no sense.
pub(crate) fn bad_request(message: impl Into<String>) -> Fail {
    Fail::plain("INVALID_QUERY_INPUT", message)
}

/// A value as Node's `inspect` shows it, which is how messages quote what they refuse.
pub(crate) fn inspect(value: &Value) -> String {
    match value {
        Value::String(text) if text == super::document::UNDEFINED => "undefined".into(),
        Value::String(text) if text.contains('\'') => format!("\"{text}\""),
        Value::String(text) => format!("'{text}'"),
        Value::Array(list) if list.is_empty() => "[]".into(),
        Value::Array(list) => format!("[ {} ]", list.iter().map(inspect).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".into(),
        Value::Object(map) => {
            let members: Vec<String> = map.iter().map(|(k, v)| format!("{k}: {}", inspect(v))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}
