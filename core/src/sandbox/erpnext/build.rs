//! Bills of materials and the work orders that follow them.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Doc, amount, cents, int, number, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use super::{lines, stock};
use crate::sandbox::clock::micros_text;

pub(crate) fn prepare_bom(site: &Site, doc: &mut Doc) -> Outcome<()> {
    lines::fill(site, doc)
}

pub(crate) fn validate_bom(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    let mut items = take_rows(doc, "items");
    if items.is_empty() {
        return Err(Fail::app("Raw Materials cannot be blank."));
    }
    let quantity = amount(doc, "quantity");
    let mut cost = Decimal::ZERO;
    for row in &mut items {
        // What it is worth in stock, not what the caller says; nothing where none is in stock.
        let bins = site.documents.all("Bin").filter(|bin| text(bin, "item_code") == text(row, "item_code"));
        let (value, level) = bins.fold((Decimal::ZERO, Decimal::ZERO), |(value, level), bin| {
            (value + amount(bin, "stock_value"), level + amount(bin, "actual_qty"))
        });
        let rate = if level.is_zero() { Decimal::ZERO } else { (value / level).round_dp(9) };
        let qty = amount(row, "qty");
        let price = cents(qty * rate);
        cost += price;
        let per_unit = if quantity.is_zero() { qty } else { qty / quantity };
        for (field, figure) in [
            ("stock_qty", qty * amount(row, "conversion_factor")),
            ("rate", rate),
            ("base_rate", rate),
            ("amount", price),
            ("base_amount", price),
            ("qty_consumed_per_unit", per_unit),
        ] {
            set(row, field, figure);
        }
    }
    for field in ["raw_material_cost", "base_raw_material_cost", "total_cost", "base_total_cost"] {
        set(doc, field, cost);
    }
    let route = text(doc, "name").to_lowercase();
    set_text(doc, "route", route);
    let copied =
        ["item_code", "item_name", "description", "stock_qty", "rate", "qty_consumed_per_unit", "stock_uom", "amount"];
    let exploded = items.iter().map(|row| {
        let mut out: Doc =
            copied.iter().map(|f| ((*f).to_owned(), row.get(*f).cloned().unwrap_or(Value::Null))).collect();
        out.insert("image".into(), json!(""));
        out.insert("include_item_in_manufacturing".into(), json!(1));
        out
    });
    let exploded = exploded.collect();
    put_rows(doc, "items", items);
    site.generated("BOM", doc, "exploded_items", exploded)
}

/// What a work order needs follows from its bill of materials and its quantity.
pub(crate) fn validate_work_order(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    if int(doc, "skip_transfer") == 1 {
        doc.insert("wip_warehouse".into(), Value::Null);
    }
    let bom = site.documents.get("BOM", text(doc, "bom_no")).cloned();
    let quantity = amount(doc, "qty");
    if quantity <= Decimal::ZERO && bom.is_some() {
        return Err(Fail::app("Quantity to Manufacture must be greater than 0."));
    }
    if text(doc, "planned_start_date").is_empty() {
        let now = micros_text(site.clock.now());
        set_text(doc, "planned_start_date", now);
    }
    let Some(bom) = bom else { return Ok(()) };
    let stored = site.documents.get("Work Order", text(doc, "name"));
    if stored.is_some_and(|stored| ["qty", "bom_no"].iter().all(|field| stored.get(*field) == doc.get(*field))) {
        return Ok(());
    }
    // Only a change fills in the unit.
    let unit = |row: &Doc| if stored.is_some() { row["stock_uom"].clone() } else { Value::Null };
    let source = text(doc, "source_warehouse").to_owned();
    let mut needed = Vec::new();
    for row in rows(&bom, "items") {
        let required = amount(row, "qty") / amount(&bom, "quantity").max(Decimal::new(1, 9)) * quantity;
        let place = (text(row, "item_code"), source.as_str());
        let there = stock::bin(site, place).map(|bin| amount(bin, "actual_qty")).unwrap_or_default();
        let body = json!({"item_code": text(row, "item_code"), "item_name": text(row, "item_name"), "description": text(row, "description"),
            "source_warehouse": if source.is_empty() { Value::Null } else { json!(source) }, "stock_uom": unit(row),
            "include_item_in_manufacturing": 1, "required_qty": number(required.normalize()), "rate": row["rate"].clone(),
            "amount": number((required * amount(row, "rate")).round_dp(9)), "available_qty_at_source_warehouse": number(there)});
        needed.extend(body.as_object().cloned());
    }
    site.generated("Work Order", doc, "required_items", needed)
}

