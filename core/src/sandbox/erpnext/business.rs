//! Synthetic business: customers, suppliers, items, and what is billed and paid between them.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::invoice;
use super::seed::{ABBR, COMPANY, made};
use super::state::{amount, int, number, text};
use super::write::Site;
use crate::error::Result;
use crate::sandbox::names;

pub(crate) fn fill(site: &mut Site, records: u32) -> Result<()> {
    let share = |percent: u32| (records * percent / 100).max(3);
    for (name, parent, kind, currency) in [
        ("Debitoren EUR", "Accounts Receivable", "Receivable", "EUR"),
        ("Debtors USD", "Accounts Receivable", "Receivable", "USD"),
        ("Kreditoren USD", "Accounts Payable", "Payable", "USD"),
    ] {
        let body = json!({"account_name": name, "company": COMPANY, "parent_account": format!("{parent} - {ABBR}"),
            "account_type": kind, "account_currency": currency});
        made(site, "Account", body)?;
    }
    let (mut customers, mut suppliers, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for n in 1..=share(14) {
        let name = if n.is_multiple_of(17) { names::long(n) } else { names::company(&mut site.random, n) };
        let emoji = if n.is_multiple_of(9) { " 🚀" } else { "" };
        let currency = ["GBP", "EUR", "USD"][site.random.below(3) as usize];
        let body = json!({"customer_name": format!("{name}{emoji}"), "customer_type": "Company", "customer_group": "Commercial",
            "territory": "United Kingdom", "default_currency": currency, "tax_id": format!("00{n:05}"),
            "website": format!("https://c{n}.example/?a=1&b=\"2\""), "disabled": i32::from(n.is_multiple_of(13))});
        customers.push((made(site, "Customer", body)?, currency));
    }
    for n in 1..=share(8) {
        let name = names::company(&mut site.random, n);
        let body =
            json!({"supplier_name": name, "supplier_type": "Company", "supplier_group": "Local", "country": "Germany"});
        suppliers.push(made(site, "Supplier", body)?);
    }
    for n in 1..=share(12) {
        let name = names::thing(&mut site.random, n);
        let (cents, service) = (site.random.below(500_000), n.is_multiple_of(4));
        let slash = if n.is_multiple_of(7) { format!("商品/{n:04}") } else { format!("ITEM-{n:04}") };
        let rate = if n.is_multiple_of(11) { Decimal::ZERO } else { Decimal::new(cents as i64, 2) };
        let body = json!({"item_code": slash, "item_name": name, "item_group": if service { "Services" } else { "Products" },
            "stock_uom": if service { "Hour" } else { "Nos" }, "is_stock_item": 0, "standard_rate": number(rate)});
        items.push(made(site, "Item", body)?);
    }
    for n in 0..share(40) {
        let (customer, currency) = customers[site.random.below(customers.len() as u64) as usize].clone();
        let body = sales(site, n, &customer, currency, &items);
        let name = made(site, "Sales Invoice", body)?;
        if n % 8 == 3 && currency == "GBP" {
            pay(site, "Sales Invoice", &name, n % 16 == 3)?;
        }
        if n % 19 == 5 {
            cancel(site, &name);
        }
    }
    for n in 0..share(16) {
        let supplier = suppliers[site.random.below(suppliers.len() as u64) as usize].clone();
        let body = purchase(site, n, &supplier, &items);
        let name = made(site, "Purchase Invoice", body)?;
        if n % 5 == 1 {
            pay(site, "Purchase Invoice", &name, n % 2 == 1)?;
        }
    }
    for n in 0..share(4) {
        let value = number(Decimal::new(100 + site.random.below(90_000) as i64, 2));
        let body = json!({"voucher_type": "Journal Entry", "company": COMPANY, "posting_date": date(site, n),
            "user_remark": "Abgrenzung „Ü“ 😀", "docstatus": i32::from(!n.is_multiple_of(3)), "accounts": [
                {"account": format!("Telephone Expenses - {ABBR}"), "debit_in_account_currency": value},
                {"account": format!("Cash - {ABBR}"), "credit_in_account_currency": value}]});
        made(site, "Journal Entry", body)?;
    }
    Ok(())
}

/// Moves the clock on and gives a day of 2026 before 20 November.
pub(crate) fn date(site: &mut Site, n: u32) -> String {
    let month = 1 + (n * 10 / 60).min(9) + site.random.below(2) as u32;
    let day = format!("2026-{:02}-{:02}", month.min(11), 1 + site.random.below(19));
    site.clock.jump(&format!("{day}T{:02}:{:02}:00Z", 8 + site.random.below(9), site.random.below(60)));
    day
}

fn lines(site: &mut Site, items: &[String]) -> Vec<Value> {
    let count = 1 + site.random.below(4);
    (0..count)
        .map(|_| {
            let code = &items[site.random.below(items.len() as u64) as usize];
            let rate = Decimal::new(1 + site.random.below(250_000) as i64, 2);
            json!({"item_code": code, "qty": 1 + site.random.below(12), "rate": number(rate)})
        })
        .collect()
}

fn sales(site: &mut Site, n: u32, customer: &str, currency: &str, items: &[String]) -> Value {
    let posted = date(site, n);
    let due = if n.is_multiple_of(3) { "2026-12-31".to_owned() } else { posted.clone() };
    let (account, rate) = match currency {
        "EUR" => ("Debitoren EUR", 0.8567),
        "USD" => ("Debtors USD", 0.7912),
        _ => ("Debtors", 1.0),
    };
    let mut items = lines(site, items);
    if n % 23 == 7 {
        // A credit note: negative quantities.
        for line in &mut items {
            line["qty"] = json!(-line["qty"].as_i64().unwrap_or(1));
        }
    }
    if n % 29 == 11 {
        items[0]["rate"] = json!(0.0);
    }
    json!({"customer": customer, "company": COMPANY, "set_posting_time": 1, "posting_date": posted, "due_date": due,
        "currency": currency, "conversion_rate": rate, "debit_to": format!("{account} - {ABBR}"), "items": items,
        "is_return": i32::from(n % 23 == 7), "po_no": format!("00{n}/\"PO\""), "docstatus": i32::from(!n.is_multiple_of(6)),
        "taxes": if n.is_multiple_of(4) { json!([]) } else { json!([{"charge_type": "On Net Total",
            "account_head": format!("VAT - {ABBR}"), "description": "VAT 20 %", "rate": 20}]) }})
}

fn purchase(site: &mut Site, n: u32, supplier: &str, items: &[String]) -> Value {
    let posted = date(site, n * 2);
    json!({"supplier": supplier, "company": COMPANY, "set_posting_time": 1, "posting_date": posted, "due_date": "2026-12-31",
        "bill_no": format!("{n:04}/Ä-7"), "bill_date": posted, "items": lines(site, items), "docstatus": i32::from(!n.is_multiple_of(4)),
        "taxes": [{"charge_type": "On Net Total", "account_head": format!("VAT - {ABBR}"), "description": "VSt", "rate": 20,
            "category": "Total", "add_deduct_tax": "Add"}]})
}

/// Pays an invoice, all or half of it.
fn pay(site: &mut Site, doctype: &str, name: &str, whole: bool) -> Result<()> {
    let Some(doc) = site.documents.get(doctype, name) else { return Ok(()) };
    let open = amount(doc, "outstanding_amount");
    if int(doc, "docstatus") != 1 || open <= Decimal::ONE {
        return Ok(());
    }
    let (side, posted) = (invoice::side(doctype), text(doc, "posting_date").to_owned());
    let part = if whole { open } else { (open / Decimal::TWO).trunc() };
    let (own, bank) = (text(doc, side.account).to_owned(), format!("Test Bank - {ABBR}"));
    let receive = doctype == "Sales Invoice";
    let (from, to) = if receive { (own, bank) } else { (bank, own) };
    let body = json!({"payment_type": if receive { "Receive" } else { "Pay" }, "company": COMPANY, "posting_date": posted,
        "party_type": if receive { "Customer" } else { "Supplier" }, "party": text(doc, side.party), "paid_from": from, "paid_to": to,
        "paid_amount": number(part), "received_amount": number(part), "reference_no": "00-ÜW/7", "reference_date": posted,
        "mode_of_payment": "Wire Transfer", "docstatus": 1,
        "references": [{"reference_doctype": doctype, "reference_name": name, "allocated_amount": number(part)}]});
    made(site, "Payment Entry", body).map(|_| ())
}

fn cancel(site: &mut Site, name: &str) {
    let submitted = site.documents.get("Sales Invoice", name).is_some_and(|d| int(d, "docstatus") == 1);
    if submitted {
        let change = Map::from_iter([("docstatus".to_owned(), json!(2))]);
        // A refusal leaves it submitted, which is as good for a seed.
        let _ = site.update("Sales Invoice", name, &change);
    }
}
