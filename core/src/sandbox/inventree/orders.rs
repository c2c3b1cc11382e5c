//! Purchase and sales orders: references, lines, and the way from pending to complete.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome, no_object};
use super::stock;
use super::store::{Row, Store, amount, at, flag, int, number, round, text};
use super::view;
use super::write::missing;
use crate::sandbox::message::Reply;

const KINDS: [(&str, &str, &str); 3] =
    [("po", "PO-", "Purchase Order"), ("so", "SO-", "Sales Order"), ("build", "BO-", "Build Order")];

/// The reference of an order: made here, or ours when it fits the pattern and is free; and its days.
pub(crate) fn before(store: &mut Store, table: &str, row: &mut Row, own: Option<i64>) -> Outcome<()> {
    let Some((_, prefix, title)) = KINDS.iter().find(|(of, ..)| *of == table) else { return Ok(()) };
    let given = text(row, "reference").to_owned();
    if given.is_empty() {
        let highest =
            store.all(table).filter_map(|row| text(row, "reference").strip_prefix(prefix)?.parse::<i64>().ok()).max();
        row.insert("reference".into(), json!(format!("{prefix}{:04}", highest.unwrap_or(0) + 1)));
    } else {
        if !given.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit()))
        {
            return Err(Fail::field(
                "reference",
                format!("Reference must match required pattern: {prefix}{{ref:04d}}"),
            ));
        }
        if store.all(table).any(|row| int(row, "pk") != own && text(row, "reference") == given) {
            return Err(Fail::field("reference", format!("{title} with this Reference already exists.")));
        }
    }
    let (start, target) = (text(row, "start_date"), text(row, "target_date"));
    if !start.is_empty() && !target.is_empty() && start > target {
        let mut wrong = Row::new();
        wrong.insert("target_date".into(), json!(["Target date must be after start date"]));
        if table != "build" {
            wrong.insert("start_date".into(), json!(["Start date must be before target date"]));
        }
        return Err(Fail::fields(wrong));
    }
    let partner =
        int(row, if table == "po" { "supplier" } else { "customer" }).and_then(|pk| store.find("company", pk));
    if table != "build" && row.get("order_currency").is_none_or(Value::is_null) {
        let currency = partner.map_or("USD", |row| text(row, "currency")).to_owned();
        row.insert("order_currency".into(), json!(currency));
    }
    Ok(())
}

pub(crate) fn before_line(store: &mut Store, table: &str, row: &mut Row, own: Option<i64>) -> Outcome<()> {
    let parent = if table == "po_line" { "po" } else { "so" };
    let order = int(row, "order").and_then(|pk| store.find(parent, pk)).cloned().unwrap_or_default();
    if own.is_none() && matches!(int(&order, "status"), Some(30 | 40)) {
        return Err(locked());
    }
    if table == "po_line" {
        let supplied = int(row, "part").and_then(|pk| store.find("supplier_part", pk));
        if own.is_none() && row.get("part").is_none_or(Value::is_null) {
            return Err(Fail::field("part", "This field is required."));
        }
        if supplied.is_some_and(|supplied| int(supplied, "supplier") != int(&order, "supplier")) {
            return Err(Fail {
                status: 400,
                body: json!({"part": ["Supplier must match purchase order"], "order": ["Purchase order must match supplier"]}),
            });
        }
        row.entry("received").or_insert(json!(0.0));
    } else {
        row.entry("shipped").or_insert(json!(0.0));
    }
    Ok(())
}

fn locked() -> Fail {
    Fail::whole("The order is locked and cannot be modified")
}

/// Lines of an order that is over cannot be changed.
pub(crate) fn unlocked(store: &Store, table: &str, row: &Row) -> Outcome<()> {
    let parent = match table {
        "po_line" | "po_extra" => "po",
        "so_line" | "so_extra" => "so",
        _ => return Ok(()),
    };
    let order = int(row, "order").and_then(|pk| store.find(parent, pk));
    let over = order.is_some_and(|order| matches!(int(order, "status"), Some(30 | 40)));
    if over { Err(locked()) } else { Ok(()) }
}

