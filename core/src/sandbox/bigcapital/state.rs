//! Everything that has state: the records of each resource, the counters, and the odd forms of numbers and dates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::{Value, json};

use super::super::clock::Clock;
use super::super::random::Random;
use super::files::Files;
use super::table::{Kind, Kinds, Masters, Object};

/// A refund of a credit, or a credit set against a bill.
#[derive(Clone, Debug)]
pub(crate) struct Settlement {
    pub(crate) id: i64,
    pub(crate) credit: i64,
    pub(crate) bill: i64,
    pub(crate) amount: Decimal,
    pub(crate) row: Object,
}

/// The books of one organisation.
pub(crate) struct Books {
    pub(crate) kinds: Arc<Kinds>,
    pub(crate) masters: Arc<Masters>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    records: BTreeMap<String, BTreeMap<i64, Object>>,
    next: BTreeMap<String, i64>,
    /// Features that were turned on: `warehouses`, `branches`.
    pub(crate) features: BTreeSet<&'static str>,
    pub(crate) settlements: BTreeMap<&'static str, Vec<Settlement>>,
    pub(crate) organization: Object,
    pub(crate) files: Files,
}

impl Books {
    pub(crate) fn new(kinds: Kinds, masters: Masters, seed: u64) -> Books {
        Books {
            kinds: Arc::new(kinds),
            masters: Arc::new(masters),
            clock: Clock::new(),
            random: Random::new(seed),
            records: BTreeMap::new(),
            next: BTreeMap::new(),
            features: BTreeSet::new(),
            settlements: BTreeMap::new(),
            organization: Object::new(),
            files: Files::default(),
        }
    }

    /// The next number of a counter that starts at `first`.
    pub(crate) fn next_id(&mut self, counter: &str, first: i64) -> i64 {
        let next = self.next.entry(counter.to_owned()).or_insert(first);
        *next += 1;
        *next - 1
    }

    /// The next id of a resource. Customers and vendors share theirs.
    pub(crate) fn new_id(&mut self, kind: &Kind) -> i64 {
        let counter = kind.counter.clone().unwrap_or_else(|| kind.name.clone());
        self.next_id(&counter, kind.first)
    }

    pub(crate) fn all(&self, resource: &str) -> impl DoubleEndedIterator<Item = &Object> {
        self.records.get(resource).into_iter().flat_map(BTreeMap::values)
    }

    pub(crate) fn get(&self, resource: &str, id: i64) -> Option<&Object> {
        self.records.get(resource)?.get(&id)
    }

    pub(crate) fn get_mut(&mut self, resource: &str, id: i64) -> Option<&mut Object> {
        self.records.get_mut(resource)?.get_mut(&id)
    }

    pub(crate) fn put(&mut self, resource: &str, id: i64, record: Object) {
        self.records.entry(resource.to_owned()).or_default().insert(id, record);
    }

    pub(crate) fn remove(&mut self, resource: &str, id: i64) -> Option<Object> {
        self.records.get_mut(resource)?.remove(&id)
    }

    /// Today, as date columns are answered.
    pub(crate) fn today(&self) -> Value {
        json!(format!("{}T00:00:00.000Z", self.clock.today()))
    }
}

/// A number of the request or a record; zero for anything else.
pub(crate) fn number(value: &Value) -> Decimal {
    match value {
        Value::Number(n) => {
            n.to_string().parse().or_else(|_| Decimal::from_scientific(&n.to_string())).unwrap_or_default()
        }
        Value::String(s) => s.parse().unwrap_or_default(),
        _ => Decimal::ZERO,
    }
}

/// The number of a member; zero where there is none.
pub(crate) fn amount(record: &Object, member: &str) -> Decimal {
    record.get(member).map(number).unwrap_or_default()
}

/// The id in a member.
pub(crate) fn id_in(record: &Object, member: &str) -> Option<i64> {
    match record.get(member) {
        Some(Value::Number(n)) => n.as_i64(),
        Some(Value::String(s)) => s.parse().ok(),
        _ => None,
    }
}

/// A decimal as a JSON number, without zeros at its end.
pub(crate) fn plain(value: Decimal) -> Value {
    value.normalize().to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// As DECIMAL(13,3) stores it.
pub(crate) fn stored(value: Decimal) -> Value {
    plain(value.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero))
}

/// What the columns hold at most.
pub(crate) fn overflows(value: Decimal) -> bool {
    value.abs() >= Decimal::from(10_000_000_000_i64)
}

/// `1,234.50`, as the formatted twins are written.
pub(crate) fn money(value: Decimal) -> String {
    let rounded = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.2}", rounded.abs());
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
    format!("{sign}{grouped}.{cents}")
}

/// `MM/DD/YYYY` of a date column; nothing for none.
pub(crate) fn day(value: &Value) -> String {
    match value.as_str().filter(|text| text.len() >= 10) {
        Some(text) => format!("{}/{}/{}", &text[5..7], &text[8..10], &text[..4]),
        None => String::new(),
    }
}
