//! Field maps, compiled once, run in both directions: system JSON to records, and input to system JSON.
