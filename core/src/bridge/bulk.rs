//! Many creates by requests that make several records each, where the manifest has the word `bulk`.
//!
//! Where ids are made by the caller, every record gets one: an answer is taken apart by them, and one that was lost is
//! looked for by them. What one request refuses is sent again in halves, until it is known which record it is about.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Map, Value as Json};

use super::adapter::EntityPlan;
use super::answer::Call;
use super::criteria::{Filter, id_column};
use super::discovered::{named_in_input, note_lost};
use super::exchange::{Holes, Incoming};
use super::keyed::Written;
use super::ledger::{Entering, Entry, Trace};
use super::leg::Leg;
use super::many::{ManyOptions, Outcome, not_sent};
use super::options::{ListOptions, deadline};
use super::order::Verb;
use super::perform::SECOND_LOOK;
use super::reconcile::advice;
use super::request::Sending;
use super::tenant::{Tenant, model};
use super::write::{entity_for, new_fields, parent};
use crate::error::{Code, Error, Result};
use crate::manifest::{Bulk, Effect, KeyForm};
use crate::model::Record;
use crate::protocol::{Criterion, Operator};
use crate::secret::random_id;
use crate::store::{WriteId, WriteState};

/// One input of a batch.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) index: usize,
    pub(super) input: Map<String, Json>,
    pub(super) key: Option<String>,
}

/// Where the creates of a batch are made.
pub(super) struct Making {
    pub(super) tenant: Tenant,
    pub(super) resource: Box<str>,
    pub(super) options: ManyOptions,
    pub(super) stopped: Arc<AtomicBool>,
}

/// What came of one request.
struct Sent {
    outcomes: Vec<Outcome>,
    /// What one request cannot decide: each is made on its own.
    singly: Vec<Item>,
    /// Why the request was refused, and what was in it. Nothing of it was made.
    refused: Option<(Error, Vec<Item>)>,
}

/// A record of a request.
struct Row<'k> {
    item: Item,
    fields: Map<String, Json>,
    /// Its own id, where the caller makes it.
    id: Option<Written<'k>>,
    /// Its place in the ledger, and what is told there.
    entry: Entry,
    trace: Trace,
}

impl Making {
    /// The inputs in the groups that are sent: those of one request each, and what is made on its own.
    pub(super) async fn groups(&self, items: Vec<Item>) -> Vec<Vec<Item>> {
        let single = |items: Vec<Item>| items.into_iter().map(|item| vec![item]).collect();
        let Ok(model) = model(&self.resource) else { return single(items) };
        // Whatever stands in the way is told by each create.
        let Ok(connection) = self.tenant.serving(model, self.options.connection.as_deref()).await else {
            return single(items);
        };
        let Ok(resource) = connection.adapter.resource(&self.resource) else { return single(items) };
        let mut groups: Vec<Vec<Item>> = Vec::new();
        let mut open: HashMap<(Option<String>, Option<String>), usize> = HashMap::new();
        for item in items {
            let place = entity_for(resource, &item.input).ok().and_then(|plan| {
                let max = bulk(plan, item.key.is_some())?.max;
                Some(((plan.variant.clone(), parent(&connection, plan, &item.input).ok()?), max))
            });
            match place {
                None => groups.push(vec![item]),
                Some((place, max)) => match open.get(&place).filter(|at| groups[**at].len() < max) {
                    Some(at) => groups[*at].push(item),
                    None => {
                        open.insert(place, groups.len());
                        groups.push(vec![item]);
                    }
                },
            }
        }
        groups
    }

