//! Payments: each is three writes one after the other, and the answer shows the invoice as it was before the last.

use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::kinds::{Kind, Object};
use super::money;
use super::read::{Answer, checked_id, done};
use super::state::{Installation, View};
use super::{invoice, write};

const ZERO: &str = "The Minimum Amount couldn't be 0";

fn amount(doc: &Object, name: &str) -> f64 {
    doc.get(name).and_then(money::parse).unwrap_or(0.0)
}

/// What is left of an invoice.
fn left(invoice: &Object) -> f64 {
    money::sub(amount(invoice, "total"), money::add(amount(invoice, "discount"), amount(invoice, "credit")))
}

pub(crate) fn create(here: &mut Installation, kind: &'static Kind, body: &Object) -> Outcome<Answer> {
    // Only the number nothing is caught, not the text "0".
    if body.get("amount").is_some_and(|a| a.as_f64() == Some(0.0)) {
        return Err(Fail::new(202, ZERO));
    }
    let Some(of) = body.get("invoice").and_then(|id| here.alive("invoice", id)).cloned() else {
        let message = "Cannot destructure property 'total' of 'currentInvoice' as it is null.";
        return Err(Fail::thrown("create", message, json!({})));
    };
    let most = left(&of);
    if amount(body, "amount") > most {
        return Err(Fail::new(202, format!("The Max Amount you can add is {}", money::number(most))));
    }
    let mut given = kind.read(body, true).map_err(|errors| Fail::invalid("create", kind.model, errors))?;
    if !here.former {
        given.remove("paymentMode");
    }
    let (id, now) = (write::new_id(here, kind, body)?, json!(here.now()));
    let defaults = [("removed", json!(false)), ("date", now.clone()), ("currency", json!("NA"))];
    let mut doc: Object = defaults.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    doc.extend(given);
    if let Some(Value::String(currency)) = doc.get("currency").cloned() {
        doc.insert("currency".into(), json!(currency.to_uppercase()));
    }
    let own = [("_id", id.clone()), ("updated", now.clone()), ("created", now), ("__v", json!(0))];
    doc.extend(own.into_iter().map(|(k, v)| (k.to_owned(), v)));
    let (paid, shown) = (amount(&doc, "amount"), here.view("payment", &doc, View::Plain));
    here.insert(kind, doc);
    credit(here, &of["_id"], paid, Some(id));
    Ok(done(shown, "Payment Invoice created successfully"))
}

/// Raises what was paid of an invoice, in doubles that are not rounded.
fn credit(here: &mut Installation, invoice: &Value, by: f64, payment: Option<Value>) {
    let Some(doc) = here.change("invoice", invoice) else { return };
    let sum = amount(doc, "credit") + by;
    doc.insert("credit".into(), money::number(sum));
    if let (Some(payment), Some(Value::Array(list))) = (payment, doc.get_mut("payment")) {
        list.push(payment);
    }
    invoice::settle(doc);
}

pub(crate) fn update(here: &mut Installation, kind: &'static Kind, id: &str, body: &Object) -> Outcome<Answer> {
    if body.get("amount").is_some_and(|a| a.as_f64() == Some(0.0)) {
        return Err(Fail::new(202, ZERO));
    }
    let id = checked_id(kind, id, "update")?;
    let Some(mut doc) = here.alive("payment", &id).cloned() else {
        let message = "Cannot destructure property 'amount' of 'previousPayment' as it is null.";
        return Err(Fail::thrown("update", message, json!({})));
    };
    let before = amount(&doc, "amount");
    // An amount that is not sent counts as nothing: the payment keeps it, the invoice loses it.
    let by = money::sub(amount(body, "amount"), before);
    let of = doc["invoice"].clone();
    let most = here.find("invoice", &of).map_or(0.0, left);
    if by > most {
        let message = format!("The Max Amount you can add is {}", money::number(money::add(most, before)));
        return Err(Fail::new(202, message.clone()).put("error", json!(message)));
    }
    let kept = ["number", "date", "amount", "ref", "description"];
    let mut given = kind.read(body, false).map_err(|errors| Fail::invalid("update", kind.model, errors))?;
    given.retain(|name, _| kept.contains(&name.as_str()));
    doc.extend(given);
    doc.insert("updated".into(), json!(here.now()));
    let shown = here.view("payment", &doc, View::Plain);
    if let Some(stored) = here.change("payment", &id) {
        *stored = doc;
    }
    credit(here, &of, by, None);
    Ok(done(shown, "Successfully updated the Payment "))
}

pub(crate) fn delete(here: &mut Installation, kind: &'static Kind, id: &str) -> Outcome<Answer> {
    let id = checked_id(kind, id, "delete")?;
    let mut doc = here.alive("payment", &id).cloned().ok_or_else(Fail::not_found)?;
    doc.insert("removed".into(), json!(true));
    let shown = here.view("payment", &doc, View::Plain);
    let (of, paid) = (doc["invoice"].clone(), amount(&doc, "amount"));
    if let Some(stored) = here.change("payment", &id) {
        *stored = doc;
    }
    credit(here, &of, -paid, None);
    Ok(done(shown, "Successfully Deleted the document "))
}
