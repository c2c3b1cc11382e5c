//! What the documents post to the ledger, worked out when a report asks for it, by the rules that the recorded journal
//! of the server shows. An amount of zero is not posted. The server opens an account of its own for receivables and payables in a
//! foreign currency; here they stand in the one of the base currency.

use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::Value;

use super::state::{Books, amount, id_in};
use super::table::Object;

pub(crate) const RECEIVABLE: i64 = 1006;
pub(crate) const PAYABLE: i64 = 1008;
const TAX_PAYABLE: i64 = 1013;
const OTHER_EXPENSES: i64 = 1018;
const EXCHANGE: i64 = 1022;
const OTHER_INCOME: i64 = 1028;
const DISCOUNT: i64 = 1031;
const PURCHASE_DISCOUNT: i64 = 1032;
const OTHER_CHARGES: i64 = 1033;

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Posting {
    pub(crate) account: i64,
    pub(crate) debit: Decimal,
    pub(crate) credit: Decimal,
    /// `YYYY-MM-DD`.
    pub(crate) date: String,
    /// The customer or vendor.
    pub(crate) contact: Option<i64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Debit,
    Credit,
}
use Side::{Credit, Debit};

impl Side {
    fn other(self) -> Side {
        if self == Debit { Credit } else { Debit }
    }
}

/// How a document with items posts: its total on one side, discounts beside it, the items on the other.
struct Rule {
    resource: &'static str,
    /// The member that tells that it counts.
    posted: &'static str,
    date: &'static str,
    party: &'static str,
    side: Side,
    /// Where the total goes: an account, or that of `deposit_account_id`.
    total: Option<i64>,
    sells: bool,
    taxes: bool,
}

const RULES: [Rule; 5] = [
    rule("sale-invoices", "delivered_at", "invoice_date", "customer_id", Debit, Some(RECEIVABLE), true, true),
    rule("sale-receipts", "closed_at", "receipt_date", "customer_id", Debit, None, true, false),
    rule("credit-notes", "opened_at", "credit_note_date", "customer_id", Credit, Some(RECEIVABLE), true, false),
    rule("bills", "opened_at", "bill_date", "vendor_id", Credit, Some(PAYABLE), false, false),
    rule("vendor-credits", "opened_at", "vendor_credit_date", "vendor_id", Debit, Some(PAYABLE), false, false),
];

#[allow(clippy::too_many_arguments, reason = "one row of a table")]
const fn rule(
    resource: &'static str,
    posted: &'static str,
    date: &'static str,
    party: &'static str,
    side: Side,
    total: Option<i64>,
    sells: bool,
    taxes: bool,
) -> Rule {
    Rule { resource, posted, date, party, side, total, sells, taxes }
}

/// All lines up to a day, that day too.
pub(crate) fn until(books: &Books, last: &str) -> Vec<Posting> {
    let mut ledger = Ledger { books, lines: Vec::new() };
    RULES.iter().for_each(|rule| ledger.documents(rule));
    ledger.openings();
    ledger.payments();
    ledger.entries();
    ledger.settlements();
    ledger.lines.retain(|line| line.date.as_str() <= last);
    ledger.lines
}

struct Ledger<'b> {
    books: &'b Books,
    lines: Vec<Posting>,
}

/// Where a document's lines stand: its day and its contact.
type Head = (String, Option<i64>);

fn head(record: &Object, date: &str, party: &str) -> Head {
    let day = record.get(date).and_then(Value::as_str).and_then(|text| text.get(..10)).unwrap_or_default();
    (day.to_owned(), id_in(record, party))
}

fn is_set(record: &Object, member: &str) -> bool {
    record.get(member).is_some_and(|value| !value.is_null())
}

fn rate(record: &Object) -> Decimal {
    let rate = amount(record, "exchange_rate");
    if rate.is_zero() { Decimal::ONE } else { rate }
}

fn rows<'r>(record: &'r Object, at: &str) -> impl Iterator<Item = &'r Object> {
    record.get(at).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

