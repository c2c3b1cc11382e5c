//! One call into core, not started yet: the facade waits for it (sync) or awaits it (async).

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use coreflow_bridge::telemetry::Parent;
use coreflow_bridge::{Error, Result};
use futures::FutureExt;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::{exception, guarded, panicked};
use crate::handle::check;
use crate::runtime::{runtime, start};
use crate::trace;

/// How often a waiting call looks for Ctrl-C.
const SIGNALS: Duration = Duration::from_millis(50);

/// What a core result becomes in Python. Runs with the interpreter attached, off the event loop's thread when async.
pub(crate) trait ToPython: Send + 'static {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

impl ToPython for () {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(py.None())
    }
}

impl ToPython for String {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.into_pyobject(py)?.into_any().unbind())
    }
}

impl ToPython for u64 {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.into_pyobject(py)?.into_any().unbind())
    }
}

impl ToPython for Bytes {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(PyBytes::new(py, &self).into_any().unbind())
    }
}

type Convert = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;
type Pending = Pin<Box<dyn Future<Output = Result<Convert>> + Send>>;

/// A call that is started by `wait` or `wait_async`, once.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Call {
    pid: u32,
    pending: Mutex<Option<Pending>>,
}

impl Call {
    /// Wraps a core future.
    pub(crate) fn new<T: ToPython>(future: impl Future<Output = Result<T>> + Send + 'static) -> Self {
        let caught = AssertUnwindSafe(future).catch_unwind().map(|outcome| {
            let value = outcome.unwrap_or_else(|_| Err(panicked()))?;
            Ok(Box::new(move |py: Python<'_>| value.to_python(py)) as Convert)
        });
        Self { pid: std::process::id(), pending: Mutex::new(Some(Box::pin(caught))) }
    }

    fn take(&self, py: Python<'_>) -> Result<Pending> {
        check(self.pid)?;
        let mut pending = self.pending.lock().map_err(|_| panicked())?;
        let pending = pending.take().ok_or_else(|| Error::unexpected("a call can be started once"))?;
        Ok(match trace::parent(py) {
            Some(parent) => Box::pin(Parent::around(Some(parent), pending)),
            None => pending,
        })
    }
}

#[pymethods]
impl Call {
    /// Blocks until the result is there, without the GIL. Ctrl-C drops the call and raises.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let (pending, runtime) = guarded(py, || Ok((self.take(py)?, runtime()?)))?;
        let outcome: PyResult<Result<Convert>> = py.detach(|| {
            runtime.block_on(async move {
                let mut pending = pending;
                let mut tick = tokio::time::interval(SIGNALS);
                loop {
                    tokio::select! { biased;
                        outcome = &mut pending => return Ok(outcome),
                        _ = tick.tick() => Python::attach(|py| py.check_signals())?,
                    }
                }
            })
        });
        Outcome(outcome?).into_pyobject(py).map(Bound::unbind)
    }

    /// Starts the call and returns the `asyncio.Future` of its result; cancelling it drops the call.
    fn wait_async<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let pending = guarded(py, || runtime().and_then(|_| self.take(py)))?;
        start(py, async move { Ok(Outcome(pending.await)) })
    }
}

/// A result on its way to Python.
struct Outcome(Result<Convert>);

impl<'py> IntoPyObject<'py> for Outcome {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let convert = self.0.map_err(|error| exception(py, &error))?;
        let value = guarded(py, || Ok(convert(py)))??;
        Ok(value.into_bound(py))
    }
}
