//! Lists: `sqlfilters`, order, paging, `properties`.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::super::fold::fold;
use super::errors::{Fail, Outcome, Stage};
use super::kinds::{Kind, Object, Sort, plain};
use super::sqlfilters::{self, Cell, Wrong};
use super::state::{Books, number, sql_time};
use super::{invoice, plainly, stock};
use crate::sandbox::message::Request;

pub(crate) fn list(books: &Books, kind: &Kind, request: &Request) -> Outcome<Value> {
    let whole = |name: &str, default: i64| match request.param(name) {
        None => Ok(default),
        Some(text) => text.trim().parse::<i64>().map_err(|_| {
            let message = format!("Invalid value specified for `{name}`. Expecting integer value");
            Fail::at(Stage::Validate, 400, message)
        }),
    };
    let (limit, page) = (whole("limit", 100)?, whole("page", 0)?.max(0));
    let paginate = request.param("pagination_data").is_some_and(|v| v == "true" || v == "1");
    if paginate && limit <= 0 {
        // Division by zero in the server.
        return Err(Fail::Raw { status: 500, kind: "text/html; charset=UTF-8", body: String::new() });
    }
    let filter = request.param("sqlfilters").filter(|f| !f.is_empty());
    let filter = filter.map(|text| read(kind, &text)).transpose()?;
    let mut found: Vec<&Object> = books
        .all(kind)
        .filter(|o| filter.as_ref().is_none_or(|f| sqlfilters::passes(f, &|column| cell(kind, o, column))))
        .filter(|o| chosen(kind, o, request))
        .collect();
    order(kind, &mut found, request)?;
    let total = found.len();
    let start = if limit > 0 { (page * limit) as usize } else { 0 };
    let count = if limit > 0 { limit as usize } else { usize::MAX };
    let rows: Vec<&Object> = found.into_iter().skip(start).take(count).collect();
    if rows.is_empty() && kind.route == "thirdparties" {
        let what = if request.param("mode").as_deref() == Some("4") { "suppliers" } else { "third parties" };
        return Err(Fail::not_found(format!("No {what} found")));
    }
    if request.param("ids_only").is_some_and(|v| v == "true" || v == "1") {
        return Ok(json!(rows.iter().map(|o| plain(&o["id"])).collect::<Vec<_>>()));
    }
    let shape = books.shapes.of(kind);
    let properties: Vec<String> =
        request.param("properties").map(|p| p.split(',').map(|s| s.trim().to_owned()).collect()).unwrap_or_default();
    let show = |object: &&Object| {
        let mut full = shape.view("list", kind, &invoice::with_balance(books, kind, object));
        if kind.route == "products" {
            full = match request.param("includestockdata").is_some_and(|told| told != "0") {
                true => stock::with_stock(books, full, true),
                // Recorded: a list does not look it up unless it is asked to.
                false => {
                    full.into_iter().map(|(k, v)| if k == "stock_reel" { (k, Value::Null) } else { (k, v) }).collect()
                }
            };
        }
        match properties.is_empty() {
            true => Value::Object(full),
            false => Value::Object(full.into_iter().filter(|(k, _)| properties.contains(k)).collect::<Map<_, _>>()),
        }
    };
    let data: Vec<Value> = rows.iter().map(show).collect();
    Ok(match paginate {
        false => Value::Array(data),
        true => {
            let pages = total.div_ceil(limit.max(1) as usize);
            json!({"data": data, "pagination": {"total": total, "page": page, "page_count": pages, "limit": limit}})
        }
    })
}

fn read(kind: &Kind, text: &str) -> Outcome<sqlfilters::Filter> {
    let wrong = |reason: String| Fail::call(400, format!("Error when validating parameter sqlfilters -> {reason}"));
    let filter = sqlfilters::parse(text).map_err(|error| match error {
        Wrong::Balance => wrong(format!("Wrong balance of parenthesis in sqlfilters=({text})")),
        Wrong::Syntax => wrong(format!("Bad syntax of the search string: {text}")),
    })?;
    for column in sqlfilters::columns(&filter) {
        known(kind, &column, "WHERE")?;
    }
    Ok(filter)
}

