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

/// What one call of a caller works with.
#[derive(Clone, Copy)]
pub(super) struct Call<'c> {
    pub(super) connection: &'c Arc<Connection>,
    pub(super) plan: &'c Arc<EntityPlan>,
    /// Whether records carry the system's own JSON.
    pub(super) raw: bool,
    pub(super) deadline: Deadline,
}

/// Reads one record by its id in the system.
pub(super) async fn read_record(call: Call<'_>, remote_id: &str) -> Result<Record> {
    let operation = call.plan.operation("get")?;
    fetch_record(call, "get", operation, call.plan.holes(remote_id)?).await
}

/// Sends a read whose answer is one record.
pub(super) async fn fetch_record(
    call: Call<'_>,
    name: &str,
    operation: &Operation,
    holes: Holes<'_>,
) -> Result<Record> {
    let Call { connection, plan, raw, deadline } = call;
    let outgoing = connection.prepare(plan, Sending::new(name, operation, effect(name, operation), holes))?;
    let incoming = connection.exchange(&outgoing, deadline).await?;
    if incoming.nothing {
        return Err(Error::new(Code::NotFound, "the system has no such record"));
    }
    let context = connection.context(plan, raw, holes.parent).await?;
    let text = connection.text(&incoming.response)?;
    let (None, Some(items)) = (&operation.answer.record, &operation.answer.items) else {
        let pointer = connection.pointer(plan, operation.answer.record.as_deref().unwrap_or_default(), holes);
        return plan.mapping.record(text, &pointer, &context);
    };
    // The system answers with all of them.
    let items = connection.pointer(plan, items, holes);
    let page = plan.mapping.page(text, &items, operation.answer.item.as_deref().unwrap_or_default(), &context)?;
    let wanted = holes.id.map(|id| context.remote_id(id.into()));
    let found = page.records.into_iter().find(|record| Some(&record.remote_id) == wanted.as_ref());
    found.ok_or_else(|| Error::new(Code::NotFound, "the system has no such record"))
}

/// The id of the record that a write made or changed, from its answer.
pub(super) fn answered_id(call: Call<'_>, answer: &Answer, incoming: &Incoming, holes: Holes<'_>) -> Option<String> {
    let Call { connection, plan, .. } = call;
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
    call: Call<'_>,
    answer: &Answer,
    incoming: &Incoming,
    known_id: Option<&str>,
    holes: Holes<'_>,
) -> Result<Record> {
    let Call { connection, plan, raw, .. } = call;
    let readable = answer.record.as_deref().filter(|_| !answer.read_back && !incoming.nothing);
    if let Some(pointer) = readable {
        let context = connection.context(plan, raw, holes.parent).await?;
        let pointer = connection.pointer(plan, pointer, holes);
        return plan.mapping.record(connection.text(&incoming.response)?, &pointer, &context);
    }
    let id = known_id.map(str::to_owned).or_else(|| answered_id(call, answer, incoming, holes));
    let id = id.ok_or_else(|| {
        Error::new(Code::UpstreamInvalid, "the write was done, but its answer does not tell the record's id")
    })?;
    read_record(call, &id).await
}
