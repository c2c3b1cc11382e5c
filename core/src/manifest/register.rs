//! How a system is told where to deliver: the calls that make a registration, find it again and end it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::template::Template;

/// How the system is told where to deliver, with the connection's own credential. One registration may take several calls;
/// where one of them fails, what the others made is ended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registering {
    /// Whether one registration is for one event, or for all.
    pub per: Per,
    /// One registration is for the records below one parent, which the caller names; it fills the hole `{parent}`.
    #[serde(default)]
    pub parents: bool,
    /// The changes that are asked for.
    pub changes: Vec<String>,
    /// The system's codes for changes: a text in a body that is nothing but `{event.code}` becomes that of its change.
    #[serde(default)]
    pub codes: IndexMap<String, Json>,
    /// The calls that make one registration, in their order. The first keeps `id`: by it the registration is known.
    pub steps: Vec<RegisterCall>,
    /// The call that ends a registration, with the hole `{id}`. One that is not there any more is ended.
    pub end: RegisterCall,
    /// How registrations are found again, where the system lists them: then one that is there already is not made once more,
    /// and one whose making broke off is ended by the next.
    #[serde(default)]
    pub known: Option<KnownRegistrations>,
}

/// One call of a registration.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCall {
    /// The HTTP method.
    #[serde(default = "post")]
    pub method: String,
    /// The path, with the holes `{parent}` and whatever an earlier call kept.
    pub path: Template,
    /// Query parameters, with the same holes.
    #[serde(default)]
    pub query: IndexMap<String, Template>,
    /// The JSON body. In its texts stand `{url}`, `{secret}`, `{label}`, `{endpoint}` (what the system may know of the endpoint's
    /// id), the holes of the path, and with `per: event` `{event}`, `{event.thing}`, `{event.change}` and `{event.code}`; with
    /// `per: all` `{events.joined}` is the list of the events with commas, and a text that is nothing but `{events}` becomes
    /// their array. Other braces are the system's own.
    #[serde(default)]
    pub body: Option<Json>,
    /// What later calls need of the answer: the name of a hole → JSON pointer.
    #[serde(default)]
    pub keep: IndexMap<String, String>,
}

fn post() -> String {
    "POST".to_owned()
}

/// How the registrations of an endpoint are found again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownRegistrations {
    /// The path of a GET.
    pub path: Template,
    /// Query parameters, with the hole `{endpoint}`.
    #[serde(default)]
    pub query: IndexMap<String, Template>,
    /// JSON pointer to the registrations in the answer.
    pub items: String,
    /// JSON pointer to the id of one.
    pub id: String,
    /// JSON pointer to the text by which one is known to be the endpoint's: it ends with `mark`. Others are never touched.
    pub marked: String,
    /// What the text ends with; it holds `{endpoint}`.
    pub mark: Template,
    /// JSON pointer to a truth value: one where it is not true does not deliver, and is made anew.
    #[serde(default)]
    pub on: Option<String>,
}

/// What one registration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// One event.
    Event,
    /// All events.
    All,
}