fn known(kind: &Kind, column: &str, place: &str) -> Outcome<()> {
    let plain = column.strip_prefix("t.").unwrap_or(column);
    match kind.columns.iter().any(|(c, _, _)| *c == plain) || column.starts_with("ef.") {
        true => Ok(()),
        false => Err(Fail::call(503, format!("{}Unknown column '{column}' in '{place}'", kind.list_failed))),
    }
}

fn cell(kind: &Kind, object: &Object, column: &str) -> Cell {
    if let Some(extra) = column.strip_prefix("ef.") {
        let options = object.get("array_options").and_then(Value::as_object);
        return match options.and_then(|o| o.get(&format!("options_{extra}"))) {
            None | Some(Value::Null) => Cell::Null,
            Some(value) => Cell::Text(plain(value)),
        };
    }
    let plain_name = column.strip_prefix("t.").unwrap_or(column);
    let Some((_, field, sort)) = kind.columns.iter().find(|(c, _, _)| *c == plain_name) else { return Cell::Null };
    let value = object.get(*field).unwrap_or(&Value::Null);
    match (sort, value) {
        (_, Value::Null) => Cell::Null,
        (Sort::Moment, Value::Number(n)) => Cell::Text(sql_time(n.as_i64().unwrap_or(0))),
        (Sort::Moment, _) => Cell::Null,
        (Sort::Number, value) => Cell::Number(number(value)),
        (Sort::Text, value) => Cell::Text(plain(value)),
    }
}

/// The parameters that some lists know beside `sqlfilters`.
fn chosen(kind: &Kind, object: &Object, request: &Request) -> bool {
    let is = |field: &str, wanted: &[&str]| wanted.contains(&plain(&object[field]).as_str());
    let mode = request.param("mode").unwrap_or_default();
    match kind.route {
        "thirdparties" => match mode.as_str() {
            "1" => is("client", &["1", "3"]),
            "2" => is("client", &["2", "3"]),
            "3" => is("client", &["0"]),
            "4" => is("fournisseur", &["1"]),
            _ => true,
        },
        "categories" => match request.param("type") {
            Some(word) => is("type", &[plainly::category(&word)]),
            None => true,
        },
        "products" => match mode.as_str() {
            "1" => is("type", &["0"]),
            "2" => is("type", &["1"]),
            _ => true,
        },
        "invoices" | "supplierinvoices" => {
            let parties = request.param("thirdparty_ids").unwrap_or_default();
            let party = parties.is_empty() || parties.split(',').any(|id| id.trim() == plain(&object["socid"]));
            party
                && match request.param("status").unwrap_or_default().as_str() {
                    "draft" => is("status", &["0"]),
                    "unpaid" => is("status", &["1"]),
                    "paid" => is("status", &["2"]),
                    "cancelled" => is("status", &["3"]),
                    _ => true,
                }
        }
        _ => true,
    }
}

fn order(kind: &Kind, found: &mut [&Object], request: &Request) -> Outcome<()> {
    let fields = request.param("sortfield").filter(|f| !f.is_empty()).unwrap_or_else(|| kind.sort.to_owned());
    let ways = request.param("sortorder").unwrap_or_else(|| "ASC".to_owned());
    let ways: Vec<&str> = ways.split(',').map(str::trim).collect();
    let mut keys = Vec::new();
    for (index, column) in fields.split(',').map(str::trim).enumerate() {
        known(kind, column, "ORDER BY")?;
        let way = ways.get(index).or(ways.last()).copied().unwrap_or("ASC");
        keys.push((column.to_owned(), way.eq_ignore_ascii_case("desc")));
    }
    found.sort_by(|a, b| {
        let one = |(column, down): &(String, bool)| {
            let way = rank(&cell(kind, a, column)).cmp(&rank(&cell(kind, b, column)));
            if *down { way.reverse() } else { way }
        };
        keys.iter().map(one).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    Ok(())
}

/// NULL first, then numbers, then text.
fn rank(cell: &Cell) -> (u8, Decimal, String) {
    match cell {
        Cell::Null => (0, Decimal::ZERO, String::new()),
        Cell::Number(n) => (1, *n, String::new()),
        Cell::Text(s) => (2, Decimal::ZERO, fold(s)),
    }
}
