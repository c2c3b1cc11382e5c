//! Quotations, sales orders and purchase orders: what they take from their party, their states, and what follows from
//! deliveries and invoices.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use super::{lines, parties, stock, totals};
use crate::sandbox::clock::micros_text;

/// The words that differ between the three.
struct Words {
    party: &'static str,
    /// When the goods are due, on the document and on its rows.
    due: Option<&'static str>,
    /// The share that has been delivered or received.
    moved: &'static str,
    /// What an order does to the stock level of its item.
    level: &'static str,
    to_move: &'static str,
}

fn words(doctype: &str) -> Words {
    match doctype {
        "Quotation" => Words { party: "party_name", due: None, moved: "", level: "", to_move: "" },
        "Sales Order" => Words {
            party: "customer",
            due: Some("delivery_date"),
            moved: "per_delivered",
            level: "reserved_qty",
            to_move: "To Deliver",
        },
        _ => Words {
            party: "supplier",
            due: Some("schedule_date"),
            moved: "per_received",
            level: "ordered_qty",
            to_move: "To Receive",
        },
    }
}

pub(crate) fn prepare(site: &mut Site, doctype: &str, doc: &mut Doc) -> Outcome<()> {
    let words = words(doctype);
    if text(doc, "transaction_date").is_empty() {
        let today = site.clock.today();
        set_text(doc, "transaction_date", today);
    }
    let party = text(doc, words.party).to_owned();
    if party.is_empty() && doctype == "Purchase Order" {
        return Err(Fail::not_found("Supplier", "None"));
    }
    if !party.is_empty() {
        set_text(doc, "language", "en");
        set_text(doc, "tax_category", "");
    }
    if doctype == "Quotation" {
        let of = text(doc, "quotation_to").to_owned();
        let name = site.documents.get(&of, &party).map(|found| parties::name(found).to_owned()).unwrap_or_default();
        set_text(doc, "title", name.clone());
        if !party.is_empty() {
            set_text(doc, "customer_name", name);
            for field in ["customer_group", "territory"] {
                let value = site.documents.get(&of, &party).and_then(|found| found.get(field)).cloned();
                doc.insert(field.into(), value.unwrap_or(Value::Null));
            }
        }
    }
    let of = match doctype {
        "Quotation" => text(doc, "quotation_to").to_owned(),
        "Sales Order" => "Customer".to_owned(),
        _ => "Supplier".to_owned(),
    };
    parties::fill_address(site, doc, &of, &party);
    lines::fill(site, doc)?;
    let mut items = take_rows(doc, "items");
    for row in &mut items {
        if let Some(due) = words.due.filter(|due| text(row, due).is_empty()) {
            row.insert(due.into(), doc.get(due).cloned().unwrap_or(Value::Null));
        }
        let stocked = site.documents.get("Item", text(row, "item_code")).map_or(0, |item| int(item, "is_stock_item"));
        row.insert("is_stock_item".into(), json!(stocked));
        row.insert("transaction_date".into(), doc["transaction_date"].clone());
    }
    // An order's own day is the last of its rows', or the first when it is bought; whatever was sent for it.
    if let Some(due) = words.due {
        let days = items.iter().map(|row| text(row, due)).filter(|day| !day.is_empty());
        let day = if doctype == "Sales Order" { days.max() } else { days.min() }.map(str::to_owned);
        if let Some(day) = day {
            set_text(doc, due, day);
        }
    }
    put_rows(doc, "items", items);
    Ok(())
}

