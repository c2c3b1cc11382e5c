//! Reading pages and single records out of an answer.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::compile::{Context, Mapping};
use super::count::has_at_most;
use super::decode::{Draft, ObjectSeed};
use super::raw::why_not_raw;
use crate::error::{Code, Error, Result};
use crate::model::Record;
use crate::value::Value;

/// A record that could not be read; the rest of its page could.
#[derive(Clone, Debug, Serialize)]
pub struct Quarantined {
    /// JSON pointer to the value in the answer.
    pub pointer: String,
    /// Why it cannot be read.
    pub reason: String,
    /// The record as the system sent it.
    pub raw: Box<RawValue>,
}

/// What a page held.
#[derive(Debug, Default)]
pub struct DecodedPage {
    /// The records, in order.
    pub records: Vec<Record>,
    /// Those that could not be read.
    pub quarantined: Vec<Quarantined>,
}

impl DecodedPage {
    /// How many records the system sent.
    pub fn len(&self) -> usize {
        self.records.len() + self.quarantined.len()
    }

    /// Whether the system sent none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Why a record cannot be given raw: whoever asks for that gets a tree of it.
fn no_raw(record: &Record, most: u64) -> Option<String> {
    let raw = record.raw.as_ref()?.get();
    if let Some(reason) = why_not_raw(raw) {
        return Some(reason.to_owned());
    }
    let too_many = || {
        format!(
            "it has more than {most} values, too many to be given raw; ask without raw, or raise the policy max_raw_values"
        )
    };
    (!has_at_most(raw, most)).then(too_many)
}

impl Mapping {
    /// Reads the array at a JSON pointer. `item` is the pointer from each of its items to the record.
    pub fn page(&self, body: &str, pointer: &str, item: &str, context: &Context) -> Result<DecodedPage> {
        let mut drafts = Vec::new();
        let (segments, inner) = (segments(pointer), segments(item));
        let seed =
            PointerSeed { segments: &segments, inner: &inner, mapping: self, context, drafts: &mut drafts, many: true };
        if run(seed, body)? != Found::Yes {
            return Err(shape(pointer, "it is missing, or not an array of records"));
        }
        let mut page = DecodedPage { records: Vec::with_capacity(drafts.len()), quarantined: Vec::new() };
        let mut raws: Option<Vec<&RawValue>> = None;
        for (index, draft) in drafts.into_iter().enumerate() {
            let mut raw = || {
                let raw = raws.get_or_insert_with(|| raw_items(body, &segments)).get(index)?;
                raw_slice(raw.get(), &inner).map(ToOwned::to_owned)
            };
            match self.finish(draft, context) {
                Ok(mut record) => {
                    record.raw = context.raw.and_then(|_| raw());
                    match context.raw.and_then(|most| no_raw(&record, most)) {
                        Some(reason) => page.quarantined.push(Quarantined {
                            pointer: format!("{pointer}/{index}{item}"),
                            reason,
                            raw: record.raw.unwrap_or_default(),
                        }),
                        None => page.records.push(record),
                    }
                }
                Err((member, reason)) => page.quarantined.push(Quarantined {
                    pointer: format!("{pointer}/{index}{item}{}", member.map(|m| format!("/{m}")).unwrap_or_default()),
                    reason,
                    raw: raw().unwrap_or_default(),
                }),
            }
        }
        Ok(page)
    }

    /// Reads the record at a JSON pointer; of an array, the first item. `NOT_FOUND` where null or an empty array stands.
    pub fn record(&self, body: &str, pointer: &str, context: &Context) -> Result<Record> {
        let mut drafts = Vec::new();
        let segments = segments(pointer);
        let seed =
            PointerSeed { segments: &segments, inner: &[], mapping: self, context, drafts: &mut drafts, many: false };
        match run(seed, body)? {
            Found::Yes => {}
            Found::Nothing => return Err(Error::new(Code::NotFound, "the system has no such record")),
            Found::No => return Err(shape(pointer, "it is missing, or no record")),
        }
        let draft = drafts.pop().ok_or_else(|| shape(pointer, "there is no record"))?;
        let mut record = self
            .finish(draft, context)
            .map_err(|(member, reason)| shape(&format!("{pointer}/{}", member.unwrap_or_default()), &reason))?;
        if let Some(most) = context.raw {
            record.raw = raw_slice(body, &segments).map(first_item).map(ToOwned::to_owned);
            if let Some(reason) = no_raw(&record, most) {
                return Err(shape(pointer, &reason));
            }
        }
        Ok(record)
    }

