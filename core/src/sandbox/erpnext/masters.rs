//! Company, Account and Item: what they fill in for themselves.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::schema::Kind;
use super::seed;
use super::state::{Doc, int, put_rows, set_text, text};
use super::write::Site;

/// A column that the customer made is there from now on, empty in the documents of before.
pub(crate) fn after_custom_field(site: &mut Site, doc: &Doc) {
    let (doctype, field) = (text(doc, "dt"), text(doc, "fieldname"));
    let kind = match text(doc, "fieldtype") {
        "Int" | "Check" => Kind::Int,
        "Float" | "Currency" | "Percent" => Kind::Float,
        "Date" => Kind::Date,
        "Datetime" => Kind::Datetime,
        "Time" => Kind::Time,
        _ => Kind::Text,
    };
    site.schema.add(doctype, field, text(doc, "label"), kind, int(doc, "unique") == 1);
    let names: Vec<String> = site.documents.all(doctype).map(|doc| text(doc, "name").to_owned()).collect();
    for name in names {
        if let Some(old) = site.documents.get_mut(doctype, &name) {
            old.entry(field).or_insert(Value::Null);
        }
    }
}

pub(crate) fn prepare_account(site: &Site, doc: &mut Doc) -> Outcome<()> {
    if text(doc, "account_name").is_empty() {
        return Err(Fail::app_bug("AttributeError", "'NoneType' object has no attribute 'strip'"));
    }
    if let Some(parent) = site.documents.get("Account", text(doc, "parent_account")) {
        for field in ["root_type", "report_type"] {
            if text(doc, field).is_empty() {
                doc.insert(field.into(), parent.get(field).cloned().unwrap_or(Value::Null));
            }
        }
    }
    Ok(())
}

/// The server looks at the end of a warehouse's name before it looks for the name.
pub(crate) fn prepare_warehouse(doc: &Doc) -> Outcome<()> {
    match text(doc, "warehouse_name").is_empty() {
        true => Err(Fail::app_bug("AttributeError", "'NoneType' object has no attribute 'endswith'")),
        false => Ok(()),
    }
}

pub(crate) fn validate_account(site: &Site, doc: &Doc) -> Outcome<()> {
    match site.documents.get("Account", text(doc, "parent_account")) {
        Some(parent) if int(parent, "is_group") == 0 => Err(Fail::app(format!(
            "Account {}: Parent account {} can not be a ledger",
            text(doc, "name"),
            text(parent, "name")
        ))),
        _ => Ok(()),
    }
}

/// Two companies cannot share an abbreviation: it ends the names of their accounts.
pub(crate) fn validate_company(site: &Site, doc: &Doc) -> Outcome<()> {
    let same = |c: &Doc| text(c, "abbr") == text(doc, "abbr") && text(c, "name") != text(doc, "name");
    match site.documents.all("Company").any(same) {
        true => Err(Fail::app("Abbreviation already used for another company")),
        false => Ok(()),
    }
}

/// Numbers a tree anew (`lft`, `rgt`).
pub(crate) fn renumber(site: &mut Site, doctype: &str) {
    let Some(tree) = site.schema.get(doctype).and_then(|m| m.rules.tree.clone()) else { return };
    let all: Vec<(String, String)> =
        site.documents.all(doctype).map(|d| (text(d, "name").to_owned(), text(d, &tree).to_owned())).collect();
    let mut places = Vec::new();
    let mut next = 1;
    for (root, _) in all.iter().filter(|(_, parent)| parent.is_empty()) {
        walk(&all, root, &mut next, &mut places);
    }
    for (name, left, right) in places {
        if let Some(doc) = site.documents.get_mut(doctype, &name) {
            doc.insert("lft".into(), json!(left));
            doc.insert("rgt".into(), json!(right));
        }
    }
}

fn walk(all: &[(String, String)], name: &str, next: &mut i64, places: &mut Vec<(String, i64, i64)>) {
    let left = *next;
    *next += 1;
    for (child, _) in all.iter().filter(|(_, parent)| parent == name) {
        walk(all, child, next, places);
    }
    places.push((name.to_owned(), left, *next));
    *next += 1;
}

pub(crate) fn prepare_item(doc: &mut Doc) -> Outcome<()> {
    let code = text(doc, "item_code").to_owned();
    if code.is_empty() {
        return Err(Fail::validation("Item Code is required"));
    }
    if text(doc, "item_name").is_empty() {
        set_text(doc, "item_name", code);
    }
    if text(doc, "description").is_empty() {
        let name = text(doc, "item_name").to_owned();
        set_text(doc, "description", name);
    }
    if super::state::rows(doc, "uoms").is_empty() {
        let row = json!({"uom": text(doc, "stock_uom"), "conversion_factor": 1.0});
        put_rows(doc, "uoms", row.as_object().cloned().into_iter().collect());
    }
    if super::state::rows(doc, "item_defaults").is_empty() {
        put_rows(doc, "item_defaults", vec![Doc::new()]);
    }
    Ok(())
}

/// A new company gets a chart of accounts, a cost centre and its default accounts.
pub(crate) fn open_company(site: &mut Site, doc: &Doc) {
    seed::chart(site, text(doc, "name"), text(doc, "abbr"));
    let name = text(doc, "name").to_owned();
    let abbr = text(doc, "abbr").to_owned();
    seed::warehouses(site, &name, &abbr);
    if let Some(company) = site.documents.get_mut("Company", &name) {
        for (field, account) in [
            ("default_bank_account", "Test Bank"),
            ("default_cash_account", "Cash"),
            ("default_receivable_account", "Debtors"),
            ("default_payable_account", "Creditors"),
            ("default_income_account", "Sales"),
            ("default_expense_account", "Cost of Goods Sold"),
            ("round_off_account", "Round Off"),
            ("write_off_account", "Write Off"),
            ("exchange_gain_loss_account", "Exchange Gain/Loss"),
            ("cost_center", "Main"),
            ("default_inventory_account", "Stock In Hand"),
            ("stock_adjustment_account", "Stock Adjustment"),
            ("stock_received_but_not_billed", "Stock Received But Not Billed"),
        ] {
            set_text(company, field, format!("{account} - {abbr}"));
        }
        set_text(company, "default_in_transit_warehouse", format!("Goods In Transit - {abbr}"));
        set_text(company, "chart_of_accounts", "Standard");
        set_text(company, "create_chart_of_accounts_based_on", "Standard Template");
    }
}
