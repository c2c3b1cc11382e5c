//! The balance sheet and the profit and loss sheet.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::posting::until;
use super::super::state::{Books, id_in};
use super::figures::{Sums, accounts_of, balance, figure, in_base, nested, slashed, total};
use super::{Asked, meta, meta_of_days, number_format};

/// A node of the balance sheet: its id, its name, and what is in it.
struct Node(&'static str, &'static str, Inside);

enum Inside {
    Nodes(&'static [Node]),
    Accounts(&'static [&'static str]),
    /// Accounts, and what was earned.
    WithNetIncome(&'static [&'static str]),
}
use Inside::{Accounts, Nodes, WithNetIncome};

// The names are the server's, their spelling too.
const SHEET: &[Node] = &[
    Node(
        "ASSETS",
        "Assets",
        Nodes(&[
            Node(
                "CURRENT_ASSETS",
                "Current Asset",
                Nodes(&[
                    Node("CASH_EQUIVALENTS", "Cash and cash equivalents", Accounts(&["cash", "bank"])),
                    Node("ACCOUNTS_RECEIVABLE", "Accounts Receivable", Accounts(&["accounts-receivable"])),
                    Node("INVENTORY", "Inventory", Accounts(&["inventory"])),
                    Node("OTHER_CURRENT_ASSET", "Other current assets", Accounts(&["other-current-asset"])),
                ]),
            ),
            Node("FIXED_ASSET", "Fixed Asset", Accounts(&["fixed-asset"])),
            Node("NON_CURRENT_ASSET", "Non-Current Assets", Accounts(&["none-current-asset"])),
        ]),
    ),
    Node(
        "LIABILITY_EQUITY",
        "Liabilities and Equity",
        Nodes(&[
            Node(
                "LIABILITY",
                "Liabilities",
                Nodes(&[
                    Node("CURRENT_LIABILITY", "Current Liabilties", Accounts(CURRENT_LIABILITIES)),
                    Node("LOGN_TERM_LIABILITY", "Long-Term Liabilities", Accounts(&["long-term-liability"])),
                    Node("NON_CURRENT_LIABILITY", "Non-Current Liabilities", Accounts(&["non-current-liability"])),
                ]),
            ),
            Node("EQUITY", "Equity", WithNetIncome(&["equity"])),
        ]),
    ),
];
const CURRENT_LIABILITIES: &[&str] = &["accounts-payable", "tax-payable", "credit-card", "other-current-liability"];

const INCOME: &[&str] = &["income", "other-income"];
const EXPENSES: &[&str] = &["cost-of-goods-sold", "expense", "other-expense"];

pub(super) fn balance_sheet(books: &Books, asked: &Asked) -> Value {
    let sums = Sums::of(until(books, &asked.to).iter());
    let data: Vec<Value> = SHEET.iter().map(|one| node(books, &sums, one).0).collect();
    let day = slashed(&asked.to);
    let mut query =
        json!({"basis": "cash", "account_ids": [], "percentage_of_column": false, "percentage_of_row": false});
    columns(&mut query, asked);
    json!({"query": query, "data": data,
        "meta": meta(books, "Balance Sheet Statement", &[("formatted_as_date", day.clone()), ("formatted_date_range", format!("As {day}"))])})
}

fn node(books: &Books, sums: &Sums, Node(id, name, inside): &Node) -> (Value, Decimal) {
    let (children, sum): (Vec<Value>, Decimal) = match inside {
        Nodes(nodes) => {
            let made: Vec<(Value, Decimal)> = nodes.iter().map(|one| node(books, sums, one)).collect();
            let sum = made.iter().map(|(_, sum)| *sum).sum();
            (made.into_iter().map(|(value, _)| value).collect(), sum)
        }
        Accounts(types) => accounts(books, sums, types),
        WithNetIncome(types) => {
            let (mut rows, sum) = accounts(books, sums, types);
            let earned = of_types(books, sums, INCOME) - of_types(books, sums, EXPENSES);
            rows.push(json!({"id": "NET_INCOME", "name": "Net Income", "total": in_base(books, total(books, earned)),
                "node_type": "NET_INCOME"}));
            (rows, sum + earned)
        }
    };
    let value = json!({"name": name, "id": id, "type": "AGGREGATE", "total": in_base(books, total(books, sum)),
        "children": children, "node_type": "AGGREGATE"});
    (value, sum)
}

