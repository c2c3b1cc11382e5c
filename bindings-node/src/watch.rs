//! A job that is watched, state by state.

use std::sync::Arc;

use coreflow_bridge::bridge::Watch;
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::guard::Held;
use crate::listing::record_json;
use crate::settle::settle;

/// One job that is watched.
#[napi]
pub struct NativeWatch(Held<Arc<Watch>>);

impl NativeWatch {
    pub(crate) fn new(watch: Watch) -> Self {
        NativeWatch(Held::new(Arc::new(watch)))
    }
}

#[napi]
impl NativeWatch {
    /// The next state as JSON, or null after the one in which the job ended.
    #[napi]
    pub fn next<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |watch| async move { Ok(watch.next().await?.map(|record| record_json(&record))) })
    }

    /// The job when it has ended.
    #[napi]
    pub fn result<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |watch| async move { watch.wait().await.map(|record| record_json(&record)) })
    }

    /// Cancels the job in the system.
    #[napi]
    pub fn cancel<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |watch| async move { watch.cancel().await.map(|record| record_json(&record)) })
    }
}
