//! Creating, changing and deleting records.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome};
use super::rules;
use super::state::{Books, amount, id_in, number, overflows, plain, stored};
use super::table::{Kind, Object, snake};
use super::{check, files, totals, view};

/// Columns that hold 0 and 1.
const BITS: [&str; 7] =
    ["active", "sellable", "purchasable", "is_inclusive_tax", "primary", "is_non_recoverable", "is_compound"];

/// A create or, with an id, a change. The answer is the record as this server answers it, which is rarely as it reads.
pub(crate) fn save(books: &mut Books, kind: &Kind, id: Option<i64>, sent: &Object) -> Outcome<Value> {
    let method = if id.is_some() { "PUT" } else { "POST" };
    let mut body = kind.presets.clone();
    body.extend(sent.clone());
    check::body(kind, method, &body)?;
    let old = match id {
        Some(id) => Some(books.get(&kind.name, id).cloned().ok_or_else(|| not_there(kind, "put"))?),
        None => None,
    };
    rules::before(books, kind, old.as_ref(), &body)?;
    let mut record = match &old {
        Some(old) => old.clone(),
        None => fresh(books, kind),
    };
    fill(books, kind, &mut record, &body);
    if kind.name == "sale-invoices" {
        files::take_over(books, &mut record, &body);
    }
    unique(books, kind, id, &record)?;
    let number_of_rows = rows(books, kind, &mut record, &body)?;
    rules::references(books, kind, old.as_ref(), &record)?;
    too_much(&Value::Object(record.clone()))?;
    // A tax rate is never changed: the row is replaced, and has another id from then on.
    if kind.name == "payments-received" && amount(&record, "amount").is_sign_negative() {
        // The row is inserted and taken back: its id is gone.
        books.new_id(kind);
        return Err(Fail::crash());
    }
    let replaced = kind.name == "tax-rates" && id.is_some();
    let new_id = match id {
        Some(id) if !replaced => id,
        _ => books.new_id(kind),
    };
    if let (true, Some(id)) = (replaced, id) {
        books.remove(&kind.name, id);
    }
    record.insert("id".into(), json!(new_id));
    count_rows(books, kind, &mut record, new_id, number_of_rows);
    numbered(books, kind, &mut record);
    totals::complete(books, kind, &mut record);
    if overflows(amount(&record, "balance")) || overflows(amount(&record, "amount")) {
        return Err(Fail::crash());
    }
    books.put(&kind.name, new_id, record.clone());
    rules::after(books, kind, old.as_ref(), &record);
    let record = books.get(&kind.name, new_id).cloned().unwrap_or(record);
    if let Some(text) = kind.answers.get(if id.is_some() { "update" } else { "create" }) {
        return Ok(json!({"id": new_id, "message": text}));
    }
    if kind.name == "currencies" && id.is_none() {
        return Ok(Value::Null);
    }
    if kind.name == "manual-journals" && id.is_some() {
        let mut new = view::raw(kind, &record, false);
        new["entries"] = view::show(books, kind, &record, "update", None)["entries"].clone();
        let before = old.as_ref().map_or(Value::Null, |old| view::raw(kind, old, false));
        return Ok(json!({"manual_journal": new, "old_manual_journal": before}));
    }
    let mut answer = view::show(books, kind, &record, if id.is_some() { "update" } else { "create" }, Some(&body));
    if kind.name == "credit-notes" {
        match id {
            Some(id) => answer["id"] = json!(id.to_string()),
            // Nothing counts these numbers, and an empty promise is what gets shown.
            None if answer["credit_note_number"].is_null() => answer["credit_note_number"] = json!({}),
            None => {}
        }
    }
    Ok(answer)
}

pub(crate) fn delete(books: &mut Books, kind: &Kind, id: i64) -> Outcome<Value> {
    let old = books.get(&kind.name, id).cloned().ok_or_else(|| not_there(kind, "delete"))?;
    rules::deletable(books, kind, &old)?;
    books.remove(&kind.name, id);
    rules::after(books, kind, Some(&old), &Object::new());
    match kind.name.as_str() {
        "manual-journals" => Ok(json!({"old_manual_journal": view::raw(kind, &old, false)})),
        _ => Ok(Value::Null),
    }
}

/// What an id that nothing has is answered with.
pub(crate) fn not_there(kind: &Kind, operation: &str) -> Fail {
    kind.missing.get(operation).map_or_else(Fail::missing, |code| Fail::code(code))
}

