//! The native half of `@coreflow360/bridge`. Private: the public API is the TypeScript in `ts/`.
//!
//! Only text, numbers and handles cross. A method takes its arguments, makes the core's future and gives it to
//! [`settle`]; it knows no defaults, no error kinds and no models. No panic leaves this crate.

mod batch;
mod bridge;
mod cancel;
mod cli;
mod events;
mod guard;
mod listing;
mod logs;
mod probe;
mod runtime;
mod sandbox;
mod settle;
mod sync;
mod tenant;
mod trace;
mod watch;
mod webhooks;

use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::{module_init, napi};

/// The version of the addon; the facade refuses to work with another one.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[module_init]
fn init() {
    guard::withhold_panic_payloads();
}

#[napi(module_exports)]
fn exports(_exports: Object<'_>, env: Env) -> Result<()> {
    runtime::enter_environment(&env)
}
