//! Values that no converter expects: each is a value, empty or a quarantined record, and the page goes on.

use std::sync::Arc;

use coreflow_bridge::manifest::Entity;
use coreflow_bridge::mapping::{Context, Mapping};
use coreflow_bridge::model::{Model, Origin};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::VALUES;
use super::values::Random;

const PAGE: usize = 1_000;

/// Whole values of all converters, to be damaged.
const WHOLE: [&str; 9] = [
    "2026-03-29",
    "2026-03-29T02:30:00.123456Z",
    "2026-03-29 02:30:00",
    "2026-03-29T02:30",
    "1774751400",
    "1774751400123",
    "-12.345",
    "1e400",
    "acme:4711",
];

const CONVERTERS: [(&str, &str, &[&str]); 5] = [
    ("accounting.invoices", "issue_date", &["date", "date_instant", "epoch_date"]),
    ("accounting.invoices", "total", &["decimal", "decimal_text", "micros", "cents"]),
    ("accounting.invoices", "contact_id", &["ref"]),
    ("accounting.contacts", "active", &["bool_text"]),
    ("crm.activities", "happened_at", &["instant", "naive_instant", "naive_minute", "epoch_instant", "epoch_millis"]),
];

/// A whole value with some of its characters replaced by others of one to four bytes, cut or repeated.
fn damaged(random: &mut Random) -> Json {
    let mut text: Vec<char> = WHOLE[random.below(WHOLE.len())].chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len().max(1)).min(text.len().saturating_sub(1));
        let other: Vec<char> = random.text().chars().collect();
        match random.below(4) {
            0 => text.truncate(at),
            1 => text.extend_from_within(at..),
            _ if text.is_empty() || other.is_empty() => {}
            _ => text[at] = other[random.below(other.len())],
        }
    }
    let text = String::from_iter(text);
    match random.below(4) {
        0 => serde_json::from_str(&text).unwrap_or(Json::from(text)),
        1 => json!([text]),
        _ => Json::from(text),
    }
}

#[test]
fn damaged_values_never_stop_a_page() {
    let mut random = Random(29);
    for (resource, field, words) in CONVERTERS {
        for word in words {
            let model = Model::find(resource).unwrap();
            let entity = json!({"type": "x", "id": "id", "fields": {field: {"at": "outer.it", "as": word}}});
            let entity: Entity = serde_json::from_value(entity).unwrap();
            let mapping = Mapping::new(model, None, &entity);
            let origin = Arc::new(Origin { system: "acme".into(), connection: "acme".into(), model, page: None });
            let zone = TimeZone::get("America/New_York").unwrap();
            let context = Context { origin, zone, raw: None, parent: None };
            for _ in 0..VALUES / PAGE / 10 {
                let items: Vec<Json> =
                    (0..PAGE).map(|index| json!({"id": index, "outer": {"it": damaged(&mut random)}})).collect();
                let page = mapping.page(&Json::Array(items).to_string(), "", "", &context).unwrap();
                assert_eq!(page.len(), PAGE, "{word}");
            }
        }
    }
}
