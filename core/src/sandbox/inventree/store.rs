//! The tables: what each model is, from the server's own description of API 425, and its rows by primary key.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::clock::{Clock, utc};
use crate::error::{Code, Error, Result};

pub(crate) type Row = Map<String, Value>;

/// One model: its endpoint, its members in the order in which they are shown, and what each list takes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Model {
    pub(crate) path: String,
    /// What it is called in errors.
    pub(crate) title: String,
    pub(crate) unique: Vec<Vec<String>>,
    /// Operation → the members that its answer leaves out.
    pub(crate) omit: BTreeMap<String, Vec<String>>,
    /// Query flag → the members that it brings back.
    pub(crate) flags: BTreeMap<String, Vec<String>>,
    /// Worked out by the database: null in the answer to a create.
    pub(crate) blank: Vec<String>,
    pub(crate) filters: BTreeMap<String, String>,
    pub(crate) ordering: Vec<String>,
    pub(crate) fields: serde_json::Map<String, Value>,
}

/// A member of a model.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Field {
    pub(crate) is: String,
    pub(crate) ro: bool,
    pub(crate) wo: bool,
    pub(crate) null: bool,
    pub(crate) must: bool,
    pub(crate) max: Option<usize>,
    pub(crate) min: Option<f64>,
    pub(crate) def: Option<Value>,
    pub(crate) to: Option<String>,
}

impl Model {
    pub(crate) fn field(&self, name: &str) -> Field {
        self.fields.get(name).and_then(|field| serde_json::from_value(field.clone()).ok()).unwrap_or_default()
    }
}

/// Everything that has state.
pub(crate) struct Store {
    pub(crate) models: BTreeMap<String, Model>,
    tables: BTreeMap<String, BTreeMap<i64, Row>>,
    last: BTreeMap<String, i64>,
    pub(crate) metadata: BTreeMap<(String, i64), Map<String, Value>>,
    pub(crate) clock: Clock,
    /// What was uploaded, by the address that the list tells.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Store {
    pub(crate) fn new() -> Result<Store> {
        let models = serde_json::from_str(include_str!("models.json"))
            .map_err(|error| Error::new(Code::ConfigInvalid, format!("the models of a fake: {error}")))?;
        Ok(Store {
            models,
            tables: BTreeMap::new(),
            last: BTreeMap::new(),
            metadata: BTreeMap::new(),
            clock: Clock::new(),
            files: BTreeMap::new(),
        })
    }

    pub(crate) fn find(&self, table: &str, pk: i64) -> Option<&Row> {
        self.tables.get(table)?.get(&pk)
    }

    pub(crate) fn find_mut(&mut self, table: &str, pk: i64) -> Option<&mut Row> {
        self.tables.get_mut(table)?.get_mut(&pk)
    }

    /// All of a table, oldest first.
    pub(crate) fn all(&self, table: &str) -> impl DoubleEndedIterator<Item = &Row> {
        self.tables.get(table).into_iter().flat_map(BTreeMap::values)
    }

    /// All of a table that point to a row by a member.
    pub(crate) fn those<'s>(
        &'s self,
        table: &str,
        member: &'s str,
        pk: i64,
    ) -> impl DoubleEndedIterator<Item = &'s Row> {
        self.all(table).filter(move |row| int(row, member) == Some(pk))
    }

    /// Keeps a new row, with what its model has unless told otherwise.
    pub(crate) fn add(&mut self, table: &str, mut row: Row) -> i64 {
        let last = self.last.entry(table.to_owned()).or_default();
        *last += 1;
        let pk = *last;
        if let Some(model) = self.models.get(table) {
            for name in model.fields.keys() {
                let field = model.field(name);
                if !field.wo && field.is != "detail" && !row.contains_key(name) {
                    row.insert(name.clone(), field.def.unwrap_or_default());
                }
            }
        }
        row.insert("pk".into(), json!(pk));
        self.tables.entry(table.to_owned()).or_default().insert(pk, row);
        pk
    }

    pub(crate) fn delete(&mut self, table: &str, pk: i64) {
        if let Some(rows) = self.tables.get_mut(table) {
            rows.remove(&pk);
        }
    }

    /// Writes one member.
    pub(crate) fn set(&mut self, table: &str, pk: i64, name: &str, value: Value) {
        if let Some(row) = self.find_mut(table, pk) {
            row.insert(name.into(), value);
        }
    }

    /// Now, as the server writes instants: minutes, no zone.
    pub(crate) fn minute(&mut self) -> Value {
        json!(utc(self.clock.tick()).strftime("%Y-%m-%d %H:%M").to_string())
    }

    pub(crate) fn today(&self) -> Value {
        json!(self.clock.today())
    }

    /// One row of the history of a stock item.
    pub(crate) fn track(&mut self, item: i64, kind: i64, label: &str, notes: &str, deltas: Value) {
        let date = self.minute();
        let row = json!({"item": item, "date": date, "tracking_type": kind, "label": label, "notes": notes,
            "deltas": deltas, "user": 1});
        if let Value::Object(row) = row {
            self.add("track", row);
        }
    }
}

/// A member of a row; null where it has none.
pub(crate) fn at(row: &Row, name: &str) -> Value {
    row.get(name).cloned().unwrap_or_default()
}

/// A whole number of a row.
pub(crate) fn int(row: &Row, name: &str) -> Option<i64> {
    row.get(name).and_then(Value::as_i64)
}

pub(crate) fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or("")
}

pub(crate) fn flag(row: &Row, name: &str) -> bool {
    row.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// A quantity of a row.
pub(crate) fn number(row: &Row, name: &str) -> f64 {
    row.get(name).and_then(Value::as_f64).unwrap_or(0.0)
}

/// A number from a number or a text.
pub(crate) fn amount(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// Rounded as the database does.
pub(crate) fn round(number: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (number * scale).round() / scale
}
