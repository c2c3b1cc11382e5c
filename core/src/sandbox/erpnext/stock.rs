//! Stock: entries move it, the ledger keeps each movement, a bin keeps the level of an item in a warehouse. Valued by
//! the moving average; the server's own default is first in, first out.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Doc, amount, cents, int, number, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use super::{build, lines};
use crate::sandbox::clock::{micros_text, utc};

pub(crate) fn prepare(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    let now = utc(site.clock.now());
    if int(doc, "set_posting_time") == 0 || text(doc, "posting_date").is_empty() {
        set_text(doc, "posting_date", now.date().to_string());
    }
    let time = match text(doc, "posting_time") {
        "" => now.strftime("%-H:%M:%S.%6f").to_string(),
        // The database writes hours without a leading zero.
        given => given.strip_prefix('0').unwrap_or(given).to_owned(),
    };
    set_text(doc, "posting_time", time);
    // A type that does not exist is no broken link: the server finds the entry without warehouses first.
    let kind = site.documents.get("Stock Entry Type", text(doc, "stock_entry_type"));
    doc.insert("purpose".into(), kind.map_or(Value::Null, |kind| kind["purpose"].clone()));
    lines::fill(site, doc)?;
    let mut items = take_rows(doc, "items");
    for row in &mut items {
        for field in ["s_warehouse", "t_warehouse"] {
            if text(row, field).is_empty() {
                row.insert(field.into(), Value::Null);
            }
        }
        let place = (text(row, "item_code"), text(row, "s_warehouse"));
        if !place.1.is_empty() {
            let rate = bin(site, place).map(|bin| amount(bin, "valuation_rate")).unwrap_or_default();
            set(row, "basic_rate", rate);
        }
    }
    put_rows(doc, "items", items);
    Ok(())
}

pub(crate) fn validate(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    let (from, to) = match text(doc, "purpose") {
        "Material Receipt" => (false, true),
        "Material Issue" => (true, false),
        "Manufacture" | "Repack" => (false, false),
        _ => (true, true),
    };
    let mut items = take_rows(doc, "items");
    let (mut incoming, mut outgoing) = (Decimal::ZERO, Decimal::ZERO);
    for (index, row) in items.iter_mut().enumerate() {
        let code = text(row, "item_code").to_owned();
        if site.documents.get("Item", &code).is_some_and(|item| int(item, "is_stock_item") == 0) {
            return Err(Fail::app(format!("{code} is not a stock Item")));
        }
        for (needed, field, which) in [(from, "s_warehouse", "Source"), (to, "t_warehouse", "Target")] {
            if needed && text(row, field).is_empty() {
                return Err(Fail::app(format!("{which} warehouse is mandatory for row {}", index + 1)));
            }
        }
        let (qty, rate) = (amount(row, "qty"), amount(row, "basic_rate"));
        let value = cents(qty * rate);
        for (field, figure) in [
            ("qty", qty),
            ("transfer_qty", qty * amount(row, "conversion_factor")),
            ("basic_amount", value),
            ("amount", value),
            ("valuation_rate", rate),
        ] {
            set(row, field, figure);
        }
        if !text(row, "t_warehouse").is_empty() {
            incoming += value;
        }
        if !text(row, "s_warehouse").is_empty() {
            outgoing += value;
            let level = bin(site, (&code, text(row, "s_warehouse"))).map(|bin| amount(bin, "actual_qty"));
            set(row, "actual_qty", level.unwrap_or_default());
        }
    }
    put_rows(doc, "items", items);
    lines::whole_units(site, doc, "qty")?;
    let total = if text(doc, "purpose") == "Material Issue" { outgoing } else { incoming };
    for (field, value) in [
        ("total_incoming_value", incoming),
        ("total_outgoing_value", outgoing),
        ("value_difference", incoming - outgoing),
        ("total_amount", total),
    ] {
        set(doc, field, value);
    }
    Ok(())
}

