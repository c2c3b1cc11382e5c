//! The first state beside customers and invoices: offers and orders, tasks and people, stock, events, expenses.

use serde_json::json;

use super::document;
use super::seed::{day, lines, made, object};
use super::state::{Books, kind_of};
use super::{stock, timespent};
use crate::error::{Error, Result};
use crate::sandbox::names;

fn failed(fail: super::errors::Fail) -> Error {
    Error::unexpected(format!("the sandbox's seed: {fail:?}"))
}

fn act(books: &mut Books, route: &str, id: i64, action: &str, body: serde_json::Value) -> Result<()> {
    document::act(books, kind_of(route), id, action, &object(body)).map(drop).map_err(failed)
}

pub(crate) fn fill(books: &mut Books, records: u32, customers: &[i64], suppliers: &[i64], items: &[i64]) -> Result<()> {
    let share = |percent: u32| (records * percent / 100).max(3);
    let pick = |n: u32, of: &[i64]| of[n as usize % of.len()];
    for n in 0..share(6) {
        offer(books, n, pick(n, customers), items)?;
        order(books, n, pick(n * 3 + 1, customers), items)?;
    }
    for n in 0..share(4) {
        purchase(books, n, pick(n, suppliers))?;
    }
    for n in 0..share(4) {
        person(books, n, pick(n, customers))?;
    }
    let staff = (1..=share(2)).map(|n| user(books, n)).collect::<Result<Vec<i64>>>()?;
    for n in 0..share(6) {
        task(books, n, pick(n, &staff))?;
        event(books, n, pick(n, customers), pick(n, &staff))?;
    }
    opportunities(books, share(3), customers)?;
    warehouses(books, share(2), items)?;
    for n in 0..share(2) {
        let start = day(books, n + 2);
        let body = json!({"fk_user_author": pick(n, &staff), "date_debut": start, "date_fin": start + 86_400, "note_public": "Reise"});
        let id = made(books, kind_of("expensereports"), body)?;
        if n % 2 == 1 {
            act(books, "expensereports", id, "validate", json!({"notrigger": 0}))?;
        }
    }
    for (reference, label) in [("BANK1", "Hausbank"), ("KASSE", "Kasse")] {
        let body = json!({"ref": reference, "label": label, "type": 1, "currency_code": "EUR", "country_id": 5, "date_solde": 0});
        made(books, kind_of("bankaccounts"), body)?;
    }
    Ok(())
}

fn offer(books: &mut Books, n: u32, customer: i64, items: &[i64]) -> Result<()> {
    let date = day(books, n);
    let lines = lines(books, 1, items);
    let body = json!({"socid": customer, "date": date, "lines": lines, "ref_client": format!("Anfrage {n}/Ü"), "ref_ext": format!("seed-q{n}")});
    let id = made(books, kind_of("proposals"), body)?;
    if !n.is_multiple_of(4) {
        act(books, "proposals", id, "validate", json!({"notrigger": 0}))?;
    }
    if n % 4 > 1 {
        act(books, "proposals", id, "close", json!({"status": n % 4, "notrigger": 0}))?;
    }
    Ok(())
}

fn order(books: &mut Books, n: u32, customer: i64, items: &[i64]) -> Result<()> {
    let date = day(books, n + 1);
    let lines = lines(books, 1, items);
    let body = json!({"socid": customer, "date": date, "delivery_date": date + 14 * 86_400, "lines": lines,
        "ref_client": format!("{n:05}/Ä"), "ref_ext": format!("seed-o{n}")});
    let id = made(books, kind_of("orders"), body)?;
    if !n.is_multiple_of(3) {
        act(books, "orders", id, "validate", json!({"idwarehouse": 0, "notrigger": 0}))?;
    }
    if n % 3 == 2 {
        act(books, "orders", id, "close", json!({"notrigger": 0}))?;
        // Made from the order as a person would in the web pages; the line's part is out of the model.
        let body = json!({"socid": customer, "origin_id": id, "origin_type": "commande", "tracking_number": format!("TR-{n:04}")});
        let shipment = made(books, kind_of("shipments"), body)?;
        act(books, "shipments", shipment, "validate", json!({"notrigger": 0}))?;
    }
    Ok(())
}

fn purchase(books: &mut Books, n: u32, supplier: i64) -> Result<()> {
    day(books, n + 3);
    let lines = lines(books, 1, &[]);
    let body = json!({"socid": supplier, "lines": lines, "ref_supplier": format!("A-{n:04}/Ü")});
    let id = made(books, kind_of("supplierorders"), body)?;
    for action in ["validate", "approve"].iter().take(n as usize % 3) {
        act(books, "supplierorders", id, action, json!({"idwarehouse": 0, "notrigger": 0}))?;
    }
    Ok(())
}

