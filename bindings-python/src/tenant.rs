//! The handle of one tenant: every operation on data starts here.

use std::path::PathBuf;

use bytes::Bytes;
use coreflow_bridge::Result;
use coreflow_bridge::bridge::Content;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::batch::Batch;
use crate::call::{Call, ToPython};
use crate::error::guarded;
use crate::events::Events;
use crate::handle::Handle;
use crate::listing::Listing;
use crate::sync::SyncRun;
use crate::watch::Watch;
use crate::webhooks::Webhooks;

type Core = coreflow_bridge::bridge::Tenant;

/// A handle of `coreflow_bridge::bridge::Tenant`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Tenant(Handle<Core>);

impl Tenant {
    pub(crate) fn new(tenant: Core) -> Self {
        Self(Handle::new(tenant))
    }

    fn call<T, F>(&self, py: Python<'_>, operation: impl FnOnce(Core) -> F) -> PyResult<Call>
    where
        T: ToPython,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let tenant = guarded(py, || self.0.get())?;
        Ok(Call::new(operation(tenant)))
    }
}

#[pymethods]
impl Tenant {
    fn events(&self, py: Python<'_>) -> PyResult<Events> {
        guarded(py, || Ok(Events::new(self.0.get()?.events())))
    }

    fn webhooks(&self, py: Python<'_>) -> PyResult<Webhooks> {
        guarded(py, || Ok(Webhooks::new(self.0.get()?.webhooks())))
    }

