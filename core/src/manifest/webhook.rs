//! How a system tells of changes by itself: how its deliveries are known to be its own, what they mean, how it is told to
//! send them.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::register::Registering;
use super::template::Template;
use crate::model::Change;

/// The deliveries of a system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// How a delivery is known to be the system's own.
    pub verify: Verify,
    /// By what a delivery that comes again is known.
    pub dedupe: Dedupe,
    /// Where the event's name stands; the parts are joined by the separator. A JSON pointer into the body, or the name of
    /// a header.
    pub name: Vec<String>,
    /// What stands between the thing and the change in a name: at its last place there.
    #[serde(default = "dot")]
    pub separator: String,
    /// Where the record's id stands: JSON pointers into the body. Several are joined by `/`, for ids that hold their parents.
    pub id: Vec<String>,
    /// The system's word for a thing → what it is here.
    pub things: IndexMap<String, Vec<Thing>>,
    /// The system's word for a change → what it is here.
    pub changes: IndexMap<String, Change>,
    /// The name of an event → further events that it tells, by the catalogue's types.
    #[serde(default)]
    pub also: IndexMap<String, Vec<String>>,
    /// JSON pointer to the names of the fields that changed, in the system's words.
    #[serde(default)]
    pub fields: Option<String>,
    /// Fields whose lists tell, when something comes to them, further events.
    #[serde(default)]
    pub gains: Vec<Gain>,
    /// Why the record cannot be read before a delivery is answered, where that is so.
    #[serde(default)]
    pub thin: Option<String>,
    /// How the system is told where to deliver. Without it, a person does that.
    #[serde(default)]
    pub register: Option<Registering>,
    /// What a person must know to set it up.
    #[serde(default)]
    pub setup: Vec<String>,
}

fn dot() -> String {
    ".".to_owned()
}

/// A list that a delivery shows as it was and as it is: what comes to it is told by a name of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gain {
    /// The name of the event, as in `also`.
    pub name: String,
    /// The system's word for the field, as it stands at `fields`.
    pub field: String,
    /// JSON pointer to the list as it was.
    pub old: String,
    /// JSON pointer to the list as it is.
    pub new: String,
    /// The type of the event that is told, one of the catalogue's.
    pub tells: String,
}

/// What a thing of the system is here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// The unified resource.
    pub resource: String,
    /// Its variant, where the resource has variants.
    #[serde(default)]
    pub variant: Option<String>,
    /// Where its id stands, if not where that of the others does.
    #[serde(default)]
    pub id: Option<Vec<String>>,
    /// The only changes that are told of it; all without it.
    #[serde(default)]
    pub changes: Option<Vec<Change>>,
}

/// How a delivery is known to be the system's own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verify {
    /// An HMAC-SHA256 in a header.
    Hmac(HmacHeader),
    /// Stripe's header: `t=<seconds>,v1=<hex>`, over `<t>.<body>`.
    Stripe(SignatureHeader),
    /// Standard Webhooks: `v1` (HMAC) and `v1a` (Ed25519) over `<id>.<timestamp>.<body>`.
    Standard(StandardHeaders),
    /// A header that holds the secret itself.
    Secret(SignatureHeader),
    /// Nothing: who knows the endpoint's id is believed.
    Endpoint(Unsigned),
}

/// An HMAC-SHA256 in a header.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HmacHeader {
    /// The header's name.
    pub header: String,
    /// How the code is written.
    pub encoding: Encoding,
    /// What stands before the code in the header.
    #[serde(default)]
    pub prefix: String,
    /// What is signed: `{body}` (its raw bytes), `{timestamp}`, `{method}`, `{url}`.
    #[serde(default = "body")]
    pub signs: Template,
    /// The header with the time that is signed.
    #[serde(default)]
    pub timestamp: Option<TimestampHeader>,
}

fn body() -> Template {
    Template::hole("body")
}

/// A header that names nothing but itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureHeader {
    /// Its name.
    pub header: String,
}

/// The headers of Standard Webhooks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardHeaders {
    /// What their names begin with: `webhook`, or that of a vendor.
    #[serde(default = "webhook")]
    pub prefix: String,
}

fn webhook() -> String {
    "webhook".to_owned()
}

/// Nothing to say.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unsigned {}

/// How bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Lower-case hexadecimal digits.
    Hex,
    /// Base64 with padding.
    Base64,
}

/// A header with a time. A delivery that is older or newer than five minutes is refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimestampHeader {
    /// Its name.
    pub header: String,
    /// The unit of the number in it, since 1970.
    pub unit: TimeUnit,
}

/// The unit of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// By what a delivery that comes again is known. It is kept for seven days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Dedupe {
    /// By a header.
    Header(SignatureHeader),
    /// By a member of the body.
    Body(Member),
    /// By all of the body.
    Hash(Unsigned),
    /// Not at all: the system never sends anything twice, and two changes may look the same.
    None(Unsigned),
}

/// A member of the body.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// JSON pointer to it.
    pub at: String,
}