fn fresh(books: &Books, kind: &Kind) -> Object {
    let mut record: Object = kind.keys.split(' ').map(|key| (key.to_owned(), Value::Null)).collect();
    record.extend(kind.defaults.clone());
    if record.contains_key("active") {
        record.insert("active".into(), json!(1));
    }
    if kind.name == "items" {
        record.insert("sellable".into(), json!(0));
    }
    if record.get("currency_code").is_some_and(Value::is_null) {
        record.insert("currency_code".into(), books.organization.get("base_currency").cloned().unwrap_or_default());
    }
    if record.contains_key("slug") {
        record.insert("currency_code".into(), json!("USD"));
    }
    record
}

/// Takes over what the columns can take; everything else of the body is dropped without a word.
fn fill(books: &Books, kind: &Kind, record: &mut Object, body: &Object) {
    let fixed = record.get("id").is_some_and(|id| !id.is_null());
    let lines = kind.line.as_ref().map_or("", |line| line.at.as_str());
    if body.contains_key("isInclusiveTax") {
        record.insert(" taxed".into(), json!(true));
    }
    for (name, value) in body {
        let mut key = snake(name);
        if let Some(other) = kind.renamed.get(&key) {
            key.clone_from(other);
        }
        if let Some(date) = kind.flags.get(name) {
            match value {
                Value::Bool(true) => drop(record.insert(date.clone(), books.today())),
                _ if !fixed => drop(record.insert(date.clone(), Value::Null)),
                _ => {}
            }
            continue;
        }
        let known = kind.keys.split(' ').any(|k| k == key) && !kind.embeds.contains_key(&key) && key != lines;
        let kept =
            key == "id" || key == "attachments" || key.ends_with("postcode") || (fixed && key == "currency_code");
        if !known || kept {
            continue;
        }
        record.insert(key.clone(), column(&key, value));
    }
    if let Some(customer) = id_in(record, "customer_id").and_then(|id| books.get("customers", id)) {
        record.insert("currency_code".into(), customer["currency_code"].clone());
    }
    if let Some(vendor) = id_in(record, "vendor_id").and_then(|id| books.get("vendors", id)) {
        record.insert("currency_code".into(), vendor["currency_code"].clone());
    }
    if record.get("exchange_rate").is_some_and(Value::is_null) {
        record.insert("exchange_rate".into(), json!(1));
    }
    if let Some(name) = record.get("name").and_then(Value::as_str).filter(|_| record.contains_key("slug") && !fixed) {
        let slug: String =
            super::super::fold::fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
        let slug = words.join("-");
        record.insert("slug".into(), json!(slug));
    }
}

