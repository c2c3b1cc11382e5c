//! The hardened HTTP transport: egress guard, limits, no redirects, no proxies, no cookies, no Referer.

mod address;
mod body;
mod client;
mod egress;
mod grant;
mod names;
mod record;
mod resolver;
mod tls;
mod transport;

pub use address::{Verdict, verdict};
pub use egress::Egress;
pub use grant::Grant;
pub use names::Names;
pub use record::{Recorder, Tap};
pub use transport::{
    Limits, Method, Reached, Request, Response, SendError, Stream, Transport, is_redirect, redirected,
};
