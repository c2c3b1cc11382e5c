//! The log on its way to JavaScript: a word that there are records goes to the event loop, which takes them when it has
//! time. Nothing here keeps the process alive.

use std::sync::Arc;
use std::time::Duration;

use coreflow_bridge::telemetry::{Level, Listener, LogRecord, listen};
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, Result};
use napi_derive::napi;
use tokio::sync::Notify;

use crate::runtime;
use crate::settle::immediate;

/// As long as it takes.
const LONG: Duration = Duration::from_secs(3_600);

/// A listener to the log of this process.
#[napi]
pub struct NativeLogs {
    listener: Arc<Listener>,
    taken: Arc<Notify>,
}

#[napi]
impl NativeLogs {
    /// Hears from a level on; `wake` is called when there are records to take.
    #[napi(constructor)]
    pub fn new(env: &Env, level: String, wake: Function<'_, (), ()>) -> Result<Self> {
        let wake = wake.build_threadsafe_function().weak::<true>().build()?;
        let end = runtime::environment_end();
        let runtime = immediate(env, runtime::handle)?;
        let logs = NativeLogs { listener: listen(Level::of(&level)), taken: Arc::default() };
        let (listener, taken) = (Arc::clone(&logs.listener), Arc::clone(&logs.taken));
        runtime.spawn(async move {
            let feed = async {
                while listener.ready(LONG).await {
                    // Refused only while the environment ends.
                    let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
                    taken.notified().await;
                }
            };
            tokio::select! {
                biased;
                () = end => {}
                () = feed => {}
            }
        });
        Ok(logs)
    }

    /// The records that wait, some hundred at the most, as a JSON array; null when there are none.
    #[napi]
    pub fn take(&self) -> Option<String> {
        let records = self.listener.take();
        if records.is_empty() {
            self.taken.notify_one();
            return None;
        }
        Some(LogRecord::to_json(&records))
    }

    /// Hears no more. What was heard can still be taken.
    #[napi]
    pub fn stop(&self) {
        self.listener.close();
        self.taken.notify_one();
    }
}

impl Drop for NativeLogs {
    fn drop(&mut self) {
        self.stop();
    }
}
