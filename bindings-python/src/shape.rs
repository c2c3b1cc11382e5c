//! What the Python forms of a model's records have in common, made once per process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use coreflow_bridge::model::{FieldKind, Model};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

/// The places of the envelope's keys.
pub(crate) mod slot {
    pub(crate) const ID: usize = 0;
    pub(crate) const REMOTE_ID: usize = 1;
    pub(crate) const REMOTE_URL: usize = 2;
    pub(crate) const SYSTEM: usize = 3;
    pub(crate) const CONNECTION: usize = 4;
    pub(crate) const CREATED_AT: usize = 5;
    pub(crate) const UPDATED_AT: usize = 6;
    pub(crate) const DELETED_AT: usize = 7;
    pub(crate) const VERSION: usize = 8;
    pub(crate) const EXTERNAL_REF: usize = 9;
    pub(crate) const CUSTOM: usize = 10;
    pub(crate) const WARNINGS: usize = 11;
    pub(crate) const RAW: usize = 12;
}

/// The envelope's keys before the model's fields and after them, in the order of the canonical JSON.
const BEFORE: [&str; 10] = [
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
];
const AFTER: [&str; 2] = ["custom", "warnings"];

/// The keys of a model's records or rows.
pub(crate) struct Shape {
    /// All keys with `None`; `raw` is added where it was asked for.
    pub(crate) template: Py<PyDict>,
    pub(crate) envelope: Vec<Py<PyString>>,
    pub(crate) columns: Vec<Column>,
    record: &'static str,
    drafts: PyOnceLock<Drafts>,
}

/// One field.
pub(crate) struct Column {
    pub(crate) key: Py<PyString>,
    pub(crate) rows: Option<&'static Shape>,
}

/// The class of a typed record and its fillable twin.
pub(crate) struct Drafts {
    pub(crate) draft: Py<PyAny>,
    pub(crate) class: Py<PyAny>,
    pub(crate) class_key: Py<PyString>,
}

impl Shape {
    /// The shape of a model. Models are few and live as long as the process, and so do their shapes.
    pub(crate) fn of(py: Python<'_>, model: &'static Model) -> PyResult<&'static Shape> {
        static SHAPES: PyOnceLock<Mutex<HashMap<&'static str, &'static Shape>>> = PyOnceLock::new();
        let shapes = SHAPES.get_or_init(py, Mutex::default);
        if let Some(shape) = shapes.lock().unwrap_or_else(PoisonError::into_inner).get(model.record) {
            return Ok(shape);
        }
        let shape: &'static Shape = Box::leak(Box::new(Shape::build(py, model)?));
        Ok(shapes.lock().unwrap_or_else(PoisonError::into_inner).entry(model.record).or_insert(shape))
    }

    fn build(py: Python<'_>, model: &'static Model) -> PyResult<Shape> {
        let template = PyDict::new(py);
        let row = model.module.is_empty();
        let (before, after) = if row { (&[][..], &[][..]) } else { (&BEFORE[..], &AFTER[..]) };
        let keys = |names: &[&str]| -> Vec<Py<PyString>> {
            names.iter().map(|name| PyString::intern(py, name).unbind()).collect()
        };
        let (mut envelope, after) = (keys(before), keys(after));
        for key in &envelope {
            template.set_item(key, py.None())?;
        }
        let mut columns = Vec::with_capacity(model.fields.len());
        for field in model.fields {
            let key = PyString::intern(py, field.name);
            template.set_item(&key, py.None())?;
            let rows = match field.kind {
                FieldKind::Rows(child) => Some(Shape::of(py, child)?),
                _ => None,
            };
            columns.push(Column { key: key.unbind(), rows });
        }
        for key in &after {
            template.set_item(key, py.None())?;
        }
        envelope.extend(after);
        envelope.push(PyString::intern(py, "raw").unbind());
        Ok(Shape { template: template.unbind(), envelope, columns, record: model.record, drafts: PyOnceLock::new() })
    }

    /// The facade's classes for the model.
    pub(crate) fn drafts(&self, py: Python<'_>) -> PyResult<&Drafts> {
        self.drafts.get_or_try_init(py, || {
            let pair = py.import("coreflow_bridge._draft")?.getattr("pair")?.call1((self.record,))?;
            let (draft, class) = pair.extract()?;
            Ok(Drafts { draft, class, class_key: PyString::intern(py, "__class__").unbind() })
        })
    }
}
