//! Panics: caught at every entry, told as `UNEXPECTED` with the place in our source, never with their text.
//!
//! A panic's text can hold a customer's data (`called unwrap() on Err("...")`), so it is neither printed nor passed on.

use std::any::Any;
use std::cell::Cell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use coreflow_bridge::{Code, Error, Result};

thread_local! {
    static LAST: Cell<Option<String>> = const { Cell::new(None) };
}

/// Replaces the panic hook of this image; other addons have their own.
pub(crate) fn withhold_panic_payloads() {
    set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", without_machine(at.file()), at.line()));
        let shown = place.as_deref().unwrap_or("an unknown place");
        // Not eprintln!, which panics when stderr is closed.
        let _ = writeln!(std::io::stderr(), "coreflow-bridge: defect at {shown} (its text is withheld)");
        LAST.set(place);
    }));
}

/// The file without the folders of the machine it was built on: our own paths are relative already.
fn without_machine(path: &str) -> &str {
    if std::path::Path::new(path).is_absolute() { path.rsplit(['/', '\\']).next().unwrap_or_default() } else { path }
}

/// Runs `work`; a panic in it becomes an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| Err(defect(payload)))
}

/// The error for a caught panic.
pub(crate) fn defect(payload: Box<dyn Any + Send>) -> Error {
    // A payload may panic again when it is dropped; it is small, and this is a defect already.
    std::mem::forget(payload);
    let error = Error::unexpected("A defect of the bridge stopped this call; please report the place in its context.");
    match LAST.take() {
        Some(place) => error.with_context("at", place),
        None => error,
    }
}

/// A core object in the hands of JavaScript. The garbage collector drops it in a frame that must not unwind.
pub(crate) struct Held<T>(Option<T>);

impl<T> Held<T> {
    pub(crate) fn new(content: T) -> Self {
        Held(Some(content))
    }

    pub(crate) fn get(&self) -> Result<&T> {
        self.0.as_ref().ok_or_else(|| Error::new(Code::Closed, "The handle has been released."))
    }

    /// Drops the content now; later uses fail with `CLOSED`.
    pub(crate) fn release(&mut self) {
        let content = self.0.take();
        let _ = guarded(move || {
            drop(content);
            Ok(())
        });
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        self.release();
    }
}