/// A second line of the same supplier part is added to the first, unless told otherwise.
pub(crate) fn merged(store: &mut Store, row: &Row, sent: &Row) -> Option<i64> {
    if sent.get("merge_items") == Some(&json!(false)) {
        return None;
    }
    let order = int(row, "order")?;
    let same = |old: &&Row| {
        ["part", "target_date", "destination"]
            .iter()
            .all(|name| old.get(*name).cloned().unwrap_or_default() == row.get(*name).cloned().unwrap_or_default())
    };
    let (pk, quantity) =
        store.those("po_line", "order", order).find(same).map(|old| (int(old, "pk"), number(old, "quantity")))?;
    store.set("po_line", pk?, "quantity", json!(round(quantity + number(row, "quantity"), 5)));
    pk
}

fn state(store: &mut Store, table: &str, pk: i64, status: i64) {
    store.set(table, pk, "status", json!(status));
    store.set(table, pk, "status_custom_key", json!(status));
}

fn done(echo: Value) -> Outcome<Reply> {
    Ok(Reply::json(201, echo))
}

/// `issue/`, `hold/`, `cancel/`, `complete/`, and what is special to each side.
pub(crate) fn act(store: &mut Store, table: &str, pk: i64, action: &str, sent: &Row) -> Outcome<Reply> {
    let Some(order) = store.find(table, pk).cloned() else { return Err(missing(store, table)) };
    let status = int(&order, "status").unwrap_or(10);
    let today = store.today();
    match (table, action) {
        (_, "issue") => {
            if matches!(status, 10 | 25) {
                state(store, table, pk, if table == "po" { 20 } else { 15 });
                store.set(table, pk, "issue_date", today);
            }
            done(json!({}))
        }
        (_, "hold") => {
            if matches!(status, 10 | 15 | 20) {
                state(store, table, pk, 25);
            }
            done(json!({}))
        }
        ("po", "cancel") => {
            if matches!(status, 30 | 40) {
                return Err(Fail { status: 400, body: json!(["Order cannot be cancelled"]) });
            }
            state(store, table, pk, 40);
            done(json!({}))
        }
        (_, "cancel") => {
            if matches!(status, 10 | 15 | 25) {
                state(store, table, pk, 40);
                let lines: Vec<i64> = view::lines(store, table, pk).filter_map(|row| int(row, "pk")).collect();
                for line in lines {
                    let gone: Vec<i64> =
                        store.those("allocation", "line", line).filter_map(|row| int(row, "pk")).collect();
                    gone.into_iter().for_each(|pk| store.delete("allocation", pk));
                }
            }
            done(json!({}))
        }
        (_, "complete") => complete(store, table, pk, status, sent),
        ("po", "receive") => receive(store, pk, &order, sent),
        ("so", "allocate") => allocate(store, sent),
        ("so", "allocate-serials") => allocate_serials(store, sent),
        _ => Err(Fail::detail(404, "Not found.")),
    }
}

fn complete(store: &mut Store, table: &str, pk: i64, status: i64, sent: &Row) -> Outcome<Reply> {
    let accepts = flag(sent, "accept_incomplete");
    let open = view::lines(store, table, pk).any(|row| !view::is_done(row));
    if table == "so" && matches!(status, 30 | 40) {
        return Err(Fail::whole("Order is already complete"));
    }
    if open && !accepts {
        return Err(Fail::field("accept_incomplete", "Order has incomplete line items"));
    }
    if table == "so" && store.those("shipment", "order", pk).any(|row| at(row, "shipment_date").is_null()) {
        return Err(Fail::whole("Order cannot be completed as there are incomplete shipments"));
    }
    let today = store.today();
    if table == "po" {
        state(store, table, pk, 30);
        store.set(table, pk, "complete_date", today);
    } else {
        // The first call makes it shipped, the second one complete.
        state(store, table, pk, if status == 20 { 30 } else { 20 });
        store.set(table, pk, "shipment_date", today);
    }
    done(json!({"accept_incomplete": accepts}))
}

