//! Records as the real server shows them: which members an answer has, the records inside, the formatted twins.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::state::{Books, day, id_in, money, number};
use super::table::{Kind, Object, View, camel};

/// A record as one kind of answer shows it. `given` is the request's body (camelCase) for members that only an answer
/// to them shows.
pub(crate) fn show(books: &Books, kind: &Kind, record: &Object, view: &str, given: Option<&Object>) -> Value {
    let none = View::default();
    let rules = kind.views.get(view).unwrap_or(&none);
    let mut out = Object::new();
    for key in kind.keys.split(' ').chain(words(&rules.with)) {
        if has(&rules.without, key) || hidden(rules, key, record, given) {
            continue;
        }
        let value = match (&kind.line, kind.embeds.get(key)) {
            (Some(line), _) if line.at == key => lines(books, kind, record, view, given),
            (_, Some(target)) => embedded(books, record, target),
            _ if has(&rules.null, key) => Value::Null,
            _ => plain(kind, record, key),
        };
        out.insert(key.to_owned(), dated(kind, record, view, key, value));
    }
    extras(books, kind, record, &mut out);
    Value::Object(out)
}

/// A record with its own columns and nothing else; `formatted` with the twins.
pub(crate) fn raw(kind: &Kind, record: &Object, formatted: bool) -> Value {
    let at = kind.line.as_ref().map(|line| line.at.as_str());
    let apart = [
        "attachments",
        "branch",
        "taxes",
        "transactions",
        "payment_methods",
        "item_warehouses",
        "tax",
        "customer_type",
        "flatten_name",
        "is_feeds_paused",
    ];
    let own = |key: &&str| {
        Some(*key) != at && !kind.embeds.contains_key(*key) && !apart.contains(key) && (formatted || !is_twin(key))
    };
    kind.keys.split(' ').filter(own).map(|key| (key.to_owned(), plain(kind, record, key))).collect::<Object>().into()
}

fn lines(books: &Books, kind: &Kind, record: &Object, view: &str, whole: Option<&Object>) -> Value {
    let Some(line) = &kind.line else { return Value::Null };
    let none = View::default();
    let rules = line.views.get(view).unwrap_or(&none);
    let rows = record.get(&line.at).and_then(Value::as_array).cloned().unwrap_or_default();
    let asked = whole.and_then(|body| body.get(&line.at)).and_then(Value::as_array);
    let shown = rows.iter().enumerate().filter_map(|(index, row)| {
        let row = row.as_object()?;
        let mut given = asked.and_then(|list| list.get(index)).and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(inclusive) = whole.and_then(|body| body.get("isInclusiveTax")) {
            given.insert("isInclusiveTax".into(), inclusive.clone());
        }
        let mut out = Object::new();
        for key in line.keys.split(' ') {
            if has(&rules.without, key) || hidden(rules, key, row, Some(&given)) {
                continue;
            }
            let value = match line.embeds.get(key) {
                Some(target) => embedded(books, row, target),
                None if has(&rules.null, key) => Value::Null,
                None => match row.get(key).or_else(|| line.defaults.get(key)) {
                    // The raw insert knows the document's number, the database its text.
                    Some(bit) if key == "is_inclusive_tax" && view == "create" && kind.echoes() => {
                        json!(*bit == json!(1))
                    }
                    Some(Value::String(id)) if key == "reference_id" && view == "create" && kind.echoes() => {
                        json!(id.parse::<i64>().ok())
                    }
                    Some(value) => value.clone(),
                    None => twin(key, &|name| row.get(name).cloned()),
                },
            };
            out.insert(key.to_owned(), value);
        }
        Some(Value::Object(out))
    });
    shown.collect()
}

/// The record that a column points at: `<resource> <column> [formatted]`.
fn embedded(books: &Books, record: &Object, target: &str) -> Value {
    let mut parts = target.split(' ');
    let (resource, column) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let found = id_in(record, column).and_then(|id| books.get(resource, id)).zip(books.kinds.get(resource));
    found.map_or(Value::Null, |(record, kind)| raw(kind, record, parts.next().is_some()))
}

fn plain(kind: &Kind, record: &Object, key: &str) -> Value {
    if key == "customer_type" {
        return record.get("contact_type").cloned().unwrap_or(Value::Null);
    }
    match record.get(key).filter(|v| !v.is_null() || !is_twin(key)).or_else(|| kind.defaults.get(key)) {
        Some(value) => value.clone(),
        None => twin(key, &|name| record.get(name).cloned()),
    }
}

fn is_twin(key: &str) -> bool {
    key.starts_with("formatted_")
        || key.starts_with("formattted_")
        || key.ends_with("_formatted") && key != "account_normal_formatted"
}

