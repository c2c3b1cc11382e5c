//! Invoices, with their strict schema, and quotes, with none.

use serde_json::{Value, json};

use super::fail::{Fail, Outcome};
use super::kinds::{Kind, Object, date};
use super::money;
use super::read::{Answer, checked_id, done};
use super::state::{Installation, View};

/// The schema in front of invoices: exactly these members, checked in this order, the first fault is told.
fn check(body: &Object) -> Outcome<()> {
    let fault = |name: &str, says: &str| Err(Fail::new(400, format!("\"{name}\" {says}")));
    let names = ["client", "number", "year", "status", "notes", "expiredDate", "date", "items", "taxRate"];
    for name in names {
        let Some(value) = body.get(name) else {
            if name == "notes" {
                continue;
            }
            return fault(name, "is required");
        };
        match name {
            "number" | "year" if money::parse(value).is_none() => return fault(name, "must be a number"),
            "status" | "notes" if !value.is_string() => return fault(name, "must be a string"),
            "date" | "expiredDate" if date(value).is_none() => return fault(name, "must be a valid date"),
            "client" if !value.is_string() && !value.is_object() => {
                return fault(name, "must be one of [string, object]");
            }
            "taxRate" if !value.is_string() && !value.is_number() => {
                return fault(name, "must be one of [number, string]");
            }
            "items" => check_items(value)?,
            _ => {}
        }
    }
    match body.keys().find(|k| !names.contains(&k.as_str())) {
        Some(other) => fault(other, "is not allowed"),
        None => Ok(()),
    }
}

fn check_items(items: &Value) -> Outcome<()> {
    let fault = |name: String, says: &str| Err(Fail::new(400, format!("\"{name}\" {says}")));
    let Some(list) = items.as_array() else { return fault("items".into(), "must be an array") };
    if list.is_empty() {
        return fault("items".into(), "does not contain 1 required value(s)");
    }
    for (index, item) in list.iter().enumerate() {
        let at = |name: &str| format!("items[{index}].{name}");
        for (name, number) in [("itemName", false), ("quantity", true), ("price", true), ("total", true)] {
            match item.get(name) {
                None => return fault(at(name), "is required"),
                Some(value) if number && money::parse(value).is_none() => return fault(at(name), "must be a number"),
                Some(value) if !number && !value.is_string() => return fault(at(name), "must be a string"),
                Some(_) => {}
            }
        }
        let names = ["_id", "itemName", "description", "quantity", "price", "total"];
        if let Some(other) = item.as_object().and_then(|o| o.keys().find(|k| !names.contains(&k.as_str()))) {
            return fault(at(other), "is not allowed");
        }
    }
    Ok(())
}

/// The lines with their sums, and the sums of the document.
fn totals(here: &mut Installation, body: &Object, doc: &mut Object) {
    let rate = body.get("taxRate").and_then(money::parse).unwrap_or(0.0);
    let (mut items, mut sub_total) = (Vec::new(), 0.0);
    for item in body.get("items").and_then(Value::as_array).into_iter().flatten() {
        let amount = |name: &str| item.get(name).and_then(money::parse).unwrap_or(0.0);
        let total = money::multiply(amount("quantity"), amount("price"));
        sub_total = money::add(sub_total, total);
        let mut line = item.clone();
        line["total"] = money::number(total);
        line["quantity"] = money::number(amount("quantity"));
        line["price"] = money::number(amount("price"));
        line["_id"] = json!(here.new_id());
        items.push(line);
    }
    let tax = money::multiply(sub_total, rate / 100.0);
    doc.insert("items".into(), json!(items));
    doc.insert("subTotal".into(), money::number(sub_total));
    doc.insert("taxTotal".into(), money::number(tax));
    doc.insert("total".into(), money::number(money::add(sub_total, tax)));
}