/// A value as its column keeps it.
fn column(key: &str, value: &Value) -> Value {
    match value {
        Value::Bool(yes) if BITS.contains(&key) => json!(i64::from(*yes)),
        Value::String(text) if (key.ends_with("date") || key == "opening_balance_at") && text.len() >= 10 => {
            json!(format!("{}T00:00:00.000Z", &text[..10]))
        }
        Value::Number(_) if key == "rate" => {
            plain(number(value).round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
        }
        Value::Number(_) if key == "exchange_rate" || key.ends_with("_id") => value.clone(),
        Value::Number(_) => stored(number(value)),
        other => other.clone(),
    }
}

/// The lines of the body as records; how many there are, or none where the body leaves them out.
fn rows(books: &Books, kind: &Kind, record: &mut Object, body: &Object) -> Outcome<usize> {
    let Some(line) = &kind.line else { return Ok(0) };
    if kind.name == "inventory-adjustments" {
        let (cost, quantity) =
            (body.get("cost").cloned().unwrap_or_default(), body.get("quantity").cloned().unwrap_or_default());
        let value = if cost.is_null() { Value::Null } else { stored(number(&cost) * number(&quantity)) };
        let row =
            json!({"index": 1, "item_id": body.get("itemId"), "quantity": quantity, "cost": cost, "value": value});
        let sign = if record.get("type") == Some(&json!("increment")) { "IN" } else { "OUT" };
        record.insert("inventory_direction".into(), json!(sign));
        record.insert("entries".into(), json!([row]));
        return Ok(1);
    }
    let Some(Value::Array(given)) = body.get(&line.at) else { return Ok(0) };
    let mut rows = Vec::new();
    for (index, row) in given.iter().enumerate() {
        let row = row.as_object().cloned().unwrap_or_default();
        let mut out: Object = line
            .keys
            .split(' ')
            .filter(|key| !key.ends_with("_formatted") && !line.embeds.contains_key(*key))
            .map(|key| (key.to_owned(), line.defaults.get(key).cloned().unwrap_or_default()))
            .collect();
        out.insert("index".into(), json!(index + 1));
        for (name, value) in &row {
            let key = snake(name);
            if key == "tax_code" || (out.contains_key(&key) && key != "id") {
                out.insert(key, value.clone());
            }
        }
        if out.get("discount_type").is_some_and(Value::is_null) {
            out.insert("discount_type".into(), json!("percentage"));
        }
        rows.push(out);
    }
    if line.keys.contains("discount_type") {
        if rows.iter().filter_map(|row| id_in(row, "tax_rate_id")).any(|id| books.get("tax-rates", id).is_none()) {
            return Err(Fail::crash());
        }
        totals::lines(books, kind, record, &mut rows);
    }
    if kind.name == "sale-invoices" {
        for row in &mut rows {
            let item = id_in(row, "item_id").and_then(|id| books.get("items", id));
            let account = |name: &str| item.and_then(|item| item.get(name)).cloned().unwrap_or_default();
            let stocked = item.is_some_and(|item| item["type"] == json!("inventory"));
            row.insert("sell_account_id".into(), account("sell_account_id"));
            row.insert("cost_account_id".into(), if stocked { account("cost_account_id") } else { Value::Null });
        }
    }
    let count = rows.len();
    record.insert(line.at.clone(), rows.into_iter().map(Value::Object).collect());
    Ok(count)
}

/// New lines get new ids, also on a change.
fn count_rows(books: &mut Books, kind: &Kind, record: &mut Object, id: i64, count: usize) {
    let Some(line) = kind.line.as_ref().filter(|_| count > 0) else { return };
    let documents = line.keys.contains("reference_type");
    let counter = if documents { "entries".to_owned() } else { format!("{} lines", kind.name) };
    let parent = line.keys.split(' ').find(|key| {
        key.ends_with("_id")
            && ["payment_receive_id", "bill_payment_id", "manual_journal_id", "expense_id", "adjustment_id"]
                .contains(key)
    });
    let ids: Vec<i64> = (0..count).map(|_| books.next_id(&counter, line.first.unwrap_or(1))).collect();
    let Some(Value::Array(rows)) = record.get_mut(&line.at) else { return };
    for (row, line_id) in rows.iter_mut().zip(ids) {
        row["id"] = json!(line_id);
        match parent {
            Some(parent) => row[parent] = json!(id),
            None if documents => row["reference_id"] = json!(id.to_string()),
            None => {}
        }
    }
}

/// The next number of its own, where the request gives none.
fn numbered(books: &mut Books, kind: &Kind, record: &mut Object) {
    let Some((column, rest)) = kind.numbered.as_ref().and_then(|n| n.split_once(' ')) else { return };
    if record.get(column).is_some_and(|v| !v.is_null() && *v != json!("")) {
        return;
    }
    let (prefix, group) = rest.split_once(' ').unwrap_or(("", rest));
    if prefix == "-" {
        return;
    }
    loop {
        let text = format!("{prefix}{:05}", books.next_id(group, 1));
        if !books.all(&kind.name).any(|other| other[column] == json!(text)) {
            record.insert(column.to_owned(), json!(text));
            return;
        }
    }
}

fn unique(books: &Books, kind: &Kind, id: Option<i64>, record: &Object) -> Outcome<()> {
    for rule in &kind.unique {
        let mut parts = rule.splitn(3, ' ');
        let (column, code) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let value = record.get(column).filter(|v| !v.is_null() && **v != json!(""));
        let taken = |value: &Value| {
            books.all(&kind.name).any(|other| other.get(column) == Some(value) && id_in(other, "id") != id)
        };
        if value.is_some_and(taken) {
            return Err(parts.next().map_or_else(|| Fail::code(code), |text| Fail::said(code, text)));
        }
    }
    Ok(())
}

/// Text of four bytes, names that are too long, days that do not exist: the database refuses them.
fn too_much(value: &Value) -> Outcome<()> {
    match value {
        Value::String(text) if text.chars().any(|c| u32::from(c) > 0xffff) => Err(Fail::crash()),
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            let text = value.as_str().unwrap_or("");
            let long =
                ["display_name", "name", "company_name", "email"].contains(&key.as_str()) && text.chars().count() > 255;
            let code = key == "currency_code" && text.len() > 3;
            let no_day = text.len() == 24
                && text.ends_with("T00:00:00.000Z")
                && text[..10].parse::<jiff::civil::Date>().is_err();
            let wide = ["sell_price", "cost_price"].contains(&key.as_str()) && overflows(number(value));
            if long || code || no_day || wide { Err(Fail::crash()) } else { too_much(value) }
        }),
        Value::Array(list) => list.iter().try_for_each(too_much),
        _ => Ok(()),
    }
}
