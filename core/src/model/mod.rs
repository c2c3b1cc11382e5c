//! The unified models: which fields a record of a resource has, in which order.
//!
//! The tables are the source of the record types in Python and TypeScript (`coreflow-bridge generate`).

mod accounting;
mod attachment;
mod change;
mod crm;
mod finance_ai;
mod hr;
mod inventory;
mod json;
mod projects;
mod read;
mod record;
mod text;
mod workspace;

pub use attachment::ATTACHMENT;
pub use change::Change;
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
    /// Several texts.
    Texts,
    /// The ids of records of another resource.
    Refs(&'static str),
    /// Any JSON, as the system writes it: nothing inside is renamed or converted.
    Json,
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
        [
            accounting::MODELS,
            crm::MODELS,
            finance_ai::MODELS,
            hr::MODELS,
            inventory::MODELS,
            projects::MODELS,
            workspace::MODELS,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// The modules, in their order.
    pub fn modules() -> Vec<&'static str> {
        let mut modules: Vec<&str> = Self::all().map(|model| model.module).collect();
        modules.dedup();
        modules
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn with_rows(model: &'static Model, found: &mut Vec<&'static Model>) {
        found.push(model);
        for field in model.fields {
            if let FieldKind::Rows(child) = field.kind {
                with_rows(child, found);
            }
        }
    }

    fn every_model() -> Vec<&'static Model> {
        let mut found = Vec::new();
        Model::all().for_each(|model| with_rows(model, &mut found));
        found
    }

    #[test]
    fn modules_stand_together_and_resources_are_told_apart() {
        let modules = Model::modules();
        let mut once = modules.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), modules.len(), "a module's models stand together");
        let mut paths: Vec<String> = Model::all().map(Model::path).collect();
        paths.sort();
        let count = paths.len();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }

    #[test]
    fn one_name_is_one_type() {
        // The facades make a type per record and a type per enum field, all in one namespace.
        let mut owners: HashMap<String, &'static str> = HashMap::new();
        for model in every_model() {
            let owner = owners.entry(model.record.to_owned()).or_insert(model.doc);
            assert_eq!(*owner, model.doc, "two models are called {}", model.record);
        }
        for model in every_model() {
            for field in model.fields {
                if matches!(field.kind, FieldKind::Enum(_) | FieldKind::EnumList(_)) {
                    let words = field.name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
                    let name = format!("{}{}", model.record, words.collect::<String>());
                    assert!(!owners.contains_key(&name), "{name} is a record and an enum");
                }
            }
        }
    }

    #[test]
    fn fields_do_not_take_names_of_the_envelope_or_of_list_arguments() {
        let taken = [
            "id",
            "remote_id",
            "remote_url",
            "system",
            "connection",
            "created_at",
            "updated_at",
            "deleted_at",
            "version",
            "external_ref",
            "custom",
            "warnings",
            "raw",
            "native",
            "where",
            "sort",
            "limit",
            "page_size",
            "updated_since",
            "include",
            "prefetch",
            "hedge",
            "deadline",
            "from",
            "to",
            "in",
            "is",
            "class",
            "default",
            "list",
        ];
        for model in every_model() {
            for field in model.fields {
                assert!(!taken.contains(&field.name), "{}.{}", model.record, field.name);
                let again = model.fields.iter().filter(|other| other.name == field.name).count();
                assert_eq!(again, 1, "{}.{} is there twice", model.record, field.name);
            }
        }
    }

    #[test]
    fn references_point_to_resources_and_json_is_json_everywhere() {
        let json: Vec<&str> = every_model()
            .iter()
            .flat_map(|model| model.fields)
            .filter(|field| matches!(field.kind, FieldKind::Json))
            .map(|field| field.name)
            .collect();
        for model in every_model() {
            for field in model.fields {
                if let FieldKind::Ref(target) | FieldKind::Refs(target) = field.kind {
                    assert!(Model::find(target).is_some(), "{}.{} points to {target}", model.record, field.name);
                }
                // TypeScript renames keys by the name of the field that they stand in.
                let is_json = matches!(field.kind, FieldKind::Json);
                assert_eq!(json.contains(&field.name), is_json, "{}.{}", model.record, field.name);
            }
        }
    }

    #[test]
    fn words_are_closed_and_fit_all_languages() {
        for model in every_model() {
            for field in model.fields {
                let (FieldKind::Enum(words) | FieldKind::EnumList(words)) = field.kind else { continue };
                assert!(words.len() > 1, "{}.{}", model.record, field.name);
                for word in words {
                    assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{word}");
                }
            }
        }
    }
}
