//! What the tests share: recordings of real servers, and the upstream that replays them or plays a script.
//!
//! The crate knows nothing of the bridge except in `tests/`: what it serves is the truth that the bridge is held to.
#![forbid(unsafe_code)]

pub mod recording;
pub mod upstream;

/// The error of everything here: a text for people.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;
