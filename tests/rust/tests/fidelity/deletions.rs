//! What a list of deletions tells, read as the bridge reads it: ids and moments, which are no fields of a record.

use coreflow_bridge::manifest::{Entity, Operation};
use coreflow_bridge::mapping::{read_instant, scalar_text};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

/// The deletions of an entity in a recorded answer; nothing when it is about another entity, or holds less than the
/// bridge asks for.
pub(crate) fn deletions(entity: &Entity, feed: &Operation, text: &str) -> Result<Option<Vec<Json>>, String> {
    let tree: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let items = tree.pointer(feed.answer.items.as_deref().unwrap_or_default()).and_then(Json::as_array);
    let items = items.ok_or("the list of deletions is not a list")?;
    let mut found = Vec::new();
    for item in items {
        let item = item.pointer(feed.answer.item.as_deref().unwrap_or_default()).unwrap_or(item);
        if !is_of(entity, item) {
            continue;
        }
        let spec = &entity.deleted;
        let Some(id) = spec.id.as_deref().and_then(|at| item.pointer(&pointer(at))) else { return Ok(None) };
        let at = match &spec.at {
            None => None,
            Some(map) => match item.pointer(&pointer(map.at.as_deref().unwrap_or_default())) {
                None => return Ok(None),
                Some(raw) => Some(read_instant(map, &raw.to_string(), &TimeZone::UTC)?),
            },
        };
        found.push(json!({"remote_id": scalar_text(&id.to_string()), "deleted_at": at}));
    }
    Ok((items.is_empty() || !found.is_empty()).then_some(found))
}

/// Whether the filter that the bridge sends would let the row through, as far as the row shows.
fn is_of(entity: &Entity, item: &Json) -> bool {
    entity.deleted.filter.iter().all(|(column, operator, value)| {
        let Some(there) = item.pointer(&pointer(column)) else { return true };
        match operator.as_str() {
            "=" | "eq" => {
                let wanted = value.to_string().trim_matches('"').replace("{type}", &entity.kind);
                there.to_string().trim_matches('"') == wanted
            }
            "ne" => there != value,
            _ => true,
        }
    })
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}
