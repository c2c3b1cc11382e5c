//! What the real server computes, with its quirks: an invoice's balance ignores the discounts of its lines, its total
//! leaves a tax that comes on top out and adds one that is inside already; the other documents take their lines'
//! discounts, and no document's total takes the adjustment.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::state::{Books, amount, id_in, plain, stored};
use super::table::{Kind, Object};

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Completes the lines of a document: amounts, discounts, taxes.
pub(crate) fn lines(books: &Books, kind: &Kind, record: &Object, rows: &mut [Object]) {
    let inclusive = record.get("is_inclusive_tax").is_some_and(|v| *v == json!(1));
    for row in rows {
        let value = amount(row, "rate") * amount(row, "quantity");
        row.insert("amount".into(), plain(value));
        let percentage = row.get("discount_type").and_then(Value::as_str) != Some("amount");
        // The column of a line's discount holds whole numbers.
        let discount = amount(row, "discount");
        let discount = if percentage { value * discount / HUNDRED } else { discount.round() };
        let rate = tax_rate(books, row);
        let tax = match rate {
            Some(rate) if inclusive => value - value / (Decimal::ONE + rate / HUNDRED),
            Some(rate) => value * rate / HUNDRED,
            None => Decimal::ZERO,
        };
        let (without, with) = if inclusive { (value - tax, value) } else { (value, value + tax) };
        row.insert("discount_amount".into(), plain(discount));
        row.insert("tax_amount".into(), plain(tax.round_dp(5)));
        row.insert("tax_rate".into(), rate.map_or(Value::Null, plain));
        row.insert("is_inclusive_tax".into(), json!(i64::from(inclusive)));
        row.insert("subtotal_excluding_tax".into(), plain(without.round_dp(5)));
        row.insert("subtotal_inclusing_tax".into(), plain(with.round_dp(5)));
        row.insert("subtotal".into(), plain(with.round_dp(5)));
        row.insert("total".into(), plain((with - discount).round_dp(5)));
        let reference = match kind.name.as_str() {
            "sale-invoices" => "SaleInvoice",
            "bills" => "Bill",
            "credit-notes" => "CreditNote",
            "vendor-credits" => "VendorCredit",
            "sale-estimates" => "SaleEstimate",
            _ => "SaleReceipt",
        };
        row.insert("reference_type".into(), reference.into());
    }
}

/// The tax of a line by its id or by the code of the rate.
fn tax_rate(books: &Books, row: &mut Object) -> Option<Decimal> {
    if let Some(code) = row.remove("tax_code").filter(|code| !code.is_null()) {
        let found = books.all("tax-rates").find(|tax| tax["code"] == code)?;
        row.insert("tax_rate_id".into(), found["id"].clone());
    }
    books.get("tax-rates", id_in(row, "tax_rate_id")?).map(|tax| amount(tax, "rate"))
}

fn rows<'a>(kind: &Kind, record: &'a Object) -> impl Iterator<Item = &'a Object> {
    let at = kind.line.as_ref().map_or("entries", |line| line.at.as_str()).to_owned();
    record.get(&at).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Completes the sums and the truth values of a record that follow from the rest.
