//! Create, update, delete.

use std::sync::Arc;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value as Json};

use super::adapter::{EntityPlan, ResourcePlan, effect};
use super::answer::{Call, read_record, written_record};
use super::connection::Connection;
use super::discovered::{named_in_input, note_lost};
use super::exchange::{Holes, Outgoing};
use super::keyed::check_key;
use super::native::create_by_codec;
use super::options::{CallOptions, deadline, parse, parse_input};
use super::prefill::{lay_over, prefilled};
use super::request::Sending;
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::{Effect, Operation, VersionBy};
use crate::mapping::{Mode, set_path};
use crate::model::Record;

impl Tenant {
    /// Makes a record. With an `idempotency_key`, repeating the call gives the same record; see `keyed`.
    pub async fn create(&self, resource: &str, input_json: &str, options_json: &str) -> Result<Record> {
        let options = parse::<CallOptions>("create", options_json)?.only("create", &["idempotency_key"])?;
        let input = parse_input(input_json)?;
        let named = |error: Error| error.in_tenant(self.id()).in_operation(&format!("{resource}.create"));
        let connection = self.provider(model(resource)?, options.connection.as_deref()).await.map_err(named)?;
        let create = async {
            let plan = entity_for(connection.adapter.resource(resource)?, &input)?;
            let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?;
            let parent = parent(&connection, plan, &input)?;
            let names = named_in_input(plan, &input);
            let plan = &connection.discovered(plan, parent.as_deref(), &names, deadline).await?;
            let call = Call { connection: &connection, plan, raw: options.raw, deadline };
            let fields = new_fields(&connection, plan, "create", &input).await?;
            let holes = Holes { parent: parent.as_deref(), ..Holes::default() };
            let mut body = prefilled(call, "create", plan.operation("create")?, holes).await?;
            lay_over(&mut body, fields);
            let mut record = match &options.idempotency_key {
                None => create_once(call, body, holes).await?,
                Some(key) if plan.operation("create")?.key_header.is_some() => create_joined(call, body, key).await?,
                Some(key) => self.create_keyed(call, body, holes, key).await?,
            };
            note_lost(plan, &input, &mut record);
            Ok(record)
        };
        create.await.map_err(|error| connection.locate(error, &format!("{resource}.create")))
    }

    /// Changes some fields of a record; with `if_version`, only if it is still the one that was read.
    pub async fn update(&self, resource: &str, id: &str, input_json: &str, options_json: &str) -> Result<Record> {
        let options = parse::<CallOptions>("update", options_json)?.only("update", &["if_version"])?;
        let input = parse_input(input_json)?;
        if input.is_empty() {
            return Err(Error::invalid_input("there is nothing to update: the input has no field"));
        }
        let target = self.target(model(resource)?, id, options.connection.as_deref()).await?;
        let (connection, plan) = (&target.connection, &target.plan);
        let update = async {
            let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?;
            let (collection, names) = (plan.holes(&target.remote_id)?.parent, named_in_input(plan, &input));
            let plan = &connection.discovered(plan, collection, &names, deadline).await?;
            let call = Call { connection, plan, raw: options.raw, deadline };
            let operation = plan.operation("update")?;
            let zone = connection.zone().await?;
            let mut fields = plan.mapping.encode(&input, Mode::Update, connection.name.as_str(), zone)?;
            let mut effect = effect("update", operation);
            if let Some(version) = &options.if_version {
                effect = check_version(call, &target.remote_id, version, &mut fields, effect).await?;
            }
            let holes = plan.holes(&target.remote_id)?;
            let mut body = prefilled(call, "update", operation, holes).await?;
            lay_over(&mut body, fields);
            let outgoing = outgoing(connection, plan, "update", operation, effect, body, holes)?;
            let incoming = connection.exchange(&outgoing, deadline).await?;
            let mut record = written_record(call, &operation.answer, &incoming, Some(&target.remote_id), holes).await?;
            note_lost(plan, &input, &mut record);
            Ok(record)
        };
        update.await.map_err(|error| connection.locate(error, &format!("{resource}.update")))
    }

    /// Deletes a record.
    pub async fn delete(&self, resource: &str, id: &str, options_json: &str) -> Result<()> {
        let options = parse::<CallOptions>("delete", options_json)?.only("delete", &[])?;
        let target = self.target(model(resource)?, id, options.connection.as_deref()).await?;
        let (connection, plan) = (&target.connection, &target.plan);
        let delete = async {
            let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?;
            let operation = plan.operation("delete")?;
            let holes = plan.holes(&target.remote_id)?;
            let outgoing =
                outgoing(connection, plan, "delete", operation, effect("delete", operation), Map::new(), holes)?;
            connection.exchange(&outgoing, deadline).await.map(drop)
        };
        delete.await.map_err(|error| connection.locate(error, &format!("{resource}.delete")))
    }
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

async fn create_once(call: Call<'_>, body: Map<String, Json>, holes: Holes<'_>) -> Result<Record> {
    let operation = call.plan.operation("create")?;
    if let Some(name) = &operation.native {
        return create_by_codec(call, operation, name, body).await;
    }
    let effect = effect("create", operation);
    let outgoing = outgoing(call.connection, call.plan, "create", operation, effect, body, holes)?;
    let incoming = call.connection.exchange(&outgoing, call.deadline).await?;
    written_record(call, &operation.answer, &incoming, None, holes).await
}

/// A create whose repetitions the system joins by a header: it may be sent again, with the same key.
async fn create_joined(call: Call<'_>, body: Map<String, Json>, key: &str) -> Result<Record> {
    check_key(key, None)?;
    let operation = call.plan.operation("create")?;
    let mut outgoing =
        outgoing(call.connection, call.plan, "create", operation, Effect::Idempotent, body, Holes::default())?;
    let name = operation.key_header.as_deref().unwrap_or_default().parse::<HeaderName>();
    let value = HeaderValue::from_str(key);
    let (Ok(name), Ok(value)) = (name, value) else {
        return Err(Error::invalid_input("idempotency_key must be plain ASCII: it is sent in a header"));
    };
    outgoing.headers.push((name, value));
    let incoming = call.connection.exchange(&outgoing, call.deadline).await?;
    written_record(call, &operation.answer, &incoming, None, Holes::default()).await
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
