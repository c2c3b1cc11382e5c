//! Rows as answers show them: stored members, those worked out from other tables, and details of what they point to.

use serde_json::{Value, json};

use super::store::{Row, Store, at, flag, int, number, round, text};

/// What an answer is for: it decides which members are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) operation: &'static str,
    /// The query flags that are true.
    pub(crate) flags: Vec<String>,
}

pub(crate) fn shown(store: &Store, table: &str, row: &Row, how: &Shown) -> Value {
    let Some(model) = store.models.get(table) else { return Value::Object(row.clone()) };
    let omitted = model.omit.get(how.operation).or_else(|| model.omit.get("get"));
    let back: Vec<&String> = how.flags.iter().filter_map(|flag| model.flags.get(flag)).flatten().collect();
    let mut out = Row::new();
    for name in model.fields.keys() {
        let field = model.field(name);
        let left_out = omitted.is_some_and(|names| names.contains(name)) && !back.contains(&name);
        if field.wo || left_out {
            continue;
        }
        let value = match how.operation == "create" && model.blank.contains(name) {
            true => Value::Null,
            false => value(store, table, row, name, &field.is),
        };
        out.insert(name.clone(), value);
    }
    if table == "part" && int(row, "category").is_none() {
        out.remove("category_name");
    }
    // Inside another answer, a row shows less.
    if how.operation == "brief" {
        let less: &[&str] = match table {
            "stock" => &["part_detail"],
            "bom" => &["pricing_min", "substitutes", "can_build"],
            "shipment" => &["order_detail"],
            "supplier_part" => &["available", "availability_updated", "on_order", "supplier_detail", "tags"],
            "build" => &["overdue"],
            _ => &[],
        };
        less.iter().for_each(|name| drop(out.remove(*name)));
    }
    Value::Object(out)
}

