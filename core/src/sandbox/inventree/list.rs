//! Lists: filters, search, order and pages. What a list does not know is ignored without a word.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::super::fold::fold;
use super::errors::{Fail, Outcome};
use super::store::{Row, Store, at, int, number, text};
use super::view::{self, Shown};
use crate::sandbox::message::{Reply, Request};

pub(crate) fn list(store: &Store, table: &str, request: &Request, host: &str) -> Outcome<Reply> {
    let Some(model) = store.models.get(table) else { return Err(Fail::detail(404, "Not found.")) };
    let pairs = request.pairs();
    let mut rows: Vec<&Row> = store.all(table).collect();
    for (name, value) in &pairs {
        let Some(kind) = model.filters.get(name).or_else(|| special(table, name)).filter(|_| !value.is_empty()) else {
            continue;
        };
        match kind.as_str() {
            "int" if value != "null" && value.parse::<f64>().is_err() => {
                return Err(Fail::field(name, "Enter a number."));
            }
            "date" if value.parse::<jiff::civil::Date>().is_err() || value.len() != 10 => {
                return Err(Fail::field(name, "Enter a valid date."));
            }
            _ => {}
        }
        if table == "track" && name == "item" {
            let gone = value.parse().ok().is_none_or(|pk| store.find("stock", pk).is_none());
            if gone {
                let said = "Select a valid choice. That choice is not one of the available choices.";
                return Err(Fail::field(name, said));
            }
        }
        let asked = request.param("cascade").and_then(|word| truth(&word));
        // Places are listed one level deep unless told otherwise, stock and parts with all that lies below.
        let cascade = asked.unwrap_or(table != "location");
        rows.retain(|row| passes(store, table, row, name, value, cascade));
    }
    if let Some(words) = request.param("search").filter(|words| !words.is_empty()) {
        let words = fold(&words);
        let hit = |row: &Row| {
            row.iter().any(|(name, value)| {
                let searched = matches!(
                    name.as_str(),
                    "name"
                        | "description"
                        | "IPN"
                        | "keywords"
                        | "reference"
                        | "title"
                        | "SKU"
                        | "batch"
                        | "serial"
                        | "supplier_reference"
                        | "customer_reference"
                        | "email"
                        | "comment"
                );
                searched && value.as_str().is_some_and(|text| fold(text).contains(&words))
            })
        };
        rows.retain(|row| hit(row));
    }
    order(table, &mut rows, request, &model.ordering);
    let flags: Vec<String> =
        pairs.iter().filter(|(_, value)| truth(value) == Some(true)).map(|(name, _)| name.clone()).collect();
    let how = Shown { operation: "list", flags };
    let show = |rows: &[&Row]| rows.iter().map(|row| view::shown(store, table, row, &how)).collect::<Vec<Value>>();
    let limit = request.param("limit").and_then(|text| text.parse::<usize>().ok()).filter(|limit| *limit > 0);
    let offset = request.param("offset").map_or(Some(0), |text| text.parse::<usize>().ok());
    let (Some(limit), Some(offset)) = (limit, offset) else {
        // Without a limit, or with one that is none, the answer is everything.
        return Ok(Reply::json(200, Value::Array(show(&rows))));
    };
    let count = rows.len();
    let page = rows.get(offset.min(count)..(offset + limit).min(count)).unwrap_or_default();
    let link = |offset: usize| {
        let mut kept: Vec<(String, String)> = pairs.iter().filter(|(name, _)| name != "offset").cloned().collect();
        if offset > 0 {
            kept.push(("offset".into(), offset.to_string()));
        }
        kept.sort();
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let query: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        json!(format!("http://{host}{}?{}", request.path, query.join("&")))
    };
    let next = if offset + limit < count { link(offset + limit) } else { Value::Null };
    let previous = if offset > 0 { link(offset.saturating_sub(limit)) } else { Value::Null };
    Ok(Reply::json(200, json!({"count": count, "next": next, "previous": previous, "results": show(page)})))
}

/// Filters that the description of the API does not name, or names under another type.
fn special(table: &str, name: &str) -> Option<&'static String> {
    static INT: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "int".to_owned());
    let known = matches!((table, name), ("stock", "location" | "ancestor") | ("part" | "bom", "category"));
    known.then(|| &*INT)
}

pub(crate) fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

