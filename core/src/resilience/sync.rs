//! What the files use to meet other threads that `tests/shuttle` runs in many orders of their steps: `breaker/`,
//! `current.rs` and `flight.rs`. There another module stands in the place of this one, so they take it from nowhere else.

pub(super) use std::sync::atomic::{AtomicU64, Ordering};

pub(super) use parking_lot::Mutex;
pub(super) use tokio::sync::{Mutex as Turn, Notify};
