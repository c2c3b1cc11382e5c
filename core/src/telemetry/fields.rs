//! The fields of events and spans, as JSON: numbers and truth values as they are, everything else as escaped text.

use std::fmt;

use serde_json::{Map, Value as Json};
use tracing::field::{Field, Visit};

use super::escape::escaped;

/// Takes fields down; the one called `message` stands apart.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) message: String,
    pub(super) members: Map<String, Json>,
}

impl Fields {
    fn keep(&mut self, field: &Field, value: impl Into<Json>) {
        self.members.insert(field.name().to_owned(), value.into());
    }

    fn text(&mut self, field: &Field, text: &str) {
        if field.name() == "message" {
            self.message = escaped(text);
        } else {
            self.keep(field, escaped(text));
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.keep(field, value);
    }
}