/// A movement of one row: item, warehouse, quantity (negative when it leaves), the rate at which it comes in.
struct Movement<'a> {
    item: &'a str,
    warehouse: &'a str,
    quantity: Decimal,
    rate: Decimal,
    row: &'a Doc,
}

/// What leaves first, then what comes; `direction` is -1 for a cancellation, which turns all around.
fn movements(doc: &Doc, direction: Decimal) -> Vec<Movement<'_>> {
    let mut all = Vec::new();
    for row in rows(doc, "items") {
        let (item, quantity, rate) = (text(row, "item_code"), amount(row, "transfer_qty"), amount(row, "basic_rate"));
        for (warehouse, sign) in
            [(text(row, "s_warehouse"), Decimal::NEGATIVE_ONE), (text(row, "t_warehouse"), Decimal::ONE)]
        {
            if !warehouse.is_empty() {
                all.push(Movement { item, warehouse, quantity: quantity * sign * direction, rate, row });
            }
        }
    }
    all.sort_by_key(|m| m.quantity > Decimal::ZERO);
    all
}

pub(crate) fn before_submit(site: &Site, doc: &Doc) -> Outcome<()> {
    enough(site, doc, Decimal::ONE)
}

pub(crate) fn before_cancel(site: &Site, doc: &Doc) -> Outcome<()> {
    enough(site, doc, Decimal::NEGATIVE_ONE)
}

/// Nothing may leave that is not there.
fn enough(site: &Site, doc: &Doc, direction: Decimal) -> Outcome<()> {
    let all = movements(doc, direction);
    for movement in &all {
        let (item, warehouse) = (movement.item, movement.warehouse);
        let leaves: Decimal =
            all.iter().filter(|m| (m.item, m.warehouse) == (item, warehouse)).map(|m| m.quantity).sum();
        let there = bin(site, (item, warehouse)).map(|bin| amount(bin, "actual_qty")).unwrap_or_default();
        let missing = -(there + leaves);
        if missing > Decimal::ZERO {
            let link = |of: &str, name: &str| {
                format!("<a href=\"/app/Form/{of}/{name}\" style=\"font-weight: bold;\">{of} {name}</a>")
            };
            let text = format!(
                "<strong>{}</strong> units of {} needed in {} on {} {} to complete this transaction.",
                number(missing),
                link("Item", item),
                link("Warehouse", warehouse),
                text(doc, "posting_date"),
                text(doc, "posting_time")
            );
            return Err(
                Fail::app_class("erpnext.stock.stock_ledger.NegativeStockError", text).titled("Insufficient Stock")
            );
        }
    }
    Ok(())
}

pub(crate) fn on_submit(site: &mut Site, name: &str) {
    post(site, name, Decimal::ONE);
    build::made(site, name, Decimal::ONE);
}

/// The entries of the ledger stay, marked as cancelled, with their opposites.
pub(crate) fn on_cancel(site: &mut Site, name: &str) {
    let entries: Vec<String> = site
        .documents
        .all("Stock Ledger Entry")
        .filter(|entry| text(entry, "voucher_no") == name)
        .map(|entry| text(entry, "name").to_owned())
        .collect();
    for entry in entries {
        if let Some(entry) = site.documents.get_mut("Stock Ledger Entry", &entry) {
            entry.insert("is_cancelled".into(), json!(1));
        }
    }
    post(site, name, Decimal::NEGATIVE_ONE);
    build::made(site, name, Decimal::NEGATIVE_ONE);
}

