//! One request that an entity can make.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::bulk::Bulk;
use super::effect::Effect;
use super::field::FieldMap;
use super::job::Task;
use super::template::Template;

/// One request: list, get, create, update, upsert, find_or_create, delete, or a named action.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The HTTP method.
    pub method: String,
    /// The path; each hole becomes one encoded segment.
    pub path: Template,
    /// Query parameters; one whose hole has no value is left out.
    #[serde(default)]
    pub query: IndexMap<String, Template>,
    /// A GraphQL document, sent as `query` with `variables` beside it. `...fields` in it stands for the selection that
    /// follows from the entity's map; nothing else is ever put into the text.
    #[serde(default)]
    pub graphql: Option<String>,
    /// Where the parameters of paging, filter, order and selection go.
    #[serde(default)]
    pub params: Params,
    /// What it does to the system; from the operation's name when not given (list, get: read; update, delete:
    /// idempotent; create: unsafe, or keyed where the entity has a key).
    #[serde(default)]
    pub effect: Option<Effect>,
    /// For upsert and find_or_create: the fields of the model by which the record is found, where the system has chosen them. Else the
    /// caller names them, and their columns fill the hole `{by}`.
    #[serde(default)]
    pub by: Vec<String>,
    /// For an upsert of discovered records: the system finds the record by its key and by every unique field that has a
    /// value, so that the caller must name them all.
    #[serde(default)]
    pub by_unique: bool,
    /// For an action: what must hold of the record, which is read before.
    #[serde(default)]
    pub check: Vec<Check>,
    /// A document that is read first, and the body is laid over it: for systems that prepare one, and for those whose
    /// updates replace the whole record.
    #[serde(default)]
    pub prefill: Option<Prefill>,
    /// For create: the header that carries the caller's idempotency key, where the system itself joins repetitions by it.
    /// A create with a key may then be sent again.
    #[serde(default)]
    pub key_header: Option<String>,
    /// For create: how several records are made by one request.
    #[serde(default)]
    pub bulk: Option<Box<Bulk>>,
    /// What is sent.
    #[serde(default)]
    pub body: Option<Body>,
    /// What an action takes, by name.
    #[serde(default)]
    pub input: IndexMap<String, Input>,
    /// Where the result stands in the answer.
    #[serde(default)]
    pub answer: Answer,
    /// The path is an address that the system has told, and where it may lie.
    #[serde(default)]
    pub told: Option<Reach>,
    /// For a download: where one redirect may lead. Without it a redirect is an error.
    #[serde(default)]
    pub follow: Option<Reach>,
    /// Requests that are sent behind this one, in their order.
    #[serde(default)]
    pub then: Vec<Operation>,
    /// The name of a compiled codec that makes the request and reads the answer, for what no word can say. Each one is
    /// counted by `adapter check`.
    #[serde(default)]
    pub native: Option<String>,
    /// Why the operation is not there, for one that the system cannot do; method and path are then not used.
    #[serde(default)]
    pub unsupported: Option<String>,
}

/// Where the parameters of a list go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Params {
    /// Into the query of the URL, as text.
    #[default]
    Query,
    /// Into the JSON body: their names are dotted paths, their values keep their types.
    Body,
}

/// A document that the system prepares.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prefill {
    /// The path of the GET.
    pub get: Template,
    /// Query parameters.
    #[serde(default)]
    pub query: IndexMap<String, Template>,
    /// JSON pointer to the document.
    pub at: String,
    /// The members that are sent back: path in the body → path in the document. Without `keep` and `rows` it is the
    /// whole document.
    #[serde(default)]
    pub keep: IndexMap<String, String>,
    /// Kept members that the system takes in another form than it gives: path in the body → the form.
    #[serde(default, rename = "as")]
    pub forms: IndexMap<String, KeptForm>,
    /// The lists of rows that are sent back: path in the body → the rows.
    #[serde(default)]
    pub rows: IndexMap<String, PrefillRows>,
}

/// The form in which a kept member is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeptForm {
    /// true or false, of 1 or 0.
    Bool,
}

/// Rows of a prepared document that are sent back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrefillRows {
    /// The path of the rows in the document.
    pub from: String,
    /// The members of each that are sent back: path in the row sent → path in the row read.
    pub keep: IndexMap<String, String>,
}