fn value(store: &Store, table: &str, row: &Row, name: &str, is: &str) -> Value {
    if is == "detail" {
        return detail(store, table, row, name);
    }
    let pk = int(row, "pk").unwrap_or_default();
    let name_of = |target: &str, member: &str, field: &str| {
        int(row, member).and_then(|pk| store.find(target, pk)).map_or(Value::Null, |row| json!(text(row, field)))
    };
    match (table, name) {
        ("part", "full_name") => json!(full_name(row)),
        ("part", "category_name") => name_of("category", "category", "name"),
        ("part", "in_stock" | "total_in_stock") => json!(in_stock(store, pk)),
        ("part", "unallocated_stock") => json!(in_stock(store, pk) - allocated_part(store, pk)),
        ("part", "allocated_to_sales_orders") => json!(allocated_part(store, pk)),
        ("part", "ordering") => json!(on_order(store, pk)),
        ("part", "building" | "scheduled_to_build") => json!(building(store, pk)),
        ("part", "stock_item_count") => json!(store.those("stock", "part", pk).filter(|row| is_here(row)).count()),
        ("part", "suppliers") => json!(store.those("supplier_part", "part", pk).count()),
        ("part", "revision_count" | "required_for_build_orders" | "required_for_sales_orders") => json!(0),
        ("part", "allocated_to_build_orders" | "external_stock" | "variant_stock") => json!(0.0),
        ("part" | "category" | "test_template", "starred") => json!(false),
        ("part" | "company", "thumbnail") => json!("/static/img/blank_image.thumbnail.png"),
        ("part" | "stock" | "location" | "po" | "so" | "build" | "shipment", "barcode_hash")
        | ("supplier_part" | "manufacturer_part", "barcode_hash") => json!(text(row, "barcode_hash")),
        ("category" | "location", "level") => json!(path(store, table, pk).len() as i64 - 1),
        ("category" | "location", "pathstring") => json!(path(store, table, pk).join("/")),
        ("category", "part_count") => json!(store.those("part", "category", pk).count()),
        ("category", "subcategories") | ("location", "sublocations") => json!(store.those(table, "parent", pk).count()),
        ("location", "items") => json!(store.those("stock", "location", pk).count()),
        ("location_type", "location_count") => json!(store.those("location", "location_type", pk).count()),
        ("location", "icon") => json!(""),
        ("stock", "in_stock") => json!(is_here(row)),
        ("stock", "allocated") => json!(allocated_item(store, pk)),
        ("stock", "expired" | "stale") => json!(false),
        ("stock", "installed_items") => json!(store.those("stock", "belongs_to", pk).count()),
        ("stock", "child_items") => json!(store.those("stock", "parent", pk).count()),
        ("stock", "tracking_items") => json!(store.those("track", "item", pk).count()),
        ("stock", "status_text") => json!(status_text(table, int(row, "status").unwrap_or(10))),
        ("stock", "purchase_order_reference") => name_of("po", "purchase_order", "reference"),
        ("stock", "sales_order_reference") => name_of("so", "sales_order", "reference"),
        ("stock", "SKU") => name_of("supplier_part", "supplier_part", "SKU"),
        ("company", "parts_supplied") => json!(store.those("supplier_part", "supplier", pk).count()),
        ("company", "parts_manufactured") => json!(store.those("manufacturer_part", "manufacturer", pk).count()),
        ("company", "address_count") => json!(store.those("address", "company", pk).count()),
        ("company", "address" | "primary_address") => {
            let primary = store.those("address", "company", pk).find(|row| flag(row, "primary"));
            match (primary, name) {
                (None, _) => Value::Null,
                (Some(row), "address") => json!([text(row, "line1"), text(row, "country")].join(", ")),
                (Some(row), _) => shown(store, "address", row, &Shown::default()),
            }
        }
        ("contact", "company_name") => name_of("company", "company", "name"),
        ("supplier_part", "MPN") => name_of("manufacturer_part", "manufacturer_part", "MPN"),
        ("supplier_part", "in_stock") => json!(int(row, "part").map_or(0.0, |part| in_stock(store, part))),
        ("supplier_part", "on_order") => json!(int(row, "part").map_or(0.0, |part| on_order(store, part))),
        ("supplier_part", "pack_quantity_native") => json!(pack(row)),
        ("price_break", "supplier") => {
            let part = int(row, "part").and_then(|pk| store.find("supplier_part", pk));
            part.and_then(|row| row.get("supplier")).cloned().unwrap_or_default()
        }
        ("po" | "so", "status_text") | ("build", "status_text") => {
            json!(status_text(table, int(row, "status").unwrap_or(10)))
        }
        ("po" | "so", "line_items") => json!(lines(store, table, pk).count()),
        ("po" | "so", "completed_lines") => json!(lines(store, table, pk).filter(|row| is_done(row)).count()),
        ("po" | "so" | "build" | "po_line" | "so_line", "overdue") => json!(false),
        ("po" | "so", "total_price") => total(store, table, pk),
        ("po", "supplier_name") => name_of("company", "supplier", "name"),
        ("so", "shipments_count") => json!(store.those("shipment", "order", pk).count()),
        ("so", "completed_shipments_count") => {
            json!(store.those("shipment", "order", pk).filter(|row| !at(row, "shipment_date").is_null()).count())
        }
        ("po_line", "total_price") => json!(round(number(row, "purchase_price") * number(row, "quantity"), 6)),
        ("po_line", "sku") => name_of("supplier_part", "part", "SKU"),
        ("po_line", "internal_part" | "internal_part_name" | "ipn") => {
            let part = int(row, "part").and_then(|pk| store.find("supplier_part", pk)).and_then(|row| int(row, "part"));
            let part = part.and_then(|pk| store.find("part", pk));
            let member = match name {
                "internal_part" => "pk",
                "ipn" => "IPN",
                _ => "name",
            };
            part.and_then(|row| row.get(member)).cloned().unwrap_or_default()
        }
        ("so_line", "allocated") => {
            json!(store.those("allocation", "line", pk).map(|row| number(row, "quantity")).sum::<f64>())
        }
        ("so_line" | "bom", "available_stock") | ("build_line", "available_stock") => {
            let part = int(row, if table == "bom" { "sub_part" } else { "part" });
            json!(part.map_or(0.0, |part| in_stock(store, part)))
        }
        ("so_line" | "bom" | "build_line", "available_variant_stock" | "building" | "on_order")
        | ("bom" | "build_line", "available_substitute_stock" | "external_stock" | "can_build" | "in_production")
        | ("build_line", "scheduled_to_build") => json!(0.0),
        ("build_line", "allocated") => {
            json!(store.those("build_item", "build_line", pk).map(|row| number(row, "quantity")).sum::<f64>())
        }
        ("build_line", "allocations") | ("bom", "substitutes") => {
            let (of, member) = if table == "bom" { ("substitute", "bom_item") } else { ("build_item", "build_line") };
            let brief = Shown { operation: "list", flags: Vec::new() };
            store.those(of, member, pk).map(|row| shown(store, of, row, &brief)).collect()
        }
        ("shipment", "allocated_items") => json!(store.those("allocation", "shipment", pk).count()),
        ("build", "part_name") => name_of("part", "part", "name"),
        ("build", "level") => json!(0),
        _ => row.get(name).cloned().unwrap_or_default(),
    }
}

