//! Change feeds: one run, step by step, and reads from the mirror.

use std::sync::Arc;

use coreflow_bridge::bridge::{MirrorPage, MirrorRead, SyncRun};
use napi::bindgen_prelude::{Latin1String, Object};
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::guard::Held;
use crate::listing::{ascii_text, record_json, records_text};
use crate::settle::settle;

/// One run of a change feed.
#[napi]
pub struct NativeSyncRun(Held<Arc<SyncRun>>);

impl NativeSyncRun {
    pub(crate) fn new(run: SyncRun) -> Self {
        NativeSyncRun(Held::new(Arc::new(run)))
    }
}

#[napi]
impl NativeSyncRun {
    /// The report after the next step, or null after the step that ended the run.
    #[napi]
    pub fn next<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |run| async move { run.next().await })
    }

    /// Gives the feed free for others.
    #[napi]
    pub fn close(&mut self) {
        self.0.release();
    }
}

pub(crate) fn page_json(page: &MirrorPage) -> Latin1String {
    let mut out = b"{\"records\":".to_vec();
    records_text(&mut out, &page.records);
    let (as_of, next) = (page.as_of.to_string(), serde_json::json!(page.next));
    out.extend(format!(",\"asOf\":\"{as_of}\",\"ageMs\":{},\"next\":{next}}}", page.age_ms).bytes());
    ascii_text(out)
}

pub(crate) fn read_json(read: &MirrorRead) -> String {
    let source = if read.mirrored { "mirror" } else { "system" };
    let record = record_json(&read.record);
    format!("{{\"record\":{record},\"asOf\":\"{}\",\"ageMs\":{},\"source\":\"{source}\"}}", read.as_of, read.age_ms)
}
