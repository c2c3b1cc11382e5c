//! A recording: one request to a real server, and what it answered.

mod archive;
mod import;
mod minify;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use archive::{load, parse, pattern_matches, select};
pub use import::{Imported, import};

/// One exchange with a real server. JSON bodies keep their text (numbers digit by digit), without white space.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// `<number>-<what>`, unique within its system: `117-customers-get`.
    pub name: String,
    /// What was sent, or for a webhook delivery, what the system sent.
    pub request: Request,
    /// What came back.
    pub response: Response,
    /// What the person who recorded it wants you to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// For a delivery of a webhook: what was subscribed, and the test secret that signs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Box<RawValue>>,
}

/// The request of a recording.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// `GET`, `POST`, ...
    pub method: String,
    /// Path and query, encoded, relative to the base URL of the system's API.
    pub path: String,
    /// The headers that matter; secrets say `REDACTED`.
    pub headers: BTreeMap<String, String>,
    /// The body, if it was JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
    /// The body as text, if it was not JSON, or if its exact bytes matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_raw: Option<String>,
}

/// The answer of a recording.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers that matter.
    pub headers: BTreeMap<String, String>,
    /// The body, if it was JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
    /// The body as text, if it was not JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_raw: Option<String>,
    /// Set when the recorder cut the body: its true length. Such an answer is not replayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_truncated_from: Option<u64>,
}

impl Response {
    /// The text of the body; empty when there was none.
    pub fn text(&self) -> &str {
        match (&self.body, &self.body_raw) {
            (Some(body), _) => body.get(),
            (None, Some(raw)) => raw,
            (None, None) => "",
        }
    }
}
