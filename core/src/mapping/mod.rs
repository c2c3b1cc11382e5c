//! Field maps, compiled once, run in both directions: system JSON to records, and input to system JSON.

mod compile;
mod count;
mod decode;
mod encode;
mod finish;
mod input;
mod page;
mod path;
mod raw;
mod read;
mod selection;
mod typed;
mod within;
mod write;

pub use compile::{Context, Mapping};
pub use count::has_at_most;
pub use encode::Mode;
pub use input::{action_value, given_inputs};
pub use page::{DecodedPage, Quarantined, scalar_at};
pub use path::set_path;
pub use read::{read_instant, scalar_text};
pub use typed::Typed;
pub use write::{Native, filter_value};
