//! The call pipeline and its policies.
