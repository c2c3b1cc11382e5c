//! The trial balance: every account that was posted to, up to a day.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::posting::until;
use super::super::state::{Books, id_in, plain};
use super::figures::{Sums, nested, written, written_total};
use super::{Asked, meta_of_days, number_format};

/// The server counts from the beginning of the books, whatever the first day is.
pub(super) fn trial_balance(books: &Books, asked: &Asked) -> Value {
    let sums = Sums::of(until(books, &asked.to).iter());
    let currency = books.organization.get("base_currency").cloned().unwrap_or_default();
    let (mut debits, mut credits) = (Decimal::ZERO, Decimal::ZERO);
    let mut rows = Vec::new();
    for account in books.all("accounts") {
        let id = id_in(account, "id").unwrap_or(0);
        if !sums.has(id) {
            continue;
        }
        let (debit, credit) = sums.with_below(books, id);
        let parent = id_in(account, "parent_account_id");
        if parent.is_none_or(|parent| !sums.has(parent)) {
            (debits, credits) = (debits + debit, credits + credit);
        }
        let name = account["name"].as_str().unwrap_or_default();
        let full = account["code"].as_str().map_or_else(|| name.to_owned(), |code| format!("{name} - {code}"));
        let row = json!({"id": id, "name": name, "code": account["code"], "credit": plain(credit), "debit": plain(debit),
            "balance": plain(debit - credit), "children": [], "parent_account_id": parent, "formatted_name": full,
            "account_normal": account["account_normal"], "currency_code": currency, "formatted_credit": written(credit),
            "formatted_debit": written(debit), "formatted_balance": written(debit - credit)});
        rows.push((id, parent, row));
    }
    let total = json!({"credit": plain(credits), "debit": plain(debits), "balance": plain(debits - credits),
        "currency_code": currency, "formatted_credit": written_total(books, credits),
        "formatted_debit": written_total(books, debits), "formatted_balance": written_total(books, debits - credits)});
    let query = json!({"basis": "accrual", "from_date": asked.from, "to_date": asked.to, "number_format": number_format(),
        "none_zero": false, "none_transactions": true, "only_active": false, "account_ids": [null]});
    json!({"data": {"accounts": nested(rows), "total": total}, "query": query,
        "meta": meta_of_days(books, "Trial Balance Sheet", asked, "From {from} to {to}")})
}