/// The formatted twin of a member: money with two decimals, a date, a text as it is.
fn twin(key: &str, member: &dyn Fn(&str) -> Option<Value>) -> Value {
    if !is_twin(key) {
        return Value::Null;
    }
    let name = key.trim_start_matches("formatted_").trim_start_matches("formattted_").trim_end_matches("_formatted");
    let source = |name: &str| member(name).filter(|v| !v.is_null());
    let found = source(name).or_else(|| source(name.trim_end_matches("_date")));
    match (name, found) {
        ("name", _) => {
            let text = member("name").and_then(|n| n.as_str().map(str::to_owned)).unwrap_or_default();
            json!(format!("{text} [{}%]", number(&member("rate").unwrap_or_default())))
        }
        ("rate", Some(rate)) if member("is_compound").is_some() => json!(format!("{}%", number(&rate))),
        ("total" | "subtotal", None) => json!(money(number(&member("amount").unwrap_or_default()))),
        (_, Some(Value::String(text))) if text.len() >= 10 && text.ends_with('Z') => json!(day(&Value::String(text))),
        (_, Some(Value::String(text))) => {
            let mut letters = text.chars();
            json!(letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default())
        }
        (_, Some(value)) => json!(money(number(&value))),
        (name, None) if name.contains("date") || name.ends_with("_at") => json!(""),
        _ => json!(money(Decimal::ZERO)),
    }
}

/// Members that only some answers have: of what was given, and of dates that a truth value set.
fn hidden(rules: &View, key: &str, record: &Object, given: Option<&Object>) -> bool {
    if !has(&rules.given, key) {
        return false;
    }
    let stored = record.get(key).is_some_and(|v| !v.is_null());
    match key {
        "is_closed" => record.get("opened_at").is_none_or(Value::is_null),
        "tax_amount_withheld" => !given.is_some_and(|body| body.contains_key("isInclusiveTax")),
        "active" if record.get("parent_account_id").is_some_and(|v| !v.is_null()) => false,
        _ if key.ends_with("_at") || ["tax_rate", "tax_rate_id", "cost_account_id"].contains(&key) => !stored,
        _ => !given.is_some_and(|body| body.contains_key(&camel(key)) || body.contains_key(key)),
    }
}

/// Creates that answer what they were given show dates as they were sent.
fn dated(kind: &Kind, record: &Object, view: &str, key: &str, value: Value) -> Value {
    match value.as_str() {
        Some(text) if view == "create" && kind.echoes() && key.ends_with("date") && text.len() == 24 => {
            json!(&text[..10])
        }
        None if view == "create" && kind.echoes() && key == "is_inclusive_tax" => json!(value == json!(1)),
        // A raw insert shows truth values as they were given; a child's is read again.
        None if view == "create" && kind.name == "accounts" && ["active", "is_syncing_owner"].contains(&key) => {
            let read = key == "active" && record.get("parent_account_id").is_some_and(|v| !v.is_null());
            if read { value } else { json!(value == json!(1)) }
        }
        _ => value,
    }
}

/// Members that are computed from other records when they are shown.
fn extras(books: &Books, kind: &Kind, record: &Object, out: &mut Object) {
    if out.contains_key("taxes") {
        out.insert("taxes".into(), taxes(books, kind, record));
    }
    if out.contains_key("transactions") {
        out.insert("transactions".into(), super::ledger::of(books, kind, record));
    }
    if out.contains_key("flatten_name") {
        out.insert("flatten_name".into(), record["name"].clone());
    }
    if out.contains_key("count") {
        let count = books.all("items").filter(|item| item.get("category_id") == record.get("id")).count();
        out.insert("count".into(), json!(count));
    }
    if out.contains_key("children") {
        out.insert("children".into(), json!([]));
        out.insert("account_level".into(), json!(1));
    }
    for name in ["bank_balance_formatted", "last_feeds_updated_at_formatted"] {
        if out.contains_key(name) {
            out.insert(name.into(), json!(if name.starts_with("bank") { "0.00" } else { "" }));
        }
    }
}

fn taxes(books: &Books, kind: &Kind, record: &Object) -> Value {
    let rows = record.get("entries").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let mut seen = Vec::new();
    for row in rows {
        let Some(tax) = id_in(row, "tax_rate_id").and_then(|id| books.get("tax-rates", id)) else { continue };
        let Some(shape) = books.kinds.get("tax-rates") else { continue };
        seen.push(match kind.name.as_str() {
            "bills" => json!({"id": seen.len() + 1, "rate": tax["rate"], "tax_rate_id": tax["id"], "reference_type": "Bill",
                "reference_id": record["id"], "tax_account_id": null, "tax_rate": raw(shape, tax, false)}),
            _ => json!({"name": tax["name"], "tax_rate_code": tax["code"], "tax_rate": tax["rate"], "tax_rate_id": tax["id"],
                "tax_rate_amount": row["tax_amount"], "tax_rate_amount_formatted": money(number(&row["tax_amount"]))}),
        });
    }
    Value::Array(seen)
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(' ').filter(|word| !word.is_empty())
}

fn has(list: &str, word: &str) -> bool {
    words(list).any(|one| one == word)
}
