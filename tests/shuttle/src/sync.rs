//! What stands here for `core/src/resilience/sync.rs`.
//!
//! tokio's lock and notifier are the real ones: they need no runtime, and what they do between two awaits is one step
//! beside the others.

pub(crate) use shuttle::sync::atomic::{AtomicU64, Ordering};
pub(crate) use tokio::sync::{Mutex as Turn, Notify};

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
