//! The first state: synthetic customers, suppliers, products, invoices, payments and projects.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::invoice;
use super::kinds::{KINDS, Kind, Object};
use super::payment;
use super::state::{Books, field};
use super::write;
use crate::error::{Error, Result};
use crate::sandbox::names;

pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(map) => map,
        _ => Object::new(),
    }
}

pub(crate) fn made(books: &mut Books, kind: &'static Kind, body: Value) -> Result<i64> {
    write::create(books, kind, &object(body))
        .map_err(|e| Error::unexpected(format!("the sandbox's seed: {}: {e:?}", kind.route)))
}

pub(crate) fn fill(books: &mut Books, records: u32) -> Result<()> {
    if records > 0 {
        business(books, records)?;
    }
    books.clock.jump("2026-11-23T09:00:00Z");
    Ok(())
}

fn business(books: &mut Books, records: u32) -> Result<()> {
    let share = |percent: u32| (records * percent / 100).max(3);
    let [parties, products, invoices, bills, projects] = &KINDS;
    books.clock.jump("2026-01-05T08:00:00Z");
    let (mut customers, mut suppliers) = (Vec::new(), Vec::new());
    for n in 1..=share(16) {
        let name = if n.is_multiple_of(17) { names::long(n) } else { names::company(&mut books.random, n) };
        let body = json!({"name": name, "client": if n.is_multiple_of(5) { 3 } else { 1 }, "code_client": "auto", "country_id": 5 + i32::from(n.is_multiple_of(3)) * 2,
            "email": names::email(n), "zip": format!("0{:04}", n), "town": "Köln", "note_public": "Zeile 1\nZeile 2 & „ü“",
            "tva_intra": format!("DE00{n:05}"), "ref_ext": format!("seed-c{n}")});
        customers.push(made(books, parties, body)?);
    }
    for n in 1..=share(8) {
        let name = names::company(&mut books.random, n);
        let body = json!({"name": format!("{name} (S)"), "client": 0, "fournisseur": 1, "code_fournisseur": "auto", "country_id": 5});
        suppliers.push(made(books, parties, body)?);
    }
    let mut items = Vec::new();
    for n in 1..=share(12) {
        let price =
            if n.is_multiple_of(11) { Decimal::ZERO } else { Decimal::new(books.random.below(500_000) as i64, 2) };
        let label = names::thing(&mut books.random, n);
        let body = json!({"ref": format!("P-{n:04}"), "label": label, "price": price.to_string(), "price_base_type": "HT",
            "tva_tx": if n.is_multiple_of(3) { "5.5" } else { "20" }, "status": 1, "status_buy": i32::from(n.is_multiple_of(2)), "type": i32::from(n.is_multiple_of(4))});
        items.push(made(books, products, body)?);
    }
    for n in 0..share(40) {
        sale(books, invoices, n, &customers, &items)?;
    }
    for n in 0..share(14) {
        purchase(books, bills, n, &suppliers)?;
    }
    for n in 0..share(6) {
        let start = day(books, n);
        let party = customers[books.random.below(customers.len() as u64) as usize];
        let body = json!({"ref": format!("PJ-{n:04}"), "title": format!("Umbau „Halle {n}“ & Lager 漢字"), "socid": party,
            "date_start": start, "date_end": start + 90 * 86_400, "budget_amount": "1234.567", "usage_task": 1});
        let id = made(books, projects, body)?;
        if !n.is_multiple_of(3) {
            let status = if n % 3 == 1 { 1 } else { 2 };
            let _ = write::update(books, projects, id, &object(json!({"status": status})));
        }
    }
    super::seed_more::fill(books, records, &customers, &suppliers, &items)
}

/// Moves the clock on; the epoch of noon of that day.
pub(crate) fn day(books: &mut Books, n: u32) -> i64 {
    let month = 1 + (n / 12).min(9);
    let text = format!("2026-{month:02}-{:02}T12:00:00Z", 1 + books.random.below(27));
    books.clock.jump(&text);
    books.clock.now().as_second()
}

pub(crate) fn lines(books: &mut Books, sign: i64, items: &[i64]) -> Vec<Value> {
    let count = 1 + books.random.below(4);
    (0..count)
        .map(|n| {
            let price = Decimal::new(sign * (1 + books.random.below(250_000) as i64), 2);
            let mut line = json!({"desc": "Beratung „Ü“ & mehr", "qty": (1 + books.random.below(12)).to_string(),
                "subprice": price.to_string(), "tva_tx": if n.is_multiple_of(2) { "20" } else { "5.5" }, "product_type": 0});
            if !items.is_empty() && n.is_multiple_of(2) {
                line["fk_product"] = json!(items[books.random.below(items.len() as u64) as usize]);
            }
            line
        })
        .collect()
}

fn sale(books: &mut Books, kind: &'static Kind, n: u32, customers: &[i64], items: &[i64]) -> Result<()> {
    let date = day(books, n);
    let party = customers[books.random.below(customers.len() as u64) as usize];
    let credit = n % 23 == 7;
    let lines = lines(books, if credit { -1 } else { 1 }, items);
    let mut body = json!({"socid": party, "type": if credit { 2 } else { 0 }, "date": date, "lines": lines,
        "ref_client": format!("00{n}/PO"), "ref_ext": format!("seed-i{n}"), "cond_reglement_id": if n.is_multiple_of(2) { 2 } else { 1 }});
    if n % 7 == 2 {
        body["multicurrency_code"] = json!("USD");
        body["multicurrency_tx"] = json!(1.25);
    }
    let id = made(books, kind, body)?;
    if n.is_multiple_of(6) {
        return Ok(());
    }
    let failed = |e| Error::unexpected(format!("the sandbox's seed: {e:?}"));
    invoice::change_state(books, kind, id, "validate", &Object::new()).map_err(failed)?;
    if !credit && n % 4 == 1 {
        let whole = n % 8 == 1;
        let total = books.get(kind, id).map(|o| field(o, "total_ttc")).unwrap_or_default();
        let part = if whole { total } else { (total / Decimal::TWO).trunc() };
        if !part.is_zero() {
            let pay = json!({"arrayofamounts": {id.to_string(): {"amount": part.to_string(), "multicurrency_amount": ""}},
                "datepaye": date + 10 * 86_400, "paymentid": 2, "closepaidinvoices": "yes", "accountid": 1, "num_payment": "00-ÜW/7"});
            payment::distributed(books, &object(pay)).map_err(failed)?;
        }
    }
    Ok(())
}

fn purchase(books: &mut Books, kind: &'static Kind, n: u32, suppliers: &[i64]) -> Result<()> {
    let date = day(books, n * 2);
    let party = suppliers[books.random.below(suppliers.len() as u64) as usize];
    let lines = lines(books, 1, &[]);
    let body = json!({"socid": party, "type": 0, "date": date, "ref_supplier": format!("{n:04}/Ä-7"), "lines": lines, "label": "Eingang"});
    let id = made(books, kind, body)?;
    let failed = |e| Error::unexpected(format!("the sandbox's seed: {e:?}"));
    if !n.is_multiple_of(4) {
        invoice::change_state(books, kind, id, "validate", &Object::new()).map_err(failed)?;
    }
    if n % 5 == 1 {
        let pay = json!({"datepaye": date + 86_400, "payment_mode_id": 2, "closepaidinvoices": "yes", "accountid": 1});
        payment::whole(books, kind, id, &object(pay)).map_err(failed)?;
    }
    Ok(())
}