    fn connect(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.connect(&request).await })
    }

    fn disconnect(&self, py: Python<'_>, name: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.disconnect(&name).await })
    }

    fn connections(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.connections().await })
    }

    fn change_modules(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.change_modules(&request).await })
    }

    fn active_modules(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.active_modules().await })
    }

    fn is_module_active(&self, py: Python<'_>, module: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { Ok(tenant.is_module_active(&module, &options).await?.to_string()) })
    }

    fn module_capabilities(&self, py: Python<'_>, module: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.module_capabilities(&module).await })
    }

    fn validate_modules(&self, py: Python<'_>, modules: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.validate_modules(&modules).await })
    }

    fn plan_modules(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.plan_modules(&request).await })
    }

    fn apply_modules(&self, py: Python<'_>, plan: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.apply_modules(&plan).await })
    }

    fn subscription(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.subscription().await })
    }

    fn set_subscription(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.set_subscription(&request).await })
    }

    fn install_subscription(&self, py: Python<'_>, token: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.install_subscription(&token).await })
    }

    fn remove_subscription(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.remove_subscription().await })
    }

    fn usage(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.usage().await })
    }

    fn record_usage(&self, py: Python<'_>, metric: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.record_usage(&metric, &options).await })
    }

    fn check_usage(&self, py: Python<'_>, metric: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.check_usage(&metric, &options).await })
    }

    fn capabilities(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.capabilities(&options).await })
    }

    fn health(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.health(&options).await })
    }

    fn list(&self, py: Python<'_>, resource: &str, options: &str) -> PyResult<Listing> {
        guarded(py, || Ok(Listing::new(self.0.get()?.list(resource, options)?)))
    }

    fn batch(&self, py: Python<'_>, resource: &str, inputs: &str, options: &str) -> PyResult<Batch> {
        guarded(py, || Ok(Batch::new(self.0.get()?.batch(resource, inputs, options)?)))
    }

    fn watch(&self, py: Python<'_>, resource: &str, id: &str, options: &str) -> PyResult<Watch> {
        guarded(py, || Ok(Watch::new(self.0.get()?.watch(resource, id, options)?)))
    }

    fn get(&self, py: Python<'_>, resource: String, id: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.get(&resource, &id, &options).await })
    }

    fn create(&self, py: Python<'_>, resource: String, input: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.create(&resource, &input, &options).await })
    }

    fn update(&self, py: Python<'_>, resource: String, id: String, input: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.update(&resource, &id, &input, &options).await })
    }

    fn upsert(&self, py: Python<'_>, resource: String, input: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.upsert(&resource, &input, &options).await })
    }

    fn delete(&self, py: Python<'_>, resource: String, id: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.delete(&resource, &id, &options).await })
    }

    fn action(
        &self,
        py: Python<'_>,
        resource: String,
        id: String,
        action: String,
        input: String,
        options: String,
    ) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.action(&resource, &id, &action, &input, &options).await })
    }

    fn sync(&self, py: Python<'_>, resource: &str, options: &str) -> PyResult<SyncRun> {
        guarded(py, || Ok(SyncRun::new(self.0.get()?.sync(resource, options)?)))
    }

    fn syncs(&self, py: Python<'_>) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.syncs().await })
    }

    fn forget_sync(&self, py: Python<'_>, resource: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.forget_sync(&resource, &options).await })
    }

    fn mirror_page(&self, py: Python<'_>, resource: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.mirror_page(&resource, &options).await })
    }

    fn mirror_get(&self, py: Python<'_>, resource: String, id: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.mirror_get(&resource, &id, &options).await })
    }

    fn plan_write(&self, py: Python<'_>, request: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.plan_write(&request, &options).await })
    }

    fn apply_write(&self, py: Python<'_>, plan: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.apply_write(&plan, &options).await })
    }

    fn writes(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.writes(&options).await })
    }

    fn write(&self, py: Python<'_>, key: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.write(&key, &options).await })
    }

    fn resolve_write(&self, py: Python<'_>, key: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.resolve_write(&key, &options).await })
    }

    fn settle_write(&self, py: Python<'_>, key: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.settle_write(&key, &options).await })
    }

    fn deletions(&self, py: Python<'_>, resource: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.deletions(&resource, &options).await })
    }

    fn attachments(&self, py: Python<'_>, resource: String, record_id: String, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.attachments(&resource, &record_id, &options).await })
    }

    fn upload_attachment(
        &self,
        py: Python<'_>,
        resource: String,
        record_id: String,
        name: String,
        data: PyBackedBytes,
        options: String,
    ) -> PyResult<Call> {
        // The bytes stay Python's own: nothing is copied on the way in.
        let content = Content::Bytes(Bytes::from_owner(data));
        self.call(py, |tenant| async move {
            tenant.upload_attachment(&resource, &record_id, &name, content, &options).await
        })
    }

    fn upload_attachment_file(
        &self,
        py: Python<'_>,
        resource: String,
        record_id: String,
        name: String,
        path: PathBuf,
        options: String,
    ) -> PyResult<Call> {
        let content = Content::Path(path);
        self.call(py, |tenant| async move {
            tenant.upload_attachment(&resource, &record_id, &name, content, &options).await
        })
    }

    fn download_attachment(
        &self,
        py: Python<'_>,
        resource: String,
        record_id: String,
        id: String,
        options: String,
    ) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.download_attachment(&resource, &record_id, &id, &options).await })
    }

    fn save_attachment(
        &self,
        py: Python<'_>,
        resource: String,
        record_id: String,
        id: String,
        path: PathBuf,
        options: String,
    ) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.save_attachment(&resource, &record_id, &id, &path, &options).await })
    }

    fn delete_attachment(
        &self,
        py: Python<'_>,
        resource: String,
        record_id: String,
        id: String,
        options: String,
    ) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.delete_attachment(&resource, &record_id, &id, &options).await })
    }

    fn create_link(&self, py: Python<'_>, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.create_link(&request).await })
    }

    fn links(&self, py: Python<'_>, options: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.links(&options).await })
    }

    fn delete_link(&self, py: Python<'_>, id: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.delete_link(&id).await })
    }

    fn request(&self, py: Python<'_>, connection: String, request: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.request(&connection, &request).await })
    }

    fn isolate(&self, py: Python<'_>, connection: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.isolate(&connection).await })
    }

    fn reset(&self, py: Python<'_>, connection: String) -> PyResult<Call> {
        self.call(py, |tenant| async move { tenant.reset(&connection).await })
    }
}
