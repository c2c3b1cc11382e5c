//! Money, dates, moments and texts come back as they were sent: a hundred thousand random values through every converter,
//! of which the encodings of all systems are made, and ten thousand through the field maps of every built-in system.
//!
//! What is proven is that our two directions are each other's inverse, not what a system does in between: where it rounds
//! or escapes, its manifest says `lossy`. What a form cannot hold must be refused on the way out, never changed. And one
//! malformed record among a thousand spoils no page, of any entity of any system.
#![allow(clippy::unwrap_used)]

mod converters;
mod damaged;
mod systems;
mod values;

/// How many values go through every converter.
const VALUES: usize = 100_000;

/// How many values go through the field maps of a system.
const SYSTEM_VALUES: usize = 10_000;
