//! The first state of the app Frappe HR: its types of leaves and claims as it installs them, and synthetic leaves and claims.

use serde_json::{Value, json};

use super::seed::{ABBR, COMPANY, made};
use super::state::text;
use super::write::Site;
use crate::error::Result;

pub(crate) fn masters(site: &mut Site) -> Result<()> {
    for body in [
        json!({"leave_type_name": "Casual Leave", "is_carry_forward": 1, "allow_encashment": 1, "max_continuous_days_allowed": 3}),
        json!({"leave_type_name": "Compensatory Off", "is_compensatory": 1}),
        json!({"leave_type_name": "Leave Without Pay", "is_lwp": 1}),
        json!({"leave_type_name": "Privilege Leave"}),
        json!({"leave_type_name": "Sick Leave"}),
    ] {
        made(site, "Leave Type", body)?;
    }
    for (name, account) in [("Calls", ""), ("Food", "Travel"), ("Medical", ""), ("Others", ""), ("Travel", "Travel")] {
        let account = json!([{"company": COMPANY, "default_account": format!("{account} Expenses - {ABBR}")}]);
        let accounts = if matches!(name, "Food" | "Travel") { account } else { json!([]) };
        made(site, "Expense Claim Type", json!({"expense_type": name, "accounts": accounts}))?;
    }
    Ok(())
}

/// Days to take, leaves, and claims in each state.
pub(crate) fn fill(site: &mut Site) -> Result<()> {
    let active = |doc: &&super::state::Doc| text(doc, "status") == "Active";
    let staff: Vec<String> =
        site.documents.all("Employee").filter(active).map(|doc| text(doc, "name").to_owned()).collect();
    made(
        site,
        "Account",
        json!({"account_name": "Expenses Payable", "company": COMPANY, "account_type": "Payable",
        "parent_account": format!("Accounts Payable - {ABBR}")}),
    )?;
    for (n, employee) in (0..).zip(&staff) {
        let days = json!({"employee": employee, "leave_type": "Casual Leave", "from_date": "2026-01-01", "to_date": "2026-12-31",
            "new_leaves_allocated": 10, "total_leaves_allocated": 10, "docstatus": 1});
        made(site, "Leave Allocation", days)?;
        let leave = json!({"employee": employee, "leave_type": "Casual Leave", "from_date": format!("2026-0{}-15", 1 + n % 9),
            "to_date": format!("2026-0{}-16", 1 + n % 9), "description": "Umzug – „jetzt“"});
        let leave = made(site, "Leave Application", leave)?;
        let claim = json!({"employee": employee, "posting_date": format!("2026-0{}-20", 1 + n % 9), "remark": "Reise nach Köln",
            "expenses": [{"cost_center": format!("Main - {ABBR}"), "expense_date": format!("2026-0{}-18", 1 + n % 9),
            "expense_type": "Travel", "description": "Zug", "amount": 89.9, "sanctioned_amount": 89.9}]});
        let claim = made(site, "Expense Claim", claim)?;
        let (status, approval) = [("Open", "Draft"), ("Approved", "Approved"), ("Rejected", "Rejected")][n % 3];
        if status != "Open" {
            decide(site, "Leave Application", &leave, json!({"status": status, "docstatus": 1}))?;
            decide(site, "Expense Claim", &claim, json!({"approval_status": approval, "docstatus": 1}))?;
        }
    }
    Ok(())
}

fn decide(site: &mut Site, doctype: &str, name: &str, body: Value) -> Result<()> {
    let Value::Object(body) = body else { return Ok(()) };
    let done = site.update(doctype, name, &body).map(drop);
    done.map_err(|fail| crate::error::Error::unexpected(format!("the sandbox's seed: {doctype}: {}", fail.exception())))
}
