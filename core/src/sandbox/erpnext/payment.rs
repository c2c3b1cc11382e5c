//! Payment Entry: its amounts, its checks, and what a submitted one does to the invoices it pays.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::invoice;
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;
use crate::sandbox::clock::micros_text;

pub(crate) fn prepare(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    if text(doc, "posting_date").is_empty() {
        let today = site.clock.today();
        set_text(doc, "posting_date", today);
    }
    let transfer = text(doc, "payment_type") == "Internal Transfer";
    if !transfer && text(doc, "party_type").is_empty() {
        return Err(Fail::app("Party Type is mandatory"));
    }
    for account in ["paid_from", "paid_to"] {
        if let Some(found) = site.documents.get("Account", text(doc, account)) {
            let (kind, currency) = (text(found, "account_type").to_owned(), text(found, "account_currency").to_owned());
            set_text(doc, &format!("{account}_account_type"), kind);
            set_text(doc, &format!("{account}_account_currency"), currency);
        }
    }
    if let Some(party) = site.documents.get(text(doc, "party_type"), text(doc, "party")) {
        let name = if party.contains_key("customer_name") { "customer_name" } else { "supplier_name" };
        let name = text(party, name).to_owned();
        set_text(doc, "party_name", name.clone());
        set_text(doc, "title", name);
    } else if transfer {
        let title = format!("{} - {}", text(doc, "paid_from"), text(doc, "paid_to"));
        set_text(doc, "title", title);
    }
    Ok(())
}

pub(crate) fn validate(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    references(site, doc)?;
    let bank = ["paid_from_account_type", "paid_to_account_type"].iter().any(|f| text(doc, f) == "Bank");
    if bank && (text(doc, "reference_no").is_empty() || text(doc, "reference_date").is_empty()) {
        return Err(Fail::app("Reference No and Reference Date is mandatory for Bank transaction"));
    }
    amounts(site, doc);
    let status = match int(doc, "docstatus") {
        0 => "Draft",
        1 => "Submitted",
        _ => "Cancelled",
    };
    set_text(doc, "status", status);
    if amount(doc, "difference_amount") != Decimal::ZERO && amount(doc, "unallocated_amount").is_zero() {
        return Err(Fail::app("Difference Amount must be zero"));
    }
    Ok(())
}

/// Each reference must be an invoice of the party with enough left to pay.
fn references(site: &Site, doc: &mut Doc) -> Outcome<()> {
    let party = text(doc, "party").to_owned();
    let party_type = text(doc, "party_type").to_owned();
    let mut list = take_rows(doc, "references");
    let mut failed = None;
    for (index, row) in list.iter_mut().enumerate() {
        let (of, name) = (text(row, "reference_doctype").to_owned(), text(row, "reference_name").to_owned());
        if !of.ends_with("Invoice") {
            continue;
        }
        let Some(target) = site.documents.get(&of, &name) else { continue };
        let side = invoice::side(&of);
        if text(target, side.party) != party {
            failed = Some(format!("{of} {name} is not associated with {party_type} {party}"));
            break;
        }
        let open = amount(target, "outstanding_amount");
        let allocated = amount(row, "allocated_amount");
        if int(doc, "docstatus") == 0 && allocated > open && open >= Decimal::ZERO {
            failed = Some(format!("Row #{}: Allocated Amount cannot be greater than outstanding amount.", index + 1));
            break;
        }
        let rounded = amount(target, "rounded_total");
        set(row, "total_amount", if rounded.is_zero() { amount(target, "grand_total") } else { rounded });
        set(row, "outstanding_amount", open);
        set(row, "exchange_rate", amount(target, "conversion_rate"));
        row.insert("due_date".into(), target["due_date"].clone());
        row.insert("account".into(), target.get(side.account).cloned().unwrap_or(Value::Null));
    }
    put_rows(doc, "references", list);
    match failed {
        Some(message) => Err(Fail::app(message)),
        None => Ok(()),
    }
}