fn receive(store: &mut Store, pk: i64, order: &Row, sent: &Row) -> Outcome<Reply> {
    if int(order, "status") != Some(20) {
        return Err(Fail::whole("Lines can only be received against an order marked as 'PLACED'"));
    }
    let items = sent.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let wrong: Vec<Value> = items
        .iter()
        .map(|item| {
            let line = item["line_item"].as_i64().and_then(|pk| store.find("po_line", pk));
            match (line, amount(&item["quantity"])) {
                (None, _) => json!({"line_item": [no_object(&item["line_item"])]}),
                (_, Some(quantity)) if quantity > 0.0 => json!({}),
                _ => json!({"quantity": ["Quantity must be greater than zero"]}),
            }
        })
        .collect();
    if wrong.iter().any(|wrong| wrong.as_object().is_some_and(|wrong| !wrong.is_empty())) {
        return Err(Fail { status: 400, body: json!({"items": wrong}) });
    }
    let mut made = Vec::new();
    for item in &items {
        let line_pk = item["line_item"].as_i64().unwrap_or_default();
        let line = store.find("po_line", line_pk).cloned().unwrap_or_default();
        let supplied = int(&line, "part").and_then(|pk| store.find("supplier_part", pk)).cloned().unwrap_or_default();
        let (packs, pack) = (amount(&item["quantity"]).unwrap_or_default(), view::pack(&supplied));
        let place = [item.get("location"), sent.get("location"), line.get("destination"), order.get("destination")];
        let place = place.into_iter().flatten().find(|value| !value.is_null()).cloned().unwrap_or_default();
        let new = json!({"part": at(&supplied, "part"), "supplier_part": at(&supplied, "pk"), "quantity": round(packs * pack, 5),
            "location": place, "batch": text_of(item, "batch_code"), "serial": "", "notes": text_of(item, "note"), "link": "",
            "expiry_date": item.get("expiry_date"), "purchase_order": pk, "tags": [],
            "purchase_price": round(number(&line, "purchase_price") / pack, 6),
            "purchase_price_currency": at(&line, "purchase_price_currency")});
        if let Value::Object(row) = new {
            made.push(stock::received(store, row, pk));
        }
        // More than was ordered is taken too.
        store.set("po_line", line_pk, "received", json!(round(number(&line, "received") + packs, 5)));
    }
    if view::lines(store, "po", pk).all(view::is_done) {
        let today = store.today();
        state(store, "po", pk, 30);
        store.set("po", pk, "complete_date", today);
    }
    done(stock::shown(store, &made, stock::DETAILED))
}

fn text_of(item: &Value, name: &str) -> Value {
    item.get(name).cloned().unwrap_or(json!(""))
}

fn allocate(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let items = sent.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let wrong: Vec<Value> = items
        .iter()
        .map(|item| {
            let line = item["line_item"].as_i64().and_then(|pk| store.find("so_line", pk));
            let stock = item["stock_item"].as_i64().and_then(|pk| store.find("stock", pk));
            let (Some(_), Some(stock)) = (line, stock) else {
                let name = if line.is_none() { "line_item" } else { "stock_item" };
                return Value::Object(Map::from_iter([(name.to_owned(), json!([no_object(&item[name])]))]));
            };
            let free = number(stock, "quantity") - view::allocated_item(store, int(stock, "pk").unwrap_or_default());
            match amount(&item["quantity"]) {
                Some(asked) if asked > free => json!({"quantity": [format!("Available quantity ({}) exceeded", free)]}),
                _ => json!({}),
            }
        })
        .collect();
    if wrong.iter().any(|wrong| wrong.as_object().is_some_and(|wrong| !wrong.is_empty())) {
        return Err(Fail { status: 400, body: json!({"items": wrong}) });
    }
    let mut echo = Vec::new();
    for item in &items {
        let asked = amount(&item["quantity"]).unwrap_or_default();
        set_aside(store, item["line_item"].clone(), item["stock_item"].clone(), asked, sent);
        echo.push(json!({"line_item": item["line_item"], "stock_item": item["stock_item"], "quantity": format!("{asked:.5}")}));
    }
    done(json!({"items": echo, "shipment": sent.get("shipment")}))
}

