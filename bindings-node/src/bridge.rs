//! The bridge.

use coreflow_bridge::bridge::Bridge;
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::events::NativeEvents;
use crate::guard::Held;
use crate::settle::{immediate, settle};
use crate::tenant::NativeTenant;
use crate::webhooks::NativeWebhooks;

/// The root object of a process.
#[napi]
pub struct NativeBridge(Held<Bridge>);

#[napi]
impl NativeBridge {
    /// Opens a bridge; the store opens at its first use.
    #[napi(constructor)]
    pub fn new(env: &Env, config: String) -> Result<Self> {
        immediate(env, || Bridge::open(&config).map(|bridge| NativeBridge(Held::new(bridge))))
    }

    /// The events of all tenants and the host.
    #[napi]
    pub fn events(&self, env: &Env) -> Result<NativeEvents> {
        immediate(env, || Ok(NativeEvents::new(self.0.get()?.events())))
    }

    /// The webhooks of the host, and the intake of all.
    #[napi]
    pub fn webhooks(&self, env: &Env) -> Result<NativeWebhooks> {
        immediate(env, || Ok(NativeWebhooks::new(self.0.get()?.webhooks())))
    }

    /// A tenant's handle.
    #[napi]
    pub fn tenant(&self, env: &Env, id: String) -> Result<NativeTenant> {
        immediate(env, || self.0.get()?.tenant(&id).map(NativeTenant::new))
    }

    /// The systems that the bridge speaks to.
    #[napi]
    pub fn systems(&self, env: &Env) -> Result<String> {
        immediate(env, || self.0.get()?.systems())
    }

    /// What the systems can do, without a connection.
    #[napi]
    pub fn capabilities(&self, env: &Env, system: Option<String>) -> Result<String> {
        immediate(env, || self.0.get()?.capabilities(system.as_deref()))
    }

    /// What was counted.
    #[napi]
    pub fn metrics(&self, env: &Env) -> Result<String> {
        immediate(env, || self.0.get()?.metrics())
    }

    /// The same as text for Prometheus.
    #[napi]
    pub fn metrics_text(&self, env: &Env) -> Result<String> {
        immediate(env, || self.0.get()?.metrics_text())
    }

    /// What is sold to tenants.
    #[napi]
    pub fn catalogue(&self, env: &Env) -> Result<String> {
        immediate(env, || self.0.get()?.catalogue())
    }

    /// What an event of Stripe says of a subscription.
    #[napi]
    pub fn subscription_from_stripe(&self, env: &Env, event: String) -> Result<String> {
        immediate(env, || self.0.get()?.subscription_from_stripe(&event))
    }

    /// Runs the change feeds that are due.
    #[napi]
    pub fn run_due_syncs<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |bridge| async move { bridge.run_due_syncs(&options).await })
    }

    /// The state of the store and of all pipelines.
    #[napi]
    pub fn health<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |bridge| async move { bridge.health().await })
    }

    /// Checks the connections that are due.
    #[napi]
    pub fn check_health<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |bridge| async move { bridge.check_health(&options).await })
    }

    /// The same, again and again.
    #[napi]
    pub fn run<'env>(&self, env: &'env Env, options: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |bridge| async move { bridge.run(&options).await })
    }

    /// Looks after the write ledger of all tenants, and runs the change feeds that are due.
    #[napi]
    pub fn drain_due<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |bridge| async move { bridge.drain_due(&options).await })
    }

    /// Closes the bridge; later calls fail with `CLOSED`.
    #[napi]
    pub fn close<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        settle(&self.0, env, None, |bridge| async move {
            bridge.close().await;
            Ok(())
        })
    }
}