/// `paid` when nothing is left, a total of nothing included.
pub(crate) fn settle(doc: &mut Object) {
    let amount = |name: &str| doc.get(name).and_then(money::parse).unwrap_or(0.0);
    let (due, credit) = (money::sub(amount("total"), amount("discount")), money::round(amount("credit")));
    let word = match credit {
        c if c == due => "paid",
        c if c > 0.0 => "partially",
        _ => "unpaid",
    };
    doc.insert("paymentStatus".into(), json!(word));
}

pub(crate) fn create(here: &mut Installation, kind: &'static Kind, body: &Object) -> Outcome<Answer> {
    let quote = kind.entity == "quote";
    if !quote {
        check(body)?;
    }
    let given = kind.read(body, true).map_err(|errors| Fail::invalid("create", kind.model, errors))?;
    let (id, now) = (here.new_id(), json!(here.now()));
    let mut doc = Object::new();
    let defaults = json!({"removed": false, "createdBy": here.admin["_id"], "currency": "NA", "credit": 0, "discount": 0,
        "approved": false, "notes": "", "status": "draft", "files": [], "taxRate": 0});
    if let Value::Object(defaults) = defaults {
        doc.extend(defaults);
    }
    let own = if quote {
        json!({"converted": false, "isExpired": false})
    } else {
        json!({"payment": [], "isOverdue": false})
    };
    if let Value::Object(own) = own {
        doc.extend(own);
    }
    doc.extend(given);
    if let Some(Value::String(currency)) = doc.get("currency").cloned() {
        doc.insert("currency".into(), json!(currency.to_uppercase()));
    }
    totals(here, body, &mut doc);
    if !quote {
        settle(&mut doc);
    }
    doc.insert("pdf".into(), json!(format!("{}-{id}.pdf", kind.entity)));
    doc.insert("_id".into(), json!(id));
    doc.insert("updated".into(), now.clone());
    doc.insert("created".into(), now);
    doc.insert("__v".into(), json!(0));
    let shown = here.view(kind.entity, &doc, View::Plain);
    here.insert(kind, doc);
    here.count_up(if quote { "last_quote_number" } else { "last_invoice_number" });
    Ok(done(shown, format!("{} created successfully", kind.model)))
}

pub(crate) fn update(here: &mut Installation, kind: &'static Kind, id: &str, body: &Object) -> Outcome<Answer> {
    let quote = kind.entity == "quote";
    if quote && body.get("items").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Err(Fail::new(400, "Items cannot be empty"));
    }
    if !quote {
        check(body)?;
    }
    let id = checked_id(kind, id, "update")?;
    let Some(mut doc) = here.alive(kind.entity, &id).cloned() else {
        let message = "Cannot destructure property 'credit' of 'previousInvoice' as it is null.";
        return match quote {
            true => Ok(done(Value::Null, "we update this document ")),
            false => Err(Fail::thrown("update", message, json!({}))),
        };
    };
    let mut given = kind.read(body, false).map_err(|errors| Fail::invalid("update", kind.model, errors))?;
    given.remove("currency");
    doc.extend(given);
    totals(here, body, &mut doc);
    if !quote {
        settle(&mut doc);
    }
    let shown = here.view(kind.entity, &doc, View::Plain);
    if let Some(kept) = here.change(kind.entity, &id) {
        *kept = doc;
    }
    Ok(done(shown, "we update this document "))
}

/// Marks an invoice and its payments; answers what it was before.
pub(crate) fn delete(here: &mut Installation, kind: &'static Kind, id: &str) -> Outcome<Answer> {
    let id = checked_id(kind, id, "delete")?;
    let doc = here.alive("invoice", &id).cloned().ok_or_else(|| Fail::new(404, "Invoice not found"))?;
    let shown = here.view("invoice", &doc, View::Plain);
    for payment in doc["payment"].as_array().into_iter().flatten() {
        if let Some(kept) = here.change("payment", payment) {
            kept.insert("removed".into(), json!(true));
        }
    }
    if let Some(kept) = here.change("invoice", &id) {
        kept.insert("removed".into(), json!(true));
    }
    Ok(done(shown, "Invoice deleted successfully"))
}
