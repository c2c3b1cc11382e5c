//! A write is sent, with the ledger around it: intent, sent, known or unknown.
//!
//! Nothing is sent before the ledger remembers it, and nothing is sent twice while its outcome is open. With a key the
//! outcome is kept, and who repeats the call gets what the first one made; without one the entry goes as soon as the
//! outcome is known, so what is left in the ledger is what nobody knows.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::answer::answered_id;
use super::connection::Connection;
use super::exchange::{Incoming, Lost, Outgoing};
use super::keyed::look_up;
use super::ledger::{Entering, Entry, Trace};
use super::native::create_by_codec;
use super::order::{Ready, Verb};
use super::reconcile::{self, Found, advice, reconcile};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::manifest::Effect;
use crate::model::Record;
use crate::resilience::Deadline;
use crate::secret::random_id;
use crate::store::{WriteId, WriteState};

/// How long the second look waits for a system that is still working.
pub(super) const SECOND_LOOK: Duration = Duration::from_millis(500);
/// How long to wait for another call with the same key, between two looks at the ledger.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// How often a create is sent whose key is the record's own id.
const SENDS: u32 = 3;

/// How a call with a key begins.
pub(super) enum Begun {
    New(Entry),
    /// It was done before; the record's id in the system.
    Done(String),
}

impl Tenant {
    /// Sends a write and reads what came of it; nothing after a delete.
    pub(super) async fn perform(&self, ready: Ready) -> Result<Option<Record>> {
        if let (Some(fields), Some(codec)) = (&ready.for_codec, ready.operation()?.native.as_deref()) {
            return create_by_codec(ready.call(), ready.operation()?, codec, fields.clone()).await.map(Some);
        }
        match &ready.key {
            _ if ready.outgoing.effect == Effect::Read => {
                let incoming = ready.connection.exchange(&ready.outgoing, ready.deadline).await?;
                ready.record(&incoming, None).await
            }
            None => self.perform_once(&ready).await,
            Some(key) => self.perform_keyed(&ready, key).await,
        }
    }

    async fn perform_once(&self, ready: &Ready) -> Result<Option<Record>> {
        let id = self.write_id(ready, &format!("write-{}", random_id()?));
        let WriteState::New { attempt } = self.enter(ready, &id, false, true).await? else {
            return Err(Error::unexpected("a new write is in the ledger already"));
        };
        let entry = Entry::new(&self.bridge.inner.state().await?.store, id, attempt);
        match ready.connection.exchange_told(&ready.outgoing, ready.deadline).await {
            Ok(incoming) => {
                entry.forget();
                ready.record(&incoming, None).await
            }
            Err(Lost { error, maybe_done: false }) => {
                entry.forget();
                Err(error)
            }
            Err(Lost { error, .. }) => {
                let key = entry.id.key.clone();
                entry.lost().await?;
                Err(lost(ready, &key, error))
            }
        }
    }

    /// Sends a request of the caller's own, which may change something. It is in the ledger until it is answered: one whose
    /// answer is lost, or whose process dies, is found there.
    pub(super) async fn send_entered(
        &self,
        connection: &Connection,
        outgoing: &Outgoing,
        deadline: Deadline,
        input: &Map<String, Json>,
    ) -> Result<Incoming> {
        let id = WriteId {
            tenant: self.state.id.clone(),
            connection: connection.name.clone(),
            operation: outgoing.operation.clone(),
            key: format!("write-{}", random_id()?),
        };
        let trace = &Trace::of_request(outgoing.effect);
        let entering = Entering { stands_for: &Json::Null, trace, input, keyed: false, sent: true };
        let WriteState::New { attempt } = self.enter_as(connection, deadline, &id, entering).await? else {
            return Err(Error::unexpected("a new write is in the ledger already"));
        };
        let entry = Entry::new(&self.bridge.inner.state().await?.store, id, attempt);
        match connection.exchange_told(outgoing, deadline).await {
            Ok(incoming) => {
                entry.forget();
                Ok(incoming)
            }
            Err(Lost { error, maybe_done: true }) => {
                let key = entry.id.key.clone();
                entry.lost().await?;
                Err(error.with_context("write", key))
            }
            Err(Lost { error, maybe_done: false }) => {
                entry.forget();
                Err(error)
            }
        }
    }

