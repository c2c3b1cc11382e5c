//! `/metadata`: objects and fields, the workspace, keys and webhooks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::document::{Document, Field as Selected};
use super::errors::{Fail, Outcome};
use super::files;
use super::metashow::{field_json, object_json};
use super::metawrite;
use super::project::pick;
use super::root::unknown;
use super::state::{Caller, Workspace};

/// The root fields whose failure leaves `data: {field: null}`; the others leave `data: null`.
const NULLABLE: [&str; 2] = ["updateApiKey", "revokeApiKey"];
const QUERIES: [&str; 9] =
    ["objects", "object", "fields", "currentWorkspace", "currentUser", "apiKeys", "webhooks", "webhook", "__typename"];
const MUTATIONS: [&str; 14] = [
    "createFileUpload",
    "completeFileUpload",
    "createOneObject",
    "updateOneObject",
    "createOneField",
    "updateOneField",
    "deleteOneField",
    "createWebhook",
    "updateWebhook",
    "deleteWebhook",
    "createApiKey",
    "updateApiKey",
    "revokeApiKey",
    "generateApiKeyToken",
];

/// Answers a document: status and body.
pub(crate) fn run(space: &mut Workspace, caller: Option<&Caller>, document: &Document) -> (u16, Value) {
    let known: &[&str] = if document.mutation { &MUTATIONS } else { &QUERIES };
    let mut data = Map::new();
    for root in &document.roots {
        if !known.contains(&root.name.as_str()) {
            return (200, unknown(document.mutation, root));
        }
        let Some(caller) = caller else {
            return (200, json!({"errors": [Fail::forbidden().graphql()], "data": null}));
        };
        if let Some(refused) = metawrite::wrong_enum(root) {
            return (400, refused);
        }
        match resolve(space, caller, root) {
            Ok(value) => match pick(&value, &root.fields, super::metashow::kind(&root.name)) {
                Ok(value) => drop(data.insert(root.key().to_owned(), value)),
                Err(missing) => return (200, json!({"errors": [missing]})),
            },
            Err(fail) => {
                let data = if NULLABLE.contains(&root.name.as_str()) { json!({root.key(): null}) } else { Value::Null };
                return (200, json!({"errors": [fail.graphql()], "data": data}));
            }
        }
    }
    (200, json!({"data": data}))
}

fn resolve(space: &mut Workspace, caller: &Caller, root: &Selected) -> Outcome<Value> {
    let reader = *caller == Caller::Reader;
    let input = root.args.get("input").cloned().unwrap_or(Value::Null);
    match root.name.as_str() {
        "objects" => {
            let all = space.schema.objects.iter().map(|o| object_json(&space.schema, o)).collect();
            Ok(paged(all, &root.args))
        }
        "fields" => {
            let all =
                space.schema.objects.iter().flat_map(|o| o.fields.iter().map(|f| field_json(&space.schema, o, f)));
            Ok(paged(all.collect(), &root.args))
        }
        "object" => {
            let id = root.args.get("id").and_then(Value::as_str).unwrap_or_default();
            let found = space.schema.objects.iter().find(|o| o.id == id);
            found.map(|o| object_json(&space.schema, o)).ok_or_else(|| {
                Fail::missing(format!("Unable to find ObjectMetadataEntity with id: {id}"), None, "An error occurred.")
            })
        }
        "currentWorkspace" => Ok(json!({
            "id": space.id, "displayName": "Acme Test Ltd", "activationStatus": "ACTIVE", "subdomain": "acme-test",
            "metadataVersion": 3,
        })),
        "currentUser" if *caller == Caller::Person => Ok(current_user(space)),
        "currentUser" => Err(Fail::forbidden()),
        "apiKeys" => Ok(space.keys.clone().into()),
        "createApiKey" | "updateApiKey" | "revokeApiKey" | "generateApiKeyToken" if *caller != Caller::Person => {
            Err(Fail::needs_session())
        }
        "__typename" => Ok("Query".into()),
        _ if reader => Err(Fail::denied_metadata()),
        "webhooks" => Ok(space.webhooks.clone().into()),
        "webhook" => Ok(webhook(space, root.args.get("id"))?.clone()),
        "createFileUpload" => files::begin(space, root),
        "completeFileUpload" => files::complete(space, root),
        "createWebhook" => create_webhook(space, &input),
        "updateWebhook" => {
            let found = webhook(space, input.get("id"))?["id"].clone();
            let stored = space.webhooks.iter_mut().find(|w| w["id"] == found);
            let Some(Value::Object(stored)) = stored else { return Ok(Value::Null) };
            stored.extend(input["update"].as_object().cloned().unwrap_or_default());
            Ok(Value::Object(stored.clone()))
        }
        "deleteWebhook" => {
            let found = webhook(space, root.args.get("id"))?.clone();
            space.webhooks.retain(|w| w["id"] != found["id"]);
            Ok(found)
        }
        "createOneObject" => metawrite::create_object(space, &input["object"]),
        "updateOneObject" => metawrite::update_object(space, &input),
        "createOneField" => metawrite::create_field(space, &input["field"]),
        "updateOneField" => metawrite::update_field(space, &input),
        "deleteOneField" => metawrite::delete_field(space, &input),
        _ => Err(Fail::forbidden()),
    }
}

