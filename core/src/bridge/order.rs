//! What a caller wants written, as plain data, and the request that follows from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::action::ready_action;
use super::adapter::EntityPlan;
use super::answer::{Call, read_record, written_record};
use super::connection::Connection;
use super::discovered::note_lost;
use super::exchange::{Holes, Incoming, Outgoing};
use super::keyed::{Written, check_key};
use super::options::CallOptions;
use super::task;
use super::tenant::{Target, Tenant, model};
use super::upsert::ready_upsert;
use super::write::{ready_create, ready_delete, ready_update};
use crate::error::{Code, Error, Result};
use crate::manifest::Operation;
use crate::model::Record;
use crate::resilience::{Deadline, one_call};

/// The name of an upsert that leaves what it finds as it is.
pub(super) const FIND_OR_CREATE: &str = "find_or_create";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verb {
    Create,
    Update,
    Upsert,
    Delete,
    Action,
}

impl Verb {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Verb::Create => "create",
            Verb::Update => "update",
            Verb::Upsert => "upsert",
            Verb::Delete => "delete",
            Verb::Action => "action",
        }
    }
}

/// What a caller wants written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    pub(super) resource: String,
    pub(super) verb: Verb,
    /// The record, for all but create and upsert.
    pub(super) id: Option<String>,
    /// The name of the action.
    pub(super) action: Option<String>,
    pub(super) input: Map<String, Json>,
    pub(super) options: CallOptions,
}

impl Order {
    pub(super) fn of(resource: &str, verb: Verb, input: Map<String, Json>, options: CallOptions) -> Order {
        Order { resource: resource.to_owned(), verb, id: None, action: None, input, options }
    }

    /// The operation's name in the manifest.
    pub(super) fn name(&self) -> &str {
        match (self.verb, self.options.update) {
            (Verb::Upsert, Some(false)) => FIND_OR_CREATE,
            _ => self.action.as_deref().unwrap_or(self.verb.as_str()),
        }
    }
}

/// A write that is ready to be sent.
pub(super) struct Ready {
    pub(super) connection: Arc<Connection>,
    pub(super) plan: Arc<EntityPlan>,
    pub(super) raw: bool,
    pub(super) deadline: Deadline,
    pub(super) resource: String,
    pub(super) verb: Verb,
    pub(super) name: String,
    pub(super) outgoing: Outgoing,
    /// The record's id in the system, for all but create and upsert.
    pub(super) target: Option<String>,
    pub(super) parent: Option<String>,
    /// The columns by which an upsert finds its record.
    pub(super) by: Vec<String>,
    /// The inputs of an action, in the system's form.
    pub(super) inputs: BTreeMap<String, Json>,
    /// The key as the system keeps it.
    pub(super) system_key: Option<String>,
    /// The key under which the ledger keeps the outcome.
    pub(super) key: Option<String>,
    pub(super) input: Map<String, Json>,
    /// What the key stands for.
    pub(super) stands_for: Json,
    pub(super) if_version: Option<String>,
    /// The record before an action, where it was read.
    pub(super) before: Option<Record>,
    /// The fields for the compiled codec that makes the requests.
    pub(super) for_codec: Option<Map<String, Json>>,
}

impl Ready {
    pub(super) fn call(&self) -> Call<'_> {
        Call { connection: &self.connection, plan: &self.plan, raw: self.raw, deadline: self.deadline }
    }

    pub(super) fn operation(&self) -> Result<&Operation> {
        match self.verb {
            Verb::Action => self.plan.action(&self.name),
            _ => self.plan.operation(&self.name),
        }
    }

    /// The name of the operation for people: `accounting.invoices.submit`.
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.resource, self.name)
    }

    pub(super) fn holes(&self) -> Result<Holes<'_>> {
        let holes = match &self.target {
            Some(target) => self.plan.holes(target)?,
            None => Holes { parent: self.parent.as_deref(), ..Holes::default() },
        };
        let inputs = (self.verb == Verb::Action).then_some(&self.inputs);
        Ok(Holes { inputs, by: &self.by, ..holes })
    }

    /// The key as the system keeps it, with its rules.
    pub(super) fn written(&self) -> Option<Written<'_>> {
        Written::kept(&self.plan, self.system_key.as_deref()?)
    }

    /// The record that the answer tells, or what is read after it; nothing after a delete.
    pub(super) async fn record(&self, incoming: &Incoming, known_id: Option<&str>) -> Result<Option<Record>> {
        if self.verb == Verb::Delete {
            return Ok(None);
        }
        let (answer, holes) = (&self.operation()?.answer, self.holes()?);
        let going_on = match &answer.task {
            Some(task) => task::ended(self.call(), task, incoming, holes).await?,
            None => None,
        };
        let done = written_record(self.call(), answer, incoming, known_id.or(self.target.as_deref()), holes).await;
        let mut record = match (done, &self.before, &answer.vanishes) {
            (Err(error), Some(before), Some(warning)) if error.code() == Code::NotFound => {
                gone(before.clone(), warning)
            }
            (done, ..) => done?,
        };
        record.warnings.extend(going_on.map(Into::into));
        if self.verb != Verb::Action {
            note_lost(&self.plan, &self.input, self.name == FIND_OR_CREATE, &mut record);
        }
        Ok(Some(record))
    }

    /// What came of it when it was done before.
    pub(super) async fn again(&self, remote_id: &str) -> Result<Option<Record>> {
        match self.verb {
            Verb::Delete => Ok(None),
            _ => read_record(self.call(), remote_id).await.map(Some),
        }
    }
}

