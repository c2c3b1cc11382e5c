//! A document that is read before a write: prepared by the system, or the record itself where an update replaces it
//! whole.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::answer::Call;
use super::exchange::Holes;
use crate::error::{Code, Error, Result};
use crate::manifest::{KeptForm, Operation, Prefill, PrefillRows};
use crate::mapping::set_path;
use crate::protocol::{text_of, value_at};

/// The document of an operation; empty where it has none.
pub(super) async fn prefilled(
    call: Call<'_>,
    name: &str,
    operation: &Operation,
    holes: Holes<'_>,
) -> Result<Map<String, Json>> {
    let Some(prefill) = &operation.prefill else { return Ok(Map::new()) };
    let connection = Arc::clone(call.connection);
    let url = connection.url(call.plan, &prefill.get, &prefill.query, holes)?;
    let tree = connection.fetch(name, url, call.deadline).await?;
    let pointer = connection.pointer(call.plan, &prefill.at, holes);
    let found = match value_at(&tree, &pointer) {
        Some(Json::Array(items)) => items.first(),
        found => found,
    };
    let document = found.and_then(Json::as_object).ok_or_else(|| {
        Error::new(Code::UpstreamInvalid, "the system did not give the document that this call begins with")
    })?;
    Ok(kept(prefill, document))
}

/// The part of a document that is sent back.
fn kept(prefill: &Prefill, document: &Map<String, Json>) -> Map<String, Json> {
    if prefill.keep.is_empty() && prefill.rows.is_empty() {
        return document.clone();
    }
    let document = Json::Object(document.clone());
    let mut body = pick(&document, prefill.keep.iter());
    for (to, form) in &prefill.forms {
        let path: Vec<&str> = to.split('.').collect();
        if let Some(value) = member_mut(&mut body, &path) {
            *value = formed(*form, value);
        }
    }
    for (to, PrefillRows { from, keep }) in &prefill.rows {
        let Some(rows) = at(&document, from).and_then(Json::as_array) else { continue };
        // An empty list is left out, as the system has it.
        if !rows.is_empty() {
            let rows: Json = rows.iter().map(|row| Json::Object(pick(row, keep.iter()))).collect();
            put(&mut body, to, rows);
        }
    }
    body
}

fn pick<'k>(from: &Json, keep: impl Iterator<Item = (&'k String, &'k String)>) -> Map<String, Json> {
    let mut picked = Map::new();
    for (to, path) in keep {
        if let Some(value) = at(from, path).filter(|value| !value.is_null()) {
            put(&mut picked, to, value.clone());
        }
    }
    picked
}

fn member_mut<'b>(body: &'b mut Map<String, Json>, path: &[&str]) -> Option<&'b mut Json> {
    let (first, rest) = path.split_first()?;
    let value = body.get_mut(*first)?;
    if rest.is_empty() { Some(value) } else { member_mut(value.as_object_mut()?, rest) }
}

/// A kept value in the form that the system takes; as it is where it is none that could be.
fn formed(form: KeptForm, value: &Json) -> Json {
    match (form, text_of(value).as_deref()) {
        (KeptForm::Bool, Some("1" | "true")) => Json::Bool(true),
        (KeptForm::Bool, Some("0" | "false")) => Json::Bool(false),
        (KeptForm::Bool, _) => value.clone(),
    }
}

fn at<'t>(tree: &'t Json, path: &str) -> Option<&'t Json> {
    value_at(tree, &format!("/{}", path.replace('.', "/")))
}

fn put(body: &mut Map<String, Json>, path: &str, value: Json) {
    let path: Vec<_> = path.split('.').map(Into::into).collect();
    set_path(body, &path, value);
}

/// Lays members over a document: objects member by member, everything else whole.
pub(super) fn lay_over(document: &mut Map<String, Json>, members: Map<String, Json>) {
    for (name, value) in members {
        match (document.get_mut(&name), value) {
            (Some(Json::Object(there)), Json::Object(inner)) => lay_over(there, inner),
            (_, value) => drop(document.insert(name, value)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_kept_is_sent_back_and_the_input_lies_over_it() {
        let prefill: Prefill = serde_json::from_value(serde_json::json!({
            "get": "/x", "at": "",
            "keep": {"customerId": "customer.id", "note": "note", "gone": "gone", "address.city": "city", "taxed": "is_taxed"},
            "as": {"taxed": "bool", "gone": "bool"},
            "rows": {"entries": {"from": "lines", "keep": {"index": "index", "itemId": "item.id"}},
                "files": {"from": "files", "keep": {"key": "key"}}},
        }))
        .unwrap();
        let document = serde_json::json!({
            "customer": {"id": 7, "name": "n"}, "note": null, "city": "Ulm", "computed": 1.10, "is_taxed": 1,
            "lines": [{"index": 1, "item": {"id": 3}, "total": 5}, {"index": 2}], "files": [],
        });
        let mut body = kept(&prefill, document.as_object().unwrap());
        let input = serde_json::json!({"note": null, "address": {"street": "Gasse"}});
        lay_over(&mut body, input.as_object().unwrap().clone());
        let expected = serde_json::json!({
            "customerId": 7, "note": null, "taxed": true, "address": {"city": "Ulm", "street": "Gasse"},
            "entries": [{"index": 1, "itemId": 3}, {"index": 2}],
        });
        assert_eq!(Json::Object(body), expected);
    }
}
