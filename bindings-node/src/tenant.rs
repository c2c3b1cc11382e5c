//! A tenant: connections, modules, and the operations on its resources.

use std::path::Path;

use bytes::Bytes;
use coreflow_bridge::bridge::{Content, Tenant};
use napi::bindgen_prelude::{Buffer, Object};
use napi::{Env, Result};
use napi_derive::napi;

use crate::batch::NativeBatch;
use crate::cancel::CancelHandle;
use crate::events::NativeEvents;
use crate::guard::Held;
use crate::listing::{NativeListing, record_json, records_json};
use crate::settle::{immediate, settle};
use crate::sync::{NativeSyncRun, page_json, read_json};
use crate::watch::NativeWatch;
use crate::webhooks::NativeWebhooks;

/// The isolation unit, a scoped handle.
#[napi]
pub struct NativeTenant(Held<Tenant>);

impl NativeTenant {
    pub(crate) fn new(tenant: Tenant) -> Self {
        NativeTenant(Held::new(tenant))
    }
}

#[napi]
impl NativeTenant {
    /// The tenant's id.
    #[napi(getter)]
    pub fn id(&self, env: &Env) -> Result<String> {
        immediate(env, || Ok(self.0.get()?.id().to_owned()))
    }

    /// The events of the tenant.
    #[napi]
    pub fn events(&self, env: &Env) -> Result<NativeEvents> {
        immediate(env, || Ok(NativeEvents::new(self.0.get()?.events())))
    }

    /// The webhooks of the tenant.
    #[napi]
    pub fn webhooks(&self, env: &Env) -> Result<NativeWebhooks> {
        immediate(env, || Ok(NativeWebhooks::new(self.0.get()?.webhooks())))
    }

    /// One run over a list; nothing is sent before the first page is asked for.
    #[napi]
    pub fn list(&self, env: &Env, resource: String, options: String) -> Result<NativeListing> {
        immediate(env, || self.0.get()?.list(&resource, &options).map(NativeListing::new))
    }

    /// Many creates; nothing is sent before their first outcomes are asked for.
    #[napi]
    pub fn batch(&self, env: &Env, resource: String, inputs: String, options: String) -> Result<NativeBatch> {
        immediate(env, || self.0.get()?.batch(&resource, &inputs, &options).map(NativeBatch::new))
    }

    /// One run of a change feed; nothing is asked before its first step is asked for.
    #[napi]
    pub fn sync(&self, env: &Env, resource: String, options: String) -> Result<NativeSyncRun> {
        immediate(env, || self.0.get()?.sync(&resource, &options).map(NativeSyncRun::new))
    }

