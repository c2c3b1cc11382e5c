//! The handle of a running sandbox.

use std::sync::Arc;

use coreflow_bridge::sandbox::{FaultSpec, SandboxConfig};
use coreflow_bridge::{Code, Error, Result};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::handle::Handle;

type Core = coreflow_bridge::sandbox::Sandbox;

/// A handle of `coreflow_bridge::sandbox::Sandbox`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Sandbox(Handle<Arc<Core>>);

impl ToPython for Core {
    fn to_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Sandbox(Handle::new(Arc::new(self))).into_py_any(py)
    }
}

#[pymethods]
impl Sandbox {
    #[staticmethod]
    fn start(config: String) -> Call {
        Call::new(async move { Core::start(parse::<SandboxConfig>(Code::ConfigInvalid, &config)?).await })
    }

    fn describe(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || Ok(self.0.get()?.describe().to_string()))
    }

    fn fault(&self, py: Python<'_>, system: &str, fault: &str) -> PyResult<()> {
        guarded(py, || self.0.get()?.fault(system, parse::<FaultSpec>(Code::InvalidInput, fault)?))
    }

    fn clear_faults(&self, py: Python<'_>, system: &str) -> PyResult<()> {
        guarded(py, || self.0.get()?.clear_faults(system))
    }

    fn requests(&self, py: Python<'_>, system: &str) -> PyResult<String> {
        guarded(py, || write(&self.0.get()?.requests(system)?))
    }

    fn deliveries(&self, py: Python<'_>, system: &str, after: u64) -> PyResult<String> {
        guarded(py, || write(&self.0.get()?.deliveries(system, after)?))
    }

    fn add_webhook(&self, py: Python<'_>, system: &str, url: &str) -> PyResult<String> {
        guarded(py, || Ok(self.0.get()?.add_webhook(system, url)?.to_string()))
    }

    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        guarded(py, || {
            self.0.get()?.stop();
            Ok(())
        })
    }
}

fn parse<T: DeserializeOwned>(code: Code, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| Error::new(code, error.to_string()))
}

fn write(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::unexpected("cannot be written as JSON").with_source(error))
}
