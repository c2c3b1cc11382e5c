//! Journal Entry: drafts pass almost anything; only a submitted one must balance.

use rust_decimal::Decimal;

use super::errors::{Fail, Outcome};
use super::invoice;
use super::state::{Doc, amount, cents, int, put_rows, rows, set, set_text, take_rows, text};
use super::write::Site;

pub(crate) fn validate(site: &mut Site, doc: &mut Doc) -> Outcome<()> {
    let mut list = take_rows(doc, "accounts");
    let mut failed = None;
    let names: Vec<String> = list.iter().map(|r| text(r, "account").to_owned()).collect();
    for (index, row) in list.iter_mut().enumerate() {
        if let Some(account) = site.documents.get("Account", text(row, "account")) {
            let (kind, currency) =
                (text(account, "account_type").to_owned(), text(account, "account_currency").to_owned());
            if ["Receivable", "Payable"].contains(&kind.as_str()) && text(row, "party").is_empty() {
                let name = text(row, "account");
                failed = Some(format!(
                    "Row {}: Party Type and Party is required for Receivable / Payable account {name}",
                    index + 1
                ));
                break;
            }
            set_text(row, "account_type", kind);
            set_text(row, "account_currency", currency);
        }
        let rate = amount(row, "exchange_rate");
        let (debit, credit) =
            (cents(amount(row, "debit_in_account_currency")), cents(amount(row, "credit_in_account_currency")));
        if debit.is_zero() && credit.is_zero() {
            failed = Some(format!("Row {}: Both Debit and Credit values cannot be zero", index + 1));
            break;
        }
        set(row, "debit_in_account_currency", debit);
        set(row, "credit_in_account_currency", credit);
        set(row, "debit", cents(debit * rate));
        set(row, "credit", cents(credit * rate));
        let others: Vec<&str> =
            names.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, n)| n.as_str()).collect();
        set_text(row, "against_account", others.join(", "));
    }
    let debit: Decimal = list.iter().map(|r| amount(r, "debit")).sum();
    let credit: Decimal = list.iter().map(|r| amount(r, "credit")).sum();
    let party = list.iter().map(|r| text(r, "party")).find(|p| !p.is_empty()).unwrap_or("").to_owned();
    put_rows(doc, "accounts", list);
    if let Some(message) = failed {
        return Err(Fail::app(message));
    }
    set(doc, "total_debit", debit);
    set(doc, "total_credit", credit);
    set(doc, "difference", debit - credit);
    let currency = site.company_currency(text(doc, "company"));
    if party.is_empty() {
        set(doc, "total_amount", Decimal::ZERO);
        set_text(doc, "total_amount_in_words", super::words::in_words(Decimal::ZERO, &currency));
        set_text(doc, "title", names.first().cloned().unwrap_or_default());
    } else {
        set(doc, "total_amount", debit.max(credit));
        set_text(doc, "total_amount_currency", currency.clone());
        set_text(doc, "total_amount_in_words", super::words::in_words(debit.max(credit), &currency));
        set_text(doc, "pay_to_recd_from", party.clone());
        set_text(doc, "title", party);
    }
    remark(doc);
    Ok(())
}

fn remark(doc: &mut Doc) {
    let mut parts = Vec::new();
    if !text(doc, "user_remark").is_empty() {
        parts.push(format!("Note: {}", text(doc, "user_remark")));
    }
    if !text(doc, "cheque_no").is_empty() {
        let date: Vec<&str> = text(doc, "cheque_date").split('-').rev().collect();
        parts.push(format!("Reference #{} dated {}", text(doc, "cheque_no"), date.join("-")));
    }
    if !parts.is_empty() {
        set_text(doc, "remark", parts.join("\n"));
    }
}

pub(crate) fn before_submit(site: &mut Site, doc: &Doc) -> Outcome<()> {
    let difference = amount(doc, "difference");
    if !difference.is_zero() {
        let text =
            format!("Total Debit must be equal to Total Credit. The difference is {}", difference.abs().normalize());
        return Err(Fail::app(text));
    }
    for row in rows(doc, "accounts") {
        let group = site.documents.get("Account", text(row, "account")).is_some_and(|a| int(a, "is_group") == 1);
        if group {
            let (account, name) = (text(row, "account"), text(doc, "name"));
            return Err(Fail::app(format!(
                "Journal Entry {name}: Account {account} is a Group Account and group accounts cannot be used in transactions"
            )));
        }
    }
    Ok(())
}

pub(crate) fn on_submit(site: &mut Site, name: &str) {
    move_money(site, name, Decimal::ONE);
}

pub(crate) fn on_cancel(site: &mut Site, name: &str) {
    move_money(site, name, Decimal::NEGATIVE_ONE);
}

/// Rows that name an invoice pay it (or owe it again on cancel).
fn move_money(site: &mut Site, name: &str, direction: Decimal) {
    let Some(doc) = site.documents.get("Journal Entry", name).cloned() else { return };
    for row in rows(&doc, "accounts") {
        let (of, target) = (text(row, "reference_type"), text(row, "reference_name"));
        let (debit, credit) = (amount(row, "debit_in_account_currency"), amount(row, "credit_in_account_currency"));
        match of {
            "Sales Invoice" => invoice::settle(site, of, target, (credit - debit) * direction),
            "Purchase Invoice" => invoice::settle(site, of, target, (debit - credit) * direction),
            _ => {}
        }
    }
}
