//! The records of the start: the story's customer, part, stock and order, and synthetic ones around them.

use serde_json::{Value, json};

use super::super::names;
use super::super::random::Random;
use super::super::story;
use super::store::Store;
use super::write;

/// About so many records; none leaves the server empty.
pub(crate) fn fill(store: &mut Store, seed: u64, records: u32) {
    if records == 0 {
        return;
    }
    let mut random = Random::new(seed);
    store.clock.jump("2026-09-01T08:00:00Z");
    let category = make(store, "category", json!({"name": "Controllers", "description": "What is sold"}));
    let site = make(store, "location", json!({"name": "Main store", "description": "Everything", "structural": false}));
    let shelf = make(store, "location", json!({"name": "Shelf A1", "parent": site}));
    let customer = make(
        store,
        "company",
        json!({"name": story::CUSTOMER, "description": "Buys controllers", "currency": "EUR",
        "is_customer": true, "email": story::CUSTOMER_EMAIL, "website": story::CUSTOMER_SITE}),
    );
    let supplier = make(
        store,
        "company",
        json!({"name": "Beispiel Bauteile AG", "currency": "EUR", "is_supplier": true,
        "email": "verkauf@bauteile.example"}),
    );
    let (code, name, price) = story::PART;
    let part = make(
        store,
        "part",
        json!({"name": name, "IPN": code, "description": "The controller of the story",
        "category": category, "salable": true, "purchaseable": true, "units": ""}),
    );
    make(store, "stock", json!({"part": part, "quantity": story::IN_STOCK, "location": shelf, "batch": "B-2026-09"}));
    let supplied = make(
        store,
        "supplier_part",
        json!({"part": part, "supplier": supplier, "SKU": "BB-CTRL-7", "pack_quantity": "1"}),
    );
    let order = make(
        store,
        "so",
        json!({"customer": customer, "description": story::DEAL, "customer_reference": "NL-4711",
        "target_date": "2026-12-04", "order_currency": "EUR"}),
    );
    make(
        store,
        "so_line",
        json!({"order": order, "part": part, "quantity": story::QUANTITY, "sale_price": price,
        "sale_price_currency": "EUR"}),
    );
    make(store, "shipment", json!({"order": order, "reference": "1"}));
    let bought =
        make(store, "po", json!({"supplier": supplier, "description": "Restock", "target_date": "2026-12-15"}));
    make(
        store,
        "po_line",
        json!({"order": bought, "part": supplied, "quantity": 20, "purchase_price": "120.50",
        "purchase_price_currency": "EUR"}),
    );
    let count = (records / 3).max(1);
    for number in 0..count {
        let pick = random.next() % 500;
        let part = make(
            store,
            "part",
            json!({"name": format!("Component {number:04}"), "IPN": format!("CMP-{number:04}"),
            "description": "Synthetic", "category": category}),
        );
        make(
            store,
            "stock",
            json!({"part": part, "quantity": pick + 1, "location": if number % 2 == 0 { site } else { shelf }}),
        );
        if number % 10 == 0 {
            let name = names::company(&mut random, number);
            make(
                store,
                "company",
                json!({"name": format!("{name} {number}"), "currency": "EUR", "is_customer": number % 20 == 0,
                "is_supplier": number % 20 != 0}),
            );
        }
    }
    store.clock.jump("2026-11-23T09:00:00Z");
}

/// Makes a record as a client would; gives its primary key.
fn make(store: &mut Store, table: &str, body: Value) -> i64 {
    let Value::Object(body) = body else { return 0 };
    let made = write::create(store, table, &body);
    let shown = made.ok().and_then(|reply| serde_json::from_slice::<Value>(&reply.bytes()).ok()).unwrap_or_default();
    shown.get(0).unwrap_or(&shown)["pk"].as_i64().unwrap_or_default()
}
