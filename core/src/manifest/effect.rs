//! What a call does to the system; the retry policy is derived from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a call does to the system. The retry policy is derived from it, never written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Changes nothing: may be repeated, also after an unknown outcome.
    Read,
    /// Changes something, and twice is like once: may be repeated.
    Idempotent,
    /// Not idempotent by itself, but its outcome can be looked up by a key of ours: repeated only after the look-up.
    Keyed,
    /// Must not be repeated unless it surely had no effect.
    Unsafe,
}
