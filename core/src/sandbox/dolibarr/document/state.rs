//! What state changes share: the state itself, receipts, notes, answers.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::errors::{Fail, Outcome, Stage};
use super::super::kinds::{Kind, Object, plain};
use super::super::state::{Books, number};

pub(super) fn set_state(object: &mut Object, state: i64) {
    for name in ["status", "statut"] {
        if let Some(before) = object.get(name) {
            let as_text = !before.is_number();
            object.insert(name.into(), if as_text { json!(state.to_string()) } else { json!(state) });
        }
    }
}

pub(super) fn needs(body: &Object, name: &str) -> Outcome<()> {
    match body.contains_key(name) {
        true => Ok(()),
        false => Err(Fail::at(
            Stage::Validate,
            400,
            format!("Invalid value specified for `{name}`. Expecting integer value"),
        )),
    }
}

/// The state after a receipt: what came in all, or that the order counts as complete.
pub(super) fn received(object: &Object, state: &str, body: &Object) -> Outcome<i64> {
    for line in body.get("lines").and_then(Value::as_array).into_iter().flatten() {
        if line.get("fk_product").is_none_or(Value::is_null) {
            let text = format!("Error dispatch order line {}: Incorrect integer value: ''", plain(&line["id"]));
            return Err(Fail::call(500, text));
        }
    }
    let lines = body.get("lines").and_then(Value::as_array).map(Vec::len).unwrap_or(0);
    let close = body.get("closeopenorder").map(plain).is_some_and(|c| c == "1");
    Ok(match (lines, close) {
        (0, _) => state.parse().unwrap_or(0),
        (_, true) => 5,
        _ => {
            let ordered: Decimal = object["lines"].as_array().into_iter().flatten().map(|l| number(&l["qty"])).sum();
            let came: Decimal = body["lines"].as_array().into_iter().flatten().map(|l| number(&l["qty"])).sum();
            if came >= ordered { 5 } else { 4 }
        }
    })
}

pub(super) fn note(object: &mut Object, body: &Object, from: &str) {
    let text = body.get(from).map(plain).unwrap_or_default();
    if !text.is_empty() {
        let before = plain(&object["note_private"]);
        let all = if before.is_empty() { text } else { format!("{before}\n{text}") };
        object.insert("note_private".into(), json!(all));
    }
}

pub(super) fn answer(books: &Books, kind: &'static Kind, id: i64, action: &str) -> Value {
    let Ok(object) = books.get(kind, id) else { return Value::Null };
    let reference = plain(&object["ref"]);
    if kind.route == "supplierorders" {
        let done = match action {
            "validate" => "validated",
            "approve" => "approved",
            "makeorder" => "sent",
            _ => "received",
        };
        return json!({"success": {"code": 200, "message": format!("Order {done} (Ref={reference})")}});
    }
    if action == "reopen" {
        return json!(1);
    }
    let view = match action {
        "validate" => "state",
        "settodraft" => "draft",
        "setinvoiced" => "billed",
        other => other,
    };
    Value::Object(books.shapes.of(kind).view(view, kind, object))
}
