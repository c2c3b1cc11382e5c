//! The event log: what an engine keeps of events, of those who consume them, and of what could not be delivered.

use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ModuleState, Pattern};
use crate::error::Result;
use crate::id::TenantId;

/// An event that is to be appended. `tenant`, `source` and `id` name it: a second one of that name is the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// Whose event it is; `None` for an event of the host itself.
    pub tenant: Option<TenantId>,
    /// Who says so, a URI reference.
    pub source: String,
    /// Its id within the source.
    pub id: String,
    /// What happened, for example `crm.deal.won`.
    pub kind: String,
    /// What it happened to. The events of a tenant's subject are delivered in order, one at a time.
    pub subject: Option<String>,
    /// When it happened.
    pub time: Timestamp,
    /// The data, as JSON text.
    pub data: Option<String>,
    /// Further attributes, as the text of a JSON object.
    pub attributes: Option<String>,
}

/// Where an event stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its position: larger than that of every event that was committed before.
    pub position: u64,
    /// Whether it was there before.
    pub duplicate: bool,
}

/// An event of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedEvent {
    /// Where it stands.
    pub position: u64,
    /// The event.
    pub event: NewEvent,
}

/// How much the log keeps. What a group has still to see is never dropped: the log refuses new events instead.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogLimits {
    /// So many events at most.
    pub max_events: u64,
    /// So many bytes of events at most.
    pub max_bytes: u64,
    /// So many events of one tenant at most; a quarter of `max_events` when it is not given.
    pub max_tenant_events: Option<u64>,
    /// So many bytes of events of one tenant at most; a quarter of `max_bytes` when it is not given.
    pub max_tenant_bytes: Option<u64>,
    /// Older events are dropped, once every group is done with them.
    pub max_age_days: u32,
    /// So many dead letters at most; the oldest are dropped, and an event says so.
    pub max_dead_letters: u64,
    /// Older dead letters are dropped, and an event says so.
    pub max_dead_letter_age_days: u32,
}

/// A dead letter was dropped because there were too many, or because it was too old.
pub const DEAD_LETTER_DROPPED: &str = "events.dead_letter.dropped";

impl Default for LogLimits {
    fn default() -> Self {
        Self {
            max_events: 1_000_000,
            max_bytes: 10_000_000_000,
            max_tenant_events: None,
            max_tenant_bytes: None,
            max_age_days: 7,
            max_dead_letters: 100_000,
            max_dead_letter_age_days: 90,
        }
    }
}

impl LogLimits {
    /// So many events and so many bytes of one tenant at most. Without a choice a quarter: one tenant alone, or its group that
    /// nobody consumes any more, never fills the log of the others.
    pub fn of_tenant(&self) -> (u64, u64) {
        let events = self.max_tenant_events.unwrap_or(self.max_events.div_ceil(4));
        (events, self.max_tenant_bytes.unwrap_or(self.max_bytes.div_ceil(4)))
    }
}

/// Who consumes, and what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupSpec {
    /// Its name. All consumers of a name, in whichever process, share one group.
    pub name: String,
    /// The types of its events.
    pub types: Vec<Pattern>,
    /// The only tenant whose events it sees; all without it.
    pub tenant: Option<TenantId>,
    /// The modules that an event's tenant must have while the event is delivered.
    pub requires: Vec<String>,
    /// After so many attempts an event is a dead letter.
    pub max_attempts: u32,
}

/// With which event a group begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The next that is appended.
    Now,
    /// The oldest that is kept.
    Beginning,
    /// The first that was appended at that time or later.
    Time(Timestamp),
    /// The first at that position or later.
    Position(u64),
}

/// How a group stands.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupState {
    /// What it consumes.
    pub spec: GroupSpec,
    /// Every event up to here was looked at.
    pub position: u64,
    /// So many events of the log come after that position, also such as are not for this group.
    pub behind: u64,
    /// So many keys have an event that is leased, waits for its next attempt, or for the one before it.
    pub open: u64,
    /// So many events are dead letters.
    pub dead: u64,
}

/// An event that is about to be delivered, and who asks for it.
pub struct Passing<'a> {
    /// Whose event it is; `None` for an event of the host itself.
    pub tenant: Option<&'a TenantId>,
    /// Its type.
    pub kind: &'a str,
    /// The modules that the group requires.
    pub requires: &'a [String],
    /// Reads the tenant's modules, for those who need them.
    pub modules: &'a dyn Fn(&TenantId) -> Result<ModuleState>,
}

/// What becomes of an event that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It is delivered.
    Open,
    /// It is passed over, as the group wants it: its tenant may not use this module, which the group requires.
    Over(String),
    /// It is kept as a dead letter: it is an event of this module, which its tenant may not use now.
    Closed(String),
}

/// Judges whether events may be delivered. Called inside of transactions.
pub type Gate = Arc<dyn Fn(&Passing<'_>) -> Result<Passage> + Send + Sync>;

/// What a consumer asks for.
#[derive(Clone)]
pub struct Claim {
    /// The group.
    pub group: String,
    /// So many events at most.
    pub max: usize,
    /// Now.
    pub now: Timestamp,
    /// Until when the events are the caller's.
    pub until: Timestamp,
    /// Judges what is due.
    pub gate: Gate,
}

/// An event that is the caller's for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The event.
    pub event: LoggedEvent,
    /// Names this lease; larger than that of every lease of the group before.
    pub fence: u64,
    /// Counts the attempts, from 1.
    pub attempt: u32,
    /// When the lease ends.
    pub until: Timestamp,
}