/// What is sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Whether the mapped fields of the input are sent (create, update).
    #[serde(default)]
    pub fields: bool,
    /// The path at which the mapped fields stand; the body itself when not given.
    #[serde(default)]
    pub at: Option<String>,
    /// What the body is put into.
    #[serde(default)]
    pub wrap: Option<Wrap>,
    /// More members: path → a constant, or a text with holes. A path names nested members with dots; a segment may
    /// be a hole. A member whose hole has no value is left out.
    #[serde(default)]
    pub set: IndexMap<String, Json>,
    /// For an upload: how the file goes in. Beside a `part` or a `whole` file, the members of `set` at `*` are those of an
    /// object.
    #[serde(default)]
    pub file: Option<FileBody>,
}

/// How a file goes into a body.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBody {
    /// The form.
    #[serde(rename = "as")]
    pub form: FileForm,
    /// For `base64` the path in the JSON, for `part` the name of the part.
    #[serde(default)]
    pub at: String,
    /// For `whole`: the media type that the system wants; that of the file when not given.
    #[serde(default, rename = "type")]
    pub content_type: Option<Template>,
}

/// The form of a file in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileForm {
    /// A text in the JSON body.
    Base64,
    /// The last part of a multipart form whose other parts are the members of `set`.
    Part,
    /// The body is the file.
    Whole,
}

/// Where an address that the system tells may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// On the instance itself; it is asked with the credential.
    Instance,
    /// On any host; it is asked without the credential and the connection's headers, and its answers are judged by their
    /// status alone.
    Elsewhere,
}

/// What a body is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wrap {
    /// An array of one.
    List,
}

/// What must hold of a record before an action.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The field of the model.
    pub at: String,
    /// The action's input that the field must be at least as large as.
    pub at_least: String,
    /// What to say when it is not.
    pub message: String,
}

/// One thing that an action takes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it means, with its unit.
    pub doc: String,
    /// The unified type: `text`, `decimal`, `date`, `instant`, `integer`, `bool`, `enum` (its words are those of `to`'s
    /// table), `ref` (an id of ours), `refs` (a list of them) or `rows` (a list of objects, with `fields`).
    #[serde(rename = "type")]
    pub kind: String,
    /// For `rows`: what each takes.
    #[serde(default)]
    pub fields: IndexMap<String, Input>,
    /// Whether it must be given.
    #[serde(default)]
    pub required: bool,
    /// What holds when it is not given: a text, or `today` for a date.
    #[serde(default)]
    pub default: Option<String>,
    /// Where it goes in the body (several places are allowed), and how it is written.
    #[serde(default)]
    pub to: Vec<FieldMap>,
}

/// Where the result of an operation stands in the answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// JSON pointer to the array of a list. A `get` that has it and no `record` is answered with all records, of which
    /// the one of that id counts. In the pointers of an answer, a segment `*` is the first member, and the
    /// holes `{type}` and `{parent}` are filled.
    #[serde(default)]
    pub items: Option<String>,
    /// JSON pointer from each item of a list to its record; the item itself when not given.
    #[serde(default)]
    pub item: Option<String>,
    /// The answer to a list is one record, not an array: a list of one.
    #[serde(default)]
    pub single: bool,
    /// JSON pointer to the record. Of an array the first item counts; null and an empty array mean that there is none.
    #[serde(default)]
    pub record: Option<String>,
    /// JSON pointer to the id of the new record, which is then read.
    #[serde(default)]
    pub id: Option<String>,
    /// The record is read again, because the answer is no record or not a full one.
    #[serde(default)]
    pub read_back: bool,
    /// The system goes on with it in the background: the record is read when that has ended.
    #[serde(default)]
    pub task: Option<Box<Task>>,
    /// The record may be gone afterwards: it is read before, and then given as it was, deleted, with this warning.
    #[serde(default)]
    pub vanishes: Option<String>,
    /// For a download: JSON pointer to the file as base64 text; the body is the file when not given.
    #[serde(default)]
    pub base64: Option<String>,
    /// What the requests behind this one need of its answer, for their holes `{held.<name>}`: name → JSON pointer.
    #[serde(default)]
    pub hold: IndexMap<String, String>,
}

/// How a part of a record that lists do not carry is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Expand {
    /// Each record of the page is read by `get`.
    Get,
}
