//! The first state of the site: a company with its chart of accounts, its warehouses, users and masters.

use serde_json::{Value, json};

use super::state::{set_text, text};
use super::write::Site;
use super::{business, deal, invoice, operations, staff};
use crate::error::{Error, Result};

pub(crate) const COMPANY: &str = "Acme Test Ltd";
pub(crate) const ABBR: &str = "ATL";

/// Account, parent, root type, account type. Groups are those that others name as parent.
const CHART: [(&str, &str, &str, &str); 52] = [
    ("Application of Funds (Assets)", "", "Asset", ""),
    ("Current Assets", "Application of Funds (Assets)", "Asset", ""),
    ("Accounts Receivable", "Current Assets", "Asset", ""),
    ("Debtors", "Accounts Receivable", "Asset", "Receivable"),
    ("Bank Accounts", "Current Assets", "Asset", "Bank"),
    ("Test Bank", "Bank Accounts", "Asset", "Bank"),
    ("Cash In Hand", "Current Assets", "Asset", "Cash"),
    ("Cash", "Cash In Hand", "Asset", "Cash"),
    ("Loans and Advances (Assets)", "Current Assets", "Asset", ""),
    ("Employee Advances", "Loans and Advances (Assets)", "Asset", ""),
    ("Securities and Deposits", "Current Assets", "Asset", ""),
    ("Earnest Money", "Securities and Deposits", "Asset", ""),
    ("Stock Assets", "Current Assets", "Asset", "Stock"),
    ("Stock In Hand", "Stock Assets", "Asset", "Stock"),
    ("Tax Assets", "Current Assets", "Asset", ""),
    ("Fixed Assets", "Application of Funds (Assets)", "Asset", ""),
    ("Buildings", "Fixed Assets", "Asset", "Fixed Asset"),
    ("Office Equipment", "Fixed Assets", "Asset", "Fixed Asset"),
    ("Equity", "", "Equity", "Equity"),
    ("Capital Stock", "Equity", "Equity", "Equity"),
    ("Opening Balance Equity", "Equity", "Equity", "Equity"),
    ("Retained Earnings", "Equity", "Equity", "Equity"),
    ("Expenses", "", "Expense", ""),
    ("Direct Expenses", "Expenses", "Expense", ""),
    ("Stock Expenses", "Direct Expenses", "Expense", ""),
    ("Cost of Goods Sold", "Stock Expenses", "Expense", "Cost of Goods Sold"),
    ("Stock Adjustment", "Stock Expenses", "Expense", "Stock Adjustment"),
    ("Indirect Expenses", "Expenses", "Expense", ""),
    ("Administrative Expenses", "Indirect Expenses", "Expense", ""),
    ("Freight and Forwarding Charges", "Indirect Expenses", "Expense", "Chargeable"),
    ("Round Off", "Indirect Expenses", "Expense", "Round Off"),
    ("Telephone Expenses", "Indirect Expenses", "Expense", ""),
    ("Travel Expenses", "Indirect Expenses", "Expense", ""),
    ("Write Off", "Indirect Expenses", "Expense", ""),
    ("Exchange Gain/Loss", "Indirect Expenses", "Expense", ""),
    ("Income", "", "Income", ""),
    ("Direct Income", "Income", "Income", ""),
    ("Sales", "Direct Income", "Income", ""),
    ("Service", "Direct Income", "Income", ""),
    ("Indirect Income", "Income", "Income", ""),
    ("Interest Income", "Indirect Income", "Income", ""),
    ("Source of Funds (Liabilities)", "", "Liability", ""),
    ("Current Liabilities", "Source of Funds (Liabilities)", "Liability", ""),
    ("Accounts Payable", "Current Liabilities", "Liability", ""),
    ("Creditors", "Accounts Payable", "Liability", "Payable"),
    ("Duties and Taxes", "Current Liabilities", "Liability", "Tax"),
    ("VAT", "Duties and Taxes", "Liability", "Tax"),
    ("TDS Payable", "Duties and Taxes", "Liability", "Tax"),
    ("Stock Liabilities", "Current Liabilities", "Liability", ""),
    ("Stock Received But Not Billed", "Stock Liabilities", "Liability", "Stock Received But Not Billed"),
    ("Loans (Liabilities)", "Source of Funds (Liabilities)", "Liability", ""),
    ("Secured Loans", "Loans (Liabilities)", "Liability", ""),
];

