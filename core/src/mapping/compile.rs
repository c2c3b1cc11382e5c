//! A manifest's field map of one entity, compiled for reading and writing.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::decode::{Capture, Finish, Leaf, Node, RowDecoder};
use super::read::Reader;
use crate::manifest::{Converter, Entity, FieldMap, FieldSpec};
use crate::model::{FieldKind, Model, Origin};
use crate::value::Value;

/// What reading a record needs to know of its connection.
#[derive(Clone, Debug)]
pub struct Context {
    /// System, connection and model.
    pub origin: Arc<Origin>,
    /// The zone of the system's naive times.
    pub zone: TimeZone,
    /// Whether each record keeps the system's own JSON.
    pub raw: bool,
    /// The id in the system of the parent of all records, for entities that are nested under one.
    pub parent: Option<Arc<str>>,
}

impl Context {
    /// The id of a record in the system, with its parent where it is nested: `parent/id`.
    pub fn remote_id(&self, id: Box<str>) -> Box<str> {
        match &self.parent {
            Some(parent) => [parent, "/", &*id].concat().into(),
            None => id,
        }
    }

    /// The id of a record: `connection:variant:remote_id`, or `connection:remote_id`.
    pub fn id(&self, variant: Option<&str>, remote_id: &str) -> Box<str> {
        // `concat` makes the text in its final size at once.
        let connection = &*self.origin.connection;
        match variant {
            Some(variant) => [connection, ":", variant, ":", remote_id].concat().into(),
            None => [connection, ":", remote_id].concat().into(),
        }
    }
}

/// The compiled map of one entity.
#[derive(Debug)]
pub struct Mapping {
    /// The unified model.
    pub model: &'static Model,
    /// The entity's variant of the resource.
    pub variant: Option<Box<str>>,
    /// The fields in full form, by name.
    pub fields: IndexMap<String, FieldMap>,
    pub(super) rows: RowDecoder,
    pub(super) has_id: bool,
    pub(super) custom_prefix: Option<Box<str>>,
    pub(super) custom_at: Option<Box<str>>,
}

/// Where a value of the envelope goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    Id,
    CreatedAt,
    UpdatedAt,
    Version,
    ExternalRef,
}

impl Mapping {
    /// Compiles the map of an entity.
    pub fn new(model: &'static Model, variant: Option<&str>, entity: &Entity) -> Mapping {
        let fields: IndexMap<String, FieldMap> =
            entity.fields.iter().map(|(name, spec)| (name.clone(), spec.map())).collect();
        let mut rows = compile_rows(model, &fields);
        let mut envelope = |spec: Option<FieldMap>, reader: Reader, place: Envelope| {
            if let Some(path) = spec.as_ref().and_then(|spec| spec.at.as_deref()) {
                let reader = spec.as_ref().and_then(|spec| spec.converter).map_or(reader, |c| plain_reader(c, None));
                rows.root.add(path, Leaf::Envelope(place, reader));
            }
        };
        let path = |path: &Option<String>| path.clone().map(|at| FieldMap { at: Some(at), ..FieldMap::default() });
        envelope(path(&entity.id), Reader::Text, Envelope::Id);
        envelope(entity.created_at.as_ref().map(FieldSpec::map), Reader::Instant, Envelope::CreatedAt);
        envelope(entity.updated_at.as_ref().map(FieldSpec::map), Reader::Instant, Envelope::UpdatedAt);
        envelope(entity.version.as_ref().and_then(|v| path(&Some(v.at.clone()))), Reader::Text, Envelope::Version);
        envelope(entity.external_ref.as_ref().map(FieldSpec::map), Reader::Text, Envelope::ExternalRef);
        if let Some((at, custom)) = entity.custom.as_ref().and_then(|custom| Some((custom.at.as_deref()?, custom))) {
            rows.root.add_custom(at, &custom.prefix);
        }
        rows.root.seal();
        Mapping {
            model,
            variant: variant.map(Into::into),
            fields,
            rows,
            has_id: entity.id.is_some(),
            custom_prefix: entity.custom.as_ref().map(|custom| custom.prefix.as_str().into()),
            custom_at: entity.custom.as_ref().and_then(|custom| custom.at.as_deref().map(Into::into)),
        }
    }

    /// The top-level members that a list must ask for: what the fields and the envelope are read from.
    pub fn listed_members(&self) -> Vec<&str> {
        let unlisted = |key: &str| {
            let from_here = |map: &FieldMap| map.at.as_deref().is_some_and(|at| at.split('.').next() == Some(key));
            let mut users = self.fields.values().filter(|map| from_here(map)).peekable();
            users.peek().is_some() && users.all(|map| !map.listed)
        };
        self.rows.root.keys().filter(|key| !unlisted(key)).collect()
    }

    /// Where the custom fields stand, if the entity has them: the member that holds them, and their prefix.
    pub fn custom(&self) -> Option<(Option<&str>, &str)> {
        self.custom_prefix.as_deref().map(|prefix| (self.custom_at.as_deref(), prefix))
    }
}