fn amounts(site: &Site, doc: &mut Doc) {
    let rate = |doc: &Doc, field: &str| match amount(doc, field) {
        zero if zero.is_zero() => Decimal::ONE,
        rate => rate,
    };
    let (source, target) = (rate(doc, "source_exchange_rate"), rate(doc, "target_exchange_rate"));
    let (paid, received) = (amount(doc, "paid_amount"), amount(doc, "received_amount"));
    let (base_paid, base_received) = (cents(paid * source), cents(received * target));
    let allocated: Decimal = rows(doc, "references").iter().map(|r| amount(r, "allocated_amount")).sum();
    let party_amount = if text(doc, "payment_type") == "Pay" { received } else { paid };
    let party_rate = if text(doc, "payment_type") == "Pay" { target } else { source };
    let transfer = text(doc, "payment_type") == "Internal Transfer";
    let free = if transfer { Decimal::ZERO } else { cents(party_amount - allocated) };
    let difference = match free < Decimal::ZERO && party_amount > Decimal::ZERO {
        true => -free,
        false => Decimal::ZERO,
    };
    for (field, value) in [
        ("paid_amount", paid),
        ("received_amount", received),
        ("paid_amount_after_tax", paid),
        ("received_amount_after_tax", received),
        ("base_paid_amount", base_paid),
        ("base_received_amount", base_received),
        ("base_paid_amount_after_tax", base_paid),
        ("base_received_amount_after_tax", base_received),
        ("total_allocated_amount", allocated),
        ("base_total_allocated_amount", cents(allocated * party_rate)),
        ("unallocated_amount", free.max(Decimal::ZERO)),
        ("difference_amount", difference),
    ] {
        set(doc, field, value);
    }
    let base = site.company_currency(text(doc, "company"));
    let currency = text(doc, "paid_from_account_currency").to_owned();
    set_text(doc, "base_in_words", super::words::in_words(base_paid, &base));
    set_text(doc, "in_words", super::words::in_words(paid, &currency));
    if int(doc, "custom_remarks") == 0 {
        let remarks = remarks(doc, &currency);
        set_text(doc, "remarks", remarks);
    }
}

/// The text that stands in for whatever was sent, unless `custom_remarks` is set.
fn remarks(doc: &Doc, currency: &str) -> String {
    let paid = amount(doc, "paid_amount").normalize();
    let mut lines = match text(doc, "payment_type") {
        "Receive" => vec![format!("Amount {currency} {paid} received from {}", text(doc, "party"))],
        "Pay" => vec![format!("Amount {currency} {paid} paid to {}", text(doc, "party"))],
        _ => vec![format!(
            "Amount {currency} {paid} transferred from {} to {}",
            text(doc, "paid_from"),
            text(doc, "paid_to")
        )],
    };
    if !text(doc, "reference_no").is_empty() {
        let (no, date) = (text(doc, "reference_no"), text(doc, "reference_date"));
        lines.push(format!("Transaction reference no {no} dated {date}"));
    }
    for row in rows(doc, "references") {
        let (of, name) = (text(row, "reference_doctype"), text(row, "reference_name"));
        lines.push(format!("Amount {currency} {} against {of} {name}", amount(row, "allocated_amount").normalize()));
    }
    lines.join("\n")
}

pub(crate) fn before_submit(site: &mut Site, doc: &Doc) -> Outcome<()> {
    for row in rows(doc, "references") {
        let (of, name) = (text(row, "reference_doctype"), text(row, "reference_name"));
        if let Some(target) = site.documents.get(of, name).filter(|t| int(t, "docstatus") != 1) {
            return Err(Fail::app(format!("{of} {} must be submitted", text(target, "name"))));
        }
    }
    Ok(())
}

pub(crate) fn on_submit(site: &mut Site, name: &str) {
    move_money(site, name, Decimal::ONE);
    mark(site, name, "Submitted");
}

pub(crate) fn on_cancel(site: &mut Site, name: &str) {
    move_money(site, name, Decimal::NEGATIVE_ONE);
    mark(site, name, "Cancelled");
}

