//! Objects by kind, payments, and the odd texts in which Dolibarr answers numbers and dates.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::{Value, json};

use super::super::clock::{Clock, utc};
use super::super::random::Random;
use super::documents::File;
use super::errors::{Fail, Outcome};
use super::kinds::{KINDS, Kind, Object, Shapes, kinds, plain};

/// A payment of one or several invoices.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) date: i64,
    pub(crate) mode: String,
    pub(crate) number: String,
    pub(crate) bank_line: i64,
    /// Invoice id and amount in company currency.
    pub(crate) parts: Vec<(i64, Decimal)>,
}

/// Everything that has state.
pub(crate) struct Books {
    pub(crate) shapes: Shapes,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    /// The files of objects, in the order they came.
    pub(crate) files: Vec<File>,
    /// The targets of webhooks.
    pub(crate) targets: Vec<Object>,
    objects: BTreeMap<&'static str, BTreeMap<i64, Object>>,
    next: BTreeMap<&'static str, i64>,
    /// Customer payments and supplier payments.
    pub(crate) payments: BTreeMap<&'static str, Vec<Payment>>,
}

impl Books {
    pub(crate) fn new(shapes: Shapes, seed: u64) -> Books {
        Books {
            shapes,
            clock: Clock::new(),
            random: Random::new(seed),
            files: Vec::new(),
            targets: Vec::new(),
            objects: BTreeMap::new(),
            next: BTreeMap::new(),
            payments: BTreeMap::new(),
        }
    }

    /// A number of its own for each counter. Also used up by creates that fail later, as auto increments are.
    pub(crate) fn next_id(&mut self, counter: &'static str) -> i64 {
        let id = self.next.entry(counter).or_default();
        *id += 1;
        *id
    }

    pub(crate) fn all(&self, kind: &Kind) -> impl Iterator<Item = &Object> {
        self.objects.get(kind.route).into_iter().flat_map(BTreeMap::values)
    }

    pub(crate) fn get(&self, kind: &Kind, id: i64) -> Outcome<&Object> {
        self.objects.get(kind.route).and_then(|m| m.get(&id)).ok_or_else(|| Fail::not_found(kind.missing))
    }

    pub(crate) fn get_mut(&mut self, kind: &Kind, id: i64) -> Outcome<&mut Object> {
        self.objects.get_mut(kind.route).and_then(|m| m.get_mut(&id)).ok_or_else(|| Fail::not_found(kind.missing))
    }

    pub(crate) fn put(&mut self, kind: &Kind, id: i64, object: Object) {
        self.objects.entry(kind.route).or_default().insert(id, object);
    }

    pub(crate) fn remove(&mut self, kind: &Kind, id: i64) {
        self.objects.entry(kind.route).or_default().remove(&id);
    }

    /// Now, in seconds.
    pub(crate) fn stamp(&mut self) -> i64 {
        self.clock.tick().as_second()
    }

    /// What was paid on an invoice.
    pub(crate) fn paid(&self, route: &str, id: i64) -> Decimal {
        let parts = self.payments.get(route).into_iter().flatten().flat_map(|p| &p.parts);
        parts.filter(|(of, _)| *of == id).map(|(_, amount)| *amount).sum()
    }

    /// `PREFIXyymm-nnnn`: the month of a day, and one more than the highest number so far.
    pub(crate) fn numbered(&self, kind: &Kind, field: &str, prefix: &str, day: i64, width: usize) -> String {
        let own = |object: &Object| {
            let rest = plain(object.get(field).unwrap_or(&Value::Null));
            let rest = rest.strip_prefix(prefix)?.to_owned();
            rest.split_once('-')?.1.parse::<u32>().ok()
        };
        let highest = self.all(kind).filter_map(own).max().unwrap_or(0);
        format!("{prefix}{}-{:0width$}", yymm(day), highest + 1)
    }
}

/// The kind of a route.
pub(crate) fn kind_of(route: &str) -> &'static Kind {
    kinds().find(|kind| kind.route == route).unwrap_or(&KINDS[0])
}

/// `yymm` of an epoch.
pub(crate) fn yymm(day: i64) -> String {
    moment(day, "%y%m")
}

/// An epoch in a format, UTC.
pub(crate) fn moment(seconds: i64, format: &str) -> String {
    jiff::Timestamp::from_second(seconds).map(|t| utc(t).strftime(format).to_string()).unwrap_or_default()
}

/// The text of a date column in SQL.
pub(crate) fn sql_time(seconds: i64) -> String {
    moment(seconds, "%Y-%m-%d %H:%M:%S")
}

/// The midnight of a day, from an epoch or `YYYY-MM-DD`; nothing when it is neither.
pub(crate) fn midnight(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64().map(|s| s - s.rem_euclid(86_400)),
        Value::String(s) => match s.trim().parse::<i64>() {
            Ok(seconds) => Some(seconds - seconds.rem_euclid(86_400)),
            Err(_) => {
                let date: jiff::civil::Date = s.get(..10)?.parse().ok()?;
                date.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp().as_second())
            }
        },
        _ => None,
    }
}

/// A number from whatever was sent; text that is none counts as 0.
pub(crate) fn number(value: &Value) -> Decimal {
    let text = plain(value);
    text.trim().parse().or_else(|_| Decimal::from_scientific(text.trim())).unwrap_or_default()
}

pub(crate) fn field(object: &Object, name: &str) -> Decimal {
    object.get(name).map(number).unwrap_or_default()
}

/// Rounded to cents, half away from zero (PHP).
pub(crate) fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// `12.5` as `"12.50000000"`.
pub(crate) fn money(value: Decimal) -> Value {
    json!(format!("{value:.8}"))
}

/// `20` as `"20.0000"`.
pub(crate) fn rate(value: Decimal) -> Value {
    json!(format!("{value:.4}"))
}

/// A number without padding, as JSON number.
pub(crate) fn bare(value: Decimal) -> Value {
    let value = value.normalize();
    match value.scale() {
        0 => json!(value.to_string().parse::<i64>().unwrap_or(0)),
        _ => json!(value.to_string().parse::<f64>().unwrap_or(0.0)),
    }
}

/// The id of an object.
pub(crate) fn id_of(object: &Object) -> i64 {
    plain(&object["id"]).parse().unwrap_or(0)
}
