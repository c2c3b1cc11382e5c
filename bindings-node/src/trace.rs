//! The host's span that a call belongs to: the facade names it right before the call, on the same thread.

use std::cell::Cell;

use coreflow_bridge::telemetry::Parent;
use napi::{Env, Result};
use napi_derive::napi;

use crate::settle::immediate;

thread_local! {
    static PARENT: Cell<Option<Parent>> = const { Cell::new(None) };
}

/// Names the parent of the calls that are begun until it is named again; without one they have none.
#[napi]
pub(crate) fn enter_trace(env: &Env, traceparent: Option<String>) -> Result<()> {
    let parent = immediate(env, || traceparent.as_deref().map(Parent::read).transpose())?;
    PARENT.set(parent);
    Ok(())
}

/// The parent of a call that is begun now.
pub(crate) fn parent() -> Option<Parent> {
    PARENT.get()
}