pub(crate) fn full_name(part: &Row) -> String {
    match text(part, "IPN") {
        "" => text(part, "name").to_owned(),
        code => format!("{code} | {}", text(part, "name")),
    }
}

/// The user whom the admin's token is.
pub(crate) fn person() -> Value {
    json!({"pk": 1, "username": "admin", "first_name": "", "last_name": "", "email": "admin@example.com"})
}

fn detail(store: &Store, table: &str, row: &Row, name: &str) -> Value {
    let stem = name.trim_end_matches("_detail");
    let to = |member: &str| int(row, member);
    let brief = Shown { operation: "brief", flags: Vec::new() };
    match (table, name) {
        (_, "created_by" | "user_detail" | "updated_by_detail") => person(),
        ("category" | "location", "path") => {
            let pk = int(row, "pk").unwrap_or_default();
            let chain = chain(store, table, pk);
            chain.iter().map(|row| json!({"pk": at(row, "pk"), "name": at(row, "name"), "icon": ""})).collect()
        }
        ("po_line", "part_detail") => {
            let part = to("part").and_then(|pk| store.find("supplier_part", pk)).and_then(|row| int(row, "part"));
            part.and_then(|pk| store.find("part", pk)).map_or(Value::Null, part_brief)
        }
        ("po_line", "supplier_part_detail") => to("part")
            .and_then(|pk| store.find("supplier_part", pk))
            .map_or(Value::Null, |row| shown(store, "supplier_part", row, &brief)),
        ("build_line", "bom_item_detail") => to("bom_item")
            .and_then(|pk| store.find("bom", pk))
            .map_or(Value::Null, |row| shown(store, "bom", row, &brief)),
        ("build_line", "assembly_detail") => {
            let build = to("build").and_then(|pk| store.find("build", pk)).and_then(|row| int(row, "part"));
            build.and_then(|pk| store.find("part", pk)).map_or(Value::Null, unpriced)
        }
        _ => {
            let Some(model) = store.models.get(table) else { return Value::Null };
            let target = match (table, stem) {
                ("so_line" | "shipment", "order") => Some("so".to_owned()),
                ("po_line", "order") => Some("po".to_owned()),
                ("allocation" | "track", "item") => Some("stock".to_owned()),
                _ => model.field(stem).to,
            };
            let row = target
                .as_deref()
                .zip(to(stem))
                .and_then(|(target, pk)| Some((target.to_owned(), store.find(target, pk)?)));
            match row {
                None => Value::Null,
                Some((target, row)) => match target.as_str() {
                    "part" if matches!(table, "substitute" | "build_line") => unpriced(row),
                    "part" => part_brief(row),
                    "company" => company_brief(row),
                    "location" => json!({"pk": at(row, "pk"), "name": at(row, "name"),
                        "pathstring": path(store, "location", int(row, "pk").unwrap_or_default()).join("/")}),
                    target => shown(store, target, row, &brief),
                },
            }
        }
    }
}

fn part_brief(row: &Row) -> Value {
    let least = format!("{:.6}", number(row, "minimum_stock"));
    json!({"pk": at(row, "pk"), "IPN": at(row, "IPN"), "barcode_hash": text(row, "barcode_hash"), "category_default_location": null,
        "default_location": at(row, "default_location"), "default_expiry": 0, "name": at(row, "name"), "revision": at(row, "revision"),
        "full_name": full_name(row), "description": at(row, "description"), "image": null,
        "thumbnail": "/static/img/blank_image.thumbnail.png", "active": at(row, "active"), "locked": at(row, "locked"),
        "assembly": at(row, "assembly"), "component": at(row, "component"), "minimum_stock": least,
        "is_template": at(row, "is_template"), "purchaseable": at(row, "purchaseable"), "salable": at(row, "salable"),
        "testable": at(row, "testable"), "trackable": at(row, "trackable"), "virtual": at(row, "virtual"), "units": at(row, "units"),
        "pricing_min": null, "pricing_max": null})
}

/// Without the lowest price.
fn unpriced(row: &Row) -> Value {
    let mut brief = part_brief(row);
    if let Some(brief) = brief.as_object_mut() {
        brief.remove("pricing_min");
    }
    brief
}

fn company_brief(row: &Row) -> Value {
    json!({"pk": at(row, "pk"), "active": at(row, "active"), "name": at(row, "name"), "description": at(row, "description"), "image": null,
        "thumbnail": "/static/img/blank_image.thumbnail.png", "currency": at(row, "currency"), "tax_id": at(row, "tax_id")})
}

