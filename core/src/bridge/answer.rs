//! From the answer of an operation to its record.

use std::sync::Arc;

use super::adapter::{EntityPlan, effect};
use super::connection::Connection;
use super::exchange::{Holes, Incoming};
use super::request::Sending;
use crate::error::{Code, Error, Result};
use crate::manifest::{Answer, Operation};
use crate::model::Record;
use crate::protocol::{parse_json, text_of, value_at};
use crate::resilience::Deadline;

/// Reads one record by its id in the system.
pub(super) async fn read_record(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    remote_id: &str,
    raw: bool,
    deadline: Deadline,
) -> Result<Record> {
    let operation = plan.operation("get")?;
    fetch_record(connection, plan, "get", operation, plan.holes(remote_id)?, raw, deadline).await
}

/// Sends a read whose answer is one record.
pub(super) async fn fetch_record(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    name: &str,
    operation: &Operation,
    holes: Holes<'_>,
    raw: bool,
    deadline: Deadline,
) -> Result<Record> {
    let outgoing = connection.prepare(plan, Sending::new(name, operation, effect(name, operation), holes))?;
    let incoming = connection.exchange(&outgoing, deadline).await?;
    if incoming.nothing {
        return Err(Error::new(Code::NotFound, "the system has no such record"));
    }
    let context = connection.context(plan, raw, holes.parent).await?;
    let pointer = connection.pointer(plan, operation.answer.record.as_deref().unwrap_or_default(), holes);
    plan.mapping.record(connection.text(&incoming.response)?, &pointer, &context)
}

/// The id of the record that a write made or changed, from its answer.
pub(super) fn answered_id(
    connection: &Connection,
    plan: &EntityPlan,
    answer: &Answer,
    incoming: &Incoming,
    holes: Holes<'_>,
) -> Option<String> {
    let tree = parse_json(&incoming.response.body, connection.adapter.manifest.decoder)?;
    let pointer = match (&answer.id, &answer.record, &plan.entity.id) {
        (Some(id), _, _) => id.clone(),
        (None, Some(record), Some(path)) => format!("{record}/{}", path.replace('.', "/")),
        _ => return None,
    };
    let id = text_of(value_at(&tree, &connection.pointer(plan, &pointer, holes))?)?;
    Some(match holes.parent.filter(|_| plan.entity.nested) {
        Some(parent) => format!("{parent}/{id}"),
        None => id,
    })
}

/// The record that a write answers, read from the answer or read back.
pub(super) async fn written_record(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    answer: &Answer,
    incoming: &Incoming,
    known_id: Option<&str>,
    holes: Holes<'_>,
    raw: bool,
    deadline: Deadline,
) -> Result<Record> {
    let readable = answer.record.as_deref().filter(|_| !answer.read_back && !incoming.nothing);
    if let Some(pointer) = readable {
        let context = connection.context(plan, raw, holes.parent).await?;
        let pointer = connection.pointer(plan, pointer, holes);
        return plan.mapping.record(connection.text(&incoming.response)?, &pointer, &context);
    }
    let id = known_id.map(str::to_owned).or_else(|| answered_id(connection, plan, answer, incoming, holes));
    let id = id.ok_or_else(|| {
        Error::new(Code::UpstreamInvalid, "the write was done, but its answer does not tell the record's id")
    })?;
    read_record(connection, plan, &id, raw, deadline).await
}
