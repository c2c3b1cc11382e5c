//! The settings: the company, its money, the numbers of the last documents.

use serde_json::{Value, json};

use super::super::message::Request;
use super::fail::{Fail, Outcome};
use super::kinds::{Kind, Object};
use super::read::{self, Answer, done};
use super::state::{Installation, View};
use super::write;

pub(crate) fn act(
    here: &mut Installation,
    kind: &'static Kind,
    request: &Request,
    parts: &[&str],
    body: &Object,
) -> Outcome<Answer> {
    let by_key = |here: &Installation, key: &str| {
        let wanted = json!(key.to_lowercase());
        here.all("setting").iter().find(|s| s["settingKey"] == wanted).cloned()
    };
    let unknown = |key: &str| Fail::new(404, format!("No document found by this settingKey: {key}"));
    match (request.method.as_str(), parts) {
        ("GET", ["readbysettingkey", key]) => {
            let doc = by_key(here, key).ok_or_else(|| unknown(key))?;
            Ok(done(Value::Object(doc), format!("we found this document by this settingKey: {key}")))
        }
        ("GET", ["listbysettingkey"]) => {
            let keys = request.param("settingKeyArray").unwrap_or_default();
            let found: Vec<Value> = here
                .all("setting")
                .iter()
                .filter(|s| keys.split(',').any(|k| s["settingKey"] == json!(k.to_lowercase())))
                .map(|s| here.view("setting", s, View::Plain))
                .collect();
            match found.is_empty() {
                true => {
                    Ok((202, json!({"success": false, "result": [], "message": "No document found by this request"})))
                }
                false => Ok(done(json!(found), "Successfully found all documents")),
            }
        }
        ("PATCH", ["updatebysettingkey", key]) => {
            let value = body.get("settingValue").cloned().unwrap_or(Value::Null);
            let falsy = value.is_null() || [json!(false), json!(0), json!("")].contains(&value);
            if falsy {
                return Err(Fail::new(202, "No settingValue provided "));
            }
            let doc = by_key(here, key).ok_or_else(|| unknown(key))?;
            let changed = here.change("setting", &doc["_id"]).ok_or_else(|| unknown(key))?;
            changed.insert("settingValue".into(), value);
            let shown = Value::Object(changed.clone());
            Ok(done(shown, format!("we update this document by this settingKey: {key}")))
        }
        ("PATCH", ["updatemanysetting"]) => {
            let Some(list) = body.get("settings").and_then(Value::as_array) else {
                return Err(Fail::thrown("updateManySetting", "settings is not iterable", json!({})));
            };
            if list.is_empty() || list.iter().any(|s| s.get("settingKey").is_none() || s.get("settingValue").is_none())
            {
                return Err(Fail::new(202, "No settings provided "));
            }
            for setting in list {
                let doc = by_key(here, setting["settingKey"].as_str().unwrap_or_default());
                if let Some(kept) = doc.and_then(|d| here.change("setting", &d["_id"])) {
                    kept.insert("settingValue".into(), setting["settingValue"].clone());
                }
            }
            Ok(done(json!([]), "we update all settings"))
        }
        ("GET", ["list"]) => read::list(here, kind, request),
        ("GET", ["listall"]) => read::list_all(here, kind, request),
        ("GET", ["search"]) => read::search(here, kind, request),
        ("GET", ["filter"]) => read::filter(here, kind, request),
        ("GET", ["read", id]) => read::read(here, kind, id),
        ("POST", ["create"]) => write::create(here, kind, body),
        ("PATCH", ["update", id]) => write::update(here, kind, id, body),
        _ => Err(Fail::no_route()),
    }
}
