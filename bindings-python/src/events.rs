//! Events: publishing, consuming, and what could not be delivered.

use std::sync::Arc;

use coreflow_bridge::Result;
use pyo3::prelude::*;

use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::handle::Handle;

type Core = coreflow_bridge::bridge::Events;
type CoreConsumer = coreflow_bridge::bridge::EventConsumer;

/// A handle of `coreflow_bridge::bridge::Events`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Events(Handle<Core>);

impl Events {
    pub(crate) fn new(events: Core) -> Self {
        Self(Handle::new(events))
    }

    fn call<T, F>(&self, py: Python<'_>, operation: impl FnOnce(Core) -> F) -> PyResult<Call>
    where
        T: ToPython,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let events = guarded(py, || self.0.get())?;
        Ok(Call::new(operation(events)))
    }
}

#[pymethods]
impl Events {
    fn publish(&self, py: Python<'_>, events: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.publish(&events).await })
    }

    fn consumer(&self, py: Python<'_>, options: &str) -> PyResult<Consumer> {
        guarded(py, || Ok(Consumer(Handle::new(Arc::new(self.0.get()?.consumer(options)?)))))
    }

    fn list(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.list(&options).await })
    }

    fn groups(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |core| async move { core.groups().await })
    }

    fn forget(&self, py: Python<'_>, group: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.forget(&group).await })
    }

    fn replay(&self, py: Python<'_>, group: String, start: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.replay(&group, &start).await })
    }

    fn dead_letters(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.dead_letters(&options).await })
    }

    fn replay_dead_letters(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.replay_dead_letters(&options).await })
    }

    fn drop_dead_letters(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |core| async move { core.drop_dead_letters(&options).await })
    }
}

/// A handle of `coreflow_bridge::bridge::EventConsumer`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Consumer(Handle<Arc<CoreConsumer>>);

#[pymethods]
impl Consumer {
    fn open(&self, py: Python<'_>) -> PyResult<Call> {
        let consumer = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { consumer.open().await }))
    }

    fn next(&self, py: Python<'_>, max: u32, wait_ms: u64) -> PyResult<Call> {
        let consumer = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { consumer.next(max, wait_ms).await }))
    }

    fn settle(&self, py: Python<'_>, answer: String) -> PyResult<Call> {
        let consumer = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { consumer.settle(&answer).await }))
    }

    fn step_key(&self, py: Python<'_>, step: &str) -> PyResult<String> {
        guarded(py, || self.0.get()?.step_key(step))
    }

    fn begin_step(&self, py: Python<'_>, step: String) -> PyResult<Call> {
        let consumer = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { consumer.begin_step(&step).await }))
    }

    fn finish_step(&self, py: Python<'_>, step: String) -> PyResult<Call> {
        let consumer = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { consumer.finish_step(&step).await }))
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(py, || {
            self.0.get()?.close();
            Ok(())
        })
    }
}
