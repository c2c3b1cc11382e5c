//! Creates, updates and deletes: what each model checks before it is stored, and what follows from it.

use serde_json::{Value, json};

use super::check;
use super::errors::{Fail, Outcome};
use super::store::{Row, Store, flag, int, number, text};
use super::view::{self, Shown};
use super::{builds, orders, stock};
use crate::sandbox::message::{Body, Reply};

pub(crate) fn create(store: &mut Store, table: &str, sent: &Row) -> Outcome<Reply> {
    if matches!(table, "allocation" | "track" | "build_line") {
        return Err(Fail::method("POST"));
    }
    if table == "stock" {
        return stock::create(store, sent);
    }
    let mut row = check::body(store, table, sent, false)?;
    before(store, table, &mut row, None)?;
    unique(store, table, &row, None)?;
    if table == "po_line"
        && let Some(pk) = orders::merged(store, &row, sent)
    {
        return Ok(Reply::json(201, answer(store, table, pk, "create")));
    }
    let pk = store.add(table, row);
    after(store, table, pk, sent)?;
    Ok(Reply::json(201, answer(store, table, pk, "create")))
}

pub(crate) fn update(store: &mut Store, table: &str, pk: i64, sent: &Row, partial: bool) -> Outcome<Reply> {
    let Some(old) = store.find(table, pk).cloned() else { return Err(missing(store, table)) };
    orders::unlocked(store, table, &old)?;
    let row = check::body(store, table, sent, partial)?;
    if table == "po_line" {
        for (name, said) in [("part", "Supplier part must be specified"), ("order", "Purchase order must be specified")]
        {
            if !sent.contains_key(name) {
                return Err(Fail::field(name, said));
            }
        }
    }
    let mut whole = old.clone();
    whole.extend(row.clone());
    before(store, table, &mut whole, Some(pk))?;
    unique(store, table, &whole, Some(pk))?;
    if let Some(kept) = store.find_mut(table, pk) {
        *kept = whole;
    }
    if table == "stock" {
        stock::edited(store, pk, &old, &row);
    }
    if matches!(table, "supplier_part" | "price_break") {
        let now = store.minute();
        store.set(table, pk, "updated", now);
    }
    Ok(Reply::json(200, answer(store, table, pk, "update")))
}

pub(crate) fn delete(store: &mut Store, table: &str, pk: i64) -> Outcome<Reply> {
    let Some(row) = store.find(table, pk).cloned() else { return Err(missing(store, table)) };
    match table {
        "part" if flag(&row, "active") => return Err(Fail::whole("Cannot delete this part as it is still active")),
        "build" if int(&row, "status") != Some(30) => {
            return Err(Fail::whole("Build must be cancelled before it can be deleted"));
        }
        _ => {}
    }
    let cascades: &[(&str, &str)] = match table {
        "part" => {
            &[("stock", "part"), ("bom", "part"), ("bom", "sub_part"), ("supplier_part", "part"), ("parameter", "part")]
        }
        "company" => {
            &[("po", "supplier"), ("supplier_part", "supplier"), ("address", "company"), ("contact", "company")]
        }
        "stock" => &[("track", "item"), ("allocation", "item"), ("build_item", "stock_item")],
        "po" => &[("po_line", "order"), ("po_extra", "order")],
        "so" => &[("so_line", "order"), ("so_extra", "order"), ("shipment", "order")],
        "so_line" => &[("allocation", "line")],
        "shipment" => &[("allocation", "shipment")],
        "build" => &[("build_line", "build"), ("build_item", "build")],
        "supplier_part" => &[("price_break", "part")],
        "bom" => &[("substitute", "bom_item")],
        "template" => &[("parameter", "template")],
        _ => &[],
    };
    for (of, member) in cascades {
        let gone: Vec<i64> = store.those(of, member, pk).filter_map(|row| int(row, "pk")).collect();
        gone.into_iter().for_each(|pk| store.delete(of, pk));
    }
    let moves: &[(&str, &str)] = match table {
        "location" => &[("stock", "location"), ("location", "parent")],
        "category" => &[("part", "category"), ("category", "parent")],
        _ => &[],
    };
    let above = row.get("parent").cloned().unwrap_or_default();
    for (of, member) in moves {
        let moved: Vec<i64> = store.those(of, member, pk).filter_map(|row| int(row, "pk")).collect();
        moved.into_iter().for_each(|pk| store.set(of, pk, member, above.clone()));
    }
    store.delete(table, pk);
    Ok(Reply { status: 204, headers: Vec::new(), body: Body::Text(String::new()) })
}

/// DELETE and PATCH on a list: several at once.
pub(crate) fn bulk(store: &mut Store, table: &str, method: &str, sent: &Row) -> Outcome<Reply> {
    let none = |said: &str| Fail { status: 400, body: json!({"non_field_errors": said}) };
    let items: Vec<i64> =
        sent.get("items").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect();
    if items.is_empty() {
        return Err(none("List of items or filters must be provided for bulk operation"));
    }
    let found: Vec<i64> = items.into_iter().filter(|pk| store.find(table, *pk).is_some()).collect();
    if found.is_empty() {
        return Err(none("No items match the provided criteria"));
    }
    let verb = if method == "DELETE" { "Deleted" } else { "Updated" };
    let mut change = sent.clone();
    change.remove("items");
    for pk in &found {
        if method == "DELETE" {
            delete(store, table, *pk)?
        } else {
            update(store, table, *pk, &change, true)?
        };
    }
    Ok(Reply::json(200, json!({"success": format!("{verb} {} items", found.len())})))
}

