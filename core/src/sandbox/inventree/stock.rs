//! Stock items: how they come, and the adjustments that leave a history.

use serde_json::{Value, json};

use super::check;
use super::errors::{Fail, Outcome, no_object};
use super::store::{Row, Store, amount, at, flag, int, number, round, text};
use super::view::{self, Shown};
use crate::sandbox::message::Reply;

/// What the answers about several new items show besides.
pub(crate) const DETAILED: &[&str] = &["location_detail", "supplier_part_detail"];

/// POST always answers a list.
pub(crate) fn create(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let part = int(sent, "part").and_then(|pk| store.find("part", pk)).cloned();
    let Some(part) = part else {
        return Err(Fail { status: 400, body: json!({"part": "Valid part must be supplied"}) });
    };
    let mut row = check::body(store, "stock", sent, false)?;
    if int(&row, "location").and_then(|pk| store.find("location", pk)).is_some_and(|place| flag(place, "structural")) {
        return Err(Fail::field("location", "Stock items cannot be located into structural stock locations!"));
    }
    if flag(&part, "virtual") {
        return Err(Fail::field("part", "Stock item cannot be created for virtual parts"));
    }
    let wanted = row
        .remove("serial_numbers")
        .and_then(|value| value.as_str().map(str::to_owned))
        .filter(|text| !text.is_empty());
    row.remove("use_pack_size");
    let status = row.get("status").cloned().unwrap_or(json!(10));
    let known = status.as_i64().is_some_and(|status| !view::status_text("stock", status).is_empty());
    row.insert("status_custom_key".into(), status);
    if !known {
        row.insert("status".into(), json!(10));
    }
    row.insert("batch".into(), row.get("batch").cloned().unwrap_or(json!("")));
    row.insert("link".into(), row.get("link").cloned().unwrap_or(json!("")));
    row.insert("tags".into(), row.get("tags").cloned().unwrap_or(json!([])));
    let mut made = Vec::new();
    let several = wanted.is_some();
    match wanted {
        None => made.push(keep(store, row)),
        Some(wanted) => {
            if !flag(&part, "trackable") {
                return Err(Fail::field(
                    "serial_numbers",
                    "Serial numbers cannot be supplied for a non-trackable part",
                ));
            }
            let serials = serials(store, &wanted, int(&part, "pk").unwrap_or_default())?;
            if serials.len() as f64 != number(&row, "quantity") {
                let said = miscounted(serials.len(), number(&row, "quantity"));
                return Err(Fail { status: 400, body: json!({"quantity": [said], "serial_numbers": [said]}) });
            }
            for serial in serials {
                let mut one = row.clone();
                one.insert("serial".into(), json!(serial));
                one.insert("quantity".into(), json!(1.0));
                made.push(keep(store, one));
            }
        }
    }
    Ok(Reply::json(201, shown(store, &made, if several { DETAILED } else { &[] })))
}

fn miscounted(serials: usize, quantity: f64) -> String {
    format!("Number of unique serial numbers ({serials}) must match quantity ({})", quantity as i64)
}

pub(crate) fn shown(store: &Store, made: &[i64], flags: &[&str]) -> Value {
    let how = Shown { operation: "create", flags: flags.iter().map(|flag| (*flag).to_owned()).collect() };
    let mut items: Vec<Value> = Vec::new();
    for row in made.iter().filter_map(|pk| store.find("stock", *pk)) {
        let mut item = view::shown(store, "stock", row, &how);
        if let Some(item) = item.as_object_mut().filter(|_| flags.is_empty()) {
            item.remove("supplier_part_detail");
            item.remove("location_detail");
        }
        items.push(item);
    }
    Value::Array(items)
}

