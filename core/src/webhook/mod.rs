//! Deliveries that come in: whether they are what they say, which one it is, what it tells. Pure: raw bytes in, a verdict out.

mod code;
mod delivery;
mod keys;
mod preset;
mod route;
mod standard;
mod stripe;
mod verify;

pub use delivery::delivery_id;
pub use keys::Keys;
pub use preset::{Preset, preset};
pub use route::{NotRouted, Routed, besides, route};
pub use verify::{Incoming, Refused, TOLERANCE, keys, verify};
