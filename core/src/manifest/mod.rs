//! Adapter manifests: the vocabulary as types, the loader, the linter, the JSON Schema.

mod effect;

pub use effect::Effect;
