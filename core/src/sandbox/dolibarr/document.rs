//! Proposals, orders, shipments and expense reports: their dates, numbers and states.

use serde_json::{Value, json};

use super::errors::{Fail, Outcome, Stage};
use super::kinds::{KINDS, Kind, Object, plain};
use super::state::{Books, kind_of, midnight, number};

const DAY: i64 = 86_400;

/// Whether objects of a kind have lines that the create may hold.
pub(crate) fn has_lines(kind: &Kind) -> bool {
    matches!(kind.route, "invoices" | "supplierinvoices" | "proposals" | "orders" | "supplierorders")
}

/// Whether an object begins without a number of its own.
pub(crate) fn is_numbered(kind: &Kind) -> bool {
    has_lines(kind) || matches!(kind.route, "shipments" | "expensereports")
}

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
            ("date", json!(super::state::moment(day, "%Y-%m-%d"))),
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

fn set_state(object: &mut Object, state: i64) {
    for name in ["status", "statut"] {
        if let Some(before) = object.get(name) {
            let as_text = !before.is_number();
            object.insert(name.into(), if as_text { json!(state.to_string()) } else { json!(state) });
        }
    }
}

fn needs(body: &Object, name: &str) -> Outcome<()> {
    match body.contains_key(name) {
        true => Ok(()),
        false => Err(Fail::at(
            Stage::Validate,
            400,
            format!("Invalid value specified for `{name}`. Expecting integer value"),
        )),
    }
}

/// A state change: `validate`, `close`, ... A state that it has already is 304, where the recordings have it so.
pub(crate) fn act(books: &mut Books, kind: &'static Kind, id: i64, action: &str, body: &Object) -> Outcome<Value> {
    let missing = |_| Fail::not_found(kind.missing_on_get);
    let object = books.get(kind, id).map_err(missing)?.clone();
    let state = number(&object["status"]).to_string();
    let now = books.stamp();
    let day = match kind.route {
        "orders" => object["date"].as_i64().unwrap_or(now),
        "expensereports" => object["date_debut"].as_i64().unwrap_or(now),
        _ => now,
    };
    let to = match (kind.route, action, state.as_str()) {
        ("proposals" | "shipments" | "expensereports", "validate", _) if !body.contains_key("notrigger") => {
            needs(body, "notrigger").map(|()| 1)?
        }
        ("expensereports", "validate", "0") => 2,
        ("proposals" | "orders" | "shipments", "validate", "0") | ("supplierorders", "validate", _) => 1,
        ("expensereports", "approve", "2") => 5,
        ("expensereports", "deny", from) if from != "99" => 99,
        ("proposals", "settodraft", "1" | "2" | "3") | ("orders", "settodraft", "1") => 0,
        ("proposals", "close", _) => {
            needs(body, "status")?;
            let wanted = body["status"].as_i64().unwrap_or(0);
            if wanted > 3 {
                let text = "Invalid value specified for `status`. Maximum allowed value is 3.";
                return Err(Fail::at(Stage::Validate, 400, text));
            }
            wanted
        }
        ("proposals", "setinvoiced", _) => 4,
        // Seen: the answer is as if it were closed, and a draft stays one.
        ("orders", "close", "0") => 0,
        ("orders", "close", from) if from != "3" => 3,
        ("shipments", "close", "1") => 2,
        ("orders", "reopen", "3") => 1,
        ("orders", "setinvoiced", _) => state.parse().unwrap_or(0),
        ("supplierorders", "approve", _) => 2,
        ("supplierorders", "makeorder", _) => {
            for name in ["date", "method"] {
                if !body.contains_key(name) {
                    return Err(Fail::at(Stage::Validate, 400, format!("`{name}` is required.")));
                }
            }
            3
        }
        ("supplierorders", "receive", _) => received(&object, &state, body)?,
        (_, "validate" | "approve" | "deny" | "settodraft" | "close" | "reopen", _) => return Err(Fail::Unchanged),
        _ => return Err(Fail::no_route()),
    };
    let fresh = plain(&object["ref"]).starts_with("(PROV");
    let prefix = match kind.route {
        "proposals" => "PR",
        "orders" => "SO",
        "supplierorders" => "PO",
        "shipments" => "SH",
        _ => "ER",
    };
    let number = (action == "validate" && fresh).then(|| books.numbered(kind, "ref", prefix, day, 4));
    let object = books.get_mut(kind, id)?;
    if let Some(number) = number {
        object.insert("ref".into(), json!(number));
    }
    set_state(object, to);
    object.insert(kind.changed.into(), json!(now));
    let again = action == "setinvoiced" && plain(object.get("billed").unwrap_or(&Value::Null)) == "1";
    let dated = match (kind.route, action) {
        ("proposals" | "orders", "validate") => "date_validation",
        (_, "validate") => "date_valid",
        (_, "approve") => "date_approve",
        (_, "deny") => "date_refuse",
        ("proposals", "close") if to == 2 => "date_signature",
        ("shipments", "close") => "date_shipping",
        _ => "",
    };
    for dated in [dated, if dated == "date_validation" { "datev" } else { "" }] {
        if object.contains_key(dated) {
            object.insert(dated.into(), json!(now));
        }
    }
    match action {
        "setinvoiced" if kind.route == "orders" => drop(object.insert("billed".into(), json!("1"))),
        "close" | "makeorder" => note(object, body, if action == "close" { "note_private" } else { "comment" }),
        _ => {}
    }
    if action == "makeorder" {
        let day = body.get("date").and_then(midnight).unwrap_or(now);
        object.insert("date".into(), json!(day));
        object.insert("date_commande".into(), json!(day));
        object.insert("methode_commande_id".into(), json!(plain(&body["method"])));
    }
    if kind.route == "shipments" && action == "validate" {
        let order = plain(&books.get(kind, id)?["origin_id"]).parse().unwrap_or(0);
        // Seen: the order is then in process.
        if let Ok(order) = books.get_mut(kind_of("orders"), order) {
            set_state(order, 2);
        }
    }
    Ok(answer(books, kind, id, if again { "get" } else { action }))
}

