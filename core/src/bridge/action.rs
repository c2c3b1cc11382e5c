//! Named state changes: submit, cancel, pay.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::adapter::{EntityPlan, effect};
use super::answer::written_record;
use super::connection::Connection;
use super::exchange::{Holes, Outgoing, method};
use super::options::{CallOptions, deadline, parse, parse_input};
use super::tenant::{Tenant, model};
use crate::error::{Code, Error, Result};
use crate::manifest::{Input, Operation};
use crate::mapping::{action_value, set_path};
use crate::model::Record;
use crate::resilience::Deadline;

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
        let options = parse::<CallOptions>(action, options_json)?.only(action, false, false)?;
        let input = parse_input(input_json)?;
        let target = self.target(model(resource)?, id, options.connection.as_deref()).await?;
        let (connection, plan) = (&target.connection, &target.plan);
        let act = async {
            let deadline = deadline(connection.pipeline.policies(), options.deadline_ms)?;
            let operation = plan.action(action)?;
            let holes = plan.holes(&target.remote_id)?;
            let body = body(connection, plan, action, operation, &input, holes, deadline).await?;
            let outgoing = Outgoing {
                operation: action.to_owned(),
                effect: effect(action, operation),
                method: method(&operation.method)?,
                url: connection.url(plan, &operation.path, &operation.query, holes)?,
                headers: Vec::new(),
                body: body.map(|body| Json::Object(body).to_string().into()),
            };
            let incoming = connection.exchange(&outgoing, deadline).await?;
            let id = Some(target.remote_id.as_str());
            written_record(connection, plan, &operation.answer, &incoming, id, holes, options.raw, deadline).await
        };
        act.await.map_err(|error| connection.locate(error, &format!("{resource}.{action}")))
    }
}

/// The body of an action: the prefilled document, over it the constants, over them the inputs.
async fn body(
    connection: &Arc<Connection>,
    plan: &Arc<EntityPlan>,
    action: &str,
    operation: &Operation,
    input: &Map<String, Json>,
    holes: Holes<'_>,
    deadline: Deadline,
) -> Result<Option<Map<String, Json>>> {
    if let Some(name) = input.keys().find(|name| !operation.input.contains_key(*name)) {
        let known: Vec<&str> = operation.input.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
        return Err(Error::invalid_input(format!("{action} takes no {name:.64?}; it takes: {known}")));
    }
    let zone = connection.zone().await?;
    let mut given: Vec<(&String, &Input, Json)> = Vec::new();
    for (name, spec) in &operation.input {
        let value = input.get(name).filter(|value| !value.is_null()).cloned().or_else(|| {
            spec.default.as_deref().map(|default| match default {
                "today" => Json::from(jiff::Zoned::now().with_time_zone(zone.clone()).date().to_string()),
                text => Json::from(text),
            })
        });
        match value {
            Some(value) => given.push((name, spec, value)),
            None if spec.required => return Err(Error::invalid_input(format!("{action} needs {name}: {}", spec.doc))),
            None => {}
        }
    }
    let mut body = match &operation.prefill {
        None => Map::new(),
        Some(prefill) => {
            let url = connection.url(plan, &prefill.get, &prefill.query, holes)?;
            let tree = connection.fetch(action, url, deadline).await?;
            tree.pointer(&prefill.at).and_then(Json::as_object).cloned().ok_or_else(|| {
                Error::new(Code::UpstreamInvalid, "the system did not prepare the document for this action")
            })?
        }
    };
    let constants = operation.body.as_ref().map(|body| body.set.iter()).into_iter().flatten();
    let text = |name: &str| given.iter().find(|(known, ..)| *known == name).map(|(.., value)| plain(value));
    let place = |path: &str| -> Vec<String> {
        let fill = |segment: &str| match segment {
            "{id}" => holes.id.unwrap_or_default().to_owned(),
            _ => segment.to_owned(),
        };
        path.split('.').map(fill).collect()
    };
    let mut set = |path: &str, value: Json| {
        let path = place(path);
        let path: Vec<_> = path.iter().map(|segment| segment.as_str().into()).collect();
        set_path(&mut body, &path, value);
    };
    for (path, constant) in constants {
        if let Some(value) = connection.fill(plan, constant, holes, &text) {
            set(path, value);
        }
    }
    for (name, spec, value) in &given {
        for map in &spec.to {
            let native = action_value(name, &spec.kind, map, value, connection.name.as_str(), zone)?;
            if let Some(path) = map.write_at.as_deref().or(map.at.as_deref()) {
                set(path, native);
            }
        }
        if spec.to.is_empty() {
            // Only a hole takes it; its type is checked all the same.
            action_value(
                name,
                &spec.kind,
                &crate::manifest::FieldMap::default(),
                value,
                connection.name.as_str(),
                zone,
            )?;
        }
    }
    Ok((operation.body.is_some() || operation.prefill.is_some() || !body.is_empty()).then_some(body))
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
