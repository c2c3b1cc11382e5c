//! Everything that has state: collections with their rows, sessions, counters.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::clock::Clock;
use super::super::delivery::Outgoing;
use super::super::random::Random;
use super::fail::{Fail, Outcome};
use super::schema::{Relation, Row, Table, plain};
use super::values;

/// The server's database.
pub(crate) struct Base {
    pub(crate) tables: BTreeMap<String, Table>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    /// The files, by the names under which they are kept.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The next snowflake id.
    pub(crate) snowflake: i64,
    /// Tokens that were signed out or destroyed.
    pub(crate) blocked: BTreeSet<String>,
    /// How often each user signed in: part of the token.
    pub(crate) sessions: BTreeMap<i64, u32>,
    /// Sessions that a change of password has ended: all up to that number.
    pub(crate) outdated: BTreeMap<i64, u32>,
    /// Rights of a role on one collection: (role, collection) → action → fields.
    pub(crate) rights: BTreeMap<(String, String), BTreeMap<String, Vec<String>>>,
    /// How often a workflow ran.
    pub(crate) runs: BTreeMap<i64, u32>,
    /// What the nodes of workflows are to send.
    pub(crate) outgoing: Vec<Outgoing>,
}

impl Base {
    pub(crate) fn new(seed: u64) -> Base {
        Base {
            tables: BTreeMap::new(),
            clock: Clock::new(),
            random: Random::new(seed),
            files: BTreeMap::new(),
            snowflake: 399_260_994_240_512,
            blocked: BTreeSet::new(),
            sessions: BTreeMap::new(),
            outdated: BTreeMap::new(),
            rights: BTreeMap::new(),
            runs: BTreeMap::new(),
            outgoing: Vec::new(),
        }
    }

    pub(crate) fn table(&self, name: &str) -> Outcome<&Table> {
        self.tables.get(name).ok_or(Fail::NoRoute)
    }

    pub(crate) fn table_mut(&mut self, name: &str) -> Outcome<&mut Table> {
        self.tables.get_mut(name).ok_or(Fail::NoRoute)
    }

    /// Now, as answers write it.
    pub(crate) fn now(&mut self) -> Value {
        json!(values::shown(self.clock.tick()))
    }

    pub(crate) fn next_snowflake(&mut self) -> i64 {
        self.snowflake += 1;
        self.snowflake - 1
    }

    /// A key of the server's own kind: eleven letters and digits.
    pub(crate) fn hash(&mut self) -> String {
        format!("{}{}", self.random.hash(), self.random.below(10))
    }

    /// The rows that a row points to, in the order of their keys. Those of a many-to-many relation carry the row that
    /// joins them, under the name of the collection between.
    pub(crate) fn related(&self, row: &Row, relation: &Relation) -> Vec<Row> {
        let Some(target) = self.tables.get(&relation.target) else { return Vec::new() };
        let cell = |row: &Row, name: &str| row.get(name).map(plain).filter(|v| !v.is_empty());
        let mut found: Vec<Row> = match relation.kind.as_str() {
            "belongsTo" => {
                let Some(key) = cell(row, &relation.foreign) else { return Vec::new() };
                let hit = |r: &&Row| cell(r, &relation.target_key).as_ref() == Some(&key);
                target.rows.iter().filter(hit).cloned().collect()
            }
            "hasMany" | "hasOne" => {
                let Some(key) = cell(row, &relation.source_key) else { return Vec::new() };
                target.rows.iter().filter(|r| cell(r, &relation.foreign).as_ref() == Some(&key)).cloned().collect()
            }
            _ => {
                let Some(key) = cell(row, &relation.source_key) else { return Vec::new() };
                let Some(through) = self.tables.get(&relation.through) else { return Vec::new() };
                let joins = through.rows.iter().filter(|r| cell(r, &relation.foreign).as_ref() == Some(&key));
                joins
                    .filter_map(|join| {
                        let other = cell(join, &relation.other)?;
                        let row =
                            target.rows.iter().find(|r| cell(r, &relation.target_key).as_ref() == Some(&other))?;
                        let mut row = row.clone();
                        row.insert(relation.through.clone(), Value::Object(join.clone()));
                        Some(row)
                    })
                    .collect()
            }
        };
        found.sort_by(|a, b| key_order(target, a, b));
        found
    }
}

/// Rows in the order of their key: numbers as numbers, texts as texts.
pub(crate) fn key_order(table: &Table, a: &Row, b: &Row) -> std::cmp::Ordering {
    let key = |row: &Row| row.get(table.key()).map(plain).unwrap_or_default();
    let (a, b) = (key(a), key(b));
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(&b),
    }
}
