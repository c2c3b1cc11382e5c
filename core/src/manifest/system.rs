//! A manifest: what holds for the whole system.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::auth::{AuthPlacement, CredentialKind};
use super::entity::{Entity, Resource};
use super::errors::Errors;
use super::limits::Limits;
use super::operation::Operation;
use super::overlay::{Fact, Overlay};
use super::paging::{FilterSpec, Page, SelectSpec, SortSpec};
use super::template::Template;

/// How one system speaks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The system's id, for example `erpnext`.
    pub system: String,
    /// The system's name for people.
    pub title: String,
    /// The versions that the manifest was proven against.
    pub tested: Vec<String>,
    /// What a user must know, for the docs page.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Put between the instance's URL and every path, for example `/api/index.php`.
    #[serde(default)]
    pub base_path: String,
    /// Whether every path ends with a slash.
    #[serde(default)]
    pub slash: Slash,
    /// Settings of a connection, beside instance and credential.
    #[serde(default)]
    pub options: IndexMap<String, OptionSpec>,
    /// Sent with every request; a header whose hole has no value is left out.
    #[serde(default)]
    pub headers: IndexMap<String, Template>,
    /// The credentials that the system takes, and where they go.
    pub auth: BTreeMap<CredentialKind, AuthPlacement>,
    /// What is asked once when a connection is made, because instances differ in it.
    #[serde(default)]
    pub facts: IndexMap<String, Fact>,
    /// What holds otherwise for the instances of some facts; laid over the manifest in this order.
    #[serde(default)]
    pub overlays: Vec<Overlay>,
    /// The zone of the system's naive times.
    #[serde(default)]
    pub zone: Zone,
    /// How answers are decoded.
    #[serde(default)]
    pub decoder: Decoder,
    /// A cheap call that proves that the system answers and takes the credential.
    pub health: Health,
    /// What the system allows in a time.
    #[serde(default)]
    pub limits: Limits,
    /// How failures are told.
    pub errors: Errors,
    /// How lists are paged.
    pub page: Page,
    /// How filters are written.
    pub filter: FilterSpec,
    /// How an order is asked for.
    pub sort: SortSpec,
    /// How fields are selected in lists, where the system can.
    #[serde(default)]
    pub select: Option<SelectSpec>,
    /// The operations that all entities share: list, get, create, update, delete.
    #[serde(default)]
    pub operations: IndexMap<String, Operation>,
    /// How files hang on records: an entity of the model `Attachment` with the operations list, upload, download and
    /// delete. The entities that say `attachments` take part. Beside `{id}` there are the holes `{record}`,
    /// `{record.parent}`, `{record.<field>}`, `{of.type}` (the record's type), `{of.<name>}`, `{file.name}`, `{file.type}`,
    /// `{file.size}`, `{attachment.<field>}`, `{attachment.id}` (which is looked for in the list first) and
    /// `{held.<name>}`; and `{field}` where files hang on discovered fields: the one that the caller names, or the only one.
    #[serde(default)]
    pub attachments: Option<Box<Entity>>,
    /// How the system tells of changes by itself.
    #[serde(default)]
    pub webhooks: Option<Box<super::webhook::Webhooks>>,
    /// What the system has, by unified resource.
    pub resources: IndexMap<String, Resource>,
}

/// Whether paths end with a slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Slash {
    /// As they are written.
    #[default]
    AsWritten,
    /// Always.
    Always,
}

/// A setting of a connection.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionSpec {
    /// What it is for.
    pub doc: String,
    /// The type of its value. A body's member that is nothing but the hole of an integer is sent as a number.
    #[serde(default, rename = "type")]
    pub kind: OptionKind,
    /// What holds when it is not set.
    #[serde(default)]
    pub default: Option<String>,
}

/// The type of a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    /// Text.
    #[default]
    Text,
    /// A whole number.
    Integer,
}

/// Where the zone of naive times comes from: the option `zone` of the connection, else the probe, else the default.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// A call that tells it.
    #[serde(default)]
    pub probe: Option<Probe>,
    /// An IANA name.
    #[serde(default = "utc")]
    pub default: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Default for Zone {
    fn default() -> Self {
        Zone { probe: None, default: utc() }
    }
}

/// A GET whose answer tells one fact.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The path.
    pub get: String,
    /// JSON pointer to the fact.
    pub at: String,
}

/// The health call.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// The path of a GET.
    pub get: String,
    /// JSON pointer that must hold something in a healthy answer.
    pub expect: String,
    /// A call that tells the system's version.
    #[serde(default)]
    pub version: Option<Probe>,
}

/// How the body of an answer becomes JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decoder {
    /// The whole body is one JSON value.
    #[default]
    Json,
    /// The body may have other text (warnings, HTML) before its JSON value: the last one counts.
    JsonTail,
}
