//! The files of core in which threads meet, as they are, with shuttle's locks and atomics for the real ones (`sync.rs`).
//! README.md says how another one joins them.

#[path = "../../../core/src/resilience/breaker/mod.rs"]
#[allow(dead_code, reason = "the pipeline uses the rest of it")]
pub mod breaker;
#[path = "../../../core/src/resilience/current.rs"]
pub mod current;
#[path = "../../../core/src/resilience/flight.rs"]
pub mod flight;
#[path = "../../../core/src/resilience/policies.rs"]
pub mod policies;
mod sync;

use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, MaxSteps, Runner};

/// Runs a test in many orders of its steps: at random, and with few switches at places chosen at random (which finds what
/// needs one thread to stand still for long). A failure names the order.
pub fn explore(test: impl Fn() + Clone + Send + Sync + 'static) {
    run(RandomScheduler::new(2_000), test.clone());
    run(PctScheduler::new(3, 2_000), test);
}

/// Runs a small test in every order of its steps that there is.
pub fn exhaust(test: impl Fn() + Send + Sync + 'static) {
    run(DfsScheduler::new(None, false), test);
}

fn run(scheduler: impl Scheduler + 'static, test: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    // The tests need some hundred: one that is not done by then turns in a circle.
    config.max_steps = MaxSteps::FailAfter(20_000);
    Runner::new(scheduler, config).run(test);
}
