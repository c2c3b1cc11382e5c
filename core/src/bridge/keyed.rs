//! A create with an idempotency key: one call, or a hundred repetitions of it, make one record.
//!
//! The ledger in the store remembers the key before anything is sent; the system's own key (a field that the record
//! keeps) finds the record again when an answer was lost. Nothing is sent twice while the outcome is open.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::adapter::EntityPlan;
use super::answer::{answered_id, fetch_record, read_record, written_record};
use super::connection::Connection;
use super::exchange::Holes;
use super::leg::Leg;
use super::request::Sending;
use super::tenant::Tenant;
use super::write::outgoing;
use crate::error::{Code, Error, Result};
use crate::manifest::{Effect, Key};
use crate::mapping::set_path;
use crate::model::Record;
use crate::protocol::{Criterion, Operator, render};
use crate::resilience::Deadline;
use crate::store::{WriteId, WriteState};

/// A write that was sent this long ago and cannot be found did not happen.
const SETTLED: Duration = Duration::from_secs(60);
/// How long the second look waits for a system that is still working.
const SECOND_LOOK: Duration = Duration::from_millis(500);

impl Tenant {
    pub(super) async fn create_keyed(
        &self,
        connection: &Arc<Connection>,
        plan: &Arc<EntityPlan>,
        mut body: Map<String, Json>,
        holes: Holes<'_>,
        key: &str,
        raw: bool,
        deadline: Deadline,
    ) -> Result<Record> {
        let spec = plan.entity.key.as_ref().ok_or_else(|| {
            Error::unsupported(format!("{} keeps no key in this connection: leave out idempotency_key", plan.resource))
        })?;
        check_key(key, spec.characters.as_deref())?;
        let id = WriteId {
            tenant: self.state.id.clone(),
            connection: connection.name.clone(),
            operation: format!("{}.create", plan.resource),
            key: key.to_owned(),
        };
        let fingerprint = fingerprint(connection, &body);
        let path: Vec<_> = spec.at.split('.').map(Into::into).collect();
        set_path(&mut body, &path, Json::from(key));
        let store = &self.bridge.inner.state().await?.store;
        let attempt = match store.begin_write(&id, &fingerprint).await? {
            WriteState::Done { remote_id } => return read_record(connection, plan, &remote_id, raw, deadline).await,
            WriteState::New { attempt } => attempt,
            WriteState::Pending { attempt, since, sent } => {
                if sent {
                    if let Some(record) = look_up(connection, plan, spec, holes, key, raw, deadline).await? {
                        store.finish_write(&id, attempt, &record.remote_id).await?;
                        return Ok(record);
                    }
                    let age = Timestamp::now().duration_since(since).unsigned_abs();
                    if age < SETTLED {
                        return Err(unknown(
                            "another call with this idempotency_key was sent, and its record is not there yet",
                        )
                        .with_retry_after(SETTLED - age));
                    }
                }
                store.abandon_write(&id, attempt).await?;
                match store.begin_write(&id, &fingerprint).await? {
                    WriteState::New { attempt } => attempt,
                    _ => return Err(Error::new(Code::Conflict, "another call with this idempotency_key is under way")),
                }
            }
        };
        // A ledger that was lost, or another bridge's: the system itself knows the key.
        match look_up(connection, plan, spec, holes, key, raw, deadline).await {
            Ok(None) => {}
            Ok(Some(record)) => {
                store.finish_write(&id, attempt, &record.remote_id).await?;
                return Ok(record);
            }
            Err(error) => {
                store.abandon_write(&id, attempt).await?;
                return Err(error);
            }
        }
        store.mark_sent(&id, attempt).await?;
        let operation = plan.operation("create")?;
        let outgoing = outgoing(connection, plan, "create", operation, Effect::Keyed, body, holes)?;
        let error = match connection.exchange(&outgoing, deadline).await {
            Ok(incoming) => match answered_id(connection, plan, &operation.answer, &incoming, holes) {
                Some(remote_id) => {
                    store.finish_write(&id, attempt, &remote_id).await?;
                    return written_record(
                        connection,
                        plan,
                        &operation.answer,
                        &incoming,
                        Some(&remote_id),
                        holes,
                        raw,
                        deadline,
                    )
                    .await;
                }
                None => unknown("the system answered the create, but not with an id"),
            },
            Err(error) => error,
        };
        if error.code() != Code::OutcomeUnknown {
            store.abandon_write(&id, attempt).await?;
            return Err(error);
        }
        // Two looks: the system may still be at work on the request whose answer was lost.
        for look in 0..2 {
            if look > 0 {
                tokio::time::sleep(SECOND_LOOK.min(deadline.remaining())).await;
            }
            match look_up(connection, plan, spec, holes, key, raw, deadline).await {
                Ok(Some(record)) => {
                    store.finish_write(&id, attempt, &record.remote_id).await?;
                    return Ok(record);
                }
                Ok(None) => {}
                Err(_) => break,
            }
        }
        Err(unknown("the answer to the create was lost, and its record is not there (yet)")
            .with_retry_after(SETTLED)
            .with_source(error))
    }
}

