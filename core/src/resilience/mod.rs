//! The call pipeline and its policies: one order, one file per policy. Knows nothing of HTTP.
//!
//! `deadline -> bulkhead -> retry -> ready -> breaker -> rate limiter and shared budgets -> attempt timeout -> attempt`. Users tune
//! numbers, never the order. All time is tokio's, so that a paused clock drives every policy in tests.

mod breaker;
mod budget;
mod bulkhead;
mod clock;
mod current;
mod deadline;
mod failure;
mod flight;
mod hints;
mod metrics;
mod patience;
mod pipeline;
mod policies;
mod rate;
mod retry;
mod sync;
mod traffic;
mod validate;

pub use breaker::{Breaker, BreakerSnapshot, BreakerState, Change, Permit, Reason, Refusal, Standing, Verdict};
pub use budget::{Ask, Budget, Grant, Ledger, Report, Slot, Told, Window};
pub use bulkhead::Bulkhead;
pub use current::{Current, Numbered};
pub use deadline::Deadline;
pub use failure::{Applied, Failure, Then};
pub use flight::Flight;
pub use hints::{Board, Seen, Sighting};
pub use metrics::{LastError, Latency};
pub use patience::{Late, PATIENCE, look, one_call};
pub use pipeline::{Attempt, Budgets, Pipeline, PipelineSnapshot};
pub use policies::{BreakerPolicy, BulkheadPolicy, HedgePolicy, Policies, RatePolicy, RetryPolicy};
pub use traffic::{BOUNDS, Durations, Traffic};

const _: () = assert!(size_of::<Breaker>() <= 272, "a breaker must stay small: there is one per connection");
