//! The fake systems, in this process.

use std::sync::Arc;

use coreflow_bridge::Error;
use coreflow_bridge::sandbox::{FaultSpec, Sandbox, SandboxConfig};
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;
use serde::de::DeserializeOwned;

use crate::cancel::CancelHandle;
use crate::guard::Held;
use crate::settle::{immediate, settle};

/// A running sandbox.
#[napi]
pub struct NativeSandbox(Held<Arc<Sandbox>>);

/// Starts a sandbox.
#[napi]
pub(crate) fn start_sandbox<'env>(
    env: &'env Env,
    config: String,
    cancel: Option<&CancelHandle>,
) -> Result<Object<'env>> {
    settle(&Held::new(()), env, cancel, |()| async move {
        let sandbox = Sandbox::start(parse::<SandboxConfig>(&config)?).await?;
        Ok(NativeSandbox(Held::new(Arc::new(sandbox))))
    })
}

#[napi]
impl NativeSandbox {
    /// Where each system listens, and which credentials it takes.
    #[napi]
    pub fn describe(&self, env: &Env) -> Result<String> {
        immediate(env, || Ok(self.0.get()?.describe().to_string()))
    }

    /// Makes a system misbehave.
    #[napi]
    pub fn fault(&self, env: &Env, system: String, fault: String) -> Result<()> {
        immediate(env, || self.0.get()?.fault(&system, parse::<FaultSpec>(&fault)?))
    }

    /// Ends all faults of a system.
    #[napi]
    pub fn clear_faults(&self, env: &Env, system: String) -> Result<()> {
        immediate(env, || self.0.get()?.clear_faults(&system))
    }

    /// What a system was asked.
    #[napi]
    pub fn requests(&self, env: &Env, system: String) -> Result<String> {
        immediate(env, || serde_json::to_string(&self.0.get()?.requests(&system)?).map_err(wrong))
    }

    /// The deliveries of webhooks that a system has made.
    #[napi]
    pub fn deliveries(&self, env: &Env, system: String, after: u32) -> Result<String> {
        immediate(env, || serde_json::to_string(&self.0.get()?.deliveries(&system, u64::from(after))?).map_err(wrong))
    }

    /// Makes a webhook where a person does that.
    #[napi]
    pub fn add_webhook(&self, env: &Env, system: String, url: String) -> Result<String> {
        immediate(env, || Ok(self.0.get()?.add_webhook(&system, &url)?.to_string()))
    }

    /// Stops listening and closes all connections.
    #[napi]
    pub fn stop(&mut self) {
        self.0.release();
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> coreflow_bridge::Result<T> {
    serde_json::from_str(json).map_err(wrong)
}

fn wrong(error: serde_json::Error) -> Error {
    Error::invalid_input(format!("sandbox: {error}"))
}
