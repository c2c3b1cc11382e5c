//! Records whose fields are discovered: a collection's own schema, and the types that its values are held to.
//!
//! A system that takes any member, drops what it does not know and stores null for what it cannot read loses data
//! without a word. So values are checked against the schema before they are sent, and read in one form.

mod read;
mod write;

use indexmap::IndexMap;

use crate::error::{Error, Result};
use crate::manifest::{Entity, FieldMap, FieldSpec, SinceKind};
use crate::model::{FieldKind, Model, Record};
use crate::value::Value;

/// The fields of one collection's records.
#[derive(Debug)]
pub struct Typed {
    /// The collection's name, for messages.
    pub collection: Box<str>,
    /// The field that identifies a record.
    pub key: Box<str>,
    /// The field of the model that holds the values.
    at: Box<str>,
    fields: IndexMap<Box<str>, TypedField>,
}

/// One discovered field.
#[derive(Clone, Debug, Default)]
struct TypedField {
    kind: Kind,
    required: bool,
    read_only: bool,
    unique: bool,
    options: Vec<Box<str>>,
    target: Option<Box<str>>,
    foreign_key: Option<Box<str>>,
}

/// The unified type of a discovered field: the words of the model's `kind`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Decimal,
    Float,
    Bool,
    Date,
    Time,
    Instant,
    LocalTime,
    Choice,
    Choices,
    List,
    Json,
    Reference,
    References,
    File,
    Computed,
    Secret,
    #[default]
    Other,
}

impl Kind {
    fn of(word: &str) -> Kind {
        match word {
            "text" => Kind::Text,
            "integer" => Kind::Integer,
            "decimal" => Kind::Decimal,
            "float" => Kind::Float,
            "bool" => Kind::Bool,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "instant" => Kind::Instant,
            "local_time" => Kind::LocalTime,
            "choice" => Kind::Choice,
            "choices" => Kind::Choices,
            "list" => Kind::List,
            "json" => Kind::Json,
            "reference" => Kind::Reference,
            "references" => Kind::References,
            "file" => Kind::File,
            "computed" => Kind::Computed,
            "secret" => Kind::Secret,
            _ => Kind::Other,
        }
    }
}

impl Typed {
    /// The schema in a record of a collection. `key` is the field that identifies records where the collection does not
    /// say it; `at` is the field of the model that holds the values.
    pub fn of(record: &Record, key: &str, at: &str) -> Typed {
        let model = record.origin.model;
        let slot = |name: &str| model.slot(name).map_or(&Value::Null, |slot| &record.values[slot]);
        let key = slot("key_field").as_text().unwrap_or(key);
        let mut fields = IndexMap::new();
        if let (Value::Rows(rows), Some(child)) = (slot("fields"), rows_of(model, "fields")) {
            for row in rows {
                let cell = |name: &str| child.slot(name).map_or(&Value::Null, |slot| &row[slot]);
                let text = |name: &str| cell(name).as_text().map(Into::into);
                let Some(name) = cell("name").as_text() else { continue };
                let options = match cell("options") {
                    Value::List(items) => items.iter().filter_map(Value::as_text).map(Into::into).collect(),
                    _ => Vec::new(),
                };
                fields.insert(
                    name.into(),
                    TypedField {
                        kind: Kind::of(cell("kind").as_text().unwrap_or_default()),
                        required: *cell("required") == Value::Bool(true),
                        read_only: *cell("read_only") == Value::Bool(true),
                        unique: *cell("unique") == Value::Bool(true),
                        options,
                        target: text("target"),
                        foreign_key: text("foreign_key"),
                    },
                );
            }
        }
        let name = slot("name").as_text().unwrap_or(&record.remote_id);
        Typed { collection: name.into(), key: key.into(), at: at.into(), fields }
    }

