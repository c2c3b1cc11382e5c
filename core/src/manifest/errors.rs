//! How failures are told: by status and by body.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How failures are told.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// Where the message for people stands; the first that holds text counts.
    #[serde(default)]
    pub message: Vec<MessageSource>,
    /// Where more is said than the message; the first that holds text is put behind it, in parentheses.
    #[serde(default)]
    pub details: Vec<MessageSource>,
    /// JSON pointer to the system's own name of the error, for the context `native_code`.
    #[serde(default)]
    pub code: Option<String>,
    /// Response header with the system's id of the request.
    #[serde(default)]
    pub request_id: Option<String>,
    /// What the body of a 2xx answer must hold, as text, to be looked into for an error. Without it every answer is,
    /// where a rule has no status.
    #[serde(default)]
    pub sign: Option<String>,
    /// The rules; the first that fits counts. Behind them stands what HTTP says of the status.
    #[serde(default)]
    pub rules: Vec<ErrorRule>,
}

/// Where a message stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageSource {
    /// JSON pointer to text.
    pub at: String,
    /// The text is itself JSON: an array of JSON texts; this member of each holds the message.
    #[serde(default)]
    pub json_texts: Option<String>,
    /// What stands there is an object of fields: each that holds a text, or a list whose first one is, is told with its
    /// name in front.
    #[serde(default)]
    pub members: bool,
    /// What to take out of the text.
    #[serde(default)]
    pub strip: Option<Strip>,
}

/// What to take out of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strip {
    /// HTML tags and entities.
    Html,
}

/// One rule; all of its conditions must hold.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorRule {
    /// The HTTP statuses; empty for any.
    #[serde(default)]
    pub status: Vec<u16>,
    /// The operations, for example `list`; empty for any. `write` means every operation that is not a read, `upload.then`
    /// the requests behind the first one of an upload.
    #[serde(default)]
    pub on: Vec<String>,
    /// JSON pointer → the texts of which one must stand there. A text that ends with `*` is a prefix.
    #[serde(default)]
    pub body: IndexMap<String, Vec<String>>,
    /// A text that the raw body must hold.
    #[serde(default)]
    pub contains: Option<String>,
    /// What it means.
    pub then: Outcome,
    /// The failed write surely changed nothing (the system rolled it back): it may be repeated.
    #[serde(default)]
    pub rolled_back: bool,
    /// Whether the same call may succeed later; what the outcome usually means when not given.
    #[serde(default)]
    pub retryable: Option<bool>,
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Success after all, for example a state change that was made before.
    Ok,
    /// An empty list.
    Empty,
    /// `INVALID_INPUT`.
    InvalidInput,
    /// `UNAUTHENTICATED`.
    Unauthenticated,
    /// `PERMISSION_DENIED`.
    PermissionDenied,
    /// `NOT_FOUND`.
    NotFound,
    /// `ALREADY_EXISTS`.
    AlreadyExists,
    /// `CONFLICT`.
    Conflict,
    /// `RATE_LIMITED`.
    RateLimited,
    /// `UNSUPPORTED`.
    Unsupported,
    /// `UNAVAILABLE`.
    Unavailable,
    /// `UPSTREAM_INVALID`.
    UpstreamInvalid,
}
