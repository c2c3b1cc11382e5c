//! The other side of the wire: real answers from recordings, or a script, over a real loopback socket.

mod control;
mod difference;
mod listen;
mod plan;
mod project;
mod replay;
mod script;
mod seen;
mod session;
mod wire;

pub use control::Control;
pub use difference::{Difference, contains, same};
pub use plan::{Always, Answer, Chunk, Fault, Plan, Projection, Step, Times};
pub use seen::Seen;
pub use session::{Hit, NO_ANSWER, Session};