    /// Completes a draft; the fault names the member and the reason.
    fn finish(&self, mut draft: Draft, context: &Context) -> Result<Record, (Option<String>, String)> {
        self.rows.complete(&mut draft, context);
        if let Some((member, reason)) = draft.fault {
            return Err((Some(member).filter(|member| !member.is_empty()), reason));
        }
        if self.has_id && draft.id.is_none() {
            return Err((None, "it has no id".to_owned()));
        }
        // A resource without ids (a single record, a row of a parent) has none to give.
        let own_id = draft.id.unwrap_or_default();
        let remote_url = context.origin.page.as_ref().map(|page| page.fill(&own_id));
        let remote_id = context.remote_id(own_id);
        let instant = |value: Value| -> Option<Timestamp> {
            match value {
                Value::Instant(at) => Some(at),
                _ => None,
            }
        };
        Ok(Record {
            origin: Arc::clone(&context.origin),
            id: context.id(self.variant.as_deref(), &remote_id),
            remote_url,
            remote_id,
            created_at: instant(draft.created_at),
            updated_at: instant(draft.updated_at),
            deleted_at: None,
            version: draft.version,
            external_ref: draft.external_ref,
            custom: draft.custom,
            warnings: Vec::new(),
            raw: None,
            values: draft.values,
        })
    }
}

/// The segments of a JSON pointer.
fn segments(pointer: &str) -> Vec<&str> {
    pointer.split('/').skip(1).collect()
}

fn run(seed: PointerSeed<'_>, body: &str) -> Result<Found> {
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let found = seed.deserialize(&mut deserializer).and_then(|found| deserializer.end().map(|()| found));
    found.map_err(|error| {
        Error::new(Code::UpstreamInvalid, format!("the system's answer is not the JSON expected: {error}"))
            .with_context("body", excerpt(body))
    })
}

fn shape(pointer: &str, reason: &str) -> Error {
    let place = if pointer.is_empty() { "the top" } else { pointer };
    Error::new(Code::UpstreamInvalid, format!("the system's answer cannot be read at {place}: {reason}"))
}

/// The beginning of a body, on one line, for an error.
fn excerpt(body: &str) -> String {
    body.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The raw texts of the items, for those that are quarantined or asked for.
fn raw_items<'b>(body: &'b str, segments: &[&str]) -> Vec<&'b RawValue> {
    raw_slice(body, segments).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

/// The first item of an array; else the value itself.
fn first_item(raw: &RawValue) -> &RawValue {
    match serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
        Ok(items) => items.first().copied().unwrap_or(raw),
        Err(_) => raw,
    }
}

fn raw_slice<'b>(body: &'b str, segments: &[&str]) -> Option<&'b RawValue> {
    let mut raw: &'b RawValue = serde_json::from_str(body).ok()?;
    for segment in segments {
        raw = serde_json::Deserializer::from_str(raw.get()).deserialize_map(Member(segment)).ok()??;
    }
    Some(raw)
}

/// Takes one member of an object, and keeps nothing of the others: there may be a million of them.
struct Member<'s>(&'s str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match found.is_none() && (self.0 == ANY || self.0 == key) {
                true => found = Some(map.next_value()?),
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// The text of the scalar at a JSON pointer, numbers and truth values as they are written; nothing for null, empty
/// text, and what is no scalar.
pub fn scalar_at(body: &str, pointer: &str) -> Option<String> {
    let raw = raw_slice(body, &segments(pointer))?.get();
    super::read::scalar_text(raw).map(std::borrow::Cow::into_owned)
}

/// The segment of a pointer that means the first member.
const ANY: &str = "*";

/// What stands at a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// What was looked for.
    Yes,
    /// Nothing: null or an empty array, where a record should stand.
    Nothing,
    /// Something else, or not even the member.
    No,
}

/// Walks to the pointer and reads what stands there; tells whether it was there.
struct PointerSeed<'a> {
    segments: &'a [&'a str],
    /// From each item of a list to its record.
    inner: &'a [&'a str],
    mapping: &'a Mapping,
    context: &'a Context,
    drafts: &'a mut Vec<Draft>,
    many: bool,
}

impl<'de> DeserializeSeed<'de> for PointerSeed<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PointerSeed<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Found, M::Error> {
        let Some((segment, rest)) = self.segments.split_first() else {
            if self.many {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(Found::No);
            }
            let mut draft = self.mapping.rows.draft();
            let custom = self.mapping.top_prefix();
            let seed = ObjectSeed { node: &self.mapping.rows.root, draft: &mut draft, context: self.context, custom };
            seed.visit_map(map)?;
            self.drafts.push(draft);
            return Ok(Found::Yes);
        };
        let mut found = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if found.is_none() && (*segment == ANY || *segment == key) {
                let seed = PointerSeed {
                    segments: rest,
                    inner: self.inner,
                    mapping: self.mapping,
                    context: self.context,
                    drafts: self.drafts,
                    many: self.many,
                };
                found = Some(map.next_value_seed(seed)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found.unwrap_or(Found::No))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Found, S::Error> {
        if !self.segments.is_empty() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Found::No);
        }
        let mut found = if self.many { Found::Yes } else { Found::Nothing };
        loop {
            let seed =
                ItemSeed { inner: self.inner, mapping: self.mapping, context: self.context, drafts: &mut *self.drafts };
            if !self.many && found == Found::Yes {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(found);
            }
            if items.next_element_seed(seed)?.is_none() {
                return Ok(found);
            }
            found = Found::Yes;
        }
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(if self.many { Found::No } else { Found::Nothing })
    }
    fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
        Ok(Found::No)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Found, E> {
        Ok(Found::No)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Found, E> {
        Ok(Found::No)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
        Ok(Found::No)
    }
    fn visit_str<E>(self, _: &str) -> Result<Found, E> {
        Ok(Found::No)
    }
}

/// Reads one item of a list into a draft.
struct ItemSeed<'a> {
    inner: &'a [&'a str],
    mapping: &'a Mapping,
    context: &'a Context,
    drafts: &'a mut Vec<Draft>,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let (mapping, context) = (self.mapping, self.context);
        if self.inner.is_empty() {
            let mut draft = mapping.rows.draft();
            let custom = mapping.top_prefix();
            let seed = ObjectSeed { node: &mapping.rows.root, draft: &mut draft, context, custom };
            seed.deserialize(deserializer)?;
            self.drafts.push(draft);
            return Ok(());
        }
        let count = self.drafts.len();
        let seed =
            PointerSeed { segments: self.inner, inner: &[], mapping, context, drafts: &mut *self.drafts, many: false };
        if seed.deserialize(deserializer)? != Found::Yes || self.drafts.len() == count {
            self.drafts.truncate(count);
            let mut draft = mapping.rows.draft();
            draft.fault = Some((String::new(), format!("it holds no record at /{}", self.inner.join("/"))));
            self.drafts.push(draft);
        }
        Ok(())
    }
}