fn passes(store: &Store, table: &str, row: &Row, name: &str, value: &str, cascade: bool) -> bool {
    let pk: Option<i64> = value.parse().ok();
    let yes = truth(value);
    let points = |member: &str| int(row, member) == pk;
    let day = |member: &str| text(row, member).get(..10).unwrap_or("").to_owned();
    let under = |tree: &str, member: &str| match (int(row, member), pk) {
        (Some(at), Some(top)) if cascade => view::within(store, tree, at, top),
        (at, top) => at == top,
    };
    match (table, name) {
        (_, "parameters" | "tags" | "price_breaks" | "cascade" | "depth" | "exclude_tree" | "include_variants") => true,
        ("attachment", "is_link") => yes.is_none_or(|yes| at(row, "link").is_null() != yes),
        ("part", "category") => under("category", "category"),
        ("stock", "location") => under("location", "location"),
        ("category" | "location", "parent") if value == "null" => int(row, "parent").is_none(),
        ("location", "parent") => under("location", "parent"),
        ("category", "parent") => points("parent"),
        ("category" | "location", "top_level") => yes != Some(true) || int(row, "parent").is_none(),
        ("stock", "ancestor") => points("parent"),
        ("stock", "in_stock") => yes.is_none_or(|yes| view::is_here(row) == yes),
        ("part", "name_regex") => {
            let wanted = value.trim_start_matches('^');
            if value.starts_with('^') {
                text(row, "name").starts_with(wanted)
            } else {
                text(row, "name").contains(wanted)
            }
        }
        ("bom", "uses") => points("sub_part"),
        ("po" | "so" | "build", "outstanding" | "active") => {
            yes.is_none_or(|yes| matches!(int(row, "status"), Some(10 | 15 | 20 | 25)) == yes)
        }
        ("po" | "so" | "build", "overdue") => yes != Some(true),
        ("po_line", "pending") => yes.is_none_or(|yes| view::is_done(row) != yes),
        ("shipment", "shipped") => yes.is_none_or(|yes| at(row, "shipment_date").is_null() != yes),
        (_, "created_after") => *day("creation_date") > *value,
        (_, "created_before") => *day("creation_date") < *value,
        (_, "min_date") => *day("target_date") >= *value && !day("target_date").is_empty(),
        (_, "max_date") => *day("target_date") <= *value && !day("target_date").is_empty(),
        ("stock", "updated_after") => *day("updated") > *value || day("updated") == value,
        ("stock", "updated_before") => *day("updated") < *value,
        (_, "target_date_after") => *day("target_date") > *value,
        (_, "target_date_before") => *day("target_date") < *value && !day("target_date").is_empty(),
        ("stock", "expiry_after") => *day("expiry_date") > *value,
        ("stock", "expiry_before") => *day("expiry_date") < *value && !day("expiry_date").is_empty(),
        ("allocation", "order") => {
            let line = int(row, "line").and_then(|pk| store.find("so_line", pk));
            line.and_then(|line| int(line, "order")) == pk
        }
        _ => match row.get(name) {
            Some(Value::Bool(is)) => yes.is_none_or(|yes| *is == yes),
            Some(Value::Number(number)) => number.as_f64() == value.parse().ok(),
            Some(Value::String(text)) => text == value,
            Some(Value::Null) => false,
            _ => true,
        },
    }
}

/// Only the columns that the list knows; anything else does nothing.
fn order(table: &str, rows: &mut [&Row], request: &Request, known: &[String]) {
    let asked = request.param("ordering").unwrap_or_default();
    let (column, down) = match asked.strip_prefix('-') {
        Some(column) => (column.to_owned(), true),
        None => (asked, false),
    };
    if !known.contains(&column) {
        match table {
            "po" | "so" | "build" | "track" | "contact" => rows.reverse(),
            "part" | "category" | "location" | "company" => rows.sort_by_key(|row| fold(text(row, "name"))),
            _ => {}
        }
        return;
    }
    let compare = |a: &&Row, b: &&Row| {
        let (x, y) = (a.get(&column), b.get(&column));
        match (x, y) {
            (Some(Value::String(x)), Some(Value::String(y))) => x.cmp(y),
            (Some(Value::Number(_)), Some(Value::Number(_))) => {
                number(a, &column).partial_cmp(&number(b, &column)).unwrap_or(Ordering::Equal)
            }
            _ => Ordering::Equal,
        }
    };
    rows.sort_by(|a, b| if down { compare(b, a) } else { compare(a, b) });
}
