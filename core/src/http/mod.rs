//! The hardened HTTP transport: egress guard, limits, redaction.