    /// The change feeds of the tenant.
    #[napi]
    pub fn syncs<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.syncs().await })
    }

    /// Forgets a change feed.
    #[napi]
    pub fn forget_sync<'env>(
        &self,
        env: &'env Env,
        resource: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.forget_sync(&resource, &options).await })
    }

    /// Records of a mirror.
    #[napi]
    pub fn mirror_page<'env>(
        &self,
        env: &'env Env,
        resource: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(
            &self.0,
            env,
            cancel,
            |tenant| async move { Ok(page_json(&tenant.mirror_page(&resource, &options).await?)) },
        )
    }

    /// One record of a mirror.
    #[napi]
    pub fn mirror_get<'env>(
        &self,
        env: &'env Env,
        resource: String,
        id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            Ok(read_json(&tenant.mirror_get(&resource, &id, &options).await?))
        })
    }

    /// A job to watch; nothing is asked before its first state is asked for.
    #[napi]
    pub fn watch(&self, env: &Env, resource: String, id: String, options: String) -> Result<NativeWatch> {
        immediate(env, || self.0.get()?.watch(&resource, &id, &options).map(NativeWatch::new))
    }

    /// Connects a system.
    #[napi]
    pub fn connect<'env>(
        &self,
        env: &'env Env,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.connect(&request).await })
    }

    /// Removes a connection and its sealed credential.
    #[napi]
    pub fn disconnect<'env>(
        &self,
        env: &'env Env,
        name: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.disconnect(&name).await })
    }

    /// The tenant's connections.
    #[napi]
    pub fn connections<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.connections().await })
    }

    /// Activates and deactivates modules.
    #[napi]
    pub fn change_modules<'env>(
        &self,
        env: &'env Env,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.change_modules(&request).await })
    }

    /// The active modules and their providers.
    #[napi]
    pub fn active_modules<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.active_modules().await })
    }

    /// Whether a module is active.
    #[napi]
    pub fn is_module_active<'env>(
        &self,
        env: &'env Env,
        module: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            Ok(tenant.is_module_active(&module, &options).await?.to_string())
        })
    }

    /// What a module offers to the tenant.
    #[napi]
    pub fn module_capabilities<'env>(
        &self,
        env: &'env Env,
        module: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.module_capabilities(&module).await })
    }

    /// Whether modules can be active together.
    #[napi]
    pub fn validate_modules<'env>(
        &self,
        env: &'env Env,
        modules: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.validate_modules(&modules).await })
    }

    /// What would come of a change of modules.
    #[napi]
    pub fn plan_modules<'env>(
        &self,
        env: &'env Env,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.plan_modules(&request).await })
    }

    /// Makes what a plan says.
    #[napi]
    pub fn apply_modules<'env>(
        &self,
        env: &'env Env,
        plan: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.apply_modules(&plan).await })
    }

    /// What the tenant has bought.
    #[napi]
    pub fn subscription<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.subscription().await })
    }

    /// Says what the tenant has bought.
    #[napi]
    pub fn set_subscription<'env>(
        &self,
        env: &'env Env,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.set_subscription(&request).await })
    }

    /// Takes a signed entitlement.
    #[napi]
    pub fn install_subscription<'env>(
        &self,
        env: &'env Env,
        token: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.install_subscription(&token).await })
    }

    /// Forgets the subscription.
    #[napi]
    pub fn remove_subscription<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.remove_subscription().await })
    }

    /// The use of every metric.
    #[napi]
    pub fn usage<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.usage().await })
    }

    /// Counts use of a metric.
    #[napi]
    pub fn record_usage<'env>(
        &self,
        env: &'env Env,
        metric: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.record_usage(&metric, &options).await })
    }

    /// Whether use would be let through.
    #[napi]
    pub fn check_usage<'env>(
        &self,
        env: &'env Env,
        metric: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.check_usage(&metric, &options).await })
    }

    /// What the connections can do.
    #[napi]
    pub fn capabilities<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.capabilities(&options).await })
    }

    /// The health of each connection.
    #[napi]
    pub fn health<'env>(&self, env: &'env Env, options: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.health(&options).await })
    }

    /// One record.
    #[napi]
    pub fn get<'env>(
        &self,
        env: &'env Env,
        resource: String,
        id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.get(&resource, &id, &options).await.map(|record| record_json(&record))
        })
    }

    /// A new record.
    #[napi]
    pub fn create<'env>(
        &self,
        env: &'env Env,
        resource: String,
        input: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.create(&resource, &input, &options).await.map(|record| record_json(&record))
        })
    }

    /// Changes a record.
    #[napi]
    pub fn update<'env>(
        &self,
        env: &'env Env,
        resource: String,
        id: String,
        input: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.update(&resource, &id, &input, &options).await.map(|record| record_json(&record))
        })
    }

    /// A new record, or the one that is there, changed.
    #[napi]
    pub fn upsert<'env>(
        &self,
        env: &'env Env,
        resource: String,
        input: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.upsert(&resource, &input, &options).await.map(|record| record_json(&record))
        })
    }

    /// Deletes a record.
    #[napi]
    pub fn delete<'env>(
        &self,
        env: &'env Env,
        resource: String,
        id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.delete(&resource, &id, &options).await })
    }

    /// A state action: submit, cancel, pay, ...
    #[allow(clippy::too_many_arguments)] // the call's own five, and what every method takes
    #[napi]
    #[allow(clippy::too_many_arguments)]
    pub fn action<'env>(
        &self,
        env: &'env Env,
        resource: String,
        id: String,
        action: String,
        input: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.action(&resource, &id, &action, &input, &options).await.map(|record| record_json(&record))
        })
    }

    /// Shows a write without doing it.
    #[napi]
    pub fn plan_write<'env>(
        &self,
        env: &'env Env,
        request: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.plan_write(&request, &options).await })
    }

    /// Does what a plan shows.
    #[napi]
    pub fn apply_write<'env>(
        &self,
        env: &'env Env,
        plan: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.apply_write(&plan, &options).await.map(|record| record.as_ref().map(record_json))
        })
    }

    /// The writes in the ledger.
    #[napi]
    pub fn writes<'env>(&self, env: &'env Env, options: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.writes(&options).await })
    }

    /// One write in the ledger.
    #[napi]
    pub fn write<'env>(
        &self,
        env: &'env Env,
        key: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.write(&key, &options).await })
    }

    /// Finds out what became of a write.
    #[napi]
    pub fn resolve_write<'env>(
        &self,
        env: &'env Env,
        key: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.resolve_write(&key, &options).await })
    }

    /// Tells what became of a write.
    #[napi]
    pub fn settle_write<'env>(
        &self,
        env: &'env Env,
        key: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.settle_write(&key, &options).await })
    }

    /// What was deleted since an instant.
    #[napi]
    pub fn deletions<'env>(
        &self,
        env: &'env Env,
        resource: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.deletions(&resource, &options).await })
    }

    /// The files of a record, as a JSON array.
    #[napi]
    pub fn attachments<'env>(
        &self,
        env: &'env Env,
        resource: String,
        record_id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.attachments(&resource, &record_id, &options).await.map(|records| records_json(&records))
        })
    }

    /// Hangs a file on a record. The bytes are copied: JavaScript may write into its buffer meanwhile.
    #[allow(clippy::too_many_arguments)] // the call's own five, and what every method takes
    #[napi]
    pub fn upload_attachment<'env>(
        &self,
        env: &'env Env,
        resource: String,
        record_id: String,
        name: String,
        data: &[u8],
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        let content = Content::Bytes(Bytes::copy_from_slice(data));
        settle(&self.0, env, cancel, |tenant| async move {
            let made = tenant.upload_attachment(&resource, &record_id, &name, content, &options).await;
            made.map(|record| record_json(&record))
        })
    }

    /// The content of a file.
    #[napi]
    pub fn download_attachment<'env>(
        &self,
        env: &'env Env,
        resource: String,
        record_id: String,
        id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            let content = tenant.download_attachment(&resource, &record_id, &id, &options).await;
            content.map(|bytes| Buffer::from(Vec::from(bytes)))
        })
    }

    /// Writes a file to a path.
    #[allow(clippy::too_many_arguments)] // the call's own five, and what every method takes
    #[napi]
    pub fn save_attachment<'env>(
        &self,
        env: &'env Env,
        resource: String,
        record_id: String,
        id: String,
        path: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            let size = tenant.save_attachment(&resource, &record_id, &id, Path::new(&path), &options).await;
            // A file of this host is far below 2^53 bytes.
            size.map(|size| i64::try_from(size).unwrap_or(i64::MAX))
        })
    }

    /// Takes a file from a record.
    #[napi]
    pub fn delete_attachment<'env>(
        &self,
        env: &'env Env,
        resource: String,
        record_id: String,
        id: String,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move {
            tenant.delete_attachment(&resource, &record_id, &id, &options).await
        })
    }

    /// Links two records.
    #[napi]
    pub fn create_link<'env>(
        &self,
        env: &'env Env,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.create_link(&request).await })
    }

    /// The links between records.
    #[napi]
    pub fn links<'env>(&self, env: &'env Env, options: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.links(&options).await })
    }

    /// Ends a link.
    #[napi]
    pub fn delete_link<'env>(&self, env: &'env Env, id: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.delete_link(&id).await })
    }

    /// A raw request through the connection's pipeline.
    #[napi]
    pub fn request<'env>(
        &self,
        env: &'env Env,
        connection: String,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.request(&connection, &request).await })
    }

    /// Opens the connection's breaker until it is reset.
    #[napi]
    pub fn isolate<'env>(
        &self,
        env: &'env Env,
        connection: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.isolate(&connection).await })
    }

    /// Closes the connection's breaker.
    #[napi]
    pub fn reset<'env>(
        &self,
        env: &'env Env,
        connection: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |tenant| async move { tenant.reset(&connection).await })
    }
}
