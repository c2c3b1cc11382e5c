//! What was deleted since a moment, where the system tells.

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::adapter::EntityPlan;
use super::connection::Connection;
use super::criteria::moment;
use super::exchange::Holes;
use super::leg::selected;
use super::options::{DeletionsOptions, deadline, parse};
use super::request::Sending;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::{Deleted, DeletedBy, Effect, Operation, PageKind};
use crate::mapping::{read_instant, scalar_at};
use crate::protocol::{Criterion, Operator, Pager, Turn, Window, order, parse_json, render, text_at};
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
                let deadline =
                    deadline(connection.pipeline.policies(), options.deadline_ms)?.in_background(options.background);
                all.extend(feed(&connection, plan, options.since.as_deref(), deadline).await?);
            }
            all.sort_by(|a: &(String, Json), b| a.0.cmp(&b.0));
            Ok(Json::Array(all.into_iter().map(|(_, one)| one).collect()).to_string())
        };
        read.await.map_err(|error| connection.locate(error, &operation))
    }
}

/// The deletions of one entity, each with the text of its moment.
pub(super) async fn feed(
    connection: &Connection,
    plan: &EntityPlan,
    since: Option<&str>,
    deadline: Deadline,
) -> Result<Vec<(String, Json)>> {
    let (spec, operation, id) = parts(plan)?;
    let zone = connection.zone().await?;
    let mut page = connection.adapter.manifest.page.clone();
    if !spec.paged {
        page.kind = PageKind::None;
    }
    let column = spec.at.as_ref().and_then(|at| at.column.clone().or_else(|| at.at.clone()));
    let criteria = criteria(connection, plan, spec, column.as_deref(), since, zone)?;
    let window = if page.kind == PageKind::Cursor { Window::Cursor } else { Window::Position };
    let mut pager = Pager::new(&page, window, None)?;
    let mut deletions = Vec::new();
    while !pager.done() {
        let mut sending = Sending::new("list", operation, Effect::Read, Holes::default());
        let members = [Some(id.to_owned()), spec.at.as_ref().and_then(|at| at.at.clone())].into_iter().flatten();
        let select = connection.adapter.manifest.select.as_ref().map(|select| selected(select, members.collect()));
        sending.params.extend(select.map(|(name, text)| (name, Json::from(text))));
        sending.params.extend(render(&plan.filter, &criteria)?);
        let by = column.as_ref().or(plan.sort.default.as_ref());
        let sorted = by.iter().filter(|_| page.kind != PageKind::None).map(|column| ((*column).clone(), false));
        sending.params.extend(order(&plan.sort, &sorted.collect::<Vec<_>>())?);
        sending.params.extend(pager.query(&page, 0));
        let incoming = connection.exchange(&connection.prepare(plan, sending)?, deadline).await?;
        if incoming.nothing {
            break;
        }
        let text = connection.text(&incoming.response)?;
        let tree = parse_json(&incoming.response.body, connection.adapter.manifest.decoder).unwrap_or(Json::Null);
        let items = tree.pointer(operation.answer.items.as_deref().unwrap_or_default()).and_then(Json::as_array);
        let items = items.ok_or_else(|| Error::new(Code::UpstreamInvalid, "the list of deletions is not a list"))?;
        for item in items {
            let item = item.pointer(operation.answer.item.as_deref().unwrap_or_default()).unwrap_or(item);
            deletions.push(deletion(connection, plan, spec, id, item, zone)?);
        }
        let told = |at: &Option<String>| at.as_ref().and_then(|at| scalar_at(text, at));
        let first = items.first().map(Json::to_string);
        let turn = Turn {
            count: items.len(),
            first_id: first.as_deref(),
            next: told(&page.next),
            more: told(&page.more).is_some_and(|text| !matches!(text.as_str(), "false" | "0")),
            total: told(&page.total).and_then(|text| text.parse().ok()),
            ..Turn::default()
        };
        pager.advance(&page, turn)?;
    }
    Ok(deletions)
}

/// The filters of the feed, and the moment from which it is read.
fn criteria(
    connection: &Connection,
    plan: &EntityPlan,
    spec: &Deleted,
    column: Option<&str>,
    since: Option<&str>,
    zone: &TimeZone,
) -> Result<Vec<Criterion>> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for (name, operator, value) in &spec.filter {
        let operator = Operator::parse(operator).unwrap_or(Operator::Eq);
        let value = connection.fill(plan, value, Holes::default()).unwrap_or(Json::Null);
        criteria.push(Criterion { column: name.clone(), operator, values: vec![value] });
    }
    match (since, &spec.at, column) {
        (None, ..) => {}
        (Some(since), Some(at), Some(column)) => criteria.push(Criterion {
            column: column.to_owned(),
            operator: Operator::Gt,
            values: vec![moment(at, since, zone)?],
        }),
        _ => {
            return Err(Error::unsupported(
                "this system does not tell when a record was deleted: leave out since, and compare with what you know",
            ));
        }
    }
    Ok(criteria)
}

fn deletion(
    connection: &Connection,
    plan: &EntityPlan,
    spec: &Deleted,
    id: &str,
    item: &Json,
    zone: &TimeZone,
) -> Result<(String, Json)> {
    let pointer = |path: &str| format!("/{}", path.replace('.', "/"));
    let remote = text_at(item, &pointer(id)).unwrap_or_default();
    let when = match &spec.at {
        None => None,
        Some(at) => {
            let raw = item.pointer(&pointer(at.at.as_deref().unwrap_or_default())).map(Json::to_string);
            let read = read_instant(at, &raw.unwrap_or_default(), zone);
            Some(read.map_err(|reason| Error::new(Code::UpstreamInvalid, reason))?)
        }
    };
    let ours = match plan.variant.as_deref() {
        Some(variant) => format!("{}:{variant}:{remote}", connection.name),
        None => format!("{}:{remote}", connection.name),
    };
    let deletion = json!({"id": ours, "remote_id": remote, "deleted_at": when});
    Ok((when.unwrap_or_default(), deletion))
}

fn parts(plan: &EntityPlan) -> Result<(&Deleted, &Operation, &str)> {
    let spec = &plan.entity.deleted;
    match (spec.by, &spec.feed, &spec.id) {
        (DeletedBy::Feed, Some(feed), Some(id)) => Ok((spec, feed, id)),
        (DeletedBy::Sweep, ..) => Err(Error::unsupported(format!(
            "this system keeps no list of deleted {}: they are known only by reading all and comparing ids",
            plan.resource
        ))),
        _ => Err(Error::unsupported(format!("this system does not tell which {} were deleted", plan.resource))),
    }
}
