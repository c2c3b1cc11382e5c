//! The command line that all packages share.

use coreflow_bridge::Error;
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;
use serde_json::json;

use crate::guard::Held;
use crate::settle::settle;

/// Runs the command line on a thread of its own; gives `status`, `out` and `err` as JSON.
#[napi]
pub(crate) fn run_cli<'env>(env: &'env Env, arguments: Vec<String>) -> Result<Object<'env>> {
    settle(&Held::new(()), env, None, |()| async move {
        let run = tokio::task::spawn_blocking(move || coreflow_bridge::cli::captured(&arguments)).await;
        let (status, out, err) = run.map_err(|error| Error::unexpected(error.to_string()))?;
        Ok(json!({"status": status, "out": out, "err": err}).to_string())
    })
}
