//! `/rest/metadata`: the twin of the metadata API, in its newer envelope.

use serde_json::{Value, json};

use super::super::message::{Reply, Request};
use super::errors::{Fail, Outcome, bad_request};
use super::meta::create_webhook;
use super::metashow::{field_rest, object_rest};
use super::rest::body;
use super::state::{Caller, Workspace};

/// Answers `/rest/metadata/...`. Reading needs the right to change the data model.
pub(crate) fn answer(space: &mut Workspace, caller: &Caller, request: &Request, parts: &[&str]) -> Outcome<Reply> {
    if *caller == Caller::Reader {
        let reply = Fail::denied().rest();
        return Ok(Reply { status: 403, body: with_status(reply.body, 403), ..reply });
    }
    let (workspace, application) = (space.id.clone(), space.application.clone());
    match (request.method.as_str(), parts) {
        ("GET", ["objects"]) => {
            Ok(page(request, space.schema.objects.iter().map(|o| object_rest(o, &workspace, &application)).collect()))
        }
        ("GET", ["objects", id]) => {
            let found = space.schema.objects.iter().find(|o| o.id == *id).ok_or_else(Fail::not_found)?;
            Ok(Reply::json(200, object_rest(found, &workspace, &application)))
        }
        ("GET", ["fields"]) => {
            let all = space.schema.objects.iter();
            let all = all
                .flat_map(|o| o.fields.iter().map(|f| field_rest(o, f, &workspace, &application)).collect::<Vec<_>>());
            Ok(page(request, all.collect()))
        }
        ("GET", ["webhooks"]) => Ok(Reply::json(200, space.webhooks.clone().into())),
        ("DELETE", ["webhooks", id]) => {
            let known = space.webhooks.len();
            space.webhooks.retain(|hook| hook["id"] != *id);
            if space.webhooks.len() == known { Err(Fail::not_found()) } else { Ok(Reply::json(200, true.into())) }
        }
        ("POST", ["webhooks"]) => Ok(Reply::json(201, create_webhook(space, &body(request)?)?)),
        ("GET", ["apiKeys"]) => {
            let key = |k: &Value| {
                json!({
                    "workspaceId": workspace, "id": k["id"], "name": k["name"], "expiresAt": k["expiresAt"],
                    "revokedAt": k["revokedAt"], "createdAt": k["createdAt"], "updatedAt": k["createdAt"],
                })
            };
            Ok(Reply::json(200, space.keys.iter().map(key).collect::<Vec<_>>().into()))
        }
        _ => Err(bad_request("Unknown metadata route")),
    }
}

fn with_status(body: super::super::message::Body, status: u16) -> super::super::message::Body {
    use super::super::message::Body;
    match body {
        Body::Json(mut value) => {
            value["statusCode"] = status.into();
            Body::Json(value)
        }
        other => other,
    }
}

fn page(request: &Request, all: Vec<Value>) -> Reply {
    let limit = request.param("limit").and_then(|t| t.parse().ok()).unwrap_or(60usize);
    let total = all.len();
    let after = request.param("starting_after");
    let from = after.and_then(|id| all.iter().position(|item| item["id"] == id.as_str())).map_or(0, |n| n + 1);
    let list: Vec<Value> = all.into_iter().skip(from).take(limit).collect();
    let end = |item: Option<&Value>| item.map_or(Value::Null, |i| i["id"].clone());
    let info = json!({
        "hasNextPage": from + list.len() < total, "startCursor": end(list.first()), "endCursor": end(list.last()),
    });
    Reply::json(200, json!({"data": list, "pageInfo": info, "totalCount": total}))
}
