//! A value that one caller makes for all who want it, and that grows old: a session, a schema.
//!
//! - Whoever wants a new one first makes it, and the others wait. One that fails or goes away leaves its turn to the next.
//! - Every value has a number, taken under the lock that keeps it. Who refuses or replaces a value does so by its number,
//!   and so never hits a newer one.

use super::sync::{Mutex, Turn};

/// A value, and the how manieth it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered<T> {
    /// Grows with every value.
    pub number: u64,
    /// The value itself: cheap to clone.
    pub value: T,
}

/// The newest value, if there is one.
pub struct Current<T> {
    newest: Mutex<Option<Numbered<T>>>,
    /// Held by the caller that makes one.
    turn: Turn<()>,
}

impl<T> Default for Current<T> {
    fn default() -> Self {
        Self { newest: Mutex::new(None), turn: Turn::new(()) }
    }
}

impl<T: Clone> Current<T> {
    /// The newest value.
    pub fn get(&self) -> Option<Numbered<T>> {
        self.newest.lock().clone()
    }

    /// The newest value if it fits, else the one that is made now, and whether the caller itself has made it. `make` is not
    /// begun while another caller makes one.
    pub async fn get_or_make<E>(
        &self,
        fits: impl Fn(&Numbered<T>) -> bool,
        make: impl Future<Output = Result<T, E>>,
    ) -> Result<(Numbered<T>, bool), E> {
        if let Some(newest) = self.get().filter(&fits) {
            return Ok((newest, false));
        }
        let _turn = self.turn.lock().await;
        if let Some(newest) = self.get().filter(&fits) {
            return Ok((newest, false));
        }
        // On the heap: hardly a call makes one, and none should carry the room for it twice.
        let value = Box::pin(make).await?;
        Ok((next(&mut self.newest.lock(), value), true))
    }

    /// Puts a value in the place of the one with this number; not when there is a newer one.
    pub fn replace(&self, number: u64, value: T) -> bool {
        let mut newest = self.newest.lock();
        let still = newest.as_ref().is_some_and(|newest| newest.number == number);
        if still {
            next(&mut newest, value);
        }
        still
    }
}

fn next<T: Clone>(newest: &mut Option<Numbered<T>>, value: T) -> Numbered<T> {
    let number = newest.as_ref().map_or(1, |last| last.number + 1);
    newest.insert(Numbered { number, value }).clone()
}