fn set_aside(store: &mut Store, line: Value, item: Value, quantity: f64, sent: &Row) {
    let line_row = line.as_i64().and_then(|pk| store.find("so_line", pk)).cloned().unwrap_or_default();
    let stock = item.as_i64().and_then(|pk| store.find("stock", pk)).cloned().unwrap_or_default();
    let row = json!({"line": line, "item": item, "quantity": quantity, "shipment": sent.get("shipment"),
        "part": at(&stock, "part"), "order": at(&line_row, "order"), "serial": at(&stock, "serial"), "location": at(&stock, "location")});
    if let Value::Object(row) = row {
        store.add("allocation", row);
    }
}

fn allocate_serials(store: &mut Store, sent: &Row) -> Outcome<Reply> {
    let part = int(sent, "line_item")
        .and_then(|pk| store.find("so_line", pk))
        .and_then(|row| int(row, "part"))
        .unwrap_or_default();
    let wanted: Vec<&str> = text(sent, "serial_numbers").split(',').map(str::trim).collect();
    let found = |serial: &&str| {
        store.those("stock", "part", part).find(|row| text(row, "serial") == *serial).and_then(|row| int(row, "pk"))
    };
    let missing: Vec<&str> = wanted.iter().filter(|serial| found(serial).is_none()).copied().collect();
    if !missing.is_empty() {
        let said = format!("No match found for the following serial numbers: {}", missing.join(","));
        return Err(Fail::field("serial_numbers", said));
    }
    let items: Vec<i64> = wanted.iter().filter_map(found).collect();
    for item in items {
        set_aside(store, at(sent, "line_item"), json!(item), 1.0, sent);
    }
    done(Value::Object(sent.clone()))
}

/// `order/so/shipment/{id}/ship/`: what is set aside leaves to the customer.
pub(crate) fn ship(store: &mut Store, pk: i64, sent: &Row) -> Outcome<Reply> {
    let Some(shipment) = store.find("shipment", pk).cloned() else { return Err(missing(store, "shipment")) };
    if !at(&shipment, "shipment_date").is_null() {
        return Err(Fail::whole("Shipment has already been sent"));
    }
    let parts: Vec<Row> = store.those("allocation", "shipment", pk).cloned().collect();
    if parts.is_empty() {
        return Err(Fail::whole("Shipment has no allocated stock items"));
    }
    let order = store.find("so", int(&shipment, "order").unwrap_or_default()).cloned().unwrap_or_default();
    for part in &parts {
        let (line, item, quantity) =
            (int(part, "line").unwrap_or_default(), int(part, "item").unwrap_or_default(), number(part, "quantity"));
        let shipped = store.find("so_line", line).map_or(0.0, |row| number(row, "shipped"));
        store.set("so_line", line, "shipped", json!(round(shipped + quantity, 5)));
        let Some(stock) = store.find("stock", item).cloned() else { continue };
        let mut gone = item;
        if quantity < number(&stock, "quantity") {
            let mut split = stock.clone();
            split.remove("pk");
            split.insert("quantity".into(), json!(quantity));
            split.insert("parent".into(), json!(item));
            gone = store.add("stock", split);
            stock::put(store, item, round(number(&stock, "quantity") - quantity, 5));
            store.set("allocation", int(part, "pk").unwrap_or_default(), "item", json!(gone));
        }
        for (name, value) in
            [("customer", at(&order, "customer")), ("sales_order", at(&order, "pk")), ("location", Value::Null)]
        {
            store.set("stock", gone, name, value);
        }
        store.track(
            gone,
            60,
            "Shipped against Sales Order",
            "",
            json!({"salesorder": at(&order, "pk"), "quantity": quantity}),
        );
    }
    let date = sent.get("shipment_date").filter(|date| !date.is_null()).cloned().unwrap_or(store.today());
    store.set("shipment", pk, "shipment_date", date.clone());
    let mut echo = json!({"shipment_date": date, "delivery_date": null});
    for name in ["tracking_number", "invoice_number", "link"] {
        if let Some(value) = sent.get(name) {
            store.set("shipment", pk, name, value.clone());
            echo[name] = value.clone();
        }
    }
    done(echo)
}
