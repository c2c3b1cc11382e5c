//! Every converter by itself.

use std::sync::Arc;

use coreflow_bridge::manifest::{Converter, Entity};
use coreflow_bridge::mapping::{Context, Mapping, Mode};
use coreflow_bridge::model::{Model, Origin};
use coreflow_bridge::value::Value;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::VALUES;
use super::values::Random;

/// Values that travel in one page.
const PAGE: usize = 1_000;

const ZONES: [&str; 5] = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Pago_Pago"];

/// Writes random values of one field, reads the page that a system would answer with, and compares.
fn through(resource: &str, field: &str, word: &str, make: impl Fn(&mut Random, &TimeZone) -> (Json, Value)) {
    let model = Model::find(resource).unwrap();
    let entity = json!({"type": "x", "id": "id", "fields": {field: {"at": "outer.it", "as": word}}});
    let entity: Entity = serde_json::from_value(entity).unwrap();
    let mapping = Mapping::new(model, None, &entity);
    let origin = Arc::new(Origin { system: "acme".into(), connection: "acme".into(), model, page: None });
    let mut random = Random(u64::from(word.bytes().map(u32::from).sum::<u32>()));
    for round in 0..VALUES / PAGE {
        let zone = TimeZone::get(ZONES[round % ZONES.len()]).unwrap();
        let context = Context { origin: origin.clone(), zone: zone.clone(), raw: None, parent: None };
        let (mut body, mut expected) = (String::from("["), Vec::with_capacity(PAGE));
        for index in 0..PAGE {
            let (input, value) = make(&mut random, &zone);
            let input = Map::from_iter([(field.to_owned(), input)]);
            let mut native = mapping.encode(&input, Mode::Create, "acme", &zone).unwrap();
            native.insert("id".to_owned(), Json::from(index));
            body.push_str(if index > 0 { "," } else { "" });
            body.push_str(&Json::Object(native).to_string());
            expected.push(value);
        }
        body.push(']');
        let page = mapping.page(&body, "", "", &context).unwrap();
        assert!(page.quarantined.is_empty(), "{word}: {:?}", page.quarantined.first());
        for (record, expected) in page.records.iter().zip(&expected) {
            assert_eq!(record.get(field), expected, "{word}");
        }
        assert_eq!(page.records.len(), expected.len());
    }
}

#[test]
fn money() {
    for (word, converter) in [
        ("decimal", Converter::Decimal),
        ("decimal_text", Converter::DecimalText),
        ("micros", Converter::Micros),
        ("cents", Converter::Cents),
    ] {
        through("accounting.invoices", "total", word, |random, _| {
            let money = random.money(converter);
            (Json::from(money.to_string()), Value::Decimal(money))
        });
    }
}

#[test]
fn dates() {
    for (word, converter) in
        [("date", Converter::Date), ("date_instant", Converter::DateInstant), ("epoch_date", Converter::EpochDate)]
    {
        through("accounting.invoices", "issue_date", word, |random, _| {
            let date = random.date(converter);
            (Json::from(date.to_string()), Value::Date(date))
        });
    }
}

#[test]
fn instants() {
    for (word, converter) in [
        ("instant", Converter::Instant),
        ("naive_instant", Converter::NaiveInstant),
        ("naive_second", Converter::NaiveSecond),
        ("naive_minute", Converter::NaiveMinute),
        ("epoch_instant", Converter::EpochInstant),
        ("epoch_millis", Converter::EpochMillis),
    ] {
        through("crm.activities", "happened_at", word, |random, zone| {
            let at = random.instant(converter, zone);
            (Json::from(at.to_string()), Value::Instant(at))
        });
    }
}

#[test]
fn texts() {
    through("accounting.invoices", "notes", "text", |random, _| {
        let text = random.text();
        (Json::from(text.as_str()), Value::Text(text.into()))
    });
    through("accounting.invoices", "contact_id", "ref", |random, _| {
        let id = random.text();
        let ours = format!("acme:{id}");
        (Json::from(ours.as_str()), Value::Text(ours.into()))
    });
    through("inventory.parts", "tags", "text_list", |random, _| {
        let texts: Vec<String> = (0..random.below(3)).map(|_| random.text()).collect();
        let values = texts.iter().map(|text| Value::Text(text.as_str().into())).collect();
        (Json::from(texts), Value::List(values))
    });
    through("workspace.records", "values", "json", |random, _| {
        let (key, text) = (random.text(), random.text());
        let number: Json = serde_json::from_str(&random.money(Converter::Decimal).to_string()).unwrap();
        let json = json!({key: [text, number, null, {"in": random.below(2) == 0}]});
        (json.clone(), Value::Json(json.to_string().into()))
    });
    through("accounting.contacts", "active", "bool_text", |random, _| {
        let yes = random.below(2) == 0;
        (Json::from(yes), Value::Bool(yes))
    });
}
