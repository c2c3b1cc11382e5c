//! What a session of the upstream answers: recordings, steps of a script, or both.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// The body of `POST /__control__/load`, and an upstream of a scenario. Steps are asked first, then recordings.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Whose recordings: `erpnext` reads `erpnext.ndjson.gz`. Needed when there are any.
    pub system: Option<String>,
    /// Names, numbers or patterns of the recordings that are loaded, in the order in which they answer.
    pub recordings: Vec<String>,
    /// The script.
    pub steps: Vec<Step>,
    /// The path in front of every request; without it that of the system's API (`/api/index.php` for Dolibarr).
    pub base: Option<String>,
    /// The beginnings of paths that stand beside it.
    pub beside: Vec<String>,
    /// Headers that every request must carry, with exactly these values: the credential, written as it must arrive.
    pub headers: BTreeMap<String, String>,
    /// Differences to a recording that do not count, each where it is (`query.order_by`, `body.lines*`).
    pub ignore: Vec<String>,
    /// Answer fewer fields than were recorded when fewer are asked for.
    pub project: Option<Projection>,
    /// Nobody listens at the address.
    pub down: bool,
}

/// How a system cuts rows to the fields that are asked for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Projection {
    /// The parameter with the names of the fields: a JSON list, or names with commas.
    pub query: String,
    /// Where the rows are in the body: the name of a member of the outermost object, or empty for the body itself.
    #[serde(default)]
    pub rows: String,
}

/// One step of a script: the first that fits a request, and is not used up, answers it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// The method; any without it.
    pub method: Option<String>,
    /// The decoded path, `*` for any run of characters; any without it.
    pub path: Option<String>,
    /// Parameters that the query must have; others may be there.
    pub query: BTreeMap<String, Value>,
    /// Headers that it must have, names in lower case; others may be there.
    pub headers: BTreeMap<String, String>,
    /// What the JSON body must contain; more may be there.
    pub request: Option<Value>,
    /// How often it answers: once without it, a number, or `always`.
    pub times: Times,
    /// The answer.
    pub answer: Answer,
}

/// What is answered, and what goes wrong with it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers. Without `content-type` a body is JSON.
    pub headers: BTreeMap<String, String>,
    /// A JSON body.
    pub body: Option<Value>,
    /// A body as text, sent as it is.
    pub body_raw: Option<String>,
    /// The answer of a recording, instead of all of the above.
    pub recording: Option<String>,
    /// Repeats the body: a small script for a large answer.
    pub repeat: usize,
    /// Compresses the body and says so.
    pub gzip: bool,
    /// Waits before it answers.
    pub delay_ms: u64,
    /// Sends the body in pieces.
    pub chunk: Option<Chunk>,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

impl Default for Answer {
    fn default() -> Self {
        Answer {
            status: 200,
            headers: BTreeMap::new(),
            body: None,
            body_raw: None,
            recording: None,
            repeat: 1,
            gzip: false,
            delay_ms: 0,
            chunk: None,
            fault: None,
        }
    }
}

/// Pieces of a body.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Chunk {
    /// The size of a piece.
    pub bytes: usize,
    /// The wait before each piece.
    pub every_ms: u64,
}

/// What goes wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The request is read, counts as done, and the connection is closed without an answer.
    LoseAnswer,
    /// The request is read, and the connection is reset.
    Reset,
    /// Half of the body comes, then the connection is closed.
    Truncate,
}

/// How often a step answers.
#[derive(Clone, Copy, Debug)]
pub enum Times {
    /// This often.
    Count(u64),
    /// Without end: the word `always`.
    Always,
}

impl<'de> Deserialize<'de> for Times {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Times, D::Error> {
        // Not `untagged`: that loses numbers when they keep their text (`arbitrary_precision`).
        let value = Value::deserialize(from)?;
        match value.as_u64() {
            Some(count) => Ok(Times::Count(count)),
            None if value == "always" => Ok(Times::Always),
            None => Err(D::Error::custom("times is a number, or the word always")),
        }
    }
}

impl Serialize for Times {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Times::Count(count) => to.serialize_u64(*count),
            Times::Always => to.serialize_str("always"),
        }
    }
}

impl Default for Times {
    fn default() -> Self {
        Times::Count(1)
    }
}

impl Times {
    /// Whether a step that has answered so often answers once more.
    pub fn more(self, answered: u64) -> bool {
        match self {
            Times::Count(limit) => answered < limit,
            Times::Always => true,
        }
    }
}
