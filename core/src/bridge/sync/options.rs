//! What callers say of a change feed.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::{Error, Result};

/// How long a lease goes unless it is told otherwise: longer than any page takes.
const LEASE_MS: u64 = 120_000;

/// A run of a change feed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::bridge) struct SyncOptions {
    pub(super) connection: Option<String>,
    /// The parent, where the system lists only under one.
    #[serde(rename = "where")]
    pub(super) filter: IndexMap<String, Json>,
    /// Whether records are kept; as before where it is not said.
    pub(super) mirror: Option<bool>,
    pub(super) include: Option<Vec<String>>,
    pub(super) custom: Option<Vec<String>>,
    /// Whether all records are read, also where changes could be asked for.
    pub(super) full: bool,
    /// Whether changes are told by events.
    pub(super) events: Option<bool>,
    /// How much before the watermark is read again.
    pub(super) lookback_ms: Option<u64>,
    /// How often the feed is due; 0 for never again.
    pub(super) every_ms: Option<u64>,
    /// How often all is read; 0 for never by itself.
    pub(super) full_every_ms: Option<u64>,
    pub(super) page_size: Option<u32>,
    /// After so many pages the run pauses.
    pub(super) max_pages: Option<u64>,
    /// For the whole call: then the run pauses.
    pub(super) deadline_ms: Option<u64>,
    pub(super) lease_ms: Option<u64>,
}

impl SyncOptions {
    pub(super) fn check(&self) -> Result<()> {
        if [self.max_pages, self.deadline_ms].contains(&Some(0)) {
            return Err(Error::invalid_input("max_pages and deadline_ms must be at least 1"));
        }
        if !(1_000..=86_400_000).contains(&self.lease()) {
            return Err(Error::invalid_input("a lease must be 1 s to a day"));
        }
        if [self.every_ms, self.full_every_ms].iter().flatten().any(|every| (1..1_000).contains(every)) {
            return Err(Error::invalid_input("every and full_every must be at least a second, or 0 for never"));
        }
        Ok(())
    }

    pub(super) fn lease(&self) -> u64 {
        self.lease_ms.unwrap_or(LEASE_MS)
    }
}

/// Which feeds a call is about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::bridge) struct FeedOptions {
    pub(super) connection: Option<String>,
    #[serde(rename = "where")]
    pub(super) filter: IndexMap<String, Json>,
}

/// A read of the mirror.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::bridge) struct MirrorOptions {
    pub(super) connection: Option<String>,
    /// The filter, as lists take it.
    #[serde(rename = "where")]
    pub(super) filter: IndexMap<String, Json>,
    pub(super) after: Option<String>,
    pub(super) limit: Option<u32>,
    /// How old the mirror may be; what is older is read from the system.
    pub(super) max_age_ms: Option<u64>,
    pub(super) deadline_ms: Option<u64>,
}

/// Feeds that are due.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::bridge) struct DueOptions {
    pub(super) deadline_ms: Option<u64>,
    /// After so many pages each run pauses.
    pub(super) max_pages: Option<u64>,
}