/// Opens the chart of accounts of a company.
pub(crate) fn chart(site: &mut Site, company: &str, abbr: &str) {
    for (name, parent, root, kind) in CHART {
        let group = CHART.iter().any(|(_, p, _, _)| *p == name);
        let report = if ["Asset", "Liability", "Equity"].contains(&root) { "Balance Sheet" } else { "Profit and Loss" };
        let body = json!({"account_name": name, "company": company, "is_group": i32::from(group), "root_type": root,
            "report_type": report, "account_type": kind, "account_number": "",
            "parent_account": if parent.is_empty() { Value::Null } else { json!(format!("{parent} - {abbr}")) }});
        // Roots have no parent, which an account made by a user must have: so past the checks.
        store(site, "Account", body);
    }
    super::masters::renumber(site, "Account");
}

/// The warehouses that a company starts with.
pub(crate) fn warehouses(site: &mut Site, company: &str, abbr: &str) {
    for (name, group) in
        [("All Warehouses", 1), ("Stores", 0), ("Work In Progress", 0), ("Finished Goods", 0), ("Goods In Transit", 0)]
    {
        let parent = if group == 1 { Value::Null } else { json!(format!("All Warehouses - {abbr}")) };
        let body = json!({"warehouse_name": name, "company": company, "is_group": group, "parent_warehouse": parent,
            "warehouse_type": if name == "Goods In Transit" { json!("Transit") } else { Value::Null }});
        store(site, "Warehouse", body);
    }
    super::masters::renumber(site, "Warehouse");
}

/// Stores a document as given, with defaults and a name, without checks.
fn store(site: &mut Site, doctype: &str, body: Value) {
    let Value::Object(body) = body else { return };
    let stamp = crate::sandbox::clock::micros_text(site.clock.tick());
    let Ok(mut doc) = site.draft(doctype, &body, &stamp) else { return };
    if let Ok(name) = site.new_name(doctype, &doc, &body) {
        set_text(&mut doc, "name", name);
        site.documents.put(doctype, doc);
    }
}

pub(crate) fn made(site: &mut Site, doctype: &str, body: Value) -> Result<String> {
    let Value::Object(body) = body else { return Err(Error::unexpected("a seed is an object")) };
    match site.insert(doctype, &body) {
        Ok(doc) => Ok(text(&doc, "name").to_owned()),
        Err(fail) => Err(Error::unexpected(format!("the sandbox's seed: {doctype}: {}", fail.exception()))),
    }
}

pub(crate) fn fill(site: &mut Site, records: u32) -> Result<()> {
    site.clock.jump("2026-01-05T08:00:00Z");
    if records > 0 {
        keys(site)?;
    }
    masters(site)?;
    if records > 0 {
        business::fill(site, records)?;
    }
    users(site)?;
    if records > 0 {
        operations::fill(site, records)?;
        deal::fill(site)?;
    }
    // Last, so that what was there before the app is the same with it.
    staff::masters(site)?;
    if records > 0 {
        staff::fill(site)?;
    }
    site.clock.jump("2026-11-23T09:00:00Z");
    let today = site.clock.today();
    for doctype in ["Sales Invoice", "Purchase Invoice"] {
        let names: Vec<String> = site.documents.all(doctype).map(|d| text(d, "name").to_owned()).collect();
        for name in names {
            if let Some(doc) = site.documents.get_mut(doctype, &name) {
                let status = invoice::status(doc, &today);
                set_text(doc, "status", status);
            }
        }
    }
    Ok(())
}

/// The field for callers' keys, as an administrator makes it for the bridge.
fn keys(site: &mut Site) -> Result<()> {
    for doctype in [
        "Customer",
        "Supplier",
        "Item",
        "Sales Taxes and Charges Template",
        "Purchase Taxes and Charges Template",
        "Sales Invoice",
        "Purchase Invoice",
        "Journal Entry",
        "Expense Claim",
        "Leave Application",
    ] {
        let body = json!({"dt": doctype, "fieldname": super::KEY_FIELD, "label": "Bridge key", "fieldtype": "Data", "unique": 1});
        made(site, "Custom Field", body)?;
    }
    Ok(())
}

