//! Many creates at once: a few requests at a time, of several records each where the system takes them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use tokio::sync::Mutex;

use super::bulk::{Item, Making};
use super::options::parse;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::model::Record;

/// How many requests are under way at a time, when the caller does not say.
const AT_ONCE: usize = 4;
const MOST_AT_ONCE: usize = 32;
const MOST: usize = 10_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ManyOptions {
    pub(super) connection: Option<String>,
    /// For each request on its own.
    pub(super) deadline_ms: Option<u64>,
    /// Nobody waits for it.
    pub(super) background: bool,
    pub(super) raw: bool,
    concurrency: Option<usize>,
    /// One for each input.
    idempotency_keys: Option<Vec<String>>,
}

impl ManyOptions {
    /// The options of one create.
    pub(super) fn of_one(&self, key: Option<&str>) -> String {
        let call = json!({"connection": self.connection, "deadline_ms": self.deadline_ms,
            "background": self.background, "raw": self.raw, "idempotency_key": key});
        call.to_string()
    }
}

/// What became of one input of a batch.
pub type Outcome = (usize, Result<Record>);

/// Creates that are under way, a few at a time. Nothing is sent before the first outcomes are asked for.
pub struct Batch {
    state: Mutex<State>,
    stopped: Arc<AtomicBool>,
}

struct State {
    outcomes: BoxStream<'static, Vec<Outcome>>,
    /// How many were given, and those that were given last, for a caller whom they did not reach.
    given: usize,
    last: Arc<Vec<Outcome>>,
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("stopped", &self.stopped).finish_non_exhaustive()
    }
}

impl Batch {
    /// The outcomes that are there next, in the order in which they came, each with the place of its input; `None`
    /// after the last. `seen` is how many reached the caller: when a call was given up half-way, its outcomes come
    /// again, so none is lost.
    pub async fn next(&self, seen: usize) -> Option<Arc<Vec<Outcome>>> {
        let mut state = self.state.lock().await;
        if seen >= state.given {
            let came = state.outcomes.next().await?;
            state.given += came.len();
            state.last = Arc::new(came);
        }
        Some(state.last.clone())
    }

    /// Sends nothing more. What is under way is still waited for; what was not sent becomes `CANCELLED`.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }
}

impl Tenant {
    /// Begins to make many records, by `concurrency` requests at a time (4 when not given). Where the system makes several
    /// records by one request, one request makes as many as it takes. What fails for one says nothing of the others. With
    /// `idempotency_keys`, one for each input, the batch can be repeated.
    pub fn batch(&self, resource: &str, inputs_json: &str, options_json: &str) -> Result<Batch> {
        model(resource)?;
        let options: ManyOptions = parse("create_many", options_json)?;
        let inputs: Vec<Map<String, Json>> = parse("the inputs must be a list of objects of fields", inputs_json)?;
        let concurrency = options.concurrency.unwrap_or(AT_ONCE);
        if !(1..=MOST_AT_ONCE).contains(&concurrency) {
            return Err(Error::invalid_input(format!("concurrency must be 1 to {MOST_AT_ONCE}")));
        }
        if inputs.len() > MOST {
            return Err(Error::invalid_input(format!("at most {MOST} records can be made by one call")));
        }
        if options.idempotency_keys.as_ref().is_some_and(|keys| keys.len() != inputs.len()) {
            return Err(Error::invalid_input("idempotency_keys must hold one key for each input"));
        }
        let stopped = Arc::new(AtomicBool::new(false));
        let mut keys = options.idempotency_keys.as_ref().map(|keys| keys.iter().cloned());
        let items: Vec<Item> = (inputs.into_iter().enumerate())
            .map(|(index, input)| Item { index, input, key: keys.as_mut().and_then(Iterator::next) })
            .collect();
        let making = Making { tenant: self.clone(), resource: resource.into(), options, stopped: stopped.clone() };
        let making = Arc::new(making);
        let planned = making.clone();
        let groups = stream::once(async move { planned.groups(items).await }).flat_map(stream::iter);
        let one = move |group: Vec<Item>| {
            let making = making.clone();
            async move { making.make(group).await }
        };
        let outcomes = groups.map(one).buffer_unordered(concurrency).flat_map(stream::iter);
        let outcomes = outcomes.ready_chunks(MOST_AT_ONCE).boxed();
        Ok(Batch { state: Mutex::new(State { outcomes, given: 0, last: Arc::default() }), stopped })
    }

    /// Makes many records: the whole of a [`Batch`], one result for each input, in their order.
    pub async fn create_many(
        &self,
        resource: &str,
        inputs_json: &str,
        options_json: &str,
    ) -> Result<Vec<Result<Record>>> {
        let batch = self.batch(resource, inputs_json, options_json)?;
        let mut outcomes: Vec<Outcome> = batch.state.into_inner().outcomes.concat().await;
        outcomes.sort_by_key(|(index, _)| *index);
        Ok(outcomes.into_iter().map(|(_, result)| result).collect())
    }
}

pub(super) fn not_sent(tenant: &Tenant, resource: &str) -> Error {
    let error = Error::new(Code::Cancelled, "the batch was stopped before this record was sent");
    error.in_tenant(tenant.id()).in_operation(&format!("{resource}.create"))
}
