//! Adapter manifests: the vocabulary as types, the loader, the linter, the JSON Schema.
//!
//! A manifest is data: it says how a system speaks. Every word of the vocabulary is a type here; a system that
//! needs a new word gets it here, for all systems.

mod auth;
mod bulk;
mod docs;
mod effect;
mod entity;
mod errors;
mod field;
mod job;
mod limits;
mod lint;
mod load;
mod operation;
mod overlay;
mod paging;
mod register;
mod registry;
mod resolve;
mod shape;
mod system;
mod template;
mod webhook;

pub use auth::{AuthPlacement, CredentialKind, Login};
pub use bulk::{Bulk, BulkFailure};
pub use docs::{Quality, attachments_of, docs_page};
pub use effect::Effect;
pub use entity::{
    Custom, Deleted, DeletedBy, Discover, Entity, Key, KeyForm, Resource, Since, SinceKind, SinceParam, Variants,
    VersionBy, VersionCheck,
};
pub use errors::{ErrorRule, Errors, MessageSource, Outcome, Strip};
pub use field::{
    Also, Case, Converter, FieldMap, FieldSpec, FlagSource, ImpliedRow, Join, ParamFilter, RefTarget, When,
};
pub use job::{Job, JobStream, Task};
pub use limits::{LimitBy, LimitHeaders, LimitWindow, Limits};
pub(crate) use lint::line_of;
pub use lint::{Finding, lint};
pub use load::{json_schema, load};
pub use operation::{
    Answer, Body, Check, Expand, FileBody, FileForm, Input, KeptForm, Operation, Params, Prefill, PrefillRows, Reach,
    Wrap,
};
pub use overlay::{Conditions, Fact, Overlay};
pub use paging::{FilterDialect, FilterSpec, Page, PageKind, SelectSpec, SelectStyle, SortSpec, SortStyle, Stop};
pub use register::{KnownRegistrations, Per, RegisterCall, Registering};
pub use registry::Registry;
pub use system::{Decoder, Health, Manifest, OptionKind, OptionSpec, Probe, Slash, Zone};
pub use template::{Part, Template};
pub use webhook::{
    Dedupe, Encoding, HmacHeader, Member, SignatureHeader, StandardHeaders, Thing, TimeUnit, TimestampHeader, Unsigned,
    Verify, Webhooks,
};