fn masters(site: &mut Site) -> Result<()> {
    for (name, fraction, symbol, step) in [
        ("GBP", "Penny", "£", 0.0),
        ("EUR", "Cent", "€", 0.01),
        ("USD", "Cent", "$", 0.01),
        ("CHF", "Rappen[K]", "Fr", 0.05),
        ("JPY", "Sen[G]", "¥", 0.0),
        ("KWD", "Fils", "د.ك", 0.0),
    ] {
        let body = json!({"currency_name": name, "fraction": fraction, "symbol": symbol, "smallest_currency_fraction_value": step});
        made(site, "Currency", body)?;
    }
    for name in ["United Kingdom", "Germany", "France", "Japan", "United States", "Switzerland", "Czech Republic"] {
        made(site, "Country", json!({"country_name": name}))?;
    }
    for (doctype, field, names) in [
        (
            "Customer Group",
            "customer_group_name",
            ["All Customer Groups", "Commercial", "Individual", "Government"].as_slice(),
        ),
        ("Supplier Group", "supplier_group_name", &["All Supplier Groups", "Local", "Services", "Distributor"]),
        ("Territory", "territory_name", &["All Territories", "United Kingdom", "Rest Of The World"]),
        ("Item Group", "item_group_name", &["All Item Groups", "Products", "Services", "Raw Material"]),
        ("UOM", "uom_name", &["Nos", "Hour", "Kg", "Box"]),
        ("Mode of Payment", "mode_of_payment", &["Wire Transfer", "Cash", "Cheque", "Credit Card"]),
        ("Fiscal Year", "year", &["2026"]),
        ("Gender", "gender", &["Female", "Male", "Other", "Prefer not to say"]),
        ("Designation", "designation_name", &["Accountant", "Analyst", "Engineer", "Project Manager"]),
        (
            "Sales Stage",
            "stage_name",
            &["Prospecting", "Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review"],
        ),
    ] {
        for name in names {
            made(site, doctype, json!({field: name}))?;
        }
    }
    for name in ["Material Receipt", "Material Issue", "Material Transfer", "Manufacture", "Repack"] {
        made(site, "Stock Entry Type", json!({"name": name, "purpose": name}))?;
    }
    for unit in ["Nos", "Box"] {
        if let Some(unit) = site.documents.get_mut("UOM", unit) {
            unit.insert("must_be_whole_number".into(), json!(1));
        }
    }
    if let Some(year) = site.documents.get_mut("Fiscal Year", "2026") {
        set_text(year, "year_start_date", "2026-01-01");
        set_text(year, "year_end_date", "2026-12-31");
    }
    let company =
        json!({"company_name": COMPANY, "abbr": ABBR, "default_currency": "GBP", "country": "United Kingdom"});
    made(site, "Company", company)?;
    for name in ["Main", "Acme Test Ltd"] {
        made(site, "Cost Center", json!({"cost_center_name": format!("{name} - {ABBR}"), "company": COMPANY}))?;
    }
    for (side, rates) in
        [("Sales", [("UK VAT 20%", 20), ("Zero rated", 0)]), ("Purchase", [("Input VAT 20%", 20), ("Input VAT 5%", 5)])]
    {
        for (title, rate) in rates {
            let body = json!({"title": title, "company": COMPANY, "taxes": [
                {"charge_type": "On Net Total", "account_head": format!("VAT - {ABBR}"), "description": title, "rate": rate}]});
            made(site, &format!("{side} Taxes and Charges Template"), body)?;
        }
    }
    Ok(())
}

/// Roles, and the users who hold them.
fn users(site: &mut Site) -> Result<()> {
    for name in [
        "Accounts User",
        "HR User",
        "Manufacturing User",
        "Projects User",
        "Purchase User",
        "Sales User",
        "Stock User",
        "System Manager",
    ] {
        made(site, "Role", json!({"role_name": name}))?;
    }
    for name in ["All", "Customer", "Guest", "Supplier"] {
        made(site, "Role", json!({"role_name": name, "desk_access": 0}))?;
    }
    for (email, first, last, role) in [
        ("administrator@example.com", "Administrator", "", "System Manager"),
        (super::LIMITED_USER, "Limited", "User", "Projects User"),
    ] {
        made(site, "User", json!({"email": email, "first_name": first, "last_name": last, "roles": [{"role": role}]}))?;
    }
    // The one user whose name is no address.
    if let Some(mut own) = site.documents.remove("User", "administrator@example.com") {
        set_text(&mut own, "name", "Administrator");
        site.documents.put("User", own);
    }
    Ok(())
}