fn move_money(site: &mut Site, name: &str, direction: Decimal) {
    let Some(doc) = site.documents.get("Payment Entry", name).cloned() else { return };
    for row in rows(&doc, "references") {
        let (of, target) = (text(row, "reference_doctype"), text(row, "reference_name"));
        invoice::settle(site, of, target, amount(row, "allocated_amount") * direction);
    }
    let Some(mut doc) = site.documents.get("Payment Entry", name).cloned() else { return };
    let mut list = take_rows(&mut doc, "references");
    for row in &mut list {
        if let Some(target) = site.documents.get(text(row, "reference_doctype"), text(row, "reference_name")) {
            set(row, "outstanding_amount", amount(target, "outstanding_amount"));
        }
    }
    put_rows(&mut doc, "references", list);
    site.documents.put("Payment Entry", doc);
}

fn mark(site: &mut Site, name: &str, status: &str) {
    if let Some(doc) = site.documents.get_mut("Payment Entry", name) {
        set_text(doc, "status", status);
    }
}

/// `get_payment_entry`: a draft that pays all that is left of an invoice. It is not stored.
pub(crate) fn prefill(site: &mut Site, doctype: &str, name: &str) -> Outcome<Value> {
    let source = site.documents.get(doctype, name).ok_or_else(|| Fail::not_found(doctype, name))?.clone();
    let side = invoice::side(doctype);
    let company = site.documents.get("Company", text(&source, "company")).cloned().unwrap_or_default();
    let bank = match text(&company, "default_bank_account") {
        "" => text(&company, "default_cash_account").to_owned(),
        bank => bank.to_owned(),
    };
    let open = amount(&source, "outstanding_amount");
    if open.is_zero() {
        return Err(Fail::app("Nothing left to pay"));
    }
    let receive = doctype == "Sales Invoice";
    let own = text(&source, side.account).to_owned();
    let today = site.clock.today();
    let body = json!({
        "payment_type": if receive { "Receive" } else { "Pay" },
        "company": text(&source, "company"),
        "posting_date": today,
        "party_type": if receive { "Customer" } else { "Supplier" },
        "party": text(&source, side.party),
        "paid_from": if receive { own.clone() } else { bank.clone() },
        "paid_to": if receive { bank } else { own },
        "paid_amount": super::state::number(open.abs()),
        "received_amount": super::state::number(open.abs()),
        "source_exchange_rate": 1.0,
        "target_exchange_rate": 1.0,
        "reference_no": "-",
        "reference_date": today,
        "references": [{"reference_doctype": doctype, "reference_name": name, "allocated_amount": super::state::number(open)}],
    });
    let Value::Object(body) = body else { return Err(Fail::nowhere()) };
    let stamp = micros_text(site.clock.tick());
    let mut doc = site.draft("Payment Entry", &body, &stamp)?;
    prepare(site, &mut doc)?;
    references(site, &mut doc)?;
    amounts(site, &mut doc);
    let mut list = take_rows(&mut doc, "references");
    for row in &mut list {
        row.retain(|k, v| !v.is_null() && !["name", "parent", "owner", "creation"].contains(&k.as_str()));
        row.insert("__islocal".into(), json!(1));
    }
    put_rows(&mut doc, "references", list);
    let dropped = [
        "name",
        "creation",
        "modified",
        "modified_by",
        "title",
        "remarks",
        "in_words",
        "base_in_words",
        "reference_no",
    ];
    doc.retain(|k, v| !v.is_null() && !dropped.contains(&k.as_str()));
    for field in [
        "paid_amount_after_tax",
        "base_paid_amount_after_tax",
        "received_amount_after_tax",
        "base_received_amount_after_tax",
    ] {
        set(&mut doc, field, Decimal::ZERO);
    }
    for (field, value) in [("doctype", json!("Payment Entry")), ("__islocal", json!(1)), ("__unsaved", json!(1))] {
        doc.insert(field.into(), value);
    }
    Ok(Value::Object(doc))
}
