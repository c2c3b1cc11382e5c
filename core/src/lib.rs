//! CoreFlow Bridge: an embedded interop bridge between a product and the business systems of its customers.
#![forbid(unsafe_code)]

pub mod bridge;
#[cfg(feature = "cli")]
pub mod cli;
pub mod container;
pub mod error;
pub mod event;
pub mod http;
pub mod id;
pub mod manifest;
pub mod mapping;
pub mod model;
pub mod module;
pub mod native;
pub mod protocol;
pub mod resilience;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod secret;
pub mod store;
pub mod sync;
pub mod telemetry;
pub mod value;
pub mod webhook;

pub use error::{Code, Error, Result};