pub(crate) fn missing(store: &Store, table: &str) -> Fail {
    Fail::missing(store.models.get(table).map_or(table, |model| model.title.as_str()))
}

pub(crate) fn answer(store: &Store, table: &str, pk: i64, operation: &'static str) -> Value {
    let how = Shown { operation, flags: Vec::new() };
    store.find(table, pk).map_or(Value::Null, |row| view::shown(store, table, row, &how))
}

fn unique(store: &Store, table: &str, row: &Row, own: Option<i64>) -> Outcome<()> {
    let Some(model) = store.models.get(table) else { return Ok(()) };
    for set in &model.unique {
        let blank = |name: &String| row.get(name).is_none_or(|value| value.is_null() || value == "");
        // Companies without an e-mail address, and parts without a code, may share a name.
        if table == "company" && set.iter().any(blank) {
            continue;
        }
        let value = |row: &Row, name: &String| {
            row.get(name)
                .cloned()
                .filter(|value| !value.is_null())
                .unwrap_or_else(|| model.field(name).def.unwrap_or_default())
        };
        let same =
            |other: &&Row| int(other, "pk") != own && set.iter().all(|name| value(other, name) == value(row, name));
        if store.all(table).any(|other| same(&other)) {
            return Err(match set.as_slice() {
                [code] => Fail::field(
                    code,
                    format!("{} with this {} already exists.", spaced(&model.title), spaced(&model.title)),
                ),
                _ => Fail::whole(format!("The fields {} must make a unique set.", set.join(", "))),
            });
        }
    }
    Ok(())
}

/// `ProjectCode` → `Project Code`.
fn spaced(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// What a model checks of the whole.
fn before(store: &mut Store, table: &str, row: &mut Row, own: Option<i64>) -> Outcome<()> {
    match table {
        "category" | "location" => {
            let parent = int(row, "parent");
            if let (Some(own), Some(parent)) = (own, parent)
                && view::within(store, table, parent, own)
            {
                return Err(Fail::field("parent", "Invalid choice"));
            }
            let same = |other: &&Row| {
                int(other, "pk") != own && int(other, "parent") == parent && text(other, "name") == text(row, "name")
            };
            if store.all(table).any(|other| same(&other)) {
                return Err(Fail::whole("Duplicate names cannot exist under the same parent"));
            }
        }
        "part" if text(row, "units") == "florps" => return Err(Fail::field("units", "Invalid physical unit")),
        "bom" => builds::check_line(store, row)?,
        "substitute" => {
            let line = int(row, "bom_item").and_then(|pk| store.find("bom", pk));
            if line.is_some_and(|line| int(line, "sub_part") == int(row, "part")) {
                return Err(Fail::field("part", "Substitute part cannot be the same as the master part"));
            }
        }
        "supplier_part" => {
            let pack = text(row, "pack_quantity").to_owned();
            if pack.split_whitespace().count() > 1 {
                return Err(Fail::field("pack_quantity", "Pack units must be compatible with the base part units"));
            }
            if pack.parse::<f64>().is_ok_and(|number| number <= 0.0) {
                return Err(Fail::field("pack_quantity", "Pack units must be greater than zero"));
            }
            if pack.is_empty() {
                row.insert("pack_quantity".into(), json!("1"));
            }
        }
        "po" | "so" | "build" => orders::before(store, table, row, own)?,
        "po_line" | "so_line" => orders::before_line(store, table, row, own)?,
        _ => {}
    }
    Ok(())
}

/// What follows from a create.
fn after(store: &mut Store, table: &str, pk: i64, sent: &Row) -> Outcome<()> {
    let today = store.today();
    match table {
        "part" => {
            store.set(table, pk, "creation_date", today);
            store.set(table, pk, "creation_user", json!(1));
            let stock = sent.get("initial_stock").and_then(Value::as_object).cloned();
            if let Some(stock) =
                stock.filter(|stock| number(stock, "quantity") > 0.0 || !text(stock, "quantity").is_empty())
            {
                let mut item = stock;
                item.insert("part".into(), json!(pk));
                stock::create(store, &item)?;
            }
        }
        "po" | "so" => store.set(table, pk, "creation_date", today),
        "build" => {
            store.set(table, pk, "creation_date", today);
            builds::make_lines(store, pk);
        }
        "supplier_part" | "price_break" | "parameter" => {
            let now = store.minute();
            store.set(table, pk, "updated", now.clone());
            store.set(table, pk, "availability_updated", now);
            store.set(table, pk, "updated_by", json!(1));
        }
        _ => {}
    }
    Ok(())
}
