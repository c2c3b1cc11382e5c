//! The log on its way to Python: records wait in the core until a thread of the facade takes them, so no thread of the core
//! ever waits for the interpreter.

use std::sync::Arc;
use std::time::Duration;

use coreflow_bridge::telemetry::{Level, Listener, LogRecord, listen};
use pyo3::prelude::*;

use crate::error::guarded;
use crate::runtime::runtime;

/// A listener to the log of this process.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Logs(Arc<Listener>);

#[pymethods]
impl Logs {
    #[new]
    fn new(py: Python<'_>, level: Option<&str>) -> PyResult<Self> {
        guarded(py, || Ok(Self(listen(level.and_then(Level::of)))))
    }

    /// Hears at another level from now on; `None` hears nothing.
    fn set_level(&self, level: Option<&str>) {
        self.0.set_level(level.and_then(Level::of));
    }

    /// Waits for records, so many seconds at the most, without the GIL. `False` after the last one, once it is closed.
    fn wait(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let runtime = guarded(py, runtime)?;
        let most = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        Ok(py.detach(|| runtime.block_on(self.0.ready(most))))
    }

    /// The records that wait, some hundred at the most, as a JSON array; `None` when there are none.
    fn take(&self, py: Python<'_>) -> Option<String> {
        py.detach(|| {
            let records = self.0.take();
            (!records.is_empty()).then(|| LogRecord::to_json(&records))
        })
    }

    /// Hears no more, and ends the wait.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.0.close());
    }
}
