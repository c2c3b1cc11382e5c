//! What callers pass as JSON: defaults and validation live here, once for all languages.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};
use tokio::time::Instant;

use super::writes::WritesConfig;
use crate::container::{ContainerRef, EngineConfig};
use crate::error::{Code, Error, Result, json_reason};
use crate::module::Signers;
use crate::resilience::{Deadline, Policies};
use crate::secret::KeyringConfig;
use crate::store::{LinkEnd, LogLimits, Start};
use crate::telemetry::TelemetryConfig;

/// The configuration of a bridge.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct BridgeConfig {
    /// The path of the SQLite file, or `:memory:`.
    pub(super) store: String,
    pub(super) keyring: KeyringConfig,
    #[serde(deserialize_with = "shared")]
    pub(super) policies: Arc<Policies>,
    /// More manifests: paths, or `{"yaml": text}`.
    pub(super) adapters: Vec<TextSource>,
    /// What is sold to tenants; the catalogue of CoreFlow360 without it.
    pub(super) catalogue: Option<TextSource>,
    /// Whose signed entitlements are good.
    pub(super) entitlement: Option<Signers>,
    /// How much the event log keeps.
    pub(super) events: LogLimits,
    /// What all connections may dial, and how.
    pub(super) egress: EgressConfig,
    /// How webhooks are taken.
    pub(super) webhooks: WebhookPolicy,
    /// Where spans go.
    pub(super) telemetry: TelemetryConfig,
    /// How the write ledger keeps and settles.
    pub(super) writes: WritesConfig,
    /// The engine that is asked about the containers of systems.
    pub(super) containers: Option<EngineConfig>,
    /// A folder into which every exchange is recorded, redacted: for the authors of adapters.
    pub(super) record: Option<String>,
}

/// Every connection has the same.
fn shared<'de, D: Deserializer<'de>>(policies: D) -> Result<Arc<Policies>, D::Error> {
    Policies::deserialize(policies).map(Arc::new)
}

impl Default for BridgeConfig {
    fn default() -> Self {
        BridgeConfig {
            store: "bridge.db".to_owned(),
            keyring: KeyringConfig::default(),
            policies: Arc::default(),
            adapters: Vec::new(),
            catalogue: None,
            entitlement: None,
            events: LogLimits::default(),
            egress: EgressConfig::default(),
            webhooks: WebhookPolicy::default(),
            telemetry: TelemetryConfig::default(),
            writes: WritesConfig::default(),
            containers: None,
            record: None,
        }
    }
}

/// What all connections may dial, and how. Grants stand with each connection.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct EgressConfig {
    /// The address of the name server that is asked, in place of the operating system: `10.0.0.2:53`.
    pub(super) resolver: Option<String>,
}

/// How webhooks are taken.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WebhookPolicy {
    /// A larger body is refused.
    pub(super) max_body_bytes: usize,
    /// How long a record may be read before its event is published without it.
    pub(super) enrich_ms: u64,
}

impl Default for WebhookPolicy {
    fn default() -> Self {
        WebhookPolicy { max_body_bytes: 1 << 20, enrich_ms: 3_000 }
    }
}

impl WebhookPolicy {
    /// Refuses what would not protect.
    pub(super) fn validate(&self) -> Result<()> {
        let fine = (1..=25 << 20).contains(&self.max_body_bytes) && (1..=60_000).contains(&self.enrich_ms);
        let message = "webhooks: max_body_bytes must be 1 to 26214400, and enrich_ms 1 to 60000";
        if fine { Ok(()) } else { Err(Error::new(Code::ConfigInvalid, message)) }
    }
}

/// Where a manifest or a catalogue comes from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum TextSource {
    /// A file.
    Path(String),
    /// The text itself.
    Inline {
        /// The text.
        yaml: String,
    },
}

impl TextSource {
    /// The name of the text in messages, and the text.
    pub(super) fn text(&self, what: &str) -> Result<(String, String)> {
        match self {
            TextSource::Inline { yaml } => Ok(("inline".to_owned(), yaml.clone())),
            TextSource::Path(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Error::new(Code::ConfigInvalid, format!("the {what} {path} cannot be read")).with_source(error)
                })?;
                Ok((path.clone(), text))
            }
        }
    }
}

/// A new connection.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectRequest {
    pub(super) system: String,
    pub(super) instance: String,
    pub(super) credential: Json,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) options: BTreeMap<String, Json>,
    /// Laid over the system's manifest for this connection (RFC 7396).
    #[serde(default)]
    pub(super) overlay: Option<Json>,
    /// Grants private networks and this host.
    #[serde(default)]
    pub(super) allow_private: bool,
    /// Grants some of them: networks, addresses, hosts, the last two with a port if wanted.
    #[serde(default)]
    pub(super) allow: Vec<String>,
    /// The container that runs the system, for health.
    #[serde(default)]
    pub(super) container: Option<ContainerRef>,
    /// Whether the system is asked before the connection is kept.
    #[serde(default = "yes")]
    pub(super) verify: bool,
}