/// The rows of accounts as a tree, and their sum.
fn accounts(books: &Books, sums: &Sums, types: &[&str]) -> (Vec<Value>, Decimal) {
    let row = |account: &&super::super::table::Object| {
        let id = id_in(account, "id").unwrap_or(0);
        let value = balance(account, sums.with_below(books, id));
        let row = json!({"id": id, "index": account["index"], "name": account["name"], "code": account["code"],
            "total": in_base(books, figure(value)), "children": [], "node_type": "ACCOUNT"});
        (id, id_in(account, "parent_account_id"), row)
    };
    let rows = nested(accounts_of(books, types).iter().map(row).collect());
    (rows, of_types(books, sums, types))
}

/// The sum of all accounts of some types: parents hold their children's.
fn of_types(books: &Books, sums: &Sums, types: &[&str]) -> Decimal {
    let tops = accounts_of(books, types).into_iter().filter(|account| id_in(account, "parent_account_id").is_none());
    tops.map(|account| balance(account, sums.with_below(books, id_in(account, "id").unwrap_or(0)))).sum()
}

pub(super) fn profit_and_loss(books: &Books, asked: &Asked) -> Value {
    let lines = until(books, &asked.to);
    let sums = Sums::of(lines.iter().filter(|line| line.date >= asked.from));
    let of = |types: &[&str]| of_types(books, &sums, types);
    let section = |id: &str, name: &str, types: &[&str]| {
        let rows = accounts_of(books, types).into_iter().map(|account| {
            let id = id_in(account, "id").unwrap_or(0);
            let value = balance(account, sums.with_below(books, id));
            json!({"id": id, "name": account["name"], "total": figure(value), "node_type": "ACCOUNT"})
        });
        json!({"id": id, "name": name, "total": total(books, of(types)), "children": rows.collect::<Vec<_>>(), "node_type": "ACCOUNTS"})
    };
    let equation = |id: &str, name: &str, sum: Decimal| json!({"id": id, "name": name, "total": total(books, sum), "node_type": "EQUATION"});
    let gross = of(&["income"]) - of(&["cost-of-goods-sold"]);
    let operating = gross - of(&["expense"]);
    let net = operating + of(&["other-income"]) - of(&["other-expense"]);
    let data = json!([
        section("INCOME", "Income", &["income"]),
        section("COST_OF_SALES", "Cost of sales", &["cost-of-goods-sold"]),
        equation("GROSS_PROFIT", "GROSS PROFIT", gross),
        section("EXPENSES", "Expenses", &["expense"]),
        equation("NET_OPERATING_INCOME", "NET OPERATING INCOME", operating),
        section("OTHER_INCOME", "Other income", &["other-income"]),
        section("OTHER_EXPENSES", "Other expenses", &["other-expense"]),
        equation("NET_INCOME", "NET INCOME", net),
    ]);
    let mut query = json!({"basis": "accrual", "accounts_ids": [], "percentage_column": false, "percentage_row": false,
        "percentage_income": false, "percentage_expense": false});
    columns(&mut query, asked);
    // The title that the server gives it.
    json!({"query": query, "data": data, "meta": meta_of_days(books, "Cashflow Statement", asked, "From {from} | To {to}")})
}

/// What both statements say of their columns.
fn columns(query: &mut Value, asked: &Asked) {
    query["from_date"] = json!(asked.from);
    query["to_date"] = json!(asked.to);
    query["number_format"] = number_format();
    query["display_columns_type"] = json!("total");
    query["display_columns_by"] = json!("year");
    let off = ["none_zero", "none_transactions"].into_iter().map(str::to_owned);
    let compared = ["previous_period", "previous_year"].into_iter().flat_map(|name| {
        ["", "_amount_change", "_percentage_change"].into_iter().map(move |end| format!("{name}{end}"))
    });
    for name in off.chain(compared) {
        query[name] = json!(false);
    }
}
