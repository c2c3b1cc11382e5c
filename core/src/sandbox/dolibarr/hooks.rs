//! The module Webhooks: targets, and what is sent to them. It is sent inside of the request that changes something.

use serde_json::{Value, json};

use super::super::delivery::Outgoing;
use super::super::spelling::php;
use super::errors::{Fail, Outcome};
use super::kinds::{Kind, Object, kinds, plain, shown};
use super::state::{Books, id_of};

/// The codes of an object begin with this.
const THINGS: [(&str, &str); 13] = [
    ("thirdparties", "COMPANY"),
    ("contacts", "CONTACT"),
    ("products", "PRODUCT"),
    ("invoices", "BILL"),
    ("supplierinvoices", "BILL_SUPPLIER"),
    ("proposals", "PROPAL"),
    ("orders", "ORDER"),
    ("supplierorders", "ORDER_SUPPLIER"),
    ("projects", "PROJECT"),
    ("tasks", "TASK"),
    ("agendaevents", "ACTION"),
    ("expensereports", "EXPENSE_REPORT"),
    ("shipments", "SHIPPING"),
];

/// Answers `/webhook/...`.
pub(crate) fn answer(books: &mut Books, limited: bool, method: &str, rest: &[&str], body: &Object) -> Outcome<Value> {
    if limited {
        let text = "Access not allowed for login limited. No read permission on target.";
        return Err(if method == "GET" { Fail::call(403, text) } else { Fail::call(403, "") });
    }
    let missing = || Fail::not_found("Target not found");
    let known = |books: &Books, id: &str| books.targets.iter().position(|one| plain(&one["id"]) == id);
    match (method, rest) {
        ("GET", []) if books.targets.is_empty() => Err(Fail::not_found("Targets not found")),
        ("GET", []) => Ok(books.targets.iter().cloned().map(Value::Object).collect()),
        ("POST", []) => {
            for name in ["url", "trigger_codes"] {
                if body.get(name).is_none_or(Value::is_null) {
                    return Err(Fail::call(400, format!("{name} field missing")));
                }
            }
            // Nothing is taken back here, so that nobody is told that a change can wait for a target.
            if body.get("type").is_some_and(|kind| plain(kind) == "0") {
                return Err(Fail::call(501, "The sandbox has no blocking targets"));
            }
            let (id, stamp) = (books.next_id("webhook"), books.stamp());
            let mut made = blank(id, stamp);
            made.extend(body.iter().map(|(name, value)| (name.clone(), value.clone())));
            made.insert("type".into(), json!("1"));
            books.targets.push(made);
            Ok(json!(id))
        }
        ("GET", [id]) => known(books, id).map(|at| Value::Object(books.targets[at].clone())).ok_or_else(missing),
        ("PUT", [id]) => {
            let at = known(books, id).ok_or_else(missing)?;
            let target = &mut books.targets[at];
            target.extend(body.iter().map(|(name, value)| (name.clone(), value.clone())));
            target.insert("fk_user_modif".into(), json!(1));
            Ok(Value::Object(target.clone()))
        }
        ("DELETE", [id]) => {
            let at = known(books, id).ok_or_else(missing)?;
            books.targets.remove(at);
            Ok(json!({"success": {"code": 200, "message": "Target deleted"}}))
        }
        _ => Err(Fail::no_route()),
    }
}

fn blank(id: i64, stamp: i64) -> Object {
    let made = json!({"id": id, "entity": null, "import_key": null, "contacts_ids_internal": null, "ref": null, "status": 1,
        "note_public": null, "note_private": null, "civility_code": null, "date_creation": stamp, "tms": stamp,
        "fk_user_creat": 1, "fk_user_modif": null, "totalpaid": null, "label": null, "type": "1", "description": null,
        "url": null, "trigger_codes": null});
    made.as_object().cloned().unwrap_or_default()
}

/// What is to be known before a request, to tell what it did.
pub(crate) struct Before {
    object: Option<Object>,
    paid: Vec<i64>,
}

