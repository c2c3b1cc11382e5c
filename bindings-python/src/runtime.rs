//! One Tokio runtime per process, made on first use and made anew in a forked child.
//!
//! This file holds the package's only `unsafe`.
#![allow(unsafe_code)]

use std::future::Future;
use std::pin::Pin;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use coreflow_bridge::{Error, Result};
use pyo3::prelude::*;
use pyo3_async_runtimes::{TaskLocals, generic};

/// How long the end of the interpreter waits for threads that are about to leave it.
const LEAVING: Duration = Duration::from_secs(10);

struct Slot {
    pid: u32,
    runtime: tokio::runtime::Runtime,
    /// How many of its threads are in the interpreter, or about to be.
    within: AtomicUsize,
}

/// A thread in the interpreter.
struct Within(&'static Slot);

impl Within {
    fn new(slot: &'static Slot) -> Within {
        slot.within.fetch_add(1, Ordering::SeqCst);
        Within(slot)
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        self.0.within.fetch_sub(1, Ordering::SeqCst);
    }
}

static SLOT: AtomicPtr<Slot> = AtomicPtr::new(ptr::null_mut());

/// The runtime of this process. No lock is involved, so a fork at any moment leaves nothing locked in the child.
pub(crate) fn runtime() -> Result<&'static tokio::runtime::Runtime> {
    Ok(&slot()?.runtime)
}

/// What this process has made, if it has.
fn made() -> Option<&'static Slot> {
    let current = SLOT.load(Ordering::Acquire);
    // SAFETY: a published slot comes from `Box::into_raw` and is never freed: after a fork the parent's slot is leaked
    // in the child on purpose, because its worker threads do not exist there and dropping it would wait for them.
    unsafe { current.as_ref() }.filter(|slot| slot.pid == std::process::id())
}

fn slot() -> Result<&'static Slot> {
    let current = SLOT.load(Ordering::Acquire);
    if let Some(slot) = made() {
        return Ok(slot);
    }
    let fresh = Slot { pid: std::process::id(), runtime: build()?, within: AtomicUsize::new(0) };
    let fresh = Box::into_raw(Box::new(fresh));
    match SLOT.compare_exchange(current, fresh, Ordering::AcqRel, Ordering::Acquire) {
        // SAFETY: `fresh` is published now, so it is never freed.
        Ok(_) => Ok(unsafe { &*fresh }),
        Err(winner) => {
            // SAFETY: `fresh` was not published, so this is its only owner; `winner` was published and is never freed.
            let (unused, winner) = unsafe { (Box::from_raw(fresh), &*winner) };
            unused.runtime.shutdown_background();
            Ok(winner)
        }
    }
}

/// Waits until none of our threads is in the interpreter any more, because it ends now. A thread that hands over a result
/// wakes the event loop in the middle of that, and so may still be there when the program has ended; an interpreter that is
/// gone lets such a thread end by unwinding it through our frames, which ends the process (CPython before 3.14).
pub(crate) fn leave(py: Python<'_>) {
    let Some(slot) = made() else { return };
    py.detach(|| {
        let end = Instant::now() + LEAVING;
        while slot.within.load(Ordering::SeqCst) > 0 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

fn build() -> Result<tokio::runtime::Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.clamp(2, 4))
        .thread_name("coreflow-bridge")
        .enable_all()
        .build()
        .map_err(|e| Error::unexpected("cannot start the threads of the bridge").with_source(e))
}

/// The runtime in the form that `pyo3_async_runtimes` asks for; its own Tokio adapter cannot be replaced after a fork.
pub(crate) struct Spawner;

tokio::task_local! {
    static LOCALS: TaskLocals;
}

pub(crate) struct Joined(tokio::task::JoinError);

impl generic::JoinError for Joined {
    fn is_panic(&self) -> bool {
        self.0.is_panic()
    }

    fn into_panic(self) -> Box<dyn std::any::Any + Send + 'static> {
        // The text of a panic may hold data, so it goes no further.
        Box::new("the bridge failed unexpectedly")
    }
}

type Join = Pin<Box<dyn Future<Output = Result<(), Joined>> + Send>>;

impl generic::Runtime for Spawner {
    type JoinError = Joined;
    type JoinHandle = Join;

    fn spawn<F: Future<Output = ()> + Send + 'static>(future: F) -> Join {
        let task = started().runtime.spawn(future);
        Box::pin(async move { task.await.map_err(Joined) })
    }

    /// What is spawned here enters the interpreter, to hand over a result. One that has ended meanwhile takes none.
    fn spawn_blocking<F: FnOnce() + Send + 'static>(work: F) -> Join {
        let slot = started();
        let within = Within::new(slot);
        let task = slot.runtime.spawn_blocking(move || {
            if Python::try_attach(|_| ()).is_some() {
                work();
            }
            drop(within);
        });
        Box::pin(async move { task.await.map_err(Joined) })
    }
}

impl generic::ContextExt for Spawner {
    fn scope<F, R>(locals: TaskLocals, future: F) -> Pin<Box<dyn Future<Output = R> + Send>>
    where
        F: Future<Output = R> + Send + 'static,
    {
        Box::pin(LOCALS.scope(locals, future))
    }

    fn get_task_locals() -> Option<TaskLocals> {
        LOCALS.try_with(Clone::clone).ok()
    }
}

fn started() -> &'static Slot {
    slot().expect("whoever spawns has asked for the runtime before")
}

/// Starts a future now and gives the `asyncio.Future` of its result; cancelling that one drops the Rust future.
pub(crate) fn start<'py, F, T>(py: Python<'py>, future: F) -> PyResult<Bound<'py, PyAny>>
where
    F: Future<Output = PyResult<T>> + Send + 'static,
    T: for<'a> IntoPyObject<'a> + Send + 'static,
{
    let locals = TaskLocals::with_running_loop(py)?.copy_context(py)?;
    generic::future_into_py_with_locals::<Spawner, F, T>(py, locals, future)
}
