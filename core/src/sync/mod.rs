//! Change feeds without I/O: watermarks, what a run has proved, what differs, where a run stands.

mod certificate;
mod difference;
mod report;
mod sieve;
mod state;
mod watermark;

pub use certificate::{Facts, Proof, Way, Why};
pub use difference::{Seen, Told, compare, digest, event_id};
pub use report::{Certificate, Counts, Hole, PartReport, Report, Status};
pub use sieve::Sieve;
pub use state::{Known, Mode, Part, Phase, Run, Setup, State};
pub use watermark::{advance, doubt, read_from};
