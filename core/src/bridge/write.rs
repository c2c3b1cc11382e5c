//! Create, update, delete.

use std::sync::Arc;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value as Json};

use super::adapter::{EntityPlan, ResourcePlan, effect};
use super::answer::{Call, read_record};
use super::connection::Connection;
use super::discovered::named_in_input;
use super::exchange::{Holes, Outgoing};
use super::keyed::{Written, check_key};
use super::options::{CallOptions, deadline, parse, parse_input};
use super::order::{Order, Ready, Verb};
use super::prefill::{lay_over, prefilled};
use super::request::Sending;
use super::tenant::{Target, Tenant};
use crate::error::{Code, Error, Result};
use crate::manifest::{Effect, Operation, VersionBy};
use crate::mapping::{Mode, set_path};
use crate::model::Record;

impl Tenant {
    /// Makes a record. With an `idempotency_key`, repeating the call gives the same record; see `perform`.
    pub async fn create(&self, resource: &str, input_json: &str, options_json: &str) -> Result<Record> {
        let options = parse::<CallOptions>("create", options_json)?.only("create", &["idempotency_key"])?;
        let input = parse_input(input_json)?;
        record(self.carry_out(Order::of(resource, Verb::Create, input, options)).await?)
    }

    /// Changes some fields of a record; with `if_version`, only if it is still the one that was read.
    pub async fn update(&self, resource: &str, id: &str, input_json: &str, options_json: &str) -> Result<Record> {
        let takes = ["if_version", "idempotency_key"];
        let options = parse::<CallOptions>("update", options_json)?.only("update", &takes)?;
        let input = parse_input(input_json)?;
        let order = Order { id: Some(id.to_owned()), ..Order::of(resource, Verb::Update, input, options) };
        record(self.carry_out(order).await?)
    }

    /// Deletes a record.
    pub async fn delete(&self, resource: &str, id: &str, options_json: &str) -> Result<()> {
        let options = parse::<CallOptions>("delete", options_json)?.only("delete", &["idempotency_key"])?;
        let order = Order { id: Some(id.to_owned()), ..Order::of(resource, Verb::Delete, Map::new(), options) };
        self.carry_out(order).await.map(drop)
    }
}

/// The record that every write but a delete answers.
pub(super) fn record(done: Option<Record>) -> Result<Record> {
    done.ok_or_else(|| Error::unexpected("a write without a record"))
}

pub(super) async fn ready_create(connection: &Arc<Connection>, order: &Order) -> Result<Ready> {
    let (input, options) = (&order.input, &order.options);
    let plan = entity_for(connection.adapter.resource(&order.resource)?, input)?;
    let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?.in_background(options.background);
    plan.operation("create")?;
    let parent = parent(connection, plan, input)?;
    let plan = &connection.discovered(plan, parent.as_deref(), &named_in_input(plan, input), deadline).await?;
    let call = Call { connection, plan, raw: options.raw, deadline };
    let fields = new_fields(connection, plan, "create", input).await?;
    let stands_for = Json::Object(fields.clone());
    let operation = plan.operation("create")?;
    let holes = Holes { parent: parent.as_deref(), ..Holes::default() };
    let mut body = prefilled(call, "create", operation, holes).await?;
    lay_over(&mut body, fields);
    let for_codec = operation.native.is_some().then(|| body.clone());
    let own = effect("create", operation);
    let (mut effect, mut system_key, mut key, mut header) = (own, None, None, None);
    match (options.idempotency_key.as_deref(), &operation.key_header) {
        (None, _) => {}
        // The system joins repetitions: it may be sent again, with the same key.
        (Some(given), Some(name)) => {
            check_key(given, None)?;
            let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(given)) else {
                return Err(Error::invalid_input("idempotency_key must be plain ASCII: it is sent in a header"));
            };
            (effect, header) = (Effect::Idempotent, Some((name, value)));
        }
        (Some(given), None) if plan.entity.key.is_some() || own == Effect::Read => {
            let written = Written::new(call, given)?;
            written.write(call, &mut body, holes)?;
            (effect, system_key, key) = (Effect::Keyed, Some(written.text().to_owned()), Some(given));
        }
        // Only the ledger knows it.
        (Some(given), None) => {
            check_key(given, None)?;
            key = Some(given);
        }
    }
    let mut outgoing = outgoing(connection, plan, "create", operation, effect, body, holes)?;
    outgoing.headers.extend(header);
    let ready = Ready::new(call, order, outgoing);
    Ok(Ready { parent: parent.clone(), system_key, key: key.map(str::to_owned), stands_for, for_codec, ..ready })
}

pub(super) async fn ready_update(target: &Target, order: &Order) -> Result<Ready> {
    let (connection, plan, input, options) = (&target.connection, &target.plan, &order.input, &order.options);
    if input.is_empty() {
        return Err(Error::invalid_input("there is nothing to update: the input has no field"));
    }
    let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?.in_background(options.background);
    plan.operation("update")?;
    let plan = &target.discovered(&named_in_input(plan, input), deadline).await?;
    let call = Call { connection, plan, raw: options.raw, deadline };
    let operation = plan.operation("update")?;
    let zone = connection.zone().await?;
    let mut fields = plan.mapping.encode(input, Mode::Update, connection.name.as_str(), zone)?;
    let stands_for = Json::Object(fields.clone());
    let mut effect = effect("update", operation);
    if let Some(version) = &options.if_version {
        effect = check_version(call, &target.remote_id, version, &mut fields, effect).await?;
    }
    let holes = plan.holes(&target.remote_id)?;
    let mut body = prefilled(call, "update", operation, holes).await?;
    lay_over(&mut body, fields);
    let outgoing = outgoing(connection, plan, "update", operation, effect, body, holes)?;
    Ready { stands_for, ..Ready::new(call, order, outgoing) }.at(target, options)
}

