//! Workflows: kept, versioned and counted. Of their nodes those are run that make a call to the outside; it is noted as done
//! before it is made.

use serde_json::{Value, json};

use super::super::delivery::Outgoing;
use super::access::{Right, Who};
use super::fail::{Fail, Outcome};
use super::list;
use super::schema::{Row, flag, object, plain, text};
use super::state::Base;
use super::write;

/// What happened to a row. The numbers are the server's.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Create = 1,
    Update = 2,
    Destroy = 4,
}

const TYPES: &[&str] = &["collection", "schedule", "action", "custom-action", "request-interception", "ai-employee"];

/// Checks a workflow that is to be made, and adds what the server adds.
pub(crate) fn complete(base: &mut Base, body: &Value) -> Outcome<Value> {
    let kind = body.get("type").and_then(Value::as_str).unwrap_or("");
    if !TYPES.contains(&kind) {
        return Err(Fail::new(400, format!("Trigger type \"{kind}\" is not registered")));
    }
    let mode = body["config"].get("mode").and_then(Value::as_i64);
    if kind == "collection" && mode.is_some_and(|mode| ![1, 2, 3, 4].contains(&mode)) {
        return Err(Fail::new(400, "\"mode\" must be one of [1, 2, 4, 3]"));
    }
    let mut full =
        object(json!({"key": base.hash(), "current": true, "invalid": false, "executed": 0, "allExecuted": 0,
        "enabled": false, "sync": false, "options": {"timeout": 0}}));
    full.append(&mut object(body.clone()));
    Ok(Value::Object(full))
}

/// A version that has run keeps its configuration.
pub(crate) fn frozen(base: &Base, key: &Value, body: &Value) -> Outcome<()> {
    let runs = key.as_i64().or_else(|| plain(key).parse().ok()).and_then(|id| base.runs.get(&id));
    match body.get("config").is_some() && runs.is_some_and(|n| *n > 0) {
        true => Err(Fail::new(400, "config of executed workflow can not be updated")),
        false => Ok(()),
    }
}

/// A new version of a workflow.
pub(crate) fn revise(base: &mut Base, key: &Value, who: &Who) -> Outcome<Value> {
    let table = base.table("workflows")?;
    let index = table.find(key).ok_or_else(|| Fail::new(404, "Not Found"))?;
    let mut copy = table.rows[index].clone();
    copy.remove("id");
    let title = format!("{} copy", text(&copy, "title"));
    let hash = base.hash();
    copy.append(&mut object(json!({"title": title, "enabled": false, "key": hash})));
    let mut made = write::create(base, "workflows", &Value::Object(copy), who, &Right::default())?;
    made["categories"] = json!([]);
    Ok(json!({"data": made}))
}

/// Runs a workflow by hand.
pub(crate) fn execute(base: &mut Base, key: &Value, body: &Value) -> Outcome<Value> {
    let table = base.table("workflows")?;
    let index = table.find(key).ok_or_else(|| Fail::new(404, "Not Found"))?;
    let workflow = table.rows[index].clone();
    let id = run(base, &workflow, body.get("data").cloned().unwrap_or(Value::Null));
    Ok(json!({"data": {"execution": {"id": id, "status": 0}}}))
}

/// Runs the workflows that wait for a change of a collection.
pub(crate) fn fire(base: &mut Base, collection: &str, mode: Mode, key: &Value) {
    let Ok(table) = base.table("workflows") else { return };
    let waits = |row: &&Row| {
        let config = row.get("config").unwrap_or(&Value::Null);
        flag(row, "enabled")
            && config["collection"] == collection
            && config["mode"].as_i64().is_some_and(|m| m & mode as i64 != 0)
    };
    let waiting: Vec<Row> = table.rows.iter().filter(waits).cloned().collect();
    if waiting.is_empty() {
        return;
    }
    let data = base.table(collection).ok().and_then(|t| Some(list::plain_row(t, &t.rows[t.find(key)?])));
    for workflow in waiting {
        run(base, &workflow, data.clone().unwrap_or(Value::Null));
    }
}

/// Makes the calls of a workflow's nodes, one per row.
fn call(base: &mut Base, workflow: &Row, data: &Value) {
    let Ok(nodes) = base.table("flow_nodes") else { return };
    let id = workflow.get("id").map(plain).unwrap_or_default();
    let own =
        |node: &&Row| node.get("workflowId").map(plain).unwrap_or_default() == id && text(node, "type") == "request";
    let made: Vec<Outgoing> = nodes.rows.iter().filter(own).map(|node| request(&node["config"], data)).collect();
    base.outgoing.extend(made);
}

fn request(config: &Value, data: &Value) -> Outgoing {
    let pairs = |what: &str| {
        let all = config[what].as_array().into_iter().flatten();
        let text = |pair: &Value, name: &str| pair[name].as_str().unwrap_or_default().to_owned();
        all.map(|pair| (text(pair, "name"), text(pair, "value"))).collect::<Vec<_>>()
    };
    let url = config["url"].as_str().unwrap_or_default();
    let query = pairs("params");
    let url = match url::Url::parse_with_params(url, &query) {
        Ok(full) if !query.is_empty() => full.to_string(),
        _ => url.to_owned(),
    };
    let kind = config["contentType"].as_str().unwrap_or("application/json");
    let mut made = Outgoing::post(&url, filled(&config["data"], data).to_string());
    made.method = config["method"].as_str().unwrap_or("POST").to_owned();
    made = made.with("Accept", "application/json, text/plain, */*").with("Content-Type", kind);
    for (name, value) in pairs("headers") {
        made = made.with(&name, value);
    }
    made.with("User-Agent", "axios/1.21.1")
}

/// The node's data with the row in place of its variable.
fn filled(constant: &Value, data: &Value) -> Value {
    match constant {
        Value::String(text) if text == "{{$context.data}}" => data.clone(),
        Value::Array(items) => items.iter().map(|item| filled(item, data)).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, member)| (name.clone(), filled(member, data))).collect())
        }
        other => other.clone(),
    }
}

fn run(base: &mut Base, workflow: &Row, data: Value) -> i64 {
    call(base, workflow, &data);
    let id = base.next_snowflake();
    let of = workflow.get("id").and_then(Value::as_i64).unwrap_or(0);
    *base.runs.entry(of).or_default() += 1;
    let (now, event) = (base.now(), base.hash());
    let row = object(json!({"id": id, "createdAt": now, "startedAt": now, "updatedAt": now, "expiresAt": null,
        "workflowId": of, "key": workflow.get("key"), "eventKey": event, "context": {"data": data}, "status": 1,
        "reason": null, "dispatched": true, "parentExecutionId": null, "stack": null, "output": null, "manually": null}));
    if let Ok(table) = base.table_mut("executions") {
        table.rows.push(row);
    }
    id
}
