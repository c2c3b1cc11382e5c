//! A manifest's field map of one entity, compiled for reading and writing.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::decode::{Captured, Leaf, Node, RowDecoder};
use super::finish::{CaseOf, Finish, ImpliedRows};
use super::read::Reader;
use super::typed::Typed;
use super::within::Path;
use crate::manifest::{Converter, Entity, FieldMap, FieldSpec, RefTarget};
use crate::model::{FieldKind, Model, Origin};
use crate::value::Value;

/// What reading a record needs to know of its connection.
#[derive(Clone, Debug)]
pub struct Context {
    /// System, connection and model.
    pub origin: Arc<Origin>,
    /// The zone of the system's naive times.
    pub zone: TimeZone,
    /// Whether each record keeps the system's own JSON, and of how many values at the most.
    pub raw: Option<u64>,
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
    /// Members that a GraphQL selection asks for as a whole.
    pub(super) json_members: Vec<String>,
    /// The types of discovered values.
    pub(super) typed: Option<Arc<Typed>>,
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
                let reader = spec.as_ref().and_then(|spec| spec.converter).map_or(reader, plain_reader);
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
            json_members: entity.json_members.clone(),
            typed: None,
        }
    }

    /// The same map, with the types of what is discovered.
    #[must_use]
    pub fn with_types(mut self, typed: &Arc<Typed>) -> Mapping {
        for finish in &mut self.rows.finish {
            if let Finish::Rest(_, types) = finish {
                *types = Some(Arc::clone(typed));
            }
        }
        self.typed = Some(Arc::clone(typed));
        self
    }

    /// The types of discovered values, once they are known.
    pub fn types(&self) -> Option<&Arc<Typed>> {
        self.typed.as_ref()
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

    /// The prefix of the members at the top that nothing else reads and that are kept.
    pub(super) fn top_prefix(&self) -> Option<&str> {
        if self.fields.values().any(|map| map.at.as_deref() == Some(REST)) {
            return Some("");
        }
        self.custom_prefix.as_deref().filter(|_| self.custom_at.is_none())
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
        if map.constant.as_ref().is_some_and(is_option) {
            continue;
        }
        if let Some(constant) = &map.constant {
            rows.finish.push(Finish::Constant(slot, constant_value(constant)));
            continue;
        }
        if map.parent {
            rows.finish.push(Finish::Parent(slot, variant_of(map).map(Into::into)));
            continue;
        }
        if map.read {
            compile_field(&mut rows, slot, map);
        }
    }
    rows.root.seal();
    rows
}

/// Compiles one field that is read.
fn compile_field(rows: &mut RowDecoder, slot: usize, map: &FieldMap) {
    let kind = rows.model.fields[slot].kind;
    if !map.flags.is_empty() {
        let words = map.flags.iter().map(|(word, source)| {
            let capture = rows.capture(&source.at, Captured::Text);
            (Value::Text(word.as_str().into()), capture, source.yes.iter().map(|yes| yes.as_str().into()).collect())
        });
        let words = words.collect();
        rows.finish.push(Finish::Flags(slot, words));
        return;
    }
    if let Some(join) = &map.join {
        let captures = join.of.iter().map(|path| rows.capture(path, Captured::Text)).collect();
        rows.finish.push(Finish::Join(slot, captures, join.with.as_str().into()));
        return;
    }
    if !map.cases.is_empty() {
        let cases = map.cases.iter().map(|case| CaseOf {
            is: case_value(kind, &case.is),
            when: case.when.iter().map(|(at, wanted)| (rows.capture(at, Captured::Any), wanted.clone())).collect(),
        });
        let cases = cases.collect();
        rows.finish.push(Finish::Cases(slot, cases));
        return;
    }
    if let (true, FieldKind::Rows(child)) = (map.one_row, kind) {
        let cells = map.rows.iter().map(|(name, spec)| (child.slot(name), spec.map()));
        let cells = cells.filter(|(_, map)| map.read).filter_map(|(slot, map)| {
            let (slot, at) = (slot?, map.at.clone()?);
            Some((slot, rows.capture(&at, Captured::Raw), reader(child.fields[slot].kind, &map)))
        });
        let cells = cells.collect();
        rows.finish.push(Finish::Row(slot, child, cells));
        return;
    }
    let Some(path) = map.at.as_deref() else { return };
    if path == REST {
        rows.finish.push(Finish::Rest(slot, None));
        return;
    }
    let target = map.to.as_ref();
    if let Some(variant_at) = target.and_then(|target| target.variant_at.as_deref()) {
        let captured = if id_path(map).is_empty() { Captured::Text } else { Captured::Within(id_path(map)) };
        let (id, word) = (rows.capture(path, captured), rows.capture(variant_at, Captured::Text));
        let table = target.map(|target| target.table.clone()).unwrap_or_default();
        rows.finish.push(Finish::Ref(slot, id, word, table.into_iter().collect()));
        return;
    }
    rows.root.add(path, Leaf::Slot(slot, reader(kind, map)));
    if let (FieldKind::Rows(child), false) = (kind, map.implied.is_empty()) {
        let implied = map.implied.iter().map(|one| {
            let mut row = vec![Value::Null; child.fields.len()].into_boxed_slice();
            let slots: Vec<usize> = one.row.keys().filter_map(|name| child.slot(name)).collect();
            for (slot, value) in slots.iter().zip(one.row.values()) {
                row[*slot] = constant_value(value);
            }
            let when = one.when.iter().map(|(at, wanted)| (rows.capture(at, Captured::Any), wanted.clone())).collect();
            ImpliedRows { when, row, by: slots.first().copied().unwrap_or_default() }
        });
        let implied = implied.collect();
        rows.finish.push(Finish::Implied(slot, implied));
    }
    if let Some(target) = target.filter(|target| nested(target)) {
        let parent = target.parent_at.as_deref().map(|at| rows.capture(at, Captured::Within(vec!["id".into()])));
        rows.finish.push(Finish::Under(slot, parent, variant_of(map).map(Into::into)));
    }
    if let Some(when) = &map.when {
        let capture = rows.capture(&when.at, Captured::Text);
        rows.finish.push(Finish::When(slot, capture, when.clone()));
    }
}