pub(crate) fn complete(books: &Books, kind: &Kind, record: &mut Object) {
    let set = |record: &mut Object, name: &str, value: Value| drop(record.insert(name.to_owned(), value));
    let has = |record: &Object, name: &str| record.get(name).is_some_and(|v| !v.is_null());
    let exchange = match amount(record, "exchange_rate") {
        rate if rate.is_zero() => Decimal::ONE,
        rate => rate,
    };
    match kind.name.as_str() {
        "sale-invoices" | "bills" | "credit-notes" | "vendor-credits" | "sale-estimates" | "sale-receipts" => {
            let invoice = kind.name == "sale-invoices";
            let (mut sum, mut tax) = (Decimal::ZERO, Decimal::ZERO);
            for row in rows(kind, record) {
                sum += amount(row, "amount") - if invoice { Decimal::ZERO } else { amount(row, "discount_amount") };
                tax += amount(row, "tax_amount");
            }
            let inclusive = record.get("is_inclusive_tax") == Some(&json!(1));
            let percentage = record.get("discount_type").and_then(Value::as_str) == Some("percentage");
            let given = amount(record, "discount");
            let discount = if percentage { sum * given / HUNDRED } else { given };
            let total = sum - discount + if inclusive { tax } else { Decimal::ZERO };
            for name in ["amount", "balance", "subtotal"] {
                set(record, name, stored(sum));
            }
            // Known only to documents that said whether their prices include it.
            let withheld = if tax.is_zero() || !record.contains_key(" taxed") { Value::Null } else { stored(tax) };
            let paid = amount(record, "payment_amount")
                + amount(record, "credited_amount")
                + amount(record, "writtenoff_amount");
            let due = total - paid;
            for (name, value) in [
                ("total", plain(total)),
                ("due_amount", plain(due)),
                ("tax_amount_withheld", withheld),
                ("tax_amount_withheld_local", plain(tax * exchange)),
                ("discount_amount", plain(discount)),
                ("discount_amount_local", if discount.is_zero() { Value::Null } else { plain(discount * exchange) }),
                ("discount_percentage", if percentage { plain(given) } else { Value::Null }),
                ("subtotal_local", stored(sum * exchange)),
                ("local_amount", stored(sum * exchange)),
                ("amount_local", stored(sum * exchange)),
                ("total_local", plain(total * exchange)),
                ("paid", plain(total)),
                ("paid_local", plain(total * exchange)),
                ("subtotal_exluding_tax", stored(if inclusive { sum - tax } else { sum })),
                ("balance_amount", plain(amount(record, "payment_amount"))),
                ("writtenoff_amount_local", plain(amount(record, "writtenoff_amount") * exchange)),
            ] {
                set(record, name, value);
            }
            let settled = !paid.is_zero() && due <= Decimal::ZERO;
            let issued = has(record, if invoice { "delivered_at" } else { "opened_at" });
            set(record, "is_fully_paid", json!(settled));
            set(record, "is_paid", json!(settled));
            set(record, "is_partially_paid", json!(!paid.is_zero() && !settled));
            set(record, "is_writtenoff", json!(has(record, "writtenoff_at")));
            set(record, "is_open", json!(issued));
            set(record, "is_delivered", json!(has(record, "delivered_at")));
            set(record, "is_approved", json!(has(record, "approved_at")));
            set(record, "is_rejected", json!(has(record, "rejected_at")));
            let late = days(books, record);
            set(record, "remaining_days", json!(late.max(0)));
            set(record, "overdue_days", json!((-late).max(0)));
            set(record, "is_overdue", json!(issued && !settled && late < 0));
            let used = amount(record, "refunded_amount")
                + amount(record, "invoices_amount")
                + amount(record, "invoiced_amount");
            set(record, "credits_used", stored(used));
            set(record, "credits_remaining", stored(sum - used));
            let receipt = kind.name == "sale-receipts";
            let closed = if receipt { has(record, "closed_at") } else { !used.is_zero() && used >= sum };
            set(record, "is_closed", json!(closed));
            set(record, "is_draft", json!(if receipt { !closed } else { !issued }));
            set(record, "is_published", json!(issued));
        }
        "payments-received" | "bill-payments" => {
            let local = amount(record, "amount") * exchange;
            set(record, "local_amount", stored(local));
        }
        "manual-journals" => {
            let sum: Decimal = rows(kind, record).map(|row| amount(row, "debit")).sum();
            set(record, "amount", stored(sum));
            set(record, "is_published", json!(has(record, "published_at")));
        }
        "expenses" => {
            let sum: Decimal = rows(kind, record).map(|row| amount(row, "amount")).sum();
            set(record, "total_amount", stored(sum));
            set(record, "local_amount", stored(sum * exchange));
            set(record, "billable_amount", stored(sum));
            set(record, "is_published", json!(has(record, "published_at")));
        }
        "inventory-adjustments" => set(record, "is_published", json!(has(record, "published_at"))),
        "customers" | "vendors" => {
            let closing = amount(record, "opening_balance") + amount(record, "balance");
            set(record, "closing_balance", stored(closing));
            let local = amount(record, "opening_balance") * amount(record, "opening_balance_exchange_rate");
            set(record, "local_opening_balance", stored(local));
        }
        "accounts" => account(books, record),
        _ => {}
    }
}

/// What an account takes over from its type.
fn account(books: &Books, record: &mut Object) {
    let found = books.masters.account_types.iter().find(|t| t.get("key") == record.get("account_type"));
    let Some(kind) = found.cloned() else { return };
    let title = kind["normal"].as_str().map(|n| if n == "debit" { "Debit" } else { "Credit" });
    for (name, value) in [
        ("account_type_label", kind["label"].clone()),
        ("account_parent_type", kind["parent_type"].clone()),
        ("account_root_type", kind["root_type"].clone()),
        ("account_normal", kind["normal"].clone()),
        ("account_normal_formatted", json!(title)),
        ("is_balance_sheet_account", kind["balance_sheet"].clone()),
        ("is_p_l_sheet", kind["income_sheet"].clone()),
    ] {
        record.insert(name.to_owned(), value);
    }
}

/// Days until a document is due.
fn days(books: &Books, record: &Object) -> i64 {
    let date = |text: &str| text.get(..10).and_then(|t| t.parse::<jiff::civil::Date>().ok());
    let due = record.get("due_date").and_then(Value::as_str).and_then(date);
    match due.zip(date(&books.clock.today())) {
        Some((due, today)) => (due - today).get_days().into(),
        None => 0,
    }
}
