//! The bridge's own state.
