//! A job that is watched, state by state.

use std::sync::Arc;

use coreflow_bridge::model::Record;
use pyo3::prelude::*;

use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::handle::Handle;

type Core = coreflow_bridge::bridge::Watch;

/// A handle of `coreflow_bridge::bridge::Watch`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Watch(Handle<Arc<Core>>);

impl Watch {
    pub(crate) fn new(watch: Core) -> Self {
        Self(Handle::new(Arc::new(watch)))
    }
}

#[pymethods]
impl Watch {
    /// The next state as a record, or `None` after the one in which the job ended.
    fn next(&self, py: Python<'_>) -> PyResult<Call> {
        let watch = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { watch.next().await.map(State) }))
    }

    /// The job when it has ended.
    fn result(&self, py: Python<'_>) -> PyResult<Call> {
        let watch = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { watch.wait().await }))
    }

    /// Cancels the job in the system.
    fn cancel(&self, py: Python<'_>) -> PyResult<Call> {
        let watch = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { watch.cancel().await }))
    }
}

struct State(Option<Record>);

impl ToPython for State {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.0.map_or_else(|| Ok(py.None()), |record| record.to_python(py))
    }
}
