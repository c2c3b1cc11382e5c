//! Events as they come from callers and go to consumers: CloudEvents, waiting, retries.

mod backoff;
mod change;
mod cloud;
mod consumer;
mod milestone;
mod renewal;
mod step;
mod told;

pub use backoff::retry_at;
pub use change::{change_data, change_id, change_type, connection_source, state_stamp};
pub use cloud::{
    CONNECTION_BREAKER, CONNECTION_HEALTH, MODULE_ACTIVATED, MODULE_DEACTIVATED, Publish, SUBSCRIPTION_CHANGED,
    fresh_id, is_bridges, to_json,
};
pub use consumer::Consumer;
pub use milestone::{Milestone, milestone_kinds, milestone_of, milestones};
pub use step::step_key;
pub use told::{Told, told_by};