pub(super) async fn ready_delete(target: &Target, order: &Order) -> Result<Ready> {
    let (connection, plan) = (&target.connection, &target.plan);
    let deadline =
        deadline(connection.pipeline.policies(), order.options.deadline_ms)?.in_background(order.options.background);
    plan.operation("delete")?;
    let plan = &target.discovered(&[], deadline).await?;
    let operation = plan.operation("delete")?;
    let holes = plan.holes(&target.remote_id)?;
    let outgoing = outgoing(connection, plan, "delete", operation, effect("delete", operation), Map::new(), holes)?;
    let call = Call { connection, plan, raw: false, deadline };
    Ready::new(call, order, outgoing).at(target, &order.options)
}

/// The entity that an input is for.
pub(super) fn entity_for<'p>(resource: &'p ResourcePlan, input: &Map<String, Json>) -> Result<&'p Arc<EntityPlan>> {
    let Some(by) = &resource.by else { return resource.variant(None) };
    let variant = match input.get(by) {
        Some(Json::String(word)) => Some(word.as_str()),
        // One word of a list: a contact that is a customer.
        Some(Json::Array(words)) if words.len() == 1 => words[0].as_str(),
        _ => None,
    };
    resource.variant(variant.or(Some("")))
}

/// The members of a new record: the mapped input over the entity's constants.
pub(super) async fn new_fields(
    connection: &Connection,
    plan: &EntityPlan,
    operation: &str,
    input: &Map<String, Json>,
) -> Result<Map<String, Json>> {
    plan.operation(operation)?;
    let missing: Vec<&str> = plan
        .entity
        .required
        .iter()
        .filter(|name| input.get(*name).is_none_or(|value| value.is_null() || value.as_str() == Some("")))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        return Err(Error::invalid_input(format!("{} needs: {}", plan.mapping.model.record, missing.join(", "))));
    }
    let zone = connection.zone().await?;
    let fields = plan.mapping.encode(input, Mode::Create, connection.name.as_str(), zone)?;
    let mut body = Map::new();
    for (path, constant) in &plan.entity.create_set {
        if let Some(value) = connection.fill(plan, constant, Holes::default()) {
            let path: Vec<_> = path.split('.').map(Into::into).collect();
            set_path(&mut body, &path, value);
        }
    }
    body.extend(fields);
    Ok(body)
}

/// The id in the system of the parent that a new record is made under, for entities that are nested.
pub(super) fn parent(connection: &Connection, plan: &EntityPlan, input: &Map<String, Json>) -> Result<Option<String>> {
    let Some(name) = plan.entity.parent.as_deref().filter(|_| plan.entity.nested) else { return Ok(None) };
    let id = input.get(name).and_then(Json::as_str).ok_or_else(|| {
        Error::invalid_input(format!("{} needs {name}: it is made under it", plan.mapping.model.record))
    })?;
    let rest = id.strip_prefix(connection.name.as_str()).and_then(|rest| rest.strip_prefix(':')).unwrap_or(id);
    let parent = rest.split_once(':').map_or(rest, |(_, remote)| remote);
    parent.split('/').try_for_each(crate::protocol::check_id)?;
    Ok(Some(parent.to_owned()))
}

/// A write that is ready to be sent. The fields of `body` are sent where the manifest says so, its constants always.
pub(super) fn outgoing(
    connection: &Connection,
    plan: &EntityPlan,
    name: &str,
    operation: &Operation,
    effect: Effect,
    body: Map<String, Json>,
    holes: Holes<'_>,
) -> Result<Outgoing> {
    let mut sending = Sending::new(name, operation, effect, holes);
    sending.fields = body;
    connection.prepare(plan, sending)
}

/// Lets the system check the version, or compares it here. A check by the system makes a repetition unsafe: the
/// second one would meet the version that the first one made.
async fn check_version(
    call: Call<'_>,
    remote_id: &str,
    version: &str,
    body: &mut Map<String, Json>,
    effect: Effect,
) -> Result<Effect> {
    let plan = call.plan;
    let check = plan.entity.version.as_ref().ok_or_else(|| {
        Error::unsupported(format!("{} has no versions in this system: leave out if_version", plan.resource))
    })?;
    match check.by {
        VersionBy::Body => {
            let path: Vec<_> = check.at.split('.').map(Into::into).collect();
            set_path(body, &path, Json::from(version));
            Ok(Effect::Unsafe)
        }
        VersionBy::Compare => {
            let now = read_record(Call { raw: false, ..call }, remote_id).await?.version;
            if now.as_deref() == Some(version) {
                return Ok(effect);
            }
            let message = "the record was changed since it was read; read it again and decide";
            let error = Error::new(Code::Conflict, message).with_context("if_version", version);
            Err(error.with_context("version", now.as_deref().unwrap_or_default()))
        }
    }
}
