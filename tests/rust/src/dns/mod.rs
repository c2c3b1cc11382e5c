//! A name server that answers as a script says, so that a name can change its addresses while it is used.

mod message;
mod server;

pub use server::{Dns, Plan, Query, Reply};
