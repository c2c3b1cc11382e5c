//! The one Tokio runtime of the process, and the JavaScript environments that use it.
//!
//! It starts at the first call, not at import, and stops with the last environment (the main thread, or a worker
//! thread that loaded the addon alone), so that no thread of ours runs while the process tears itself down.

use std::cell::RefCell;
use std::future::Future;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use coreflow_bridge::{Error, Result};
use napi::Env;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;

/// More threads than this gain nothing: the work is waiting for sockets, and decoding one page at a time.
const MAX_THREADS: usize = 4;

/// How long the end of an environment may wait for threads that are inside a system call.
const PATIENCE: Duration = Duration::from_millis(100);

struct Shared {
    environments: usize,
    runtime: Option<Runtime>,
}

static SHARED: Mutex<Shared> = Mutex::new(Shared { environments: 0, runtime: None });

thread_local! {
    /// Dropped with the environment of this thread; whoever holds a receiver learns it.
    static ALIVE: RefCell<Option<watch::Sender<()>>> = const { RefCell::new(None) };
}

/// Notes a new environment and what to do at its end.
pub(crate) fn enter_environment(env: &Env) -> napi::Result<()> {
    shared().environments += 1;
    ALIVE.set(Some(watch::Sender::new(())));
    env.add_env_cleanup_hook((), |()| leave_environment()).map(drop)
}

fn leave_environment() {
    ALIVE.set(None);
    let last = {
        let mut shared = shared();
        shared.environments = shared.environments.saturating_sub(1);
        if shared.environments == 0 { shared.runtime.take() } else { None }
    };
    if let Some(runtime) = last {
        runtime.shutdown_timeout(PATIENCE);
    }
}

/// Resolves when the environment of the calling thread has ended.
pub(crate) fn environment_end() -> impl Future<Output = ()> + Send + 'static {
    let receiver = ALIVE.with_borrow(|alive| alive.as_ref().map(watch::Sender::subscribe));
    async move {
        if let Some(mut receiver) = receiver {
            // Nothing is ever sent; this ends when the sender is dropped.
            while receiver.changed().await.is_ok() {}
        }
    }
}

/// The runtime, started if there is none yet.
pub(crate) fn handle() -> Result<Handle> {
    let mut shared = shared();
    let runtime = match shared.runtime.take() {
        Some(runtime) => runtime,
        None => start()?,
    };
    Ok(shared.runtime.insert(runtime).handle().clone())
}

fn start() -> Result<Runtime> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(threads).thread_name("coreflow-bridge").enable_all();
    builder.build().map_err(|e| Error::unexpected("The threads of the bridge cannot be started.").with_source(e))
}

fn shared() -> std::sync::MutexGuard<'static, Shared> {
    SHARED.lock().unwrap_or_else(PoisonError::into_inner)
}
