//! Work that is done once for all who want its outcome while it is under way. Whoever waits drives it, so it goes on when
//! the one that began it goes away, and ends when all have.

use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};

use super::sync::Mutex;

/// What is under way, as long as somebody waits for it.
pub struct Flight<T: Clone>(Mutex<Option<WeakShared<BoxFuture<'static, T>>>>);

impl<T: Clone> Default for Flight<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Flight<T> {
    /// The work that is under way, or new one. What has ended is never given: its outcome is older than the question.
    pub fn join(&self, start: impl FnOnce() -> BoxFuture<'static, T>) -> Shared<BoxFuture<'static, T>> {
        let mut flight = self.0.lock();
        let under_way = flight.as_ref().and_then(WeakShared::upgrade).filter(|flight| flight.peek().is_none());
        under_way.unwrap_or_else(|| {
            let new = start().shared();
            *flight = new.downgrade();
            new
        })
    }
}