    /// Makes one group.
    pub(super) async fn make(&self, group: Vec<Item>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(group.len());
        let mut waiting = vec![group];
        while let Some(mut group) = waiting.pop() {
            if self.stopped.load(Ordering::Acquire) {
                outcomes.extend(group.iter().map(|item| (item.index, Err(not_sent(&self.tenant, &self.resource)))));
                continue;
            }
            if let [item] = group.as_slice() {
                outcomes.push((item.index, self.one(item).await));
                continue;
            }
            let sent = match self.several(group.clone()).await {
                Ok(sent) => sent,
                Err(error) => {
                    outcomes.extend(group.iter().map(|item| (item.index, Err(error.clone()))));
                    continue;
                }
            };
            outcomes.extend(sent.outcomes);
            waiting.extend(sent.singly.into_iter().map(|item| vec![item]));
            match sent.refused {
                Some((error, items)) if is_about_one(&error) => {
                    group = items;
                    let half = group.split_off(group.len() / 2);
                    waiting.extend([half, group]);
                }
                Some((error, items)) => {
                    outcomes.extend(items.into_iter().map(|item| (item.index, Err(error.clone()))));
                }
                None => {}
            }
        }
        outcomes
    }

    async fn one(&self, item: &Item) -> Result<Record> {
        let options = self.options.of_one(item.key.as_deref());
        self.tenant.create(&self.resource, &Json::Object(item.input.clone()).to_string(), &options).await
    }

    /// Sends what stands for one request, all of one entity and parent.
    async fn several(&self, items: Vec<Item>) -> Result<Sent> {
        let operation = format!("{}.create", self.resource);
        let connection = self.tenant.provider(model(&self.resource)?, self.options.connection.as_deref()).await;
        let connection = connection.map_err(|error| error.in_tenant(self.tenant.id()).in_operation(&operation))?;
        let located = |error: Error| connection.locate(error, &operation);
        let prepared = async {
            let first = items.first().map(|item| &item.input).ok_or_else(|| Error::unexpected("an empty group"))?;
            let plan = entity_for(connection.adapter.resource(&self.resource)?, first)?;
            let deadline = deadline(connection.pipeline.policies(), self.options.deadline_ms)?
                .in_background(self.options.background);
            let parent = parent(&connection, plan, first)?;
            let names: Vec<&str> = items.iter().flat_map(|item| named_in_input(plan, &item.input)).collect();
            let plan = connection.discovered(plan, parent.as_deref(), &names, deadline).await?;
            Ok::<_, Error>((plan, parent, deadline))
        };
        let (plan, parent, deadline) = prepared.await.map_err(located)?;
        let call = Call { connection: &connection, plan: &plan, raw: self.options.raw, deadline };
        let sent = self.send(call, Holes { parent: parent.as_deref(), ..Holes::default() }, items).await;
        sent.map_err(located).map(|mut sent| {
            let outcomes = std::mem::take(&mut sent.outcomes).into_iter();
            sent.outcomes = outcomes.map(|(index, result)| (index, result.map_err(located))).collect();
            sent.refused = sent.refused.map(|(error, items)| (located(error), items));
            sent
        })
    }

    async fn send(&self, call: Call<'_>, holes: Holes<'_>, items: Vec<Item>) -> Result<Sent> {
        let bulk = bulk(call.plan, false).ok_or_else(|| Error::unexpected("there is no request for several"))?;
        let mut sent = Sent { outcomes: Vec::new(), singly: Vec::new(), refused: None };
        let mut rows = Vec::with_capacity(items.len());
        for (item, row) in join_all(items.into_iter().map(|item| self.row(call, holes, item))).await {
            match row {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => sent.singly.push(item),
                Err(error) => sent.outcomes.push((item.index, Err(error))),
            }
        }
        if rows.len() < 2 {
            sent.singly.extend(not_done(rows).await?);
            return Ok(sent);
        }
        let marked = join_all(rows.iter().map(|row| row.entry.mark_sent())).await;
        marked.into_iter().collect::<Result<Vec<()>>>()?;
        let mut sending = Sending::new("create", &bulk.request, Effect::Keyed, holes);
        sending.rows = Some(rows.iter().map(|row| Json::Object(row.fields.clone())).collect());
        let made = match call.connection.exchange(&call.connection.prepare(call.plan, sending)?, call.deadline).await {
            Ok(incoming) => answered(call, holes, bulk, &rows, &incoming).await,
            Err(error) if error.code() == Code::OutcomeUnknown => {
                let settles = self.tenant.bridge.inner.config.writes.settles_after();
                look(call, holes, &rows, error, settles).await
            }
            Err(error) => {
                sent.refused = Some((error, not_done(rows).await?));
                return Ok(sent);
            }
        };
        let mut closing = Vec::with_capacity(rows.len());
        for (row, (exists, result)) in rows.into_iter().zip(made) {
            let noted = result.map(|mut record| {
                note_lost(call.plan, &row.item.input, false, &mut record);
                record
            });
            sent.outcomes.push((row.item.index, noted));
            let (entry, keyed) = (row.entry, row.item.key.is_some());
            let own = row.id.map(|own| own.remote_id(call.plan, holes.parent));
            closing.push(async move {
                match own {
                    Some(own) if exists && keyed => entry.done(&own).await,
                    _ if exists => {
                        entry.forget();
                        Ok(())
                    }
                    _ => entry.lost().await,
                }
            });
        }
        join_all(closing).await.into_iter().collect::<Result<Vec<()>>>()?;
        Ok(sent)
    }

