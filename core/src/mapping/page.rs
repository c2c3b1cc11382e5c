//! Reading pages and single records out of an answer.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::compile::{Context, Mapping};
use super::decode::{Draft, ObjectSeed};
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

impl Mapping {
    /// Reads the array at a JSON pointer.
    pub fn page(&self, body: &str, pointer: &str, context: &Context) -> Result<DecodedPage> {
        let mut drafts = Vec::new();
        let segments: Vec<&str> = pointer.split('/').skip(1).collect();
        let seed = PointerSeed { segments: &segments, mapping: self, context, drafts: &mut drafts, many: true };
        run(seed, body, pointer)?;
        let mut page = DecodedPage { records: Vec::with_capacity(drafts.len()), quarantined: Vec::new() };
        let mut raws: Option<Vec<&RawValue>> = None;
        for (index, draft) in drafts.into_iter().enumerate() {
            let mut raw =
                || raws.get_or_insert_with(|| raw_items(body, &segments)).get(index).map(|raw| (*raw).to_owned());
            match self.finish(draft, context) {
                Ok(mut record) => {
                    if context.raw {
                        record.raw = raw();
                    }
                    page.records.push(record);
                }
                Err((member, reason)) => page.quarantined.push(Quarantined {
                    pointer: format!("{pointer}/{index}{}", member.map(|m| format!("/{m}")).unwrap_or_default()),
                    reason,
                    raw: raw().unwrap_or_default(),
                }),
            }
        }
        Ok(page)
    }

    /// Reads the record at a JSON pointer.
    pub fn record(&self, body: &str, pointer: &str, context: &Context) -> Result<Record> {
        let mut drafts = Vec::new();
        let segments: Vec<&str> = pointer.split('/').skip(1).collect();
        let seed = PointerSeed { segments: &segments, mapping: self, context, drafts: &mut drafts, many: false };
        run(seed, body, pointer)?;
        let draft = drafts.pop().ok_or_else(|| shape(pointer, "there is no record"))?;
        let mut record = self
            .finish(draft, context)
            .map_err(|(member, reason)| shape(&format!("{pointer}/{}", member.unwrap_or_default()), &reason))?;
        if context.raw {
            record.raw = raw_at(body, &segments);
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
        let remote_id = draft.id.unwrap_or_default();
        let instant = |value: Value| -> Option<Timestamp> {
            match value {
                Value::Instant(at) => Some(at),
                _ => None,
            }
        };
        Ok(Record {
            origin: Arc::clone(&context.origin),
            id: context.id(self.variant.as_deref(), &remote_id),
            remote_url: context.origin.page.as_ref().map(|page| page.fill(&remote_id)),
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

fn run(seed: PointerSeed<'_>, body: &str, pointer: &str) -> Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let found = seed.deserialize(&mut deserializer).and_then(|found| deserializer.end().map(|()| found));
    match found {
        Ok(true) => Ok(()),
        Ok(false) => Err(shape(pointer, "it is missing, or not an array of records")),
        Err(error) => {
            Err(Error::new(Code::UpstreamInvalid, format!("the system's answer is not the JSON expected: {error}"))
                .with_context("body", excerpt(body)))
        }
    }
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

fn raw_at(body: &str, segments: &[&str]) -> Option<Box<RawValue>> {
    raw_slice(body, segments).map(ToOwned::to_owned)
}

fn raw_slice<'b>(body: &'b str, segments: &[&str]) -> Option<&'b RawValue> {
    let mut raw: &'b RawValue = serde_json::from_str(body).ok()?;
    for segment in segments {
        let members: std::collections::HashMap<String, &'b RawValue> = serde_json::from_str(raw.get()).ok()?;
        raw = members.get(*segment)?;
    }
    Some(raw)
}

/// Walks to the pointer and reads what stands there; tells whether it was there.
struct PointerSeed<'a> {
    segments: &'a [&'a str],
    mapping: &'a Mapping,
    context: &'a Context,
    drafts: &'a mut Vec<Draft>,
    many: bool,
}

impl<'de> DeserializeSeed<'de> for PointerSeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if self.segments.is_empty() && !self.many {
            ItemSeed { mapping: self.mapping, context: self.context, drafts: self.drafts }.deserialize(deserializer)?;
            return Ok(true);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PointerSeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<bool, M::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if self.segments.first().is_some_and(|segment| *segment == key) && !found {
                found = map.next_value_seed(PointerSeed {
                    segments: &self.segments[1..],
                    mapping: self.mapping,
                    context: self.context,
                    drafts: self.drafts,
                    many: self.many,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<bool, S::Error> {
        if !self.segments.is_empty() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(false);
        }
        loop {
            let seed = ItemSeed { mapping: self.mapping, context: self.context, drafts: &mut *self.drafts };
            if items.next_element_seed(seed)?.is_none() {
                return Ok(true);
            }
        }
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
}

/// Reads one item of a list into a draft.
struct ItemSeed<'a> {
    mapping: &'a Mapping,
    context: &'a Context,
    drafts: &'a mut Vec<Draft>,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mapping = self.mapping;
        let mut draft = mapping.rows.draft();
        let custom = mapping.custom_prefix.as_deref().filter(|_| mapping.custom_at.is_none());
        let seed = ObjectSeed { node: &mapping.rows.root, draft: &mut draft, context: self.context, custom };
        seed.deserialize(deserializer)?;
        self.drafts.push(draft);
        Ok(())
    }
}
