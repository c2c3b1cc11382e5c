//! The root handle.

use pyo3::prelude::*;

use crate::call::Call;
use crate::error::guarded;
use crate::events::Events;
use crate::handle::Handle;
use crate::runtime::runtime;
use crate::tenant::Tenant;
use crate::webhooks::Webhooks;

/// A handle of `coreflow_bridge::bridge::Bridge`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Bridge(Handle<coreflow_bridge::bridge::Bridge>);

#[pymethods]
impl Bridge {
    #[new]
    fn new(py: Python<'_>, config: &str) -> PyResult<Self> {
        guarded(py, || {
            let _inside = runtime()?.enter();
            Ok(Self(Handle::new(coreflow_bridge::bridge::Bridge::open(config)?)))
        })
    }

    fn tenant(&self, py: Python<'_>, id: &str) -> PyResult<Tenant> {
        guarded(py, || Ok(Tenant::new(self.0.get()?.tenant(id)?)))
    }

    fn events(&self, py: Python<'_>) -> PyResult<Events> {
        guarded(py, || Ok(Events::new(self.0.get()?.events())))
    }

    fn webhooks(&self, py: Python<'_>) -> PyResult<Webhooks> {
        guarded(py, || Ok(Webhooks::new(self.0.get()?.webhooks())))
    }

    fn systems(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || self.0.get()?.systems())
    }

    #[pyo3(signature = (system=None))]
    fn capabilities(&self, py: Python<'_>, system: Option<&str>) -> PyResult<String> {
        guarded(py, || self.0.get()?.capabilities(system))
    }

    fn metrics(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || self.0.get()?.metrics())
    }

    fn metrics_text(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || self.0.get()?.metrics_text())
    }

    fn catalogue(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || self.0.get()?.catalogue())
    }

    fn subscription_from_stripe(&self, py: Python<'_>, event: &str) -> PyResult<String> {
        guarded(py, || self.0.get()?.subscription_from_stripe(event))
    }

    fn run_due_syncs(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { bridge.run_due_syncs(&options).await }))
    }

    fn health(&self, py: Python<'_>) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { bridge.health().await }))
    }

    fn check_health(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { bridge.check_health(&options).await }))
    }

    fn run(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { bridge.run(&options).await }))
    }

    fn drain_due(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { bridge.drain_due(&options).await }))
    }

    fn close(&self, py: Python<'_>) -> PyResult<Call> {
        let bridge = guarded(py, || self.0.get())?;
        Ok(Call::new(async move {
            bridge.close().await;
            Ok(())
        }))
    }
}
