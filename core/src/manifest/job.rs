//! Work that goes on after the answer: how a record tells that it has ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::template::Template;

/// A record that is a job. It is read again until its state is one in which it stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// The field of the model that holds the state, an enum.
    pub status: String,
    /// The states in which the result is there.
    pub done: Vec<String>,
    /// The states in which there will never be one.
    pub failed: Vec<String>,
    /// The state of a job that was cancelled.
    #[serde(default)]
    pub cancelled: Option<String>,
    /// The field of the model that tells the system's word for a failure.
    #[serde(default)]
    pub error_code: Option<String>,
    /// The field of the model that tells a failure in words.
    #[serde(default)]
    pub error_message: Option<String>,
    /// The action that cancels it.
    #[serde(default)]
    pub cancel: Option<String>,
    /// The system's stream of events about it.
    #[serde(default)]
    pub stream: Option<JobStream>,
    /// The wait before the second look, in milliseconds; each one after it is half as long again.
    #[serde(default = "first")]
    pub first_ms: u64,
    /// The longest wait between two looks, in milliseconds.
    #[serde(default = "most")]
    pub most_ms: u64,
}

/// A stream of server-sent events about a job. What they carry is not read: the job is looked at when one comes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobStream {
    /// The path of the GET.
    pub path: Template,
    /// The kinds of the events after which the job may be another.
    pub wakes: Vec<String>,
}

/// Work that the system goes on with after its answer to a write: where it is looked at until it has ended, before the
/// record is read again. The pointers look into the answer itself, too: a system may be done when it answers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// JSON pointer to its id in the answer; where there is none, there is no such work.
    pub id: String,
    /// The path of the GET that tells how far it is, with the hole `{task}`.
    pub get: Template,
    /// JSON pointer to whether it has ended.
    pub ended: String,
    /// JSON pointer to whether it went well.
    pub well: String,
}

fn first() -> u64 {
    500
}

fn most() -> u64 {
    10_000
}
