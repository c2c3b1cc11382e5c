//! What stands here for `core/src/resilience/sync.rs`.
//!
//! tokio's lock is the real one: it needs no runtime, and what it does between two awaits is one step
//! beside the others.

pub(crate) use tokio::sync::Mutex as Turn;

use shuttle::sync::MutexGuard;

/// shuttle's lock in the form of parking_lot's, which knows no poison.
pub(crate) struct Mutex<T>(shuttle::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(shuttle::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
