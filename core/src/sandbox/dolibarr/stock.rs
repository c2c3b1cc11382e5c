//! Stock: its movements, and what they add up to.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{Fail, Outcome, Stage};
use super::kinds::{KINDS, Object, plain};
use super::state::{Books, bare, field, kind_of, midnight, money, number};

/// `POST /stockmovements`: the sign of the quantity tells whether it comes or goes.
pub(crate) fn moved(books: &mut Books, body: &Object) -> Outcome<Value> {
    let kind = kind_of("stockmovements");
    for name in ["product_id", "warehouse_id", "qty"] {
        if body.get(name).is_none_or(Value::is_null) {
            return Err(Fail::at(Stage::Validate, 400, format!("`{name}` is required.")));
        }
    }
    let quantity = number(&body["qty"]);
    if quantity.is_zero() {
        return Err(Fail::call(503, "Making a stock movement with a quantity of 0 is not possible"));
    }
    let failed = |why: String| Fail::call(503, format!("Error when create stock movement : {why}"));
    let product = plain(&body["product_id"]);
    let Some(found) = books.all(&KINDS[1]).find(|o| plain(&o["id"]) == product) else {
        return Err(failed(String::new()));
    };
    let reference = plain(&found["ref"]);
    let place = plain(&body["warehouse_id"]);
    if !books.all(kind_of("warehouses")).any(|o| plain(&o["id"]) == place) {
        return Err(failed("Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_product_stock`, CONSTRAINT `fk_entrepot_entrepot_rowid` FOREIGN KEY (`fk_entrepot`) REFERENCES `llx_entrepot` (`rowid`))".to_owned()));
    }
    let there = levels(books, &product).get(&place).copied().unwrap_or_default();
    if there + quantity < Decimal::ZERO {
        return Err(failed(format!(
            "You don't have enough stock from your source warehouse and your setup does not allow negative stocks. : {reference}"
        )));
    }
    let id = books.next_id(kind.route);
    let now = books.stamp();
    let text = |name: &str| body.get(name).map(plain).unwrap_or_default();
    let mut object = books.shapes.of(kind).base;
    let members = [
        ("id", json!(id.to_string())),
        ("product_id", json!(product)),
        ("warehouse_id", json!(place)),
        ("qty", json!(quantity.normalize().to_string())),
        ("type", json!(if quantity.is_sign_negative() { "2" } else { "3" })),
        ("price", money(field(body, "price"))),
        ("label", json!(text("movementlabel"))),
        ("inventorycode", json!(text("movementcode"))),
        ("datem", json!(body.get("datem").and_then(midnight).unwrap_or(now))),
        ("tms", json!(now)),
        ("fk_user_author", json!("1")),
    ];
    for (name, value) in members {
        object.insert(name.into(), value);
    }
    books.put(kind, id, object);
    Ok(json!(id))
}

/// How much of a product is in each warehouse.
fn levels(books: &Books, product: &str) -> BTreeMap<String, Decimal> {
    let mut levels = BTreeMap::new();
    for one in books.all(kind_of("stockmovements")).filter(|o| plain(&o["product_id"]) == product) {
        *levels.entry(plain(&one["warehouse_id"])).or_default() += field(one, "qty");
    }
    levels
}

fn places(levels: &BTreeMap<String, Decimal>) -> Value {
    let show = |(place, real): (&String, &Decimal)| {
        (place.clone(), json!({"real": real.normalize().to_string(), "id": place}))
    };
    match levels.is_empty() {
        // An empty PHP array.
        true => json!([]),
        false => Value::Object(levels.iter().map(show).collect()),
    }
}

/// `GET /products/{id}/stock`.
pub(crate) fn stock(books: &Books, product: i64, place: Option<&str>) -> Outcome<Value> {
    // Recorded: what is not there is forbidden.
    books.get(&KINDS[1], product).map_err(|_| Fail::call(403, "Access not allowed for login admin"))?;
    let levels = levels(books, &product.to_string());
    let total: Decimal = levels.values().sum();
    let wanted = levels.into_iter().filter(|(at, _)| place.is_none_or(|place| place == at)).collect();
    Ok(json!({"stock_reel": bare(total), "stock_theorique": bare(total), "stock_warehouses": places(&wanted)}))
}

/// A product with what there is of it; `told` when the request asked for it place by place.
pub(crate) fn with_stock(books: &Books, mut product: Object, told: bool) -> Object {
    let levels = levels(books, &plain(&product["id"]));
    let total: Decimal = levels.values().sum();
    if !told {
        // Seen: without asking for stock it is the text of the product's own column.
        let known = !levels.is_empty();
        product.insert("stock_reel".into(), if known { json!(total.normalize().to_string()) } else { Value::Null });
    } else {
        product.insert("stock_reel".into(), bare(total));
        product.insert("stats_expedition".into(), json!({"customers": "0", "nb": "0", "rows": "0", "qty": 0}));
        product.insert("stock_theorique".into(), bare(total));
        product.insert("stock_warehouse".into(), places(&levels));
    }
    product
}