pub(crate) fn validate(site: &mut Site, doctype: &str, doc: &mut Doc) -> Outcome<()> {
    if rows(doc, "items").is_empty() {
        return Err(Fail::app_bug("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'"));
    }
    lines::whole_units(site, doc, "qty")?;
    let step = lines::smallest(site, text(doc, "currency"));
    totals::calculate(doc, step);
    let rounded = amount(doc, "rounded_total");
    let total = if rounded.is_zero() { amount(doc, "grand_total") } else { rounded };
    lines::words(site, doc, total);
    lines::schedule(site, doctype, doc, "transaction_date", total);
    match doctype {
        "Sales Order" => same_customer_order(site, doc),
        "Purchase Order" => {
            let currency = site.company_currency(text(doc, "company"));
            set_text(doc, "party_account_currency", currency);
            set_text(doc, "represents_company", "");
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Two orders cannot answer one order of the customer.
fn same_customer_order(site: &Site, doc: &Doc) -> Outcome<()> {
    let (number, name, customer) = (text(doc, "po_no"), text(doc, "name"), text(doc, "customer"));
    let same = |other: &&Doc| {
        !number.is_empty()
            && text(other, "po_no") == number
            && text(other, "name") != name
            && text(other, "customer") == customer
            && int(other, "docstatus") < 2
    };
    match site.documents.all("Sales Order").find(same) {
        Some(other) => Err(Fail::app(format!(
            "Sales Order <strong>{}</strong> already exists against Customer's Purchase Order <strong>{number}</strong>. To allow multiple Sales Orders, Enable <strong>'Allow Multiple Sales Orders Against a Customer's Purchase Order'</strong> in Selling Settings",
            text(other, "name")
        ))),
        None => Ok(()),
    }
}

pub(crate) fn on_submit(site: &mut Site, doctype: &str, name: &str) {
    move_levels(site, doctype, name, Decimal::ONE);
    ordered(site, doctype, name);
}

pub(crate) fn before_cancel(site: &mut Site, doctype: &str, doc: &Doc) -> Outcome<()> {
    match text(doc, "status") {
        "Closed" if doctype != "Quotation" => Err(Fail::app("Closed order cannot be cancelled. Unclose to cancel.")),
        _ => site.not_linked(doctype, doc),
    }
}

pub(crate) fn on_cancel(site: &mut Site, doctype: &str, name: &str) {
    move_levels(site, doctype, name, Decimal::NEGATIVE_ONE);
    if let Some(doc) = site.documents.get_mut(doctype, name) {
        set_text(doc, "status", "Cancelled");
    }
    ordered(site, doctype, name);
}

/// Orders reserve what is sold, and announce what is bought.
fn move_levels(site: &mut Site, doctype: &str, name: &str, direction: Decimal) {
    let words = words(doctype);
    let Some(doc) = site.documents.get(doctype, name).cloned() else { return };
    for row in rows(&doc, "items").into_iter().filter(|_| !words.level.is_empty()) {
        let place = (text(row, "item_code"), text(row, "warehouse"));
        stock::add(site, place, words.level, amount(row, "stock_qty") * direction);
    }
}

/// A sales order makes its quotation one that was ordered, all or in part.
fn ordered(site: &mut Site, doctype: &str, name: &str) {
    let Some(order) = site.documents.get(doctype, name).filter(|_| doctype == "Sales Order").cloned() else { return };
    let mut quotations: Vec<String> =
        rows(&order, "items").iter().map(|row| text(row, "prevdoc_docname").to_owned()).collect();
    quotations.dedup();
    for quotation in quotations.iter().filter(|q| !q.is_empty()) {
        let taken = taken(site, "Sales Order", ("prevdoc_docname", quotation), "qty");
        let Some(doc) = site.documents.get_mut("Quotation", quotation) else { continue };
        let asked: Decimal = rows(doc, "items").iter().map(|row| amount(row, "qty")).sum();
        let status = match taken {
            none if none.is_zero() => "Open",
            part if part < asked => "Partially Ordered",
            _ => "Ordered",
        };
        set_text(doc, "status", status);
    }
}

/// What submitted documents have taken from another one, by the rows that name it.
fn taken(site: &Site, doctype: &str, (link, name): (&str, &str), field: &str) -> Decimal {
    let submitted = site.documents.all(doctype).filter(|doc| int(doc, "docstatus") == 1);
    let all = submitted.flat_map(|doc| rows(doc, "items"));
    all.filter(|row| text(row, link) == name).map(|row| amount(row, field)).sum()
}

/// After an invoice was submitted or cancelled: the orders that its rows name.
pub(crate) fn billed(site: &mut Site, doctype: &str, name: &str) {
    let (order, link) = match doctype {
        "Sales Invoice" => ("Sales Order", "sales_order"),
        _ => ("Purchase Order", "purchase_order"),
    };
    let Some(invoice) = site.documents.get(doctype, name).cloned() else { return };
    let mut orders: Vec<String> = rows(&invoice, "items").iter().map(|row| text(row, link).to_owned()).collect();
    orders.dedup();
    for name in orders.iter().filter(|name| !name.is_empty()) {
        let paid = taken(site, doctype, (link, name), "net_amount");
        let stamp = micros_text(site.clock.tick());
        let Some(doc) = site.documents.get_mut(order, name) else { continue };
        let total = amount(doc, "net_total");
        let share = if total.is_zero() { Decimal::ZERO } else { cents(paid * Decimal::ONE_HUNDRED / total) };
        set(doc, "per_billed", share.min(Decimal::ONE_HUNDRED));
        if doc.contains_key("billing_status") {
            let word = match share {
                none if none.is_zero() => "Not Billed",
                part if part < Decimal::ONE_HUNDRED => "Partly Billed",
                _ => "Fully Billed",
            };
            set_text(doc, "billing_status", word);
        }
        let status = status(order, doc);
        set_text(doc, "status", status);
        set_text(doc, "modified", stamp);
    }
}

/// The status of a submitted order that nobody holds or closed.
fn status(doctype: &str, doc: &Doc) -> String {
    let words = words(doctype);
    let open = |field: &str| amount(doc, field) < Decimal::ONE_HUNDRED;
    match (open(words.moved), open("per_billed")) {
        (true, true) => format!("{} and Bill", words.to_move),
        (true, false) => words.to_move.to_owned(),
        (false, true) => "To Bill".to_owned(),
        (false, false) => "Completed".to_owned(),
    }
}

/// `update_status` of an order: hold it, close it, or, with `Draft`, open it again.
pub(crate) fn update_status(site: &mut Site, doctype: &str, args: &Map<String, Value>) -> Outcome<()> {
    let (name, wanted) = (text(args, "name").to_owned(), text(args, "status").to_owned());
    let stamp = micros_text(site.clock.tick());
    let doc = site.documents.get_mut(doctype, &name).ok_or_else(|| Fail::not_found(doctype, &name))?;
    let status = if wanted == "Draft" { status(doctype, doc) } else { wanted };
    set_text(doc, "status", status);
    set_text(doc, "modified", stamp);
    Ok(())
}
