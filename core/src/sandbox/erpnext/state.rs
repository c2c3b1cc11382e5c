//! The documents: tables by doctype, names without regard to case and accents, series counters.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use serde_json::{Map, Number, Value};

use super::super::fold::fold;

/// One document with its child tables.
pub(crate) type Doc = Map<String, Value>;

/// One doctype's documents, in the order they were made.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<u64, Doc>,
    names: HashMap<String, u64>,
    next: u64,
}

impl Table {
    pub(crate) fn get(&self, name: &str) -> Option<&Doc> {
        self.rows.get(self.names.get(&fold(name))?)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Doc> {
        self.rows.get_mut(self.names.get(&fold(name))?)
    }

    /// Adds a document, or replaces the one of the same name.
    pub(crate) fn put(&mut self, doc: Doc) {
        let key = fold(text(&doc, "name"));
        let place = *self.names.entry(key).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.rows.insert(place, doc);
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Doc> {
        let place = self.names.remove(&fold(name))?;
        self.rows.remove(&place)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Doc> {
        self.rows.values()
    }
}

/// All documents of the site.
#[derive(Default)]
pub(crate) struct Documents {
    tables: HashMap<String, Table>,
    series: HashMap<String, u32>,
}

impl Documents {
    pub(crate) fn all<'a>(&'a self, doctype: &str) -> Box<dyn Iterator<Item = &'a Doc> + 'a> {
        match self.tables.get(doctype) {
            Some(table) => Box::new(table.iter()),
            None => Box::new(std::iter::empty()),
        }
    }

    pub(crate) fn get(&self, doctype: &str, name: &str) -> Option<&Doc> {
        self.tables.get(doctype)?.get(name)
    }

    pub(crate) fn get_mut(&mut self, doctype: &str, name: &str) -> Option<&mut Doc> {
        self.tables.get_mut(doctype)?.get_mut(name)
    }

    pub(crate) fn put(&mut self, doctype: &str, doc: Doc) {
        self.tables.entry(doctype.to_owned()).or_default().put(doc);
    }

    pub(crate) fn remove(&mut self, doctype: &str, name: &str) -> Option<Doc> {
        self.tables.get_mut(doctype)?.remove(name)
    }

    /// The next name of a series such as `ACC-SINV-.YYYY.-` or `PROJ-.####`: five digits, or as many as it has `#`.
    pub(crate) fn next_in_series(&mut self, series: &str, year: &str) -> String {
        let prefix = series.replace(".YYYY.", year).replace(['.', '#'], "");
        let digits = match series.matches('#').count() {
            0 => 5,
            digits => digits,
        };
        let count = self.series.entry(prefix.clone()).or_default();
        *count += 1;
        format!("{prefix}{count:0digits$}")
    }

    /// Gives a number back, as the server does when the insert is rolled back.
    pub(crate) fn series_marks(&self) -> HashMap<String, u32> {
        self.series.clone()
    }

    pub(crate) fn reset_series(&mut self, marks: HashMap<String, u32>) {
        self.series = marks;
    }
}

/// A text field; empty when absent.
pub(crate) fn text<'a>(doc: &'a Doc, field: &str) -> &'a str {
    doc.get(field).and_then(Value::as_str).unwrap_or("")
}

/// A whole number; 0 when absent.
pub(crate) fn int(doc: &Doc, field: &str) -> i64 {
    doc.get(field).map(decimal).and_then(|d| d.trunc().to_string().parse().ok()).unwrap_or(0)
}

/// An exact number; 0 when absent.
pub(crate) fn amount(doc: &Doc, field: &str) -> Decimal {
    doc.get(field).map(decimal).unwrap_or_default()
}

/// A JSON value as a number: the number, the number in a text, true as 1, else 0.
pub(crate) fn decimal(value: &Value) -> Decimal {
    let parse = |s: &str| s.parse::<Decimal>().or_else(|_| Decimal::from_scientific(s)).unwrap_or_default();
    match value {
        Value::Number(n) => parse(&n.to_string()),
        Value::String(s) => parse(s.trim()),
        Value::Bool(b) => Decimal::from(u8::from(*b)),
        _ => Decimal::ZERO,
    }
}

/// A number as Frappe writes it: a float, also when it is whole.
pub(crate) fn number(value: Decimal) -> Value {
    value.to_string().parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

/// Rounded to cents, half to even (Frappe's "Banker's Rounding (legacy)").
pub(crate) fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven)
}

pub(crate) fn set(doc: &mut Doc, field: &str, value: Decimal) {
    doc.insert(field.to_owned(), number(value));
}

pub(crate) fn set_text(doc: &mut Doc, field: &str, value: impl Into<String>) {
    doc.insert(field.to_owned(), Value::String(value.into()));
}

/// The rows of a table field.
pub(crate) fn rows<'a>(doc: &'a Doc, field: &str) -> Vec<&'a Doc> {
    doc.get(field)
        .and_then(Value::as_array)
        .map(|l| l.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default()
}

/// Takes the rows out, to be changed and put back.
pub(crate) fn take_rows(doc: &mut Doc, field: &str) -> Vec<Doc> {
    let into = |v: Value| match v {
        Value::Object(row) => Some(row),
        _ => None,
    };
    match doc.get_mut(field).map(Value::take) {
        Some(Value::Array(list)) => list.into_iter().filter_map(into).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn put_rows(doc: &mut Doc, field: &str, rows: Vec<Doc>) {
    doc.insert(field.to_owned(), Value::Array(rows.into_iter().map(Value::Object).collect()));
}