/// `1,3-5`, `10+2`.
fn serials(store: &Store, wanted: &str, part: i64) -> Outcome<Vec<String>> {
    let mut serials = Vec::new();
    for word in wanted.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let range = |from: &str, to: i64| -> Vec<String> {
            let first: i64 = from.parse().unwrap_or_default();
            (first..=to.min(first + 1000)).map(|number| format!("{number:0width$}", width = from.len())).collect()
        };
        match (word.split_once('-'), word.split_once('+')) {
            (Some((from, to)), _) => serials.extend(range(from, to.parse().unwrap_or_default())),
            (_, Some((from, more))) => {
                let first: i64 = from.parse().unwrap_or_default();
                serials.extend(range(from, first + more.parse::<i64>().unwrap_or_default()));
            }
            _ => serials.push(word.to_owned()),
        }
    }
    let taken: Vec<&String> = serials
        .iter()
        .filter(|serial| store.those("stock", "part", part).any(|row| text(row, "serial") == serial.as_str()))
        .collect();
    if let Some(first) = taken.first() {
        return Err(Fail::field(
            "serial_numbers",
            format!("The following serial numbers already exist or are invalid : {first}"),
        ));
    }
    Ok(serials)
}

/// Keeps a new item, with the first row of its history.
pub(crate) fn keep(store: &mut Store, row: Row) -> i64 {
    let deltas = json!({"quantity": number(&row, "quantity"), "location": row.get("location"), "status": 10});
    let pk = place(store, row);
    store.track(pk, 1, "Stock item created", "", deltas);
    pk
}

/// What came for a purchase order: its history begins with that.
pub(crate) fn received(store: &mut Store, row: Row, order: i64) -> i64 {
    let deltas = json!({"status": 10, "purchaseorder": order, "location": row.get("location"),
        "quantity": number(&row, "quantity")});
    let notes = text(&row, "notes").to_owned();
    let pk = place(store, row);
    store.track(pk, 70, "Received against Purchase Order", &notes, deltas);
    pk
}

fn place(store: &mut Store, mut row: Row) -> i64 {
    let now = store.minute();
    row.insert("updated".into(), now);
    store.add("stock", row)
}

/// A change by PATCH: one of the quantity leaves no history.
pub(crate) fn edited(store: &mut Store, pk: i64, old: &Row, change: &Row) {
    let now = store.minute();
    store.set("stock", pk, "updated", now);
    if let Some(status) = change.get("status_custom_key").filter(|status| old.get("status_custom_key") != Some(*status))
    {
        let logical = status.as_i64().map_or(10, |key| if key >= 1000 { 10 } else { key });
        store.set("stock", pk, "status", json!(logical));
        store.track(pk, 5, "Edited stock item", "", json!({"status": status}));
    }
}

/// One line of an adjustment, checked.
struct Line {
    pk: i64,
    quantity: f64,
}

/// `add/`, `remove/`, `count/`, `transfer/`, `return/`: all lines or none; the answer is the input, not the new state.
pub(crate) fn adjust(store: &mut Store, action: &str, sent: &Row) -> Outcome<Reply> {
    let items = sent.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    if items.is_empty() {
        return Err(Fail::whole("A list of stock items must be provided"));
    }
    let (lines, wrong): (Vec<_>, Vec<_>) = items.iter().map(|item| line(store, item)).unzip();
    if wrong.iter().any(|wrong: &Value| wrong.as_object().is_some_and(|wrong| !wrong.is_empty())) {
        return Err(Fail { status: 400, body: json!({"items": wrong}) });
    }
    let moves = matches!(action, "transfer" | "return");
    let location = match sent.get("location").filter(|value| !value.is_null()) {
        None if moves => return Err(Fail::field("location", "This field is required.")),
        None => None,
        Some(value) => {
            let place = value.as_i64().and_then(|pk| store.find("location", pk)).filter(|row| !flag(row, "structural"));
            Some(place.and_then(|row| int(row, "pk")).ok_or_else(|| Fail::no_object("location", value))?)
        }
    };
    let notes = text(sent, "notes").to_owned();
    let mut echo = Vec::new();
    for line in lines.into_iter().flatten() {
        one(store, action, &line, location, &notes);
        let stays = store.find("stock", line.pk).map_or(Value::Null, |row| at(row, "pk"));
        echo.push(json!({"pk": stays, "quantity": format!("{:.5}", line.quantity), "status": null}));
    }
    let mut answer = json!({"items": echo});
    for name in ["notes", "location"] {
        if let Some(value) = sent.get(name).filter(|_| moves || name == "notes") {
            answer[name] = value.clone();
        }
    }
    if action == "return" {
        answer["merge"] = json!(false);
    }
    Ok(Reply::json(201, answer))
}

