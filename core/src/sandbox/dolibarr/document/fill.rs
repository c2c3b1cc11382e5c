//! The dates and lines of new documents, and what an update changes beside what it names.

use serde_json::{Value, json};

use super::super::errors::{Fail, Outcome};
use super::super::kinds::{KINDS, Kind, Object, plain};
use super::super::state::{Books, midnight, moment};

const DAY: i64 = 86_400;

/// What a new document takes from the body and from defaults.
pub(crate) fn fill(books: &mut Books, kind: &Kind, object: &mut Object, body: &Object) -> Outcome<()> {
    let party = body.get("socid").map(plain).unwrap_or_default();
    if kind.route != "expensereports" && !books.all(&KINDS[0]).any(|o| plain(&o["id"]) == party) {
        let table = match kind.route {
            "proposals" => "propal",
            "orders" => "commande",
            "shipments" => "expedition",
            _ => "commande_fournisseur",
        };
        let detail = format!(
            "Cannot add or update a child row: a foreign key constraint fails (`dolibarr`.`llx_{table}`, CONSTRAINT `fk_{table}_fk_soc` FOREIGN KEY (`fk_soc`) REFERENCES `llx_societe` (`rowid`))"
        );
        return Err(Fail::detailed(500, kind.create_failed, vec![json!(detail)]));
    }
    let now = books.clock.now().as_second();
    match kind.route {
        "proposals" => {
            let sent = body.get("date").and_then(Value::as_i64).unwrap_or(now);
            let days = body.get("duree_validite").and_then(Value::as_i64).unwrap_or(15);
            object.insert("date".into(), json!(sent - sent.rem_euclid(DAY)));
            object.insert("datep".into(), json!(sent - sent.rem_euclid(DAY)));
            object.insert("fin_validite".into(), json!(sent + days * DAY));
            object.insert("datec".into(), json!(now));
            object.insert("duree_validite".into(), json!(15));
        }
        "orders" => {
            let day = body.get("date").and_then(midnight).unwrap_or(now);
            object.insert("date".into(), json!(day));
            object.insert("date_commande".into(), json!(day));
        }
        "supplierorders" => {
            object.insert("date".into(), json!(now));
            object.insert("date_commande".into(), json!(""));
            // Seen: it is not stored.
            object.insert("ref_ext".into(), Value::Null);
        }
        "expensereports" => expense_lines(books, kind, object, body),
        "shipments" => {
            let origin = plain(&body["origin_id"]);
            object.insert("linkedObjectsIds".into(), json!({"commande": {"1": origin}}));
        }
        _ => {}
    }
    if object.contains_key("ref_customer") {
        object.insert("ref_customer".into(), object["ref_client"].clone());
    }
    Ok(())
}

/// The lines of an expense report; their amounts stay 0, as recorded.
fn expense_lines(books: &mut Books, kind: &Kind, object: &mut Object, body: &Object) {
    let mut lines = Vec::new();
    for sent in body.get("lines").and_then(Value::as_array).into_iter().flatten() {
        let mut line = books.shapes.of(kind).line;
        let id = books.next_id("expenselines").to_string();
        let day = sent["date"].as_i64().unwrap_or(0);
        for (name, value) in [
            ("id", json!(id)),
            ("rowid", json!(id)),
            ("comments", json!(plain(&sent["comments"]))),
            ("qty", json!(plain(&sent["qty"]))),
            ("date", json!(moment(day, "%Y-%m-%d"))),
            ("dates", json!(day - day.rem_euclid(DAY))),
        ] {
            line.insert(name.into(), value);
        }
        lines.push(Value::Object(line));
    }
    object.insert("lines".into(), Value::Array(lines));
}

/// What an update changes beside what it names.
pub(crate) fn updated(kind: &Kind, object: &mut Object, body: &Object) {
    match kind.route {
        "proposals" => {
            if let Some(day) = body.get("date").and_then(midnight) {
                object.insert("datep".into(), json!(day));
            }
            // Recorded: the validity begins anew with the 15 days of the setup.
            let day = object["date"].as_i64().unwrap_or(0);
            object.insert("fin_validite".into(), json!(day + 15 * DAY));
        }
        // Recorded: the date stays as it was.
        "orders" => drop(object.insert("date".into(), object["date_commande"].clone())),
        "supplierorders" => {
            if let Some(day) = body.get("date_commande").and_then(midnight) {
                object.insert("date".into(), json!(day));
            }
        }
        _ => {}
    }
    if object.contains_key("ref_customer") {
        object.insert("ref_customer".into(), object["ref_client"].clone());
    }
}