/// What there was to claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claimed {
    /// The events, oldest first within a key.
    pub deliveries: Vec<Delivery>,
    /// When the next lease or wait of the group ends, if nothing else happens before.
    pub due: Option<Timestamp>,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was handled.
    Ack,
    /// It failed; it is delivered again then, or becomes a dead letter where that was its last attempt.
    Nack {
        /// When it may be delivered again.
        retry_at: Timestamp,
        /// Why it failed.
        error: String,
    },
    /// It was not tried; the attempt does not count.
    Release,
    /// It takes longer.
    Extend {
        /// When the lease ends now.
        until: Timestamp,
    },
}

/// What came of an [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is as the caller said.
    Done,
    /// It was the last attempt: the event is a dead letter now.
    Dead,
}

/// What is remembered of a step of the handling of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Whether it was begun before, or the event was perhaps handled before the group began anew: it may have had its
    /// effect.
    pub begun: bool,
    /// What came of it, as JSON text, once it was done.
    pub result: Option<String>,
}

/// An event that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetter {
    /// Names it.
    pub id: u64,
    /// Whose consumer gave it up.
    pub group: String,
    /// The event, kept here whole.
    pub event: LoggedEvent,
    /// The attempts.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: String,
    /// When it was given up.
    pub died_at: Timestamp,
    /// Whether it was sent again and is not settled yet.
    pub replaying: bool,
}

/// Which dead letters; everything that is given must fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeadLetterFilter {
    /// Those of a group.
    pub group: Option<String>,
    /// Those of a tenant.
    pub tenant: Option<TenantId>,
    /// Those of an id in this list.
    pub ids: Option<Vec<u64>>,
    /// Those after this id.
    pub after: u64,
    /// So many at most.
    pub limit: Option<u32>,
}

/// What came of asking for dead letters again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// So many are delivered again.
    pub count: u64,
    /// A module for want of which others stay what they are.
    pub closed: Option<String>,
}

/// A durable log of events with groups of consumers.
///
/// Events are delivered at least once. Within a group and a key (tenant and subject) they come in the order of the log, and
/// none before the one ahead of it is settled: acked, or a dead letter. Time is the caller's: no engine looks at a clock.
pub trait EventLog: Send + Sync {
    /// Appends the events in this order, all or none. `BACKPRESSURE` when the log, or a tenant's part of it, is full of what a
    /// group has not seen yet. What one tenant has not consumed takes no room from another one's part.
    fn append(&self, events: Vec<NewEvent>, now: Timestamp) -> BoxFuture<'_, Result<Vec<Appended>>>;

    /// Makes the group, or changes what it consumes from now on. `start` is for a new one.
    fn open_group(&self, spec: GroupSpec, start: Start) -> BoxFuture<'_, Result<()>>;

    /// All groups, by name.
    fn groups(&self) -> BoxFuture<'_, Result<Vec<GroupState>>>;

    /// Forgets a group and its dead letters; tells whether there was one.
    fn drop_group(&self, name: &str) -> BoxFuture<'_, Result<bool>>;

    /// Lets the group begin anew; leases of before are stale. `NOT_FOUND` when there is none of that name.
    fn rewind(&self, name: &str, start: Start) -> BoxFuture<'_, Result<()>>;

    /// Leases what is due. `NOT_FOUND` when there is no such group.
    fn claim(&self, claim: Claim) -> BoxFuture<'_, Result<Claimed>>;

    /// Settles a delivery. `STALE_LEASE` when it is somebody else's by now, or settled.
    fn settle(&self, group: &str, fence: u64, outcome: Outcome, now: Timestamp) -> BoxFuture<'_, Result<Settled>>;

    /// Begins a step of a delivery, and lets its lease last at least until then. What is known of a step lasts until its
    /// event is acked, is a dead letter that was dropped, or its group begins anew. `STALE_LEASE` as for
    /// [`EventLog::settle`].
    fn begin_step(&self, group: &str, fence: u64, name: &str, until: Timestamp) -> BoxFuture<'_, Result<Step>>;

    /// Remembers what came of a step that was begun, as JSON text. `STALE_LEASE` as for [`EventLog::settle`].
    fn finish_step(&self, group: &str, fence: u64, name: &str, result: String) -> BoxFuture<'_, Result<()>>;

    /// The events after a position, of one tenant or of all.
    fn events(&self, tenant: Option<&TenantId>, after: u64, limit: u32) -> BoxFuture<'_, Result<Vec<LoggedEvent>>>;

    /// The dead letters that fit, oldest first.
    fn dead_letters(&self, filter: DeadLetterFilter) -> BoxFuture<'_, Result<Vec<DeadLetter>>>;

    /// Delivers dead letters again, to their group, as far as the gate lets them through now.
    fn replay_dead_letters(&self, filter: DeadLetterFilter, gate: Gate) -> BoxFuture<'_, Result<Replayed>>;

    /// Gives dead letters up for good; tells how many.
    fn drop_dead_letters(&self, filter: DeadLetterFilter) -> BoxFuture<'_, Result<u64>>;

    /// A number that changes with every commit of this process, to be awaited.
    fn commits(&self) -> tokio::sync::watch::Receiver<u64>;

    /// A number that changes when another process commits. Cheap, asked a few times a second by those who wait.
    fn foreign_commits(&self) -> BoxFuture<'_, Result<u64>>;
}
