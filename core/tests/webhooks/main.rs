//! Webhooks: signatures by the official vectors and by recorded deliveries of real servers, then the intake of a bridge.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod both;
mod enrich;
mod gains;
mod intake;
mod properties;
mod recorded;
mod registration;
mod sandboxed;
mod senders;
mod support;
mod vectors;
mod workflows;
