//! What the state of a container means, by the one word for it.

/// Of a container that is not there.
pub const MISSING: &str = "missing";

/// What a container's state means for the one who asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It does not run.
    Down,
    /// It ends again and again.
    Restarting,
    /// It runs, and its own check says that it is not well.
    Unhealthy,
    /// It runs, and is not ready yet.
    Starting,
    /// It is not there.
    Missing,
}

impl Trouble {
    /// What is wrong with a container, by the one word for its state.
    pub fn of(word: &str) -> Option<Trouble> {
        match word {
            "running" | "healthy" => None,
            "unhealthy" => Some(Trouble::Unhealthy),
            "starting" => Some(Trouble::Starting),
            "restarting" => Some(Trouble::Restarting),
            MISSING => Some(Trouble::Missing),
            _ => Some(Trouble::Down),
        }
    }
}
