//! The host's span that calls belong to: the facade keeps it in a context variable, and a call reads it when it is started.

use coreflow_bridge::telemetry::Parent;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

static READ: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// Tells how the variable is read: a function without arguments.
pub(crate) fn read_by(py: Python<'_>, read: Py<PyAny>) {
    let _ = READ.set(py, read);
}

/// The `traceparent` of the caller; nothing in a process that never gave one.
pub(crate) fn parent(py: Python<'_>) -> Option<Parent> {
    let told: Option<String> = READ.get(py)?.call0(py).ok()?.extract(py).ok()?;
    Parent::read(&told?).ok()
}
