//! Sums of accounts, and how figures are written.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::posting::Posting;
use super::super::state::{Books, id_in, money, plain};
use super::super::table::Object;

/// Per account what was debited and credited.
pub(super) struct Sums(BTreeMap<i64, (Decimal, Decimal)>);

impl Sums {
    pub(super) fn of<'p>(lines: impl Iterator<Item = &'p Posting>) -> Sums {
        let mut sums = BTreeMap::<i64, (Decimal, Decimal)>::new();
        for line in lines {
            let sum = sums.entry(line.account).or_default();
            *sum = (sum.0 + line.debit, sum.1 + line.credit);
        }
        Sums(sums)
    }

    /// Whether anything was posted to the account itself.
    pub(super) fn has(&self, account: i64) -> bool {
        self.0.contains_key(&account)
    }

    /// Debits and credits of an account and of those below it.
    pub(super) fn with_below(&self, books: &Books, account: i64) -> (Decimal, Decimal) {
        let under = |mut id: i64| {
            // A chain of parents is never longer than the chart.
            for _ in 0..64 {
                if id == account {
                    return true;
                }
                match books.get("accounts", id).and_then(|record| id_in(record, "parent_account_id")) {
                    Some(parent) => id = parent,
                    None => return false,
                }
            }
            false
        };
        let own = self.0.iter().filter(|(id, _)| under(**id));
        own.fold((Decimal::ZERO, Decimal::ZERO), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1))
    }
}

/// An account's balance by its normal side.
pub(super) fn balance(account: &Object, (debit, credit): (Decimal, Decimal)) -> Decimal {
    if account["account_normal"].as_str() == Some("credit") { credit - debit } else { debit - credit }
}

/// The accounts of some types, type by type.
pub(super) fn accounts_of<'b>(books: &'b Books, types: &[&str]) -> Vec<&'b Object> {
    let of = |kind: &&str| {
        let kind = (*kind).to_owned();
        books.all("accounts").filter(move |account| account["account_type"].as_str() == Some(kind.as_str()))
    };
    types.iter().flat_map(of).collect()
}

/// Puts rows below those of their parents; one whose parent is not among them stands at the top.
pub(super) fn nested(rows: Vec<(i64, Option<i64>, Value)>) -> Vec<Value> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    below(&rows, &|parent| parent.is_none_or(|parent| !ids.contains(&parent)))
}

fn below(rows: &[(i64, Option<i64>, Value)], is_here: &dyn Fn(Option<i64>) -> bool) -> Vec<Value> {
    let here = rows.iter().filter(|(_, parent, _)| is_here(*parent));
    here.map(|(id, _, row)| {
        let mut row = row.clone();
        if row.get("children").is_some() {
            row["children"] = below(rows, &|parent| parent == Some(*id)).into();
        }
        row
    })
    .collect()
}

/// The sign of the base currency.
pub(super) fn sign(books: &Books) -> String {
    let base = books.organization.get("base_currency");
    let found = books.all("currencies").find(|currency| currency.get("currency_code") == base);
    found.and_then(|currency| currency["currency_sign"].as_str()).unwrap_or_default().to_owned()
}

/// A figure without a sign of currency; nothing for zero.
pub(super) fn written(value: Decimal) -> String {
    if value.is_zero() { String::new() } else { money(value) }
}

/// A total: `-$1.00`.
pub(super) fn written_total(books: &Books, value: Decimal) -> String {
    let text = money(value);
    match text.strip_prefix('-') {
        Some(rest) => format!("-{}{rest}", sign(books)),
        None => format!("{}{text}", sign(books)),
    }
}

pub(super) fn figure(value: Decimal) -> Value {
    json!({"amount": plain(value), "formatted_amount": written(value)})
}

pub(super) fn total(books: &Books, value: Decimal) -> Value {
    json!({"amount": plain(value), "formatted_amount": written_total(books, value)})
}

/// The same with its currency.
pub(super) fn in_base(books: &Books, mut figure: Value) -> Value {
    figure["currency_code"] = books.organization.get("base_currency").cloned().unwrap_or_default();
    figure
}

/// `2026/12/31`.
pub(super) fn slashed(day: &str) -> String {
    day.replace('-', "/")
}
