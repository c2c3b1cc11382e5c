//! What the tests share: recordings of real servers, the upstream that replays them or plays a script, and the
//! scenarios that every language runs; an upstream and a name server that mean harm.
//!
//! The crate knows nothing of the bridge except in `tests/`: what it serves is the truth that the bridge is held to.
#![forbid(unsafe_code)]

pub mod control;
pub mod dns;
pub mod hostile;
pub mod multipart;
pub mod otlp;
pub mod recording;
pub mod scenario;
pub mod upstream;

use std::path::PathBuf;

/// The error of everything here: a text for people.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// The folder `tests/` of the repository, or a path below it.
pub fn tests_folder(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(below)
}