    async fn perform_keyed(&self, ready: &Ready, key: &str) -> Result<Option<Record>> {
        let entry = match self.begin_keyed(ready, key).await? {
            Begun::New(entry) => entry,
            Begun::Done(remote_id) => return ready.again(&remote_id).await,
        };
        let written = ready.written();
        let find = async || match &written {
            Some(written) => look_up(ready.call(), written, ready.holes()?).await,
            None => Ok(None),
        };
        if written.is_some() {
            // A ledger that was lost, or another bridge's: the system itself knows the key.
            match find().await {
                Ok(None) => {}
                Ok(Some(record)) => return found(entry, record).await,
                Err(error) => {
                    entry.not_done().await?;
                    return Err(error);
                }
            }
            entry.mark_sent().await?;
        }
        for sends in 1.. {
            let Lost { error, maybe_done } = match ready.connection.exchange_told(&ready.outgoing, ready.deadline).await
            {
                Ok(incoming) => return self.done(ready, entry, key, &incoming).await,
                Err(lost) => lost,
            };
            if error.code() == Code::AlreadyExists {
                // Another process was faster with the same key, or an answer was lost that nobody remembers.
                if let Ok(Some(record)) = find().await {
                    return found(entry, record).await;
                }
            }
            if !maybe_done && sends == 1 {
                entry.not_done().await?;
                return Err(error);
            }
            let Some(written) = &written else {
                entry.lost().await?;
                return Err(lost(ready, key, error));
            };
            // Two looks: the system may still be at work on the request whose answer was lost.
            let mut looked = true;
            for look in 0..2 {
                if look > 0 {
                    tokio::time::sleep(SECOND_LOOK.min(ready.deadline.remaining())).await;
                }
                match find().await {
                    Ok(Some(record)) => return found(entry, record).await,
                    Ok(None) => {}
                    Err(_) => {
                        looked = false;
                        break;
                    }
                }
            }
            // The system itself refuses a second record with the same id.
            let again = written.is_id() && looked && maybe_done && sends < SENDS && !ready.deadline.expired();
            if !again {
                entry.lost().await?;
                return Err(lost(ready, key, error).with_retry_after(self.bridge.inner.config.writes.settles_after()));
            }
        }
        Err(Error::unexpected("the sends of a write have no end"))
    }

    /// Enters a write with the caller's key. Waits while another call with the same key is under way, and finds out what
    /// became of one that has ended without an answer.
    async fn begin_keyed(&self, ready: &Ready, key: &str) -> Result<Begun> {
        let store = &self.bridge.inner.state().await?.store;
        let id = self.write_id(ready, key);
        let settles = self.bridge.inner.config.writes.settles_after();
        let mut looked = false;
        loop {
            let (attempt, due, sent) = match self.enter(ready, &id, true, ready.system_key.is_none()).await? {
                WriteState::New { attempt } => return Ok(Begun::New(Entry::new(store, id, attempt))),
                WriteState::Done { remote_id } => return Ok(Begun::Done(remote_id)),
                WriteState::Pending { attempt, due, sent, .. } => (attempt, due, sent),
            };
            let live = due > Timestamp::now();
            if sent && (!live || !looked) {
                looked = true;
                match reconcile(ready.call(), &Trace::of(ready), &ready.input, due, settles).await? {
                    Found::Done { remote_id, .. } => {
                        store.finish_write(&id, attempt, &remote_id).await?;
                        return Ok(Begun::Done(remote_id));
                    }
                    Found::NotDone => {
                        store.abandon_write(&id, attempt).await?;
                        continue;
                    }
                    // Twice is like once: the repetition settles it.
                    Found::Open { .. } if !live && ready.outgoing.effect == Effect::Idempotent => {
                        store.abandon_write(&id, attempt).await?;
                        continue;
                    }
                    Found::Open { wait, .. } if !live => {
                        let error = Error::new(Code::OutcomeUnknown, advice(&Trace::of(ready), true));
                        let error = error.with_retryable(wait.is_some()).with_context("write", key);
                        return Err(wait.map_or_else(|| error.clone(), |wait| error.clone().with_retry_after(wait)));
                    }
                    Found::Open { .. } => {}
                }
            } else if !sent && !live {
                store.abandon_write(&id, attempt).await?;
                continue;
            }
            wait_for_another(ready.deadline, key).await?;
        }
    }

    /// A write with a key was answered well.
    async fn done(&self, ready: &Ready, entry: Entry, key: &str, incoming: &Incoming) -> Result<Option<Record>> {
        let answered = match (&ready.target, ready.verb) {
            (None, Verb::Create | Verb::Upsert) => {
                answered_id(ready.call(), &ready.operation()?.answer, incoming, ready.holes()?)
            }
            (target, _) => target.clone(),
        };
        if let Some(remote_id) = answered {
            entry.done(&remote_id).await?;
            return ready.record(incoming, Some(&remote_id)).await;
        }
        match ready.record(incoming, None).await {
            Ok(Some(record)) if !record.remote_id.is_empty() => found(entry, record).await,
            _ => {
                entry.lost().await?;
                let what = Error::new(Code::OutcomeUnknown, "the system answered the create, but not with an id");
                Err(lost(ready, key, what))
            }
        }
    }
}

/// Waits a moment for another call with the same key.
pub(super) async fn wait_for_another(deadline: Deadline, key: &str) -> Result<()> {
    if deadline.remaining() <= BETWEEN_LOOKS {
        let message = "another call with this idempotency_key is still under way; call again with the same key";
        let error = Error::new(Code::OutcomeUnknown, message).with_retryable(true).with_context("write", key);
        return Err(error.with_retry_after(BETWEEN_LOOKS));
    }
    tokio::time::sleep(BETWEEN_LOOKS).await;
    Ok(())
}

async fn found(entry: Entry, record: Record) -> Result<Option<Record>> {
    entry.done(&record.remote_id).await?;
    Ok(Some(record))
}

fn lost(ready: &Ready, key: &str, error: Error) -> Error {
    reconcile::lost(ready.connection.name.as_str(), &Trace::of(ready), ready.key.is_some(), key, error)
}
