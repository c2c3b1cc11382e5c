//! Panics on purpose, so that the tests can show on the very addon that ships that none of them harms the process.

use coreflow_bridge::Error;
use napi::bindgen_prelude::Object;
use napi::{Env, Result};
use napi_derive::napi;

use crate::guard::Held;
use crate::settle::{immediate, settle};

/// Panics when it is dropped.
#[napi]
pub struct PanicProbe(Held<Bomb>);

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        std::panic::panic_any(String::from("probe: a text that must not be seen"));
    }
}

#[napi]
impl PanicProbe {
    /// A probe that panics when it is collected.
    #[napi(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        PanicProbe(Held::new(Bomb))
    }

    /// Panics in a call without I/O.
    #[napi]
    pub fn immediate(&self, env: &Env) -> Result<()> {
        immediate(env, || self.0.get().map(|_| ()).and_then(|()| blow_up()))
    }

    /// Panics in a future, on a thread of the runtime.
    #[napi]
    pub fn future<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        settle(&Held::new(()), env, None, |()| async {
            tokio::task::yield_now().await;
            blow_up()
        })
    }

    /// Panics when it is dropped, now.
    #[napi]
    pub fn release(&mut self) {
        self.0.release();
    }
}

fn blow_up() -> std::result::Result<(), Error> {
    panic!("probe: a text that must not be seen")
}