fn person(books: &mut Books, n: u32, customer: i64) -> Result<()> {
    let body = json!({"lastname": format!("Beispiel {n}"), "firstname": "Änne", "socid": customer, "email": names::email(n + 500),
        "poste": "Einkauf & Logistik", "town": "Köln", "phone_pro": "+49 221 00"});
    made(books, kind_of("contacts"), body).map(drop)
}

fn user(books: &mut Books, n: u32) -> Result<i64> {
    let body = json!({"login": format!("person{n}"), "lastname": format!("Größe {n}"), "firstname": "Jörg", "job": "Lager",
        "employee": if n.is_multiple_of(4) { 0 } else { 1 }, "email": names::email(n + 900), "dateemployment": 1_769_860_800});
    made(books, kind_of("users"), body)
}

fn task(books: &mut Books, n: u32, user: i64) -> Result<()> {
    let start = day(books, n + 4);
    let projects: Vec<i64> = books.all(kind_of("projects")).map(super::state::id_of).collect();
    let project = projects[n as usize % projects.len()];
    let body = json!({"ref": format!("TK-{n:04}"), "label": "Türen „streichen“", "fk_project": project, "date_start": start,
        "date_end": start + 10 * 86_400, "progress": n * 7 % 100, "priority": n % 3, "planned_workload": 7200});
    let id = made(books, kind_of("tasks"), body)?;
    for hour in 0..n % 3 {
        let body = json!({"date": format!("2026-11-0{} 08:00:00", hour + 2), "duration": 1800 * (hour + 1), "user_id": user, "note": "Arbeit „A“"});
        timespent::keep(books, id, None, &object(body)).map_err(failed)?;
    }
    Ok(())
}

fn event(books: &mut Books, n: u32, customer: i64, user: i64) -> Result<()> {
    let at = day(books, n + 5);
    let (kinds, done) = (["AC_TEL", "AC_RDV", "AC_EMAIL", "AC_OTH"], [100, 0, -1]);
    let body = json!({"type_code": kinds[n as usize % 4], "label": format!("Anruf „{n}“"), "userownerid": user, "socid": customer,
        "datep": at, "datef": at + 1800, "percentage": done[n as usize % 3], "note_private": "besprochen & notiert"});
    made(books, kind_of("agendaevents"), body).map(drop)
}

fn opportunities(books: &mut Books, count: u32, customers: &[i64]) -> Result<()> {
    for n in 0..count {
        day(books, n + 6);
        let body = json!({"ref": "auto", "title": format!("Chance „{n}“"), "socid": customers[n as usize % customers.len()],
            "usage_opportunity": 1, "opp_status": 1 + n % 7, "opp_amount": format!("{}.5", 1000 * (n + 1)), "opp_percent": 10 * (n % 10)});
        made(books, kind_of("projects"), body)?;
        let body = json!({"name": format!("Interessent {n} Ä"), "client": 2, "code_client": "auto", "email": names::email(n + 700), "stcomm_id": n % 4});
        made(books, kind_of("thirdparties"), body)?;
    }
    Ok(())
}

fn warehouses(books: &mut Books, count: u32, items: &[i64]) -> Result<()> {
    let mut places = Vec::new();
    for n in 0..count {
        let body = json!({"label": format!("LAGER-{n}"), "statut": 1, "lieu": format!("L{n}"), "town": "Köln", "zip": "00501", "description": "Außenlager „Süd“"});
        places.push(made(books, kind_of("warehouses"), body)?);
        let body = json!({"label": format!("Gruppe „{n}“"), "type": "product", "description": "ü"});
        made(books, kind_of("categories"), body)?;
    }
    for (n, item) in items.iter().enumerate().take(12) {
        let moves = [(100 + n as i64, "Zugang", "EK-7"), (-(n as i64 + 1), "Abgang", "")];
        for (quantity, label, code) in moves {
            let body = json!({"product_id": item, "warehouse_id": places[n % places.len()], "qty": quantity,
                "movementlabel": label, "movementcode": code, "price": "2.5"});
            stock::moved(books, &object(body)).map_err(failed)?;
        }
    }
    for (n, item) in items.iter().enumerate().take(3) {
        let body = json!({"ref": format!("MO-{n:04}"), "label": "Auftrag „1“", "fk_product": item, "fk_bom": 1, "qty": n + 1, "mrptype": 0,
            "status": n, "date_start_planned": 1_796_040_000, "date_end_planned": 1_798_718_400});
        made(books, kind_of("mos"), body)?;
    }
    Ok(())
}