pub(crate) fn before(books: &Books, method: &str, parts: &[&str]) -> Option<Before> {
    if books.targets.is_empty() || method == "GET" {
        return None;
    }
    let object = match parts {
        [route, id, ..] => kind(route).zip(id.parse().ok()).and_then(|(kind, id)| books.get(kind, id).ok().cloned()),
        _ => None,
    };
    Some(Before { object, paid: paid(books) })
}

/// What is to be sent of a request that went well.
pub(crate) fn after(books: &Books, before: Before, method: &str, parts: &[&str], said: &Value) -> Vec<Outgoing> {
    let mut told: Vec<(String, Object)> = Vec::new();
    if let Some((code, object)) = happened(books, &before, method, parts, said) {
        told.push((code, object));
    }
    let invoices = kind("invoices");
    for id in paid(books).into_iter().filter(|id| !before.paid.contains(id)) {
        if let Some(object) = invoices.and_then(|kind| books.get(kind, id).ok()) {
            told.push(("BILL_PAYED".to_owned(), shown(object)));
        }
    }
    let on = books.targets.iter().filter(|target| plain(&target["status"]) == "1");
    let asks = |target: &Object, code: &str| plain(&target["trigger_codes"]).split(',').any(|one| one.trim() == code);
    let mut made = Vec::new();
    for target in on {
        for (code, object) in told.iter().filter(|(code, _)| asks(target, code)) {
            let body = php(&json!({"triggercode": code, "object": object}));
            let one = Outgoing::post(&plain(&target["url"]), body)
                .with("User-Agent", "Dolibarr geturl function")
                .with("Accept", "*/*")
                .with("Content-Type", "application/json");
            made.push(one);
        }
    }
    made
}

/// The code of what a request did, and the object: new ones as they are, others as they were when it was told.
fn happened(books: &Books, before: &Before, method: &str, parts: &[&str], said: &Value) -> Option<(String, Object)> {
    let new = |route: &str| {
        let id = said.as_i64()?;
        let mut object = shown(books.get(kind(route)?, id).ok()?);
        object.insert("id".into(), json!(id));
        Some(object)
    };
    if let ("POST", ["stockmovements"]) = (method, parts) {
        return Some(("STOCK_MOVEMENT".to_owned(), new("stockmovements")?));
    }
    let thing = THINGS.iter().find(|(route, _)| Some(route) == parts.first()).map(|(_, thing)| *thing)?;
    let was = before.object.as_ref().map(shown);
    let is = || {
        let object = before.object.as_ref()?;
        books.get(kind(parts.first()?)?, id_of(object)).ok().map(shown)
    };
    let (change, object) = match (method, parts) {
        ("POST", [route]) => ("CREATE", new(route)?),
        // Seen: an edit of a product is told to nobody.
        ("PUT", ["products", _]) => return None,
        ("PUT", [_, _]) => ("MODIFY", is()?),
        ("DELETE", [_, _]) => ("DELETE", was?),
        ("POST", [route, _, action]) => (changed(route, action, &is()?)?, was?),
        _ => return None,
    };
    Some((format!("{thing}_{change}"), object))
}

fn changed(route: &str, action: &str, is: &Object) -> Option<&'static str> {
    Some(match (route, action) {
        (_, "validate") => "VALIDATE",
        (_, "settodraft") => "UNVALIDATE",
        ("invoices", "settounpaid") => "UNPAYED",
        ("proposals", "close") if plain(&is["status"]) == "2" => "CLOSE_SIGNED",
        ("proposals", "close") => "CLOSE_REFUSED",
        ("orders" | "shipments", "close") => "CLOSE",
        ("orders", "reopen") => "REOPEN",
        ("supplierorders" | "expensereports", "approve") => "APPROVE",
        ("supplierorders", "makeorder") => "SUBMIT",
        ("supplierorders", "receive") => "RECEIVE",
        _ => return None,
    })
}

fn kind(route: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.route == route)
}

/// The customers' invoices that are paid.
fn paid(books: &Books) -> Vec<i64> {
    let invoices = kind("invoices").into_iter().flat_map(|kind| books.all(kind));
    invoices.filter(|one| one.get("paye").is_some_and(|paid| plain(paid) == "1")).map(id_of).collect()
}
