//! Behaviour, written once: `tests/scenarios/*.yaml`, run through the bridge by every language.
//!
//! A runner only makes calls: [`Run`] says which, judges what came, and writes the results down.

mod check;
mod deliver;
mod fill;
mod format;
mod load;
mod mask;
mod normal;
mod run;

pub use format::{Call, Connection, Scenario, Step, Verb};
pub use load::{load, load_all};
pub use normal::{compare, normal_text};
pub use run::{Outcome, Run};
