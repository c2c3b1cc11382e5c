//! Events as they come from callers and go to consumers: CloudEvents, waiting, retries.

mod backoff;
mod change;
mod cloud;
mod consumer;
mod renewal;
mod step;

pub use backoff::retry_at;
pub use change::{
    Milestone, change_data, change_id, change_type, connection_source, milestone_of, milestones, state_stamp,
};
pub use cloud::{
    CONNECTION_BREAKER, CONNECTION_HEALTH, MODULE_ACTIVATED, MODULE_DEACTIVATED, Publish, SUBSCRIPTION_CHANGED,
    fresh_id, is_bridges, to_json,
};
pub use consumer::Consumer;
pub use step::step_key;
