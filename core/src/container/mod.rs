//! Containers that run systems, as an engine (Docker, Podman) tells of them over its socket. It is only asked, never told to
//! do anything.

mod engine;
mod state;
mod trouble;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use engine::Engine;
pub use state::ContainerState;
pub use trouble::{MISSING, Trouble};

use crate::error::{Error, Result};

/// Where the engine is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineConfig {
    /// Its socket: `/var/run/docker.sock`, `unix:///run/podman/podman.sock`.
    pub socket: String,
    /// How long it has for an answer.
    #[serde(default = "two_seconds")]
    pub timeout_ms: u64,
}

fn two_seconds() -> u64 {
    2_000
}

/// Which container runs a system: its name, or the service of a compose project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ContainerRef {
    /// The container's name or id.
    Name(String),
    /// The service of a compose project.
    Service(ServiceRef),
}

/// The service of a compose project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRef {
    /// The project's name.
    pub project: String,
    /// The service's name in it.
    pub service: String,
}

impl ContainerRef {
    /// Refuses what no engine takes as a name.
    pub fn check(&self) -> Result<()> {
        let names = match self {
            ContainerRef::Name(name) => vec![name],
            ContainerRef::Service(ServiceRef { project, service }) => vec![project, service],
        };
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let is_name = |name: &str| {
            (1..=255).contains(&name.len())
                && name.chars().all(fine)
                && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        };
        match names.into_iter().find(|name| !is_name(name)) {
            None => Ok(()),
            Some(name) => Err(Error::invalid_input(format!(
                "container: {name:.64?} is no name of a container, project or service: letters, digits, and then . _ -"
            ))),
        }
    }
}

impl fmt::Display for ContainerRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContainerRef::Name(name) => f.write_str(name),
            ContainerRef::Service(ServiceRef { project, service }) => write!(f, "{service} of the project {project}"),
        }
    }
}
