//! Pages and records on their way to Python. This is the hot path: a list of 100,000 records spends its time here.
//!
//! As plain dicts: per model there is one dict with all keys and `None`, and a record is a copy of it (one memory copy,
//! no hashing) with its non-empty values set under interned keys. As typed records: the facade's `_draft` module gives
//! a class with the same slots that may still be filled, and the finished draft becomes a record.

use coreflow_bridge::bridge::{Page, Quarantined};
use coreflow_bridge::model::Record;
use coreflow_bridge::value::Value;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::call::ToPython;
use crate::scalars::Scalars;
use crate::shape::{Drafts, Shape, slot};

impl ToPython for Record {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let mut scalars = Scalars::new(py)?;
        Ok(record(Shape::of(py, self.origin.model)?, &mut scalars, &self, true)?.unbind())
    }
}

impl ToPython for Option<Record> {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.map_or_else(|| Ok(py.None()), |record| record.to_python(py))
    }
}

impl ToPython for Vec<Record> {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let mut scalars = Scalars::new(py)?;
        let one = |item: &Record| record(Shape::of(py, item.origin.model)?, &mut scalars, item, true);
        let records = self.iter().map(one).collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, records)?.into_any().unbind())
    }
}

/// A page, as typed records or as plain dicts.
pub(crate) struct PageAs {
    pub(crate) page: Page,
    pub(crate) typed: bool,
}

impl ToPython for Option<PageAs> {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let Some(PageAs { page, typed }) = self else { return Ok(py.None()) };
        let mut scalars = Scalars::new(py)?;
        let paused = scalars.without_collections()?;
        let mut records = Vec::with_capacity(page.records.len());
        for item in &page.records {
            records.push(record(Shape::of(py, item.origin.model)?, &mut scalars, item, typed)?);
        }
        let records = PyList::new(py, records)?;
        drop(paused);
        let quarantined = page.quarantined.iter().map(|item| quarantine(py, item)).collect::<PyResult<Vec<_>>>()?;
        (records, PyList::new(py, quarantined)?, page.total).into_py_any(py)
    }
}

fn quarantine<'py>(py: Python<'py>, item: &Quarantined) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("pointer", &item.pointer)?;
    dict.set_item("reason", &item.reason)?;
    dict.set_item("raw", item.raw.get())?;
    Ok(dict)
}

fn record<'py>(shape: &Shape, scalars: &mut Scalars<'py>, from: &Record, typed: bool) -> PyResult<Bound<'py, PyAny>> {
    let py = scalars.py();
    let target = if typed { Target::draft(py, shape)? } else { Target::dict(py, shape)? };
    for (slot, text) in [
        (slot::ID, Some(&*from.id)),
        (slot::REMOTE_ID, Some(&*from.remote_id)),
        (slot::REMOTE_URL, from.remote_url.as_deref()),
        (slot::VERSION, from.version.as_deref()),
        (slot::EXTERNAL_REF, from.external_ref.as_deref()),
    ] {
        target.envelope(slot, text.map(|text| scalars.text(text)))?;
    }
    target.envelope(slot::SYSTEM, Some(scalars.shared(&from.origin.system)))?;
    target.envelope(slot::CONNECTION, Some(scalars.shared(&from.origin.connection)))?;
    for (slot, at) in
        [(slot::CREATED_AT, from.created_at), (slot::UPDATED_AT, from.updated_at), (slot::DELETED_AT, from.deleted_at)]
    {
        target.envelope(slot, at.map(|at| scalars.instant(at)).transpose()?)?;
    }
    let custom = PyDict::new(py);
    for (name, value) in &from.custom {
        custom.set_item(&**name, scalars.json(value.get())?)?;
    }
    target.envelope(slot::CUSTOM, Some(custom.into_any()))?;
    let warnings = from.warnings.iter().map(|warning| Ok(scalars.text(warning))).collect::<PyResult<Vec<_>>>()?;
    target.envelope(slot::WARNINGS, Some(target.sequence(warnings)?))?;
    target.values(scalars, &from.values)?;
    if typed || from.raw.is_some() {
        target.envelope(slot::RAW, from.raw.as_ref().map(|raw| scalars.json(raw.get())).transpose()?)?;
    }
    target.finish()
}

/// What is being filled: a dict whose keys are all there, or a draft whose slots are all empty.
enum Target<'a, 'py> {
    Dict(&'a Shape, Bound<'py, PyDict>),
    Draft(&'a Shape, Bound<'py, PyAny>, &'a Drafts),
}

impl<'a, 'py> Target<'a, 'py> {
    fn dict(py: Python<'py>, shape: &'a Shape) -> PyResult<Self> {
        Ok(Target::Dict(shape, shape.template.bind(py).copy()?))
    }

    fn draft(py: Python<'py>, shape: &'a Shape) -> PyResult<Self> {
        let drafts = shape.drafts(py)?;
        Ok(Target::Draft(shape, drafts.draft.bind(py).call0()?, drafts))
    }

    fn envelope(&self, slot: usize, value: Option<Bound<'py, PyAny>>) -> PyResult<()> {
        match (self, value) {
            (Target::Dict(_, _), None) => Ok(()),
            (Target::Dict(shape, dict), Some(value)) => dict.set_item(&shape.envelope[slot], value),
            (Target::Draft(shape, draft, _), value) => draft.setattr(&shape.envelope[slot], value),
        }
    }

    fn values(&self, scalars: &mut Scalars<'py>, values: &[Value]) -> PyResult<()> {
        let (Target::Dict(shape, _) | Target::Draft(shape, _, _)) = self;
        for (column, value) in shape.columns.iter().zip(values) {
            let made = match value {
                Value::Null => None,
                Value::Rows(rows) => Some(self.rows(scalars, column.rows, rows)?),
                Value::List(items) => {
                    let items = items.iter().map(|item| scalars.value(item)).collect::<PyResult<Vec<_>>>()?;
                    Some(self.sequence(items)?)
                }
                value => Some(scalars.value(value)?),
            };
            match (self, made) {
                (Target::Dict(_, _), None) => {}
                (Target::Dict(_, dict), Some(made)) => dict.set_item(&column.key, made)?,
                (Target::Draft(_, draft, _), made) => draft.setattr(&column.key, made)?,
            }
        }
        Ok(())
    }

    fn rows(
        &self,
        scalars: &mut Scalars<'py>,
        shape: Option<&'static Shape>,
        rows: &[Box<[Value]>],
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut made = Vec::with_capacity(rows.len());
        for (row, shape) in rows.iter().filter_map(|row| Some((row, shape?))) {
            let target = match self {
                Target::Dict(_, _) => Target::dict(scalars.py(), shape)?,
                Target::Draft(_, _, _) => Target::draft(scalars.py(), shape)?,
            };
            target.values(scalars, row)?;
            made.push(target.finish()?);
        }
        self.sequence(made)
    }

    /// Dicts hold lists; records, which never change, hold tuples.
    fn sequence(&self, items: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Target::Dict(_, dict) => Ok(PyList::new(dict.py(), items)?.into_any()),
            Target::Draft(_, draft, _) => Ok(PyTuple::new(draft.py(), items)?.into_any()),
        }
    }

    fn finish(self) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Target::Dict(_, dict) => Ok(dict.into_any()),
            Target::Draft(_, draft, drafts) => {
                draft.setattr(&drafts.class_key, &drafts.class)?;
                Ok(draft)
            }
        }
    }
}