/// Compiles the fields of a record or of a child row.
fn compile_rows(model: &'static Model, fields: &IndexMap<String, FieldMap>) -> RowDecoder {
    let mut rows = RowDecoder::new(model);
    for (name, map) in fields {
        let Some(slot) = model.slot(name) else { continue };
        if let Some(constant) = &map.constant {
            rows.finish.push(Finish::Constant(slot, constant_value(constant)));
            continue;
        }
        if map.parent {
            rows.finish.push(Finish::Parent(slot));
            continue;
        }
        if !map.read {
            continue;
        }
        if !map.flags.is_empty() {
            let words = map.flags.iter().map(|(word, source)| {
                let capture = rows.capture(&source.at);
                (Value::Text(word.as_str().into()), capture, source.yes.iter().map(|yes| yes.as_str().into()).collect())
            });
            let words = words.collect();
            rows.finish.push(Finish::Flags(slot, words));
            continue;
        }
        let Some(path) = map.at.as_deref() else { continue };
        let target = map.to.as_ref();
        if let Some(variant_at) = target.and_then(|target| target.variant_at.as_deref()) {
            let (id, word): (Capture, Capture) = (rows.capture(path), rows.capture(variant_at));
            let table = target.map(|target| target.table.clone()).unwrap_or_default();
            rows.finish.push(Finish::Ref(slot, id, word, table.into_iter().collect()));
            continue;
        }
        if let Some(when) = &map.when {
            let capture = rows.capture(&when.at);
            rows.finish.push(Finish::When(slot, capture, when.is.clone()));
        }
        rows.root.add(path, Leaf::Slot(slot, reader(model.fields[slot].kind, map)));
    }
    rows.root.seal();
    rows
}

fn constant_value(constant: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match constant {
        Json::Bool(yes) => Value::Bool(*yes),
        Json::String(text) => Value::Text(text.as_str().into()),
        Json::Array(items) => Value::List(items.iter().map(constant_value).collect()),
        Json::Number(number) => crate::value::parse_decimal(&number.to_string()).map_or(Value::Null, Value::Decimal),
        Json::Null | Json::Object(_) => Value::Null,
    }
}

/// The converter of a field: the manifest's, else that of the field's type.
pub(super) fn converter(kind: FieldKind, map: &FieldMap) -> Converter {
    map.converter.unwrap_or(match kind {
        FieldKind::Text => Converter::Text,
        FieldKind::Integer => Converter::Integer,
        FieldKind::Decimal => Converter::Decimal,
        FieldKind::Bool => Converter::Bool,
        FieldKind::Date => Converter::Date,
        FieldKind::Instant => Converter::Instant,
        FieldKind::Enum(_) => Converter::Enum,
        FieldKind::EnumList(_) => Converter::Flags,
        FieldKind::Ref(_) => Converter::Ref,
        FieldKind::Texts => Converter::TextList,
        FieldKind::Refs(_) => Converter::RefList,
        FieldKind::Json => Converter::Json,
        FieldKind::Rows(_) => Converter::Rows,
    })
}

fn reader(kind: FieldKind, map: &FieldMap) -> Reader {
    match (converter(kind, map), kind) {
        (Converter::Enum, FieldKind::Enum(words)) => {
            let word = |(native, ours): (&String, &String)| (native.as_str().into(), Value::Text(ours.as_str().into()));
            let table: Vec<(Box<str>, Value)> = if map.table.is_empty() {
                words.iter().map(|word| ((*word).into(), Value::Text((*word).into()))).collect()
            } else {
                map.table.iter().map(word).collect()
            };
            Reader::Enum(table, words.contains(&"other"))
        }
        (Converter::Rows, FieldKind::Rows(child)) => {
            let fields = map.rows.iter().map(|(name, spec)| (name.clone(), spec.map())).collect();
            Reader::Rows(Box::new(compile_rows(child, &fields)))
        }
        (converter @ (Converter::TextList | Converter::RefList), _) => {
            let items = if converter == Converter::RefList { Converter::Ref } else { Converter::Text };
            let path = map.item.iter().flat_map(|path| path.split('.')).map(Into::into).collect();
            Reader::List(path, Box::new(plain_reader(items, variant_of(map))))
        }
        (converter, _) => plain_reader(converter, variant_of(map)),
    }
}

fn variant_of(map: &FieldMap) -> Option<&str> {
    map.to.as_ref().and_then(|target| target.variant.as_deref())
}

fn plain_reader(converter: Converter, variant: Option<&str>) -> Reader {
    match converter {
        Converter::Integer => Reader::Integer,
        Converter::Decimal | Converter::DecimalText => Reader::Decimal,
        Converter::Bool => Reader::Bool,
        Converter::Bool01 => Reader::Bool01,
        Converter::NotBool01 => Reader::NotBool01,
        Converter::Date => Reader::Date,
        Converter::EpochDate => Reader::EpochDate,
        Converter::Instant => Reader::Instant,
        Converter::NaiveInstant => Reader::NaiveInstant,
        Converter::EpochInstant => Reader::EpochInstant,
        Converter::Ref => Reader::Ref(variant.map(Into::into)),
        Converter::Json => Reader::Json,
        Converter::Text
        | Converter::TextList
        | Converter::RefList
        | Converter::Enum
        | Converter::Flags
        | Converter::Rows => Reader::Text,
    }
}

impl Node {
    /// The member names at the top.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(key, _)| &**key)
    }
}
