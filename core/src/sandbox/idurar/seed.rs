//! What an installation begins with: the settings of the setup, then the story's customer and invoice and synthetic ones.

use serde_json::{Value, json};

use super::super::random::Random;
use super::super::{names, story};
use super::kinds::Object;
use super::state::Installation;
use super::{invoice, payment, write};
use crate::error::{Code, Error, Result};

/// The settings as the setup makes them: category, key, value, type.
const SETTINGS: &str = include_str!("settings.json");

fn object(value: Value) -> Object {
    match value {
        Value::Object(map) => map,
        _ => Object::new(),
    }
}

/// What the setup makes.
pub(crate) fn install(here: &mut Installation) -> Result<()> {
    here.clock.jump("2026-01-05T08:00:00Z");
    let broken = |e| Error::new(Code::Unexpected, format!("settings.json: {e}"));
    let settings: Vec<(String, String, Value, String)> = serde_json::from_str(SETTINGS).map_err(broken)?;
    for (category, key, value, kind) in settings {
        let doc =
            object(json!({"settingCategory": category, "settingKey": key, "settingValue": value, "valueType": kind}));
        made(here, "setting", doc);
    }
    made(here, "taxes", object(json!({"taxName": "Tax 0%", "taxValue": 0, "isDefault": true})));
    let mode = json!({"name": "Default Payment", "description": "Default Payment Mode (Cash , Wire Transfert)"});
    made(here, "paymentmode", object(mode));
    Ok(())
}

/// Makes a document as a request would; nothing where the installation has no such entity. Gives its id.
fn made(here: &mut Installation, entity: &str, doc: Object) -> Value {
    let Some(kind) = here.kind(entity) else { return Value::Null };
    let answer = match entity {
        "invoice" | "quote" => invoice::create(here, kind, &doc),
        "payment" => payment::create(here, kind, &doc),
        _ => write::create(here, kind, &doc),
    };
    answer.map_or(Value::Null, |(_, body)| body["result"]["_id"].clone())
}

/// The story, then about as many documents as asked for.
pub(crate) fn business(here: &mut Installation, seed: u64, records: u32) {
    let mut random = Random::new(seed);
    let settings = [("company_name", json!("Acme Test Ltd")), ("default_currency_code", json!("EUR"))];
    for (key, value) in settings {
        let id = here.all("setting").iter().find(|s| s["settingKey"] == json!(key)).map(|s| s["_id"].clone());
        if let Some(kept) = id.and_then(|id| here.change("setting", &id)) {
            kept.insert("settingValue".into(), value);
        }
    }
    here.clock.jump("2026-03-02T09:00:00Z");
    let customer = made(
        here,
        "client",
        object(
            json!({"name": story::CUSTOMER, "email": story::CUSTOMER_EMAIL, "country": "DE", "phone": "+49 30 0000000"}),
        ),
    );
    made(here, "taxes", object(json!({"taxName": "VAT 19%", "taxValue": 19})));
    let (code, name, price) = story::PART;
    let line = json!({"itemName": code, "description": name, "quantity": story::QUANTITY, "price": price,
        "total": story::QUANTITY * price});
    let document = |number: u32, client: &Value, date: &str, due: &str, status: &str, rate: u32, lines: Value| {
        object(
            json!({"client": client, "number": number, "year": 2026, "date": date, "expiredDate": due, "status": status,
            "items": lines, "taxRate": rate, "notes": ""}),
        )
    };
    made(here, "quote", document(1, &customer, "2026-10-01", "2026-11-01", "accepted", 19, json!([line])));
    let sold = made(here, "invoice", document(1, &customer, "2026-11-02", "2026-12-02", "sent", 19, json!([line])));
    let pays = json!({"invoice": sold, "client": customer, "number": 1, "date": "2026-11-16", "amount": 5000,
        "currency": "EUR", "ref": "Part payment"});
    made(here, "payment", object(pays));
    let mut clients = vec![customer];
    for number in 1..=records.div_ceil(3) {
        let at = format!("2026-{:02}-{:02}T10:00:00Z", 3 + number % 7, 1 + number % 28);
        here.clock.jump(&at);
        let name = if number % 50 == 7 { names::long(number) } else { names::company(&mut random, number) };
        let client =
            object(json!({"name": name, "email": names::email(number), "country": random.pick(&["DE", "FR", "GB"])}));
        clients.push(made(here, "client", client));
    }
    for number in 2..=records.div_ceil(3) + 1 {
        let client = clients[random.below(clients.len() as u64) as usize].clone();
        let (month, day) = (1 + number % 10, 1 + number % 28);
        let (date, due) = (format!("2026-{month:02}-{day:02}"), format!("2026-{:02}-{day:02}", month + 1));
        here.clock.jump(&format!("{date}T11:00:00Z"));
        let price = random.below(100_000) as f64 / 100.0;
        let thing = names::thing(&mut random, number);
        let quantity = 1 + random.below(9);
        let lines =
            json!([{"itemName": thing, "description": "", "quantity": quantity, "price": price, "total": price}]);
        let status = random.pick(&["draft", "pending", "sent"]);
        let rate = [0, 7, 19][random.below(3) as usize];
        let invoice = made(here, "invoice", document(number, &client, &date, &due, status, rate, lines));
        let total = here.find("invoice", &invoice).map(|i| i["total"].clone()).unwrap_or_default();
        if number % 3 == 0 && total.as_f64().unwrap_or(0.0) > 0.0 {
            let pays = json!({"invoice": invoice, "client": client, "number": number, "date": due, "amount": total, "currency": "EUR"});
            made(here, "payment", object(pays));
        }
    }
}
