//! The end of a call's own time: what is under way then is given up, and nobody has failed.

use tokio::time::Instant;

use super::super::options::ListOptions;
use super::step::Active;
use crate::error::{Code, Error};

/// How a run asks: nobody waits for it, and no request goes beyond its time.
pub(super) fn asking(until: Option<Instant>) -> ListOptions {
    ListOptions { background: true, until, ..ListOptions::default() }
}

/// Whether a request was given up because the call's time is over, or is before its turn in the budget comes. What the
/// system itself said, or was too slow for, stays an error.
pub(super) fn is_over(error: &Error, until: Option<Instant>) -> bool {
    let (Some(until), now) = (until, Instant::now()) else { return false };
    match error.code() {
        Code::DeadlineExceeded => until <= now,
        Code::RateLimited => error.status().is_none() && until <= now + error.retry_after().unwrap_or_default(),
        _ => false,
    }
}

impl Active {
    /// The same of a request of this run.
    pub(super) fn ran_out(&self, error: &Error) -> bool {
        is_over(error, self.until)
    }
}
