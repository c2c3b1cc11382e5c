//! Many creates at once: their outcomes cross as they come, several in one JSON text.

use std::sync::Arc;

use coreflow_bridge::bridge::{Batch, Outcome};
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;

use crate::guard::Held;
use crate::listing::record_json;
use crate::settle::{immediate, settle};

/// Creates that are under way.
#[napi]
pub struct NativeBatch(Held<Arc<Batch>>);

impl NativeBatch {
    pub(crate) fn new(batch: Batch) -> Self {
        NativeBatch(Held::new(Arc::new(batch)))
    }
}

#[napi]
impl NativeBatch {
    /// The outcomes that came next as a JSON array, or null after the last; `seen` is how many came before.
    #[napi]
    pub fn next<'env>(&self, env: &'env Env, seen: u32) -> Result<Object<'env>> {
        settle(&self.0, env, None, |batch| async move {
            Ok(batch.next(seen as usize).await.map(|outcomes| outcomes_json(&outcomes)))
        })
    }

    /// Sends nothing more.
    #[napi]
    pub fn stop(&self, env: &Env) -> Result<()> {
        immediate(env, || self.0.get().map(|batch| batch.stop()))
    }
}

fn outcomes_json(outcomes: &[Outcome]) -> String {
    let one = |(index, outcome): &Outcome| match outcome {
        Ok(record) => format!("{{\"index\":{index},\"record\":{}}}", record_json(record)),
        Err(error) => serde_json::json!({"index": index, "error": error.parts()}).to_string(),
    };
    format!("[{}]", outcomes.iter().map(one).collect::<Vec<_>>().join(","))
}
