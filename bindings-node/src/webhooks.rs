//! Webhooks: endpoints, and the intake of deliveries.

use coreflow_bridge::bridge::Webhooks;
use napi::bindgen_prelude::{Object, Uint8Array};
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::guard::Held;
use crate::settle::{immediate, settle};

/// The webhooks of a tenant, or of the host.
#[napi]
pub struct NativeWebhooks(Held<Webhooks>);

impl NativeWebhooks {
    pub(crate) fn new(webhooks: Webhooks) -> Self {
        NativeWebhooks(Held::new(webhooks))
    }
}

#[napi]
impl NativeWebhooks {
    /// Makes an endpoint.
    #[napi]
    pub fn create<'env>(&self, env: &'env Env, request: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.create(&request).await })
    }

    /// The endpoints.
    #[napi]
    pub fn list<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.list().await })
    }

    /// Gives an endpoint another secret.
    #[napi]
    pub fn rotate<'env>(
        &self,
        env: &'env Env,
        id: String,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.rotate(&id, &request).await })
    }

    /// Ends an endpoint.
    #[napi]
    pub fn delete<'env>(&self, env: &'env Env, id: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.delete(&id).await })
    }

    /// Tells the system where to deliver.
    #[napi]
    pub fn register<'env>(
        &self,
        env: &'env Env,
        id: String,
        request: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.register(&id, &request).await })
    }

    /// Tells the system to deliver no more.
    #[napi]
    pub fn unregister<'env>(&self, env: &'env Env, id: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.unregister(&id).await })
    }

    /// The largest body that is taken.
    #[napi]
    pub fn max_body_bytes(&self, env: &Env) -> Result<u32> {
        immediate(env, || Ok(u32::try_from(self.0.get()?.max_body_bytes()).unwrap_or(u32::MAX)))
    }

    /// Takes a delivery.
    #[napi]
    #[allow(clippy::too_many_arguments)]
    pub fn handle<'env>(
        &self,
        env: &'env Env,
        endpoint: String,
        method: String,
        url: Option<String>,
        headers: Vec<Vec<String>>,
        body: Uint8Array,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok().map(|[name, value]| (name, value));
        let headers: Vec<(String, String)> = headers.into_iter().filter_map(pair).collect();
        // The engine's memory may change: what is checked is what was there when the call was made. What is too long is refused by
        // its length, so no more of it is needed.
        let most = self.0.get().map_or(0, |core| core.max_body_bytes()).saturating_add(1);
        let body = body.get(..most).unwrap_or(&body).to_vec();
        settle(&self.0, env, cancel, |core| async move {
            Ok(core.handle(&endpoint, &method, url.as_deref(), &headers, &body).await.to_json())
        })
    }
}