fn chain<'s>(store: &'s Store, table: &str, pk: i64) -> Vec<&'s Row> {
    let mut rows = Vec::new();
    let mut next = Some(pk);
    while let Some(row) = next.and_then(|pk| store.find(table, pk)).filter(|_| rows.len() < 100) {
        rows.push(row);
        next = int(row, "parent");
    }
    rows.reverse();
    rows
}

/// The names from the top down.
pub(crate) fn path(store: &Store, table: &str, pk: i64) -> Vec<String> {
    chain(store, table, pk).into_iter().map(|row| text(row, "name").to_owned()).collect()
}

/// Whether a row of a tree lies under another, or is it.
pub(crate) fn within(store: &Store, table: &str, pk: i64, top: i64) -> bool {
    chain(store, table, pk).iter().any(|row| int(row, "pk") == Some(top))
}

/// Whether a stock item is in stock.
pub(crate) fn is_here(row: &Row) -> bool {
    let gone = ["customer", "belongs_to", "consumed_by", "sales_order"].iter().any(|name| int(row, name).is_some());
    !gone && !flag(row, "is_building") && number(row, "quantity") > 0.0
}

pub(crate) fn in_stock(store: &Store, part: i64) -> f64 {
    round(store.those("stock", "part", part).filter(|row| is_here(row)).map(|row| number(row, "quantity")).sum(), 5)
}

/// How much of a stock item is set aside.
pub(crate) fn allocated_item(store: &Store, item: i64) -> f64 {
    let sold = store.those("allocation", "item", item).map(|row| number(row, "quantity"));
    let built = store.those("build_item", "stock_item", item).map(|row| number(row, "quantity"));
    round(sold.chain(built).sum(), 5)
}

fn allocated_part(store: &Store, part: i64) -> f64 {
    store.those("stock", "part", part).filter_map(|row| int(row, "pk")).map(|item| allocated_item(store, item)).sum()
}

fn on_order(store: &Store, part: i64) -> f64 {
    let open = |row: &&Row| {
        let order = int(row, "order").and_then(|pk| store.find("po", pk));
        order.is_some_and(|order| matches!(int(order, "status"), Some(10 | 20 | 25)))
    };
    let of = |row: &&Row| {
        let supplied = int(row, "part").and_then(|pk| store.find("supplier_part", pk));
        supplied.is_some_and(|supplied| int(supplied, "part") == Some(part))
    };
    store
        .all("po_line")
        .filter(open)
        .filter(of)
        .map(|row| (number(row, "quantity") - number(row, "received")).max(0.0))
        .sum()
}

fn building(store: &Store, part: i64) -> f64 {
    let open = |row: &&Row| matches!(int(row, "status"), Some(10 | 20 | 25));
    store
        .those("build", "part", part)
        .filter(open)
        .map(|row| (number(row, "quantity") - number(row, "completed")).max(0.0))
        .sum()
}

/// How many of the part are in one pack of a supplier part.
pub(crate) fn pack(row: &Row) -> f64 {
    text(row, "pack_quantity").split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(1.0)
}

pub(crate) fn lines<'s>(store: &'s Store, table: &str, order: i64) -> impl Iterator<Item = &'s Row> {
    store.those(if table == "po" { "po_line" } else { "so_line" }, "order", order)
}

/// Whether a line of an order is received or shipped.
pub(crate) fn is_done(row: &Row) -> bool {
    number(row, "received").max(number(row, "shipped")) >= number(row, "quantity")
}

fn total(store: &Store, table: &str, order: i64) -> Value {
    let (price, extra) = if table == "po" { ("purchase_price", "po_extra") } else { ("sale_price", "so_extra") };
    let of_lines = lines(store, table, order).map(|row| number(row, price) * number(row, "quantity"));
    let of_extra = store.those(extra, "order", order).map(|row| number(row, "price") * number(row, "quantity"));
    json!(round(of_lines.chain(of_extra).sum(), 4))
}

pub(crate) fn status_text(table: &str, status: i64) -> &'static str {
    match (table, status) {
        ("stock", 10) => "OK",
        ("stock", 50) => "Attention needed",
        ("stock", 55) => "Damaged",
        ("stock", 60) => "Destroyed",
        ("stock", 65) => "Rejected",
        ("stock", 70) => "Lost",
        ("stock", 75) => "Quarantined",
        ("stock", 85) => "Returned",
        ("po", 20) => "Placed",
        ("so", 15) => "In Progress",
        ("so", 20) => "Shipped",
        ("build", 20) => "Production",
        ("build", 30) | ("po" | "so", 40) => "Cancelled",
        ("build", 40) | ("po" | "so", 30) => "Complete",
        (_, 10) => "Pending",
        (_, 25) => "On Hold",
        (_, 50) => "Lost",
        (_, 60) => "Returned",
        _ => "",
    }
}