impl Ledger<'_> {
    fn post(&mut self, head: &Head, account: Option<i64>, side: Side, value: Decimal) {
        // As the columns keep it.
        let value = value.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero);
        let Some(account) = account.filter(|_| !value.is_zero()) else { return };
        let (debit, credit) = if side == Debit { (value, Decimal::ZERO) } else { (Decimal::ZERO, value) };
        self.lines.push(Posting { account, debit, credit, date: head.0.clone(), contact: head.1 });
    }

    fn documents(&mut self, rule: &Rule) {
        let books = self.books;
        let discounts = if rule.sells { DISCOUNT } else { PURCHASE_DISCOUNT };
        let adjustments = if rule.sells { OTHER_CHARGES } else { OTHER_EXPENSES };
        for record in books.all(rule.resource).filter(|record| is_set(record, rule.posted)) {
            let (head, rate, other) = (head(record, rule.date, rule.party), rate(record), rule.side.other());
            let total = rule.total.or_else(|| id_in(record, "deposit_account_id"));
            self.post(&head, total, rule.side, amount(record, "total") * rate);
            for row in rows(record, "entries") {
                let value = amount(row, "subtotal_excluding_tax") - amount(row, "discount_amount");
                self.post(&head, self.account_of(row, rule.sells), other, value * rate);
                if rule.taxes {
                    self.post(&head, Some(TAX_PAYABLE), other, amount(row, "tax_amount"));
                }
            }
            self.post(&head, Some(discounts), rule.side, amount(record, "discount_amount") * rate);
            let adjustment = amount(record, "adjustment") * rate;
            let side = if adjustment.is_sign_negative() { rule.side } else { other };
            self.post(&head, Some(adjustments), side, adjustment.abs());
            let written_off = id_in(record, "writtenoff_expense_account_id");
            let value = amount(record, "writtenoff_amount");
            self.post(&head, written_off.and(Some(RECEIVABLE)), Credit, value * rate);
            self.post(&head, written_off, Debit, value);
        }
    }

    /// The account of a line: its own, else that of its item; what is bought for the stock goes into the stock.
    fn account_of(&self, row: &Object, sells: bool) -> Option<i64> {
        let item = id_in(row, "item_id").and_then(|id| self.books.get("items", id));
        let of_item = |member: &str| item.and_then(|item| id_in(item, member));
        let is_stock = item.is_some_and(|item| item["type"].as_str() == Some("inventory"));
        match (sells, is_stock) {
            (true, _) => id_in(row, "sell_account_id").or_else(|| of_item("sell_account_id")),
            (false, true) => of_item("inventory_account_id"),
            (false, false) => id_in(row, "cost_account_id").or_else(|| of_item("cost_account_id")),
        }
    }

    fn openings(&mut self) {
        let books = self.books;
        for (resource, contacts, side, against) in
            [("customers", RECEIVABLE, Debit, OTHER_INCOME), ("vendors", PAYABLE, Credit, OTHER_EXPENSES)]
        {
            for record in books.all(resource).filter(|record| is_set(record, "opening_balance_at")) {
                let head = head(record, "opening_balance_at", "id");
                let value = amount(record, "local_opening_balance");
                self.post(&head, Some(contacts), side, value);
                self.post(&head, Some(against), side.other(), value);
            }
        }
    }

    fn payments(&mut self) {
        let books = self.books;
        for (resource, account, party, document, column, contacts, side) in [
            (
                "payments-received",
                "deposit_account_id",
                "customer_id",
                "sale-invoices",
                "invoice_id",
                RECEIVABLE,
                Debit,
            ),
            ("bill-payments", "payment_account_id", "vendor_id", "bills", "bill_id", PAYABLE, Credit),
        ] {
            for record in books.all(resource) {
                let (head, own) = (head(record, "payment_date", party), rate(record));
                let value = amount(record, "amount") * own;
                self.post(&head, id_in(record, account), side, value);
                self.post(&head, Some(contacts), side.other(), value);
                // The document was posted at another rate.
                let gain: Decimal = rows(record, "entries")
                    .map(|row| {
                        let there = id_in(row, column).and_then(|id| books.get(document, id)).map_or(own, rate);
                        amount(row, "payment_amount") * (own - there)
                    })
                    .sum();
                let gain = if side == Debit { gain } else { -gain };
                let into = if gain.is_sign_negative() { Credit } else { Debit };
                self.post(&head, Some(contacts), into, gain.abs());
                self.post(&head, Some(EXCHANGE), into.other(), gain.abs());
            }
        }
    }

    /// Journals, expenses, and the stock that is added by hand; what is taken out by hand waits for its cost.
    fn entries(&mut self) {
        let books = self.books;
        for record in books.all("manual-journals").filter(|record| is_set(record, "published_at")) {
            let (day, _) = head(record, "date", "");
            for row in rows(record, "entries") {
                let head = (day.clone(), id_in(row, "contact_id"));
                self.post(&head, id_in(row, "account_id"), Debit, amount(row, "debit"));
                self.post(&head, id_in(row, "account_id"), Credit, amount(row, "credit"));
            }
        }
        for record in books.all("expenses").filter(|record| is_set(record, "published_at")) {
            let (head, rate) = (head(record, "payment_date", ""), rate(record));
            let sum: Decimal = rows(record, "categories").map(|row| amount(row, "amount")).sum();
            self.post(&head, id_in(record, "payment_account_id"), Credit, sum * rate);
            for row in rows(record, "categories") {
                self.post(&head, id_in(row, "expense_account_id"), Debit, amount(row, "amount") * rate);
            }
        }
        let added = |record: &&Object| is_set(record, "published_at") && record["type"].as_str() == Some("increment");
        for record in books.all("inventory-adjustments").filter(added) {
            let head = head(record, "date", "");
            for row in rows(record, "entries") {
                let value = amount(row, "cost") * amount(row, "quantity");
                self.post(&head, self.account_of(row, false), Debit, value);
                self.post(&head, id_in(record, "adjustment_account_id"), Credit, value);
            }
        }
    }

    /// Credits that were paid out.
    fn settlements(&mut self) {
        let books = self.books;
        for (key, credits, party, account, contacts, side) in [
            ("refunds", "credit-notes", "customer_id", "from_account_id", RECEIVABLE, Credit),
            ("vendor refunds", "vendor-credits", "vendor_id", "deposit_account_id", PAYABLE, Debit),
        ] {
            for refund in books.settlements.get(key).into_iter().flatten() {
                let (day, _) = head(&refund.row, "date", "");
                let contact = books.get(credits, refund.credit).and_then(|credit| id_in(credit, party));
                self.post(&(day.clone(), contact), id_in(&refund.row, account), side, refund.amount);
                self.post(&(day, contact), Some(contacts), side.other(), refund.amount);
            }
        }
    }
}
