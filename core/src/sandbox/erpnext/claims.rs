//! Expense claims of the app Frappe HR, as recorded: their accounts, sums and states. Advances and taxes are not kept.

use rust_decimal::Decimal;

use super::errors::{Fail, Outcome};
use super::leaves::link;
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;

pub(crate) fn prepare(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    let new = text(doc, "name").is_empty();
    let (today, company) = (site.clock.today(), text(doc, "company").to_owned());
    let employee = site.documents.get("Employee", text(doc, "employee")).map(|found| text(found, "employee_name"));
    if let Some(employee) = employee.map(str::to_owned) {
        set_text(doc, "employee_name", employee);
    }
    let abbr = site.documents.get("Company", &company).map(|found| text(found, "abbr").to_owned()).unwrap_or_default();
    let payable = format!("Expenses Payable - {abbr}");
    if text(doc, "payable_account").is_empty() && site.documents.get("Account", &payable).is_some() {
        set_text(doc, "payable_account", payable);
    }
    let centre = format!("Main - {abbr}");
    if text(doc, "cost_center").is_empty() && site.documents.get("Cost Center", &centre).is_some() {
        set_text(doc, "cost_center", centre);
    }
    let mut list = take_rows(doc, "expenses");
    for row in &mut list {
        if new && text(row, "expense_date").is_empty() {
            set_text(row, "expense_date", today.clone());
        }
        let kind = text(row, "expense_type").to_owned();
        let accounts = site.documents.get("Expense Claim Type", &kind).map(|found| rows(found, "accounts"));
        let account = accounts.into_iter().flatten().find(|one| text(one, "company") == company);
        let Some(account) = account.map(|one| text(one, "default_account").to_owned()) else {
            let link = link("expense-claim-type", &kind);
            return Err(Fail::app(format!(
                "Set the default account for the <strong>Expense Claim Type</strong> {link}"
            )));
        };
        set_text(row, "default_account", account);
    }
    put_rows(doc, "expenses", list);
    Ok(())
}

pub(crate) fn validate(doc: &mut Doc) -> Outcome<()> {
    let rejected = text(doc, "approval_status") == "Rejected";
    let mut list = take_rows(doc, "expenses");
    let (mut claimed, mut granted) = (Decimal::ZERO, Decimal::ZERO);
    for row in &mut list {
        if amount(row, "sanctioned_amount") > amount(row, "amount") {
            // No recording shows it; read in the source.
            let says = format!("Sanctioned Amount cannot be greater than Claim Amount in Row {}.", int(row, "idx"));
            return Err(Fail::app(says));
        }
        if rejected {
            set(row, "sanctioned_amount", Decimal::ZERO);
        }
        claimed += amount(row, "amount");
        granted += amount(row, "sanctioned_amount");
    }
    put_rows(doc, "expenses", list);
    set(doc, "total_claimed_amount", cents(claimed));
    set(doc, "total_sanctioned_amount", cents(granted));
    set(doc, "grand_total", cents(granted));
    let status = match (int(doc, "docstatus"), text(doc, "approval_status")) {
        (1, "Rejected") => "Rejected",
        (1, "Approved") if int(doc, "is_paid") == 1 => "Paid",
        (1, "Approved") if !granted.is_zero() => "Unpaid",
        (1, _) => "Submitted",
        (2, _) => "Cancelled",
        _ => "Draft",
    };
    set_text(doc, "status", status);
    Ok(())
}

pub(crate) fn before_submit(doc: &Doc) -> Outcome<()> {
    if text(doc, "approval_status") == "Draft" {
        // No recording shows it; read in the source.
        return Err(Fail::app("Approval Status must be 'Approved' or 'Rejected'"));
    }
    let without = rows(doc, "expenses").into_iter().find(|row| text(row, "cost_center").is_empty());
    match without.filter(|_| !amount(doc, "total_sanctioned_amount").is_zero()) {
        None => Ok(()),
        Some(row) => Err(Fail::app(format!(
            "Row {}: <strong>Cost Center</strong> is required in the expenses table to book an expense claim.",
            int(row, "idx")
        ))),
    }
}

pub(crate) fn on_cancel(site: &mut Site, claim: &str) {
    if let Some(doc) = site.documents.get_mut("Expense Claim", claim) {
        set_text(doc, "status", "Cancelled");
    }
}
