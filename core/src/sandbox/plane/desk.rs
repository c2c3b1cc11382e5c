//! The records by kind, in the order in which they were made, and the clock that stamps them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::clock::{Clock, utc};
use super::super::delivery::Outgoing;
use super::super::random::Random;
use super::errors::{Fail, Outcome};
use super::hooks::Hook;
use crate::error::{Code, Error, Result};

pub(crate) type Object = Map<String, Value>;

/// Someone who has a key.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    /// The role in the workspace: 20 admin, 15 member, 5 guest.
    pub(crate) role: i64,
}

/// Everything that has state.
pub(crate) struct Desk {
    shapes: BTreeMap<String, Object>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) workspace: String,
    pub(crate) users: Vec<User>,
    tables: BTreeMap<&'static str, Vec<Object>>,
    /// What the object store keeps, by key.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) hooks: Vec<Hook>,
    /// What is to be sent to them.
    pub(crate) outgoing: Vec<Outgoing>,
}

impl Desk {
    pub(crate) fn new(seed: u64) -> Result<Desk> {
        let shapes = serde_json::from_str(include_str!("shapes.json"))
            .map_err(|error| Error::new(Code::ConfigInvalid, format!("the shapes of a fake: {error}")))?;
        let mut desk = Desk {
            shapes,
            clock: Clock::new(),
            random: Random::new(seed),
            workspace: String::new(),
            users: Vec::new(),
            tables: BTreeMap::new(),
            files: BTreeMap::new(),
            hooks: Vec::new(),
            outgoing: Vec::new(),
        };
        desk.workspace = desk.uuid();
        for (name, role) in [("admin", 20), ("guest", 5), ("mika", 15), ("robin", 15)] {
            let id = desk.uuid();
            desk.users.push(User { id, name, role });
        }
        Ok(desk)
    }

    /// A random id in the form of a version 4 UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.random.next(), self.random.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            0x8000 | ((b >> 48) & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }

    /// Now, as the server writes instants.
    pub(crate) fn stamp(&mut self) -> Value {
        json!(utc(self.clock.tick()).strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string())
    }

    /// A new record of a kind, stamped, not yet kept.
    pub(crate) fn fresh(&mut self, kind: &str, by: &str, project: Option<&str>) -> Object {
        let mut object = self.shapes.get(kind).cloned().unwrap_or_default();
        let (id, stamp, workspace) = (self.uuid(), self.stamp(), self.workspace.clone());
        let mut put = |name: &str, value: Value| {
            if let Some(slot) = object.get_mut(name) {
                *slot = value;
            }
        };
        put("id", json!(id));
        put("created_at", stamp.clone());
        put("updated_at", stamp);
        put("created_by", json!(by));
        put("workspace", json!(workspace));
        put("project", json!(project));
        object
    }

    pub(crate) fn add(&mut self, kind: &'static str, object: Object) {
        self.tables.entry(kind).or_default().push(object);
    }

    /// All of a kind, oldest first.
    pub(crate) fn all(&self, kind: &str) -> impl DoubleEndedIterator<Item = &Object> {
        self.tables.get(kind).into_iter().flatten()
    }

    /// All of a kind whose member has that value.
    pub(crate) fn those<'a>(
        &'a self,
        kind: &str,
        member: &'a str,
        value: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Object> {
        self.all(kind).filter(move |object| text(object, member) == value)
    }

    pub(crate) fn find(&self, kind: &str, id: &str) -> Option<&Object> {
        self.all(kind).find(|object| text(object, "id") == id)
    }

    pub(crate) fn get(&self, kind: &str, id: &str) -> Outcome<&Object> {
        self.find(kind, id).ok_or_else(Fail::missing)
    }

    pub(crate) fn get_mut(&mut self, kind: &'static str, id: &str) -> Outcome<&mut Object> {
        let rows = self.tables.entry(kind).or_default();
        rows.iter_mut().find(|object| text(object, "id") == id).ok_or_else(Fail::missing)
    }

    /// Takes away what a test says.
    pub(crate) fn drop_where(&mut self, kind: &'static str, gone: impl Fn(&Object) -> bool) {
        self.tables.entry(kind).or_default().retain(|object| !gone(object));
    }

    /// What the worker does after an answer: the item was touched.
    pub(crate) fn touch_item(&mut self, id: &str) {
        let stamp = self.stamp();
        if let Ok(item) = self.get_mut("item", id) {
            item.insert("updated_at".into(), stamp);
        }
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// A user's role in a project; nothing for those who are not in it.
    pub(crate) fn role(&self, project: &str, user: &str) -> Option<i64> {
        let rows = self.those("project_member", "project", project);
        let found =
            rows.filter(|row| row.get("gone") != Some(&Value::Bool(true))).find(|row| text(row, "member") == user);
        found.and_then(|row| row.get("role")).and_then(Value::as_i64)
    }
}

/// A member's text; empty when it is none.
pub(crate) fn text<'a>(object: &'a Object, member: &str) -> &'a str {
    object.get(member).and_then(Value::as_str).unwrap_or("")
}

/// What is shown of a user.
pub(crate) fn person(user: &User) -> Object {
    let shown = json!({"id": user.id, "first_name": "", "last_name": "", "email": format!("{}@example.com", user.name),
        "avatar": "", "avatar_url": null, "display_name": user.name});
    shown.as_object().cloned().unwrap_or_default()
}