    /// The entity of the collection's records: its key, and when they were made and changed.
    pub fn entity(&self, entity: &Entity) -> Entity {
        let mut entity = entity.clone();
        entity.id = Some(self.key.to_string());
        entity.id_column = None;
        entity.id_integer = self.fields.get(&self.key).is_some_and(|field| field.kind == Kind::Integer);
        let discover = entity.discover.as_ref();
        // A record always has them, so they also order lists where other fields, which may be empty, do not.
        let spec = |name: Option<&String>| {
            let name = name.filter(|name| self.has(name))?;
            let map = FieldMap { at: Some(name.clone()), sort_by: Some(name.clone()), ..FieldMap::default() };
            Some(FieldSpec::Map(Box::new(map)))
        };
        let created_at = spec(discover.and_then(|discover| discover.created_at.as_ref()));
        let updated_at = spec(discover.and_then(|discover| discover.updated_at.as_ref()));
        if updated_at.is_none() {
            entity.since.kind = SinceKind::None;
        }
        Entity { created_at, updated_at, ..entity }
    }

    /// Whether there is a field of that name.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name) || self.column(name).is_some()
    }

    /// The reference that a column belongs to which is no field of its own.
    fn column(&self, name: &str) -> Option<&TypedField> {
        self.fields.values().find(|field| field.kind == Kind::Reference && field.foreign_key.as_deref() == Some(name))
    }

    /// The fields that files hang on.
    pub fn files(&self) -> Vec<&str> {
        self.fields.iter().filter(|(_, field)| field.kind == Kind::File).map(|(name, _)| &**name).collect()
    }

    /// Whether a value that was written is shown among the values of the record.
    pub fn shows(&self, name: &str) -> bool {
        let hidden = [Kind::Secret, Kind::Reference, Kind::References, Kind::File];
        *name != *self.key
            && self.fields.get(name).is_some_and(|field| !hidden.contains(&field.kind) && !field.read_only)
    }

    /// The name of a discovered field in a filter or an order: `values.amount` is `amount`.
    pub fn member<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.strip_prefix(&*self.at)?.strip_prefix('.')
    }

    fn field(&self, name: &str) -> Result<&TypedField> {
        self.fields.get(name).or_else(|| self.column(name)).ok_or_else(|| {
            let known: Vec<&str> = self.fields.keys().map(|name| &**name).collect();
            Error::invalid_input(format!(
                "{}.{name:.64}: {} has no such field; it has: {}",
                self.at,
                self.collection,
                known.join(", ")
            ))
        })
    }

    fn wrong(&self, name: &str, what: &str) -> Error {
        Error::invalid_input(format!("{}.{name}: {what}", self.at))
    }
}

fn rows_of(model: &Model, name: &str) -> Option<&'static Model> {
    match model.fields.get(model.slot(name)?)?.kind {
        FieldKind::Rows(child) => Some(child),
        _ => None,
    }
}

#[cfg(test)]
pub(super) fn sample() -> Typed {
    let field = |kind| TypedField { kind, ..TypedField::default() };
    let mut fields: IndexMap<Box<str>, TypedField> = [
        ("id", TypedField { read_only: false, ..field(Kind::Integer) }),
        ("number", TypedField { required: true, ..field(Kind::Text) }),
        ("total", field(Kind::Decimal)),
        ("weight", field(Kind::Float)),
        ("quantity", field(Kind::Integer)),
        ("paid", field(Kind::Bool)),
        ("day", field(Kind::Date)),
        ("at", field(Kind::Instant)),
        ("local", field(Kind::LocalTime)),
        ("clock", field(Kind::Time)),
        ("sum", field(Kind::Computed)),
        ("extra", field(Kind::Json)),
        ("created", TypedField { read_only: true, ..field(Kind::Instant) }),
    ]
    .into_iter()
    .map(|(name, field)| (name.into(), field))
    .collect();
    let options = vec!["open".into(), "paid".into()];
    fields.insert("status".into(), TypedField { options: options.clone(), ..field(Kind::Choice) });
    fields.insert("tags".into(), TypedField { options, ..field(Kind::Choices) });
    let customer = TypedField {
        target: Some("customers".into()),
        foreign_key: Some("customer_id".into()),
        ..field(Kind::Reference)
    };
    fields.insert("customer".into(), customer);
    Typed { collection: "orders".into(), key: "id".into(), at: "values".into(), fields }
}