    /// What an input becomes in a request; nothing when its key was used before, so that it is looked at on its own.
    async fn row<'k>(&self, call: Call<'k>, holes: Holes<'_>, item: Item) -> (Item, Result<Option<Row<'k>>>) {
        let row = async {
            let mut fields = new_fields(call.connection, call.plan, "create", &item.input).await?;
            let id = match &item.key {
                Some(key) => Some(Written::new(call, key)?),
                None => Written::random(call)?.filter(|id| !id.is_in(&fields)),
            };
            let stands_for = Json::Object(fields.clone());
            if let Some(id) = &id {
                id.write(call, &mut fields, holes)?;
            }
            let trace = Trace {
                verb: Some(Verb::Create),
                effect: Effect::Keyed,
                variant: call.plan.variant.clone(),
                target: None,
                parent: holes.parent.map(str::to_owned),
                key: id.as_ref().map(|id| id.text().to_owned()),
                if_version: None,
            };
            let (key, keyed) = match &item.key {
                Some(key) => (key.clone(), true),
                None => (format!("write-{}", random_id()?), false),
            };
            let write = WriteId {
                tenant: call.connection.tenant.clone(),
                connection: call.connection.name.clone(),
                operation: format!("{}.create", call.plan.resource),
                key,
            };
            let entering = Entering { stands_for: &stands_for, trace: &trace, input: &item.input, keyed, sent: false };
            let WriteState::New { attempt } =
                self.tenant.enter_as(call.connection, call.deadline, &write, entering).await?
            else {
                return Ok(None);
            };
            let entry = Entry::new(&self.tenant.bridge.inner.state().await?.store, write, attempt);
            Ok(Some(Row { item: item.clone(), fields, id, entry, trace }))
        };
        let row = row.await;
        (item, row)
    }
}

/// How an entity makes several records at once, if it does. A key that is no id of the record's own does not keep the system
/// from making two: those creates go one by one.
pub(super) fn bulk(plan: &EntityPlan, keyed: bool) -> Option<&Bulk> {
    let own = plan.entity.key.as_ref().is_some_and(|key| key.form != KeyForm::Text);
    plan.operation("create").ok()?.bulk.as_deref().filter(|_| own || !keyed)
}

/// Whether a refusal may be about one record of the request.
fn is_about_one(error: &Error) -> bool {
    matches!(error.code(), Code::InvalidInput | Code::AlreadyExists | Code::Conflict | Code::NotFound)
}

/// Notes that nothing of it was made; gives the inputs back.
async fn not_done(rows: Vec<Row<'_>>) -> Result<Vec<Item>> {
    let (items, entries): (Vec<Item>, Vec<Entry>) = rows.into_iter().map(|row| (row.item, row.entry)).unzip();
    let gone = join_all(entries.into_iter().map(Entry::not_done)).await;
    gone.into_iter().collect::<Result<Vec<()>>>().map(|_| items)
}

/// For each row whether its record is there, and what is told of it.
type Made = Vec<(bool, Result<Record>)>;

