//! Hands an error's parts to the facade, which makes the exception. Nothing here looks at what kind of error it is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use coreflow_bridge::{Error, Result};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

static FACTORY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// The exception for an error, made by `coreflow_bridge.errors`.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let made = || -> PyResult<PyErr> {
        let factory = FACTORY
            .get_or_try_init(py, || py.import("coreflow_bridge.errors")?.getattr("_from_native").map(Bound::unbind))?;
        Ok(PyErr::from_value(factory.bind(py).call1((parts(py, error)?,))?))
    };
    made().unwrap_or_else(|failed| failed)
}

fn parts<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyDict>> {
    let parts = error.parts();
    let dict = PyDict::new(py);
    dict.set_item(intern!(py, "code"), parts.code)?;
    dict.set_item(intern!(py, "message"), parts.message)?;
    dict.set_item(intern!(py, "retryable"), parts.retryable)?;
    dict.set_item(intern!(py, "retry_after_ms"), parts.retry_after_ms)?;
    dict.set_item(intern!(py, "tenant"), parts.tenant)?;
    dict.set_item(intern!(py, "system"), parts.system)?;
    dict.set_item(intern!(py, "connection"), parts.connection)?;
    dict.set_item(intern!(py, "operation"), parts.operation)?;
    dict.set_item(intern!(py, "status"), parts.status)?;
    dict.set_item(intern!(py, "request_id"), parts.request_id)?;
    dict.set_item(intern!(py, "context"), parts.context)?;
    dict.set_item(intern!(py, "causes"), parts.causes)?;
    Ok(dict)
}

/// What a panic becomes. Its text may hold data, so it is not shown.
pub(crate) fn panicked() -> Error {
    Error::unexpected("the bridge failed unexpectedly; this is a defect, please report it")
}

/// Runs core code that is not a future, and turns a panic into an error.
pub(crate) fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> Result<T>) -> PyResult<T> {
    let outcome = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()));
    outcome.map_err(|error| exception(py, &error))
}

/// Keeps the text of panics off stderr. The hook belongs to this shared library alone: it has its own copy of `std`.
pub(crate) fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let file = info.location().and_then(|at| at.file().rsplit('/').next()).unwrap_or("unknown");
        let line = info.location().map_or(0, std::panic::Location::line);
        eprintln!("coreflow-bridge: a defect was met at {file}:{line}; the call fails with UNEXPECTED");
    }));
}