/// The path that stands for all members which nothing else reads.
pub(super) const REST: &str = "*";

/// Whether a constant is an option of the connection that was not filled in.
fn is_option(constant: &serde_json::Value) -> bool {
    constant.as_str().is_some_and(|text| text.starts_with("{option."))
}

/// Whether a reference's target is nested under a parent.
fn nested(target: &RefTarget) -> bool {
    target.same_parent || target.parent_at.is_some()
}

fn id_path(map: &FieldMap) -> Path {
    let path = map.to.as_ref().and_then(|target| target.id_at.as_deref());
    path.map(path_of).unwrap_or_default()
}

fn path_of(path: &str) -> Path {
    path.split('.').map(Into::into).collect()
}

fn case_value(kind: FieldKind, word: &str) -> Value {
    match kind {
        FieldKind::Bool => Value::Bool(word == "true"),
        _ => Value::Text(word.into()),
    }
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
        (Converter::Ref, _) => ref_reader(map),
        (converter @ (Converter::TextList | Converter::RefList), _) => {
            let items = if converter == Converter::RefList { ref_reader(map) } else { Reader::Text };
            Reader::List(map.item.as_deref().map(path_of).unwrap_or_default(), Box::new(items))
        }
        (converter, _) => plain_reader(converter),
    }
}

fn ref_reader(map: &FieldMap) -> Reader {
    let bare = map.to.as_ref().is_some_and(nested);
    Reader::Ref { variant: variant_of(map).map(Into::into), id_at: id_path(map), bare }
}

fn variant_of(map: &FieldMap) -> Option<&str> {
    map.to.as_ref().and_then(|target| target.variant.as_deref())
}

fn plain_reader(converter: Converter) -> Reader {
    match converter {
        Converter::Integer | Converter::Year => Reader::Integer,
        Converter::Decimal | Converter::DecimalText => Reader::Decimal,
        Converter::Micros => Reader::Scaled(6),
        Converter::Cents => Reader::Scaled(2),
        Converter::Bool | Converter::Bool01 => Reader::Bool,
        Converter::NotBool01 => Reader::NotBool,
        Converter::BoolText => Reader::BoolText,
        Converter::Date | Converter::DateInstant => Reader::Date,
        Converter::DayStart => Reader::Day { end: false },
        Converter::DayEnd => Reader::Day { end: true },
        Converter::EpochDate => Reader::EpochDate,
        Converter::Instant => Reader::Instant,
        Converter::NaiveInstant | Converter::NaiveSecond | Converter::NaiveMinute => Reader::NaiveInstant,
        Converter::EpochInstant => Reader::Epoch(9),
        Converter::EpochMillis => Reader::Epoch(6),
        Converter::Ref => Reader::Ref { variant: None, id_at: Path::new(), bare: false },
        Converter::Json => Reader::Json,
        Converter::Text
        | Converter::IntegerText
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
