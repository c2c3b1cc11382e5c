//! Many creates at once: their outcomes cross as they come, several at a time.

use std::sync::Arc;

use coreflow_bridge::bridge::Outcome;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

use crate::call::{Call, ToPython};
use crate::error::{exception, guarded};
use crate::handle::Handle;

type Core = coreflow_bridge::bridge::Batch;

/// A handle of `coreflow_bridge::bridge::Batch`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Batch(Handle<Arc<Core>>);

impl Batch {
    pub(crate) fn new(batch: Core) -> Self {
        Self(Handle::new(Arc::new(batch)))
    }
}

#[pymethods]
impl Batch {
    /// The outcomes that came next as `(index, record, error)`, one of the two `None`; `None` after the last.
    /// `seen` is how many came before: what did not reach the facade comes again.
    fn next(&self, py: Python<'_>, seen: usize) -> PyResult<Call> {
        let batch = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { Ok(Came(batch.next(seen).await)) }))
    }

    /// Sends nothing more.
    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        guarded(py, || self.0.get().map(|batch| batch.stop()))
    }
}

struct Came(Option<Arc<Vec<Outcome>>>);

impl ToPython for Came {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let Some(outcomes) = self.0 else { return Ok(py.None()) };
        let one = |(index, outcome): &Outcome| match outcome {
            Ok(record) => (*index, record.clone().to_python(py)?, py.None()).into_py_any(py),
            Err(error) => (*index, py.None(), exception(py, error).into_value(py)).into_py_any(py),
        };
        outcomes.iter().map(one).collect::<PyResult<Vec<_>>>()?.into_py_any(py)
    }
}