fn line(store: &Store, item: &Value) -> (Option<Line>, Value) {
    let pk = item["pk"].as_i64().filter(|pk| store.find("stock", *pk).is_some());
    let quantity = amount(&item["quantity"]);
    match (pk, quantity) {
        (None, _) if item["pk"].is_null() => (None, json!({"pk": ["This field is required."]})),
        (None, _) => (None, json!({"pk": [no_object(&item["pk"])]})),
        (_, None) if item["quantity"].is_null() => (None, json!({"quantity": ["This field is required."]})),
        (_, None) => (None, json!({"quantity": ["A valid number is required."]})),
        (_, Some(quantity)) if quantity < 0.0 => {
            (None, json!({"quantity": ["Ensure this value is greater than or equal to 0."]}))
        }
        (Some(pk), Some(quantity)) => (Some(Line { pk, quantity }), json!({})),
    }
}

fn one(store: &mut Store, action: &str, line: &Line, location: Option<i64>, notes: &str) {
    let (pk, asked) = (line.pk, line.quantity);
    let Some(row) = store.find("stock", pk).cloned() else { return };
    let there = number(&row, "quantity");
    match action {
        "add" => {
            let after = round(there + asked, 5);
            put(store, pk, after);
            store.track(pk, 11, "Stock manually added", notes, json!({"added": asked, "quantity": after}));
        }
        // More than there is takes what there is.
        "remove" if asked > 0.0 => {
            let after = round((there - asked).max(0.0), 5);
            store.track(pk, 12, "Stock manually removed", notes, json!({"removed": asked, "quantity": after}));
            put(store, pk, after);
        }
        "count" => {
            if let Some(place) = location {
                store.set("stock", pk, "location", json!(place));
            }
            let today = store.today();
            store.set("stock", pk, "stocktake_date", today);
            store.track(pk, 10, "Stock counted", notes, json!({"quantity": asked}));
            put(store, pk, asked);
        }
        "transfer" | "return" if asked < there && asked > 0.0 => {
            let after = round(there - asked, 5);
            let mut split = row;
            split.insert("quantity".into(), json!(asked));
            split.insert("location".into(), json!(location));
            split.insert("parent".into(), json!(pk));
            split.remove("pk");
            let now = store.minute();
            split.insert("updated".into(), now);
            let new = store.add("stock", split);
            store.track(
                new,
                40,
                "Split from parent item",
                notes,
                json!({"stockitem": pk, "quantity": asked, "location": location}),
            );
            store.track(
                pk,
                42,
                "Split child item",
                notes,
                json!({"removed": asked, "quantity": after, "stockitem": new, "location": location}),
            );
            put(store, pk, after);
        }
        "transfer" | "return" if asked > 0.0 => {
            store.set("stock", pk, "location", json!(location));
            let (kind, label) = if action == "return" { (15, "Returned to stock") } else { (20, "Location changed") };
            if action == "return" {
                store.set("stock", pk, "customer", Value::Null);
                store.set("stock", pk, "sales_order", Value::Null);
            }
            let now = store.minute();
            store.set("stock", pk, "updated", now);
            store.track(pk, kind, label, notes, json!({"location": location}));
        }
        _ => {}
    }
}

/// Sets a quantity; nothing left deletes the item with its history, unless it is to stay.
pub(crate) fn put(store: &mut Store, pk: i64, quantity: f64) {
    let now = store.minute();
    let Some(row) = store.find_mut("stock", pk) else { return };
    row.insert("quantity".into(), json!(quantity));
    row.insert("updated".into(), now);
    if quantity <= 0.0 && flag(row, "delete_on_deplete") {
        store.delete("stock", pk);
        let history: Vec<i64> = store.those("track", "item", pk).filter_map(|row| int(row, "pk")).collect();
        history.into_iter().for_each(|row| store.delete("track", row));
    }
}

fn named(store: &Store, sent: &Row) -> Outcome<Vec<i64>> {
    let items = sent.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let found = items.iter().map(|item| {
        let value = item.get("item").unwrap_or(item);
        value.as_i64().filter(|pk| store.find("stock", *pk).is_some()).ok_or_else(|| Fail::no_object("items", value))
    });
    found.collect()
}

