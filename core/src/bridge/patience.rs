//! How long calls wait for a store that they can do without.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::error::{Code, Error};

/// A store that was not in time is not waited for again before.
const AGAIN: Duration = Duration::from_secs(1);

/// Whether the store answers in time: one call finds out, the others of the process need not wait as well.
#[derive(Debug, Default)]
pub(super) struct Patience(Mutex<Option<Instant>>);

impl Patience {
    /// It was not in time.
    pub(super) fn lost(&self) {
        *self.0.lock() = Some(Instant::now() + AGAIN);
    }

    /// An error while it is known not to be in time.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.0.lock().is_some_and(|until| Instant::now() < until) {
            true => Err(Error::new(Code::StorageUnavailable, "the store did not answer in time")),
            false => Ok(()),
        }
    }
}
