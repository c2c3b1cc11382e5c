//! Collections whose fields are discovered: their schema is read once in a while, and makes a plan of their own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use indexmap::IndexMap;
use parking_lot::Mutex;
use serde_json::{Map, Value as Json};
use tokio::time::timeout_at;

use super::adapter::EntityPlan;
use super::answer::{Call, read_record};
use super::connection::Connection;
use crate::error::{Code, Error, Result};
use crate::mapping::Typed;
use crate::model::Record;
use crate::resilience::{Current, Deadline, Numbered};
use crate::value::Value;

/// How long a schema is used before it is read again.
const FRESH: Duration = Duration::from_secs(60);
/// How old a schema must be to be read again for a name that it does not have.
const YOUNG: Duration = Duration::from_secs(1);

/// The plans of the collections of one connection.
#[derive(Default)]
pub(super) struct Discovered(Mutex<HashMap<Key, Arc<Current<Known>>>>);

/// The resource, the collection, and whether nobody waits for the call: one that somebody waits for does not wait for one
/// that leaves room.
type Key = (String, String, bool);

/// A plan, and when its schema was read.
type Known = (Arc<EntityPlan>, Instant);

impl Discovered {
    fn of(&self, key: Key) -> Arc<Current<Known>> {
        let mut all = self.0.lock();
        if !all.contains_key(&key) {
            // What nobody could read and nobody waits for is forgotten: callers choose the names.
            all.retain(|_, known| Arc::strong_count(known) > 1 || known.get().is_some());
        }
        Arc::clone(all.entry(key).or_default())
    }
}

impl Connection {
    /// The plan of a collection's records, from its schema; the plan itself where nothing is to be discovered. `names`
    /// are those of fields that the caller uses: one that is not known is looked for in a new schema.
    pub(super) async fn discovered(
        self: &Arc<Self>,
        plan: &Arc<EntityPlan>,
        collection: Option<&str>,
        names: &[&str],
        deadline: Deadline,
    ) -> Result<Arc<EntityPlan>> {
        let (Some(discover), Some(collection)) = (&plan.entity.discover, collection) else {
            return Ok(Arc::clone(plan));
        };
        let fits = |known: &Numbered<Known>| {
            let (plan, since) = &known.value;
            let has = |name: &&str| plan.mapping.types().is_some_and(|types| types.has(name));
            let age = since.elapsed();
            age < YOUNG || age < FRESH && names.iter().all(has)
        };
        let known = self.discovered.of((plan.resource.clone(), collection.to_owned(), deadline.is_background()));
        if let Some(known) = known.get().filter(&fits) {
            return Ok(known.value.0);
        }
        let read = async {
            let source = Arc::clone(self.adapter.resource(&discover.from)?.variant(None)?);
            let call = Call { connection: self, plan: &source, raw: false, deadline };
            let schema = read_record(call, collection).await.map_err(|error| match error.code() {
                Code::NotFound => Error::new(Code::NotFound, format!("there is no collection {collection:.64}")),
                _ => error,
            })?;
            Ok::<Known, Error>((Arc::new(plan.typed(Typed::of(&schema, &discover.key, &discover.at))), Instant::now()))
        };
        let read = timeout_at(deadline.instant(), known.get_or_make(fits, read));
        // Boxed, and its type forgotten: this is rare, and every call that may need it would hold all of it.
        let (known, _) = read.boxed().await.map_err(|_| Deadline::error())??;
        Ok(known.value.0)
    }
}

/// The discovered fields that an input names.
pub(super) fn named_in_input<'a>(plan: &EntityPlan, input: &'a Map<String, Json>) -> Vec<&'a str> {
    let at = plan.entity.discover.as_ref().map(|discover| discover.at.as_str()).unwrap_or_default();
    input.get(at).and_then(Json::as_object).into_iter().flat_map(Map::keys).map(String::as_str).collect()
}

/// Says in a written record which discovered values the system did not keep. It is done by then, so it is a warning: where
/// a role may not write a field, some systems drop it and say nothing. A record that `may_be_found` may also be an older one,
/// which nobody meant to change.
pub(super) fn note_lost(plan: &EntityPlan, input: &Map<String, Json>, may_be_found: bool, record: &mut Record) {
    let (Some(types), Some(discover)) = (plan.mapping.types(), &plan.entity.discover) else { return };
    let Value::Json(kept) = record.get(&discover.at) else { return };
    let kept: Map<String, Json> = serde_json::from_str(kept).unwrap_or_default();
    let sent = input.get(&discover.at).and_then(Json::as_object);
    // The caller's own key stands beside the values.
    let beside = plan.entity.external_ref.as_ref().and_then(|spec| spec.map().at);
    let lost = |(name, value): &(&String, &Json)| {
        beside.as_ref() != Some(name)
            && types.shows(name)
            && !value.is_null()
            && kept.get(*name).is_none_or(Json::is_null)
    };
    let why = match may_be_found {
        true => "the record was there without it, or the system did not keep the value that was sent",
        false => "the system did not keep the value that was sent",
    };
    let lost: Vec<Box<str>> = sent
        .into_iter()
        .flatten()
        .filter(lost)
        .map(|(name, _)| format!("{}.{name}: {why}", discover.at).into())
        .collect();
    record.warnings.extend(lost);
}

/// The discovered fields that a filter and an order name. All of them at once cannot be compared.
pub(super) fn named_in_list<'a>(
    plan: &EntityPlan,
    filter: &'a IndexMap<String, Json>,
    sort: &'a [String],
) -> Result<Vec<&'a str>> {
    let Some(discover) = &plan.entity.discover else { return Ok(Vec::new()) };
    let names = filter.keys().chain(sort).map(|name| name.trim_start_matches('-'));
    let mut found = Vec::new();
    for rest in names.filter_map(|name| name.strip_prefix(&*discover.at)) {
        match rest.strip_prefix('.') {
            Some(name) => found.push(name),
            None if rest.is_empty() => {
                let at = &discover.at;
                let message = format!("{} are filtered and sorted by one of their fields: {at}.<name>", plan.resource);
                return Err(Error::unsupported(message));
            }
            None => {}
        }
    }
    Ok(found)
}
