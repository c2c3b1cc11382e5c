//! What is known of each resource, as data: `resources.json` (members and views as recorded, checks, codes) and
//! `masters.json` (what a new organisation starts with).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};

pub(crate) type Object = Map<String, Value>;

/// How one kind of answer differs from the whole record. All are names with spaces between.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct View {
    pub(crate) without: String,
    pub(crate) with: String,
    /// Shown only when the request gave them.
    pub(crate) given: String,
    /// Not known yet when the answer is made.
    pub(crate) null: String,
}

/// The lines of a document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Line {
    pub(crate) at: String,
    pub(crate) keys: String,
    pub(crate) defaults: Object,
    pub(crate) views: BTreeMap<String, View>,
    /// Member → `<resource> <column> [formatted]`.
    pub(crate) embeds: BTreeMap<String, String>,
    pub(crate) rules: Vec<String>,
    pub(crate) first: Option<i64>,
}

/// A route that changes one member.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Action {
    pub(crate) set: String,
    /// 0 or 1; today's date when it does not say.
    pub(crate) to: Option<i64>,
    pub(crate) clear: Option<String>,
    pub(crate) already: Option<String>,
    pub(crate) status: u16,
    /// `raw` the record, `one` a bare 1; else nothing.
    pub(crate) answer: String,
}

/// One resource.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Kind {
    #[serde(skip)]
    pub(crate) name: String,
    /// The member that holds a list (none: the list itself), how `page_size` is written (none: no pages), and whether
    /// `filter_meta` is there.
    pub(crate) envelope: (Option<String>, Option<String>, bool),
    pub(crate) first: i64,
    pub(crate) counter: Option<String>,
    /// `<column> <prefix> ...` of numbers that count on their own.
    pub(crate) numbered: Option<String>,
    /// `<property>!` required, `<property>?` not; then the checks.
    pub(crate) rules: Vec<String>,
    /// `<column> <code> [text]`.
    pub(crate) unique: Vec<String>,
    /// `<column> <resource> <status> [code]`.
    pub(crate) refs: Vec<String>,
    /// Truth value in the request → date in the record.
    pub(crate) flags: BTreeMap<String, String>,
    /// What the validation puts in before it looks.
    pub(crate) presets: Object,
    pub(crate) renamed: BTreeMap<String, String>,
    /// `get put delete act` → code; 404 where there is none.
    pub(crate) missing: BTreeMap<String, String>,
    /// What an id that is no number gets: `numeric`, `code`, `500`; else as one that is missing.
    pub(crate) bad_id: String,
    pub(crate) actions: BTreeMap<String, Action>,
    pub(crate) answers: BTreeMap<String, String>,
    pub(crate) embeds: BTreeMap<String, String>,
    /// `<key>[=<column>]:<kind>` of what can be filtered by.
    pub(crate) filters: String,
    pub(crate) search: String,
    pub(crate) create_at: Option<String>,
    pub(crate) keys: String,
    pub(crate) defaults: Object,
    pub(crate) views: BTreeMap<String, View>,
    pub(crate) line: Option<Line>,
}

impl Kind {
    /// Whether a create answers what it was given instead of what is stored.
    pub(crate) fn echoes(&self) -> bool {
        self.views.get("create").is_some_and(|view| !view.given.is_empty())
    }
}

/// The chart of accounts, the types of accounts, and the currencies of a new organisation.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Masters {
    pub(crate) accounts: Vec<(i64, String, String, String, i64, i64)>,
    pub(crate) account_types: Vec<Object>,
    pub(crate) currencies: Vec<(i64, String, String, String)>,
}

pub(crate) type Kinds = BTreeMap<String, Kind>;

pub(crate) fn load() -> Result<(Kinds, Masters)> {
    let broken = |e: serde_json::Error| Error::unexpected(format!("the sandbox's resources of Bigcapital: {e}"));
    let mut kinds: Kinds = serde_json::from_str(include_str!("resources.json")).map_err(broken)?;
    for (name, kind) in &mut kinds {
        kind.name.clone_from(name);
    }
    let masters = serde_json::from_str(include_str!("masters.json")).map_err(broken)?;
    Ok((kinds, masters))
}

/// `someName` → `some_name`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
            out.push(c.to_ascii_lowercase());
        } else {
            out.push(if c == '-' { '_' } else { c });
        }
    }
    out
}

/// `some_name` → `someName`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut up = false;
    for c in name.chars() {
        match c {
            '_' | '-' => up = true,
            c if up => {
                out.push(c.to_ascii_uppercase());
                up = false;
            }
            c => out.push(c),
        }
    }
    out
}

/// All keys of a tree, converted.
pub(crate) fn convert(value: &Value, how: fn(&str) -> String) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (how(k), convert(v, how))).collect()),
        Value::Array(list) => Value::Array(list.iter().map(|v| convert(v, how)).collect()),
        other => other.clone(),
    }
}
