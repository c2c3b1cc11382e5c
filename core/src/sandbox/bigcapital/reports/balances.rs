//! What each customer owes, and what is owed to each vendor, by the ledger.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::posting::{PAYABLE, RECEIVABLE, until};
use super::super::state::{Books, id_in};
use super::figures::{in_base, slashed, total};
use super::{Asked, meta, number_format};

pub(super) fn customers(books: &Books, asked: &Asked) -> Value {
    let day = slashed(&asked.day);
    let more = [("formatted_as_date", day.clone()), ("formatted_date_range", format!("As {day}"))];
    let figure = |sum: Decimal| in_base(books, total(books, sum));
    summary(
        books,
        asked,
        ("customers", "customer_name", RECEIVABLE),
        meta(books, "Customer Balance Summary", &more),
        figure,
    )
}

pub(super) fn vendors(books: &Books, asked: &Asked) -> Value {
    let more = [("formatted_as_date", slashed(&asked.day))];
    let figure = |sum: Decimal| total(books, sum);
    summary(books, asked, ("vendors", "vendor_name", PAYABLE), meta(books, "Vendor Balance Summary", &more), figure)
}

fn summary(
    books: &Books,
    asked: &Asked,
    (contacts, name, account): (&str, &str, i64),
    meta: Value,
    figure: impl Fn(Decimal) -> Value,
) -> Value {
    let lines: Vec<_> = until(books, &asked.day).into_iter().filter(|line| line.account == account).collect();
    let mut sorted: Vec<_> = books.all(contacts).collect();
    sorted.sort_by_key(|contact| contact["display_name"].as_str().unwrap_or_default().to_lowercase());
    let (mut rows, mut sum) = (Vec::new(), Decimal::ZERO);
    for contact in sorted {
        let id = id_in(contact, "id");
        let mut own = lines.iter().filter(|line| line.contact.is_some() && line.contact == id).peekable();
        if own.peek().is_none() {
            continue;
        }
        let owed: Decimal = own.map(|line| line.debit - line.credit).sum();
        let owed = if account == RECEIVABLE { owed } else { -owed };
        sum += owed;
        rows.push(json!({"id": id, "total": figure(owed), name: contact["display_name"]}));
    }
    let query = json!({"as_date": asked.day, "number_format": number_format(), "percentage_column": false, "none_zero": false,
        "none_transactions": true});
    json!({"data": {contacts: rows, "total": {"total": figure(sum)}}, "query": query, "meta": meta})
}