pub(crate) fn on_submit(site: &mut Site, name: &str) {
    plan(site, name, Decimal::ONE);
}

pub(crate) fn on_cancel(site: &mut Site, name: &str) {
    plan(site, name, Decimal::NEGATIVE_ONE);
    if let Some(doc) = site.documents.get_mut("Work Order", name) {
        set_text(doc, "status", "Cancelled");
    }
}

fn plan(site: &mut Site, name: &str, direction: Decimal) {
    let Some(doc) = site.documents.get("Work Order", name).cloned() else { return };
    let place = (text(&doc, "production_item"), text(&doc, "fg_warehouse"));
    stock::add(site, place, "planned_qty", (amount(&doc, "qty") - amount(&doc, "produced_qty")) * direction);
}

/// A stock entry that manufactures for a work order moves the order on.
pub(crate) fn made(site: &mut Site, entry: &str, direction: Decimal) {
    let Some(entry) = site.documents.get("Stock Entry", entry).cloned() else { return };
    let order = text(&entry, "work_order").to_owned();
    if text(&entry, "purpose") != "Manufacture" {
        return;
    }
    let stamp = micros_text(site.clock.tick());
    let Some(doc) = site.documents.get_mut("Work Order", &order) else { return };
    let done = amount(&entry, "fg_completed_qty") * direction;
    let produced = amount(doc, "produced_qty") + done;
    set(doc, "produced_qty", produced);
    let status = match produced {
        none if none.is_zero() => "Not Started",
        part if part < amount(doc, "qty") => "In Process",
        _ => "Completed",
    };
    set_text(doc, "status", status);
    if text(doc, "actual_start_date").is_empty() {
        set_text(doc, "actual_start_date", stamp.clone());
    }
    let mut needed = take_rows(doc, "required_items");
    for row in &mut needed {
        let used = rows(&entry, "items").into_iter().filter(|r| text(r, "item_code") == text(row, "item_code"));
        let used: Decimal = used.map(|r| amount(r, "transfer_qty")).sum();
        let consumed = amount(row, "consumed_qty") + used * direction;
        set(row, "consumed_qty", consumed);
    }
    put_rows(doc, "required_items", needed);
    set_text(doc, "modified", stamp);
    let place = (text(doc, "production_item").to_owned(), text(doc, "fg_warehouse").to_owned());
    stock::add(site, (&place.0, &place.1), "planned_qty", -done);
}

/// `stop_unstop` of a work order.
pub(crate) fn stop(site: &mut Site, args: &Map<String, Value>) -> Outcome<String> {
    let (name, status) = (text(args, "work_order").to_owned(), text(args, "status").to_owned());
    let stamp = micros_text(site.clock.tick());
    let doc = site.documents.get_mut("Work Order", &name).ok_or_else(|| Fail::not_found("Work Order", &name))?;
    let status = match status.as_str() {
        "Stopped" | "Closed" => status,
        // Taken up again where it was.
        _ if amount(doc, "produced_qty").is_zero() => "Not Started".to_owned(),
        _ => "In Process".to_owned(),
    };
    set_text(doc, "status", status.clone());
    set_text(doc, "modified", stamp);
    Ok(status)
}