/// A record that an action has ended, as it was before.
fn gone(mut record: Record, warning: &str) -> Record {
    let now = jiff::Timestamp::now();
    record.deleted_at = Some(now.round(jiff::Unit::Millisecond).unwrap_or(now));
    record.warnings.push(warning.into());
    record
}

impl Tenant {
    /// Does what was ordered; answers the record, nothing after a delete.
    pub(super) async fn carry_out(&self, order: Order) -> Result<Option<Record>> {
        let done = async {
            let ready = self.prepare(order).await?;
            let (connection, path) = (Arc::clone(&ready.connection), ready.path());
            self.perform(ready).await.map_err(|error| connection.locate(error, &path))
        };
        one_call(done).await
    }

    /// The request that follows from an order, which is a call that counts. The system may be asked for what is needed for
    /// that; nothing is written.
    pub(super) async fn prepare(&self, order: Order) -> Result<Ready> {
        self.readied(order, true).await
    }

    /// The same; not a call of its own where it is not counted.
    pub(super) async fn readied(&self, order: Order, counted: bool) -> Result<Ready> {
        let named =
            |error: Error| error.in_tenant(self.id()).in_operation(&format!("{}.{}", order.resource, order.name()));
        let model = model(&order.resource)?;
        let chosen = order.options.connection.as_deref();
        match &order.id {
            None => {
                let connection = match counted {
                    true => self.provider(model, chosen).await,
                    false => self.serving(model, chosen).await,
                };
                let connection = connection.map_err(named)?;
                let ready = match order.verb {
                    Verb::Upsert => ready_upsert(&connection, &order).await,
                    _ => ready_create(&connection, &order).await,
                };
                ready.map_err(|error| connection.locate(error, &format!("{}.{}", order.resource, order.name())))
            }
            Some(id) => {
                let target = self.sought(model, id, chosen, counted).await?;
                let ready = match order.verb {
                    Verb::Update => ready_update(&target, &order).await,
                    Verb::Delete => ready_delete(&target, &order).await,
                    _ => ready_action(&target, &order).await,
                };
                ready.map_err(|error| target.connection.locate(error, &format!("{}.{}", order.resource, order.name())))
            }
        }
    }
}

impl Ready {
    /// A write with nothing but its request.
    pub(super) fn new(call: Call<'_>, order: &Order, outgoing: Outgoing) -> Ready {
        Ready {
            connection: Arc::clone(call.connection),
            plan: Arc::clone(call.plan),
            raw: call.raw,
            deadline: call.deadline,
            resource: order.resource.clone(),
            verb: order.verb,
            name: order.name().to_owned(),
            outgoing,
            target: None,
            parent: None,
            by: Vec::new(),
            inputs: BTreeMap::new(),
            system_key: None,
            key: None,
            input: order.input.clone(),
            stands_for: Json::Null,
            if_version: order.options.if_version.clone(),
            before: None,
            for_codec: None,
        }
    }

    /// The same at a record that is there, under the caller's key.
    pub(super) fn at(mut self, target: &Target, options: &CallOptions) -> Result<Ready> {
        if let Some(key) = &options.idempotency_key {
            check_key(key, None)?;
        }
        self.key.clone_from(&options.idempotency_key);
        self.target = Some(target.remote_id.clone());
        Ok(self)
    }
}
