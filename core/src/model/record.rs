//! A record: the envelope that all models share, and the values of its model.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::value::RawValue;

use super::Model;
use super::json::{KeyStyle, Writer};
use crate::value::Value;

/// The address that people open for a record of one entity, without the id.
#[derive(Clone, Debug)]
pub struct PageAddress {
    before: Box<str>,
    after: Box<str>,
}

/// What an id keeps as it is, in a path and in a query alike: the unreserved characters of RFC 3986.
const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl PageAddress {
    /// An address of what stands before and after the id.
    pub fn new(before: &str, after: &str) -> Self {
        PageAddress { before: before.into(), after: after.into() }
    }

    /// The address of a record.
    pub fn fill(&self, id: &str) -> Box<str> {
        let id: Cow<'_, str> = utf8_percent_encode(id, ID).into();
        [&*self.before, &*id, &*self.after].concat().into()
    }
}

/// Where a record comes from; shared by all records of a page.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The system, for example `erpnext`.
    pub system: Arc<str>,
    /// The tenant's connection.
    pub connection: Arc<str>,
    /// The unified model.
    pub model: &'static Model,
    /// Where people open its records in the system.
    pub page: Option<PageAddress>,
}

/// One item of a resource, in its envelope.
#[derive(Clone, Debug)]
pub struct Record {
    /// System, connection and model.
    pub origin: Arc<Origin>,
    /// Ours and stable: `connection:remote_id`, or `connection:variant:remote_id` where a resource has variants.
    pub id: Box<str>,
    /// The system's own id.
    pub remote_id: Box<str>,
    /// Where a person opens it in the system, when known.
    pub remote_url: Option<Box<str>>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// When it was deleted, for systems that keep deleted records.
    pub deleted_at: Option<Timestamp>,
    /// The token of an optimistic version check; pass it as `if_version`.
    pub version: Option<Box<str>>,
    /// The caller's own key (idempotency key) where the system keeps one.
    pub external_ref: Option<Box<str>>,
    /// The tenant's own extra fields, as the system sends them.
    pub custom: Vec<(Box<str>, Box<RawValue>)>,
    /// What was odd about the record but not fatal.
    pub warnings: Vec<Box<str>>,
    /// The system's own JSON, on request.
    pub raw: Option<Box<RawValue>>,
    /// One value per field of the model.
    pub values: Box<[Value]>,
}

impl Record {
    /// The value of a field; empty for an unknown one.
    pub fn get(&self, name: &str) -> &Value {
        static NULL: Value = Value::Null;
        self.origin.model.slot(name).map_or(&NULL, |slot| &self.values[slot])
    }

    /// The canonical JSON of the record.
    pub fn to_json(&self) -> String {
        self.to_json_as(KeyStyle::Snake)
    }

    /// The JSON of the record with keys in the given style; for many records there is [`super::write_records`].
    pub fn to_json_as(&self, style: KeyStyle) -> String {
        let mut out = Vec::with_capacity(1024);
        Writer::new(self.origin.model, style).write(self, &mut out);
        // Only text that was UTF-8 before has been written.
        String::from_utf8_lossy(&out).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldKind;

    fn invoice() -> Record {
        let model = Model::find("accounting.invoices").unwrap();
        let mut values = vec![Value::Null; model.fields.len()];
        values[model.slot("issue_date").unwrap()] = Value::Date("2026-11-23".parse().unwrap());
        let lines = model.slot("lines").unwrap();
        let FieldKind::Rows(child) = model.fields[lines].kind else { panic!("lines are rows") };
        let mut row = vec![Value::Null; child.fields.len()].into_boxed_slice();
        row[child.slot("unit_price").unwrap()] = Value::Decimal("1.50".parse().unwrap());
        values[lines] = Value::Rows(vec![row]);
        Record {
            origin: Arc::new(Origin { system: "erpnext".into(), connection: "erp".into(), model, page: None }),
            id: "erp:1".into(),
            remote_id: "1".into(),
            remote_url: None,
            created_at: None,
            updated_at: None,
            deleted_at: None,
            version: None,
            external_ref: None,
            custom: vec![("own_field".into(), RawValue::from_string("{\"in_it\":1}".into()).unwrap())],
            warnings: Vec::new(),
            raw: None,
            values: values.into(),
        }
    }

    #[test]
    fn both_styles_of_every_name_can_be_told_from_each_other() {
        fn check(model: &Model) {
            for field in model.fields {
                let words: Vec<&str> = field.name.split('_').collect();
                let plain = words.iter().all(|word| word.starts_with(|first: char| first.is_ascii_lowercase()));
                assert!(plain, "{}.{}: TypeScript could not turn the name back", model.record, field.name);
                if let FieldKind::Rows(child) = field.kind {
                    check(child);
                }
            }
        }
        Model::all().for_each(check);
    }

    #[test]
    fn styles_differ_in_the_keys_of_the_model_only() {
        let camel: serde_json::Value = serde_json::from_str(&invoice().to_json_as(KeyStyle::Camel)).unwrap();
        let snake: serde_json::Value = serde_json::from_str(&invoice().to_json()).unwrap();
        assert_eq!((&snake["issue_date"], &snake["remote_id"]), (&"2026-11-23".into(), &"1".into()));
        assert_eq!((&camel["issueDate"], &camel["remoteId"]), (&"2026-11-23".into(), &"1".into()));
        assert_eq!(camel["lines"][0]["unitPrice"], snake["lines"][0]["unit_price"]);
        assert_eq!(camel["custom"], snake["custom"]);
        assert_eq!(camel.as_object().unwrap().len(), snake.as_object().unwrap().len());
    }

    #[test]
    fn json_of_a_system_keeps_its_keys_and_digits_in_both_styles() {
        let model = Model::find("workspace.records").unwrap();
        let mut record = invoice();
        record.origin = Arc::new(Origin { model, ..(*record.origin).clone() });
        let json = r#"{"total_net":1.50,"rowItems":[1e-7]}"#;
        let values = |name: &str| if name == "values" { Value::Json(json.into()) } else { Value::Null };
        record.values = model.fields.iter().map(|field| values(field.name)).collect();
        for style in [KeyStyle::Snake, KeyStyle::Camel] {
            assert!(record.to_json_as(style).contains(&format!("\"values\":{json}")), "{style:?}");
        }
    }
}