fn unknown(what: &'static str) -> Error {
    Error::new(
        Code::OutcomeUnknown,
        format!("{what}; call again with the same idempotency_key: it looks for the record before it makes one"),
    )
    .with_retryable(true)
}

/// Keys stand in URLs, filters and fields: only what the system takes in all of these.
fn check_key(key: &str, characters: Option<&str>) -> Result<()> {
    let fine = |c: char| c.is_ascii_alphanumeric() || characters.map_or(!c.is_control(), |more| more.contains(c));
    if (1..=64).contains(&key.len()) && key.chars().all(fine) && key.chars().any(|c| c != '.') {
        return Ok(());
    }
    let more = characters.unwrap_or("and all others but control characters");
    Err(Error::invalid_input(format!("idempotency_key must be 1 to 64 bytes of A-Z a-z 0-9 {more}")))
}

/// What the key stands for: the same key with another body, or for another instance, is a mistake.
fn fingerprint(connection: &Connection, body: &Map<String, Json>) -> String {
    let text = format!("{}\n{}", connection.base, sorted(&Json::Object(body.clone())));
    base64::engine::general_purpose::STANDARD_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

/// A value with the members of its objects in one order.
fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(map) => {
            let mut members: Vec<(&String, &Json)> = map.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            Json::Object(members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// The record that keeps a key, if there is one.
async fn look_up(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    spec: &Key,
    holes: Holes<'_>,
    key: &str,
    raw: bool,
    deadline: Deadline,
) -> Result<Option<Record>> {
    if let Some(operation) = &spec.lookup {
        let holes = Holes { key: Some(key), ..holes };
        return match fetch_record(connection, plan, "lookup", operation, holes, raw, deadline).await {
            Ok(record) => Ok(Some(record).filter(|record| keeps(record, key))),
            Err(error) if error.code() == Code::NotFound => Ok(None),
            Err(error) => Err(error),
        };
    }
    if spec.scan {
        return Leg::find(connection, plan, holes.parent, deadline, |record| keeps(record, key)).await;
    }
    let column = spec.column.clone().unwrap_or_else(|| spec.at.clone());
    let criterion = Criterion { column, operator: Operator::Eq, values: vec![Json::from(key)] };
    let operation = plan.operation("list")?;
    let mut sending = Sending::new("list", operation, Effect::Read, holes);
    let select = super::leg::select(connection, plan, &super::options::ListOptions::default());
    sending.params = render(&plan.filter, &[criterion])?;
    sending.params.extend(select.map(|(name, text)| (name, Json::from(text))));
    let incoming = connection.exchange(&connection.prepare(plan, sending)?, deadline).await?;
    if incoming.nothing {
        return Ok(None);
    }
    let context = connection.context(plan, false, holes.parent).await?;
    let items = connection.pointer(plan, operation.answer.items.as_deref().unwrap_or_default(), holes);
    let item = operation.answer.item.as_deref().unwrap_or_default();
    let page = plan.mapping.page(connection.text(&incoming.response)?, &items, item, &context)?;
    // Systems compare without case or accents; only the very key counts.
    let Some(found) = page.records.into_iter().find(|record| keeps(record, key)) else { return Ok(None) };
    read_record(connection, plan, &found.remote_id, raw, deadline).await.map(Some)
}

fn keeps(record: &Record, key: &str) -> bool {
    record.external_ref.as_deref() == Some(key)
}
