//! A hostile upstream on raw sockets: it writes bytes, not HTTP, so it can break every rule of it.

mod act;
mod black_hole;
mod body;
mod head;
mod plan;
mod server;

pub use plan::{Act, Answer, Behaviour, Body, Endless, Part, Plan, Rule};
pub use server::{Arrived, Hostile, Seen};
