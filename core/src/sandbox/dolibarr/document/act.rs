//! State changes: `validate`, `close`, ...

use serde_json::{Value, json};

use super::super::errors::{Fail, Outcome, Stage};
use super::super::kinds::{Kind, Object, plain};
use super::super::state::{Books, kind_of, midnight, number};
use super::state::{answer, needs, note, received, set_state};

/// A state change: `validate`, `close`, ... A state that it has already is 304, where the recordings have it so.
pub(crate) fn act(books: &mut Books, kind: &'static Kind, id: i64, action: &str, body: &Object) -> Outcome<Value> {
    let missing = |_| Fail::not_found(kind.missing_on_get);
    let object = books.get(kind, id).map_err(missing)?.clone();
    let state = number(&object["status"]).to_string();
    let now = books.stamp();
    let day = match kind.route {
        "orders" => object["date"].as_i64().unwrap_or(now),
        "expensereports" => object["date_debut"].as_i64().unwrap_or(now),
        _ => now,
    };
    let to = match (kind.route, action, state.as_str()) {
        ("proposals" | "shipments" | "expensereports", "validate", _) if !body.contains_key("notrigger") => {
            needs(body, "notrigger").map(|()| 1)?
        }
        ("expensereports", "validate", "0") => 2,
        ("proposals" | "orders" | "shipments", "validate", "0") | ("supplierorders", "validate", _) => 1,
        ("expensereports", "approve", "2") => 5,
        ("expensereports", "deny", from) if from != "99" => 99,
        ("proposals", "settodraft", "1" | "2" | "3") | ("orders", "settodraft", "1") => 0,
        ("proposals", "close", _) => {
            needs(body, "status")?;
            let wanted = body["status"].as_i64().unwrap_or(0);
            if wanted > 3 {
                let text = "Invalid value specified for `status`. Maximum allowed value is 3.";
                return Err(Fail::at(Stage::Validate, 400, text));
            }
            wanted
        }
        ("proposals", "setinvoiced", _) => 4,
        // Seen: the answer is as if it were closed, and a draft stays one.
        ("orders", "close", "0") => 0,
        ("orders", "close", from) if from != "3" => 3,
        ("shipments", "close", "1") => 2,
        ("orders", "reopen", "3") => 1,
        ("orders", "setinvoiced", _) => state.parse().unwrap_or(0),
        ("supplierorders", "approve", _) => 2,
        ("supplierorders", "makeorder", _) => {
            for name in ["date", "method"] {
                if !body.contains_key(name) {
                    return Err(Fail::at(Stage::Validate, 400, format!("`{name}` is required.")));
                }
            }
            3
        }
        ("supplierorders", "receive", _) => received(&object, &state, body)?,
        (_, "validate" | "approve" | "deny" | "settodraft" | "close" | "reopen", _) => return Err(Fail::Unchanged),
        _ => return Err(Fail::no_route()),
    };
    let fresh = plain(&object["ref"]).starts_with("(PROV");
    let prefix = match kind.route {
        "proposals" => "PR",
        "orders" => "SO",
        "supplierorders" => "PO",
        "shipments" => "SH",
        _ => "ER",
    };
    let number = (action == "validate" && fresh).then(|| books.numbered(kind, "ref", prefix, day, 4));
    let object = books.get_mut(kind, id)?;
    if let Some(number) = number {
        object.insert("ref".into(), json!(number));
    }
    set_state(object, to);
    object.insert(kind.changed.into(), json!(now));
    let again = action == "setinvoiced" && plain(object.get("billed").unwrap_or(&Value::Null)) == "1";
    let dated = match (kind.route, action) {
        ("proposals" | "orders", "validate") => "date_validation",
        (_, "validate") => "date_valid",
        (_, "approve") => "date_approve",
        (_, "deny") => "date_refuse",
        ("proposals", "close") if to == 2 => "date_signature",
        ("shipments", "close") => "date_shipping",
        _ => "",
    };
    for dated in [dated, if dated == "date_validation" { "datev" } else { "" }] {
        if object.contains_key(dated) {
            object.insert(dated.into(), json!(now));
        }
    }
    match action {
        "setinvoiced" if kind.route == "orders" => drop(object.insert("billed".into(), json!("1"))),
        "close" | "makeorder" => note(object, body, if action == "close" { "note_private" } else { "comment" }),
        _ => {}
    }
    if action == "makeorder" {
        let day = body.get("date").and_then(midnight).unwrap_or(now);
        object.insert("date".into(), json!(day));
        object.insert("date_commande".into(), json!(day));
        object.insert("methode_commande_id".into(), json!(plain(&body["method"])));
    }
    if kind.route == "shipments" && action == "validate" {
        let order = plain(&books.get(kind, id)?["origin_id"]).parse().unwrap_or(0);
        // Seen: the order is then in process.
        if let Ok(order) = books.get_mut(kind_of("orders"), order) {
            set_state(order, 2);
        }
    }
    Ok(answer(books, kind, id, if again { "get" } else { action }))
}
