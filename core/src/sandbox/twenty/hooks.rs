//! What the workspace sends of a change, to each webhook that asked for it.

use serde_json::{Map, Value, json};

use super::super::delivery::{Outgoing, hex, signature};
use super::schema::{Field, Object};
use super::select;
use super::state::{Row, Workspace};
use super::values::stamp;

/// Tells a change of a row. What the timeline writes is told to nobody.
pub(crate) fn tell(space: &mut Workspace, object: &Object, row: &Row, action: &str, fields: Option<Vec<String>>) {
    let event = format!("{}.{action}", object.singular);
    let asked: Vec<Value> =
        space.webhooks.iter().filter(|hook| asks(hook, &object.singular, action)).cloned().collect();
    for hook in asked {
        let url = hook["targetUrl"].as_str().unwrap_or_default();
        let mut body = json!({
            "targetUrl": url, "eventName": event,
            "objectMetadata": {"id": object.id, "nameSingular": object.singular},
            "workspaceId": space.id, "webhookId": hook["id"], "eventDate": stamp(space.clock.now()),
            "record": shown(space, object, row),
        });
        if let Some(fields) = &fields {
            body["updatedFields"] = json!(fields);
        }
        let body = body.to_string();
        // Signed now: whoever takes it looks at a real clock.
        let time = jiff::Timestamp::now().as_millisecond().to_string();
        let code = signature(hook["secret"].as_str().unwrap_or_default(), &format!("{time}:{body}"));
        let nonce = format!("{:016x}{:016x}", space.random.next(), space.random.next());
        let made = Outgoing::post(url, body)
            .with("Accept", "application/json, text/plain, */*")
            .with("Content-Type", "application/json")
            .with("X-Twenty-Webhook-Timestamp", time)
            .with("X-Twenty-Webhook-Signature", hex(&code))
            .with("X-Twenty-Webhook-Nonce", nonce)
            .with("User-Agent", "axios/1.17.0");
        space.outgoing.push(made);
    }
}

/// `company.created`, `company.*`, `*.created` and `*.*` ask for it.
fn asks(hook: &Value, object: &str, action: &str) -> bool {
    let wanted = hook["operations"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fits = |word: &str, what: &str| word == "*" || word == what;
    wanted.filter_map(|one| one.split_once('.')).any(|(thing, change)| fits(thing, object) && fits(change, action))
}

/// The row with the keys of the records beside it at its end.
fn shown(space: &Workspace, object: &Object, row: &Row) -> Value {
    let Value::Object(whole) = select::whole(space, object, row, false) else { return Value::Null };
    let joins: Vec<String> = object.fields.iter().flat_map(Field::joins).map(|(column, _)| column).collect();
    let (keys, own): (Map<String, Value>, Map<String, Value>) =
        whole.into_iter().partition(|(name, _)| joins.contains(name));
    Value::Object(own.into_iter().chain(keys).collect())
}
