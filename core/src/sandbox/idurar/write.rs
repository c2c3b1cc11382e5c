//! Writing: what all models share, and what taxes and payment modes refuse.

use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::kinds::{Kind, Object, is_id};
use super::read::{Answer, checked_id, done};
use super::state::{Installation, View};

pub(crate) fn create(here: &mut Installation, kind: &'static Kind, body: &Object) -> Outcome<Answer> {
    let controller = if ["taxes", "paymentmode"].contains(&kind.entity) { "" } else { "create" };
    let given = kind.read(body, true).map_err(|errors| Fail::invalid(controller, kind.model, errors))?;
    let id = new_id(here, kind, body)?;
    let mut doc = Object::from_iter([("removed".to_owned(), json!(false)), ("enabled".to_owned(), json!(true))]);
    let now = json!(here.now());
    match kind.entity {
        "client" => {
            doc.insert("updated".into(), now.clone());
            doc.insert("created".into(), now);
        }
        "taxes" | "paymentmode" => {
            let first = here.all(kind.entity).is_empty();
            doc.insert("isDefault".into(), json!(first));
            doc.insert("created".into(), now);
        }
        _ => {
            doc.insert("isPrivate".into(), json!(false));
            doc.insert("isCoreSetting".into(), json!(false));
        }
    }
    doc.extend(given);
    doc.insert("_id".into(), id.clone());
    doc.insert("__v".into(), json!(0));
    if let Some(Value::String(key)) = doc.get("settingKey").cloned() {
        doc.insert("settingKey".into(), json!(key.to_lowercase()));
    }
    if doc.get("isDefault") == Some(&json!(true)) {
        here.no_default(kind.entity, &id);
    }
    let shown = Value::Object(doc.clone());
    here.insert(kind, doc);
    let message = match kind.entity {
        "taxes" => "Tax created successfully",
        "paymentmode" => "payment mode created successfully",
        _ => "Successfully Created the document in Model ",
    };
    Ok(done(shown, message))
}

/// The id that the caller chose, where the model takes one, or the next.
pub(crate) fn new_id(here: &mut Installation, kind: &Kind, body: &Object) -> Outcome<Value> {
    match body.get("_id").filter(|id| is_id(id)) {
        Some(id) if here.find(kind.entity, id).is_some() => Err(Fail::duplicate(kind.entity)),
        Some(id) => Ok(id.clone()),
        None => Ok(json!(here.new_id())),
    }
}

pub(crate) fn update(here: &mut Installation, kind: &'static Kind, id: &str, body: &Object) -> Outcome<Answer> {
    let id = checked_id(kind, id, "update")?;
    let given = kind.read(body, false).map_err(|errors| Fail::invalid("update", kind.model, errors))?;
    let master = ["taxes", "paymentmode"].contains(&kind.entity);
    let others = here.all(kind.entity).iter().any(|d| d["_id"] != id && d["removed"] == json!(false));
    if master && given.get("enabled") == Some(&json!(false)) && !others {
        return Err(Fail::new(422, "You cannot disable the only one"));
    }
    if master && given.get("isDefault") == Some(&json!(true)) {
        here.no_default(kind.entity, &id);
    }
    let alive = here.alive(kind.entity, &id).is_some();
    let doc = here.change(kind.entity, &id).filter(|_| alive).ok_or_else(Fail::not_found)?;
    doc.extend(given);
    let message = match kind.entity {
        "taxes" => "Tax updated successfully",
        "paymentmode" => "paymentMode updated successfully",
        _ => "we update this document ",
    };
    Ok(done(Value::Object(doc.clone()), message))
}

/// Marks a document; the second time too.
pub(crate) fn delete(here: &mut Installation, kind: &'static Kind, id: &str) -> Outcome<Answer> {
    match kind.entity {
        "taxes" => return Err(Fail::new(403, "you can't delete tax after it has been created")),
        "paymentmode" => return Err(Fail::new(403, "you can't delete payment mode after it has been created")),
        _ => {}
    }
    let id = checked_id(kind, id, "delete")?;
    let doc = here.change(kind.entity, &id).ok_or_else(Fail::not_found)?;
    doc.insert("removed".into(), json!(true));
    let doc = doc.clone();
    Ok(done(here.view(kind.entity, &doc, View::Plain), "Successfully Deleted the document "))
}
