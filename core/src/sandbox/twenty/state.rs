//! The workspace: metadata, rows, webhooks, and who asks.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::clock::Clock;
use super::super::delivery::Outgoing;
use super::super::random::Random;
use super::composites::actor;
use super::files::Stored;
use super::schema::{Object, Schema, capital, uuid};
use super::values::stamp;

/// One row: columns by name, composites as objects, empty texts as null.
pub(crate) type Row = Map<String, Value>;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// An API key of the role Admin.
    Key,
    /// An API key that reads everything but people and writes nothing.
    Reader,
    /// A person with a session token.
    Person,
}

/// The objects whose changes stand on the timeline.
const TOLD: [&str; 5] = ["company", "person", "opportunity", "note", "task"];

/// Everything that has state.
pub(crate) struct Workspace {
    pub(crate) schema: Schema,
    rows: BTreeMap<String, BTreeMap<String, Row>>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) webhooks: Vec<Value>,
    /// What is to be sent to them.
    pub(crate) outgoing: Vec<Outgoing>,
    pub(crate) keys: Vec<Value>,
    pub(crate) files: BTreeMap<String, Stored>,
    pub(crate) id: String,
    pub(crate) application: String,
    pub(crate) user: String,
    pub(crate) member: String,
}

impl Workspace {
    pub(crate) fn new(seed: u64) -> Workspace {
        let mut random = Random::new(seed);
        let clock = Clock::new();
        let now = stamp(clock.now());
        Workspace {
            schema: super::standard::schema(&mut random, &now),
            rows: BTreeMap::new(),
            clock,
            id: uuid(&mut random),
            application: uuid(&mut random),
            user: uuid(&mut random),
            member: uuid(&mut random),
            random,
            webhooks: Vec::new(),
            outgoing: Vec::new(),
            keys: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// All rows of an object by id, deleted ones too.
    pub(crate) fn rows(&self, object: &str) -> impl Iterator<Item = &Row> {
        self.rows.get(object).into_iter().flat_map(BTreeMap::values)
    }

    pub(crate) fn row(&self, object: &str, id: &str) -> Option<&Row> {
        self.rows.get(object)?.get(id)
    }

    /// A row that is not deleted.
    pub(crate) fn live(&self, object: &str, id: &str) -> Option<&Row> {
        self.row(object, id).filter(|row| row["deletedAt"].is_null())
    }

    pub(crate) fn put(&mut self, object: &str, row: Row) {
        let id = text(&row, "id").to_owned();
        self.rows.entry(object.to_owned()).or_default().insert(id, row);
    }

    pub(crate) fn remove(&mut self, object: &str, id: &str) -> Option<Row> {
        let row = self.rows.get_mut(object)?.remove(id)?;
        self.let_go(object, id);
        Some(row)
    }

    /// Rows that pointed to one that is gone go with it, or forget it.
    fn let_go(&mut self, object: &str, id: &str) {
        let mut gone = Vec::new();
        for from in &self.schema.objects {
            for field in &from.fields {
                let cascade = field.kind == "MORPH_RELATION" || field.relation.as_ref().is_some_and(|r| r.cascade);
                for (column, _) in field.joins().into_iter().filter(|(_, to)| *to == object) {
                    let Some(rows) = self.rows.get_mut(&from.singular) else { continue };
                    for row in rows.values_mut().filter(|row| text(row, &column) == id) {
                        if cascade {
                            gone.push((from.singular.clone(), text(row, "id").to_owned()));
                        } else {
                            row.insert(column.clone(), Value::Null);
                        }
                    }
                }
            }
        }
        for (object, id) in gone {
            self.remove(&object, &id);
        }
    }

    /// Forgets a column: its field is gone.
    pub(crate) fn forget(&mut self, object: &str, column: &str) {
        for row in self.rows.get_mut(object).into_iter().flat_map(BTreeMap::values_mut) {
            row.remove(column);
        }
    }

    /// The next instant.
    pub(crate) fn now(&mut self) -> String {
        stamp(self.clock.tick())
    }

    pub(crate) fn uuid(&mut self) -> String {
        uuid(&mut self.random)
    }

    /// A row with every column at its default.
    pub(crate) fn blank(&mut self, object: &Object, now: &str, by: &Value) -> Row {
        let mut row = Row::new();
        for field in &object.fields {
            let value = match (&field.default, field.kind.as_str()) {
                (_, "RELATION" | "MORPH_RELATION" | "TS_VECTOR") => continue,
                (Value::String(default), _) if default == "now" => now.into(),
                (Value::String(default), _) if default == "uuid" => continue,
                (Value::String(default), _) => default.trim_matches('\'').into(),
                (Value::Object(_), _) => Value::Null,
                (other, _) => other.clone(),
            };
            row.insert(field.name.clone(), value);
        }
        for (column, _) in object.fields.iter().flat_map(super::schema::Field::joins) {
            row.insert(column, Value::Null);
        }
        let lowest = self.rows(&object.singular).filter_map(|r| r["position"].as_f64()).fold(1.0, f64::min);
        row.insert("id".into(), self.uuid().into());
        row.insert("position".into(), super::composites::js_number(lowest - 1.0));
        row.insert("createdBy".into(), by.clone());
        row.insert("updatedBy".into(), by.clone());
        row
    }

    /// Whose name stands in `createdBy`.
    pub(crate) fn author(&self, caller: &Caller) -> Value {
        match caller {
            Caller::Person => {
                let name = self.row("workspaceMember", &self.member).map(|m| &m["name"]);
                let part = |key: &str| name.and_then(|n| n[key].as_str()).unwrap_or_default().to_owned();
                let name = format!("{} {}", part("firstName"), part("lastName"));
                actor("MANUAL", name.trim(), Some(&self.member))
            }
            _ => actor("API", super::KEY_NAME, None),
        }
    }

    /// Puts a change on the timeline.
    pub(crate) fn tell(&mut self, object: &str, id: &str, action: &str, properties: Value) {
        let Some(activity) = self.schema.object("timelineActivity").filter(|_| TOLD.contains(&object)).cloned() else {
            return;
        };
        let now = self.now();
        let by = actor("MANUAL", "System", None);
        let mut row = self.blank(&activity, &now, &by);
        row.insert("position".into(), json!(0));
        row.insert("name".into(), format!("{object}.{action}").into());
        row.insert("properties".into(), properties);
        row.insert(format!("target{}Id", capital(object)), id.into());
        self.put("timelineActivity", row);
    }
}

/// A column's text; "" when it has none.
pub(crate) fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}