fn yes() -> bool {
    true
}

/// A list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ListOptions {
    pub(super) connection: Option<String>,
    #[serde(rename = "where")]
    pub(super) filter: IndexMap<String, Json>,
    pub(super) sort: Vec<String>,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    pub(super) updated_since: Option<String>,
    pub(super) include: Vec<String>,
    pub(super) custom: Vec<String>,
    pub(super) raw: bool,
    /// The most pages that are read ahead.
    pub(super) prefetch: Option<u32>,
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it: it leaves room in the system's budget for calls that somebody waits for.
    pub(super) background: bool,
    /// Whether a page that is slow to come is asked for a second time, in place of what the policies say.
    pub(super) hedge: Option<bool>,
    /// When the work that the list is a part of ends: no request goes beyond it.
    #[serde(skip)]
    pub(super) until: Option<Instant>,
}

impl ListOptions {
    /// The deadline of one of its requests.
    pub(super) fn deadline(&self, policies: &Policies) -> Result<Deadline> {
        let own = deadline(policies, self.deadline_ms)?.in_background(self.background).hedged(self.hedge);
        Ok(self.until.map_or(own, |until| own.min(Deadline::at(until))))
    }
}

/// A call on one record.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CallOptions {
    pub(super) connection: Option<String>,
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it: it leaves room in the system's budget for calls that somebody waits for.
    pub(super) background: bool,
    /// For get: whether a read that is slow to answer is sent a second time, in place of what the policies say.
    pub(super) hedge: Option<bool>,
    pub(super) raw: bool,
    pub(super) idempotency_key: Option<String>,
    pub(super) if_version: Option<String>,
    /// For upsert: the fields by which the record is found.
    pub(super) by: Option<Vec<String>>,
    /// For upsert: whether a record that is found is changed; it is when nothing is said.
    pub(super) update: Option<bool>,
}

impl CallOptions {
    /// Refuses options that the call does not have.
    pub(super) fn only(self, call: &str, takes: &[&str]) -> Result<Self> {
        let given = [
            ("idempotency_key", self.idempotency_key.is_some()),
            ("if_version", self.if_version.is_some()),
            ("by", self.by.is_some()),
            ("update", self.update.is_some()),
            ("hedge", self.hedge.is_some()),
        ];
        match given.into_iter().find(|(name, given)| *given && !takes.contains(name)) {
            Some((name, _)) => Err(Error::invalid_input(format!("{call} takes no {name}"))),
            None => Ok(self),
        }
    }
}

/// A call on the files of a record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FileOptions {
    pub(super) connection: Option<String>,
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it: it leaves room in the system's budget for calls that somebody waits for.
    pub(super) background: bool,
    pub(super) raw: bool,
    /// For upload: the media type.
    pub(super) content_type: Option<String>,
    /// For upload: repeating the call with it gives the same attachment.
    pub(super) idempotency_key: Option<String>,
    /// For download: how large the file may be.
    pub(super) max_bytes: Option<u64>,
    /// The field that the file hangs on, where systems keep files in fields.
    pub(super) field: Option<String>,
}

impl FileOptions {
    /// Refuses options that the call does not have.
    pub(super) fn only(self, call: &str, takes: &[&str]) -> Result<Self> {
        let given = [
            ("content_type", self.content_type.is_some()),
            ("idempotency_key", self.idempotency_key.is_some()),
            ("max_bytes", self.max_bytes.is_some()),
            ("raw", self.raw),
        ];
        match given.into_iter().find(|(name, given)| *given && !takes.contains(name)) {
            Some((name, _)) => Err(Error::invalid_input(format!("{call} of attachments takes no {name}"))),
            None => Ok(self),
        }
    }
}

/// Deletions since a moment.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DeletionsOptions {
    pub(super) connection: Option<String>,
    pub(super) since: Option<String>,
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it: it leaves room in the system's budget for calls that somebody waits for.
    pub(super) background: bool,
}

/// A new link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkRequest {
    pub(super) from: LinkEnd,
    pub(super) to: LinkEnd,
    pub(super) kind: String,
}

/// Which links.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LinksOptions {
    pub(super) from: Option<LinkEnd>,
    pub(super) to: Option<LinkEnd>,
    pub(super) kind: Option<String>,
}

/// A question about capabilities.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CapabilityOptions {
    pub(super) connection: Option<String>,
}