/// `assign/`: the items leave to a customer.
pub(crate) fn assign(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let items = named(store, sent)?;
    let value = sent.get("customer").cloned().unwrap_or_default();
    let customer = value.as_i64().and_then(|pk| store.find("company", pk)).filter(|row| flag(row, "is_customer"));
    let Some(customer) = customer.and_then(|row| int(row, "pk")) else {
        return Err(Fail::no_object("customer", &value));
    };
    for pk in items {
        store.set("stock", pk, "customer", json!(customer));
        store.set("stock", pk, "location", Value::Null);
        store.track(pk, 100, "Sent to customer", text(sent, "notes"), json!({"customer": customer}));
    }
    Ok(Reply::json(201, Value::Object(sent.clone())))
}

/// `merge/`: the first item takes the others in.
pub(crate) fn merge(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let items = named(store, sent)?;
    let Some((first, others)) = items.split_first() else {
        return Err(Fail::whole("A list of stock items must be provided"));
    };
    let part = |pk: i64| store.find("stock", pk).and_then(|row| int(row, "part"));
    if others.iter().any(|pk| part(*pk) != part(*first)) {
        return Err(Fail::whole("Stock items must refer to the same part"));
    }
    let sum: f64 = items.iter().filter_map(|pk| store.find("stock", *pk)).map(|row| number(row, "quantity")).sum();
    put(store, *first, round(sum, 5));
    store.set("stock", *first, "location", sent.get("location").cloned().unwrap_or_default());
    store.track(*first, 45, "Merged stock items", text(sent, "notes"), json!({"quantity": sum}));
    let mut echo = sent.clone();
    let shown = items.iter().map(|pk| json!({"item": (pk == first).then_some(pk)}));
    echo.insert("items".into(), shown.collect());
    others.iter().for_each(|pk| store.delete("stock", *pk));
    Ok(Reply::json(201, Value::Object(echo)))
}

pub(crate) fn change_status(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let items = named(store, sent)?;
    let status = int(sent, "status").unwrap_or_default();
    if view::status_text("stock", status).is_empty() || status == 25 {
        return Err(Fail::field("status", format!("\"{status}\" is not a valid choice.")));
    }
    for pk in items {
        store.set("stock", pk, "status", json!(status));
        store.set("stock", pk, "status_custom_key", json!(status));
        store.track(pk, 5, "Edited stock item", text(sent, "note"), json!({"status": status}));
    }
    Ok(Reply::json(201, Value::Object(sent.clone())))
}

/// `{id}/serialize/` and `{id}/convert/`.
pub(crate) fn of_one(store: &mut Store, pk: i64, action: &str, sent: &Row) -> Outcome<Reply> {
    let Some(row) = store.find("stock", pk).cloned() else { return Err(Fail::missing("StockItem")) };
    if action == "convert" {
        let part = int(sent, "part").and_then(|pk| store.find("part", pk));
        let fits = part.is_some_and(|part| {
            let own = int(&row, "part");
            let (template, family) = (
                int(part, "variant_of"),
                own.and_then(|pk| store.find("part", pk)).and_then(|row| int(row, "variant_of")),
            );
            template.is_some() && (template == own || template == family)
        });
        if !fits {
            return Err(Fail::field("part", "Selected part is not a valid option for conversion"));
        }
        store.set("stock", pk, "part", at(sent, "part"));
        store.track(pk, 48, "Converted to variant", text(sent, "notes"), json!({"part": at(sent, "part")}));
        return Ok(Reply::json(201, json!({"part": at(sent, "part")})));
    }
    let serials = serials(store, text(sent, "serial_numbers"), int(&row, "part").unwrap_or_default())?;
    let mut made = Vec::new();
    for serial in &serials {
        let mut one = row.clone();
        one.remove("pk");
        one.insert("serial".into(), json!(serial));
        one.insert("quantity".into(), json!(1.0));
        one.insert("location".into(), sent.get("destination").cloned().unwrap_or_default());
        one.insert("parent".into(), json!(pk));
        let new = store.add("stock", one);
        store.track(new, 6, "Assigned serial number", text(sent, "notes"), json!({"serial": serial}));
        made.push(new);
    }
    put(store, pk, number(&row, "quantity") - serials.len() as f64);
    Ok(Reply::json(201, shown(store, &made, DETAILED)))
}
