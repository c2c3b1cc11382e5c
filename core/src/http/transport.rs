//! One HTTP exchange, closed by default.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
pub use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::record::Tap;
use super::resolver::{Denied, GuardedResolver, check};
use crate::error::{Code, Error, Result};

/// Which addresses may be dialled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Egress {
    /// Private networks and this host, for self-hosted systems.
    pub allow_private: bool,
}

/// Bounds on an answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, decompressed, in bytes.
    pub body: usize,
    /// How long connecting may take.
    pub connect: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { body: 64 * 1024 * 1024, connect: Duration::from_secs(5) }
    }
}

/// A request. Its URL was built from the connection's pinned instance and encoded segments.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Headers, credentials among them (marked sensitive).
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body and its media type.
    pub body: Option<(Cow<'static, str>, Bytes)>,
    /// Of a file: the largest body of the answer, in bytes, in place of the usual bound. A redirect is then an answer.
    pub file: Option<usize>,
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

/// Whether a failed request may have reached the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Surely not: no connection was made.
    No,
    /// It may have.
    Maybe,
}

/// A request that got no answer.
#[derive(Clone, Debug)]
pub struct SendError {
    /// What happened.
    pub error: Error,
    /// Whether the system may have seen the request.
    pub reached: Reached,
}

/// Whether a status sends the client elsewhere.
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// A redirect that is not followed.
pub fn redirected(status: u16) -> Error {
    let message = "the system answers with a redirect, which is never followed; is the instance's URL right?";
    Error::new(Code::EgressDenied, message).with_status(status)
}

/// The HTTP client of one connection: its own pool, nothing shared with others.
#[derive(Clone, Debug)]
pub struct Transport {
    client: reqwest::Client,
    egress: Egress,
    limits: Limits,
    tap: Option<Arc<Tap>>,
}

impl Transport {
    /// A client that follows no redirect, reads no proxy from the environment, keeps no cookie and sends no Referer.
    pub fn new(egress: Egress, limits: Limits) -> Result<Transport> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(limits.connect)
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(8)
            .tcp_nodelay(true)
            .user_agent(concat!("coreflow-bridge/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(GuardedResolver { allow_private: egress.allow_private })
            .build()
            .map_err(|error| Error::unexpected("the HTTP client cannot be built").with_source(error.without_url()))?;
        Ok(Transport { client, egress, limits, tap: None })
    }

    /// The same, recording every exchange.
    #[must_use]
    pub fn recording(mut self, tap: Tap) -> Transport {
        self.tap = Some(Arc::new(tap));
        self
    }

    /// Sends a request and reads the whole answer. Dropping the future cancels the exchange.
    pub async fn send(&self, request: Request) -> Result<Response, SendError> {
        let Some(tap) = &self.tap else { return self.exchange(request).await };
        let begun = Instant::now();
        let response = self.exchange(request.clone()).await?;
        let written = tap.write(&request, &response, begun.elapsed());
        written.map_err(|error| SendError { error, reached: Reached::Maybe })?;
        Ok(response)
    }

    async fn exchange(&self, request: Request) -> Result<Response, SendError> {
        self.guard(&request.url).map_err(|error| SendError { error, reached: Reached::No })?;
        let (most, redirects) = (request.file.unwrap_or(self.limits.body), request.file.is_some());
        let mut builder = self.client.request(request.method, request.url);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some((media_type, body)) = request.body {
            builder = builder.header(reqwest::header::CONTENT_TYPE, media_type.as_ref()).body(body);
        }
        let mut answer = builder.send().await.map_err(|error| self.failed(error))?;
        let status = answer.status().as_u16();
        let maybe = |error: Error| SendError { error: error.with_status(status), reached: Reached::Maybe };
        if is_redirect(status) && !redirects {
            return Err(SendError { error: redirected(status), reached: Reached::No });
        }
        let too_large = || {
            let message = match redirects {
                true => format!("the file is larger than {most} bytes; ask for it with a larger max_bytes"),
                false => format!("the answer is larger than {} MiB; ask for smaller pages", most / (1024 * 1024)),
            };
            maybe(Error::new(Code::UpstreamInvalid, message))
        };
        if answer.content_length().is_some_and(|length| length > most as u64) {
            return Err(too_large());
        }
        let headers = std::mem::take(answer.headers_mut());
        let mut body = Vec::with_capacity(usize::try_from(answer.content_length().unwrap_or(0)).unwrap_or(0));
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.failed(error))? {
            if body.len() + chunk.len() > most {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, body: body.into() })
    }

    /// Address literals never ask the resolver, so they are judged here.
    fn guard(&self, url: &Url) -> Result<()> {
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        let Some(address) = literal else { return Ok(()) };
        check(url.host_str().unwrap_or_default(), address, self.egress.allow_private)
            .map_err(|denied| Error::new(Code::EgressDenied, denied.0))
    }

    fn failed(&self, error: reqwest::Error) -> SendError {
        // The URL may hold ids and filter values: it stays out of messages.
        let error = error.without_url();
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if let Some(denied) = inner.downcast_ref::<Denied>() {
                let error = Error::new(Code::EgressDenied, denied.0.clone());
                return SendError { error, reached: Reached::No };
            }
            cause = inner.source();
        }
        let reached = if error.is_connect() { Reached::No } else { Reached::Maybe };
        let message = if error.is_connect() {
            "the system cannot be reached"
        } else if error.is_decode() || error.is_body() {
            "the system's answer broke off"
        } else {
            "the connection to the system broke before an answer came"
        };
        SendError { error: Error::new(Code::Unavailable, message).with_source(error), reached }
    }
}
