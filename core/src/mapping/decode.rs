//! Reading records: a serde visitor, driven by the compiled map, that skips what nobody asked for.
//!
//! Each wanted member is taken as its raw JSON text and given to its converter, so a value that does not convert
//! spoils its record and not the page.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::compile::{Context, Envelope};
use super::finish::Finish;
use super::read::{Reader, empty, scalar_text};
use super::within::{Path, within};
use crate::model::Model;
use crate::value::Value;

/// The index of a captured text.
pub(super) type Capture = usize;

/// Which text of a member is captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Captured {
    /// That of a single value.
    Text,
    /// That of a single value; of an object or array that is not empty, the whole text.
    Any,
    /// The JSON text as it is.
    Raw,
    /// That of a single value; of an object, the value at this path in it.
    Within(Path),
}

/// Where a member's value goes.
#[derive(Debug)]
pub(super) enum Leaf {
    Slot(usize, Reader),
    Envelope(Envelope, Reader),
    Capture(Capture, Captured),
}

/// The members of an object that are read.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) members: Vec<(Box<str>, Member)>,
}

#[derive(Debug, Default)]
pub(super) struct Member {
    pub(super) leaves: Vec<Leaf>,
    pub(super) inner: Option<Box<Node>>,
    /// The prefix of the custom fields that this member holds.
    custom: Option<Box<str>>,
}

impl Node {
    fn member(&mut self, key: &str) -> &mut Member {
        let at = self.members.iter().position(|(known, _)| &**known == key).unwrap_or_else(|| {
            self.members.push((key.into(), Member::default()));
            self.members.len() - 1
        });
        &mut self.members[at].1
    }

    /// Takes the custom fields, with that prefix, of a member.
    pub(super) fn add_custom(&mut self, key: &str, prefix: &str) {
        let member = self.member(key);
        member.custom = Some(prefix.into());
        member.inner.get_or_insert_default();
    }

    pub(super) fn add(&mut self, path: &str, leaf: Leaf) {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let member = self.member(key);
        match rest {
            Some(rest) => member.inner.get_or_insert_default().add(rest, leaf),
            None => member.leaves.push(leaf),
        }
    }

    pub(super) fn seal(&mut self) {
        self.members.shrink_to_fit();
    }

    /// Finds a member. Systems send members in one order, so the one behind the last hit is tried first.
    fn find(&self, key: &str, hint: &mut usize) -> Option<&Member> {
        if let Some((_, member)) = self.members.get(*hint).filter(|(name, _)| &**name == key) {
            *hint += 1;
            return Some(member);
        }
        let at = self.members.iter().position(|(name, _)| &**name == key)?;
        *hint = at + 1;
        Some(&self.members[at].1)
    }
}

/// Reads the fields of a record or of a child row.
#[derive(Debug)]
pub(super) struct RowDecoder {
    pub(super) model: &'static Model,
    pub(super) root: Node,
    pub(super) finish: Vec<Finish>,
    captures: Vec<(Box<str>, Captured)>,
}

/// A record while it is read.
pub(super) struct Draft {
    pub(super) values: Box<[Value]>,
    pub(super) id: Option<Box<str>>,
    pub(super) created_at: Value,
    pub(super) updated_at: Value,
    pub(super) version: Option<Box<str>>,
    pub(super) external_ref: Option<Box<str>>,
    pub(super) custom: Vec<(Box<str>, Box<RawValue>)>,
    /// The first thing that did not convert: member and reason.
    pub(super) fault: Option<(String, String)>,
    pub(super) captures: Vec<Option<Box<str>>>,
}

impl RowDecoder {
    pub(super) fn new(model: &'static Model) -> Self {
        RowDecoder { model, root: Node::default(), finish: Vec::new(), captures: Vec::new() }
    }

    /// The index under which a text is captured; several fields may need the same.
    pub(super) fn capture(&mut self, path: &str, captured: Captured) -> Capture {
        let wanted = (path.into(), captured);
        if let Some(at) = self.captures.iter().position(|known| *known == wanted) {
            return at;
        }
        self.root.add(path, Leaf::Capture(self.captures.len(), wanted.1.clone()));
        self.captures.push(wanted);
        self.captures.len() - 1
    }

    pub(super) fn draft(&self) -> Draft {
        Draft {
            values: vec![Value::Null; self.model.fields.len()].into(),
            id: None,
            created_at: Value::Null,
            updated_at: Value::Null,
            version: None,
            external_ref: None,
            custom: Vec::new(),
            fault: None,
            captures: vec![None; self.captures.len()],
        }
    }

