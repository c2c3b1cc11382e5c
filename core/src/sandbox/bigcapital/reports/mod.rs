//! `reports/{name}`: what the sandbox works out of its books as the server does, in the shape in which it was recorded.
//! The server adds in binary numbers, the sandbox in decimals. What it has no books for is refused.

mod aging;
mod balances;
mod figures;
mod statements;
mod trial;

use serde_json::{Value, json};

use self::figures::slashed;
use super::super::message::Request;
use super::errors::{Fail, Outcome};
use super::list;
use super::state::Books;

/// Those of the server that need what the sandbox does not keep: the cost of stock, the flow of cash, the lines one by one.
const NOT_CARRIED: [&str; 10] = [
    "cashflow-statement",
    "general-ledger",
    "journal",
    "transactions-by-customers",
    "transactions-by-vendors",
    "sales-by-items",
    "purchases-by-items",
    "inventory-valuation",
    "inventory-item-details",
    "sales-tax-liability-summary",
];

/// What a report is asked for.
pub(crate) struct Asked {
    pub(crate) from: String,
    pub(crate) to: String,
    /// The day of those that are of one day.
    pub(crate) day: String,
    pub(crate) days_before: u32,
    pub(crate) periods: u32,
}

/// A report; nothing where the server has none of that name.
pub(crate) fn answer(books: &Books, name: &str, request: &Request) -> Outcome<Option<Value>> {
    if NOT_CARRIED.contains(&name) {
        return Err(refused(&format!("the sandbox does not carry the report {name}")));
    }
    let report: fn(&Books, &Asked) -> Value = match name {
        "balance-sheet" => statements::balance_sheet,
        "profit-loss-sheet" => statements::profit_and_loss,
        "trial-balance-sheet" => trial::trial_balance,
        "receivable-aging-summary" => aging::receivable,
        "payable-aging-summary" => aging::payable,
        "customer-balance-summary" => balances::customers,
        "vendor-balance-summary" => balances::vendors,
        _ => return Ok(None),
    };
    let query = list::query(request);
    let param = |name: &str| query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let form = request.header("accept").unwrap_or("application/json");
    let months = param("displayColumnsType").is_some_and(|kind| kind != "total");
    if months || !["application/json", "*/*"].contains(&form) {
        return Err(refused("the sandbox answers reports as plain JSON and for the whole of their days"));
    }
    days(&query)?;
    let today = books.clock.today();
    let year = today.get(..4).unwrap_or_default().to_owned();
    let count = |name: &str, usual: u32| param(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let asked = Asked {
        from: param("fromDate").map_or_else(|| format!("{year}-01-01"), str::to_owned),
        to: param("toDate").map_or_else(|| format!("{year}-12-31"), str::to_owned),
        day: param("asDate").map_or_else(|| today.clone(), str::to_owned),
        days_before: count("agingDaysBefore", 30),
        periods: count("agingPeriods", 3),
    };
    Ok(Some(report(books, &asked)))
}

fn refused(why: &str) -> Fail {
    Fail::Http(501, "Not Implemented", why.to_owned())
}

/// Refuses days that are none.
fn days(query: &[(String, String)]) -> Outcome<()> {
    let target: Value =
        query.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into();
    let wrong = |(name, value): &&(String, String)| {
        ["fromDate", "toDate", "asDate"].contains(&name.as_str()) && value.parse::<jiff::civil::Date>().is_err()
    };
    let found: Vec<Value> = query
        .iter()
        .filter(wrong)
        .map(|(name, value)| {
            json!({"target": target, "value": value, "property": name, "children": [],
                "constraints": {"isDateString": format!("{name} must be a valid ISO 8601 date string")}})
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(Fail::Invalid(found)) }
}

/// What every report says of itself; `more` is beside it.
fn meta(books: &Books, sheet: &str, more: &[(&str, String)]) -> Value {
    let of = |name: &str| books.organization.get(name).cloned().unwrap_or_default();
    let mut meta = json!({"organization_name": of("name"), "base_currency": of("base_currency"),
        "date_format": of("date_format"), "is_cost_compute_running": false, "sheet_name": sheet});
    for (name, text) in more {
        meta[*name] = json!(text);
    }
    meta
}

/// The meta of a report from day to day.
fn meta_of_days(books: &Books, sheet: &str, asked: &Asked, range: &str) -> Value {
    let (from, to) = (slashed(&asked.from), slashed(&asked.to));
    let range = range.replace("{from}", &from).replace("{to}", &to);
    meta(books, sheet, &[("formatted_from_date", from), ("formatted_to_date", to), ("formatted_date_range", range)])
}

fn number_format() -> Value {
    json!({"precision": 2, "divide_on1000": false, "show_zero": false, "format_money": "total", "negative_format": "mines"})
}