/// `POST /orders/{id}/shipment/{warehouse}`: a draft of a shipment of the whole order.
pub(crate) fn ship(books: &mut Books, order: i64, place: i64) -> Outcome<Value> {
    let found = books.get(kind_of("orders"), order)?;
    let body = json!({"socid": found["socid"], "origin_id": order, "origin_type": "commande"});
    books.get(kind_of("warehouses"), place)?;
    let Value::Object(body) = body else { return Ok(Value::Null) };
    super::write::create(books, kind_of("shipments"), &body).map(|id| json!(id))
}

/// The state after a receipt: what came in all, or that the order counts as complete.
fn received(object: &Object, state: &str, body: &Object) -> Outcome<i64> {
    for line in body.get("lines").and_then(Value::as_array).into_iter().flatten() {
        if line.get("fk_product").is_none_or(Value::is_null) {
            let text = format!("Error dispatch order line {}: Incorrect integer value: ''", plain(&line["id"]));
            return Err(Fail::call(500, text));
        }
    }
    let lines = body.get("lines").and_then(Value::as_array).map(Vec::len).unwrap_or(0);
    let close = body.get("closeopenorder").map(plain).is_some_and(|c| c == "1");
    Ok(match (lines, close) {
        (0, _) => state.parse().unwrap_or(0),
        (_, true) => 5,
        _ => {
            let ordered: rust_decimal::Decimal =
                object["lines"].as_array().into_iter().flatten().map(|l| number(&l["qty"])).sum();
            let came: rust_decimal::Decimal =
                body["lines"].as_array().into_iter().flatten().map(|l| number(&l["qty"])).sum();
            if came >= ordered { 5 } else { 4 }
        }
    })
}

fn note(object: &mut Object, body: &Object, from: &str) {
    let text = body.get(from).map(plain).unwrap_or_default();
    if !text.is_empty() {
        let before = plain(&object["note_private"]);
        let all = if before.is_empty() { text } else { format!("{before}\n{text}") };
        object.insert("note_private".into(), json!(all));
    }
}

fn answer(books: &Books, kind: &'static Kind, id: i64, action: &str) -> Value {
    let Ok(object) = books.get(kind, id) else { return Value::Null };
    let reference = plain(&object["ref"]);
    if kind.route == "supplierorders" {
        let done = match action {
            "validate" => "validated",
            "approve" => "approved",
            "makeorder" => "sent",
            _ => "received",
        };
        return json!({"success": {"code": 200, "message": format!("Order {done} (Ref={reference})")}});
    }
    if action == "reopen" {
        return json!(1);
    }
    let view = match action {
        "validate" => "state",
        "settodraft" => "draft",
        "setinvoiced" => "billed",
        other => other,
    };
    Value::Object(books.shapes.of(kind).view(view, kind, object))
}
