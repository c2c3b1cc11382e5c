//! The other side of the wire: real answers from recordings, or a script, over a real loopback socket.

pub(crate) mod difference;
pub(crate) mod listen;
mod plan;
mod project;
mod replay;
mod script;
mod seen;
mod session;
pub(crate) mod wire;

pub use difference::{Difference, contains, same};
pub use plan::{Answer, Chunk, Fault, Plan, Projection, Step, Times};
pub use seen::Seen;
pub use session::{Hit, NO_ANSWER, Session};