    /// Reads the child rows of a record.
    pub(super) fn read(&self, raw: &str, context: &Context) -> Result<Value, String> {
        if !raw.starts_with('[') {
            return if raw == "null" { Ok(Value::Null) } else { Err("the rows are not an array".to_owned()) };
        }
        let items: Vec<&RawValue> = serde_json::from_str(raw).map_err(|error| error.to_string())?;
        let mut rows = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let mut draft = self.draft();
            let seed = ObjectSeed { node: &self.root, draft: &mut draft, context, custom: None };
            seed.deserialize(&mut serde_json::Deserializer::from_str(item.get())).map_err(|error| error.to_string())?;
            self.complete(&mut draft, context);
            if let Some((member, reason)) = draft.fault {
                return Err(format!("row {index}, {member}: {reason}"));
            }
            rows.push(draft.values);
        }
        Ok(Value::Rows(rows))
    }
}

/// Reads one object into a draft.
pub(super) struct ObjectSeed<'a> {
    pub(super) node: &'a Node,
    pub(super) draft: &'a mut Draft,
    pub(super) context: &'a Context,
    /// The prefix of custom members in this object.
    pub(super) custom: Option<&'a str>,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut hint = 0;
        while let Some(found) = map.next_key_seed(KeySeed { node: self.node, hint: &mut hint, custom: self.custom })? {
            match found {
                Key::Skip => {
                    map.next_value::<IgnoredAny>()?;
                }
                Key::Custom(name) => {
                    let raw = map.next_value::<&RawValue>()?;
                    self.draft.custom.push((name, raw.to_owned()));
                }
                Key::Member(at) => {
                    let raw = map.next_value::<&RawValue>()?.get();
                    let (key, member) = &self.node.members[at];
                    member.take(key, raw, self.draft, self.context);
                }
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.not_an_object()
    }
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        self.not_an_object()
    }
}

impl ObjectSeed<'_> {
    fn not_an_object<E>(self) -> Result<(), E> {
        self.draft.fault.get_or_insert_with(|| (String::new(), "it is not an object".to_owned()));
        Ok(())
    }
}

impl Member {
    fn take(&self, key: &str, raw: &str, draft: &mut Draft, context: &Context) {
        for leaf in &self.leaves {
            if let Err(reason) = leaf.take(raw, draft, context) {
                draft.fault.get_or_insert_with(|| (key.to_owned(), reason));
            }
        }
        if let Some(inner) = self.inner.as_deref().filter(|_| raw.starts_with('{')) {
            let seed = ObjectSeed { node: inner, draft: &mut *draft, context, custom: self.custom.as_deref() };
            if let Err(error) = seed.deserialize(&mut serde_json::Deserializer::from_str(raw)) {
                draft.fault.get_or_insert_with(|| (key.to_owned(), error.to_string()));
            }
        }
    }
}

impl Leaf {
    fn take(&self, raw: &str, draft: &mut Draft, context: &Context) -> Result<(), String> {
        match self {
            Leaf::Slot(slot, reader) => draft.values[*slot] = reader.read(raw, context)?,
            Leaf::Capture(index, captured) => {
                let raw = match captured {
                    Captured::Within(path) => within(raw, path)?.unwrap_or("null"),
                    _ => raw,
                };
                let whole = match captured {
                    Captured::Any => raw.starts_with(['{', '[']) && !empty(raw),
                    Captured::Raw => true,
                    _ => false,
                };
                draft.captures[*index] = if whole { Some(raw.into()) } else { scalar_text(raw).map(Into::into) };
            }
            Leaf::Envelope(place, reader) => {
                let value = reader.read(raw, context)?;
                let text = |value: Value| match value {
                    Value::Text(text) => Some(text),
                    _ => None,
                };
                match place {
                    Envelope::Id => draft.id = text(value),
                    Envelope::Version => draft.version = text(value),
                    Envelope::ExternalRef => draft.external_ref = text(value),
                    Envelope::CreatedAt => draft.created_at = value,
                    Envelope::UpdatedAt => draft.updated_at = value,
                }
            }
        }
        Ok(())
    }
}

enum Key {
    Skip,
    Custom(Box<str>),
    Member(usize),
}

struct KeySeed<'a> {
    node: &'a Node,
    hint: &'a mut usize,
    custom: Option<&'a str>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        if self.node.find(key, self.hint).is_some() {
            return Ok(Key::Member(*self.hint - 1));
        }
        match self.custom.and_then(|prefix| key.strip_prefix(prefix)) {
            Some(name) if !name.is_empty() => Ok(Key::Custom(name.into())),
            _ => Ok(Key::Skip),
        }
    }
}
