//! Change feeds: one run, step by step, and reads from the mirror.

use std::sync::Arc;

use coreflow_bridge::bridge::{MirrorPage, MirrorRead};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::handle::Handle;

type Core = coreflow_bridge::bridge::SyncRun;

/// A handle of `coreflow_bridge::bridge::SyncRun`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct SyncRun(Handle<Arc<Core>>);

impl SyncRun {
    pub(crate) fn new(run: Core) -> Self {
        Self(Handle::new(Arc::new(run)))
    }
}

#[pymethods]
impl SyncRun {
    /// The report after the next step, or `None` after the step that ended the run.
    fn next(&self, py: Python<'_>) -> PyResult<Call> {
        let run = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { run.next().await }))
    }

    /// Leaves the run: the feed is free for others, also where a step was cancelled a moment ago.
    fn close(&self, py: Python<'_>) -> PyResult<Call> {
        let run = guarded(py, || self.0.get())?;
        Ok(Call::new(async move {
            run.close().await;
            Ok(())
        }))
    }
}

impl ToPython for Option<String> {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.map_or_else(|| Ok(py.None()), |text| text.to_python(py))
    }
}

/// `(records, as_of, age_ms, next)`.
impl ToPython for MirrorPage {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        (self.records.to_python(py)?, self.as_of.to_string(), self.age_ms, self.next).into_py_any(py)
    }
}

/// `(record, as_of, age_ms, mirrored)`.
impl ToPython for MirrorRead {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        (self.record.to_python(py)?, self.as_of.to_string(), self.age_ms, self.mirrored).into_py_any(py)
    }
}
