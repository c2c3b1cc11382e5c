//! What was deleted since a moment, where the system tells.

use serde_json::{Value as Json, json};

use super::adapter::EntityPlan;
use super::connection::Connection;
use super::criteria::moment;
use super::exchange::{Holes, Outgoing, method};
use super::leg::selected;
use super::options::{DeletionsOptions, deadline, parse};
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::{Deleted, DeletedBy, Effect, FieldMap, Operation};
use crate::mapping::read_instant;
use crate::protocol::{Criterion, Operator, Pager, Window, order, parse_json, render, text_at};
use crate::resilience::Deadline;

impl Tenant {
    /// The records that were deleted since a moment (`since`), oldest first: a JSON array of `id`, `remote_id` and
    /// `deleted_at`. `UNSUPPORTED` where the system keeps no such list.
    pub async fn deletions(&self, resource: &str, options_json: &str) -> Result<String> {
        let options: DeletionsOptions = parse("deletions", options_json)?;
        let operation = format!("{resource}.deletions");
        let named = |error: Error| error.in_tenant(self.id()).in_operation(&operation);
        let connection = self.provider(model(resource)?, options.connection.as_deref()).await.map_err(named)?;
        let read = async {
            let mut all = Vec::new();
            for plan in &connection.adapter.resource(resource)?.entities {
                let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?;
                all.extend(feed(&connection, plan, options.since.as_deref(), deadline).await?);
            }
            all.sort_by(|a: &(String, Json), b| a.0.cmp(&b.0));
            Ok(Json::Array(all.into_iter().map(|(_, one)| one).collect()).to_string())
        };
        read.await.map_err(|error| connection.locate(error, &operation))
    }
}

/// The deletions of one entity, each with the text of its moment.
async fn feed(
    connection: &Connection,
    plan: &EntityPlan,
    since: Option<&str>,
    deadline: Deadline,
) -> Result<Vec<(String, Json)>> {
    let (spec, operation, id, at) = parts(plan)?;
    let zone = connection.zone().await?;
    let manifest = &connection.adapter.manifest;
    let column = at.column.clone().or_else(|| at.at.clone()).unwrap_or_default();
    let mut criteria: Vec<Criterion> = Vec::new();
    for (name, operator, value) in &spec.filter {
        let operator = Operator::parse(operator).unwrap_or(Operator::Eq);
        let value = connection.fill(plan, value, Holes::default(), &|_| None).unwrap_or(Json::Null);
        criteria.push(Criterion { column: name.clone(), operator, values: vec![value] });
    }
    if let Some(since) = since {
        criteria.push(Criterion {
            column: column.clone(),
            operator: Operator::Gt,
            values: vec![moment(at, since, zone)?],
        });
    }
    let pointer = |path: &str| format!("/{}", path.replace('.', "/"));
    let mut pager = Pager::new(&manifest.page, Window::Position, None)?;
    let mut deletions = Vec::new();
    while !pager.done() {
        let mut url = connection.url(plan, &operation.path, &operation.query, Holes::default())?;
        let filter = render(manifest.filter.dialect, &criteria)?.map(|text| (manifest.filter.param.clone(), text));
        let members = [Some(id.to_owned()), at.at.clone()].into_iter().flatten().collect();
        url.query_pairs_mut().extend_pairs(manifest.select.as_ref().map(|spec| selected(spec, members)));
        url.query_pairs_mut().extend_pairs(filter);
        url.query_pairs_mut().extend_pairs(order(&manifest.sort, &[(column.clone(), false)]));
        url.query_pairs_mut().extend_pairs(pager.query(&manifest.page));
        let outgoing = Outgoing {
            operation: "list".to_owned(),
            effect: Effect::Read,
            method: method(&operation.method)?,
            url,
            headers: Vec::new(),
            body: None,
        };
        let incoming = connection.exchange(&outgoing, deadline).await?;
        let tree = parse_json(&incoming.response.body, manifest.decoder).unwrap_or(Json::Null);
        let items = tree.pointer(operation.answer.items.as_deref().unwrap_or_default()).and_then(Json::as_array);
        let items = items.ok_or_else(|| Error::new(Code::UpstreamInvalid, "the list of deletions is not a list"))?;
        for item in items {
            let remote = text_at(item, &pointer(id)).unwrap_or_default();
            let raw =
                item.pointer(&pointer(at.at.as_deref().unwrap_or_default())).map(Json::to_string).unwrap_or_default();
            let when = read_instant(at, &raw, zone).map_err(|reason| Error::new(Code::UpstreamInvalid, reason))?;
            let ours = match plan.variant.as_deref() {
                Some(variant) => format!("{}:{variant}:{remote}", connection.name),
                None => format!("{}:{remote}", connection.name),
            };
            deletions.push((when.clone(), json!({"id": ours, "remote_id": remote, "deleted_at": when})));
        }
        pager.advance(&manifest.page, items.len(), None, None, Vec::new())?;
    }
    Ok(deletions)
}

fn parts(plan: &EntityPlan) -> Result<(&Deleted, &Operation, &str, &FieldMap)> {
    let spec = &plan.entity.deleted;
    match (spec.by, &spec.feed, &spec.id, &spec.at) {
        (DeletedBy::Feed, Some(feed), Some(id), Some(at)) => Ok((spec, feed, id, at)),
        (DeletedBy::Sweep, ..) => Err(Error::unsupported(format!(
            "this system keeps no list of deleted {}: they are known only by reading all and comparing ids",
            plan.resource
        ))),
        _ => Err(Error::unsupported(format!("this system does not tell which {} were deleted", plan.resource))),
    }
}
