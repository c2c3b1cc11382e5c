//! Named state changes: submit, cancel, pay.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::adapter::effect;
use super::answer::{Call, read_record};
use super::exchange::Holes;
use super::options::{CallOptions, deadline, parse, parse_input};
use super::order::{Order, Ready, Verb};
use super::prefill::prefilled;
use super::request::Sending;
use super::tenant::{Target, Tenant};
use super::write::record;
use crate::error::{Code, Error, Result};
use crate::manifest::{Check, FieldMap, Operation};
use crate::mapping::{action_value, given_inputs};
use crate::model::Record;
use crate::value::{Value, parse_decimal};

impl Tenant {
    /// Changes a record's state by a named action of its system; answers the record as it is then.
    pub async fn action(
        &self,
        resource: &str,
        id: &str,
        action: &str,
        input_json: &str,
        options_json: &str,
    ) -> Result<Record> {
        let options = parse::<CallOptions>(action, options_json)?.only(action, &["idempotency_key"])?;
        let input = parse_input(input_json)?;
        let (id, action) = (Some(id.to_owned()), Some(action.to_owned()));
        record(self.carry_out(Order { id, action, ..Order::of(resource, Verb::Action, input, options) }).await?)
    }
}

pub(super) async fn ready_action(target: &Target, order: &Order) -> Result<Ready> {
    let (connection, action, remote_id) = (&target.connection, order.name(), &target.remote_id);
    let deadline =
        deadline(connection.pipeline.policies(), order.options.deadline_ms)?.in_background(order.options.background);
    target.plan.action(action)?;
    let plan = &target.discovered(&[], deadline).await?;
    let call = Call { connection, plan, raw: order.options.raw, deadline };
    let operation = plan.action(action)?;
    let inputs = inputs(call, action, operation, &order.input).await?;
    let before = match operation.check.is_empty() && operation.answer.vanishes.is_none() {
        true => None,
        false => Some(read_record(call, remote_id).await?),
    };
    if let Some(before) = &before {
        operation.check.iter().try_for_each(|rule| check(rule, before, &order.input))?;
    }
    let stands_for = json!(inputs.values);
    let holes = Holes { inputs: Some(&inputs.values), ..plan.holes(remote_id)? };
    let mut sending = Sending::new(action, operation, effect(action, operation), holes);
    sending.fields = prefilled(call, action, operation, holes).await?;
    sending.over = inputs.places;
    let outgoing = connection.prepare(plan, sending)?;
    Ready { inputs: inputs.values, before, stands_for, ..Ready::new(call, order, outgoing) }.at(target, &order.options)
}

/// The inputs in the system's form.
#[derive(Default)]
struct Inputs {
    /// For the holes `{input.<name>}`.
    values: BTreeMap<String, Json>,
    /// For the body: path → value.
    places: Vec<(String, Json)>,
}

async fn inputs(call: Call<'_>, action: &str, operation: &Operation, input: &Map<String, Json>) -> Result<Inputs> {
    let (name_of, zone) = (call.connection.name.as_str(), call.connection.zone().await?);
    let mut inputs = Inputs::default();
    for (name, spec, value) in given_inputs(action, &operation.input, input, zone)? {
        let plain = FieldMap::default();
        let form = spec.to.first().unwrap_or(&plain);
        inputs.values.insert(name.clone(), action_value(name, spec, form, &value, name_of, zone)?);
        for map in &spec.to {
            if let Some(path) = map.write_at.as_deref().or(map.at.as_deref()) {
                inputs.places.push((path.to_owned(), action_value(name, spec, map, &value, name_of, zone)?));
            }
        }
    }
    Ok(inputs)
}

/// Refuses an action that the record's state does not allow, where the system itself would not refuse it.
fn check(rule: &Check, record: &Record, input: &Map<String, Json>) -> Result<()> {
    let Some(wanted) = input.get(&rule.at_least).filter(|value| !value.is_null()) else { return Ok(()) };
    let text = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
    let wanted = parse_decimal(&text)?;
    let there = match record.get(&rule.at) {
        Value::Decimal(number) => Some(*number),
        Value::Int(number) => Some(Decimal::from(*number)),
        _ => None,
    };
    if there.is_some_and(|there| there >= wanted) {
        return Ok(());
    }
    let there = there.map_or_else(|| "unknown".to_owned(), |there| there.normalize().to_string());
    Err(Error::new(Code::Conflict, rule.message.clone())
        .with_context(rule.at.clone(), there)
        .with_context(format!("input.{}", rule.at_least), wanted.to_string()))
}
