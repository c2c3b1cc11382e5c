//! The hardened HTTP transport: egress guard, limits, no redirects, no proxies, no cookies, no Referer.

mod address;
mod record;
mod resolver;
mod transport;

pub use address::{Verdict, verdict};
pub use record::{Recorder, Tap};
pub use transport::{
    Egress, Limits, Method, Reached, Request, Response, SendError, Transport, is_redirect, redirected,
};
