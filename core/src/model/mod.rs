//! The unified models: which fields a record of a resource has, in which order.
//!
//! The tables are the source of the record types in Python and TypeScript (`coreflow-bridge generate`).

mod accounting;
mod json;
mod projects;
mod record;
mod text;

pub use json::{KeyStyle, write_records};
pub use record::{Origin, PageAddress, Record};

/// A unified model: the fields of the records of one resource, or of its child rows.
#[derive(Debug)]
pub struct Model {
    /// The module, for example `accounting`; empty for child rows.
    pub module: &'static str,
    /// The resource inside the module, for example `invoices`; empty for child rows.
    pub resource: &'static str,
    /// The name of the record type, for example `Invoice`.
    pub record: &'static str,
    /// What a record is, one or two sentences.
    pub doc: &'static str,
    /// The fields; a field's index is its slot.
    pub fields: &'static [Field],
}

/// A field of a model.
#[derive(Debug)]
pub struct Field {
    /// The name in all languages (`snake_case`; TypeScript shows it in `camelCase`).
    pub name: &'static str,
    /// The type of its values.
    pub kind: FieldKind,
    /// What it means, with its unit.
    pub doc: &'static str,
}

/// The type of a field's values. Every value may also be empty.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A truth value.
    Bool,
    /// A calendar date.
    Date,
    /// An instant.
    Instant,
    /// One of a closed set; `other` when the system's word is not in it (the native word stands in `<field>_native`).
    Enum(&'static [&'static str]),
    /// Several of a closed set.
    EnumList(&'static [&'static str]),
    /// The id of a record of another resource, for example `accounting.contacts`.
    Ref(&'static str),
    /// Child rows.
    Rows(&'static Model),
}

impl Model {
    /// The full name, for example `accounting.invoices`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.module, self.resource)
    }

    /// The slot of a field.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The models of all resources, by module.
    pub fn all() -> impl Iterator<Item = &'static Model> {
        accounting::MODELS.iter().chain(projects::MODELS).copied()
    }

    /// The model of `module.resource`.
    pub fn find(path: &str) -> Option<&'static Model> {
        let (module, resource) = path.split_once('.')?;
        Self::all().find(|model| model.module == module && model.resource == resource)
    }
}

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> Field {
    Field { name, kind, doc }
}
