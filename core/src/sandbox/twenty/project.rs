//! `/metadata` has a fixed schema: a document that selects what it does not have is refused as a whole.

use serde_json::{Map, Value, json};

use super::document::Field as Selected;

/// What is not there: the GraphQL server's message and place.
pub(crate) type Missing = Value;

/// The type behind a member, for messages. Members without one are scalars and are given as they are.
fn inner(member: &str) -> Option<&'static str> {
    Some(match member {
        "objects" => "ObjectConnection",
        "fields" => "FieldConnection",
        "edges" => "Edge",
        "pageInfo" => "PageInfo",
        "object" | "targetObjectMetadata" | "createOneObject" | "updateOneObject" => "Object",
        "fieldsList"
        | "createOneField"
        | "updateOneField"
        | "deleteOneField"
        | "targetFieldMetadata"
        | "sourceFieldMetadata" => "Field",
        "relation" | "morphRelations" => "Relation",
        "currentWorkspace" => "Workspace",
        "currentUser" => "User",
        "workspaceMember" => "WorkspaceMember",
        "name" => return None,
        "webhooks" | "webhook" | "createWebhook" | "updateWebhook" | "deleteWebhook" => "Webhook",
        "apiKeys" => "ApiKey",
        "role" => "Role",
        _ => return None,
    })
}

/// Picks what was selected.
pub(crate) fn pick(value: &Value, fields: &[Selected], kind: &str) -> Result<Value, Missing> {
    match value {
        Value::Array(list) => list.iter().map(|item| pick(item, fields, kind)).collect(),
        Value::Object(map) if !fields.is_empty() => {
            let mut out = Map::new();
            for field in fields {
                let Some(value) = map.get(&field.name) else { return Err(missing(field, kind, map)) };
                let next = match (inner(&field.name), field.name.as_str(), kind) {
                    (_, "node", "ObjectEdge") => "Object",
                    (_, "node", "FieldEdge") => "Field",
                    (_, "edges", "ObjectConnection") => "ObjectEdge",
                    (_, "edges", "FieldConnection") => "FieldEdge",
                    (Some(next), ..) => next,
                    (None, ..) => "",
                };
                out.insert(field.key().to_owned(), pick(value, &field.fields, next)?);
            }
            Ok(Value::Object(out))
        }
        other => Ok(other.clone()),
    }
}

fn missing(field: &Selected, kind: &str, known: &Map<String, Value>) -> Missing {
    let near =
        known.keys().filter(|name| distance(name, &field.name) <= 3).min_by_key(|name| distance(name, &field.name));
    let hint = near.map(|name| format!(" Did you mean \"{name}\"?")).unwrap_or_default();
    let message = format!("Cannot query field \"{}\" on type \"{kind}\".{hint}", field.name);
    json!({"message": message, "locations": [{"line": field.line, "column": field.column}]})
}

/// The edit distance of two names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = n + 1;
        for (m, y) in b.iter().enumerate() {
            let above = row[m + 1];
            row[m + 1] = (corner + usize::from(x != *y)).min(row[m] + 1).min(above + 1);
            corner = above;
        }
    }
    row[b.len()]
}
