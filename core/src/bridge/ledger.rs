//! A write's entry in the ledger: entered before it is sent, closed when its outcome is known.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::connection::Connection;
use super::keyed::fingerprint;
use super::order::{Ready, Verb};
use super::tenant::Tenant;
use crate::error::{Error, Result};
use crate::manifest::Effect;
use crate::resilience::Deadline;
use crate::store::{NewWrite, Store, WriteId, WriteState};

/// How long after its deadline a call has surely ended.
const GRACE: SignedDuration = SignedDuration::from_secs(2);

/// What is needed to find a write again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Trace {
    /// Nothing for a request of the caller's own, and for a write on files: what it does is known to nobody here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) verb: Option<Verb>,
    pub(super) effect: Effect,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) variant: Option<String>,
    /// The record's id in the system, for all but create and upsert; of a write on files the record that they hang on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<String>,
    /// The key as the system keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) if_version: Option<String>,
}

impl Trace {
    pub(super) fn of(ready: &Ready) -> Trace {
        Trace {
            verb: Some(ready.verb),
            effect: ready.outgoing.effect,
            variant: ready.plan.variant.clone(),
            target: ready.target.clone(),
            parent: ready.parent.clone(),
            key: ready.system_key.clone(),
            if_version: ready.if_version.clone(),
        }
    }

    /// The id in the system of what was written, as far as it is known before the answer; none is of a request of the
    /// caller's own, nor of a file.
    pub(super) fn record_id(self) -> Option<String> {
        match self.verb {
            Some(_) => self.target,
            None => Some(String::new()),
        }
    }

    /// Of a request of the caller's own.
    pub(super) fn of_request(effect: Effect) -> Trace {
        Trace { verb: None, effect, variant: None, target: None, parent: None, key: None, if_version: None }
    }
}

/// What is entered.
pub(super) struct Entering<'e> {
    pub(super) stands_for: &'e Json,
    pub(super) trace: &'e Trace,
    pub(super) input: &'e Map<String, Json>,
    /// Whether the key is the caller's.
    pub(super) keyed: bool,
    pub(super) sent: bool,
}

/// An entry of this call's. One that is dropped open has an unknown outcome from then on.
pub(super) struct Entry {
    store: Arc<dyn Store>,
    pub(super) id: WriteId,
    attempt: u64,
    open: bool,
}

impl Entry {
    pub(super) fn new(store: &Arc<dyn Store>, id: WriteId, attempt: u64) -> Entry {
        Entry { store: Arc::clone(store), id, attempt, open: true }
    }

    /// Notes that it goes out now.
    pub(super) async fn mark_sent(&self) -> Result<()> {
        self.store.mark_sent(&self.id, self.attempt).await
    }

    /// Notes that it was done.
    pub(super) async fn done(mut self, remote_id: &str) -> Result<()> {
        self.open = false;
        self.store.finish_write(&self.id, self.attempt, remote_id).await
    }

    /// Notes that it had no effect.
    pub(super) async fn not_done(mut self) -> Result<()> {
        self.open = false;
        self.store.abandon_write(&self.id, self.attempt).await
    }

    /// Forgets it, because its outcome is known and nobody asks for it again. The change is queued; who waits for it
    /// learns nothing: while it is not made, the entry tells too much, not too little.
    pub(super) fn forget(mut self) {
        self.open = false;
        drop(self.store.abandon_write(&self.id, self.attempt));
    }

    /// Notes that the call has ended without an answer.
    pub(super) async fn lost(mut self) -> Result<()> {
        self.open = false;
        self.store.lapse_write(&self.id, self.attempt).await
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.open {
            // The caller gave up: the change is queued by the call itself.
            drop(self.store.lapse_write(&self.id, self.attempt));
        }
    }
}

impl Tenant {
    /// What a write is known by.
    pub(super) fn write_id(&self, ready: &Ready, key: &str) -> WriteId {
        WriteId {
            tenant: self.state.id.clone(),
            connection: ready.connection.name.clone(),
            operation: ready.path(),
            key: key.to_owned(),
        }
    }

    /// Enters a write; `sent` where nothing comes between.
    pub(super) async fn enter(&self, ready: &Ready, id: &WriteId, keyed: bool, sent: bool) -> Result<WriteState> {
        let stands_for = match ready.verb {
            // What is made is known by its fields alone.
            Verb::Create => ready.stands_for.clone(),
            _ => json!([ready.target, ready.stands_for, ready.if_version]),
        };
        let entering = Entering { stands_for: &stands_for, trace: &Trace::of(ready), input: &ready.input, keyed, sent };
        self.enter_as(&ready.connection, ready.deadline, id, entering).await
    }

    pub(super) async fn enter_as(
        &self,
        connection: &Connection,
        deadline: Deadline,
        id: &WriteId,
        entering: Entering<'_>,
    ) -> Result<WriteState> {
        let Entering { stands_for, trace, input, keyed, sent } = entering;
        let left = SignedDuration::try_from(deadline.remaining()).unwrap_or(SignedDuration::MAX);
        let now = Timestamp::now();
        let write = NewWrite {
            fingerprint: fingerprint(connection, stands_for),
            keyed,
            sent,
            due: now.checked_add(left).and_then(|due| due.checked_add(GRACE)).unwrap_or(Timestamp::MAX),
            trace: json!(trace).to_string(),
            input: match input.is_empty() {
                true => None,
                false => Some(self.seal_input(id, input).await?),
            },
            forget_before: self.bridge.inner.config.writes.forget_before(now),
        };
        self.bridge.inner.state().await?.store.begin_write(id, write).await
    }

    async fn seal_input(&self, id: &WriteId, input: &Map<String, Json>) -> Result<Vec<u8>> {
        let plain = Json::Object(input.clone()).to_string();
        let sealer = &self.bridge.inner.state().await?.sealer;
        sealer.seal(&id.tenant, &id.connection, &place(id), 0, plain.as_bytes()).await
    }

    /// The input that an entry has kept.
    pub(super) async fn open_input(&self, id: &WriteId, sealed: &[u8]) -> Result<Map<String, Json>> {
        let sealer = &self.bridge.inner.state().await?.sealer;
        let plain = sealer.open(&id.tenant, &id.connection, &place(id), 0, sealed).await?;
        serde_json::from_slice(&plain).map_err(|_| Error::unexpected("a sealed input is not an object"))
    }
}

/// Where an input is sealed for: for this very write.
fn place(id: &WriteId) -> String {
    format!("write/{}/{}", id.operation, id.key)
}