fn post(site: &mut Site, name: &str, direction: Decimal) {
    let Some(doc) = site.documents.get("Stock Entry", name).cloned() else { return };
    for movement in movements(&doc, direction) {
        let place = (movement.item, movement.warehouse);
        let before = bin(site, place).map(|b| amount(b, "stock_value")).unwrap_or_default();
        let rate = match movement.quantity > Decimal::ZERO || direction < Decimal::ZERO {
            true => movement.rate,
            false => bin(site, place).map(|b| amount(b, "valuation_rate")).unwrap_or_default(),
        };
        add(site, place, "actual_qty", movement.quantity);
        let Some(bin) = bin_mut(site, place) else { continue };
        let level = amount(bin, "actual_qty");
        let value = if level.is_zero() { Decimal::ZERO } else { cents(before + movement.quantity * rate) };
        let average = if level.is_zero() { Decimal::ZERO } else { value / level };
        set(bin, "stock_value", value);
        set(bin, "valuation_rate", average.round_dp(9));
        let unit = bin.get("stock_uom").cloned().unwrap_or(Value::Null);
        let moment = format!("{} {:0>8}", text(&doc, "posting_date"), text(&doc, "posting_time"));
        let incoming = movement.quantity > Decimal::ZERO;
        store(
            site,
            "Stock Ledger Entry",
            json!({"item_code": movement.item, "warehouse": movement.warehouse, "posting_date": doc["posting_date"],
                "posting_time": doc["posting_time"], "posting_datetime": moment, "voucher_type": "Stock Entry", "voucher_no": name,
                "voucher_detail_no": text(movement.row, "name"), "actual_qty": number(movement.quantity),
                "qty_after_transaction": number(level), "incoming_rate": number(if incoming { rate } else { Decimal::ZERO }),
                "outgoing_rate": number(if incoming { Decimal::ZERO } else { rate }), "valuation_rate": number(average.round_dp(9)),
                "stock_value": number(value), "stock_value_difference": number(value - before),
                "stock_queue": format!("[[{level}, {}]]", average.round_dp(9)), "company": doc["company"], "stock_uom": unit,
                "fiscal_year": text(&doc, "posting_date").get(..4), "is_cancelled": i32::from(direction < Decimal::ZERO), "to_rename": 1}),
        );
    }
}

/// What the system writes itself: past the checks, with a name of its own.
fn store(site: &mut Site, doctype: &str, body: Value) {
    let Value::Object(body) = body else { return };
    let stamp = micros_text(site.clock.tick());
    let Ok(mut doc) = site.draft(doctype, &body, &stamp) else { return };
    if let Ok(name) = site.new_name(doctype, &doc, &body) {
        set_text(&mut doc, "name", name);
        site.documents.put(doctype, doc);
    }
}

fn is_at(doc: &Doc, (item, warehouse): (&str, &str)) -> bool {
    text(doc, "item_code") == item && text(doc, "warehouse") == warehouse
}

pub(crate) fn bin<'a>(site: &'a Site, place: (&str, &str)) -> Option<&'a Doc> {
    site.documents.all("Bin").find(|bin| is_at(bin, place))
}

fn bin_mut<'a>(site: &'a mut Site, place: (&str, &str)) -> Option<&'a mut Doc> {
    let name = text(bin(site, place)?, "name").to_owned();
    site.documents.get_mut("Bin", &name)
}

/// Adds to a figure of the bin, which is made when there is none; items without stock have no bin.
pub(crate) fn add(site: &mut Site, place: (&str, &str), field: &str, more: Decimal) {
    let Some(item) = site.documents.get("Item", place.0).filter(|item| int(item, "is_stock_item") == 1) else { return };
    if place.1.is_empty() {
        return;
    }
    if bin(site, place).is_none() {
        let body = json!({"item_code": place.0, "warehouse": place.1, "stock_uom": item["stock_uom"]});
        store(site, "Bin", body);
    }
    let stamp = micros_text(site.clock.tick());
    let Some(bin) = bin_mut(site, place) else { return };
    let figure = amount(bin, field) + more;
    set(bin, field, figure);
    project(bin);
    set_text(bin, "modified", stamp);
}

/// What will be there when all that is planned has happened.
pub(crate) fn project(bin: &mut Doc) {
    let sum = |fields: &[&str]| fields.iter().map(|field| amount(bin, field)).sum::<Decimal>();
    let comes = sum(&["actual_qty", "planned_qty", "indented_qty", "ordered_qty"]);
    let goes = sum(&["reserved_qty", "reserved_qty_for_production", "reserved_qty_for_sub_contract"]);
    set(bin, "projected_qty", comes - goes);
}
