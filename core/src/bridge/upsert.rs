//! Upsert: the system makes the record or changes the one that it finds, in one step of its own.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::adapter::{EntityPlan, effect};
use super::answer::Call;
use super::connection::Connection;
use super::discovered::named_in_input;
use super::exchange::Holes;
use super::keyed::Written;
use super::options::{CallOptions, deadline, parse, parse_input};
use super::order::{Order, Ready, Verb};
use super::request::Sending;
use super::tenant::Tenant;
use super::write::{entity_for, new_fields, parent, record};
use crate::error::{Error, Result};
use crate::manifest::Operation;
use crate::model::Record;

impl Tenant {
    /// Makes a record, or changes the one that has the same values in the fields of `by`; with `update: false` the one
    /// that is found is answered as it is. Only for systems that do so themselves, in one step: looking first and writing
    /// then would make two records of two callers. `external_ref` in `by` stands for the `idempotency_key`.
    pub async fn upsert(&self, resource: &str, input_json: &str, options_json: &str) -> Result<Record> {
        let options =
            parse::<CallOptions>("upsert", options_json)?.only("upsert", &["by", "update", "idempotency_key"])?;
        let input = parse_input(input_json)?;
        record(self.carry_out(Order::of(resource, Verb::Upsert, input, options)).await?)
    }
}

pub(super) async fn ready_upsert(connection: &Arc<Connection>, order: &Order) -> Result<Ready> {
    let (input, options, name) = (&order.input, &order.options, order.name());
    let plan = entity_for(connection.adapter.resource(&order.resource)?, input)?;
    let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?.in_background(options.background);
    plan.operation(name)?;
    let parent = parent(connection, plan, input)?;
    let plan = &connection.discovered(plan, parent.as_deref(), &named_in_input(plan, input), deadline).await?;
    let call = Call { connection, plan, raw: options.raw, deadline };
    let operation = plan.operation(name)?;
    let key = options.idempotency_key.as_deref().map(|key| Written::new(call, key)).transpose()?;
    let by = by(plan, operation, options.by.as_deref(), input, key.is_some())?;
    if let (Some(types), Some(discover)) = (plan.mapping.types(), &plan.entity.discover) {
        types.found_by(input.get(&discover.at), &by, operation.by_unique)?;
    }
    let mut fields = new_fields(connection, plan, name, input).await?;
    let holes = Holes { parent: parent.as_deref(), by: &by, ..Holes::default() };
    if let Some(key) = &key {
        key.write(call, &mut fields, holes)?;
    }
    let mut sending = Sending::new(name, operation, effect(name, operation), holes);
    sending.fields = fields;
    let outgoing = connection.prepare(plan, sending)?;
    let system_key = key.map(|key| key.text().to_owned());
    let ready = Ready::new(call, order, outgoing);
    Ok(Ready { parent: parent.clone(), by: by.clone(), system_key, ..ready })
}

/// The columns by which the record is found. Each field needs a value: an empty one finds a stranger.
fn by(
    plan: &EntityPlan,
    operation: &Operation,
    wanted: Option<&[String]>,
    input: &Map<String, Json>,
    keyed: bool,
) -> Result<Vec<String>> {
    let fields = match (operation.by.as_slice(), wanted) {
        (fixed, None) if !fixed.is_empty() => fixed,
        (fixed, Some(wanted)) if !fixed.is_empty() => {
            let same = wanted.len() == fixed.len() && wanted.iter().all(|name| fixed.contains(name));
            if !same {
                let known = fixed.join(", ");
                return Err(Error::unsupported(format!("this system finds the record by {known}: leave out by")));
            }
            fixed
        }
        (_, Some(wanted)) if !wanted.is_empty() => wanted,
        _ => return Err(Error::invalid_input("upsert needs by: the fields by which the record is found")),
    };
    let is_empty = |value: Option<&Json>| value.is_none_or(|value| value.is_null() || value.as_str() == Some(""));
    let column = |name: &String| {
        if name == "external_ref" {
            let key = plan.entity.key.as_ref().filter(|_| keyed);
            return key
                .map(|key| key.column.clone().unwrap_or_else(|| key.at.clone()))
                .ok_or_else(|| Error::invalid_input("upsert needs an idempotency_key: the record is found by it"));
        }
        let own = discovered(plan, name);
        let value = own.map_or_else(|| input.get(name), |(at, field)| input.get(at)?.get(field));
        if is_empty(value) {
            return Err(Error::invalid_input(format!(
                "upsert needs a value for {name:.64}: the record is found by it"
            )));
        }
        if let Some((_, field)) = own {
            return Ok(field.to_owned());
        }
        let map = plan.mapping.fields.get(name).filter(|map| map.write);
        let column = map.and_then(|map| map.column.clone().or_else(|| map.write_at.clone()).or_else(|| map.at.clone()));
        column.ok_or_else(|| Error::unsupported(format!("{} cannot be found by {name:.64}", plan.resource)))
    };
    fields.iter().map(column).collect()
}

/// The name of a discovered field, taken apart: the member that holds all of them, and its own name.
fn discovered<'n>(plan: &'n EntityPlan, name: &'n str) -> Option<(&'n str, &'n str)> {
    let at = plan.entity.discover.as_ref()?.at.as_str();
    let field = name.strip_prefix(at)?.strip_prefix('.')?;
    plan.mapping.types()?.has(field).then_some((at, field))
}