fn current_user(space: &Workspace) -> Value {
    let member = space.row("workspaceMember", &space.member);
    let part = |key: &str| member.and_then(|m| m.get(key)).cloned().unwrap_or(Value::Null);
    json!({
        "id": space.user, "email": part("userEmail"), "firstName": "", "lastName": "",
        "workspaceMember": {"id": space.member, "name": part("name"), "locale": part("locale"), "timeZone": part("timeZone")},
    })
}

/// A connection of the metadata: its cursors count.
fn paged(all: Vec<Value>, args: &Map<String, Value>) -> Value {
    let paging = args.get("paging").cloned().unwrap_or(Value::Null);
    let first = paging["first"].as_u64().unwrap_or(10) as usize;
    let after = paging["after"].as_str().and_then(|text| STANDARD.decode(text).ok());
    let after =
        after.and_then(|bytes| String::from_utf8(bytes).ok()?.strip_prefix("arrayconnection:")?.parse::<usize>().ok());
    let from = after.map_or(0, |n| n + 1);
    let cursor = |n: usize| STANDARD.encode(format!("arrayconnection:{n}"));
    let total = all.len();
    let page = all.into_iter().enumerate().skip(from).take(first);
    let edges: Vec<Value> = page.map(|(n, node)| json!({"cursor": cursor(n), "node": node})).collect();
    let end = |edge: Option<&Value>| edge.map_or(Value::Null, |e| e["cursor"].clone());
    json!({
        "pageInfo": {
            "hasNextPage": from + edges.len() < total, "hasPreviousPage": from > 0,
            "startCursor": end(edges.first()), "endCursor": end(edges.last()),
        },
        "edges": edges,
    })
}

fn webhook<'a>(space: &'a Workspace, id: Option<&Value>) -> Outcome<&'a Value> {
    let found = space.webhooks.iter().find(|w| Some(&w["id"]) == id);
    found.ok_or_else(|| Fail::missing("Webhook not found", Some("WEBHOOK_NOT_FOUND"), "Webhook not found."))
}

/// Registers a webhook; without a secret the server makes one. Here it holds at once.
pub(crate) fn create_webhook(space: &mut Workspace, input: &Value) -> Outcome<Value> {
    let url = input["targetUrl"].as_str().unwrap_or_default();
    if !url.starts_with("http://") && !url.starts_with("https://") {
        let friendly = "Please provide a valid HTTP or HTTPS URL";
        let error = json!({
            "status": "fail", "type": "create", "metadataName": "webhook",
            "errors": [{"code": "INVALID_TARGET_URL", "message": "Invalid target URL provided", "userFriendlyMessage": friendly}],
            "flatEntityMinimalInformation": {"universalIdentifier": space.uuid(), "targetUrl": url},
        });
        let summary = "Validation failed for 1 webhook";
        return Err(Fail::metadata("webhook", friendly, summary, json!({"webhook": [error]})));
    }
    let now = space.now();
    let secret = (0..4).map(|_| format!("{:016x}", space.random.next())).collect::<String>();
    let made = json!({
        "id": space.uuid(), "targetUrl": url, "operations": input["operations"], "description": input["description"],
        "secret": input["secret"].as_str().map_or(secret, str::to_owned), "workspaceId": space.id,
        "applicationId": space.application, "createdAt": now, "updatedAt": now, "deletedAt": null,
    });
    space.webhooks.push(made.clone());
    Ok(made)
}
