//! Webhooks: endpoints, and the intake of deliveries.

use coreflow_bridge::Result;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::handle::Handle;

type Core = coreflow_bridge::bridge::Webhooks;

/// A handle of `coreflow_bridge::bridge::Webhooks`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Webhooks(Handle<Core>);

impl Webhooks {
    pub(crate) fn new(webhooks: Core) -> Self {
        Self(Handle::new(webhooks))
    }

    fn call<T, F>(&self, py: Python<'_>, operation: impl FnOnce(Core) -> F) -> PyResult<Call>
    where
        T: ToPython,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let webhooks = guarded(py, || self.0.get())?;
        Ok(Call::new(operation(webhooks)))
    }
}

#[pymethods]
impl Webhooks {
    fn create(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.create(&request).await })
    }

    fn list(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |core| async move { core.list().await })
    }

    fn rotate(&self, py: Python<'_>, id: String, request: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.rotate(&id, &request).await })
    }

    fn delete(&self, py: Python<'_>, id: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.delete(&id).await })
    }

    fn register(&self, py: Python<'_>, id: String, request: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.register(&id, &request).await })
    }

    fn unregister(&self, py: Python<'_>, id: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.unregister(&id).await })
    }

    fn max_body_bytes(&self, py: Python<'_>) -> PyResult<usize> {
        guarded(py, || Ok(self.0.get()?.max_body_bytes()))
    }

    #[pyo3(signature = (endpoint, method, url, headers, body))]
    fn handle(
        &self,
        py: Python<'_>,
        endpoint: String,
        method: String,
        url: Option<String>,
        headers: Vec<(String, String)>,
        body: PyBackedBytes,
    ) -> PyResult<Call> {
        self.call(py, move |core| async move {
            Ok(core.handle(&endpoint, &method, url.as_deref(), &headers, &body).await.to_json())
        })
    }
}