/// The records of an answer: by their ids where we made these, else by their order.
async fn answered(call: Call<'_>, holes: Holes<'_>, bulk: &Bulk, rows: &[Row<'_>], incoming: &Incoming) -> Made {
    let read = async {
        let context = call.connection.context(call.plan, call.raw, holes.parent).await?;
        let answer = &bulk.request.answer;
        let items = call.connection.pointer(call.plan, answer.items.as_deref().unwrap_or_default(), holes);
        let text = call.connection.text(&incoming.response)?;
        call.plan.mapping.page(text, &items, answer.item.as_deref().unwrap_or_default(), &context)
    };
    let unread = |why: &str| {
        let message = format!("the records were made, but the answer does not tell this one: {why}");
        Err(Error::new(Code::UpstreamInvalid, message))
    };
    let page = match read.await {
        Ok(page) => page,
        Err(error) => return rows.iter().map(|_| (true, unread(error.message()))).collect(),
    };
    let why = page.quarantined.first().map_or("it is not there", |bad| &bad.reason);
    if rows.iter().all(|row| row.id.is_none()) {
        return match page.records.len() == rows.len() {
            true => page.records.into_iter().map(|record| (true, Ok(record))).collect(),
            false => rows.iter().map(|_| (true, unread(why))).collect(),
        };
    }
    by_id(call, holes, rows, page.records).map(|found| (true, found.map_or_else(|| unread(why), Ok))).collect()
}

/// The record of each row, found by its id.
fn by_id<'r>(
    call: Call<'r>,
    holes: Holes<'r>,
    rows: &'r [Row<'_>],
    records: Vec<Record>,
) -> impl Iterator<Item = Option<Record>> + 'r {
    let mut records: HashMap<Box<str>, Record> =
        records.into_iter().map(|record| (record.remote_id.clone(), record)).collect();
    rows.iter().map(move |row| records.remove(&*row.id.as_ref()?.remote_id(call.plan, holes.parent)))
}

/// Looks twice for the records whose answer was lost: the system may still be at work on them.
async fn look(call: Call<'_>, holes: Holes<'_>, rows: &[Row<'_>], lost: Error, settles: Duration) -> Made {
    let mut found: Vec<Option<Record>> = rows.iter().map(|_| None).collect();
    if rows.iter().all(|row| row.id.is_some()) {
        for look in 0..2 {
            if look > 0 {
                tokio::time::sleep(SECOND_LOOK.min(call.deadline.remaining())).await;
            }
            match existing(call, holes, rows).await {
                Ok(records) => found = by_id(call, holes, rows, records).collect(),
                Err(_) => break,
            }
            if found.iter().all(Option::is_some) {
                break;
            }
        }
    }
    let open = |row: &Row<'_>| match &row.item.key {
        None => lost.clone().with_context("write", row.entry.id.key.clone()),
        Some(key) => Error::new(Code::OutcomeUnknown, advice(&row.trace, true))
            .with_retryable(true)
            .with_context("write", key.clone())
            .with_retry_after(settles)
            .with_source(lost.clone()),
    };
    let told = rows.iter().zip(found);
    told.map(|(row, record)| (record.is_some(), record.ok_or_else(|| open(row)))).collect()
}

/// Those of the rows whose records are there, by one list.
async fn existing(call: Call<'_>, holes: Holes<'_>, rows: &[Row<'_>]) -> Result<Vec<Record>> {
    let column = id_column(call.plan).ok_or_else(|| Error::unexpected("records without an id"))?.to_owned();
    let ids = rows.iter().filter_map(|row| row.id.as_ref()).map(|id| Json::from(id.text())).collect();
    let criteria = vec![Criterion { column, operator: Operator::In, values: ids }];
    let filter = Filter { criteria, parent: holes.parent.map(str::to_owned), ..Filter::default() };
    let options = ListOptions { page_size: Some(call.plan.page.max_size), raw: call.raw, ..ListOptions::default() };
    let mut leg = Leg::filtered(call.connection, call.plan, &options, filter).await?;
    let mut records = Vec::new();
    while !leg.done() {
        records.extend(leg.next(call.deadline).await?.records);
    }
    Ok(records)
}
