//! How long a call waits for a store that it can do without.
//!
//! A call looks there for several things: the tenant's modules, what other processes say of the system, whether the system
//! has asked them to wait. All of its looks share one patience, so that a store that is late costs a call no more than that.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::{Instant, timeout_at};

/// What all looks of one call may take together; of a call that goes on for long, in each second.
pub const PATIENCE: Duration = Duration::from_millis(50);
/// After this long a call has its patience again.
const AGAIN: Duration = Duration::from_secs(1);

tokio::task_local! {
    static CALL: Arc<Mutex<Share>>;
}

/// What is left of the patience of a call.
#[derive(Debug)]
struct Share {
    since: Instant,
    left: Duration,
}

/// A look that was not answered in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// It had most of the patience: the store is late for all. Else only this call has no more time for it.
    pub whole: bool,
}

/// Runs a call, or a part of one that runs already: its looks share one patience.
pub fn one_call<F: Future>(call: F) -> impl Future<Output = F::Output> + use<F> {
    let share = CALL.try_with(Arc::clone).unwrap_or_else(|_| Arc::new(Mutex::new(Share::new())));
    CALL.scope(share, call)
}

/// Waits for a look, as long as the call has patience. Outside of a call each look has its own.
pub async fn look<T>(answer: impl Future<Output = T>) -> Result<T, Late> {
    let begun = Instant::now();
    let left = CALL.try_with(|share| share.lock().left(begun)).unwrap_or(PATIENCE);
    let answered = timeout_at(begun + left, answer).await;
    // Who is not in a call has nothing to share.
    let _ = CALL.try_with(|share| share.lock().spend(begun.elapsed()));
    answered.map_err(|_| Late { whole: left > PATIENCE / 2 })
}

impl Share {
    fn new() -> Share {
        Share { since: Instant::now(), left: PATIENCE }
    }

    fn left(&mut self, now: Instant) -> Duration {
        if now >= self.since + AGAIN {
            *self = Share::new();
        }
        self.left
    }

    fn spend(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::time::sleep;

    use super::*;

    const LATE: Result<(), Late> = Err(Late { whole: false });

    #[tokio::test(start_paused = true)]
    async fn all_looks_of_a_call_take_no_longer_than_one() {
        let begun = Instant::now();
        one_call(async {
            assert_eq!(look(sleep(Duration::from_millis(30))).await, Ok(()));
            // A part of the same call.
            one_call(async { assert_eq!(look(pending()).await, LATE) }).await;
            assert_eq!(begun.elapsed(), PATIENCE);
            assert_eq!(look(pending()).await, LATE);
            assert_eq!(look(ready(())).await, Ok(()), "what is there is taken all the same");
        })
        .await;
        assert_eq!(begun.elapsed(), PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn the_store_is_late_where_a_look_had_all_the_time() {
        assert_eq!(one_call(look(pending::<()>())).await, Err(Late { whole: true }));
        assert_eq!(look(pending::<()>()).await, Err(Late { whole: true }), "outside of a call");
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_goes_on_has_patience_again() {
        let begun = Instant::now();
        one_call(async {
            assert!(look(pending::<()>()).await.is_err());
            sleep(Duration::from_secs(1)).await;
            assert!(look(pending::<()>()).await.is_err());
        })
        .await;
        assert_eq!(begun.elapsed(), Duration::from_millis(1_100));
    }
}