/// A request of the caller's own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRequest {
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) query: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) body: Option<Json>,
    #[serde(default)]
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it.
    #[serde(default)]
    pub(super) background: bool,
    /// Whether a read that is slow to answer is sent a second time, in place of what the policies say.
    #[serde(default)]
    pub(super) hedge: Option<bool>,
    /// The body is given as the text that it is, and not read.
    #[serde(default)]
    pub(super) as_text: bool,
}

/// A consumer of events.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsumerOptions {
    pub(super) id: String,
    pub(super) types: Vec<String>,
    #[serde(default)]
    pub(super) requires: Vec<String>,
    #[serde(default)]
    pub(super) start: Beginning,
    #[serde(default = "ten")]
    pub(super) max_attempts: u32,
    #[serde(default = "half_a_minute")]
    pub(super) lease_ms: u64,
    /// So long a lease is renewed while its event is not settled.
    #[serde(default)]
    pub(super) renew_ms: u64,
}

fn ten() -> u32 {
    10
}

fn half_a_minute() -> u64 {
    30_000
}

/// Where a group begins: `now`, `beginning`, a time, or a position.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Beginning {
    Position(u64),
    Word(String),
}

impl Default for Beginning {
    fn default() -> Self {
        Beginning::Word("now".to_owned())
    }
}

impl Beginning {
    /// The same for the log.
    pub(super) fn start(&self) -> Result<Start> {
        match self {
            Beginning::Position(position) => Ok(Start::Position(*position)),
            Beginning::Word(word) if word == "now" => Ok(Start::Now),
            Beginning::Word(word) if word == "beginning" => Ok(Start::Beginning),
            Beginning::Word(time) => time.parse().map(Start::Time).map_err(|_| {
                let message = "must be \"now\", \"beginning\", a position, or an instant as RFC 3339 text with a zone";
                Error::invalid_input(format!("start {time:.64?} {message}"))
            }),
        }
    }
}

/// Reads options; an empty text means none.
pub(super) fn parse<T: DeserializeOwned>(what: &str, json: &str) -> Result<T> {
    parse_as(Code::InvalidInput, what, json)
}

/// Reads options, with the code of the error.
pub(super) fn parse_as<T: DeserializeOwned>(code: Code, what: &str, json: &str) -> Result<T> {
    let json = if json.trim().is_empty() { "{}" } else { json };
    // serde's messages name the unknown member and the known ones, never a value that is a secret: those are `Json`.
    serde_json::from_str(json).map_err(|error| {
        let place = place::<T>(json).map(|place| format!("{place}: ")).unwrap_or_default();
        Error::new(code, format!("{what}: {place}{}", json_reason(&error)))
    })
}

/// Which member a text fails at, where that is below the top. Only asked once it has failed: keeping track costs time.
fn place<T: DeserializeOwned>(json: &str) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut reader).err()?;
    let place = error.path().to_string();
    // An unknown member is named by serde itself.
    let named = place.rsplit_once('.').map_or(("", place.as_str()), |(above, last)| (above, last));
    let place = match error.inner().to_string().starts_with(&format!("unknown field `{}`", named.1)) {
        true => named.0,
        false => place.as_str(),
    };
    (error.inner().is_data() && !matches!(place, "" | ".")).then(|| place.to_owned())
}

/// Reads an input record.
pub(super) fn parse_input(json: &str) -> Result<Map<String, Json>> {
    parse("the input must be an object of fields", json)
}

/// The deadline of a call.
pub(super) fn deadline(policies: &Policies, wanted_ms: Option<u64>) -> Result<Deadline> {
    match wanted_ms {
        Some(0) => Err(Error::invalid_input("deadline_ms must be at least 1")),
        wanted => Ok(Deadline::after(Duration::from_millis(wanted.unwrap_or(policies.deadline_ms)))),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Outer {
        count: Option<u32>,
        inner: Option<Vec<Inner>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        key: String,
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let told = |json| parse::<Outer>("call", json).unwrap_err().message().to_owned();
        assert_eq!(told(r#"{"count": "x"}"#), "call: count: invalid type: string \"x\", expected u32");
        assert_eq!(told(r#"{"other": 1}"#), "call: unknown field `other`, expected `count` or `inner`");
        assert_eq!(
            told(r#"{"inner": [{"key": "a"}, {"kee": 1}]}"#),
            "call: inner[1]: unknown field `kee`, expected `key`"
        );
        assert_eq!(told(r#"{"inner": [{}]}"#), "call: inner[0]: missing field `key`");
        assert!(told(r#"{"inner": [}"#).starts_with("call: expected value at line 1"), "{}", told(r#"{"inner": [}"#));
    }
}
